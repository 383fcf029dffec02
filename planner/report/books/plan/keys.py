"""The last sheet, for programs and for who checks: the scenario key by key, the proof, what differs from the parent, where the plan comes from."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from planner.plan.tables.labels import heading
from planner.report.books.book import Column
from planner.report.books.plan.people import PeopleSheet


def write_keys(people: PeopleSheet) -> None:
    """Key and value of the resolved scenario, its changes, the requirements' rows, objective and bound, provenance."""
    book, run = people.book, people.run
    loaded, summary = run.instance.loaded, run.summary
    rows = [("scenario", key, value) for key, value in flat(loaded.data)]
    rows += [("changes", change.key, f"{change.old or '–'} → {change.new or '–'}") for change in loaded.changes]
    rows += [("proof", key, _text(summary[key])) for key in ("status", "objective", "bound", "gap", "loss_gap")]
    rows += [("requirements", key, scope) for key, scope in people.binding[["requirement", "scope"]].itertuples(index=False)]
    rows += [("provenance", key, value) for key, value in flat({k: v for k, v in summary["provenance"].items() if k != "changes"})]
    columns = [
        Column(book.word("part"), "text", [book.word(f"part_{part}") for part, _, _ in rows], 26),
        Column(book.word("key"), "wrap", [key for _, key, _ in rows], 46),
        Column(heading("value", book.lang), "wrap", [value for _, _, value in rows], 70),
    ]
    book.table("keys", columns, portrait=True)


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
