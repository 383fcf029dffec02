"""Finding the table in a grid of cells: the heading row, the columns that the schema knows, the rows of people."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from planner.errors import Problem, problem
from planner.roster.cells import Manner
from planner.roster.guard import Cell, RawSheet
from planner.roster.headings import UNNEEDED, Heading, heading_key, match_heading
from planner.roster.text import clean_text, fold, unprotect
from planner.schema import Column

HEADING_WITHIN = 60  # rows in which a heading row is looked for
HEADINGS_NEEDED = 3  # fewer known words in one row may be chance
EXAMPLE_WORDS = frozenset({"ví dụ", "example"})

_TOTAL = re.compile(r"(cộng|tổng cộng|tổng số|subtotal|grand total|total)\b.*|tổng(\s*[:(\d].*)?")
_GROUP = re.compile(
    r"([ivx]+|[a-h]|\d+)\s*[.)/:-]\s*\D.*|[ivx]+"
    r"|(phòng|ban|vụ|cục|chi cục|văn phòng|thanh tra|trung tâm|tổ|khoa|bộ phận|lãnh đạo|viện|đội|khối"
    r"|công chức|viên chức|hợp đồng|lao động|division|section|department|office)\b.*"
)
_SIGNATURE = re.compile(
    r"(người lập|lập biểu|thủ trưởng|nơi nhận|kt\.|tm\.|tl\.|ký|xác nhận|ghi chú|.*\bngày\b.*\btháng\b.*\bnăm\b"
    r"|prepared by|signature|approved by)\b.*"
)
_NUMBERING = re.compile(r"\(?\d{1,2}\)?|[a-z]")


@dataclass(frozen=True)
class Grid:
    """Cells with their places. `sheet` is None for CSV. `prefix` goes before every cell (CSV cells lack the letter)."""

    file: str
    sheet: str | None
    rows: Sequence[tuple[int, Sequence[Cell]]]
    epoch_1904: bool = False
    prefix: str = ""

    @classmethod
    def of_sheet(cls, sheet: RawSheet) -> Grid:
        """The grid of a worksheet."""
        return cls(sheet.file, sheet.name, sheet.rows, sheet.epoch_1904)

    def text(self, cell: Cell) -> str:
        """The cell's text where it is text, else empty."""
        whole = self.prefix + cell if cell else ""
        return clean_text(whole[1:]) if whole[:1] == "s" else ""


@dataclass(frozen=True)
class Coded:
    """One column: its distinct cells, and for each row the position of its cell (-1 where empty)."""

    codes: npt.NDArray[np.int64]
    cells: list[str]

    def filled(self) -> npt.NDArray[np.bool_]:
        """Whether each row has something."""
        return self.codes >= 0

    def keep(self, rows: npt.NDArray[np.bool_]) -> Coded:
        """The column with these rows only."""
        return Coded(self.codes[rows], self.cells)


@dataclass
class Table:
    """A table found: known columns by canonical name, what each is called in the file, and the file's row numbers."""

    file: str
    sheet: str | None
    heading_row: int | None
    rows: npt.NDArray[np.int64]
    columns: dict[str, Coded] = field(default_factory=dict)
    labels: dict[str, str] = field(default_factory=dict)
    headings: dict[str, Heading] = field(default_factory=dict)
    manners: dict[str, Manner] = field(default_factory=dict)

    def problem(self, key: str, row: int | None, column: str | None, **params: Any) -> Problem:
        """A problem of this table; `column` is canonical and becomes the letter or name of the file."""
        label = self.labels.get(column) if column else None
        return problem(f"roster.{key}", file=self.file, sheet=self.sheet, row=row, column=label, **params)


def column_letter(index: int) -> str:
    """A for 0, AA for 26."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def encode(cells: Sequence[Cell], prefix: str = "") -> Coded:
    """The distinct cells of a column. CSV cells (with a `prefix`) lose their apostrophe; blank text is empty."""
    codes, distinct = pd.factorize(np.array(cells, dtype=object))
    words = [str(word) for word in distinct]
    if prefix:
        words = [prefix + word for word in unprotect(words)]
    blank = np.array([word[0] == "s" and not word[1:].strip() for word in words] + [True], dtype=bool)
    codes = np.asarray(codes, dtype=np.int64)
    return Coded(np.where(blank[codes], -1, codes), words)


def heading_index(grid: Grid, columns: tuple[Column, ...]) -> tuple[int, int]:
    """The position of the row with the most headings of `columns`, and how many different ones; (-1, 0) for none."""
    best, most = -1, 0
    for at, (_, cells) in enumerate(grid.rows[:HEADING_WITHIN]):
        found = (match_heading(text, columns) for text in map(grid.text, cells) if text)
        names = {heading.column.name for heading in found if heading}
        if len(names) > most:
            best, most = at, len(names)
    return best, most


def take_table(grid: Grid, at: int, columns: tuple[Column, ...]) -> tuple[Table, list[Problem]]:
    """The table whose heading row stands at position `at`: known columns, coded; rows that hold nobody left out."""
    heading_row, cells = grid.rows[at]
    body = grid.rows[at + 1 :]
    table = Table(grid.file, grid.sheet, heading_row, np.array([number for number, _ in body], dtype=np.int64))
    problems: list[Problem] = []
    places: dict[str, int] = {}
    for index, text in enumerate(map(grid.text, cells)):
        heading = match_heading(text, columns) if text else None
        label = column_letter(index) if grid.sheet is not None else text
        where: dict[str, Any] = {"file": grid.file, "sheet": grid.sheet, "row": heading_row, "column": label}
        if heading is None:
            if text and heading_key(text) not in UNNEEDED and any(len(row) > index and row[index] for _, row in body):
                problems.append(problem("roster.heading_unknown", heading=text[:80], severity="warning", **where))
            continue
        name = heading.column.name
        if name in places:
            problems.append(problem("roster.column_twice", heading=text, other=table.labels[name], **where))
            continue
        if heading.scaled:
            problems.append(problem("roster.money_scaled", heading=text, **where))
        places[name] = index
        table.labels[name] = label
        table.headings[name] = heading
        plain = grid.sheet is None and text == name
        table.manners[name] = Manner(plain=plain, months=heading.months, epoch_1904=grid.epoch_1904)
    columns_of = _transposed([row for _, row in body], len(cells))
    for name, index in places.items():
        table.columns[name] = encode(columns_of(index), grid.prefix)
    if grid.sheet is None:
        problems += _too_long_rows(grid, at)
    return _without_other_rows(table, grid, at), problems


def _transposed(rows: Sequence[Sequence[Cell]], width: int) -> Callable[[int], Sequence[Cell]]:
    """A column by its position. Rows of one width are turned at once, three times as fast as cell by cell."""
    if rows and all(len(row) == width for row in rows):
        turned = list(zip(*rows, strict=True))
        return turned.__getitem__
    return lambda index: [row[index] if len(row) > index else None for row in rows]


def _too_long_rows(grid: Grid, at: int) -> list[Problem]:
    """Rows of a CSV with more cells than headings: a separator stands inside a cell that lacks its quotes."""
    width = len(grid.rows[at][1])
    return [
        problem("roster.row_too_long", file=grid.file, row=number, cells=len(row), headings=width)
        for number, row in grid.rows[at + 1 :]
        if len(row) > width and any(row[width:])
    ]


def _without_other_rows(table: Table, grid: Grid, at: int) -> Table:
    """Leaves out blank rows, the numbering under the headings, totals, group headings, signatures and the example row.

    A row is taken for one of these only where it has neither birth date nor sex (units: neither kind nor quota); a row
    with only a name in it stays, and its empty cells become errors.
    """
    if not table.columns:
        return table
    filled = np.sum([coded.filled() for coded in table.columns.values()], axis=0)
    keep = filled > 0
    keep &= ~_example_rows(table)
    anchors = [c for name, c in table.columns.items() if name in ("birth_date", "sex", "kind", "assigned_quota")]
    doubtful = keep & ~np.any([c.filled() for c in anchors], axis=0) if anchors else keep & (filled <= 2)
    is_units = "unit" in table.columns and "full_name" not in table.columns
    for position in np.flatnonzero(doubtful).tolist():
        words = [fold(text) for text in map(grid.text, grid.rows[at + 1 + position][1]) if text]
        # "Vụ Pháp chế" alone heads a group of people; in the units table, with an id before it, it is a unit.
        named = is_units and bool(table.columns["unit"].filled()[position]) and len(words) > 1
        keep[position] = not _holds_nobody(words, int(filled[position]), may_be_group=not named)
    if "full_name" in table.columns and keep.any():
        first = int(np.flatnonzero(keep)[0])
        keep[first] = not _is_numbering(grid.rows[at + 1 + first][1], grid.prefix)
    columns = {name: coded.keep(keep) for name, coded in table.columns.items()}
    return Table(
        table.file,
        table.sheet,
        table.heading_row,
        table.rows[keep],
        columns,
        table.labels,
        table.headings,
        table.manners,
    )


def _holds_nobody(words: list[str], filled: int, may_be_group: bool) -> bool:
    if not words:
        return False
    if any(_TOTAL.fullmatch(word) for word in words):
        return True
    return filled <= 2 and any((may_be_group and _GROUP.fullmatch(word)) or _SIGNATURE.fullmatch(word) for word in words)


def _example_rows(table: Table) -> npt.NDArray[np.bool_]:
    """Rows whose id is the word for example: the template's, which nobody has to delete."""
    mask = np.zeros(len(table.rows), dtype=bool)
    for name in ("employee_id", "unit"):
        coded = table.columns.get(name)
        if coded is not None:
            marked = [i for i, cell in enumerate(coded.cells) if fold(cell[1:]) in EXAMPLE_WORDS]
            if marked:
                mask |= np.isin(coded.codes, marked)
    return mask


def _is_numbering(cells: Sequence[Cell], prefix: str) -> bool:
    """The row "1 2 3 …" or "(1) (2) (3) …" that official forms have under their headings."""
    words = [(prefix + cell)[1:].strip().casefold() for cell in cells if cell]
    numbers = [int(word.strip("()")) for word in words if word.strip("()").isascii() and word.strip("()").isdigit()]
    return (
        len(numbers) >= HEADINGS_NEEDED
        and all(_NUMBERING.fullmatch(word) for word in words)
        and all(later == earlier + 1 for earlier, later in zip(numbers, numbers[1:], strict=False))
    )


def looks_like_people(grid: Grid) -> bool:
    """Whether a grid without a heading row holds a list of people: several rows with a name and a date or a sex."""
    rows = 0
    for _, cells in grid.rows:
        texts = [text for text in map(grid.text, cells) if text]
        name = any(2 <= len(t.split()) <= 6 and t.istitle() and t.replace(" ", "").isalpha() for t in texts)
        dated = any((grid.prefix + c)[:1] == "d" for c in cells if c)
        dated = dated or any(re.fullmatch(r"\d{1,2}[/-]\d{1,2}[/-]\d{4}|nam|nữ", t.casefold()) for t in texts)
        rows += name and dated
    return rows >= 3
