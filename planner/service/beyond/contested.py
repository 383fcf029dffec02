"""Who leaves in every plan that is nearly as good as the best, who in none, and who in some: `planner contested`.

The plan itself shows one side of everybody. What it takes to know the other side, cheapest first: the prices (a proof that no
good plan has it), changes of one or two people (a plan that has it), a walk from the plan to another one that has it, and at
last a plan with the person forced.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from planner.optimise.model.changes import among
from planner.optimise.solve.either_way import exchanged, least_excess
from planner.optimise.solve.exact_check import keeps, objective_of
from planner.optimise.solve.price_bound import priced_bound
from planner.optimise.solve.priced_parts import Parts, parts_of
from planner.optimise.solve.result import Solution
from planner.optimise.solve.search.core import option_excess
from planner.optimise.solve.search.local_search import improved
from planner.optimise.solve.search.mended import with_the_other
from planner.service.beyond.case import Case
from planner.service.beyond.side_by_side import SideBySide

CORE, SAFE, CONTESTED = "core", "safe", "contested"
PLAN, PRICES, WITNESS, SOLVE, OPEN = "plan", "prices", "witness", "solve", "open"
COLUMNS = ("employee_id", "class", "best_if_leaves", "best_if_stays", "proven", "settled_by", "at_most_if_leaves", "at_most_if_stays")
EXACT_PEOPLE = 100
"""In so small a ministry the best plan of everybody's other side is solved, whatever the class."""
AT_ONCE = 8
"""Into so many parts the open people are divided, from each of whom plans are looked for by one process."""
FORCED_S = (2.0, 20.0)
"""So many seconds a forced plan is looked for at first, and then where that left it open."""

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
    none is, and what none exceeds. by: how the other side was settled. parts: the plans by number of exits, where that tells more;
    most_of: float64[k, 2, n], what no plan of each part exceeds."""

    case: Case
    least: float
    side: Ints
    best: Floats
    most: Floats
    by: npt.NDArray[np.object_]
    parts: Parts
    most_of: Floats

    def open(self) -> Ints:
        """The people of whose other side neither a plan nor a proof is known."""
        other, who = 1 - self.side, np.arange(len(self.side))
        return np.flatnonzero((self.best[other, who] < self.least) & (self.most[other, who] >= self.least))

    def lower(self, prices: Floats, by: str) -> None:
        """What other prices prove."""
        before = self.open()
        case, n = self.case, len(self.side)
        leaves, stays = least_excess(case.model, prices, case.leaves)
        excess = np.stack([stays[:n], leaves[:n]])
        self.most_of = np.minimum(self.most_of, self.parts.bounds(case.model, prices)[:, None, None] - excess)
        self.most = np.minimum(self.most, self.most_of.max(axis=0, initial=-np.inf))
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

    for prices in (case.prices, *known.parts.prices):
        known.lower(prices, PRICES)
    said()
    _exchange(known, case.choice)
    said()
    _walked(known, workers, said)
    _forced(known, workers, said)
    return _result(known)


def _begun(case: Case, least: float) -> _Known:
    n = case.people
    side = case.leaves[case.choice[:n]].astype(np.int64)
    parts = parts_of(case.model, case.prices, least=least, first=case.choice, seed=case.run.instance.scenario.solver.seed, left=case.left)
    never, always = np.full((2, n), -np.inf), np.full((2, n), np.inf)
    known = _Known(case, least, side, never, always, np.full(n, OPEN, dtype=object), parts, np.full((len(parts.counts), 2, n), np.inf))
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


def _walked(known: _Known, workers: int, said: Callable[[], None]) -> None:
    """Plans found by a walk from the plan at hand in which an open person is decided otherwise; each shows its own side of everybody."""
    still = known.open()
    parts = [still[at::AT_ONCE] for at in range(AT_ONCE) if len(still[at::AT_ONCE])]
    with SideBySide(lambda people: list(_walks(known, people)), workers) as crew:
        for _, choices in crew.answers(parts):
            for choice in choices:
                known.seen(choice, WITNESS)
            said()


def _walks(known: _Known, people: Ints) -> Iterator[Ints]:
    """Good enough plans, each of which shows the other side of one of these people."""
    case, model = known.case, known.case.model
    prices = min((case.prices, *known.parts.prices), key=lambda each: float(known.parts.bounds(model, each).max()))
    bound, excess = priced_bound(model, prices), option_excess(model, prices)
    mask = model.allowed & (excess <= float(known.parts.bounds(model, prices).max()) - known.least)
    mask[case.choice] = True
    seats = model.start[len(model.start) - 1 - model.seats]
    mask[seats:] = model.allowed[seats:]
    asked = [(person, _other_side(known, person, mask)) for person in people.tolist()]

    def wanted(person: int) -> bool:
        return case.left() > 0 and known.by[person] == OPEN

    for person, choice in with_the_other(model, mask, case.choice, prices, asked, wanted, seed=case.run.instance.scenario.solver.seed):
        worth, good = objective_of(model, choice), choice
        if worth < known.least and keeps(model, choice):
            here = np.where(mask, excess, np.inf)
            own = slice(model.start[person], model.start[person + 1])
            here[own] = np.where(case.leaves[own] == case.leaves[choice[person]], here[own], np.inf)
            good = improved(model, choice, here, bound - worth, bound - known.least)
        if objective_of(model, good) >= known.least:
            known.seen(good, WITNESS)
            yield good


def _other_side(known: _Known, person: int, mask: npt.NDArray[np.bool_]) -> Ints:
    """A person's options of the side that the plan does not show, of those in `mask`."""
    model = known.case.model
    own = np.arange(model.start[person], model.start[person + 1])
    return own[mask[own] & (known.case.leaves[own] == (known.side[person] == 0))]


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
        person, leave, seconds = task
        own = slice(case.model.start[person], case.model.start[person + 1])
        open_to = np.ones(len(case.model.gain), dtype=bool)
        open_to[own] = case.leaves[own] == leave
        return case.solved(among(case.model, open_to), relative_gap=0.0, floor=-np.inf if exact else known.least, seconds=seconds)

    order = waiting[np.argsort(-known.most[1 - known.side[waiting], waiting], kind="stable")]
    with SideBySide(ask, workers) as crew:
        for seconds in FORCED_S[-1:] if exact else FORCED_S:
            done: set[int] = set()
            while case.left() > 0:
                still = order if exact else order[np.isin(order, known.open())]
                tasks = [int(p) for p in still if int(p) not in done][: crew.workers]
                if not tasks:
                    break
                done.update(tasks)
                for place, found in crew.answers([(person, bool(known.side[person] == 0), seconds) for person in tasks]):
                    _take(known, tasks[place], found)
                said()


def _take(known: _Known, person: int, found: Solution) -> None:
    """What a plan with the person forced, or its absence, says."""
    side = 1 - known.side[person]
    before = known.open()
    if found.chosen is not None:
        known.seen(found.chosen, SOLVE)
        _exchange(known, found.chosen)
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
