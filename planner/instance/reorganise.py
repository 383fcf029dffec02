"""The structure after `reorganise`: which units there are, and who stands in which.

Steps apply in order. A merged unit has the sum of the quotas and of the minimum headcounts, no deputy cap of its own and the parent of the
first; a unit that is named alone is renamed and keeps all it had; the people of a dissolved unit go, in order of employee_id, in turn to the units of `people_to`, and its quota
goes with them in the same way. Named people move to a unit; posts do not move with them. Heads beyond one in a unit count as deputies.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pandas as pd

from planner.core.errors import InputError, Problem, problem, unknown
from planner.instance.notes import dissolution_note, merger_note
from planner.roster.people.frame import Roster, typed_units
from planner.scenario.model import ReorganiseStep, Scenario


@dataclass(frozen=True)
class Structure:
    """Units and placement after the new structure.

    units: the columns of `columns.UNITS`, RangeIndex. unit_of: int64[n], row of `units` for each person of the roster.
    headcount: int64[u]. level: object[n], position level after surplus heads became deputies. notes: what follows from a step
    without being written in it.
    """

    units: pd.DataFrame
    unit_of: npt.NDArray[np.int64]
    headcount: npt.NDArray[np.int64]
    level: npt.NDArray[np.object_]
    notes: tuple[Problem, ...] = ()

    @cached_property
    def labels(self) -> dict[str, str]:
        """`Name (id)` of each unit, by id; the id alone where it is the name."""
        known = zip(self.units["unit"].astype(str), self.units["name"].astype(str), strict=True)
        return {unit: name if name == unit else f"{name} ({unit})" for unit, name in known}


def structure_of(roster: Roster, scenario: Scenario, file: str) -> Structure:
    """The structure that `scenario.reorganise` makes of the roster's units. InputError names unknown units."""
    units = roster.units.copy()
    names = roster.people["unit"].astype(object).to_numpy(copy=True)
    level = roster.people["position_level"].fillna("staff").astype(object).to_numpy(copy=True)
    ids = roster.people["employee_id"].to_numpy()
    faults: list[Problem] = []
    notes: list[Problem] = []
    known = set(ids.astype(str))
    for number, step in enumerate(scenario.reorganise, 1):
        place = f"reorganise.{number}"
        missing = [u for u in _named(step) if u not in set(units["unit"])]
        if missing:
            faults += [unknown("reorganise.unknown_unit", u, units["unit"], file=file, column=place) for u in missing]
            continue
        if step.merge is not None and step.into is not None:
            if len(set(step.merge)) < len(step.merge):
                faults.append(problem("reorganise.repeated_unit", file=file, column=place))
                continue
            taken = set(units["unit"]) - set(step.merge)
            if step.into.unit in taken:
                faults.append(problem("reorganise.unit_exists", file=file, column=f"{place}.into.unit", name=step.into.unit))
                continue
            old, units = units.set_index("unit").loc[step.merge], _merged(units, step)
            if len(old) > 1:
                row = units[units["unit"] == step.into.unit].iloc[0]
                notes.append(merger_note(place, file, old, row, step.into.minimum_headcount is not None))
            names[np.isin(names, step.merge)] = step.into.unit
        elif step.dissolve is not None and step.people_to is not None:
            if step.dissolve in step.people_to:
                faults.append(problem("reorganise.dissolved_into_itself", file=file, column=place, name=step.dissolve))
                continue
            going = np.flatnonzero(names == step.dissolve)
            going = going[np.argsort(ids[going].astype(str), kind="stable")]
            names[going] = np.asarray(step.people_to, dtype=object)[np.arange(len(going)) % len(step.people_to)]
            quota = units.loc[units["unit"] == step.dissolve, "assigned_quota"].iloc[0]
            posts = None if pd.isna(quota) else _in_turn(int(quota), len(step.people_to))
            notes.append(dissolution_note(place, file, step.dissolve, units, step.people_to, _in_turn(len(going), len(step.people_to)), posts))
            units = _dissolved(units, step.dissolve, step.people_to, posts)
        elif step.move is not None:
            strangers = [p for p in step.move.people if p not in known]
            faults += [unknown("scenario.unknown_person", p, known, file=file, column=f"{place}.move.people") for p in strangers]
            names[np.isin(ids.astype(str), step.move.people)] = step.move.to
    if faults:
        raise InputError(faults)
    units = typed_units(units)
    position = {unit: row for row, unit in enumerate(units["unit"])}
    codes, named = pd.factorize(names)  # nobody is without a unit
    unit_of = np.array([position[name] for name in named], dtype=np.int64)[codes]
    level = _surplus_heads_as_deputies(level, unit_of, ids)
    headcount = np.bincount(unit_of, minlength=len(units)).astype(np.int64)
    return Structure(units, unit_of, headcount, level, tuple(notes))


def _named(step: ReorganiseStep) -> list[str]:
    return [*(step.merge or []), *([step.dissolve] if step.dissolve else []), *(step.people_to or []), *([step.move.to] if step.move else [])]


def _merged(units: pd.DataFrame, step: ReorganiseStep) -> pd.DataFrame:
    """The units with those of `merge` replaced by one, at the place of the first."""
    assert step.merge is not None and step.into is not None
    old = units.set_index("unit").loc[step.merge]
    row = old.iloc[0].to_dict() if len(old) == 1 else _together(old)
    row |= {"unit": step.into.unit, "name": step.into.name, "kind": step.into.kind}
    if step.into.minimum_headcount is not None:
        row["minimum_headcount"] = step.into.minimum_headcount
    if step.into.received_functions is not None:
        row["received_functions"] = step.into.received_functions
    place = int(np.flatnonzero(units["unit"].isin(step.merge))[0])
    rest = units[~units["unit"].isin(step.merge)]
    before = units.iloc[:place]
    return pd.concat([before[~before["unit"].isin(step.merge)], typed_units(pd.DataFrame([row])), rest[rest.index > place]], ignore_index=True)


def _together(old: pd.DataFrame) -> dict[str, object]:
    """What several units have as one."""
    return {
        "parent": old["parent"].iloc[0],
        **{name: pd.NA if old[name].isna().all() else int(old[name].fillna(0).sum()) for name in ("assigned_quota", "minimum_headcount")},
        "deputy_cap": pd.NA,
        "merged_from": len(old),
        "received_functions": bool(old["received_functions"].any()),
    }


def _dissolved(units: pd.DataFrame, gone: str, heirs: list[str], posts: list[int] | None) -> pd.DataFrame:
    """The units without `gone`; each heir has so many of its posts more, none where it had no quota."""
    rest = units[units["unit"] != gone].reset_index(drop=True)
    for heir, more in zip(heirs, posts or [0] * len(heirs), strict=True):
        rest.loc[rest["unit"] == heir, "assigned_quota"] += more  # an heir without a quota stays without
    return rest


def _in_turn(whole: int, heirs: int) -> list[int]:
    """How many of `whole` each heir gets where they are dealt out one by one."""
    share, left = divmod(whole, heirs)
    return [share + (turn < left) for turn in range(heirs)]


def _surplus_heads_as_deputies(
    level: npt.NDArray[np.object_], unit_of: npt.NDArray[np.int64], ids: npt.NDArray[np.object_]
) -> npt.NDArray[np.object_]:
    """In each unit the first head by employee_id stays head; the others count as deputies."""
    heads = np.flatnonzero(level == "head")
    heads = heads[np.lexsort((ids[heads].astype(str), unit_of[heads]))]
    surplus = heads[1:][unit_of[heads[1:]] == unit_of[heads[:-1]]] if len(heads) else heads
    level[surplus] = "deputy"
    return level
