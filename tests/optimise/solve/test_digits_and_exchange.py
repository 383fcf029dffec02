"""Seats put together to numbers and taken apart again; a plan made better by exchanging one or two people."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_array

from bench.instances import ministry
from planner.optimise.solve import solve
from planner.optimise.solve.backend.digits import numbers_of
from planner.optimise.solve.backend.programme import Programme
from planner.optimise.solve.exact_check import keeps, objective_of
from planner.optimise.solve.price_bound import priced_bound
from planner.optimise.solve.search.core import option_excess
from planner.optimise.solve.search.local_search import improved


def sizes_of(most: int) -> list[int]:
    out, power = [], 1
    while most > 0:
        out.append(min(power, most))
        most, power = most - out[-1], power * 2
    return sorted(out)


@settings(max_examples=100, deadline=None)
@given(most=st.integers(2, 5_000), data=st.data())
def test_digits_become_one_number_and_come_back(most: int, data: st.DataObject) -> None:
    sizes = np.array(sizes_of(most), dtype=float)
    value = data.draw(st.integers(0, most))
    matrix = csr_array(np.vstack([np.r_[1.0, -sizes], np.r_[0.0, -3 * sizes / 8]]))
    k = len(sizes) + 1
    digit = np.r_[False, np.ones(len(sizes), dtype=bool)]
    programme = Programme(np.zeros(k), matrix, np.zeros(2), np.full(2, np.inf), np.zeros(k), np.ones(k), digit)
    numbers = numbers_of(programme)
    assert len(numbers.programme.gain) == 2 and numbers.programme.ceiling.max() == most
    apart = numbers.apart(np.r_[0.0, float(value)] if numbers.number[0] == 0 else np.r_[float(value), 0.0])
    assert apart[1:] @ sizes == value and set(apart[1:].tolist()) <= {0.0, 1.0}
    assert numbers.joined(apart).max() == value


def test_columns_that_differ_by_more_than_a_factor_stay() -> None:
    matrix = csr_array(np.array([[1.0, 2.0, 4.0], [1.0, 2.0, 3.0]]))
    programme = Programme(np.zeros(3), matrix, np.zeros(2), np.ones(2), np.zeros(3), np.ones(3), np.ones(3, dtype=bool))
    assert len(numbers_of(programme).programme.gain) == 2


def test_an_exchange_keeps_every_row_and_never_loses() -> None:
    for seed in range(6):
        model = ministry(300, 5, seed=seed, budget=0.5)
        found = solve(model, time_limit_s=20, relative_gap=5e-3, seed=1)
        assert found.chosen is not None and found.prices is not None
        excess = option_excess(model, found.prices)
        loss = priced_bound(model, found.prices) - objective_of(model, found.chosen)
        better = improved(model, found.chosen, excess, loss)
        assert keeps(model, better) and objective_of(model, better) >= objective_of(model, found.chosen)
        assert objective_of(model, better) <= priced_bound(model, found.prices)
