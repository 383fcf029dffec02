"""A sheet that is laid out by hand: its cells are kept and written row by row at the end, as a streamed workbook wants it."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from planner.report.books.book import BAND, HEAD_FILL, LINE, Book, Column, lines_in, put, width_of

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

Writer = Callable[[], Any]
PAPER = (785.0, 500.0)
"""Width and height of what is printed on A4 landscape, in points."""
POINTS_OF_A_LETTER = 5.4
SQUEEZED = 1.3
"""How many pages may be pressed into one."""
BOLD = 0.8
"""Of the letters of a line, how many fit where they are bold, capitals among them."""


def fit(sheet: Worksheet, tables: Sequence[Sequence[Column]]) -> None:
    """Print tables below each other, as wide as the page, on as many pages as they fill: a last page of a few rows is avoided by making all smaller.

    The widest table sets the width. Heights are those that `Book.table` and `live_rows` give.
    """
    paper = PAPER if not sheet.orientation else (PAPER[1], PAPER[0])
    wide = max(sum(column.width or width_of(column) for column in columns) for columns in tables) * POINTS_OF_A_LETTER
    high = sum(_height(columns) for columns in tables)
    pages = high * min(paper[0] / wide, 1) / paper[1]
    sheet.fit_to_pages(1, max(1, math.ceil(pages / SQUEEZED)))


def _height(columns: Sequence[Column]) -> float:
    """How high a table is, in points, with its headings and a row of air."""
    wrapped = [column for column in columns if column.kind == "wrap"]
    rows = len(columns[0].values)
    lines = (max((lines_in(c.values[at], c.width or width_of(c)) for c in wrapped), default=1) for at in range(rows))
    return LINE * (sum(max(each, 1) for each in lines) + 4)


class Page:
    """The cells of one sheet, in any order. Rows and columns count from 0; nothing stands in the sheet before `write`."""

    def __init__(self, book: Book, sheet: Worksheet, widths: tuple[float, ...]) -> None:
        self.book, self.sheet, self.widths = book, sheet, widths
        self._cells: dict[int, list[tuple[int, Writer]]] = {}
        self._heights: dict[int, float] = {}
        for at, width in enumerate(widths):
            sheet.set_column(at, at, width)

    def put(self, row: int, column: int, value: Any, kind: str = "text", **look: Any) -> None:
        """A value of a kind of cell, with further properties of its format."""
        style = self.book.format(kind, **look)
        self._keep(row, column, lambda: put(self.sheet, row, column, value, style))

    def formula(self, row: int, column: int, formula: str, value: Any, kind: str = "int", **look: Any) -> None:
        """A live formula with the value that it computes."""
        style = self.book.format(kind, **look)
        self._keep(row, column, lambda: self.sheet.write_formula(row, column, formula, style, value))

    def merged(self, row: int, first: int, last: int, value: Any, kind: str = "wrap", **look: Any) -> None:
        """A value over several columns of a row, which becomes as tall as the text needs."""
        if look.get("align") == "center":
            look.setdefault("indent", 0)  # an indent would push it to the left
        style = self.book.format(kind, **look)

        def write() -> None:
            if first < last:
                self.sheet.merge_range(row, first, row, last, "", style)
            put(self.sheet, row, first, value, style)

        self._keep(row, first, write)
        room = sum(self.widths[first : last + 1]) * 11 / look.get("font_size", 11)
        lines = lines_in(value, room * (BOLD if look.get("bold") else 1))
        self.height(row, lines * LINE * max(look.get("font_size", 11) / 11, 1) + 1)

    def section(self, row: int, first: int, last: int, title: str) -> None:
        """A band with a title over some columns."""
        self.merged(row, first, last, title, "text", bold=True, bg_color=BAND, font_color=HEAD_FILL, valign="vcenter")
        self.height(row, 18)

    def height(self, row: int, points: float) -> None:
        """At least so tall a row."""
        self._heights[row] = max(self._heights.get(row, 0), points)

    def write(self) -> None:
        """Everything that was kept, into the sheet."""
        for row in sorted({*self._cells, *self._heights}):
            if (points := self._heights.get(row)) is not None:
                self.sheet.set_row(row, points)
            for _, write in sorted(self._cells.get(row, ()), key=lambda cell: cell[0]):
                write()

    def _keep(self, row: int, column: int, write: Writer) -> None:
        self._cells.setdefault(row, []).append((column, write))
