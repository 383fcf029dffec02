"""A scenario joined with its roster and the law: everything that is known before anything is decided."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from planner.errors import InputError, Problem, problem
from planner.floors import Floor, floors_of
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
    caps: int64[u], most deputies in each unit, -1 where none is asked. floors: who must remain. warnings: what was noticed and did not stop.
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
    floors: tuple[Floor, ...]
    warnings: tuple[Problem, ...]

    @property
    def baseline(self) -> int:
        """What the targets are shares of: people present, or assigned posts (people present where a unit has none)."""
        if self.scenario.reduction.of == "headcount":
            return len(self.people)
        quota = self.structure.units["assigned_quota"]
        return int(np.where(quota.isna(), self.structure.headcount, quota.fillna(0)).sum())

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
    natural, _ = natural_exits(benefits)
    floors = floors_of(scenario, people, structure, natural >= 0)
    return Case(
        loaded=loaded,
        roster=roster,
        structure=structure,
        law=law,
        benefits=benefits,
        options=build_options(people, structure, scenario, benefits),
        merit=merit_points(people, structure.unit_of, scenario.merit),
        attention=people["attention_groups"].ne("").to_numpy(),
        caps=_caps(scenario, structure, law),
        floors=tuple(floors),
        warnings=(*roster.problems, *_law_warnings(benefits, file), *_lowered(floors, file)),
    )


def _lowered(floors: list[Floor], file: str) -> Iterator[Problem]:
    """A warning for each floor that natural exits alone make impossible."""
    for floor in floors:
        if floor.held < floor.asked:
            yield problem("case.floor_lowered", file=file, column=floor.path, severity="warning",
                          scope=floor.scope or "-", asked=floor.asked, left=floor.held)  # fmt: skip


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
