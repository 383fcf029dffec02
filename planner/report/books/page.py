"""A sheet that is laid out by hand: its cells are kept and written row by row at the end, as a streamed workbook wants it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from planner.report.books.book import BAND, HEAD_FILL, LINE, Book, lines_in, put

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

Writer = Callable[[], Any]


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
        style = self.book.format(kind, **look)

        def write() -> None:
            if first < last:
                self.sheet.merge_range(row, first, row, last, "", style)
            put(self.sheet, row, first, value, style)

        self._keep(row, first, write)
        lines = lines_in(value, sum(self.widths[first : last + 1]) * 11 / look.get("font_size", 11))
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
