"""Plans in which one person is decided otherwise, looked for near the relaxation in which the person is.

The relaxation of all plans that are good enough is solved once; with somebody forced it goes on from there in a few steps. Its prices bound every
such plan, mostly of many others too, and its point is whole but for a dozen people: a good enough plan is found among a few hundred options near
it, or none is left that could stand in one. Among more people than MOST_PEOPLE the prices at hand are all there is.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from planner.optimise.model.changes import among
from planner.optimise.model.rows import Model
from planner.optimise.solve.again import MOST_PEOPLE, Priced, Repriced
from planner.optimise.solve.exact_check import keeps, objective_of
from planner.optimise.solve.presolve.dominated import slim
from planner.optimise.solve.presolve.reduce import people_without_option, reduce
from planner.optimise.solve.price_bound import priced_bound
from planner.optimise.solve.priced_parts import Parts
from planner.optimise.solve.search import core
from planner.scenario.requirement_kinds import COUNT

BROKEN = 2**8 * core.BROKEN
"""What breaking a row costs where no point keeps them all."""

FEW_NODES = 50
"""Of so few nodes a core is solved lightly."""

Bools = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Width:
    """How much is spent on one person: options of a core beside everybody's best and those of the relaxation, nodes of the integer solver, seconds of
    each core; whether a core holds all seats: in a large ministry that is where a plan is found, in a small one it takes twice the time."""

    columns: float
    nodes: int
    seconds: float
    seats: bool = True


@dataclass(frozen=True)
class Asked:
    """plan: good enough, with the person forced; None where none was found. most: float64[k], what no such plan of each part is worth more than.
    prices: float64[r] each, that bound all plans."""

    plan: Ints | None
    most: Floats
    prices: tuple[Floats, ...]


class Forced:
    """Asks for one person after another. Made before processes part, it spares each of them the first relaxation."""

    def __init__(
        self, model: Model, mask: Bools, mark: Bools, parts: Parts, prices: Floats, *, least: float, seed: int, left: Callable[[], float]
    ) -> None:
        """mask: bool[m], the options that may stand in a plan worth `least`. mark: bool[m], the options of one side. prices: of the rows, at hand."""
        self._model, self._mark, self._parts, self._least, self._seed, self._left = model, mark, parts, least, seed, left
        # Of options of one side alone those may go that another one of that side stands for.
        self._allowed = slim(among(model, mask & mark)).allowed | slim(among(model, mask & ~mark)).allowed
        self._prices, self._digits = prices, _digits(model)
        self._repriced = Repriced(among(model, self._allowed), seed=seed, left=left) if len(model.start) <= MOST_PEOPLE else None
        if self._repriced is not None:
            self._repriced.priced(model.rows.lower, model.rows.upper)

    def asked(self, person: int, marked: bool, most: Floats, width: Width) -> Asked:
        """A good enough plan with the person's option marked, or not, or what proves that there is none. most: float64[k], known of each part."""
        below = np.nextafter(self._least, -np.inf)  # of plans that are not good enough nothing is asked
        own = slice(self._model.start[person], self._model.start[person + 1])
        open_to = np.ones(len(self._mark), dtype=bool)
        open_to[own] = self._mark[own] == marked
        whole, most, prices = among(self._model, open_to), most.copy(), []
        waiting = most >= self._least
        while waiting.any() and self._left() > 0:
            at = int(np.argmax(np.where(waiting, most, -np.inf)))
            part = self._parts.at(among(whole, self._allowed), at)
            waiting[at] = False
            if people_without_option(part).size:
                most[at] = below
                continue
            priced = self._relaxed(part)
            if priced is not None:
                prices.append(priced.prices)
                most = np.minimum(most, np.maximum(self._parts.bounds(whole, priced.prices), below))
                waiting &= most >= self._least
            if most[at] >= self._least:
                plan, bound = self._whole_people(part, priced, width)
                most[at] = min(most[at], max(bound, below))
                if plan is not None:
                    return Asked(plan, most, tuple(prices))
        return Asked(None, most, tuple(prices))

    def _relaxed(self, part: Model) -> Priced | None:
        """Prices of a part. Where its relaxation has no point, those of the one in which rows may be broken, so dear that they prove so where it is so."""
        if self._repriced is None:
            return None
        priced = self._repriced.priced(part.rows.lower, part.rows.upper, part.allowed)
        if priced is not None:
            return priced
        reduced = reduce(part)
        if self._left() <= 0 or reduced.broken.size or not len(reduced.option) or not len(reduced.row):
            return None
        relaxed, prices = core.relaxation(part, reduced, time_limit_s=max(0.001, self._left()), seed=self._seed, soft=BROKEN, exactly=False)
        return None if relaxed.x is None else Priced(prices, core.used(reduced, relaxed.x[: len(reduced.option)]))

    def _whole_people(self, part: Model, priced: Priced | None, width: Width) -> tuple[Ints | None, float]:
        """(a good enough plan of a part, None where none was found; what no plan of the part is worth more than)."""
        prices = self._prices if priced is None else priced.prices
        used = np.zeros(0, dtype=np.int64) if priced is None else priced.used
        bound = priced_bound(part, prices)
        used = np.union1d(used, self._digits)
        ranking = core.ranking(part, prices, used[part.allowed[used]], digits=width.seats)
        mask, beyond = ranking.core(ranking.needed - ranking.first + width.columns, max(0.0, bound - self._least))
        effort = core.Effort(max(0.001, min(width.seconds, self._left())), width.nodes, 0.0, self._seed, self._least, lightly=width.nodes <= FEW_NODES)
        answer = core.solve_core(part, mask, effort)
        plan = next((p for p in answer.plans if objective_of(self._model, p) >= self._least and keeps(self._model, p)), None)
        return plan, max(answer.bound, bound - beyond)


def _digits(model: Model) -> Ints:
    """The options that write how many leave: of them a core needs all, or some numbers cannot be written."""
    taken = model.rows.matrix[np.flatnonzero(model.rows.where(lambda kind: kind == COUNT))].indices
    taken = taken[taken >= model.start[len(model.start) - 1 - model.seats]]
    return np.union1d(taken, taken - 1).astype(np.int64)
