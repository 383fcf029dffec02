"""The solver and the conflict against enumeration, on many small random models of every status."""

from __future__ import annotations

import math
import os
from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.optimise.solve import Status, solve
from planner.optimise.solve.exact_check import keeps, objective_of
from planner.optimise.solve.infeasible.conflict import explain_conflict
from planner.optimise.solve.price_bound import priced_bound
from planner.optimise.solve.search import column_generation, cores, relaxed
from tests.optimise.solve.small import best, possible, random_bars, random_model

GAP = 1e-7
DEEP = int(os.environ.get("DEEP", "1"))
"""`make test-deep` runs so many times the cases."""
BLOCKS = 10
A_BLOCK = 120 * DEEP
NARROW = 60 * DEEP


@pytest.mark.parametrize("block", range(BLOCKS))
def test_status_and_optimum_are_those_of_enumeration(block: int) -> None:
    _compared(range(block * A_BLOCK, (block + 1) * A_BLOCK))


@pytest.mark.parametrize("block", range(BLOCKS))
def test_the_road_of_large_ministries_finds_the_same(block: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Sifting, small cores, exchanges: on models small enough to enumerate."""
    _large(monkeypatch)
    monkeypatch.setattr(column_generation, "LEAST", 1)
    monkeypatch.setattr(column_generation, "REPRESENTATIVES", 2)
    _compared(range(20_000 + block * NARROW, 20_000 + (block + 1) * NARROW))


@pytest.mark.parametrize("seed", [2428])
def test_of_equal_options_the_one_is_chosen_for_which_the_rows_bind_nobody(seed: int) -> None:
    """Three people, none of whose options is worth more than another, and a budget that only dear ones break: a plan, no clash."""
    model = random_model(np.random.default_rng(seed))
    answer = solve(model, time_limit_s=20, relative_gap=GAP, seed=1)
    assert answer.status is Status.OPTIMAL and answer.objective == best(model)


@pytest.mark.parametrize("seed", [10118, 19795])
def test_what_floating_point_leaves_open_is_asked_exactly(seed: int) -> None:
    """Few options with large coefficients: the solver's best value is off by some millionths, beyond the gap that is asked."""
    model = random_model(np.random.default_rng(seed))
    answer = solve(model, time_limit_s=20, relative_gap=GAP, seed=1)
    assert answer.status is Status.OPTIMAL and answer.objective == pytest.approx(best(model), rel=1e-12)


@pytest.mark.parametrize("block", range(BLOCKS))
def test_the_road_of_nations_finds_the_same(block: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """As above, with prices from ministries thinned less and less (`test_nations.py` sees that they are)."""
    _large(monkeypatch)
    for name, value in (("LEAST", 1), ("REPRESENTATIVES", 1), ("FINER", 2), ("LEFT_OUT", 1), ("MANY", 0)):
        monkeypatch.setattr(column_generation, name, value)
    _compared(range(40_000 + block * NARROW, 40_000 + (block + 1) * NARROW))


def _large(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every model counts as a large one."""
    for of, name, value in ((cores, "WHOLE", 0), (relaxed, "DIRECT", 0), (cores, "FIRST_COLUMNS", 1)):
        monkeypatch.setattr(of, name, value)


def _compared(seeds: range) -> None:
    """Status, optimum and bound of random models beside what trying every plan finds."""
    seen: Counter[str] = Counter()
    for k in seeds:
        model = random_model(np.random.default_rng(k))
        truth = best(model)
        answer = solve(model, time_limit_s=20, relative_gap=GAP, seed=1)
        seen[answer.status] += 1
        if truth is None:
            assert answer.status is Status.INFEASIBLE, k
            assert (answer.chosen, answer.objective, answer.bound, answer.gap) == (None, None, None, None)
            continue
        small = 1e-12 * max(1.0, abs(truth))
        assert answer.status is Status.OPTIMAL, k
        assert answer.chosen is not None and keeps(model, answer.chosen), k
        assert answer.objective == objective_of(model, answer.chosen)
        assert truth - 2 * GAP * max(1.0, abs(truth)) <= answer.objective <= truth + small, k
        assert answer.bound is not None and answer.bound >= truth - small, k
        assert answer.price_bound is not None and answer.price_bound >= truth - small, k
        assert answer.gap == pytest.approx((answer.bound - answer.objective) / max(1, abs(answer.objective)))
    assert seen[Status.OPTIMAL] > 10 and seen[Status.INFEASIBLE] > 10


@pytest.mark.parametrize("block", range(BLOCKS))
def test_a_conflict_clashes_and_none_of_its_entries_can_be_spared(block: int) -> None:
    sizes: Counter[int] = Counter()
    for k in range(10_000 + block * A_BLOCK, 10_000 + (block + 1) * A_BLOCK):
        rng = np.random.default_rng(k)
        model = random_model(rng)
        if best(model) is not None:
            continue
        bars = random_bars(rng, model)
        found = explain_conflict(model, bars, time_limit_s=20)
        sizes[len(found)] += 1

        def remains(entries: list, model=model, bars=bars) -> bool:
            rows = [r for r, name in enumerate(model.rows.names) if name in entries]
            allowed = model.allowed.copy()
            for _, options in bars:
                allowed[options] = True
            for bar, options in bars:
                if bar in entries:
                    allowed[options] = False
            return possible(model, rows, allowed)

        assert found and not remains(list(found)), k
        for entry in found:
            assert remains([other for other in found if other != entry]), (k, entry)
    assert sizes.total() > 10 and max(sizes) > 1


@settings(max_examples=200, deadline=None)
@given(seed=st.integers(0, 10**6), wild=st.floats(-12, 6), data=st.data())
def test_any_prices_give_a_bound(seed: int, wild: float, data: st.DataObject) -> None:
    model = random_model(np.random.default_rng(seed), people=4)
    r = len(model.rows.names)
    prices = np.array(data.draw(st.lists(st.floats(-1, 1), min_size=r, max_size=r))) * 10**wild
    truth = best(model)
    bound = priced_bound(model, prices)
    assert truth is None or bound >= truth
    assert not math.isnan(bound)


def test_a_feasible_model_has_no_conflict() -> None:
    models = (random_model(np.random.default_rng(k)) for k in range(20))
    feasible = [model for model in models if best(model) is not None]
    assert feasible
    for model in feasible:
        assert explain_conflict(model, random_bars(np.random.default_rng(0), model)) == ()
