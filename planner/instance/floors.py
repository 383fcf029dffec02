"""What must remain, and how many may leave a unit at once: numbers asked, and what natural exits make of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from planner.core.columns import CATEGORIES, values
from planner.instance.reorganise import Structure
from planner.roster.values.text import fold
from planner.scenario.model import Scenario
from planner.scenario.parts.workload import BY_WORKLOAD, needs
from planner.scenario.paths import entry_name
from planner.scenario.requirement_kinds import KINDS, POSITIONS, SKILLS, UNIT_MINIMUMS, Kind, Scope

WHOLE_MINISTRY = -1


@dataclass(frozen=True)
class Held:
    """A number of people that natural exits may change: how many must remain, or how many of a unit may leave in a period.

    kind, scope: the requirement and what it is about. unit: its row (-1: the ministry); period: its row (-1: at the end).
    members: bool[n], who counts; of those who must remain, whoever ends in the unit. asked: the scenario's number. held: the
    same, or what natural exits alone leave possible of it.
    """

    kind: Kind
    scope: Scope
    unit: int
    members: npt.NDArray[np.bool_]
    asked: int
    held: int
    period: int = -1


def exit_caps_of(scenario: Scenario, structure: Structure, natural: npt.NDArray[np.int64]) -> Iterator[Held]:
    """How many of a unit may leave in each period, at least those whose natural exit falls due then.

    natural: int64[n], period of a natural exit, -1 where none.
    """
    names, everybody = structure.units["unit"].astype(str).tolist(), np.ones(len(natural), dtype=bool)
    due = np.zeros((len(names), len(scenario.periods)), dtype=np.int64)
    np.add.at(due, (structure.unit_of[natural >= 0], natural[natural >= 0]), 1)
    for of in (kind for kind in KINDS if kind.raised):
        for row, kind, asked in unit_bounds(scenario, structure.units, of):
            for p, period in enumerate(scenario.periods if asked is not None else ()):
                yield Held(kind, (names[row], period.name), row, everybody, asked, max(asked, int(due[row, p])), p)


def unit_bounds(scenario: Scenario, units: pd.DataFrame, of: Kind) -> Iterator[tuple[int, Kind, Any]]:
    """(unit row, the requirement by the key that holds there, bound or None); `by_unit` overrides `default` key by key."""
    key = str(of.key[-1])
    default = getattr(scenario.units.default, key)
    for row, unit in enumerate(units["unit"]):
        own = scenario.units.by_unit.get(unit)
        if own is not None and key in own.model_fields_set:
            yield row, of, getattr(own, key)
        else:
            yield row, of.for_all, default


def room_of(scenario: Scenario, structure: Structure) -> npt.NDArray[np.int64]:
    """How many people each unit may take in: min(at_most_per_unit, assigned_quota - headcount), 0 without a quota or where `to` leaves it out."""
    if not scenario.redeploy.allowed:
        return np.zeros(len(structure.units), dtype=np.int64)
    vacant, most, named = vacant_of(structure), scenario.redeploy.at_most_per_unit, scenario.redeploy.to
    if named:
        vacant = np.where(structure.units["unit"].isin(named), vacant, 0)
    return vacant if most is None else np.minimum(vacant, most)


def destinations_of(scenario: Scenario, people: pd.DataFrame, structure: Structure) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.bool_]]:
    """(each person's category int64[n], an index into `columns.CATEGORIES`; which units take people of each category: bool[c, u]).

    A unit with room takes people who keep their category there: civil servants in administrative units, public employees in
    public units, contract staff nowhere, unless the scenario lifts this.
    """
    names = list(values(CATEGORIES))
    public = structure.units["kind"].eq("public_unit").to_numpy()
    fits = {"civil_servant": ~public, "public_employee": public}
    takes = np.array([np.full(len(public), True) if scenario.redeploy.any_category else fits.get(name, np.zeros(len(public), bool)) for name in names])
    category = pd.Categorical(people["category"], categories=names).codes.astype(np.int64)
    return category, takes & (room_of(scenario, structure) > 0)


def vacant_of(structure: Structure) -> npt.NDArray[np.int64]:
    """Assigned posts beyond the headcount of each unit, int64[u]; 0 without a quota."""
    quota = structure.units["assigned_quota"].fillna(0).to_numpy(dtype=np.int64)
    return np.maximum(quota - structure.headcount, 0)


def movable_of(people: pd.DataFrame, structure: Structure, natural: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    """Who may be moved at all, bool[n]: no head, no deputy, no natural leaver, nobody locked to leave."""
    return ~natural & ~np.isin(structure.level, ["head", "deputy"]) & people["lock"].ne("leave").to_numpy()


def floors_of(scenario: Scenario, people: pd.DataFrame, structure: Structure, natural: npt.NDArray[np.bool_]) -> list[Held]:
    """Every floor of a scenario. natural: bool[n], who leaves by a natural exit within the plan."""
    category, takes = destinations_of(scenario, people, structure)
    maker = _Maker(structure, natural, movable_of(people, structure, natural), room_of(scenario, structure), category, takes)
    return [*_minimums(scenario, maker), *_skills(scenario, people, maker), *_positions(scenario, maker)]


@dataclass(frozen=True)
class _Maker:
    structure: Structure
    natural: npt.NDArray[np.bool_]
    movable: npt.NDArray[np.bool_]
    room: npt.NDArray[np.int64]
    category: npt.NDArray[np.int64]
    takes: npt.NDArray[np.bool_]

    def floor(self, kind: Kind, scope: Scope, unit: int, members: npt.NDArray[np.bool_], asked: int) -> Held:
        """A floor, lowered where natural exits alone take what was there below it."""
        here = members if unit == WHOLE_MINISTRY else members & (self.structure.unit_of == unit)
        had, stays = int(here.sum()), int((here & ~self.natural).sum())
        if unit != WHOLE_MINISTRY:
            outside = int((members & self.movable & (self.structure.unit_of != unit) & self.takes[self.category, unit]).sum())
            stays += min(int(self.room[unit]), outside)
        return Held(kind, scope, unit, members, asked, min(asked, stays) if asked <= had else asked)

    def name(self, unit: int) -> str:
        return str(self.structure.units["unit"].iloc[unit])


def _minimums(scenario: Scenario, maker: _Maker) -> Iterator[Held]:
    """A unit's minimum; a scenario's replaces the units table's. Of units that follow the default, `workload` means those whose work is named."""
    table = maker.structure.units["minimum_headcount"]
    everybody = np.ones(len(maker.natural), dtype=bool)
    need = needs(scenario.workload)
    for row, kind, asked in unit_bounds(scenario, maker.structure.units, UNIT_MINIMUMS):
        asked = need.get(maker.name(row)) if asked == BY_WORKLOAD else asked
        if asked is None and not table.isna().iloc[row]:
            asked, kind = int(table.iloc[row]), UNIT_MINIMUMS.of_table
        if asked is not None:
            yield maker.floor(kind, (maker.name(row),), row, everybody, asked)


def _skills(scenario: Scenario, people: pd.DataFrame, maker: _Maker) -> Iterator[Held]:
    """People with a skill, in a unit or in the ministry; skills are compared after NFC and case folding."""
    if not scenario.keep.skills:
        return
    code, lists = people["skills"].astype(str).factorize()
    folded = [{fold(part) for part in text.split(";")} for text in lists]
    holders: dict[str, npt.NDArray[np.bool_]] = {}
    units = {unit: row for row, unit in enumerate(maker.structure.units["unit"])}
    for i, asked in enumerate(scenario.keep.skills):
        wanted = fold(asked.skill)
        if wanted not in holders:
            holders[wanted] = np.array([wanted in own for own in folded], dtype=bool)[code]
        members = holders[wanted]
        row = WHOLE_MINISTRY if asked.unit is None else units[asked.unit]
        yield maker.floor(SKILLS, (entry_name(scenario.keep.skills, i), asked.unit or ""), row, members, asked.at_least)


def _positions(scenario: Scenario, maker: _Maker) -> Iterator[Held]:
    """People of a position level; per unit nobody is asked for more than the unit had."""
    for i, asked in enumerate(scenario.keep.positions):
        members = maker.structure.level == asked.level
        if asked.per == "ministry":
            yield maker.floor(POSITIONS, (entry_name(scenario.keep.positions, i), ""), WHOLE_MINISTRY, members, asked.at_least)
            continue
        had = np.bincount(maker.structure.unit_of[members], minlength=len(maker.structure.units))
        for row in np.flatnonzero(had):
            yield maker.floor(POSITIONS, (entry_name(scenario.keep.positions, i), maker.name(int(row))), int(row), members, min(asked.at_least, int(had[row])))
