"""What each requirement costs: the best plan without it, solved, less the plan. `planner prices`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from planner.core.vocabulary import AWAY, CHOSEN, EXITS
from planner.instance.floors import vacant_of
from planner.instance.instance import prepare
from planner.instance.options import Bar
from planner.optimise.lexicographic import sent
from planner.optimise.model.build import build
from planner.optimise.model.changes import without_rows
from planner.optimise.model.rows import Model, RowName
from planner.optimise.solve.again import Repriced
from planner.optimise.solve.price_bound import priced_bound
from planner.optimise.solve.result import Solution
from planner.optimise.solve.search.softly import SoftParts
from planner.plan.plan import Run
from planner.scenario.requirement_kinds import KEPT_PEOPLE, KEY_ROLES, LOCK, ROOM, TWINS, Counts, Dim, Kind
from planner.service.beyond.case import LARGE, Case
from planner.service.beyond.side_by_side import SideBySide
from planner.service.saved_runs import chosen_options

COLUMNS = ("requirement", "scope", "objective_gain", "merit", "cost_vnd", "involuntary", "leavers", "gap", "proven", "gain_at_most")
FIGURES = ("merit", "cost_vnd", "involuntary", "leavers")
SHARE, PART = 0.00005, 0.05
"""In larger ministries a gain counts as known within this share of the plan's worth, or within this part of itself; in smaller ones within the scenario's gap."""
FAR = 40
"""From so many times that on, what the prices at hand allow says little of the gain: a rough answer comes first."""
EVERY_ROW = 100
"""In ministries of up to so many people each row is solved without; in larger ones those that the prices or the plan show to bind."""


@dataclass(frozen=True)
class Question:
    """The model without one requirement. kind: its record. always: told even at a gain of 0. at_most: the proven bound of the gain before solving."""

    kind: Kind
    requirement: str
    scope: str
    model: Model
    of: Case
    always: bool
    at_most: float

    def known(self, gain: float) -> float:
        """How near a gain must be known to be proven, in points."""
        if self.of.people <= LARGE:
            return self.of.tolerance
        return max(self.of.tolerance, SHARE * abs(self.of.objective), PART * gain)

    def is_proven(self, found: Solution) -> bool:
        """Whether a plan without the requirement is proven as near to the best one as its gain is to be known."""
        if found.objective is None or found.gap is None:
            return False
        known = self.known(max(0.0, found.objective - self.of.objective))
        return found.gap <= self.of.relative_gap or (found.bound is not None and found.bound - found.objective <= known)


@dataclass(frozen=True)
class Prices:
    """table: `COLUMNS`, a row a requirement that binds and a row a lock, largest gain first. Figures are those of the plan
    without the requirement less those of the plan, empty where none was solved in the time."""

    table: pd.DataFrame

    @property
    def unproven(self) -> int:
        """Rows that were not proven in the time."""
        return int((~self.table["proven"]).sum())


def prices(case: Case, *, workers: int = 1, progress: Callable[[int, int], None] | None = None) -> Prices:
    """The price of every requirement of the plan, dearest (by what the prices at hand allow) solved first.

    progress: called with (solved, to solve).
    """
    asked, found = solved_without(case, workers=workers, progress=progress)
    rows = [row for q in asked if (row := _row(q, found.get(id(q)))) is not None]
    table = pd.DataFrame(rows, columns=list(COLUMNS)).astype(
        {"cost_vnd": "Int64", "involuntary": "Int64", "leavers": "Int64", "proven": bool}
    )
    return Prices(table.sort_values("objective_gain", ascending=False, kind="stable", na_position="last").reset_index(drop=True))


def solved_without(
    case: Case, *, every: bool = False, workers: int = 1, progress: Callable[[int, int], None] | None = None
) -> tuple[list[Question], dict[int, Solution]]:
    """(every question, by the `id` of a question the plan without its requirement: of those that may bind, as far as time
    allowed). Dearest first, by what the prices at hand allow.

    every: also of those whose own prices prove that the gain is less than can be told.
    """
    asked = sorted([*_of_rows(case), *_of_twins(case), *_of_bars(case), *_of_locks(case)], key=lambda q: -q.at_most)
    open_questions = [q for q in asked if q.at_most > q.known(0.0)]
    repriced = _repriced(case, open_questions)
    soft = None if repriced is None else repriced.soft(case.model.rows.lower, case.model.rows.upper, case.choice)
    nearer: dict[int, Question] = {}
    found: dict[int, Solution] = {}

    def ask(place: int) -> tuple[float, Solution | None] | None:
        if case.left() <= 0:
            return None
        question, start = _nearer(open_questions[place], repriced)
        return question.at_most, _solved(question, start, soft) if every or question.at_most > question.known(0.0) else None

    with SideBySide(ask, workers) as crew:
        for done, (place, answer) in enumerate(crew.answers(range(len(open_questions))), 1):
            if answer is not None:
                before = open_questions[place]
                nearer[id(before)] = question = replace(before, at_most=answer[0])
                if answer[1] is not None:
                    found[id(question)] = answer[1]
            if progress is not None:
                progress(done, len(open_questions))
    return [nearer.get(id(q), q) for q in asked], found


def _repriced(case: Case, questions: list[Question]) -> Repriced | None:
    """The plan's relaxation, from which that without a row is one step; None where no question is one, or as `Case.repriced`."""
    rows = case.model.rows
    return case.repriced(case.model, rows.lower, rows.upper) if any(_of_case(q, case) for q in questions) else None


def _of_case(q: Question, case: Case) -> bool:
    """Whether a question is the plan's own model with other sides of its rows."""
    return q.model.allowed is case.model.allowed


def _nearer(q: Question, repriced: Repriced | None) -> tuple[Question, Solution | None]:
    """The question with what prices of its own prove of the gain, and where to start from."""
    if repriced is None or not _of_case(q, q.of):
        return q, None
    priced = repriced.priced(q.model.rows.lower, q.model.rows.upper)
    if priced is None:
        return q, None
    at_most = min(q.at_most, priced_bound(q.model, priced.prices) - q.of.objective)
    return replace(q, at_most=at_most), replace(q.of.start(q.model), prices=priced.prices, likely=priced.used, priced=True)


def _solved(q: Question, start: Solution | None = None, soft: SoftParts | None = None) -> Solution:
    """The best plan without a requirement, as near as its gain is to be known. start: prices of its own, where there are. soft: relaxations of parts."""
    near = q.known(0.0)
    if q.at_most > FAR * near:
        rough = q.of.solved(q.model, absolute_gap=q.at_most / FAR, start=start, soft=soft)
        if rough.objective is None or rough.bound is None:
            return rough
        near, start = q.known(rough.objective - q.of.objective), rough
        if rough.bound - rough.objective <= near:
            return rough
    return q.of.solved(q.model, absolute_gap=near, start=start, soft=soft)


def _row(q: Question, found: Solution | None) -> dict[str, Any] | None:
    """The row of a question; None where it does not bind and need not be told."""
    named = {"requirement": q.requirement, "scope": q.scope}
    if found is None or found.chosen is None or found.objective is None or found.gap is None:
        if q.at_most <= q.known(0.0):
            if not q.always and q.at_most <= q.of.tolerance:
                return None
            zero, most = dict.fromkeys(FIGURES, 0), max(0.0, q.at_most)  # the best plan without it that is known is the plan itself
            return {**named, "objective_gain": 0.0, **zero, "gap": most / max(1.0, abs(q.of.objective)), "proven": True, "gain_at_most": most}
        return {**named, "gap": None, "proven": False, "gain_at_most": q.at_most}
    gain = max(0.0, found.objective - q.of.objective)
    if found.bound is not None and found.bound - q.of.objective <= 2 * q.of.tolerance and not q.always:  # both are known that well
        return None
    here, before = q.of.figures(found.chosen), q.of.figures(q.of.chosen)
    more = {name: here[name] - before[name] for name in FIGURES}
    at_most = min(q.at_most, found.bound - q.of.objective) if found.bound is not None else q.at_most
    return {**named, "objective_gain": gain, **more, "gap": found.gap, "proven": q.is_proven(found), "gain_at_most": max(gain, at_most)}


def _of_rows(case: Case) -> Iterator[Question]:
    """A question a row that may bind; of moves only the scenario's own number is dropped, vacant posts stay the limit."""
    model, rows = case.model, case.model.rows
    x = np.zeros(len(model.gain))
    x[case.choice] = 1.0
    activity = np.asarray(rows.matrix @ x)
    largest = abs(rows.matrix).max(axis=1).toarray().reshape(-1) if rows.matrix.nnz else np.zeros(len(rows.names))
    slack = np.minimum(rows.upper - activity, activity - rows.lower)
    vacant = vacant_of(case.run.instance.structure)
    unit_row = {str(unit): i for i, unit in enumerate(case.run.instance.structure.units["unit"])}
    for r, name in enumerate(rows.names):
        if name.kind.always or name.kind == TWINS or name.kind.counts is Counts.POINTS or Dim.GOAL in name.kind.scope:
            continue
        tight = slack[r] < (largest[r] if name.kind.counts in (Counts.VND, Counts.RATE) else 1)
        if not (case.prices[r] or tight or case.people <= EVERY_ROW):
            continue
        requirement = name.requirement
        if name.kind == ROOM:
            if case.run.instance.scenario.redeploy.at_most_per_unit is None:
                continue
            requirement = ".".join(str(step) for step in name.number)
            changed = _with_upper(model, r, float(vacant[unit_row[str(name.at(Dim.UNIT))]]))
        else:
            changed = without_rows(model, np.array([r]))
        yield Question(name.kind, requirement, name.shown, changed, case, False, priced_bound(changed, case.prices) - case.objective)


def _of_twins(case: Case) -> Iterator[Question]:
    """Equal cases decided alike, all of them at once."""
    rows = np.flatnonzero(case.model.rows.where(lambda kind: kind == TWINS))
    if len(rows):
        changed = without_rows(case.model, rows)
        yield Question(TWINS, RowName(TWINS, ("", "")).requirement, "", changed, case, False, priced_bound(changed, case.prices) - case.objective)


def _with_upper(model: Model, row: int, most: float) -> Model:
    upper = model.rows.upper.copy()
    upper[row] = max(most, upper[row])
    return replace(model, rows=model.rows.between(model.rows.lower, upper))


def _of_bars(case: Case) -> Iterator[Question]:
    """Key roles together, and each person whom the scenario keeps by name."""
    options = case.run.instance.options
    for bar, kind in ((Bar.KEY_ROLE, KEY_ROLES), (Bar.KEEP_PEOPLE, KEPT_PEOPLE)):
        freed = np.flatnonzero(options.barred == int(bar))
        groups = (
            [("", freed)]
            if kind == KEY_ROLES
            else [(str(case.ids[p]), freed[options.person[freed] == p]) for p in np.unique(options.person[freed])]
        )
        for person, own in groups:
            if len(own):
                yield _lifted(case, RowName(kind, (person,)), own, always=False)


def _of_locks(case: Case) -> Iterator[Question]:
    """Each person with a lock, as if there were none: kept people may leave, people who are let go may stay or move."""
    locks = case.run.instance.people["lock"].astype(str).to_numpy()
    locked = np.flatnonzero(np.isin(locks, ("keep", "leave")))
    if not len(locked):
        return
    free, barred = _unlocked(case, locks)
    for person in locked.tolist():
        own = slice(free.model.start[person], free.model.start[person + 1])
        lifted = np.flatnonzero(barred[own]) + own.start
        yield _lifted(free, RowName(LOCK, (str(case.ids[person]),)), lifted, always=True)


def _lifted(case: Case, name: RowName, options: npt.NDArray[np.int64], *, always: bool) -> Question:
    allowed = case.model.allowed.copy()
    allowed[options] = True
    changed = replace(case.model, allowed=allowed)
    return Question(name.kind, name.requirement, name.shown, changed, case, always, priced_bound(changed, case.prices) - case.objective)


def _unlocked(case: Case, locks: npt.NDArray[np.object_]) -> tuple[Case, npt.NDArray[np.bool_]]:
    """(the case on a roster without locks, where what locks forbid is forbidden all the same; bool[m], what that is)."""
    instance = case.run.instance
    roster = replace(instance.roster, people=instance.people.assign(lock="none"))
    near = None if instance.reference is None else instance.reference.decisions
    free = replace(
        prepare(instance.loaded, roster, close_to=near, answers=instance.answers), limits=instance.limits, offers=instance.offers
    )
    assert case.run.decisions is not None
    chosen, to_unit = chosen_options(free, case.run.decisions)
    options = free.options
    lock = locks[options.person]
    kept = (lock == "keep") & np.isin(options.decision, np.concatenate([CHOSEN, AWAY]))
    gone = (lock == "leave") & ~np.isin(options.decision, EXITS)
    model = build(free)
    barred = np.zeros(len(model.gain), dtype=bool)
    barred[: len(options)] = (kept | gone) & (options.barred == 0)
    worth = dict(zip(case.model.rows.names, case.prices.tolist(), strict=True))
    known = np.array([worth.get(name, 0.0) for name in model.rows.names])
    run = Run(sent(free, chosen, to_unit), replace(case.run.plan, chosen=chosen, prices=known), case.run.summary, case.run.decisions)
    other = Case(run, case.ends)
    other.__dict__["model"] = replace(model, allowed=model.allowed & ~barred)
    return other, barred
