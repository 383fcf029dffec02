"""Cells with their places, as a workbook or a CSV has them, and columns of cells by their distinct values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from planner.core.errors import Place
from planner.roster.values.text import clean_text, unprotect
from planner.roster.workbook.guarded_reader import Cell, RawSheet


@dataclass(frozen=True)
class Grid:
    """Cells with their places. `sheet` is None for CSV. `prefix` goes before every cell (CSV cells lack the letter).

    hidden_rows, hidden_columns, merged, comments, struck: as in `guarded_reader.RawSheet`, counted from 1.
    """

    file: str
    sheet: str | None
    rows: Sequence[tuple[int, Sequence[Cell]]]
    epoch_1904: bool = False
    prefix: str = ""
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    merged: tuple[tuple[int, int, int, int], ...] = ()
    comments: tuple[tuple[int, int, str], ...] = ()
    struck: frozenset[tuple[int, int]] = frozenset()

    @classmethod
    def of_sheet(cls, sheet: RawSheet) -> Grid:
        """The grid of a worksheet."""
        marks = (sheet.hidden_rows, sheet.hidden_columns, sheet.merged, sheet.comments, sheet.struck)
        return cls(sheet.file, sheet.name, sheet.rows, sheet.epoch_1904, "", *marks)

    def place(self, index: int, heading: str) -> Place:
        """Where the column of an index stands: its number in a sheet, its heading in a CSV."""
        return heading if self.sheet is None else index + 1

    def text(self, cell: Cell) -> str:
        """The cell's text where it is text, else empty."""
        whole = self.prefix + cell if cell else ""
        return clean_text(whole[1:]) if whole[:1] == "s" else ""

    def shown(self, cell: Cell) -> str:
        """The cell as a user sees it, whatever its kind."""
        return clean_text((self.prefix + cell)[1:]) if cell else ""


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

    def of_row(self, row: int) -> str | None:
        """The cell of one row; None where empty."""
        code = int(self.codes[row])
        return self.cells[code] if code >= 0 else None


def encode(cells: Sequence[Cell], prefix: str = "") -> Coded:
    """The distinct cells of a column. CSV cells (with a `prefix`) lose their apostrophe; blank text is empty."""
    values = np.empty(len(cells), dtype=object)
    values[:] = cells
    codes, distinct = pd.factorize(values)
    words = [str(word) for word in distinct]
    if prefix:
        words = [prefix + word for word in unprotect(words)]
    blank = np.array([word[0] == "s" and not word[1:].strip() for word in words] + [True], dtype=bool)
    codes = np.asarray(codes, dtype=np.int64)
    return Coded(np.where(blank[codes], -1, codes), words)
