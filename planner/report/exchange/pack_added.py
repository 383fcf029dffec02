"""The sheet of a pack on which people are added whom the roster lacks: what is needed first, drop-downs, checks."""

from __future__ import annotations

from xlsxwriter.worksheet import Worksheet

from planner.core.columns import ROSTER_BY_NAME
from planner.core.texts import text
from planner.report.books.book import A4, BAND, HEAD_FILL, Book, put
from planner.report.exchange.layout import ADDED_COLUMNS, FIRST_ROW, KEY_ROW, NEEDED, NEW_ROWS
from planner.report.exchange.pack_cells import NARROWEST, WIDTHS, check_column, kind_of, name_columns, styles_of
from planner.roster.template.input_cells import Lists

PRINTED = 1 + len(NEEDED)
"""Columns that are printed: the number, and what is needed."""

TALL = 20.0
"""Height of a row, in points: room to write by hand."""


def write_added(book: Book, sheet: Worksheet, lists: Lists, title: str, unit: str) -> None:
    """Empty rows in the layout of the people's sheet, so that they are read in the same way."""
    lang, last = book.lang, FIRST_ROW + NEW_ROWS - 1
    styles = styles_of(book)
    sheet.set_column(0, 0, 5)
    for at, name in enumerate(ADDED_COLUMNS, 1):
        sheet.set_column(at, at, WIDTHS.get(name, NARROWEST))
    sheet.set_row(0, 23)
    book.put(sheet, 0, 0, text("packs.added_title", lang, unit=unit), font_size=14, bold=True, font_color=HEAD_FILL, indent=0)
    book.put(sheet, 1, 0, text("packs.added_means", lang), italic=True, indent=0)
    rest = len(ADDED_COLUMNS) - len(NEEDED)
    for key, first, count in (("needed", 1, len(NEEDED)), ("further", 1 + len(NEEDED), rest)):
        style = book.format("text", bold=True, bg_color=BAND, font_color=HEAD_FILL, indent=0)
        for at in range(first, first + count):
            put(sheet, 2, at, text(f"packs.group_{key}", lang) if at == first else None, style)
    name_columns(book, sheet, ADDED_COLUMNS, NEEDED[:-2])
    for row in range(FIRST_ROW, last + 1):
        put(sheet, row, 0, row - FIRST_ROW + 1, styles["number"])
        sheet.set_row(row, TALL)
        for at, name in enumerate(ADDED_COLUMNS, 1):
            put(sheet, row, at, None, styles[kind_of(name), True])
    for at, name in enumerate(ADDED_COLUMNS, 1):
        if name in ROSTER_BY_NAME and name != "employee_id":
            check_column(book, sheet, lists, ROSTER_BY_NAME[name], at, last)
    sheet.set_paper(A4)
    sheet.set_landscape()
    sheet.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(KEY_ROW + 1)
    sheet.print_area(0, 0, last, PRINTED - 1)
    sheet.freeze_panes(FIRST_ROW, 3)
    sheet.protect("", {"format_columns": True, "format_rows": True, "select_locked_cells": True})
