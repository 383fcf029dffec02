"""What stands around a list and speaks of its people: footnotes, a row of notes below a person, a tab or a title of those
who are away; and what speaks of people without saying of whom: legends of colours, comments on headings, notes below.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePath

import numpy as np

from planner.core.errors import Place, Problem
from planner.roster.tables.table import Table
from planner.roster.values.notes import Remark, plain, remarks_in
from planner.roster.values.text import clean_text, fold

_MARK = re.compile(r"\(?(?P<stars>[*†]{1,4})\)?|(?P<raised>[¹²³⁴⁵⁶⁷⁸⁹]{1,2})|[(\[](?P<number>\d{1,2})[)\]]")
_RAISED = str.maketrans("¹²³⁴⁵⁶⁷⁸⁹", "123456789")
_COLOURS = re.compile(
    r"\b(?:tô|bôi|chữ|màu|nền|dòng|ô|hàng)\s+(?:màu\s+)?(?:đỏ|vàng|xanh|cam|tím|xám|hồng|nâu)\b|\b(?:in nghiêng|in đậm|chữ nghiêng|chữ đậm)\b"
    r"|\b(?:red|yellow|green|blue|grey|gray|orange)\s+(?:rows?|cells?|text|letters)\b|\b(?:in italics|in bold)\b"
)
_LIST = re.compile(r"(?:danh sach|ds|bieu|bang|list of)\b")
_PURPOSE = re.compile(
    r"kem theo|can cu|cong van|ra soat|phuong an|de an|phuc vu|du kien|de nghi|doi tuong|thuc hien|quy dinh|khong (?:bao gom|tinh|ke|co)|chua|expected|proposed|planned|except"
)
"""What a title speaks of that is not the state of the people below it."""
_UNIT = re.compile(r"(?:vu|cuc|van phong|thanh tra|vien|trung tam|phong|ban|chi cuc|so|truong|bao|tap chi)\b")
_NAMES = ("full_name", "position_title")
_LONGEST_NAME = 6  # words


@dataclass(frozen=True)
class Spoken:
    """What a text says of a person: the position of the person in the table, the text and where it stands; row: the Excel
    row of the text, where it is not the person's own."""

    at: int
    place: Place | None
    text: str
    remarks: tuple[Remark, ...]
    row: int | None = None


def spoken_around(table: Table) -> Iterator[Spoken]:
    """What footnotes, rows of notes, the tab and the titles of a table say against its people."""
    for text in _of_the_list(table):
        yield from (Spoken(at, None, text, remarks_in(text)) for at in range(len(table.rows)))
    for people, row, place, text in table.asides:
        remarks = remarks_in(text)
        if remarks:
            yield from (Spoken(at, place, text, remarks, row) for at in _meant(table, people, text))
    for mark, text in _footnotes(table):
        if remarks := remarks_in(text):
            yield from (Spoken(at, None, text, remarks) for at in _marked(table, mark))


def unassigned(table: Table) -> Iterator[Problem]:
    """A warning for each text that speaks of people who are away, or gives colours a meaning, and names nobody."""
    places = [(row, None, text) for row, text in table.above]
    places += [(row, place, text) for row, place, text in table.stray_comments]
    notes = [(row, place, text) for people, row, place, text in table.asides if not _meant(table, people, text) and not _mark_of(text)]
    for row, place, text in (*places, *notes):
        if _COLOURS.search(fold(text)):
            yield table.problem("colours_mean", row, None, column=place, note=clean_text(text)[:200], severity="warning")
        elif (row, place, text) not in places[: len(table.above)] and remarks_in(text):
            yield table.problem("note_of_nobody", row, None, column=place, note=clean_text(text)[:200], severity="warning")


def _of_the_list(table: Table) -> Iterator[str]:
    """The tab, the file's name and the titles where they say that all of these people are away."""
    for name in (table.sheet, PurePath(table.file).stem):
        if name and remarks_in(name) and not _UNIT.match(plain(name)) and not _PURPOSE.search(plain(name)):
            yield name
    yield from (title for title in table.titles if _LIST.match(plain(title)) and remarks_in(title) and not _PURPOSE.search(plain(title)))


def _meant(table: Table, people: int, text: str) -> list[int]:
    """The positions of those whom a text beside the list speaks of: who is named in it, else who stands right above it."""
    named = _named(table, text)
    if named or _mark_of(text):
        return named
    within = 0 < people < len(table.rows)
    return [people - 1] if within else []


def _named(table: Table, text: str) -> list[int]:
    """The positions of people whose names stand in a text."""
    names = table.columns.get("full_name")
    if names is None:
        return []
    words = fold(text).replace(",", " ").replace(";", " ").replace(":", " ").split()
    spans = {" ".join(words[first : first + count]) for count in range(2, _LONGEST_NAME + 1) for first in range(len(words) - count + 1)}
    codes = [code for code, cell in enumerate(names.cells) if fold(cell[1:]) in spans]
    return np.flatnonzero(np.isin(names.codes, codes)).tolist() if codes else []


def _footnotes(table: Table) -> Iterator[tuple[str, str]]:
    """(mark, text) of the texts beside the list that begin with a footnote's mark."""
    for _, _, _, text in table.asides:
        if mark := _mark_of(text):
            yield mark, text


def _mark_of(text: str) -> str:
    """The mark with which a footnote begins; empty where a text is none."""
    match = _MARK.match(text.strip())
    return _key(match) if match else ""


def _key(match: re.Match[str]) -> str:
    return match["stars"] or (match["raised"] or "").translate(_RAISED) or match["number"]


def _marked(table: Table, mark: str) -> list[int]:
    """The positions of people behind whose name or title the mark stands."""
    found: set[int] = set()
    for name in _NAMES:
        if name in table.columns:
            coded = table.columns[name]
            codes = [code for code, cell in enumerate(coded.cells) if _ends_in(cell, mark)]
            found |= set(np.flatnonzero(np.isin(coded.codes, codes)).tolist()) if codes else set()
    return sorted(found)


def _ends_in(cell: str, mark: str) -> bool:
    last = None
    for match in _MARK.finditer(cell):
        last = match
    return last is not None and last.end() == len(cell.rstrip()) and _key(last) == mark
