"""What-ifs on the law: a parameter, a day, a value. The files stay as they are; a new `Law` carries the other number.

An override is a dated value like any other: it holds from its day until the parameter's next later value, and on its
own day it stands in place of the law's. It has the mark `?` and the reason that was given, so that every amount made
from it says so; the article that amounts cite stays the law's.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from planner.core.errors import InputError, problem
from planner.core.plain import plain
from planner.core.texts import Message
from planner.policy.law.parameters import UNSURE, Article, Dated, Law, Override, Parameter
from planner.policy.law.value_types import UNITS, WrongValue
from planner.policy.person.salary import PUBLIC_SERVICE, salary_day
from planner.policy.person.salary import READS as SALARY_READS


@dataclass(frozen=True, slots=True)
class OverrideFault:
    """What is wrong with one override: its place in the list, the key (`parameter`, `from`, `value`), the sentence."""

    index: int
    key: str
    message: Message


def override_faults(law: Law, overrides: Sequence[Override]) -> list[OverrideFault]:
    """Everything that is wrong with a list of overrides; empty where the law can take them all."""
    found = []
    seen = set()
    for index, override in enumerate(overrides):
        if override.parameter not in law.files:
            found.append(OverrideFault(index, "parameter", _unknown(law, override.parameter)))
            continue
        if (override.parameter, override.since) in seen:
            twice = Message("law.override_twice", {"name": override.parameter, "since": override.since})
            found.append(OverrideFault(index, "from", twice))
        seen.add((override.parameter, override.since))
        found.extend(OverrideFault(index, "value", message) for message in _refusals(law, override))
    return found


def overridden(law: Law, overrides: Iterable[Override]) -> Law:
    """The law with what-ifs in it: each holds from its day until the next later value, with the mark `?`.

    InputError names every what-if that has no parameter, a value that the parameter's unit refuses, or a twin.
    """
    overrides = tuple(overrides)
    if not overrides:
        return law
    faults = override_faults(law, overrides)
    if faults:
        raise InputError([problem("law.override_fault", column=f"law.{f.index + 1}.{f.key}", what=f.message) for f in faults])
    for override in overrides:
        law = law.with_value(override.parameter, _dated(law.parameter(override.parameter), override))
    return replace(law, overrides=(*law.overrides, *overrides))


def override_messages(law: Law) -> list[Message]:
    """What each what-if in a law assumes, in one sentence."""
    return [
        Message("law.override_used", {"name": o.parameter, "since": o.since, "value": shown(o.value)[:120], "reason": o.reason})
        for o in law.overrides
    ]


def override_records(law: Law) -> list[dict[str, Any]]:
    """The what-ifs in a law as `plan.json` keeps them: [{parameter, from, value, reason}]."""
    return [
        {"parameter": o.parameter, "from": o.since.isoformat(), "value": plain(o.value), "reason": o.reason} for o in law.overrides
    ]


def is_read(law: Law, name: str, since: dt.date, leave_on: dt.date) -> bool:
    """Whether leaving on a date reads the value that a what-if gives from `since` on; a decree's period is read at its newest."""
    parameter = law.parameter(name)
    if ".period." in name:
        return parameter.values[-1].since == since
    day = salary_day(law, leave_on) if name in (*SALARY_READS, PUBLIC_SERVICE) else leave_on
    return parameter.at(max(day, parameter.values[0].since)).since == since


def shown(value: Any) -> str:
    """A value as its file would write it: text in quotes, dates bare."""
    return str(value) if isinstance(value, dt.date) else json.dumps(plain(value), ensure_ascii=False)


def _dated(parameter: Parameter, override: Override) -> Dated:
    """The value of an override, supported by nothing but its reason."""
    beneath = parameter.at(max(override.since, parameter.values[0].since))
    title = Message("law.override", {"reason": override.reason}).render("vi")
    value = UNITS[parameter.unit](override.value)
    return Dated(override.since, value, Article(title), UNSURE, (), override.reason, beneath)


def _refusals(law: Law, override: Override) -> Iterator[Message]:
    """Why the parameter's own reader does not take the value."""
    parameter = law.parameter(override.parameter)
    try:
        UNITS[parameter.unit](override.value)
    except WrongValue as refused:
        wanted = Message(f"law.{refused.key}", refused.params)
        yield Message("law.wrong_value", {"value": shown(override.value)[:60], "wanted": wanted})


def _unknown(law: Law, name: str) -> Message:
    """There is no such parameter; the nearest names where some are near."""
    import difflib

    near = difflib.get_close_matches(name, law.names, n=3, cutoff=0.6)
    return Message("law.override_unknown_near" if near else "law.override_unknown", {"name": name, "near": ", ".join(near)})
