"""The road of a nation on a ministry that can be solved at once: thinned less and less, few columns, rows mended."""

from __future__ import annotations

from collections import Counter

import pytest

from bench.instances import ministry
from planner.optimise.model.rows import Model
from planner.optimise.solve import Status, solve
from planner.optimise.solve.exact_check import keeps
from planner.optimise.solve.presolve.dominated import slim
from planner.optimise.solve.price_bound import priced_bound
from planner.optimise.solve.search import column_generation, relaxed

GAP = 1e-5


@pytest.fixture(scope="module")
def nation() -> Model:
    return ministry(3_000, 30, seed=5, budget=0.5)


@pytest.fixture
def steps(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """The sizes of a nation brought down; counts the steps of its road."""
    small = {"LEAST": 5, "REPRESENTATIVES": 30, "LEFT_OUT": 2, "MANY": 0, "NEAR": 0.001}
    for name, value in small.items():
        monkeypatch.setattr(column_generation, name, value)
    seen: Counter[str] = Counter()
    for name in ("_finer", "_mending"):
        monkeypatch.setattr(column_generation, name, _counting(getattr(column_generation, name), name, seen))
    return seen


def _counting(step, name: str, seen: Counter[str]):
    def counted(*given):
        seen[name] += 1
        return step(*given)

    return counted


def test_prices_come_nearer_the_less_a_ministry_is_thinned(nation: Model, steps: Counter[str], monkeypatch: pytest.MonkeyPatch) -> None:
    model = slim(nation)
    fine, _ = column_generation.thinned_prices(model, time_limit_s=60, seed=1)
    assert steps["_finer"] >= 2
    monkeypatch.setattr(column_generation, "LEFT_OUT", 10**9)
    rough, _ = column_generation.thinned_prices(model, time_limit_s=60, seed=1)
    assert fine is not None and rough is not None
    assert priced_bound(model, fine) < priced_bound(model, rough)


def test_the_plan_and_the_bound_are_those_of_the_whole_programme(nation: Model, steps: Counter[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(relaxed, "DIRECT", 0)
    road = solve(nation, time_limit_s=120, relative_gap=GAP, seed=1)
    assert steps["_finer"] and steps["_mending"], steps
    monkeypatch.setattr(relaxed, "DIRECT", 10**9)
    direct = solve(nation, time_limit_s=120, relative_gap=GAP, seed=1)
    for found in (road, direct):
        assert found.status is Status.OPTIMAL and keeps(nation, found.chosen)
    assert road.price_bound == pytest.approx(direct.price_bound, rel=1e-6)
    assert road.objective <= direct.bound and direct.objective <= road.bound
