"""Tables in which some columns are live formulas, with a last row of sums."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from xlsxwriter.utility import xl_rowcol_to_cell as cell

from planner.core.texts import text
from planner.report.books.book import RULE, RULED, Book, Column, put, set_height, width_of

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

Formulas = Callable[[int], Mapping[str, str]]
"""The formula of a column by its name, for a row of the sheet."""


def live_table(book: Book, name: str, columns: Sequence[Column], names: Sequence[str], formulas: Formulas, height: float | None = None) -> Worksheet:
    """A table sheet in which some columns are live: `formulas(row)` gives the formula of a column by its name. height: of a row, at least."""
    sheet = book.sheet(name)
    live_rows(book, sheet, 0, columns, names, formulas, height)
    sheet.freeze_panes(1, 1)
    sheet.repeat_rows(0)
    return sheet


def live_rows(
    book: Book, sheet: Worksheet, top: int, columns: Sequence[Column], names: Sequence[str], formulas: Formulas, height: float | None = None, *,
    resize: bool = True,
) -> int:  # fmt: skip
    """Headings in row `top`, the table below them; the row after it. resize: whether the columns get the table's widths."""
    book.head(sheet, top, columns, resize=resize)
    rows = len(columns[0].values)
    look = {} if height is None else {"valign": "vcenter"}
    wide = [replace(column, width=column.width or width_of(column)) for column in columns]
    styles = [book.format(column.kind, **RULED, **look) for column in columns] if rows else []
    for i, row in enumerate(range(top + 1, top + 1 + rows), 1):
        live = formulas(row)
        set_height(sheet, row, wide, i, height)
        for at, (key, column, style) in enumerate(zip(names, columns, styles, strict=True)):
            value = column.values[i - 1]
            if key in live:
                sheet.write_formula(row, at, live[key], style, value)
            else:
                put(sheet, row, at, value, style)
    return top + 1 + rows


def total_row(
    book: Book, sheet: Worksheet, first: int, end: int, names: Sequence[str], totals: Mapping[str, int], kinds: Mapping[str, str], label: int = 0
) -> None:
    """A row of live sums below the rows from `first` to before `end`; "total" in column `label`."""
    for column, name in enumerate(names):
        style = {"bold": True, "top": 1, "top_color": RULE}
        if name in totals:
            span = f"{cell(first, column)}:{cell(max(end - 1, first), column)}"
            book.formula(sheet, end, column, f"=SUM({span})", totals[name], kinds.get(name, "int"), **style)
        else:
            book.put(sheet, end, column, text("words.total", book.lang) if column == label else None, **style)
