"""Plans in which people are decided otherwise, looked for near the relaxation in which they are.

The relaxation of all plans that are good enough is solved once; with somebody forced it goes on from there in a few steps. Its prices bound every
such plan, mostly of many others too, and its point is whole but for a dozen people: a good enough plan is found among a few hundred options near
it, or none is left that could stand in one. Among more people than MOST_PEOPLE the prices at hand are all there is.

A proof that there is none takes hundreds of nodes, most of them the same for the next person. So several are asked for at once: a row more says that at
least one of them is decided otherwise. A plan settles those whom it shows, and the others are asked for again; a proof settles all.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from planner.optimise.model.changes import among, with_row
from planner.optimise.model.rows import Model
from planner.optimise.solve.again import MOST_PEOPLE, Priced, Repriced
from planner.optimise.solve.exact_check import keeps, objective_of
from planner.optimise.solve.presolve.dominated import slim
from planner.optimise.solve.presolve.reduce import people_without_option, person_of, reduce
from planner.optimise.solve.price_bound import priced_bound
from planner.optimise.solve.priced_parts import Parts
from planner.optimise.solve.search import core
from planner.optimise.solve.search.movers import movers
from planner.scenario.requirement_kinds import COUNT

BROKEN = 2**8 * core.BROKEN
"""What breaking a row costs where no point keeps them all."""

Bools = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Width:
    """How much is spent on people who are asked for together. people: so many at once. columns: options of a core beside everybody's best and those of the
    relaxation. each: options more that move each row, each way (`movers`). nodes, seconds: of the integer solver for each core; lightly: with hardly anything
    but nodes. seats: whether a core holds all seats: in a large ministry that is where a plan is found, in a small one it takes twice the time."""

    columns: float
    nodes: int
    seconds: float
    people: int = 1
    each: int = 0
    lightly: bool = False
    seats: bool = True


@dataclass(frozen=True)
class Asked:
    """plans: good enough, each with somebody on the side asked for whom no one before it shows there. most: float64[k, g], what no plan of each part in
    which each of them is, is worth more than. prices: float64[r] each, that bound all plans."""

    plans: tuple[Ints, ...]
    most: Floats
    prices: tuple[Floats, ...]


class Forced:
    """Asks for one person after another. Made before processes part, it spares each of them the first relaxation."""

    def __init__(
        self, model: Model, mask: Bools, mark: Bools, parts: Parts, prices: Floats, *, least: float, seed: int, left: Callable[[], float]
    ) -> None:
        """mask: bool[m], the options that may stand in a plan worth `least`. mark: bool[m], the options of one side. prices: of the rows, at hand."""
        self._mark, self._parts, self._least, self._seed, self._left = mark, parts, least, seed, left
        # Of options of one side alone those may go that another one of that side stands for.
        allowed = slim(among(model, mask & mark)).allowed | slim(among(model, mask & ~mark)).allowed
        self._whole, self._model = model, among(model, allowed)
        self._prices, self._digits, self._owner = prices, _digits(model), person_of(model)
        self._repriced = Repriced(self._model, seed=seed, left=left) if len(model.start) <= MOST_PEOPLE else None
        if self._repriced is not None:
            self._repriced.priced(model.rows.lower, model.rows.upper)

    def asked(self, people: Ints, marked: Bools, most: Floats, width: Width) -> Asked:
        """Good enough plans in which an option of one of these people is marked, or not, or what proves that there are none.

        marked: bool[g], which of both of each. most: float64[k, g], known of each part and person."""
        most, plans, prices = most.copy(), list[Ints](), list[Floats]()
        waiting, unseen = most >= self._least, np.ones(len(people), dtype=bool)
        while (asked := waiting & unseen).any() and self._left() > 0:
            at = int(np.argmax(np.where(asked, most, -np.inf).max(axis=1)))
            who = asked[at]
            found = self._one(at, people[who], marked[who], width)
            most[:, who] = np.minimum(most[:, who], found.most[:, None])
            waiting &= most >= self._least
            prices.extend(found.prices)
            for plan in found.plans:
                unseen &= self._mark[plan[people]] != marked
                plans.append(plan)
            if not found.plans:
                waiting[at, who] = False
        return Asked(tuple(plans), most, tuple(prices))

    def _one(self, at: int, people: Ints, marked: Bools, width: Width) -> Asked:
        """As `asked`, of one part and of all these people as one: `most` is float64[k]."""
        below = np.nextafter(self._least, -np.inf)  # of plans that are not good enough nothing is asked
        most = np.full(len(self._parts.counts), np.inf)
        question, whole = self._question(people, marked)
        part = self._parts.at(question, at)
        if people_without_option(part).size:
            most[at] = below
            return Asked((), most, ())
        alone = len(people) == 1
        priced = self._relaxed(part) if alone else self._anew(part, 0.0)
        if priced is not None:
            most = np.minimum(most, np.maximum(self._parts.bounds(whole, priced.prices), below))
        prices = (priced.prices,) if priced is not None and alone else ()
        if most[at] < self._least:
            return Asked((), most, prices)
        plan, bound = self._whole_people(part, priced, width)
        most[at] = min(most[at], max(bound, below))
        return Asked(() if plan is None else (plan,), most, prices)

    def _question(self, people: Ints, marked: Bools) -> tuple[Model, Model]:
        """All plans in which one of these people is on the side asked for: (of options that are worth looking at; of those that a bound is of)."""
        side = np.full(len(self._model.start) - 1, -1)
        side[people] = marked
        wanted = side[self._owner] == self._mark
        if len(people) > 1:
            several = with_row(self._model, wanted.astype(np.int64), least=1.0)
            return several, several
        open_to = wanted | (side[self._owner] < 0)
        return among(self._model, open_to), among(self._whole, open_to)

    def _relaxed(self, part: Model) -> Priced | None:
        """Prices of a part. Where its relaxation has no point, those of the one in which rows may be broken, so dear that they prove so where it is so."""
        if self._repriced is None:
            return None
        priced = self._repriced.priced(part.rows.lower, part.rows.upper, part.allowed)
        return priced if priced is not None else self._anew(part, BROKEN)

    def _anew(self, part: Model, soft: float) -> Priced | None:
        """Prices of a part whose relaxation is solved from the beginning. soft: where above 0, its rows may be broken at this price."""
        reduced = reduce(part)
        if self._left() <= 0 or reduced.broken.size or not len(reduced.option) or not len(reduced.row):
            return None
        relaxed, prices = core.relaxation(part, reduced, time_limit_s=max(0.001, self._left()), seed=self._seed, soft=soft, exactly=False)
        return None if relaxed.x is None else Priced(prices, core.used(reduced, relaxed.x[: len(reduced.option)]))

    def _whole_people(self, part: Model, priced: Priced | None, width: Width) -> tuple[Ints | None, float]:
        """(a good enough plan of a part, None where none was found; what no plan of the part is worth more than)."""
        prices = np.r_[self._prices, np.zeros(len(part.rows.names) - len(self._prices))] if priced is None else priced.prices
        used = np.zeros(0, dtype=np.int64) if priced is None else priced.used
        bound = priced_bound(part, prices)
        used = np.union1d(used, self._digits)
        ranking = core.ranking(part, prices, used[part.allowed[used]], digits=width.seats)
        most = max(0.0, bound - self._least)
        mask, beyond = ranking.core(ranking.needed - ranking.first + width.columns, most)
        if width.each and beyond <= most:
            mask[movers(part, prices, ranking, most, width.each)] = True
            beyond = float(ranking.excess[part.allowed & ~mask].min(initial=np.inf))
        effort = core.Effort(max(0.001, min(width.seconds, self._left())), width.nodes, 0.0, self._seed, self._least, lightly=width.lightly)
        answer = core.solve_core(part, mask, effort)
        plan = next((p for p in answer.plans if objective_of(self._model, p) >= self._least and keeps(self._model, p)), None)
        return plan, max(answer.bound, bound - beyond)


def _digits(model: Model) -> Ints:
    """The options that write how many leave: of them a core needs all, or some numbers cannot be written."""
    taken = model.rows.matrix[np.flatnonzero(model.rows.where(lambda kind: kind == COUNT))].indices
    taken = taken[taken >= model.start[len(model.start) - 1 - model.seats]]
    return np.union1d(taken, taken - 1).astype(np.int64)
