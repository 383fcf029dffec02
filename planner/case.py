"""A scenario joined with its roster and the law: everything that is known before anything is decided."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from planner.errors import InputError, Problem, problem
from planner.merit import merit_points
from planner.options import Options, build_options, natural_exits
from planner.policy.benefits import Benefits, compute_facts, facts_of
from planner.policy.organisation import deputy_caps
from planner.policy.parameters import Law, load_law
from planner.reorganise import Structure, structure_of
from planner.roster.frame import Roster
from planner.scenario.checks import name_problems
from planner.scenario.load import LoadedScenario
from planner.scenario.model import Scenario


@dataclass(frozen=True)
class Case:
    """Scenario, roster, structure and law, and the options that follow.

    benefits: the law's answer for each period. merit: float64[n]. attention: bool[n], in an attention group.
    caps: int64[u], most deputies in each unit, -1 where none is asked. warnings: what was noticed and did not stop.
    """

    loaded: LoadedScenario
    roster: Roster
    structure: Structure
    law: Law
    benefits: tuple[Benefits, ...]
    options: Options
    merit: npt.NDArray[np.float64]
    attention: npt.NDArray[np.bool_]
    caps: npt.NDArray[np.int64]
    warnings: tuple[Problem, ...]

    @property
    def scenario(self) -> Scenario:
        """What is asked."""
        return self.loaded.scenario

    @property
    def people(self) -> pd.DataFrame:
        """The roster's people."""
        return self.roster.people


def prepare(loaded: LoadedScenario, roster: Roster, law: Law | None = None) -> Case:
    """The case of a scenario and a roster. InputError lists names that the roster does not know."""
    scenario = loaded.scenario
    file = loaded.path.name if loaded.path else "scenario"
    refused = list(_not_yet_honoured(scenario, file))
    if refused:
        raise InputError(refused)
    structure = structure_of(roster, scenario, file)
    people = roster.people
    groups = set(people["attention_groups"].str.split(";").explode().dropna()) - {""}
    faults = name_problems(scenario, file, list(structure.units["unit"]), set(people["employee_id"]), groups)
    faults += list(_contradictions(scenario, people, file))
    if faults:
        raise InputError(faults)
    law = law or load_law()
    facts = facts_of(people, law)
    benefits = tuple(
        compute_facts(
            facts,
            period.leave_on,
            decided_on=scenario.decided_on,
            snapshot_on=scenario.snapshot_on,
            reorganised_on=scenario.reorganised_on,
            regime=scenario.regime,
        )
        for period in scenario.periods
    )
    case = Case(
        loaded=loaded,
        roster=roster,
        structure=structure,
        law=law,
        benefits=benefits,
        options=build_options(people, scenario, benefits),
        merit=merit_points(people, structure.unit_of, scenario.merit),
        attention=people["attention_groups"].ne("").to_numpy(),
        caps=_caps(scenario, structure, law),
        warnings=(*roster.problems, *_law_warnings(benefits, file)),
    )
    lowered = _lowered_minimums(case, file)
    return replace(case, warnings=(*case.warnings, *lowered)) if lowered else case


def unit_bounds(scenario: Scenario, units: pd.DataFrame, key: str) -> Iterator[tuple[int, str, Any]]:
    """(unit row, key path, bound or None) of a key of `units`; `by_unit` overrides `default` key by key."""
    default = getattr(scenario.units.default, key)
    for row, unit in enumerate(units["unit"]):
        own = scenario.units.by_unit.get(unit)
        if own is not None and key in own.model_fields_set:
            yield row, f"units.by_unit.{unit}.{key}", getattr(own, key)
        else:
            yield row, f"units.default.{key}", default


def minimum_floors(case: Case) -> list[tuple[int, str, int, int]]:
    """(unit row, key path, minimum asked, minimum that holds) for each unit with a minimum.

    A scenario's minimum replaces the units table's. Where natural exits alone take a unit below a minimum that it
    had, what they leave is the minimum.
    """
    natural, _ = natural_exits(case.benefits)
    structure = case.structure
    staying = np.bincount(structure.unit_of[natural < 0], minlength=len(structure.units))
    table = structure.units["minimum_headcount"]
    floors = []
    for row, path, asked in unit_bounds(case.scenario, structure.units, "minimum_headcount"):
        if asked is None:
            if table.isna().iloc[row]:
                continue
            asked, path = int(table.iloc[row]), "units.minimum_headcount"
        had_it = asked <= int(structure.headcount[row])
        floors.append((row, path, asked, min(asked, int(staying[row])) if had_it else asked))
    return floors


def _lowered_minimums(case: Case, file: str) -> list[Problem]:
    return [
        problem("case.minimum_lowered", file=file, column=path, severity="warning", unit=case.structure.units["unit"].iloc[row], asked=asked, left=held)
        for row, path, asked, held in minimum_floors(case)
        if held < asked
    ]


def _law_warnings(benefits: tuple[Benefits, ...], file: str) -> Iterator[Problem]:
    for message in dict.fromkeys(m for b in benefits for m in b.warnings):
        yield Problem(message, file=file, column="regime", severity="warning")


def _caps(scenario: Scenario, structure: Structure, law: Law) -> npt.NDArray[np.int64]:
    """Most deputies that each unit may retain; -1 where the scenario asks for no cap."""
    if scenario.deputies == "law":
        return deputy_caps(structure.units, scenario.periods[-1].leave_on, law)
    cap = -1 if scenario.deputies == "ignore" else scenario.deputies
    return np.full(len(structure.units), cap, dtype=np.int64)


def _contradictions(scenario: Scenario, people: pd.DataFrame, file: str) -> Iterator[Problem]:
    """People whom the roster releases and the scenario keeps."""
    released = set(people.loc[people["lock"].eq("leave"), "employee_id"])
    for i, person in enumerate(scenario.keep.people):
        if person in released:
            yield problem("case.keep_and_leave", file=file, column=f"keep.people.{i}", name=person)


def _not_yet_honoured(scenario: Scenario, file: str) -> Iterator[Problem]:
    """Parts of the schema that the model does not take in yet: refused, never ignored."""
    asked = {
        "keep.skills": bool(scenario.keep.skills),
        "keep.positions": bool(scenario.keep.positions),
        "redeploy.allowed": scenario.redeploy.allowed,
        "fairness": bool(scenario.fairness),
        "reduction.of": scenario.reduction.of == "quota",
    }
    for key, given in asked.items():
        if given:
            yield problem("scenario.not_yet_honoured", file=file, column=key)
