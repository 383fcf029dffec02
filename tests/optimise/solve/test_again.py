"""Prices under other sides of the rows, one after the other: as good as those found from the beginning, and a proof of every plan."""

from __future__ import annotations

import math

import numpy as np
import pytest

from planner.optimise.model.changes import without_rows
from planner.optimise.solve.again import Repriced
from planner.optimise.solve.presolve.reduce import reduce
from planner.optimise.solve.price_bound import priced_bound
from planner.optimise.solve.search import core
from tests.service.beyond.cases import best_worth, case_of, small_run


@pytest.mark.parametrize("seed", range(4))
def test_without_one_row_after_another_the_prices_are_as_good_as_from_the_beginning(seed: int) -> None:
    model = case_of(small_run(seed)).model
    repriced = Repriced(model, seed=1, left=lambda: 60.0)
    for r in [*range(len(model.rows.names)), 0]:
        changed = without_rows(model, np.array([r]))
        found = repriced.priced(changed.rows.lower, changed.rows.upper)
        best = best_worth(changed)
        if found is None:  # nothing is left to weigh, or nothing binds
            continue
        bound = priced_bound(changed, found.prices)
        assert best is not None and bound >= best - 1e-9, "no plan without the row is worth more"
        relaxed, prices = core.relaxation(changed, reduce(changed), time_limit_s=20, seed=1)
        if relaxed.status == "optimal":
            assert bound == pytest.approx(priced_bound(changed, prices), rel=1e-6, abs=1e-4)
        assert model.allowed[found.used].all()


def test_sides_that_no_point_keeps_have_no_prices_and_those_before_have_them_again() -> None:
    model = case_of(small_run(2)).model
    repriced = Repriced(model, seed=1, left=lambda: 60.0)
    rows = model.rows
    before = repriced.priced(rows.lower, rows.upper)
    assert before is not None
    impossible = np.where(np.isfinite(rows.upper), rows.upper, math.inf)
    binding = int(np.flatnonzero(before.prices)[0])
    lower = rows.lower.copy()
    lower[binding], impossible[binding] = 1e7, 1e7
    assert repriced.priced(lower, impossible) is None
    after = repriced.priced(rows.lower, rows.upper)
    assert after is not None and priced_bound(model, after.prices) == pytest.approx(priced_bound(model, before.prices), rel=1e-6)


def test_without_time_there_are_none() -> None:
    model = case_of(small_run(2)).model
    assert Repriced(model, seed=1, left=lambda: 0.0).priced(model.rows.lower, model.rows.upper) is None
