"""A scenario joined with its roster and the law: everything that is known before anything is decided."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pandas as pd

from planner.core.dates import month_index
from planner.core.errors import InputError, Problem, problem
from planner.core.vocabulary import DECISION_INDEX, NATURAL, Decision
from planner.instance.answers import Answers
from planner.instance.deputies import Average, deputy_limits
from planner.instance.earlier_plan import Reference, reference_of
from planner.instance.floors import Held, exit_caps_of, floors_of, unit_bounds
from planner.instance.merit import merit_points
from planner.instance.natural import NaturalExits, natural_exits
from planner.instance.notes import grace_notes
from planner.instance.options import Options, build_options
from planner.instance.reorganise import Structure, structure_of
from planner.instance.seats import Moves, moves_of
from planner.policy.benefits import Benefits
from planner.policy.decrees.regime import DECREES, REGIMES, late_decision
from planner.policy.law.parameters import Law
from planner.policy.overrides import is_read, override_messages
from planner.policy.secondment import Secondment, secondments
from planner.roster.people.frame import Roster
from planner.scenario.checks import name_problems, overrides_of
from planner.scenario.lines import placed
from planner.scenario.load import LoadedScenario
from planner.scenario.model import Scenario
from planner.scenario.parts.workload import BY_WORKLOAD
from planner.scenario.places import located
from planner.scenario.requirement_kinds import UNIT_MINIMUMS

NAMED = 10
"""Units named in one sentence."""


@dataclass(frozen=True)
class Instance:
    """Scenario, roster, structure and law, and the options that follow.

    moves: the seats of units with room. reference: the plan to stay close to, where the scenario asks for it.
    secondments: the law's answer for each place that the scenario names.
    limits: what the goals of the first tiers may come to at worst (`tiers.limit_of`), one for each tier settled so far.
    offers: how many must leave by the end of each period, where everybody accepts, for the targets to be as sure as asked; empty without
    that.
    answers: what the law said, to be asked again. benefits: the law's answer for each period. nature: how and when people
    leave of themselves. merit: float64[n]. attention: bool[n], in an attention group.
    caps: int64[u], most deputies in each unit alone, -1 where none is asked. averages: units whose deputies the law averages.
    floors, exit_caps: who must remain, and how many may leave a unit in a period. warnings: what was noticed and did not
    stop. notes: what follows from the scenario without being written in it.
    """

    loaded: LoadedScenario
    roster: Roster
    structure: Structure
    law: Law
    benefits: tuple[Benefits, ...]
    nature: NaturalExits
    options: Options
    merit: npt.NDArray[np.float64]
    attention: npt.NDArray[np.bool_]
    caps: npt.NDArray[np.int64]
    floors: tuple[Held, ...]
    exit_caps: tuple[Held, ...]
    warnings: tuple[Problem, ...]
    moves: Moves
    answers: Answers
    averages: tuple[Average, ...] = ()
    notes: tuple[Problem, ...] = ()
    reference: Reference | None = None
    limits: tuple[int, ...] = ()
    offers: tuple[int, ...] = ()
    secondments: Mapping[str, Secondment] = field(default_factory=dict)

    @property
    def baseline(self) -> int:
        """What the targets are shares of: people present, or assigned posts (people present where a unit has none)."""
        if self.scenario.reduction.of == "headcount":
            return len(self.people)
        quota = self.structure.units["assigned_quota"]
        return int(np.where(quota.isna(), self.structure.headcount, quota.fillna(0)).sum())

    def leave_on(self, chosen: npt.NDArray[np.int64]) -> npt.NDArray[np.datetime64]:
        """The date of what is decided for each person, datetime64[D] (n,): the period's, a natural exit's own, NaT who stays.

        chosen: int64[n], option index for each person.
        """
        days = np.array([*(p.leave_on for p in self.scenario.periods), None], dtype="datetime64[D]")  # who has no period, -1, reads the last
        return np.where(np.isin(self.options.decision[chosen], NATURAL), self.nature.leave_on, days[self.options.period[chosen]])

    @property
    def retirement_month(self) -> npt.NDArray[np.int64]:
        """The retirement month of everybody, month indices (n,): the one that ends their work where the plan reaches it, else as
        the law counts it on the first leaving date."""
        retires = self.nature.due & (self.nature.decision == DECISION_INDEX[Decision.NORMAL_RETIREMENT])
        return np.where(retires, month_index(self.nature.leave_on) - 1, self.benefits[0].retirement_month)

    @property
    def scenario(self) -> Scenario:
        """What is asked."""
        return self.loaded.scenario

    @property
    def people(self) -> pd.DataFrame:
        """The roster's people."""
        return self.roster.people


def prepare(
    loaded: LoadedScenario,
    roster: Roster,
    law: Law | None = None,
    *,
    close_to: pd.DataFrame | None = None,
    answers: Answers | None = None,
) -> Instance:
    """The instance of a scenario and a roster. InputError lists names that the roster does not know.

    answers: what the law said of this roster before. close_to: the decisions of the plan that `stay_close` means; not looked at where the scenario lacks that key.
    """
    scenario = loaded.scenario
    file = loaded.path.name if loaded.path else "scenario"
    try:
        structure = structure_of(roster, scenario, file)
    except InputError as error:
        raise InputError(placed(located(error.problems, loaded.places), loaded.data, loaded.path)) from None
    people = roster.people
    groups, skills = (_entries(people[name]) for name in ("attention_groups", "skills"))
    faults = name_problems(scenario, file, list(structure.units["unit"]), set(people["employee_id"].tolist()), groups, skills)
    faults += list(_contradictions(scenario, people, file))
    if scenario.stay_close is not None and close_to is None:
        faults.append(problem("case.no_reference", file=file, column="stay_close"))
    if faults:
        raise InputError(placed(located(faults, loaded.places), loaded.data, loaded.path))
    answers = answers or Answers(roster, law)
    law = answers.law(overrides_of(scenario.law))
    benefits = tuple(answers.benefits(law, scenario.terms(period.leave_on)) for period in scenario.periods)
    nature = natural_exits(benefits)
    floors, exit_caps = floors_of(scenario, people, structure, nature.due), tuple(exit_caps_of(scenario, structure, nature.period))
    deputies = deputy_limits(scenario, structure, law)
    away = secondments(people, benefits[0].moment, list(scenario.secondment)) if scenario.secondment else {}
    options = build_options(people, structure, scenario, benefits, nature, away)
    near = scenario.stay_close is not None and close_to is not None
    reference = reference_of(close_to, people, structure, scenario, options) if near else None
    return Instance(
        loaded=loaded,
        roster=roster,
        structure=structure,
        law=law,
        benefits=benefits,
        nature=nature,
        options=options,
        merit=merit_points(people, structure.unit_of, scenario.merit),
        attention=people["attention_groups"].ne("").to_numpy(),
        caps=deputies.caps,
        averages=deputies.averages,
        notes=(*structure.notes, *grace_notes(scenario, structure.units, deputies.left_out, law, file)),
        floors=tuple(floors),
        exit_caps=exit_caps,
        warnings=(*roster.problems, *_uncorrected(scenario, roster, file), *_assumptions(scenario, law, benefits, file), *_law_warnings(benefits, file), *_late(scenario, file), *_eased((*floors, *exit_caps), file), *_without_work(scenario, structure, file), *_pairs(scenario, people, nature.due, file)),
        moves=moves_of(options, people, structure, scenario, floors, None if reference is None else reference.sent_to),
        answers=answers,
        reference=reference,
        secondments=away,
    )


def _entries(lists: pd.Series) -> set[str]:
    """Everything that stands in a column of lists."""
    return {entry for entry in lists.dropna().astype(str).drop_duplicates().str.split(";").explode().str.strip() if entry}


def _uncorrected(scenario: Scenario, roster: Roster, file: str) -> Iterator[Problem]:
    """A warning where the scenario names a ledger and the roster holds none of it (the app takes its own desk's ledger)."""
    if scenario.corrections is not None and not roster.corrections:
        yield problem("case.no_corrections", file=file, column="corrections", severity="warning", name=scenario.corrections)


def _eased(bounds: Sequence[Held], file: str) -> Iterator[Problem]:
    """A warning for each number that natural exits alone make impossible."""
    for bound in bounds:
        if bound.held != bound.asked:
            key, place = "case.floor_lowered" if bound.held < bound.asked else "case.cap_raised", bound.kind.path(bound.scope)
            scope = bound.kind.shown(bound.scope) or "-"
            yield problem(key, file=file, column=place, severity="warning", scope=scope, asked=bound.asked, left=bound.held)


def _without_work(scenario: Scenario, structure: Structure, file: str) -> Iterator[Problem]:
    """A warning where units are to keep what their work takes and no work of theirs is named: they keep what the units table says."""
    rows = unit_bounds(scenario, structure.units, UNIT_MINIMUMS) if scenario.workload else ()
    named, units = {work.unit for work in scenario.workload}, structure.units["unit"].astype(str).tolist()
    without = [units[row] for row, _, asked in rows if asked == BY_WORKLOAD and units[row] not in named]
    if without:
        yield problem("case.units_without_work", file=file, column="units.default.minimum_headcount", severity="warning", count=len(without), units=", ".join(without[:NAMED]))


def _pairs(scenario: Scenario, people: pd.DataFrame, natural: npt.NDArray[np.bool_], file: str) -> Iterator[Problem]:
    """A warning for each pair of `keep.succession` that natural exits settle."""
    leaving = set(people.loc[natural, "employee_id"])
    for i, pair in enumerate(scenario.keep.succession):
        if pair.keep in leaving:
            key = "case.pair_dropped" if pair.if_leaves in leaving else "case.successor_leaves"
            yield problem(key, file=file, column=f"keep.succession.{i + 1}", severity="warning", person=pair.if_leaves, keep=pair.keep)


def _assumptions(scenario: Scenario, law: Law, benefits: tuple[Benefits, ...], file: str) -> Iterator[Problem]:
    """A warning for each what-if on the law, and for each that no leaving date reads."""
    computed = {REGIMES[code] for benefit in benefits for code in np.unique(benefit.regime)}
    for i, (item, said) in enumerate(zip(scenario.law, override_messages(law), strict=True)):
        yield Problem(said, file=file, column=f"law.{i + 1}", severity="warning")
        head = item.parameter.partition(".")[0]
        other_decree = head in DECREES and head not in computed and ".period." not in item.parameter
        if other_decree or not any(is_read(law, item.parameter, item.since, period.leave_on) for period in scenario.periods):
            yield problem("law.override_idle", file=file, column=f"law.{i + 1}.from", severity="warning", name=item.parameter, since=item.since)


def _law_warnings(benefits: tuple[Benefits, ...], file: str) -> Iterator[Problem]:
    said = [m for b in benefits for m in b.warnings]
    for message in (m for at, m in enumerate(said) if m not in said[:at]):
        yield Problem(message, file=file, column="regime", severity="warning")


def _late(scenario: Scenario, file: str) -> Iterator[Problem]:
    """A warning where people leave before the decision is dated; of several such periods the first is named."""
    message = late_decision(scenario.terms(scenario.periods[0].leave_on))
    if message is not None:
        yield Problem(message, file=file, column="decided_on", severity="warning")


def _contradictions(scenario: Scenario, people: pd.DataFrame, file: str) -> Iterator[Problem]:
    """People whom the roster releases and the scenario keeps."""
    released = set(people.loc[people["lock"].eq("leave"), "employee_id"])
    for i, person in enumerate(scenario.keep.people):
        if person in released:
            yield problem("case.keep_and_leave", file=file, column=f"keep.people.{i + 1}", name=person)
