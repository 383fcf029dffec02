"""Every legal number, a little different, one at a time: what the mutation test tries."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from planner.policy.law.parameters import Law, Parameter
from planner.policy.law.value_types import COUNTED, UNITS, WrongValue
from tests.policy.law_cases import load

STEPS: dict[str, float] = {"coefficient by step": 0.01, "coefficient by post": 0.01}
FRACTIONS = ("L", "L/month", "L/year", "share", "base salary", "average salary/year", "percent", "percent by insurance years")
"""Units whose small step is a tenth; whole numbers and days go by one."""


@dataclass(frozen=True)
class Mutant:
    """A parameter with one number changed. law: None where the reader itself refuses the change."""

    name: str
    change: str
    law: Law | None


def mutants(law: Law) -> Iterator[Mutant]:
    """All of them: each scalar, each cell of each table, up and down; the days on which amendments begin."""
    for name in law.names:
        parameter = law.parameter(name)
        values = load(law.files[name])["values"]
        for since, item in sorted(values.items()):
            raw = item["value"] if isinstance(item, dict) and "value" in item else item
            for change, changed in _changes(raw, parameter.unit):
                yield Mutant(name, f"{since}: {change}", _with(law, parameter, since, changed))
        for before, after in zip(parameter.values, parameter.values[1:], strict=False):
            if before.value != after.value:  # where the mark alone changes, no amount moves
                yield from _moved(law, parameter, after.since)


def _with(law: Law, parameter: Parameter, since: dt.date, raw: Any) -> Law | None:
    try:
        value = UNITS[parameter.unit](raw)
    except WrongValue:
        return None
    dated = next(v for v in parameter.values if v.since == since)
    return law.with_value(parameter.name, replace(dated, value=value))


def _moved(law: Law, parameter: Parameter, since: dt.date) -> Iterator[Mutant]:
    """An amendment that begins a little earlier or later; base salaries go by whole months, as they are read."""
    days = (-31, 31) if parameter.name == "salary.base_salary" else (-1, 1)
    for step in days:
        day = since + dt.timedelta(days=step)
        kept = tuple(sorted((replace(v, since=day) if v.since == since else v for v in parameter.values), key=lambda v: v.since))
        moved = replace(law, _read={**law._read, parameter.name: replace(parameter, values=kept)})
        yield Mutant(parameter.name, f"{since} begins on {day}", moved)


def _changes(raw: Any, unit: str) -> Iterator[tuple[str, Any]]:
    """(what changes, the whole value with that change)."""
    if unit == "columns":
        yield from ((f"without {c}", [x for x in raw if x != c]) for c in raw)
        yield from ((f"with {c}", [*raw, c]) for c in COUNTED if c not in raw)
    elif unit == "age by birth month":
        yield from _brackets(raw)
    else:
        yield from _cells(raw, unit)


def _cells(raw: Any, unit: str) -> Iterator[tuple[str, Any]]:
    """Each number inside a value, however deep it stands."""
    if isinstance(raw, dict):
        for key, inner in raw.items():
            yield from ((f"{key}.{change}", {**raw, key: changed}) for change, changed in _cells(inner, unit))
    elif isinstance(raw, list):
        for at, inner in enumerate(raw):
            yield from ((f"{at}.{change}", [*raw[:at], changed, *raw[at + 1 :]]) for change, changed in _cells(inner, unit))
    elif isinstance(raw, bool):
        yield str(not raw), not raw
    elif isinstance(raw, dt.date):
        yield from ((str(day), day) for day in (raw - dt.timedelta(days=1), raw + dt.timedelta(days=1)))
    elif isinstance(raw, int | float):
        step = STEPS.get(unit, 0.1 if unit in FRACTIONS else 1)
        yield from ((str(new), new) for new in (round(raw - step, 4), round(raw + step, 4)))


def _brackets(raw: dict[str, list[list[Any]]]) -> Iterator[tuple[str, Any]]:
    """Ages by one month and by one year; the border between two brackets by one month, for both."""
    for sex, rows in raw.items():
        for at, (first, last, years, months) in enumerate(rows):
            for change in ((years - 1, months), (years + 1, months), (years, months - 1), (years, months + 1)):
                row = [first, last, *change]
                yield f"{sex}.{at} {change}", {**raw, sex: [*rows[:at], row, *rows[at + 1 :]]}
            if last is not None:
                for step in (-1, 1):
                    here, after = [first, _month(last, step), years, months], [_month(last, step + 1), *rows[at + 1][1:]]
                    yield f"{sex}.{at} to {here[1]}", {**raw, sex: [*rows[:at], here, after, *rows[at + 2 :]]}


def _month(text: str, step: int) -> str:
    index = int(text[:4]) * 12 + int(text[5:]) - 1 + step
    return f"{index // 12}-{index % 12 + 1:02d}"
