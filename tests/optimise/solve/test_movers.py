"""The options that move a row, against a loop over rows and options."""

from __future__ import annotations

import numpy as np
import pytest

from planner.optimise.solve.presolve.reduce import people_without_option, person_of
from planner.optimise.solve.search.core import option_excess, ranking
from planner.optimise.solve.search.movers import movers
from tests.optimise.solve.small import random_model


@pytest.mark.parametrize("seed", range(20))
def test_each_row_gets_its_cheapest_movers_each_way(seed: int) -> None:
    rng = np.random.default_rng(seed)
    model = random_model(rng, people=7, rows=4)
    while people_without_option(model).size:  # a core is never asked for then
        model = random_model(rng, people=7, rows=4)
    prices = np.where(rng.random(len(model.rows.names)) < 0.3, 0.0, rng.normal(size=len(model.rows.names)))
    excess, owner = option_excess(model, prices), person_of(model)
    ranked = ranking(model, prices, np.zeros(0, dtype=np.int64), digits=False)
    best = ranked.best
    assert (owner[best] == np.arange(len(model.start) - 1)).all() and not excess[best].any()
    most = float(np.median(excess[np.isfinite(excess)]))
    dense = model.rows.matrix.toarray()
    for each in (1, 2, 5):
        found = movers(model, prices, ranked, most, each)
        assert (np.diff(found) > 0).all() and model.allowed[found].all() and (excess[found] <= most).all()
        assert (owner[found] < len(model.start) - 1 - model.seats).all() and not np.isin(found, best).any()
        needed: set[float] = set()
        for row in np.flatnonzero(prices):
            for way in (1, -1):
                able = [
                    option
                    for option in range(len(model.gain))
                    if model.allowed[option]
                    and excess[option] <= most
                    and owner[option] < len(model.start) - 1 - model.seats
                    and way * (dense[row, option] - dense[row, best[owner[option]]]) > 0
                ]
                cheapest = sorted(able, key=lambda option: (excess[option], option))[:each]
                taken = [option for option in able if option in found]
                assert len(taken) >= len(cheapest)
                assert sorted(excess[taken])[: len(cheapest)] == sorted(excess[cheapest])
                needed.update(cheapest)
        assert len(found) <= len(needed) and (len(found) > 0) == bool(needed)


def test_nothing_moves_where_no_row_has_a_price() -> None:
    model = random_model(np.random.default_rng(1), people=5, rows=3)
    nothing = np.zeros(len(model.rows.names))
    ranked = ranking(model, nothing, np.zeros(0, dtype=np.int64), digits=False)
    assert not len(movers(model, nothing, ranked, np.inf, 3))
