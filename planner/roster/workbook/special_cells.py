"""What the fast reader of workbooks does not show: error cells, per-cent cells, hidden rows and columns, merged cells.

Standard library only: the child process that opens workbooks uses it before anything else is imported.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import islice

from planner.roster.workbook.file_kind import Refused

MAX_MERGED = 20_000
MAX_MARKS = 1_000_000

Special = str  # "e#N/A" an error cell, "f" a formula without a stored value, "p" a number shown as per cent
Block = tuple[int, int, int, int]

ERRORS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
    0x2B: "#GETTING_DATA",
}
"""The codes of error cells in .xls and .xlsb."""


@dataclass
class Marks:
    """The marks of one sheet; rows and columns count from 1.

    special: {(row, column): mark}. merged: (first row, first column, last row, last column). comments: by (row, column).
    struck: cells that are struck through. boxes: the texts of boxes that lie over the cells; pictures, embedded: how many
    pictures and how many files lie there.
    """

    special: dict[tuple[int, int], Special] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    merged: list[Block] = field(default_factory=list)
    comments: dict[tuple[int, int], str] = field(default_factory=dict)
    struck: set[tuple[int, int]] = field(default_factory=set)
    boxes: list[str] = field(default_factory=list)
    pictures: int = 0
    embedded: int = 0

    def mark(self, row: int, column: int, special: Special, sheet: str) -> None:
        """Mark a cell. `Refused` where a sheet has more than a million."""
        self.special[row, column] = special
        if len(self.special) > MAX_MARKS:
            raise Refused("too_many_cells", sheet=sheet, limit=MAX_MARKS)

    def comment(self, found: Iterable[tuple[tuple[int, int], str]], sheet: str) -> None:
        """Keep comments by cell. `Refused` where a sheet has more than a million."""
        self.comments.update(islice(found, MAX_MARKS + 1))
        if len(self.comments) > MAX_MARKS:
            raise Refused("too_many_cells", sheet=sheet, limit=MAX_MARKS)

    def strike(self, found: Iterable[tuple[int, int]], sheet: str) -> None:
        """Keep cells that are struck through. `Refused` where a sheet has more than a million."""
        self.struck.update(islice(found, MAX_MARKS + 1))
        if len(self.struck) > MAX_MARKS:
            raise Refused("too_many_cells", sheet=sheet, limit=MAX_MARKS)

    def merge(self, block: Block) -> None:
        """Keep a block of merged cells."""
        if len(self.merged) < MAX_MERGED and block[:2] != block[2:]:
            self.merged.append(block)

    def hide_columns(self, first: int, last: int) -> None:
        """Columns `first` to `last` are hidden; those beyond the last that people use are hidden for looks."""
        self.hidden_columns.update(range(first, min(last, 2_000) + 1))


def column_number(reference: str) -> int:
    """1 for A1, 28 for AB7; 0 where there is no reference."""
    number = 0
    for letter in reference:
        if not letter.isalpha():
            break
        number = number * 26 + ord(letter.upper()) - 64
    return number
