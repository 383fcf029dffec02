"""Who leaves in every plan that is nearly as good as the best, who in none, and who in some: `planner contested`.

The plan itself shows one side of everybody. What it takes to know the other side, cheapest first: the prices (a proof that no
good plan has it), changes of one or two people (a plan that has it), plans that have it for as many people as possible at
once, and at last a plan with the person forced.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pandas as pd

from planner.optimise.model.changes import among, with_gain, with_row
from planner.optimise.solve.either_way import exchanged, most_with
from planner.optimise.solve.exact_check import keeps, objective_of
from planner.optimise.solve.presolve.reduce import person_of
from planner.optimise.solve.price_bound import priced_bound
from planner.optimise.solve.result import Solution
from planner.optimise.solve.search.core import option_excess
from planner.service.beyond.case import Case
from planner.service.beyond.side_by_side import SideBySide

CORE, SAFE, CONTESTED = "core", "safe", "contested"
PLAN, PRICES, WITNESS, SOLVE, OPEN = "plan", "prices", "witness", "solve", "open"
COLUMNS = ("employee_id", "class", "best_if_leaves", "best_if_stays", "proven", "settled_by", "at_most_if_leaves", "at_most_if_stays")
EXACT_PEOPLE = 100
"""In so small a ministry the best plan of everybody's other side is solved, whatever the class."""
TOGETHER_S, FORCED_S = 3.0, 20.0
NEARER = (0.1, 0.01, 0.0)
"""How near to its bound a forced plan is looked for at first, and then where that left it open: shares of the points."""
LEAST_TOGETHER = 3
"""Plans for many people at once are looked for as long as one shows so many."""
UNITS = 2.0**20

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Contested:
    """table: `COLUMNS`, a row a person in the roster's order. least: what a plan must be worth to count. by: how many
    people's other side was settled by what."""

    table: pd.DataFrame
    least: float
    by: dict[str, int]

    @property
    def classes(self) -> dict[str, int]:
        """How many people are of each class."""
        return {name: int(self.table["class"].eq(name).sum()) for name in (CORE, SAFE, CONTESTED)}


@dataclass
class _Known:
    """What is known of n people. best, most: float64[2, n], of staying (0) and leaving (1): the best plan found, -inf where
    none is, and what none exceeds. by: how the other side was settled."""

    case: Case
    least: float
    side: Ints
    best: Floats
    most: Floats
    by: npt.NDArray[np.object_]
    plans: list[tuple[float, Ints]] = field(default_factory=list)

    def open(self) -> Ints:
        """The people of whose other side neither a plan nor a proof is known."""
        other, who = 1 - self.side, np.arange(len(self.side))
        return np.flatnonzero((self.best[other, who] < self.least) & (self.most[other, who] >= self.least))

    def lower(self, prices: Floats, by: str) -> None:
        """What other prices prove."""
        before = self.open()
        case, n = self.case, len(self.side)
        leaves, stays = most_with(case.model, prices, case.leaves)
        self.most = np.minimum(self.most, np.stack([stays[:n], leaves[:n]]))
        self._settled(before, by)

    def seen(self, choice: Ints, by: str) -> None:
        """What a plan shows of everybody, where it keeps every row and is good enough or better than what was known."""
        before = self.open()
        case, n = self.case, len(self.side)
        worth = objective_of(case.model, choice)
        if not keeps(case.model, choice):
            return
        sides, who = case.leaves[choice[:n]].astype(np.int64), np.arange(n)
        self.best[sides, who] = np.maximum(self.best[sides, who], worth)
        self._settled(before, by)

    def shown(self, person: int, worth: float, by: str) -> None:
        """A plan in which only this person's other side is new."""
        side = 1 - self.side[person]
        self.best[side, person] = max(self.best[side, person], worth)
        if self.by[person] == OPEN and worth >= self.least:
            self.by[person] = by

    def _settled(self, before: Ints, by: str) -> None:
        gone = np.setdiff1d(before, self.open(), assume_unique=True)
        self.by[gone] = by


def contested(
    case: Case, *, points: float = 20.0, within: float | None = None, workers: int = 1, progress: Callable[[int, int], None] | None = None
) -> Contested:
    """Everybody's class over all plans worth at least the plan less `points`.

    within: instead of points, a share of what the plan loses (everybody's merit less its worth, as in `loss_gap`).
    progress: called with (people settled, people).
    """
    loss = points if within is None else within * max(1.0, case.model.ceiling - case.objective)
    least = case.objective - loss - 1e-9 * max(1.0, abs(case.objective))
    known = _begun(case, least)

    def said() -> None:
        if progress is not None:
            progress(case.people - len(known.open()), case.people)

    known.lower(case.prices, PRICES)
    said()
    _exchange(known, case.choice)
    said()
    _together(known, said)
    _forced(known, workers, said)
    return _result(known)


def _begun(case: Case, least: float) -> _Known:
    n = case.people
    side = case.leaves[case.choice[:n]].astype(np.int64)
    known = _Known(case, least, side, np.full((2, n), -np.inf), np.full((2, n), np.inf), np.full(n, OPEN, dtype=object))
    known.best[side, np.arange(n)] = case.objective
    bound = case.run.plan.bound
    known.most[:] = max(case.objective, np.inf if bound is None else bound)
    return known


def _exchange(known: _Known, plan: Ints) -> None:
    """Changes of one or two people of a plan, for everybody who is open."""
    case = known.case
    worth, excess = objective_of(case.model, plan), option_excess(case.model, case.prices)
    if worth < known.least:
        return
    most = case.price_bound - known.least
    now = case.leaves[plan[: case.people]].astype(np.int64)
    people = known.open()
    people = people[now[people] == known.side[people]]
    for found in exchanged(case.model, plan, worth, case.leaves, people, known.least, excess, most):
        trial = plan.copy()
        for person, option in found.changed:
            trial[person] = option
        exact = objective_of(case.model, trial)
        if exact >= known.least and keeps(case.model, trial):
            known.shown(found.person, exact, WITNESS)


def _together(known: _Known, said: Callable[[], None]) -> None:
    """Plans, good enough, in which as many open people as possible are on their other side."""
    case = known.case
    model = among(case.model, option_excess(case.model, case.prices) <= case.price_bound - known.least)
    owner, n = person_of(model), case.people
    whole = np.rint(case.model.gain * UNITS).astype(np.int64)
    floor = np.floor((known.least - case.model.constant) * UNITS)
    while (open_now := known.open()).size >= LEAST_TOGETHER and case.left() > TOGETHER_S:
        wanted = np.zeros(len(case.model.start) - 1, dtype=bool)
        wanted[open_now] = True
        other = np.zeros(len(case.model.start) - 1, dtype=np.int64)
        other[:n] = 1 - known.side
        flips = wanted[owner] & (case.leaves.astype(np.int64) == other[owner])
        asked = with_row(with_gain(model, flips.astype(np.float64)), whole, least=floor)
        found = case.solved(asked, relative_gap=0.2, seconds=TOGETHER_S)
        before = len(open_now)
        if found.chosen is not None and objective_of(case.model, found.chosen) >= known.least:
            known.seen(found.chosen, WITNESS)
            _exchange(known, found.chosen)
        said()
        if before - len(known.open()) < LEAST_TOGETHER:
            return


def _forced(known: _Known, workers: int, said: Callable[[], None]) -> None:
    """A plan with the person forced, those first of whom least is known; each shows and proves what it can of everybody."""
    case = known.case
    exact = case.people <= EXACT_PEOPLE
    waiting = known.open()
    if exact:
        able = known.most[1 - known.side, np.arange(case.people)] > -np.inf
        waiting = np.flatnonzero(able)
    if not len(waiting):
        return

    def ask(task: tuple[int, bool, float]) -> Solution:
        person, leave, near = task
        own = slice(case.model.start[person], case.model.start[person + 1])
        open_to = np.ones(len(case.model.gain), dtype=bool)
        open_to[own] = case.leaves[own] == leave
        return case.solved(among(case.model, open_to), absolute_gap=near, relative_gap=0.0, seconds=FORCED_S)

    order = waiting[np.argsort(-known.most[1 - known.side[waiting], waiting], kind="stable")]
    with SideBySide(ask, workers) as crew:
        for share in (0.0,) if exact else NEARER:
            near, done = share * (case.objective - known.least), set()
            while case.left() > 0:
                still = order if exact else order[np.isin(order, known.open())]
                tasks = [int(p) for p in still if int(p) not in done][: crew.workers]
                if not tasks:
                    break
                done.update(tasks)
                for place, found in crew.answers([(person, bool(known.side[person] == 0), near) for person in tasks]):
                    _take(known, tasks[place], found)
                said()


def _take(known: _Known, person: int, found: Solution) -> None:
    """What a plan with the person forced, or its absence, says."""
    side = 1 - known.side[person]
    before = known.open()
    if found.chosen is not None:
        known.seen(found.chosen, SOLVE)
    if found.status.value == "infeasible":
        known.most[side, person] = -np.inf
    elif found.bound is not None:
        known.most[side, person] = min(known.most[side, person], found.bound)
    if person in before and person not in known.open():
        known.by[person] = SOLVE
    if found.prices is not None and found.status.value != "infeasible" and len(found.prices) == len(known.case.prices):
        if priced_bound(known.case.model, found.prices) - known.case.objective < 2 * (known.case.objective - known.least):
            known.lower(found.prices, SOLVE)


def _result(known: _Known) -> Contested:
    case, who = known.case, np.arange(known.case.people)
    other = 1 - known.side
    still = np.isin(who, known.open())
    both = known.best[other, who] >= known.least
    name = np.where(both, CONTESTED, np.where(known.side == 1, CORE, SAFE))
    table = pd.DataFrame(
        {
            "employee_id": case.ids,
            "class": name.astype(object),
            "best_if_leaves": _finite(known.best[1]),
            "best_if_stays": _finite(known.best[0]),
            "proven": ~still,
            "settled_by": known.by,
            "at_most_if_leaves": _finite(known.most[1]),
            "at_most_if_stays": _finite(known.most[0]),
        }
    )
    counts = {by: int((known.by == by).sum()) for by in (PRICES, WITNESS, SOLVE, OPEN)}
    return Contested(table, known.least, counts)


def _finite(values: Floats) -> pd.Series:
    """The values, empty where there is none."""
    return pd.Series(np.where(np.isfinite(values), values, np.nan))
