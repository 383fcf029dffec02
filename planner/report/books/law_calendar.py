"""The calendar of the law as a table: of `planner law`, of the app's page, of a sheet in plan.xlsx and of a workbook of its own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pandas as pd

from planner.core.texts import text
from planner.plan.plan import Run
from planner.plan.tables.labels import heading, label
from planner.plan.tables.law import DOUBTFUL, shown_value
from planner.policy.calendar import Entry, calendar_between
from planner.policy.law.parameters import EVIDENCE
from planner.report.books.book import FOLDED, Book, Column, measure_word, opened
from planner.report.books.page import fit
from planner.report.books.plan.law import value_text

COLUMNS = ("part", "name", "description", "value", "measure", "valid_from", "valid_until", "was", "citation", "evidence", "checked_on", "doubtful", "href")


def calendar_table(entries: Iterable[Entry], lang: str = "vi") -> pd.DataFrame:
    """A row an entry, in their order; columns `COLUMNS`.

    part: `text` or `number`. name: the text's title, or the parameter. value, was: in words of `lang`; of a text `was` says what it
    replaced or what amends it, and value is "". measure: the parameter's unit, "" for a text. valid_from, valid_until, checked_on: date,
    None where not known or open. evidence: S, K1, K2 or ?. doubtful: bool. href: "" where none.
    """
    return pd.DataFrame([_row(entry, lang) for entry in entries], columns=COLUMNS).astype({"valid_from": object, "valid_until": object})


def _row(entry: Entry, lang: str) -> dict[str, Any]:
    days = {"valid_from": entry.since, "valid_until": entry.until}
    if entry.act is not None:
        act, mark = entry.act, EVIDENCE[entry.act.evidence]
        said = {"part": "text", "name": act.title, "description": act.about[lang], "value": "", "measure": "", "was": act.changes[lang]}
        return {**said, **days, "citation": act.title, "evidence": mark, "checked_on": act.checked_on, "doubtful": mark in DOUBTFUL, "href": ""}
    parameter, dated, was = entry.parameter, entry.dated, entry.was
    assert parameter is not None and dated is not None
    mark, reference = EVIDENCE[dated.evidence], dated.reference
    said = {"part": "number", "name": parameter.name, "description": parameter.description[lang], "measure": parameter.unit}
    values = {"value": value_text(shown_value(dated.value, lang), lang), "was": "" if was is None else value_text(shown_value(was.value, lang), lang)}
    return {
        **said, **values, **days, "citation": reference.title, "evidence": mark, "checked_on": parameter.checked_on, "doubtful": mark in DOUBTFUL,
        "href": reference.href or "",
    }  # fmt: skip


def write_law_calendar(book: Book, run: Run) -> None:
    """The sheet of plan.xlsx: what holds on some day from the decision to the last leaving date."""
    scenario = run.instance.scenario
    last = max(scenario.decided_on, scenario.periods[-1].leave_on)
    write_calendar(book, calendar_table(calendar_between(run.instance.law, scenario.decided_on, last), book.lang))


def write_calendar(book: Book, frame: pd.DataFrame) -> None:
    """A sheet with a table of `calendar_table` in the book's language."""
    lang = book.lang
    columns = [
        Column(text("calendar.part", lang), "text", [text(f"calendar.part_{part}", lang) for part in frame["part"]], 9),
        Column(heading("description", lang), "wrap", [_named(row) for row in frame.itertuples(index=False)], 44),
        Column(heading("value", lang), "wrap", frame["value"].tolist(), 22),
        Column(heading("measure", lang), "wrap", [book.measure(unit) if unit else "" for unit in frame["measure"]], 16),
        Column(heading("valid_from", lang), "date", frame["valid_from"].tolist()),
        Column(heading("valid_until", lang), "date", frame["valid_until"].tolist()),
        Column(heading("was", lang), "wrap", frame["was"].tolist(), 26),
        Column(heading("citation", lang), "wrap", frame["citation"].tolist(), 34),
        Column(heading("evidence", lang), "wrap", [label("evidence", mark, lang) for mark in frame["evidence"]], 20),
        Column(heading("checked_on", lang), "date", frame["checked_on"].tolist()),
        Column(heading("href", lang), "text", frame["href"].tolist(), 60),
        Column(heading("parameter", lang), "text", [row.name if row.part == "number" else "" for row in frame.itertuples(index=False)], 42),
    ]
    sheet = book.table("law_calendar", columns, printed=10)
    sheet.set_column(11, 11, 42, None, FOLDED)
    fit(sheet, [columns[:10]])


def write_calendar_workbook(frame: pd.DataFrame, out: Path, lang: str, title: str) -> None:
    """The table as a workbook of its own, whole at `out` or not at all."""
    with opened(out, lang, title, len(frame)) as book:
        write_calendar(book, frame)


def calendar_shown(entries: Iterable[Entry], lang: str) -> pd.DataFrame:
    """As `calendar_table`, for reading: measures and evidence in words, days as dates of pandas (NaT where open)."""
    frame = calendar_table(entries, lang)
    frame["measure"] = [measure_word(unit, lang) if unit else "" for unit in frame["measure"]]
    frame["evidence"] = [label("evidence", mark, lang) for mark in frame["evidence"]]
    for day in ("valid_from", "valid_until", "checked_on"):
        frame[day] = pd.to_datetime(frame[day])
    return frame


def calendar_records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows as plain values: dates as ISO text, None where there is none."""
    return [{name: _plain(value) for name, value in row.items()} for row in frame.to_dict(orient="records")]


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, dt.date) else value


def _named(row: Any) -> str:
    """What a row is about; of a text its title first."""
    return f"{row.name}: {row.description}" if row.part == "text" else str(row.description)
