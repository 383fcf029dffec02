"""A difficult file as it is drafted: its sheets, the places at which something must be said, and how it is written."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

import openpyxl
from openpyxl.comments import Comment
from openpyxl.styles import Font

from tests.messy.difficult.page import Page

UNITS = (("unit", "name", "kind", "assigned_quota"), ("VPC", "Vụ Pháp chế", "department", 12))
TWO_UNITS = (*UNITS, ("VKH", "Vụ Kế hoạch", "department", 12))
THREE_UNITS = (*TWO_UNITS, ("VDK", "Vụ Dầu khí", "department", 12))
Words = tuple[str | tuple[str, ...], ...]
WHOLE = 0
"""The row of what is said of a sheet or a file as a whole."""


@dataclass(frozen=True)
class At:
    """A place at which something is said: None stands for any row, column, sheet or file.

    row: `WHOLE` for what is said of the sheet or file itself. words: what the sentence holds, each one of several spellings.
    queue: it must be an entry of the verification queue. suggests: (canonical column, word of the value that is offered).
    severity: `error`, or `doubt` for a warning or an entry of the queue, where that counts.
    account: the account may name it instead, as a file that is not read. or_at: another place at which the same may be said.
    """

    file: str | None = None
    sheet: str | None = None
    row: int | None = None
    column: str | None = None
    words: Words = ()
    queue: bool = False
    suggests: tuple[str, str] | None = None
    severity: str | None = None
    account: bool = False
    or_at: At | None = None


@dataclass(frozen=True)
class Person:
    """Somebody in a file: the place of the row, what is right in it, and whether the row may be refused as a whole."""

    file: str
    sheet: str | None
    row: int
    values: dict[str, Any]
    labels: dict[str, str]
    heading_row: int
    maybe: bool


@dataclass
class Draft:
    """A difficult file, or a folder of them.

    kind: 1 to 9 of the kinds of difficulty, 0 for what was right before. books: the sheets of each workbook by its path;
    texts: the bytes of each other file. opened: what is given to the reader; the only file, or the folder, where absent.
    converted: kind of file to the path of a copy that another programme makes of the first workbook. places: the files of
    pages that no workbook holds, by identity. expected: what must be said; allowed: what may be; silent: rows without people of
    which nothing may be said. Whatever else is said of a person's cell is a false alarm.
    """

    id: str
    kind: int
    about: str
    page: Page = field(default_factory=Page.of)
    units: Sequence[Sequence[Any]] | None = UNITS
    pages: list[Page] = field(default_factory=list)
    books: dict[str, list[Page]] = field(default_factory=dict)
    texts: dict[str, bytes] = field(default_factory=dict)
    places: dict[int, str] = field(default_factory=dict)
    opened: str | None = None
    epoch_1904: bool = False
    converted: dict[str, str] = field(default_factory=dict)
    expected: list[At] = field(default_factory=list)
    allowed: list[At] = field(default_factory=list)
    silent: list[At] = field(default_factory=list)

    # ---- what must be said

    def at(self, row: int | None, column: str | None, page: Page | None, more: dict[str, Any]) -> At:
        page = page or self.page
        where = {"file": self.file_of(page), "sheet": page.name} | more
        return At(row=row, column=page.headings.get(column, column) if column and page.name is None else page.letter(column) if column in page.headings else column, **where)

    def said(self, row: int | None = None, column: str | None = None, page: Page | None = None, **more: Any) -> None:
        """Something must be said of this cell (column: a key of the page, or a letter), row, or sheet."""
        self.expected.append(self.at(row, column, page, more))

    def queued(self, row: int, column: str | None, text: str, suggests: tuple[str, str] | None = None, page: Page | None = None) -> None:
        """An entry of the queue must stand at the cell, with the cell's text in its reason."""
        self.said(row, column, page, words=(text,), queue=True, suggests=suggests)

    def may(self, row: int | None = None, column: str | None = None, page: Page | None = None, **more: Any) -> None:
        """Something may be said there."""
        self.allowed.append(self.at(row, column, page, more))

    def hush(self, row: int, page: Page | None = None) -> None:
        """Nothing may be said of this row, which holds nobody."""
        self.silent.append(self.at(row, None, page, {}))

    # ---- files

    def file_of(self, page: Page) -> str:
        """The path of the file that a page stands in."""
        found = next((path for path, pages in self.books.items() if page in pages), None)
        return found or self.places.get(id(page)) or f"{self.id}.xlsx"

    def csv(self, name: str = "", page: Page | None = None, **how: Any) -> None:
        """The page as a CSV instead of a workbook; how: as `csv_bytes`."""
        page = page or self.page
        page.name = None
        file = name or f"{self.id}.csv"
        self.places[id(page)] = file
        self.texts[file] = csv_bytes(page.grid(), **how)
        self.units = None
        for line in page.people:
            if "unit" not in page.headings and line.truth is not None:
                line.truth.pop("unit", None)

    def finish(self) -> Case:
        """The case, with every place in figures."""
        books = dict(self.books)
        if not books and not self.texts:
            books[f"{self.id}.xlsx"] = [self.page, *self.pages]
        self.books = books
        pages = [(path, page) for path, all_pages in books.items() for page in all_pages if self.opened not in self.converted.values()]
        pages += [(self.file_of(page), page) for page in [self.page, *self.pages] if id(page) in self.places]
        pages += [(path, page) for path in self.converted.values() for page in [self.page, *self.pages]]
        people = [_person(path, page, at) for path, page in pages for at in range(len(page.people))]
        names = [*books, *self.texts]
        opened = self.opened if self.opened is not None else names[0] if len(names) == 1 else "."
        return Case(self.id, self.kind, self.about, self, opened, tuple(people), tuple(self.expected), tuple(self.allowed), tuple(self.silent))


def _person(path: str, page: Page, at: int) -> Person:
    line = page.people[at]
    labels = {key: page.headings[key] if page.name is None else page.letter(key) for key in page.keys}
    assert line.truth is not None
    return Person(path, page.name, page.row(at), line.truth, labels, page.heading_row, line.maybe or page.maybe)


@dataclass(frozen=True)
class Case:
    """A drafted file, ready to be written and judged."""

    id: str
    kind: int
    about: str
    draft: Draft
    opened: str
    people: tuple[Person, ...]
    said: tuple[At, ...]
    may: tuple[At, ...]
    silent: tuple[At, ...]

    def write(self, folder: Path, convert: Callable[[Path, str, Path], None] | None = None) -> Path:
        """Writes the files into a new folder of their own; what is to be opened. convert: source, kind of file, target."""
        root = folder / self.id
        root.mkdir()
        for path, pages in self.draft.books.items():
            target = root / PurePosixPath(path)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(book_bytes(pages, self.draft.units, self.draft.epoch_1904))
        for path, data in self.draft.texts.items():
            target = root / PurePosixPath(path)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
        for kind, path in self.draft.converted.items():
            assert convert is not None
            convert(root / next(iter(self.draft.books)), kind, root / path)
        return root if self.opened == "." else root / self.opened


# ---------------------------------------------------------------------------------------------------- writing


def book_bytes(pages: Sequence[Page], units: Sequence[Sequence[Any]] | None, epoch_1904: bool = False) -> bytes:
    """The pages and a sheet of units as a workbook."""
    book = openpyxl.Workbook()
    if epoch_1904:
        book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    assert book.active is not None
    book.remove(book.active)
    for page in pages:
        _write_page(book.create_sheet(page.name or "Sheet1"), page)
    if units is not None:
        sheet = book.create_sheet("units")
        for row in units:
            sheet.append(list(row))
    whole = io.BytesIO()
    book.save(whole)
    return _patched(whole.getvalue(), pages)


def _write_page(sheet: Any, page: Page) -> None:
    for row, cells in enumerate(page.grid(), 1):
        for column, value in enumerate(cells, 1):
            if value is None:
                continue
            cell = sheet.cell(row, column, value)
            if isinstance(value, dt.date):
                cell.number_format = "dd/mm/yyyy"
            if row in page.struck:
                cell.font = Font(strike=True)
    for reference, number_format in page.formats.items():
        sheet[reference].number_format = number_format
    for reference, text in page.comments.items():
        sheet[reference].comment = Comment(text, "Phòng TCCB")
    for block in page.merged:
        sheet.merge_cells(block)
    for row in page.hidden_rows:
        sheet.row_dimensions[row].hidden = True
    for letter in page.hidden_columns:
        sheet.column_dimensions[letter].hidden = True
    sheet.sheet_state = page.state
    sheet.protection.sheet = page.protected


def _patched(data: bytes, pages: Sequence[Page]) -> bytes:
    """The workbook with the patches of its pages in their XML, and without the time at which it was made."""
    patches = {f"xl/worksheets/sheet{at}.xml": page.patches for at, page in enumerate(pages, 1)}
    patches["docProps/core.xml"] = [(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", "2026-11-30T08:00:00Z")]
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            content = old.read(entry)
            for pattern, replacement in patches.get(entry.filename, ()):
                changed, count = re.subn(pattern, replacement, content.decode())
                assert count, f"nothing like {pattern} in {entry.filename}"
                content = changed.encode()
            new.writestr(zipfile.ZipInfo(entry.filename), content, zipfile.ZIP_DEFLATED)
        for at, page in enumerate(pages, 1):
            _write_parts(new, at, page.parts)
    return out.getvalue()


def _write_parts(archive: zipfile.ZipFile, sheet: int, parts: Sequence[tuple[str, str, str]]) -> None:
    """What lies over a sheet, and the relations that name it."""
    base = "http://schemas.openxmlformats.org"
    lines = [f'<Relationship Id="rIdX{at}" Type="{base}/officeDocument/2006/relationships/{kind}" Target="../{name}"/>' for at, (kind, name, _) in enumerate(parts)]
    for _, name, content in parts:
        archive.writestr(zipfile.ZipInfo(f"xl/{name}"), content)
    if lines:
        whole = f'<Relationships xmlns="{base}/package/2006/relationships">{"".join(lines)}</Relationships>'
        archive.writestr(zipfile.ZipInfo(f"xl/worksheets/_rels/sheet{sheet}.xml.rels"), whole)


def csv_bytes(grid: Sequence[Sequence[Any]], encoding: str = "utf-8-sig", delimiter: str = ",", decimal: str = ".", newline: str = "\r\n", before: str = "") -> bytes:
    """Rows as a CSV of an office: dates day first; `before` stands above the headings; no byte order mark but by the encoding."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, lineterminator=newline)
    for row in grid:
        writer.writerow([_text(value, decimal) for value in row])
    return (before + out.getvalue()).encode(encoding)


def _text(value: Any, decimal: str) -> str:
    if isinstance(value, dt.date):
        return value.strftime("%d/%m/%Y")
    if isinstance(value, float):
        return str(value).replace(".", decimal)
    return "" if value is None else str(value)


# ---------------------------------------------------------------------------------------------------- the list of them

DRAFTS: dict[str, tuple[int, str, Callable[[Draft], None]]] = {}


def difficult(id: str, kind: int, about: str) -> Callable[[Callable[[Draft], None]], Callable[[Draft], None]]:
    """Registers a function that drafts a file."""

    def register(function: Callable[[Draft], None]) -> Callable[[Draft], None]:
        assert id not in DRAFTS, id
        DRAFTS[id] = kind, about, function
        return function

    return register
