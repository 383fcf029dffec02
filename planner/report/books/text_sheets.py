"""The sheets of words: law used, problems, scenario with its changes and provenance."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from typing import Any

from planner.core.texts import date, number, text
from planner.plan.doubtful_law import by_parameter, doubts_of, records
from planner.plan.plan import Run
from planner.plan.tables import law_used
from planner.plan.tables.labels import heading, label
from planner.report.books.book import Book, Column


def write_law(book: Book, run: Run) -> None:
    """Every parameter of the law that the plan was computed from, doubtful ones marked."""
    lang = book.lang
    frame = law_used(run, lang)
    said = by_parameter(records(doubts_of(run, lang)), lang)
    hangs = [said.get((name, str(value)), "") for name, value in zip(frame["name"], frame["value"], strict=True)]
    columns = [
        Column(heading("description", lang), "wrap", frame["description"].tolist(), 46),
        Column(heading("value", lang), "wrap", [value_text(value, lang) for value in frame["value"]], 26),
        Column(heading("measure", lang), "wrap", [book.measure(unit) for unit in frame["measure"]], 18),
        Column(heading("valid_from", lang), "date", frame["valid_from"].tolist()),
        Column(heading("citation", lang), "wrap", frame["citation"].tolist(), 36),
        Column(heading("evidence", lang), "wrap", [label("evidence", e, lang) for e in frame["evidence"]], 24),
        Column(heading("checked_on", lang), "date", frame["checked_on"].tolist()),
        Column(heading("doubtful", lang), "text", [text("words.yes", lang) if d else "" for d in frame["doubtful"]], 11),
        Column(text("doubts.heading", lang), "wrap", hangs, 46),
        Column(heading("parameter", lang), "text", frame["name"].tolist(), 42),
        Column(heading("href", lang), "text", frame["href"].tolist(), 60),
    ]
    book.table("law", columns, printed=9)


def write_problems(book: Book, run: Run) -> None:
    """What was noticed in the input and did not stop the plan, and what the plan leaves too small: place and sentence."""
    lang = book.lang
    found = (*run.warnings, *run.instance.notes)
    columns = [
        Column(heading("severity", lang), "text", [label("severity", p.severity, lang) for p in found], 12),
        Column(book.word("file"), "text", [p.file for p in found], 26),
        Column(book.word("tab"), "text", [p.sheet for p in found], 18),
        Column(book.word("row"), "int", [p.row for p in found], 8),
        Column(book.word("column"), "text", [p.label for p in found], 16),
        Column(heading("message", lang), "wrap", [p.message.render(lang) for p in found], 80),
    ]
    sheet = book.table("problems", columns)
    if not found:
        sheet.write_string(1, 5, book.word("no_problems"), book.format("wrap"))


def write_scenario(book: Book, run: Run) -> None:
    """The resolved scenario key by key, what differs from its parent, and where the plan comes from."""
    rows = [("scenario", key, value) for key, value in flat(run.instance.loaded.data)]
    rows += [("changes", change.key, f"{change.old or '–'} → {change.new or '–'}") for change in run.instance.loaded.changes]
    provenance = {k: v for k, v in run.summary["provenance"].items() if k != "changes"}
    rows += [("provenance", key, value) for key, value in flat(provenance)]
    columns = [
        Column(book.word("part"), "text", [book.word(f"part_{part}") for part, _, _ in rows], 26),
        Column(book.word("key"), "wrap", [key for _, key, _ in rows], 46),
        Column(heading("value", book.lang), "wrap", [value for _, _, value in rows], 70),
    ]
    book.table("scenario", columns)


def value_text(value: Any, lang: str) -> str:
    """A parameter's value as the language writes numbers and dates."""
    if isinstance(value, int | float):
        return number(value, lang)
    return date(value, lang) if isinstance(value, dt.date) else str(value)


def flat(data: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Key path and value as text for every leaf of a mapping; lists of plain values stay on one line."""
    if isinstance(data, dict) and data:
        for key, value in data.items():
            yield from flat(value, f"{path}.{key}" if path else str(key))
    elif isinstance(data, list) and any(isinstance(item, dict) for item in data):
        for number, item in enumerate(data, 1):
            yield from flat(item, f"{path}.{number}")
    else:
        yield path, _text(data)


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        return ", ".join(_text(item) for item in value)
    if isinstance(value, bool | int | float | dict):
        return json.dumps(value, ensure_ascii=False)
    return str(value)
