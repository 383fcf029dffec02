"""The sheets of the law that was used, and of what should be checked before anybody signs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from planner.core.errors import Problem
from planner.core.texts import date, number, text
from planner.plan.doubtful_law import sentence
from planner.plan.tables.labels import heading, label
from planner.report.books.book import FOLDED, HEAD_FILL, Column
from planner.report.books.live_tables import live_rows
from planner.report.books.page import fit
from planner.report.books.plan.people import PeopleSheet


def write_law(people: PeopleSheet) -> None:
    """Every parameter of the law that the plan was computed from, doubtful ones marked; addresses stand beside the page, names for programs are folded away."""
    book, lang, frame = people.book, people.book.lang, people.law
    columns = [
        Column(heading("description", lang), "wrap", frame["description"].tolist(), 66),
        Column(heading("value", lang), "wrap", [value_text(value, lang) for value in frame["value"]], 40),
        Column(heading("measure", lang), "wrap", [book.measure(unit) for unit in frame["measure"]], 18),
        Column(heading("valid_from", lang), "date", frame["valid_from"].tolist(), 12),
        Column(heading("citation", lang), "wrap", frame["citation"].tolist(), 46),
        Column(heading("evidence", lang), "wrap", [label("evidence", e, lang) for e in frame["evidence"]], 26),
        Column(heading("checked_on", lang), "date", frame["checked_on"].tolist(), 12),
        Column(heading("doubtful", lang), "text", [text("words.yes", lang) if d else "" for d in frame["doubtful"]], 11),
        Column(heading("href", lang), "text", frame["href"].tolist(), 60),
        Column(heading("parameter", lang), "text", frame["name"].tolist(), 42),
    ]
    sheet = book.table("law", columns, printed=8)
    sheet.set_column(9, 9, 42, None, FOLDED)
    fit(sheet, [columns[:8]])


def write_problems(people: PeopleSheet) -> None:
    """What should be checked: what was noticed in the input or in the plan, then each doubtful reading of the law with what hangs on it."""
    book, found = people.book, (*people.run.warnings, *people.run.instance.notes)
    sheet = book.sheet("problems")
    sheet.hide_gridlines(2)
    noticed, doubts = _noticed(people, found), _doubtful(people)
    row = live_rows(book, sheet, 0, noticed, [column.heading for column in noticed], lambda row: {})
    if not found:
        sheet.write_string(1, len(noticed) - 1, book.word("no_problems"), book.format("wrap"))
        row += 1
    top = row + 2
    book.put(sheet, top - 1, 0, book.word("section_law_doubts"), bold=True, font_color=HEAD_FILL)
    live_rows(book, sheet, top, doubts, [column.heading for column in doubts], lambda row: {}, resize=False)
    sheet.freeze_panes(1, 0)
    fit(sheet, [noticed, doubts])


def _of_scenario(people: PeopleSheet, found: Problem) -> bool:
    """Whether its place is a key of the scenario, which a leader cannot read; the sentence names what it is about."""
    loaded = people.run.instance.loaded
    return found.sheet is None and found.row is None and found.column is not None and found.file in (loaded.path.name if loaded.path else "scenario", "")


def _noticed(people: PeopleSheet, found: Sequence[Problem]) -> list[Column]:
    book = people.book
    lang = book.lang
    asked = text("words.place_scenario", lang)
    places = [" · ".join(filter(None, (p.sheet, p.row and text("words.place_row", lang, row=p.row), asked if _of_scenario(people, p) else p.label))) for p in found]
    return [
        Column(heading("severity", lang), "text", [label("severity", p.severity, lang) for p in found], 14),
        Column(book.word("file"), "wrap", [p.file for p in found], 24),
        Column(heading("place", lang), "wrap", places, 26),
        Column(heading("message", lang), "wrap", [p.message.render(lang) for p in found], 100),
    ]


def _doubtful(people: PeopleSheet) -> list[Column]:
    """The doubtful readings, those on which most money hangs first, in the columns of the table above them."""
    lang, found = people.book.lang, people.doubts
    return [
        Column(heading("evidence", lang), "text", [item["evidence"] for item in found], 14),
        Column(heading("value", lang), "wrap", [value_text(item["value"], lang) for item in found], 24),
        Column(people.book.word("other_reading"), "wrap", [item["says"] or "" for item in found], 26),
        Column(text("doubts.heading", lang), "wrap", [f"{item['description']}: {sentence(item, lang)}" for item in found], 100),
    ]


def value_text(value: Any, lang: str) -> str:
    """A parameter's value as the language writes numbers and dates."""
    if isinstance(value, int | float):
        return number(value, lang)
    return date(value, lang) if isinstance(value, dt.date) else str(value)
