"""One unit's pack as a protected workbook: guide, people, and hidden the cells as they were sent.

Sheet protection only keeps hands off what must come back unchanged; it is no security. What keeps other units' people
out is that they are not in the file.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from xlsxwriter.utility import xl_rowcol_to_cell as cell
from xlsxwriter.worksheet import Worksheet

from planner.core.texts import text
from planner.report.books.book import A4, BAND, FONT, HEAD_FILL, LINE, Book, lines_in, opened, put
from planner.report.exchange.layout import (  # fmt: skip
    ASKED,
    COLUMNS,
    EDITABLE,
    FIRST_ROW,
    FROM_PLAN,
    KEY_ROW,
    LISTS_SHEET,
    META_SHEET,
    REQUESTS,
    SENT_COLUMNS,
    SENT_SHEET,
)
from planner.report.exchange.pack import Pack
from planner.report.exchange.pack_added import write_added
from planner.report.exchange.pack_cells import CHANGED, NARROWEST, WIDTHS, check_column, kind_of, name_columns, shown_values, styles_of
from planner.report.exchange.pack_paper import write_paper
from planner.roster.template.input_cells import Lists

TALL = ("full_name", "decision", "to_unit", "legal_basis", "plan_reason", "position_title", "skills", "attention_groups", "education", "leaving_ground")
"""Texts that a row is as tall as."""
PRINTED = len(("number", "employee_id", "full_name", *FROM_PLAN, *ASKED))
"""Columns that are printed: what is decided and asked; the facts are checked on the screen."""


def write_pack(pack: Pack, out: Path, lang: str = "vi") -> None:
    """One unit's workbook, whole at `out` or not at all."""
    title = text("packs.title", lang, unit=pack.name)
    with opened(out, lang, title, len(pack.people)) as book:
        guide = book.workbook.add_worksheet(text("packs.sheet_guide", lang))
        sheet = book.workbook.add_worksheet(text("packs.sheet_people", lang))
        added = book.workbook.add_worksheet(text("packs.sheet_added", lang))
        paper = book.workbook.add_worksheet(text("packs.sheet_paper", lang))
        sent = book.workbook.add_worksheet(SENT_SHEET)
        meta = book.workbook.add_worksheet(META_SHEET)
        lists = Lists(book.workbook, LISTS_SHEET)
        for hidden in (sent, meta):
            hidden.very_hidden()
            hidden.protect()
        _guide(book, guide, pack, title)
        _people(book, sheet, sent, lists, pack, title)
        write_added(book, added, lists, title, pack.name)
        write_paper(book, paper, pack, title, subtitle(pack, lang))
        _meta(meta, pack, {"sheet": text("packs.sheet_people", lang), "added": text("packs.sheet_added", lang)})
        lists.write()
        sheet.activate()


def _guide(book: Book, sheet: Worksheet, pack: Pack, title: str) -> None:
    lang = book.lang
    sheet.hide_gridlines(2)
    sheet.set_paper(A4)
    sheet.set_column(0, 0, 6)
    sheet.set_column(1, 1, 90)
    sheet.fit_to_pages(1, 0)
    sheet.set_row(0, 26)
    book.put(sheet, 0, 0, title, font_size=16, bold=True, font_color=HEAD_FILL, indent=0)
    book.put(sheet, 1, 0, subtitle(pack, lang), italic=True, indent=0)
    book.put(sheet, 2, 0, text("packs.private", lang), bold=True, font_color="#C00000", indent=0)
    sheets = {name: text(f"packs.sheet_{name}", lang) for name in ("people", "added", "paper")}
    words = {1: {"sheet": sheets["people"], "paper": sheets["paper"]}, 3: {"request": text("packs.column_request", lang)}, 4: {"sheet": sheets["added"]}}
    for step in range(1, 7):
        said = text(f"packs.guide_{step}", lang, **words.get(step, {}))
        sheet.set_row(3 + step, 34)
        book.put(sheet, 3 + step, 0, step, "int", bold=True, align="center")
        book.put(sheet, 3 + step, 1, said, "wrap", indent=0)
    leavers = int(pack.plan["leave_on"].notna().sum())
    said = f"{text('packs.guide_people', lang)}: {len(pack.people)}; {text('packs.guide_leavers', lang)}: {leavers}"
    book.put(sheet, 11, 1, said, bold=True, indent=0)
    for row, key in ((13, "guide_day"), (14, "guide_confirm"), (15, "guide_sign")):
        more: dict[str, Any] = {"bold": True} if key == "guide_confirm" else {"italic": True}
        book.put(sheet, row, 1, text(f"packs.{key}", lang), align="right", **more)
    sheet.protect("", {"format_columns": True, "format_rows": True})


def _people(book: Book, sheet: Worksheet, sent: Worksheet, lists: Lists, pack: Pack, title: str) -> None:
    """The table, and under the same addresses on the hidden sheet the cells as they are sent."""
    lang, last = book.lang, FIRST_ROW + max(len(pack.people), 1) - 1
    editable = {c.name for c in EDITABLE}
    styles = styles_of(book)
    _set_up(book, sheet, title, last)
    _headings(book, sheet, sent, pack)
    columns = {name: shown_values(pack, name, lang) for name in COLUMNS if name not in ASKED}
    for at in range(len(pack.people)):
        row = FIRST_ROW + at
        sheet.set_row(row, LINE * max(lines_in(columns[name][at], WIDTHS.get(name, NARROWEST) - 2) for name in TALL))
        put(sheet, row, 0, at + 1, styles["number"])
        for column, name in enumerate(COLUMNS, 1):
            value = None if name in ASKED else columns[name][at]
            put(sheet, row, column, value, styles[kind_of(name), name in editable or name in ASKED])
            if name in SENT_COLUMNS and value is not None:
                put(sent, row, column, value, styles["plain"])
    _checks(book, sheet, lists, last)
    sheet.protect("", {"autofilter": True, "sort": False, "format_columns": True, "format_rows": True, "select_locked_cells": True})


def _set_up(book: Book, sheet: Worksheet, title: str, last: int) -> None:
    sheet.set_paper(A4)
    sheet.set_landscape()
    sheet.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(KEY_ROW + 1)
    sheet.print_area(0, 0, last, PRINTED - 1)
    sheet.set_footer(f'&L&"{FONT},Regular"&9 {text("packs.private", book.lang)}&R&"{FONT},Regular"&9 {book.word("page")}')
    sheet.freeze_panes(FIRST_ROW, 3)
    sheet.autofilter(KEY_ROW + 1, 0, last, len(COLUMNS))
    sheet.set_column(0, 0, 5)
    for at, name in enumerate(COLUMNS, 1):
        sheet.set_column(at, at, WIDTHS.get(name, NARROWEST))
    sheet.set_row(0, 23)
    book.put(sheet, 0, 0, title, font_size=14, bold=True, font_color=HEAD_FILL, indent=0)


def _headings(book: Book, sheet: Worksheet, sent: Worksheet, pack: Pack) -> None:
    """Subtitle, groups, the hidden row of canonical names, and the headings."""
    lang = book.lang
    book.put(sheet, 1, 0, f"{subtitle(pack, lang)}. {text('packs.private', lang)}", italic=True, indent=0)
    groups = (("plan", FROM_PLAN), ("request", ASKED), ("facts", COLUMNS[COLUMNS.index(ASKED[-1]) + 1 :]))
    for key, names in groups:
        first = 1 + COLUMNS.index(names[0])
        style = book.format("text", bold=True, bg_color=BAND, font_color=HEAD_FILL, indent=0)
        for at in range(first, first + len(names)):
            put(sheet, 2, at, text(f"packs.group_{key}", lang) if at == first else None, style)
    name_columns(book, sheet, COLUMNS)
    for at, name in enumerate(COLUMNS, 1):
        if name in SENT_COLUMNS:
            sent.write_string(KEY_ROW, at, name)


def _checks(book: Book, sheet: Worksheet, lists: Lists, last: int) -> None:
    """Drop-downs and checks; yellow for what was changed, red for what is needed and empty."""
    lang = book.lang
    words = [text(f"packs.request_{name}", lang) for name in REQUESTS]
    at = 1 + COLUMNS.index("request")
    sheet.data_validation(FIRST_ROW, at, last, at, {
        "validate": "list", "source": "=" + lists.named("request", words), "input_title": text("packs.column_request", lang),
        "input_message": text("packs.input_request", lang), "error_title": text("roster.template_wrong_title", lang),
        "error_message": text("roster.template_wrong_word", lang),
    })  # fmt: skip
    changed = book.workbook.add_format({"bg_color": CHANGED, "bold": True})
    for column in EDITABLE:
        at = 1 + COLUMNS.index(column.name)
        here = cell(FIRST_ROW, at)
        check_column(book, sheet, lists, column, at, last)
        rule = {"type": "formula", "criteria": f"={here}<>{SENT_SHEET}!{here}", "format": changed}
        sheet.conditional_format(FIRST_ROW, at, last, at, rule)
    for name in ASKED:
        at = 1 + COLUMNS.index(name)
        sheet.conditional_format(FIRST_ROW, at, last, at, {"type": "no_blanks", "format": changed})


def subtitle(pack: Pack, lang: str) -> str:
    """Plan, snapshot date and number of people."""
    day = dt.date.fromisoformat(pack.meta["snapshot_on"])
    return text("packs.subtitle", lang, title=pack.title, day=day, people=len(pack.people))


def _meta(sheet: Worksheet, pack: Pack, names: dict[str, str]) -> None:
    for row, (key, value) in enumerate({**pack.meta, **names, "digest": pack.digest}.items()):
        sheet.write_string(row, 0, key)
        sheet.write_string(row, 1, value)
