"""Prices of the relaxation, their bound and a first plan; or prices that prove that there is none."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from planner.optimise.solve.presolve.reduce import Reduced
from planner.optimise.solve.price_bound import priced_bound
from planner.optimise.solve.search import core
from planner.optimise.solve.search.certificate import Verdict, counting_certificate
from planner.optimise.solve.search.column_generation import sifted, thinned_prices
from planner.optimise.solve.search.known import Search

DIRECT = 8_000
"""Up to so many columns the relaxation is solved at once; more are sifted."""
ROUGH = 1e-4
"""From such a gap on the relaxation's ties stay untied."""


def certified(state: Search, ask: Callable[..., Verdict]) -> bool:
    """Whether prices prove that nothing is possible; they are kept."""
    found = ask(state.small, time_limit_s=max(0.001, state.left()), seed=state.seed)
    if found.answer == "infeasible":
        state.prices = found.prices
    return found.answer == "infeasible"


def priced(state: Search, reduced: Reduced) -> bool:
    """Prices, their bound and a first plan, as far as they come; False where the relaxation seems to have no point."""
    model = state.small
    if len(reduced.option) > DIRECT:
        if state.prices is not None and _sifted(state, state.prices):
            return True
        prices, state.nothing = thinned_prices(model, time_limit_s=max(0.001, state.left()), seed=state.seed)
        if state.nothing:
            state.prices = prices
            return False
        if prices is not None and _sifted(state, prices):
            return True
        state.counted = prices is None
        if state.counted and certified(state, counting_certificate):
            state.nothing = True
            return False
    relaxed, prices = core.relaxation(model, reduced, time_limit_s=max(0.001, state.left()), seed=state.seed)
    take_prices(state, prices)
    if relaxed.x is not None:
        state.used = core.used(reduced, relaxed.x)
        state.offer(core.rounded(reduced, relaxed.x), "plan")
    return relaxed.status != "infeasible"


def _sifted(state: Search, prices: npt.NDArray[np.float64]) -> bool:
    """Whether sifting from these prices came to an end; what it found is kept either way."""
    found = sifted(
        state.small, prices, also=state.used, enough=state.enough, left=state.left, seed=state.seed, roughly=state.relative_gap >= ROUGH
    )
    take_prices(state, found.prices)
    state.used = found.used
    if found.plan is not None:
        state.offer(found.plan, "plan")
    return found.found or state.left() <= 0


def take_prices(state: Search, prices: npt.NDArray[np.float64]) -> None:
    """Prices that bound better than those at hand."""
    bound = priced_bound(state.model, prices)
    if state.prices is None or bound <= state.price_bound:
        state.prices, state.price_bound = prices, bound
    state.prove(state.price_bound, "prices")
