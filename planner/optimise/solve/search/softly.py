"""The relaxation of one part of the plans after another, in which rows may be broken at a price.

The parts differ in the sides of rows and in the digits of a number, so that the relaxation of each goes on from where the one before stood: a few steps
instead of all. It is that of the options which matter at the prices at hand; options that its new prices make better are added, until none is.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from planner.optimise.model.rows import Model
from planner.optimise.solve.backend.mathopt import Again
from planner.optimise.solve.presolve.reduce import Reduced, reduce
from planner.optimise.solve.price_bound import priced_bound, usable
from planner.optimise.solve.search import core
from planner.optimise.solve.search.certificate import without_gain
from planner.optimise.solve.search.column_generation import LEAST, ROUNDS, SHARE, better_options, narrow

DEARER = (core.BROKEN, 2**8 * core.BROKEN)
"""What breaking a row of a part costs while its prices are looked for. Where even the dearest price leaves rows broken, a proof is asked for that
nobody can keep them."""
NO_GAIN = 0.0
"""The price at which nothing counts but how little the rows are broken."""

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Softly:
    """prices: of the relaxation in which rows may be broken at a price. used: int64, the options that its point uses; plan: the point, rounded. kept: whether
    it breaks no row; all that is known then holds of the relaxation itself."""

    prices: Floats
    used: npt.NDArray[np.int64]
    plan: npt.NDArray[np.int64]
    kept: bool


class SoftParts:
    """Prices of parts of plans, one after the other. Where many models share their options, gains and rows, and differ in sides of rows alone, they share this."""

    def __init__(self, model: Model, prices: Floats, *, seed: int, left: Callable[[], float]) -> None:
        """model: of all parts. prices: float64[r], nearly right."""
        self._model, self._seed, self._left = model, seed, left
        self._mask = self._narrow(model, prices)
        self._begin()

    def fits(self, model: Model) -> bool:
        """Whether the parts of a model may be asked for here."""
        own = self._model
        theirs, ours = model.rows.matrix, own.rows.matrix
        same = ((theirs.indptr, ours.indptr), (theirs.indices, ours.indices), (theirs.data, ours.data), (model.gain, own.gain), (model.allowed, own.allowed))
        return all(np.array_equal(a, b) for a, b in same)

    def priced(self, part: Model, price: float, *, enough: Callable[[float], bool]) -> Softly | None:
        """The relaxation of a part, in which rows may be broken at a price; None where time ran out, or nothing is left to weigh.

        part: the model with other sides of its rows and some digits only. Its prices bound the part as any do. enough: given a bound, whether a better one is not
        worth another round.
        """
        found: Softly | None = None
        for _ in range(ROUNDS):
            reduced = self._reduced
            answer = self._answer(part, price)
            if answer is None:
                break
            prices, x = answer
            own, kept = x[: len(reduced.option)], not (x[len(reduced.option) :] > core.SOME).any()
            found = Softly(prices, core.used(reduced, own), core.rounded(reduced, own), kept)
            if enough(priced_bound(part, prices)) or not self._widened(part, prices):
                break
        return found

    def emptied(self, part: Model) -> Floats | None:
        """Prices that prove that no plan of a part keeps the rows (with no gain at all the bound at them is below zero); None where there are none, or
        time ran out."""
        nothing = without_gain(part)
        for _ in range(ROUNDS):
            answer = self._answer(nothing, NO_GAIN)
            if answer is None:
                return None
            if priced_bound(nothing, answer[0]) < 0:
                return answer[0]
            if not self._widened(nothing, answer[0]):
                return None
        return None

    def _answer(self, part: Model, price: float) -> tuple[Floats, Floats] | None:
        """(prices of the model's rows, the point) of a part, of the options that matter so far."""
        reduced = self._reduced
        q = len(reduced.row)
        crossed = (part.rows.lower > part.rows.upper).any()  # no point at any price
        if self._left() <= 0 or crossed or not len(reduced.option) or not q:
            return None
        again = self._programmes.get(price) or self._programmes.setdefault(price, self._programme(price))
        point = again.solved(*self._sides(part, again), time_limit_s=max(0.001, self._left()))
        if point.x is None or point.prices is None:
            return None
        prices = np.zeros(len(part.rows.names))
        prices[reduced.row] = point.prices[:q] * reduced.row_scale / reduced.gain_scale
        return usable(part, prices), point.x

    def _widened(self, part: Model, prices: Floats) -> bool:
        """Whether options are worth more at these prices than those that matter so far; then they, and others nearby, do too."""
        better = better_options(part, self._mask, prices)
        if not better.any():
            return False
        self._mask |= better | self._narrow(part, prices)
        self._begin()
        return True

    def _narrow(self, model: Model, prices: Floats) -> npt.NDArray[np.bool_]:
        return narrow(self._model, core.option_excess(model, prices), max(LEAST, int(SHARE * (len(model.start) - 1))))

    def _begin(self) -> None:
        """The model of the options that matter, with all its rows: one that cannot bind in one part may in another."""
        rows = self._model.rows
        nothing = np.full(len(rows.names), np.inf)
        self._reduced: Reduced = reduce(replace(self._model, allowed=self._mask, rows=rows.between(nothing, -nothing)))
        chosen = np.zeros(len(self._model.gain))
        chosen[self._reduced.base] = 1.0
        self._used = np.asarray(rows.matrix @ chosen)
        self._programmes: dict[float, Again] = {}

    def _programme(self, price: float) -> Again:
        """The programme in which each side of each row may be broken at a price; the sides themselves are those of a part."""
        q = len(self._reduced.row)
        hard = replace(core.programme_of(self._reduced), digit=None)
        hard.lower[:q] = hard.upper[:q] = 0.0
        gain = hard.gain if price else np.zeros_like(hard.gain)
        return Again(core.softened(replace(hard, gain=gain), q, price or 1.0), seed=self._seed)

    def _sides(self, part: Model, again: Again) -> tuple[Floats, Floats, Floats, Floats]:
        """(lower, upper, floor, ceiling) of the programme for a part: of a digit that it settles both ends are the same."""
        reduced, whole = self._reduced, again.programme
        q, k, scale = len(reduced.row), len(reduced.option), reduced.row_scale
        lower, upper = ((side - self._used)[reduced.row] * scale for side in (part.rows.lower, part.rows.upper))
        must = ~part.allowed[reduced.base[reduced.person]]
        floor, ceiling = must.astype(np.float64), part.allowed[reduced.option].astype(np.float64)
        return (
            np.r_[lower, whole.lower[q:]],
            np.r_[upper, whole.upper[q:]],
            np.r_[floor, whole.floor[k:]],
            np.r_[ceiling, whole.ceiling[k:]],
        )
