"""What a plan takes over without being asked: what merged units inherit, what a dissolved unit hands on, who is in years of grace."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from planner.core.errors import Problem, problem
from planner.core.texts import Message
from planner.policy.law.deputy_caps import GRACE
from planner.policy.law.parameters import Law
from planner.scenario.model import Scenario


def merger_note(place: str, file: str, old: pd.DataFrame, row: pd.Series, given: bool) -> Problem:
    """What a unit that was merged from `old` (by id) has. row: its line of the units table; given: the scenario gives its minimum."""
    said = {
        "quota": _sum_or_none(row["assigned_quota"]),
        "minimum": Message("reorganise.given", {"n": int(row["minimum_headcount"])}) if given else _sum_or_none(row["minimum_headcount"]),
        "parent": Message("reorganise.none") if pd.isna(row["parent"]) or not row["parent"] else Message("reorganise.of_first", {"name": str(row["parent"])}),
    }
    key = "reorganise.merged_with_functions" if row["received_functions"] else "reorganise.merged"
    parts = ", ".join(_named(str(unit), str(name)) for unit, name in old["name"].items())
    return problem(key, file=file, column=place, severity="note", unit=row["unit"], name=row["name"], parts=parts, count=int(row["merged_from"]), **said)


def dissolution_note(place: str, file: str, unit: str, units: pd.DataFrame, heirs: list[str], people: list[int], quotas: list[int] | None) -> Problem:
    """How many people and posts each heir of a dissolved unit takes. units: the table of units, which names them; quotas: None
    where the unit had none."""
    named = {str(each): _named(str(each), str(name)) for each, name in zip(units["unit"], units["name"], strict=True)}
    shared = "; ".join(f"{named[heir]}: {count}" for heir, count in zip(heirs, people, strict=True))
    posts = Message("reorganise.none") if quotas is None else ", ".join(f"{heir} {count}" for heir, count in zip(heirs, quotas, strict=True))
    return problem("reorganise.handed_on", file=file, column=place, severity="note", unit=named[unit], people=shared, posts=posts)


def _named(unit: str, name: str) -> str:
    return unit if unit == name else f"{name} ({unit})"


def grace_notes(scenario: Scenario, units: pd.DataFrame, left_out: npt.NDArray[np.bool_], law: Law, file: str) -> list[Problem]:
    """Which units no limit on deputies holds yet; that years of grace are asked for where they leave nobody out."""
    if not scenario.deputies_grace:
        return []
    named = ", ".join(units["unit"][left_out].astype(str))
    last = law.parameter(GRACE).values[-1].value
    key = "case.in_grace" if named else "case.no_grace"
    return [problem(key, file=file, column="deputies_grace", severity="note", named=named, day=last)]


def _sum_or_none(value: object) -> Message:
    return Message("reorganise.none") if pd.isna(value) else Message("reorganise.sum", {"n": int(value)})  # type: ignore[call-overload]
