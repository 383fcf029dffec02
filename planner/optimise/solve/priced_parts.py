"""All good plans as parts, by number of exits, each with prices of its own: what they prove of single people is much more than what the prices of
all plans at once do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from planner.optimise.model.rows import Model
from planner.optimise.solve.by_count import Counted, counted
from planner.optimise.solve.presolve.dominated import slim
from planner.optimise.solve.price_bound import priced_bound
from planner.optimise.solve.search.known import begun
from planner.optimise.solve.search.parts import emptied, part_of, soft_parts

MOST_PARTS = 40
"""So many numbers of exits are looked at; where more of them may hold a good plan, none is looked at alone."""

TELLING, IDLE = 0.01, 2
"""Prices of a part tell more where they lower its bound by this share of what it is above good enough. After so many parts running of which none do, no
other one is looked at."""

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Parts:
    """counts: the numbers of exits of all plans that are good enough; a single -1 where plans are not told apart by that. prices: of the rows, of each
    part whose relaxation was solved."""

    counts: Ints
    prices: tuple[Floats, ...]
    by_count: Counted | None

    def bounds(self, model: Model, prices: Floats) -> Floats:
        """float64[k]: what no plan of each part is worth more than, at any prices."""
        if self.by_count is None:
            return np.array([priced_bound(model, prices)])
        return self.by_count.bounds(model, prices)[self.counts]

    def at(self, model: Model, place: int) -> Model:
        """The plans of a part, of a model with the same options and rows."""
        return model if self.by_count is None else self.by_count.at(model, int(self.counts[place]))


def parts_of(model: Model, prices: Floats, *, least: float, first: Ints, seed: int, left: Callable[[], float]) -> Parts:
    """The parts that may hold a plan worth `least`, and their prices, as far as time allows; all plans as one where that tells no less. first: a good
    plan, whose part comes first."""
    by_count = counted(model)
    if by_count is None:
        return Parts(np.array([-1]), (), None)
    small = slim(model)
    known, found, seen = by_count.bounds(small, prices), [], set()
    search = begun(small, time_limit_s=max(0.001, left()), relative_gap=0.0, floor=least, seed=seed)
    search.prices = prices
    soft = soft_parts(search)
    count, most, idle = by_count.of(first), float(known.max()), 0
    while left() > 0 and len(seen) < MOST_PARTS and idle < IDLE:
        if count in seen or known[count] < least:
            waiting = [k for k in np.flatnonzero(known >= least).tolist() if k not in seen]
            if not waiting:
                break
            count = max(waiting, key=known.__getitem__)
        seen.add(count)
        before = known[count]
        part = part_of(search, by_count.at(small, count), soft)
        own = part.search.prices
        if part.nothing:
            known[count] = -np.inf
            if own is not None:
                known[emptied(by_count, small, own)] = -np.inf
        elif own is not None:
            found.append(own)
            known = np.minimum(known, by_count.bounds(small, own))
        idle = 0 if known[count] < before - TELLING * (before - least) else idle + 1
    counts = np.flatnonzero(known >= least)
    if known.max() >= most - TELLING * (most - least):
        return Parts(np.array([-1]), (), None)
    return Parts(counts, tuple(found), by_count) if 0 < len(counts) <= MOST_PARTS else Parts(np.array([-1]), (), None)
