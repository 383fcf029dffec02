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

from planner.core.columns import ROSTER_BY_NAME
from planner.core.texts import has, text
from planner.plan.tables.labels import heading
from planner.report.books.book import A4, BAND, FONT, HEAD_FILL, LINE, RULE, Book, lines_in, opened, put
from planner.report.books.cell_values import values_of
from planner.report.exchange.layout import (  # fmt: skip
    ASKED,
    COLUMNS,
    EDITABLE,
    FIRST_ROW,
    FROM_PLAN,
    KEY_ROW,
    LISTS_SHEET,
    META_SHEET,
    NEW_ROWS,
    REQUESTS,
    SENT_COLUMNS,
    SENT_SHEET,
)
from planner.report.exchange.pack import Pack
from planner.roster.template.input_cells import FORMATS, Lists, format_of, rule_of, shown_value

CHANGED, MISSING, LOCKED = "#FFF2CC", "#F8CBAD", "#F2F2F2"
WIDTHS = {
    "employee_id": 13.0, "full_name": 26.0, "decision": 20.0, "leave_on": 12.0, "to_unit": 12.0, "cost_vnd": 15.0, "legal_basis": 30.0,
    "plan_reason": 40.0, "request": 18.0, "request_reason": 36.0, "position_title": 26.0, "skills": 26.0, "attention_groups": 22.0, "education": 16.0,
}  # fmt: skip
PRINTED = len(("number", "employee_id", "full_name", *FROM_PLAN, *ASKED))
"""Columns that are printed: what is decided and asked; the facts are checked on the screen."""


def write_pack(pack: Pack, out: Path, lang: str = "vi") -> None:
    """One unit's workbook, whole at `out` or not at all."""
    title = text("packs.title", lang, unit=pack.name)
    with opened(out, lang, title, len(pack.people) + NEW_ROWS) as book:
        guide = book.workbook.add_worksheet(text("packs.sheet_guide", lang))
        sheet = book.workbook.add_worksheet(text("packs.sheet_people", lang))
        sent = book.workbook.add_worksheet(SENT_SHEET)
        meta = book.workbook.add_worksheet(META_SHEET)
        lists = Lists(book.workbook, LISTS_SHEET)
        for hidden in (sent, meta):
            hidden.very_hidden()
            hidden.protect()
        _guide(book, guide, pack, title)
        _people(book, sheet, sent, lists, pack, title)
        _meta(meta, pack, text("packs.sheet_people", lang))
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
    book.put(sheet, 1, 0, _subtitle(pack, lang), italic=True, indent=0)
    book.put(sheet, 2, 0, text("packs.private", lang), bold=True, font_color="#C00000", indent=0)
    words = {"sheet": text("packs.sheet_people", lang), "request": text("packs.column_request", lang)}
    for step in range(1, 7):
        said = text(f"packs.guide_{step}", lang, **{k: v for k, v in words.items() if (step, k) in ((1, "sheet"), (3, "request"))})
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
    lang, last = book.lang, FIRST_ROW + len(pack.people) + NEW_ROWS - 1
    editable = {c.name for c in EDITABLE}
    styles = _styles(book)
    _set_up(book, sheet, title, last)
    _headings(book, sheet, sent, pack)
    columns = {name: _values(pack, name, lang) for name in COLUMNS if name not in ASKED}
    for row in range(FIRST_ROW, last + 1):
        at, new = row - FIRST_ROW, row - FIRST_ROW >= len(pack.people)
        if not new:
            sheet.set_row(
                row, LINE * max(lines_in(columns[name][at], WIDTHS[name] - 2) for name in ("legal_basis", "plan_reason", "position_title"))
            )
        put(sheet, row, 0, None if new else at + 1, styles["number"])
        for column, name in enumerate(COLUMNS, 1):
            value = None if new or name in ASKED else columns[name][at]
            open_cell = name in editable or name in ASKED or (new and name == "employee_id")
            put(sheet, row, column, value, styles[_kind(name), open_cell])
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
        sheet.set_column(at, at, WIDTHS.get(name, 13.0))
    sheet.set_row(0, 23)
    book.put(sheet, 0, 0, title, font_size=14, bold=True, font_color=HEAD_FILL, indent=0)


def _headings(book: Book, sheet: Worksheet, sent: Worksheet, pack: Pack) -> None:
    """Subtitle, groups, the hidden row of canonical names, and the headings."""
    lang = book.lang
    book.put(sheet, 1, 0, f"{_subtitle(pack, lang)}. {text('packs.private', lang)}", italic=True, indent=0)
    groups = (("plan", FROM_PLAN), ("request", ASKED), ("facts", COLUMNS[COLUMNS.index(ASKED[-1]) + 1 :]))
    for key, names in groups:
        first = 1 + COLUMNS.index(names[0])
        style = book.format("text", bold=True, bg_color=BAND, font_color=HEAD_FILL, indent=0)
        for at in range(first, first + len(names)):
            put(sheet, 2, at, text(f"packs.group_{key}", lang) if at == first else None, style)
    for at, name in enumerate(COLUMNS, 1):
        sheet.write_string(KEY_ROW, at, name)
    sheet.set_row(KEY_ROW, None, None, {"hidden": True})
    sheet.set_row(KEY_ROW + 1, 62)
    book.put(sheet, KEY_ROW + 1, 0, text("packs.number", lang), "head", border=1, border_color=RULE)
    for at, name in enumerate(COLUMNS, 1):
        known = ROSTER_BY_NAME.get(name)
        star = " *" if name == "employee_id" or (known is not None and known.required) else ""
        own = f"packs.column_{name}"
        if known is not None:  # not `labels.heading`: elsewhere "step" is a step of a waterfall
            shown = known.heading(lang)
        else:
            shown = text(own, lang) if has(own) else heading(name, lang)
        book.put(sheet, KEY_ROW + 1, at, shown + star, "head", border=1, border_color=RULE)
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
    missing = book.workbook.add_format({"bg_color": MISSING})
    ids = cell(FIRST_ROW, 1 + COLUMNS.index("employee_id"), col_abs=True)
    for column in EDITABLE:
        at = 1 + COLUMNS.index(column.name)
        here, area = cell(FIRST_ROW, at), (FIRST_ROW, at, last, at)
        sheet.data_validation(*area, rule_of(column, lists, lang, strict=False))
        if column.required:
            sheet.conditional_format(
                *area, {"type": "formula", "criteria": f'=AND({ids}<>"",{here}="")', "format": missing, "stop_if_true": True}
            )
        sheet.conditional_format(*area, {"type": "formula", "criteria": f"={here}<>{SENT_SHEET}!{here}", "format": changed})
    for name in ASKED:
        at = 1 + COLUMNS.index(name)
        sheet.conditional_format(FIRST_ROW, at, last, at, {"type": "no_blanks", "format": changed})


def _styles(book: Book) -> dict[Any, Any]:
    """The format of each kind of cell, open or locked; made once."""
    edge = {"border": 7, "border_color": RULE}
    found: dict[Any, Any] = {"number": book.format("int", bg_color=LOCKED, align="center", **edge), "plain": book.format("text")}
    for name in COLUMNS:
        kind = _kind(name)
        for open_cell in (False, True):
            shown: dict[str, Any] = {**edge, "locked": not open_cell} | ({} if open_cell else {"bg_color": LOCKED})
            base = {"date": "date", "money": "money", "wrap": "wrap"}.get(kind, "text")
            if kind in FORMATS and kind not in ("date", "money"):
                shown |= FORMATS[kind]
            if kind in ("decimal", "whole"):
                shown |= {"align": "right", "indent": 0}
            found[kind, open_cell] = book.format(base, **shown)
    return found


def _kind(name: str) -> str:
    known = ROSTER_BY_NAME.get(name)
    if known is not None:
        return format_of(known)
    return {"leave_on": "date", "cost_vnd": "money", "legal_basis": "wrap", "plan_reason": "wrap", "request_reason": "wrap"}.get(
        name, "text"
    )


def _values(pack: Pack, name: str, lang: str) -> list[Any]:
    """A column's cells as they are shown."""
    if name in FROM_PLAN:
        return values_of(pack.plan[name])
    column = ROSTER_BY_NAME[name]
    return [shown_value(value, column, lang) for value in values_of(pack.people[name])]


def _subtitle(pack: Pack, lang: str) -> str:
    day = dt.date.fromisoformat(pack.meta["snapshot_on"])
    return text("packs.subtitle", lang, title=pack.title, day=day, people=len(pack.people))


def _meta(sheet: Worksheet, pack: Pack, people_sheet: str) -> None:
    for row, (key, value) in enumerate({**pack.meta, "sheet": people_sheet, "digest": pack.digest}.items()):
        sheet.write_string(row, 0, key)
        sheet.write_string(row, 1, value)
