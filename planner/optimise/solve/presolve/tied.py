"""People who are to be decided alike, as one: `keep.twins` costs the solver nothing, and makes the model smaller.

Those who are tied by rows of that requirement become one person whose options count as often as there are people. Prices of those rows are 0: without "whole
people only" equal people may always be decided by equal shares, so that the relaxation is worth the same with and without them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array

from planner.optimise.model.rows import Model
from planner.optimise.solve.presolve.reduce import person_of
from planner.optimise.solve.price_bound import priced_bound
from planner.optimise.solve.result import Solution
from planner.scenario.requirement_kinds import TWINS


@dataclass(frozen=True)
class Tied:
    """A model and the smaller one in which people who are decided alike are one.

    stands_for: int64[n], which person of the smaller model decides for each. option: int64[m'], the option of the model that each option of the smaller one is.
    """

    whole: Model
    small: Model
    stands_for: npt.NDArray[np.int64]
    option: npt.NDArray[np.int64]

    def start(self, known: Solution | None) -> Solution | None:
        """What is known of the whole model, for the smaller one: of people who are decided alike the first one's option counts."""
        if known is None:
            return None
        chosen, likely = known.chosen, known.likely
        back = np.full(len(self.whole.gain), -1, dtype=np.int64)
        back[self.option] = np.arange(len(self.option))
        if chosen is not None:
            _, first = np.unique(self.stands_for, return_index=True)
            chosen = back[chosen[first]]
        if likely is not None:
            likely = back[likely]
            likely = likely[likely >= 0]
        return replace(known, chosen=chosen, likely=likely)

    def solution(self, found: Solution) -> Solution:
        """An answer to the smaller model as one to the whole."""
        chosen, likely, bound = found.chosen, found.likely, found.price_bound
        if chosen is not None:
            chosen = self.whole.start[:-1] + (chosen - self.small.start[:-1])[self.stands_for]
        if likely is not None:
            likely = self.option[likely]
        if bound is not None and found.prices is not None:
            bound = priced_bound(self.whole, found.prices)
        return replace(found, chosen=chosen, likely=likely, price_bound=bound)


def tied_as_one(model: Model) -> Tied | None:
    """The model with people who are decided alike as one; None where no row asks for that."""
    rows = model.rows
    ours = np.flatnonzero(rows.where(lambda kind: kind == TWINS) & np.isfinite(rows.lower) & np.isfinite(rows.upper))
    if not len(ours):
        return None
    person, n = person_of(model), len(model.start) - 1
    own = csr_array(rows.matrix[ours])
    own.sort_indices()
    first, later = person[own.indices[own.indptr[:-1]]], person[own.indices[own.indptr[1:] - 1]]
    leader = np.arange(n)
    leader[np.maximum(first, later)] = np.minimum(first, later)
    kept = np.flatnonzero(leader == np.arange(n))
    stands_for = np.searchsorted(kept, leader)
    count = np.diff(model.start)[kept]
    start = np.r_[0, np.cumsum(count)]
    option = np.repeat(model.start[:-1][kept] - start[:-1], count) + np.arange(start[-1])
    into = start[:-1][stands_for[person]] + np.arange(len(person)) - model.start[person]
    merge = csr_array((np.ones(len(into)), (np.arange(len(into)), into)), shape=(len(into), len(option)))
    matrix = csr_array(rows.matrix @ merge)
    matrix.eliminate_zeros()
    lower, upper = rows.lower.copy(), rows.upper.copy()
    lower[ours], upper[ours] = -np.inf, np.inf
    gain = np.bincount(into, weights=model.gain, minlength=len(option))
    allowed = np.bincount(into, weights=~model.allowed, minlength=len(option)) == 0
    small = Model(start, gain, model.constant, allowed, replace(rows, matrix=matrix, lower=lower, upper=upper), model.ceiling, model.seats)
    return Tied(model, small, stands_for, option)
