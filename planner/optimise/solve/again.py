"""Prices of a model under many other sides of its rows, one after the other: the relaxation of all its options goes on from where it
stood, so that each further one takes a fraction of the first.

Only the prices are believed: what they prove of a changed model follows from them alone (`price_bound`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from planner.optimise.model.rows import Model
from planner.optimise.solve.backend.mathopt import Again
from planner.optimise.solve.presolve.dominated import slim
from planner.optimise.solve.presolve.reduce import reduce
from planner.optimise.solve.search import core

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
        self._model, self._left = model, left
        self._reduced = reduced = reduce(slim(model))
        chosen = np.zeros(len(model.gain))
        chosen[reduced.base] = 1.0
        self._base = np.asarray(model.rows.matrix @ chosen)[reduced.row]
        self._programme = core.programme_of(reduced)
        self._again = Again(self._programme, seed=seed) if len(reduced.option) and len(reduced.row) and not reduced.broken.size else None

    def priced(self, lower: npt.NDArray[np.float64], upper: npt.NDArray[np.float64]) -> Priced | None:
        """Best prices where the rows have these sides (float64[r] each); None where the relaxation has no point, or no time is left."""
        if self._again is None or self._left() <= 0:
            return None
        row, scale, q = self._reduced.row, self._reduced.row_scale, len(self._reduced.row)
        sides = [np.r_[(side[row] - self._base) * scale, whole[q:]] for side, whole in ((lower, self._programme.lower), (upper, self._programme.upper))]
        answer = self._again.solved(*sides, time_limit_s=max(0.001, self._left()))
        if answer.x is None or answer.prices is None:
            return None
        prices = np.zeros(len(self._model.rows.names))
        prices[row] = answer.prices[:q] * scale / self._reduced.gain_scale
        return Priced(prices, core.used(self._reduced, answer.x))
