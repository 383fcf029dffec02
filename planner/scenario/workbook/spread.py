"""Spreading a scenario over the cells of a workbook so that reading them gives it back.

What is written is read again before anything is written to a file: each key whose cell would say something else, or for which there is no
cell, goes to the sheet of other settings with its value as text.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from planner.core.errors import InputError, problem
from planner.scenario.model import Scenario
from planner.scenario.paths import ABSENT, differences, get, put
from planner.scenario.values import as_day
from planner.scenario.workbook.entries import Entry, Row, TableRows, Taken, filled, take
from planner.scenario.workbook.key_paths import is_day, is_named, leaves, path_text, value_text
from planner.scenario.workbook.layout import INFO, SHEETS, Column, Table
from planner.scenario.workbook.read import built
from planner.scenario.workbook.words import word_for

LONGEST = 32_000
"""Characters that a cell of Excel holds, and some to spare."""
_LISTS = (list, tuple)

@dataclass(frozen=True)
class Spread:
    """The rows of each table by its name, and the rows of other settings."""

    rows: Mapping[str, Sequence[Entry]]
    others: Sequence[Entry]

def spread(data: Mapping[str, Any], lang: str, units: Sequence[str] = (), file: str = "") -> Spread:
    """Every key of a scenario in a cell. InputError where a text is longer than a cell.

    units: the ids for which the sheet of units has a row. lang: of the words in the cells.
    """
    left = without_empty(data)
    others: dict[tuple[str | int, ...], Any] = {}
    while True:
        rows = {table.name: filled(table, left, units) for sheet in SHEETS for table in sheet.tables}
        lost = [path for path, own, _ in differences(left, read_back(rows, lang)) if own is not ABSENT]
        if not lost:
            break
        for path in lost:
            others |= dict(leaves(get(left, path), path))
            left = _without(left, path)
    written = [{"key": path_text(path), "value": value_text(value)} for path, value in others.items()]
    for entry in written:
        if len(entry["value"]) > LONGEST:
            raise InputError(problem("scenario_book.too_long", file=file, column=entry["key"], most=LONGEST))
    return Spread(rows, written)

def without_empty(data: Mapping[str, Any]) -> dict[str, Any]:
    """The mapping without keys that say nothing: null, and parts without keys, where the scenario is the same without them."""
    lean = _lean(data)
    try:
        return lean if Scenario.model_validate(lean) == Scenario.model_validate(data) else dict(data)
    except ValidationError:
        return dict(data)

def shown(value: Any, column_kind: str, lang: str) -> Any:
    """A value as its cell shows it: words for choices, one text for several, numbers and dates as such."""
    name, _, words = column_kind.partition(":")
    if words and isinstance(value, str):
        return word_for(words, value, lang)
    if isinstance(value, bool):
        return word_for("yes", "yes" if value else "no", lang)
    if name == "deputies" and isinstance(value, str):
        return word_for("deputies", value, lang)
    return "; ".join(str(item) for item in value) if isinstance(value, _LISTS) else value

def kind_of(table: Table, column: Column, entry: Entry) -> str:
    """What a cell holds: of a form, the kind of the row's field."""
    if table.shape == "form" and column.name == "value":
        return next(each.kind for each in table.fields if each.name == entry["label"])
    first = {"groups": "word:group", "routes": "word:way"}.get(table.shape)
    return first if first and column is table.columns[0] else column.kind

def cell_of(value: Any, kind: str) -> str | None:
    """The cell that guarded opening will give for a shown value; what a file cannot hold comes back changed."""
    if value is None or value == "":
        return None
    if isinstance(value, str):
        seen = "".join(letter if letter.isprintable() or letter == "\n" else "?" for letter in value)[:LONGEST]
        return None if seen.isspace() else "s" + seen
    if isinstance(value, dt.date):
        return "d" + value.isoformat()
    if not isinstance(value, int | float):
        return "s?"
    stored = float(f"{value:.16G}")
    text = str(int(stored)) if stored.is_integer() and abs(stored) < 1e15 else repr(stored)
    return ("p" if kind == "share" else "n") + text

def read_back(rows: Mapping[str, Sequence[Entry]], lang: str) -> dict[str, Any]:
    """The mapping that the rows of the tables say when they are read."""
    taken = Taken("", lang)
    for sheet in SHEETS:
        for table in sheet.tables:
            take(_as_read(table, rows.get(table.name, ()), lang), taken)
    return built(taken)

def _as_read(table: Table, entries: Sequence[Entry], lang: str) -> TableRows:
    columns = {column.name: at for at, column in enumerate(table.columns, 1)}
    found = []
    for number, entry in enumerate(entries, 2):
        cells = {}
        for column in table.columns:
            if column.kind == INFO:
                continue
            kind = kind_of(table, column, entry)
            value = entry.get(column.name)
            if (cell := cell_of(shown(value, kind, lang), kind)) is not None:
                cells[column.name] = cell
        if cells:
            found.append(Row(number, cells))
    return TableRows(table, table.name, 1, columns, found)

def _without(data: dict[str, Any], path: Sequence[str | int]) -> dict[str, Any]:
    """The mapping without a key; parts that are empty then are gone too."""
    return put(data, path, None)

def _lean(value: Any, path: tuple[str | int, ...] = ()) -> Any:
    """Without null and parts that hold nothing, days as days; below a mapping of names an empty part says that the name is there."""
    if path[:1] == ("law",):
        return value
    if isinstance(value, list) and all(isinstance(item, Mapping) for item in value):
        return [_lean(item, (*path, i)) for i, item in enumerate(value)]
    if isinstance(value, str) and is_day(path):
        return as_day(value)  # JSON, and so a repair, knows days as text only
    if not isinstance(value, Mapping):
        return value
    inner = {key: _lean(item, (*path, str(key))) for key, item in value.items()}
    named = is_named(path)
    return {key: item for key, item in inner.items() if item is not None and (item not in ({}, []) or named)}
