"""Prices of a model under many other sides of its rows, or with some of its options only, one after the other: the relaxation of all its
options goes on from where it stood, so that each further one takes a fraction of the first.

Only the prices are believed: what they prove of a changed model follows from them alone (`price_bound`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from planner.optimise.model.rows import Model
from planner.optimise.solve.backend.mathopt import Again
from planner.optimise.solve.by_count import counted
from planner.optimise.solve.presolve.reduce import reduce
from planner.optimise.solve.search import core
from planner.optimise.solve.search.softly import DEARER, SoftParts

MOST_PEOPLE = 30_000
"""Of more people the relaxation of all options takes too long at first."""


@dataclass(frozen=True)
class Priced:
    """prices: float64[r] of the model's rows. used: int64, the options that the relaxation's point uses, whole or in part."""

    prices: npt.NDArray[np.float64]
    used: npt.NDArray[np.int64]


class Repriced:
    """The relaxation of a model that keeps its point from one question to the next.

    Rows that no choice of the model can break are not in it: later sides may be wider, or narrower in rows that bind somewhere.
    """

    def __init__(self, model: Model, *, seed: int, left: Callable[[], float]) -> None:
        self._model, self._seed, self._left = model, seed, left
        self._reduced = reduced = reduce(model)
        chosen = np.zeros(len(model.gain))
        chosen[reduced.base] = 1.0
        self._base = np.asarray(model.rows.matrix @ chosen)[reduced.row]
        self._programme = core.programme_of(reduced)
        self._again = Again(self._programme, seed=seed) if len(reduced.option) and len(reduced.row) and not reduced.broken.size else None
        self._columns = np.bincount(reduced.person, minlength=len(reduced.base))
        several = np.flatnonzero(self._columns > 1)
        self._row_of = np.full(len(reduced.base), -1)
        self._row_of[several] = len(reduced.row) + np.arange(len(several))

    def priced(
        self, lower: npt.NDArray[np.float64], upper: npt.NDArray[np.float64], allowed: npt.NDArray[np.bool_] | None = None
    ) -> Priced | None:
        """Best prices where the rows have these sides (float64[r] each); None where the relaxation has no point, or no time is left.

        allowed: bool[m], of the model's options those that may be chosen; each person has one."""
        if self._again is None or self._left() <= 0:
            return None
        row, scale, q = self._reduced.row, self._reduced.row_scale, len(self._reduced.row)
        whole = self._programme
        sides = [np.r_[(side[row] - self._base) * scale, own[q:]] for side, own in ((lower, whole.lower), (upper, whole.upper))]
        columns = () if allowed is None else self._only(allowed, sides[0])
        answer = self._again.solved(*sides, *columns, time_limit_s=max(0.001, self._left()))
        if answer.x is None or answer.prices is None:
            return None
        prices = np.zeros(len(self._model.rows.names))
        prices[row] = answer.prices[:q] * scale / self._reduced.gain_scale
        used = core.used(self._reduced, answer.x)
        return Priced(prices, used if allowed is None else used[allowed[used]])

    def soft(self, lower: npt.NDArray[np.float64], upper: npt.NDArray[np.float64], plan: npt.NDArray[np.int64]) -> SoftParts | None:
        """The relaxations of the plans of each number of exits, of which that of a plan was solved with these sides, from which all others go on; None
        where plans are not told apart by that, or no time is left. plan: int64[n]."""
        whole = replace(self._model, rows=self._model.rows.between(lower, upper))
        by_count = counted(whole)
        if by_count is None or (own := self.priced(lower, upper)) is None:
            return None
        soft = SoftParts(self._model, own.prices, seed=self._seed, left=self._left)
        for price in DEARER:
            soft.priced(by_count.at(whole, by_count.of(plan)), price, enough=lambda bound: False)
        return soft

    def _only(
        self, allowed: npt.NDArray[np.bool_], lower: npt.NDArray[np.float64]
    ) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
        """(floor, ceiling) of the columns where only these options may be chosen: who may not stay at the base takes a column, which is said
        in `lower` where there are several."""
        reduced = self._reduced
        must = ~allowed[reduced.base]
        lower[self._row_of[must & (self._columns > 1)]] = 1.0
        return (must & (self._columns == 1))[reduced.person].astype(np.float64), allowed[reduced.option].astype(np.float64)
