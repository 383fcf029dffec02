"""The sheet of a pack that is printed: each person's facts in words, what the plan proposes, and room to correct by hand."""

from __future__ import annotations

import datetime as dt
from typing import Any

from xlsxwriter.worksheet import Worksheet

from planner.core.columns import ROSTER_BY_NAME, Column
from planner.core.texts import coefficient, date, number, text
from planner.report.books.book import A4, FONT, HEAD_FILL, LINE, RULE, Book, put
from planner.report.books.small_print import SMALL, SMALL_LINE, small_height, stacked_lines
from planner.report.exchange.pack import Pack
from planner.report.exchange.pack_cells import heading_of, shown_values
from planner.roster.template.input_cells import shown_value

FACTS: dict[str, tuple[str, ...]] = {
    "who": ("full_name", "employee_id", "birth_date", "sex"),
    "post": ("position_title", "position_level", "category", "key_role", "education", "skills"),
    "pay": (
        "rank_code", "step", "salary_coefficient", "leadership_allowance", "over_frame_pct", "seniority_pct", "profession_pct", "public_service_pct",
        "party_pct", "reserved_coefficient", "contract_salary_vnd", "average_salary_60m_vnd",
    ),
    "time": (
        "si_months", "si_paid_out_months", "si_outside_state_months", "hazard_months", "joined_on", "contract_signed_on", "contract_end_on",
    ),
    "care": (
        "rating_1", "rating_2", "rating_3", "awards", "youngest_child_born_on", "pregnant", "maternity_leave", "under_discipline", "under_inspection",
        "attention_groups", "volunteers", "leaving_ground",
    ),
}  # fmt: skip
"""The facts of each printed column; what says nothing (0, no, empty) is left out."""
WIDTHS = {"number": 4.0, "who": 19.0, "post": 23.0, "pay": 21.0, "time": 21.0, "care": 31.0, "plan": 18.0, "by_hand": 19.0}
BARE = ("full_name",)
"""Facts without a heading of their own."""
NEEDED = ("si_months", "rating_1")
"""Facts that are printed as missing where they are."""


def write_paper(book: Book, sheet: Worksheet, pack: Pack, title: str, subtitle: str) -> None:
    """A row a person, as tall as its facts; A4 across, headings on every page, signatures at the end."""
    lang = book.lang
    for at, width in enumerate(WIDTHS.values()):
        sheet.set_column(at, at, width)
    last = len(WIDTHS) - 1
    lines = ((title, 14, {"bold": True, "font_color": HEAD_FILL}), (subtitle, 11, {"italic": True}), (text("packs.paper_means", lang), 11, {"italic": True}))
    for row, (words, size, style) in enumerate(lines):
        sheet.merge_range(row, 0, row, last, "", book.format("wrap", font_size=size, indent=0, **style))
        put(sheet, row, 0, words, book.format("wrap", font_size=size, indent=0, **style))
        sheet.set_row(row, LINE * size / 11 * stacked_lines(words, sum(WIDTHS.values()) * 11 / size / 1.1) + 2)
    head, first = len(lines), len(lines) + 1
    for at, name in enumerate(WIDTHS):
        words = text("packs.number" if name == "number" else f"packs.paper_{name}", lang)
        book.put(sheet, head, at, words, "head", border=1, border_color=RULE, font_size=SMALL)
    sheet.set_row(head, SMALL_LINE * 2 + 4)
    body = book.format("wrap", font_size=SMALL, indent=0, border=1, border_color=RULE, valign="top")
    columns = [said_of(pack, names, lang) for names in FACTS.values()] + [_proposed(pack, lang)]
    for at, cells in enumerate(zip(*columns, strict=True)):
        row = first + at
        put(sheet, row, 0, at + 1, book.format("int", font_size=SMALL, align="center", border=1, border_color=RULE))
        for column, said in enumerate(cells, 1):
            put(sheet, row, column, said, body)
        put(sheet, row, last, None, body)
        sheet.set_row(row, small_height(zip(cells, list(WIDTHS.values())[1:-1], strict=True), least=4))
    end = first + len(pack.people)
    _signature(book, sheet, end + 1, last)
    _set_up(book, sheet, head, end + 1, last)


def said_of(pack: Pack, names: tuple[str, ...], lang: str) -> list[str]:
    """Some facts of each person in words, a line a fact: "heading: value"."""
    columns = [shown_values(pack, name, lang) for name in names]
    return ["\n".join(filter(None, map(_said, names, values, [lang] * len(names)))) for values in zip(*columns, strict=True)]


def _said(name: str, value: Any, lang: str) -> str:
    """One fact as a line; "" where it says nothing."""
    column = ROSTER_BY_NAME[name]
    if value is None or value == 0 or _is_absent(column, value, lang):
        return text("packs.paper_lacking", lang, heading=column.heading(lang)) if name in NEEDED and value is None else ""
    shown = _in_words(column, value, lang)
    return shown if name in BARE else f"{column.heading(lang)}: {shown}"


def _is_absent(column: Column, value: Any, lang: str) -> bool:
    """Whether the value is what an empty cell means: no, none."""
    return column.absent is not None and value == shown_value(column.absent, column, lang)


def _in_words(column: Column, value: Any, lang: str) -> str:
    if isinstance(value, dt.date):
        return date(value, lang)
    if column.kind == "decimal":
        return coefficient(value, lang)
    return number(value, lang) if isinstance(value, int | float) else str(value)


def _proposed(pack: Pack, lang: str) -> list[str]:
    """What the plan proposes for each person: decision, day, unit, money."""
    found = []
    for decision, day, unit, cost in zip(*(shown_values(pack, name, lang) for name in ("decision", "leave_on", "to_unit", "cost_vnd")), strict=True):
        lines = [str(decision)]
        lines += [date(day, lang)] if day is not None else []
        lines += [f"{heading_of('to_unit', lang)}: {unit}"] if unit else []
        lines += [f"{heading_of('cost_vnd', lang)}: {number(int(cost), lang)}"] if cost else []
        found.append("\n".join(lines))
    return found


def _signature(book: Book, sheet: Worksheet, row: int, last: int) -> None:
    """Day and signature of the head: one row, which no page divides."""
    words = "\n".join(text(f"packs.guide_{key}", book.lang) for key in ("day", "confirm", "sign"))
    style = book.format("wrap", align="center", indent=0)
    sheet.merge_range(row, last - 2, row, last, "", style)
    put(sheet, row, last - 2, words, style)
    sheet.set_row(row, LINE * 7)


def _set_up(book: Book, sheet: Worksheet, head: int, end: int, last: int) -> None:
    sheet.set_paper(A4)
    sheet.set_landscape()
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(head)
    sheet.print_area(0, 0, end, last)
    sheet.hide_gridlines(2)
    sheet.freeze_panes(head + 1, 2)
    sheet.set_footer(f'&L&"{FONT},Regular"&8 {text("packs.private", book.lang).replace("&", "&&")}&R&"{FONT},Regular"&8 {book.word("page")}')
    sheet.protect("", {"format_columns": True, "format_rows": True})
