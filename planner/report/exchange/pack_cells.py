"""Cells of a pack's sheets: formats open and locked, headings under the hidden names, checks while typing, shown values."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from xlsxwriter.utility import xl_rowcol_to_cell as cell
from xlsxwriter.worksheet import Worksheet

from planner.core.columns import ROSTER_BY_NAME, Column
from planner.core.texts import has, text
from planner.plan.tables.labels import heading
from planner.report.books.book import RULE, Book
from planner.report.books.cell_values import values_of
from planner.report.exchange.layout import COLUMNS, FIRST_ROW, FROM_PLAN, KEY_ROW, PAY
from planner.report.exchange.pack import Pack
from planner.roster.template.input_cells import FORMATS, Lists, format_of, rule_of, shown_value

CHANGED, MISSING, LOCKED = "#FFF2CC", "#F8CBAD", "#F2F2F2"
WIDTHS = {
    "employee_id": 13.0, "full_name": 26.0, "decision": 20.0, "leave_on": 12.0, "to_unit": 12.0, "cost_vnd": 15.0, "legal_basis": 30.0,
    "plan_reason": 40.0, "request": 18.0, "request_reason": 36.0, "position_title": 26.0, "skills": 26.0, "attention_groups": 22.0, "education": 16.0,
    "leaving_ground": 22.0,
}  # fmt: skip
NARROWEST = 13.0
_KINDS = {"leave_on": "date", "cost_vnd": "money", "legal_basis": "wrap", "plan_reason": "wrap", "request_reason": "wrap"}


def styles_of(book: Book) -> dict[Any, Any]:
    """The format of each kind of cell, open or locked; made once."""
    edge = {"border": 7, "border_color": RULE}
    found: dict[Any, Any] = {"number": book.format("int", bg_color=LOCKED, align="center", **edge), "plain": book.format("text")}
    for name in COLUMNS:
        kind = kind_of(name)
        for open_cell in (False, True):
            shown: dict[str, Any] = {**edge, "locked": not open_cell} | ({} if open_cell else {"bg_color": LOCKED})
            base = {"date": "date", "money": "money", "wrap": "wrap", "text": "wrap", "word": "wrap"}.get(kind, "text")
            if kind in FORMATS and kind not in ("date", "money"):
                shown |= FORMATS[kind]
            if kind in ("decimal", "whole"):
                shown |= {"align": "right", "indent": 0}
            found[kind, open_cell] = book.format(base, **shown)
    return found


def kind_of(name: str) -> str:
    """The kind of a column's cells, a key of the formats."""
    known = ROSTER_BY_NAME.get(name)
    return _KINDS.get(name, "text") if known is None else format_of(known)


def heading_of(name: str, lang: str) -> str:
    """The heading of a pack's column: of the roster (elsewhere "step" is a step of a waterfall), of the pack, of the plan."""
    known = ROSTER_BY_NAME.get(name)
    if known is not None:
        return known.heading(lang)
    own = f"packs.column_{name}"
    return text(own, lang) if has(own) else heading(name, lang)


def name_columns(book: Book, sheet: Worksheet, columns: Sequence[str], starred: Sequence[str] = ("employee_id",)) -> None:
    """The hidden row of canonical names, by which a pack is read again, and the headings under it; a star: needed."""
    lang = book.lang
    for at, name in enumerate(columns, 1):
        sheet.write_string(KEY_ROW, at, name)
    sheet.set_row(KEY_ROW, None, None, {"hidden": True})
    sheet.set_row(KEY_ROW + 1, 62)
    book.put(sheet, KEY_ROW + 1, 0, text("packs.number", lang), "head", border=1, border_color=RULE)
    for at, name in enumerate(columns, 1):
        known = ROSTER_BY_NAME.get(name)
        star = " *" if name in starred or (known is not None and known.required) else " **" if name in PAY and len(starred) > 1 else ""
        book.put(sheet, KEY_ROW + 1, at, heading_of(name, lang) + star, "head", border=1, border_color=RULE)


def check_column(book: Book, sheet: Worksheet, lists: Lists, column: Column, at: int, last: int, ids: int = 1) -> None:
    """The drop-down or check of a column's cells down to row `last`; red where it is needed and empty beside an id (column `ids`)."""
    area = (FIRST_ROW, at, last, at)
    sheet.data_validation(*area, rule_of(column, lists, book.lang, strict=False))
    if column.required:
        person, here = cell(FIRST_ROW, ids, col_abs=True), cell(FIRST_ROW, at)
        missing = book.workbook.add_format({"bg_color": MISSING})
        rule = {"type": "formula", "criteria": f'=AND({person}<>"",{here}="")', "format": missing, "stop_if_true": True}
        sheet.conditional_format(*area, rule)


def shown_values(pack: Pack, name: str, lang: str) -> list[Any]:
    """A column's cells as they are shown."""
    if name in FROM_PLAN:
        return values_of(pack.plan[name])
    column = ROSTER_BY_NAME[name]
    return [shown_value(value, column, lang) for value in values_of(pack.people[name])]
