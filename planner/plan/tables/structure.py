"""The structure before and after `reorganise`: which units go into which, and with how many people."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pandas as pd

from planner.instance.reorganise import structure_of
from planner.roster.people.frame import Roster
from planner.scenario.model import Scenario


def structure_flow(roster: Roster, scenario: Scenario, file: str = "scenario") -> pd.DataFrame:
    """From old units to new: [unit, name, new_unit, new_name, people], units that nothing changes left out.

    A unit without people stands with 0 people. InputError where the scenario names units that are not there.
    """
    made = structure_of(roster, scenario, file)
    new = made.units["unit"].to_numpy()[made.unit_of].astype(str)
    old = roster.people["unit"].astype(str).to_numpy()
    edges = pd.DataFrame({"unit": old, "new_unit": new}).groupby(["unit", "new_unit"], sort=False).size().rename("people").reset_index()
    same = edges["unit"] == edges["new_unit"]
    touched = set(edges.loc[~same, "unit"]) | set(edges.loc[~same, "new_unit"]) | _named(scenario)
    edges = edges[edges["unit"].isin(touched) | edges["new_unit"].isin(touched)]
    names = {**_names(roster.units), **_names(made.units)}
    edges.insert(1, "name", [names[unit] for unit in edges["unit"]])
    edges.insert(3, "new_name", [names[unit] for unit in edges["new_unit"]])
    return edges.reset_index(drop=True)


def structure_units(roster: Roster, scenario: Scenario, file: str = "scenario") -> pd.DataFrame:
    """Every unit of either structure: [unit, name, fate, people_before, people_after, quota_before, quota_after (Int64)].

    fate: kept, grown, merged, dissolved or new. Old units first, in their order. NA where a structure lacks the unit. InputError as `structure_flow`.
    """
    made = structure_of(roster, scenario, file)
    before, after = roster.units.set_index("unit"), made.units.set_index("unit")
    sizes = roster.people["unit"].value_counts()
    heads = pd.Series(made.headcount, index=after.index)
    units = list(dict.fromkeys([*before.index, *after.index]))
    ends = {step.dissolve: "dissolved" for step in scenario.reorganise} | {unit: "renamed" for unit in _alone(scenario)}
    rows = []
    for unit in units:
        was = int(sizes.get(unit, 0)) if unit in before.index else None
        becomes = int(heads[unit]) if unit in after.index else None
        rows.append({
            "unit": unit, "name": str((after if unit in after.index else before).loc[unit, "name"]),
            "fate": _fate(was, becomes, ends.get(unit)), "people_before": was, "people_after": becomes,
            "quota_before": _quota(before, unit), "quota_after": _quota(after, unit),
        })  # fmt: skip
    kinds = {name: "Int64" for name in ("people_before", "people_after", "quota_before", "quota_after")}
    return pd.DataFrame(rows, columns=["unit", "name", "fate", *kinds]).astype(kinds)


def _fate(was: int | None, becomes: int | None, end: str | None) -> str:
    """end: how a step that names the unit for itself ends it; None where none does."""
    if was is None:
        return "new"
    if becomes is None:
        return end or "merged"
    return "grown" if becomes > was else "renamed" if end == "renamed" else "kept"


def _alone(scenario: Scenario) -> Iterator[str]:
    """Units that get another name or kind and are merged with no other."""
    for step in scenario.reorganise:
        if step.merge is not None and len(step.merge) == 1:
            yield step.merge[0]


def _quota(units: pd.DataFrame, unit: str) -> int | None:
    if unit not in units.index or pd.isna(units.loc[unit, "assigned_quota"]):
        return None
    return int(units.loc[unit, "assigned_quota"])


def _names(units: pd.DataFrame) -> dict[str, str]:
    return dict(zip(units["unit"].astype(str), units["name"].astype(str), strict=True))


def _named(scenario: Scenario) -> set[str]:
    """Units that a step names, so that one without people is drawn too."""
    named: set[str] = set()
    for step in scenario.reorganise:
        heirs: Sequence[str] = step.people_to or ()
        named |= {*(step.merge or ()), *heirs, *([step.dissolve] if step.dissolve else ())}
        named |= {step.into.unit} if step.into else set()
    return named
