"""A plan made by hand against the best one: what it breaks, or how far it is from the best. `planner measure`."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from planner.check import lawful, requirements
from planner.check.view import View, view_of
from planner.core.errors import InputError, Problem, problem
from planner.core.files import atomic_path
from planner.core.vocabulary import Decision
from planner.instance.instance import Instance, prepare
from planner.optimise.model.build import build, choice_of
from planner.optimise.model.rows import RowName
from planner.optimise.solve.exact_check import keeps, objective_of
from planner.optimise.solve.result import Progress
from planner.roster.people.frame import Roster
from planner.scenario.load import LoadedScenario
from planner.scenario.requirement_kinds import KEPT_PEOPLE, KEY_ROLES, LAW, LOCK
from planner.service.beyond.amounts import COST, MERIT, amount_of
from planner.service.beyond.case import Case
from planner.service.beyond.folders import results_folder
from planner.service.beyond.frontier import PROVEN_GAP, at_least
from planner.service.beyond.handmade import HandTable, decided, read_table
from planner.service.beyond.tables import as_json
from planner.service.run import Request, make_run
from planner.service.saved_runs import chosen_options

FILES = ("measure.json",)
OF_PERSON = {
    "check.key_role": KEY_ROLES.path(("",)), "check.person_kept": KEPT_PEOPLE.path(("",)), "check.locked_keep": LOCK.path(("",)),
    "check.locked_leave": LOCK.path(("",)), "check.route_not_listed": "routes", "check.move_not_allowed": "redeploy.allowed",
    "check.secondment_not_asked": "secondment", "check.not_secondable": "secondment",
}  # fmt: skip
"""The key of what a decision about one person breaks; the law where it is none of these."""


@dataclass(frozen=True)
class Breach:
    """requirement: key path, `law` where a decree is broken. scope: unit, period, group or person."""

    requirement: str
    scope: str
    problem: Problem


@dataclass(frozen=True)
class Measured:
    """breaches: of law and requirements. The rest only where there are none: the plan's objective, that of the best plan found
    and its proven bound, the plan's loss gap, and two points of the frontier with whether they are proven.

    undecided: people of whom the file says nothing.
    """

    breaches: tuple[Breach, ...]
    undecided: int
    objective: float | None = None
    best: float | None = None
    bound: float | None = None
    loss_gap: float | None = None
    same_merit_least_cost_vnd: int | None = None
    same_cost_most_merit: float | None = None
    cost_vnd: int | None = None
    merit: float | None = None
    proven: bool = False

    def as_dict(self, lang: str) -> dict[str, Any]:
        """The mapping of `measure.json`."""
        told = [{"requirement": b.requirement, "scope": b.scope, "message": b.problem.message.render(lang)} for b in self.breaches]
        names = (
            "undecided",
            "objective",
            "best",
            "bound",
            "loss_gap",
            "same_merit_least_cost_vnd",
            "same_cost_most_merit",
            "cost_vnd",
            "merit",
            "proven",
        )
        return {"breaches": told, **{name: getattr(self, name) for name in names}}


def measure(
    loaded: LoadedScenario,
    roster: Roster,
    handmade: Path,
    *,
    time_limit_s: float,
    close_to: pd.DataFrame | None = None,
    stage: Callable[[str], None] = lambda name: None,
    progress: Callable[[Progress], None] | None = None,
) -> Measured:
    """The measure of a table of decisions (`handmade.read_table`) by a scenario. InputError where it cannot be read.

    stage: told what is done from now on (`checking`, `planning`, `beside`); progress: how far the best plan is.
    """
    ends = time.monotonic() + time_limit_s
    stage("checking")
    table = read_table(handmade)
    instance = prepare(loaded, roster, close_to=close_to)
    hand = _examined(instance, table)
    if hand.choice is None:
        return Measured(hand.breaches, hand.undecided)
    stage("planning")
    run = make_run(Request(loaded, roster, time_limit_s / 2, close_to=close_to, answers=instance.answers, explain=False, progress=progress))
    if run.plan.chosen is None:  # no plan was found in the time: the one at hand is the best that is known
        own = objective_of(build(instance), hand.choice)
        return Measured((), hand.undecided, own, own, run.plan.bound, None)
    stage("beside")
    return _beside(Case(run, ends), hand)


def measured_beside(case: Case, table: HandTable) -> Measured:
    """The measure of a table of decisions by the scenario, the people and the rules of a plan at hand, which is the best that is
    known. InputError where it cannot be read."""
    hand = _examined(case.run.instance, table)
    return Measured(hand.breaches, hand.undecided) if hand.choice is None else _beside(case, hand)


@dataclass(frozen=True)
class _Hand:
    """A plan by hand. choice: as the model takes it; None where something is broken."""

    breaches: tuple[Breach, ...]
    undecided: int
    choice: npt.NDArray[np.int64] | None


def _examined(instance: Instance, table: HandTable) -> _Hand:
    if instance.scenario.tiers:
        raise InputError(problem("beyond.measure.tiers", column="tiers"))
    decisions, undecided = decided(table, instance)
    breaches = tuple(breaches_of(instance, decisions))
    if breaches:
        return _Hand(breaches, undecided, None)
    choice = choice_of(instance, *chosen_options(instance, decisions))
    assert keeps(build(instance), choice), "the checker and the rows say the same of every plan"
    return _Hand((), undecided, choice)


def _beside(case: Case, hand: _Hand) -> Measured:
    """How far a plan by hand that breaks nothing is from the best, and the two points of the frontier that are next to it."""
    assert hand.choice is not None
    model, plan, own = case.model, case.run.plan, objective_of(case.model, hand.choice)
    best, bound = max(own, case.objective), max(own, case.objective if plan.bound is None else plan.bound)
    cost, merit = amount_of(case, COST), amount_of(case, MERIT)
    start = replace(case.start(model), chosen=hand.choice)
    cheap = at_least(case, cost, merit, merit.whole(hand.choice), start)
    good = at_least(case, merit, cost, cost.whole(hand.choice), start)
    assert cheap.chosen is not None and good.chosen is not None
    points = all(found.gap is not None and found.gap <= PROVEN_GAP for found in (cheap, good))
    return Measured(
        (), hand.undecided, own, best, bound, max(0.0, bound - own) / max(1.0, model.ceiling - bound), cost.whole(cheap.chosen),
        float(merit.shown(merit.whole(good.chosen))), cost.whole(hand.choice), float(merit.shown(merit.whole(hand.choice))),
        points and plan.gap is not None and plan.gap <= case.relative_gap,
    )  # fmt: skip


def write_measure(found: Measured, out: Path, lang: str) -> None:
    """`measure.json` into `out`, as a whole. InputError where it holds other things."""
    with results_folder(out, FILES) as folder, atomic_path(folder / FILES[0]) as temporary:
        temporary.write_text(as_json(found.as_dict(lang)) + "\n", encoding="utf-8")


def breaches_of(instance: Instance, decisions: pd.DataFrame) -> Iterator[Breach]:
    """Every breach of law and requirement by decisions (`handmade.COLUMNS`), found by counting people; no option is looked at.

    Money of an exit that the law does not open counts as 0.
    """
    view, faults = _view(instance, decisions)
    yield from (Breach(LAW.path(("",)), "", fault) for fault in faults)
    if view is None:
        return
    for check in (_check_periods, *(c for c in lawful.CHECKS if c not in (lawful.check_dates, lawful.check_money))):
        for fault in check(view):
            person = "" if fault.person is None else str(view.ids[fault.person])
            yield Breach(OF_PERSON.get(fault.message.key, LAW.path(("",))), person, fault)
    names = build(instance).rows.names
    for rule in requirements.CHECKS:
        yield from (_of_requirement(fault, names) for fault in rule(view))


def _view(instance: Instance, decisions: pd.DataFrame) -> tuple[View | None, list[Problem]]:
    """The decisions as the checker sees them, with the money and the marks that law and roster give."""
    units = instance.structure.units["unit"].to_numpy(dtype=object)[instance.structure.unit_of]
    asked = decisions.assign(unit=units, leave_on="", cost_vnd=0, involuntary="false", regime="", legal_basis="")
    view, faults = view_of(instance.scenario, instance.people, instance.structure, instance.benefits, instance.caps, asked)
    if view is None:
        return None, faults
    earlier = None if instance.reference is None else instance.reference.decisions
    view = replace(view, merit=instance.merit, reference=earlier)
    open_to = view.leaves & (view.period >= 0) & view.of_law("eligible").astype(bool)
    cost = np.where(open_to, view.of_law("total_vnd"), 0).astype(np.int64)
    for where, secondment in instance.secondments.items():
        here = view.decision == Decision(f"secondment_{where}").value
        cost[here] = secondment.once_vnd[here]
    forced = np.isin(view.decision, lawful.CHOSEN) & ~lawful.willing(view)
    return replace(view, cost=cost, involuntary=forced), []


def _check_periods(view: View) -> Iterator[Problem]:
    """Exits have a period, those who stay have none; a move is in the first and names a unit."""
    moves = view.decision == Decision.REDEPLOY.value
    wrong = (
        (view.leaves & (view.period < 0))
        | ((view.decision == Decision.RETAIN.value) & (view.period >= 0))
        | ((moves | view.away) & (view.period != 0))
    )
    for i in np.flatnonzero(wrong):
        yield replace(problem("check.period_wrong", person=view.ids[i]), person=int(i))
    for i in np.flatnonzero(moves != (view.to_unit >= 0)):
        yield replace(problem("check.move_wrong", person=view.ids[i]), person=int(i))


def _of_requirement(fault: Problem, names: Sequence[RowName]) -> Breach:
    """The breach of a requirement with its row's own key and scope; of what has no row, with the key that the fault names."""
    for name in names:
        if fault.about == (name.kind.name, *map(str, name.scope)):
            return Breach(name.requirement, name.shown, fault)
    return Breach("" if fault.column is None else str(fault.column), " ".join(filter(None, (fault.about or ())[1:])), fault)
