"""Who leaves in every plan that is nearly as good as the best, who in none, and who in some: `planner contested`.

The plan itself shows one side of everybody. What it takes to know the other side, cheapest first: the prices (a proof that no
good plan has it), changes of one or two people (a plan that has it), and a plan near the relaxation with the person forced, or
the proof that there is none.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from planner.optimise.model.changes import among
from planner.optimise.solve.either_way import exchanged, least_excess
from planner.optimise.solve.exact_check import keeps, objective_of
from planner.optimise.solve.forced import Asked, Forced, Width
from planner.optimise.solve.priced_parts import Parts, parts_of
from planner.optimise.solve.result import Solution
from planner.optimise.solve.search.core import option_excess
from planner.service.beyond.case import Case
from planner.service.beyond.side_by_side import SideBySide

CORE, SAFE, CONTESTED = "core", "safe", "contested"
PLAN, PRICES, WITNESS, SOLVE, OPEN = "plan", "prices", "witness", "solve", "open"
COLUMNS = ("employee_id", "class", "best_if_leaves", "best_if_stays", "proven", "settled_by", "at_most_if_leaves", "at_most_if_stays")
EXACT_PEOPLE = 100
"""In so small a ministry the best plan of everybody's other side is solved, whatever the class."""
AT_ONCE = 8
"""Into so many parts the open people are divided, for whom changes of a plan are looked for."""
WIDTHS = (Width(250, 50, 2.0, lightly=True), Width(1_000, 200, 5.0), Width(4_000, 500, 20.0), Width(np.inf, 5_000, 60.0))
SMALL_WIDTHS = (
    Width(200, 50, 2.0, each=2, lightly=True, seats=False),
    Width(np.inf, 600, 10.0, people=4, lightly=True),
    Width(np.inf, 2_000, 20.0, people=2, lightly=True),
    Width(np.inf, 5_000, 60.0),
    Width(np.inf, 100_000, 600.0, lightly=True),
)
"""The effort: little for everybody first, then more for those whom that left open. In ministries of fewer than MANY, where a proof is a matter of hundreds of
nodes, several are asked for at once then."""
MANY = 4_000
HITS = 0.03
"""Changes of a plan that was found are looked for as long as they show the other side of this share of the people."""
LOWER = 0.05
"""Prices of one person's other side are tried on everybody where they lower its own bound by this share of what it is above good enough."""
FORCED_S = 20.0
"""So many seconds a forced plan is looked for in a small ministry."""

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
        self._most_of_parts()
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

    def told(self, people: Ints, found: Asked) -> None:
        """What was found out by asking for people's other side."""
        side = 1 - self.side[people]
        before = self.most_of[:, side, people].max()
        self.most_of[:, side, people] = np.minimum(self.most_of[:, side, people], found.most)
        self._most_of_parts()
        self.by[people[(self.by[people] == OPEN) & (self.most[side, people] < self.least)]] = SOLVE
        if found.most.max() < before - LOWER * (before - self.least):
            for prices in found.prices:
                self.lower(prices, SOLVE)
        for plan in found.plans:
            self.seen(plan, SOLVE)

    def mask(self) -> npt.NDArray[np.bool_]:
        """bool[m]: the options that may stand in a good enough plan; every seat and digit."""
        model = self.case.model
        out = model.allowed.copy()
        people = slice(0, model.start[len(model.start) - 1 - model.seats])
        for prices in (self.case.prices, *self.parts.prices):
            out[people] &= option_excess(model, prices)[people] <= self.parts.bounds(model, prices).max() - self.least
        return out

    def _most_of_parts(self) -> None:
        """What the parts prove of everybody. Where plans are told apart, the parts are those of good enough plans alone."""
        most = self.most_of.max(axis=0, initial=-np.inf)
        if self.parts.by_count is not None:
            most = np.where(most > -np.inf, np.maximum(most, np.nextafter(self.least, -np.inf)), most)
        self.most = np.minimum(self.most, most)

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
    _exchange(known, workers)
    said()
    (_everybody if case.people <= EXACT_PEOPLE else _nearby)(known, workers, said)
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


def _changed(known: _Known, plan: Ints, people: Ints, hits: float = 0.0) -> list[tuple[int, float]]:
    """(one of these people, what a plan is worth in which the person alone, or one other too, is decided otherwise than in this plan and on the
    side that `known` does not know), of good enough plans."""
    case, model, out = known.case, known.case.model, []
    worth, excess, most = objective_of(model, plan), option_excess(model, case.prices), case.price_bound - known.least
    now = case.leaves[plan[: case.people]].astype(np.int64)
    people = people[now[people] == known.side[people]]
    for found in exchanged(model, plan, worth, case.leaves, people, known.least, excess, most, hits=hits):
        trial = plan.copy()
        for person, option in found.changed:
            trial[person] = option
        exact = objective_of(model, trial)
        if exact >= known.least and keeps(model, trial):
            out.append((found.person, exact))
    return out


def _exchange(known: _Known, workers: int) -> None:
    """Changes of one or two people of the plan itself, for everybody who is open."""
    people = known.open()
    parts = [people[at::AT_ONCE] for at in range(AT_ONCE) if len(people[at::AT_ONCE])] if known.case.people > EXACT_PEOPLE else [people]
    with SideBySide(lambda part: _changed(known, known.case.choice, part), workers) as crew:
        for _, found in crew.answers(parts):
            for person, worth in found:
                known.shown(person, worth, WITNESS)


def _nearby(known: _Known, workers: int, said: Callable[[], None]) -> None:
    """Plans near the relaxation in which an open person is decided otherwise, or the proof that there is none: for all of them with little
    effort, then for those whom that leaves open with more. Of each such plan changes of one or two people show more."""
    case = known.case
    prices = min((case.prices, *known.parts.prices), key=lambda each: float(known.parts.bounds(case.model, each).max()))
    seed = case.run.instance.scenario.solver.seed
    rng = np.random.default_rng(seed)
    mask = known.mask()
    # Before the processes part, which so begin with its point.
    forced = Forced(case.model, mask, case.leaves, known.parts, prices, least=known.least, seed=seed, left=case.left)

    def ask(task: _Task | None) -> tuple[Asked, list[tuple[int, float]]] | None:
        if task is None:
            return None
        found = forced.asked(task.people, task.leaves, task.most, task.width)
        return found, [shown for plan in found.plans for shown in _changed(known, plan, task.others, HITS)]

    with SideBySide(ask, workers) as crew:
        for width in WIDTHS if case.people >= MANY else SMALL_WIDTHS:
            tasks = _Waiting(known, width, rng)
            if not len(tasks) or case.left() <= 0:
                break
            for place, answer in crew.answers(tasks):
                if answer is not None:
                    known.told(tasks.people[place], answer[0])
                    for person, worth in answer[1]:
                        known.shown(person, worth, WITNESS)
                said()


@dataclass(frozen=True)
class _Task:
    """Who is asked for, on which sides; what is known of each part; with how much effort; and who else is open, those first of whom as much is known."""

    people: Ints
    leaves: npt.NDArray[np.bool_]
    most: Floats
    width: Width
    others: Ints


class _Waiting(Sequence[_Task | None]):
    """What is asked of open people, when it is asked; None where all are settled by then. people: of each task."""

    def __init__(self, known: _Known, width: Width, rng: np.random.Generator) -> None:
        self._known, self._width = known, width
        waiting = known.open()
        if width.people == 1:
            self.people = list(rng.permutation(waiting)[:, None])  # people of one kind are hard together
        else:
            self.people = _from_both_ends(waiting, known.most[1 - known.side[waiting], waiting], width.people)

    def __len__(self) -> int:
        return len(self.people)

    def __getitem__(self, place: Any) -> Any:
        known = self._known
        people = self.people[place] = self.people[place][known.by[self.people[place]] == OPEN]
        if not len(people) or known.case.left() <= 0:
            return None
        sides, others = 1 - known.side[people], known.open()
        most, own = known.most[1 - known.side[others], others], known.most[sides, people].mean()
        others = others[np.argsort(np.abs(most - own), kind="stable")]
        return _Task(people, sides.astype(bool), known.most_of[:, sides, people], self._width, others[~np.isin(others, people)])


def _from_both_ends(people: Ints, most: Floats, together: int) -> list[Ints]:
    """The people in groups of so many of whom about as much is known: in turns those of whom a proof is likeliest and those of whom a plan is; who is between
    both takes longest and comes last."""
    groups = np.array_split(people[np.argsort(most, kind="stable")], -(-len(people) // together)) if len(people) else []
    return [groups[place // 2] if place % 2 == 0 else groups[-1 - place // 2] for place in range(len(groups))]


def _everybody(known: _Known, workers: int, said: Callable[[], None]) -> None:
    """The best plan with each person decided otherwise; it shows and proves what it can of the others too."""
    case = known.case
    able = np.flatnonzero(known.most[1 - known.side, np.arange(case.people)] > -np.inf)
    order = able[np.argsort(-known.most[1 - known.side[able], able], kind="stable")].tolist()

    def ask(person: int) -> Solution | None:
        if case.left() <= 0:
            return None
        own = slice(case.model.start[person], case.model.start[person + 1])
        open_to = np.ones(len(case.model.gain), dtype=bool)
        open_to[own] = case.leaves[own] == (known.side[person] == 0)
        return case.solved(among(case.model, open_to), relative_gap=0.0, seconds=FORCED_S)

    with SideBySide(ask, workers) as crew:
        for place, found in crew.answers(order):
            if found is not None:
                _take(known, order[place], found)
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
