"""Whether a workbook is the one that a run gives: it is made again and compared, part by part, cell by cell where parts differ."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

from planner.core.errors import Problem, problem
from planner.core.folders import passing_folder
from planner.core.texts import LANGUAGES
from planner.plan.plan import Run
from planner.report.books.workbook import write_plan_workbook

_MADE_ON = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")
"""The only thing that differs between two workbooks of one run."""
_PROPERTIES, _BOOK, _STRINGS = "docProps/core.xml", "xl/workbook.xml", "xl/sharedStrings.xml"
_NAME = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_LARGER = 2**20
"""Bytes by which a part may be larger than the one it is compared with before it is looked at."""
_SHOWN = 20
"""So many cells are said."""


def workbook_faults(file: Path, run: Run, same_writer: bool) -> list[Problem]:
    """What is wrong with the workbook in `file`, which a run with a plan should have given in one of the languages.

    same_writer: the library that writes workbooks is the one of then, so that every part must be equal, looks too; of another
    one, sheets, values and formulas must be. Empty where all holds; else the cells that differ, or the book as a whole.
    """
    mine = run.summary["provenance"]["lang"]
    found: list[Problem] = []
    with passing_folder() as folder:
        for lang in sorted(LANGUAGES, key=lambda lang: lang != mine):
            right = Path(folder) / f"{lang}.xlsx"
            write_plan_workbook(run, right, lang)
            faults = _faults(file, right, same_writer)
            if not faults:
                return []
            found = found or faults
    return found


def _faults(file: Path, right: Path, same_writer: bool) -> list[Problem]:
    whole = problem("check.workbook_wrong", file=file.name)
    try:
        with zipfile.ZipFile(file) as written, zipfile.ZipFile(right) as made:
            sizes = {info.filename: info.file_size for info in made.infolist()}
            if [info.filename for info in written.infolist()] != list(sizes):
                return [whole]
            if any(info.file_size > sizes[info.filename] + _LARGER for info in written.infolist()):
                return [whole]
            if all(_part(written, name) == _part(made, name) for name in sizes):
                return []
            cells = [problem("check.workbook_wrong", file=file.name, sheet=sheet, row=row, column=column) for sheet, row, column in _cells(written, made)]
    except (OSError, ValueError, KeyError, IndexError, zipfile.BadZipFile, NotImplementedError, RuntimeError, ElementTree.ParseError):
        return [whole]
    return cells[:_SHOWN] if cells or not same_writer else [whole]


def _part(book: zipfile.ZipFile, name: str) -> bytes:
    data = book.read(name)
    return _MADE_ON.sub(rb"\1", data) if name == _PROPERTIES else data


def _cells(written: zipfile.ZipFile, made: zipfile.ZipFile) -> Iterator[tuple[str, int | None, int | None]]:
    """(sheet, row, column) of each cell that the two books do not have in common; the sheet alone where names or order differ."""
    here, there = _sheets(written), _sheets(made)
    if here != there:
        yield from ((name, None, None) for name in sorted(set(here) ^ set(there)) or here[:1])
        return
    texts = _texts(written), _texts(made)
    for at, name in enumerate(here, 1):
        part = f"xl/worksheets/sheet{at}.xml"
        one, other = (_values(book, part, known) for book, known in zip((written, made), texts, strict=True))
        for place in sorted(one.keys() | other.keys(), key=_place):
            if one.get(place) != other.get(place):
                row, column = _place(place)
                yield name, row, column


def _sheets(book: zipfile.ZipFile) -> list[str]:
    """Names of the sheets, with what hides them, in order."""
    found = ElementTree.fromstring(book.read(_BOOK)).iter(f"{_NAME}sheet")
    return [sheet.attrib["name"] + (f" ({state})" if (state := sheet.attrib.get("state")) else "") for sheet in found]


def _texts(book: zipfile.ZipFile) -> list[str]:
    """The shared texts, by their numbers."""
    if _STRINGS not in book.namelist():
        return []
    return ["".join(part.text or "" for part in entry.iter(f"{_NAME}t")) for entry in ElementTree.fromstring(book.read(_STRINGS)).iter(f"{_NAME}si")]


def _values(book: zipfile.ZipFile, part: str, texts: list[str]) -> dict[str, tuple[str, str]]:
    """Cell to (formula, value) of a sheet."""
    found = {}
    for cell in ElementTree.fromstring(book.read(part)).iter(f"{_NAME}c"):
        formula, value = cell.findtext(f"{_NAME}f") or "", cell.findtext(f"{_NAME}v") or ""
        if cell.attrib.get("t") == "s":
            value = texts[int(value)]
        elif cell.attrib.get("t") == "inlineStr":
            value = "".join(text.text or "" for text in cell.iter(f"{_NAME}t"))
        if formula or value:
            found[cell.attrib["r"]] = formula, value
    return found


def _place(name: str) -> tuple[int, int]:
    """(row, column) of a cell's name: (12, 28) of AB12."""
    letters = name.rstrip("0123456789")
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(name[len(letters) :]), column
