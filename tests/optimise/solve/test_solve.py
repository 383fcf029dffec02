"""What a solve promises beyond the optimum: statuses, big numbers, nothing to decide, the same plan again."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy.sparse import csr_array

from bench.instances import ministry
from planner.optimise.model.rows import Model, Rows
from planner.optimise.solve import Progress, Status, solve
from planner.optimise.solve.exact_check import keeps, objective_of
from planner.optimise.solve.price_bound import priced_bound
from planner.optimise.solve.search import core
from tests.optimise.solve.small import best, rule

INF = float("inf")


def model_of(start: list, gain: list, rows: list[tuple[list, float, float]], allowed: list | None = None) -> Model:
    """Rows given as (coefficients, lower, upper)."""
    m = len(gain)
    matrix = csr_array(np.array([row for row, _, _ in rows], dtype=float).reshape(len(rows), m))
    names = tuple(rule(i, np.array(row), lower, upper) for i, (row, lower, upper) in enumerate(rows))
    lower, upper = np.array([lo for _, lo, _ in rows], dtype=float), np.array([up for _, _, up in rows], dtype=float)
    ok = np.ones(m, dtype=bool) if allowed is None else np.array(allowed)
    return Model(np.array(start), np.array(gain, dtype=float), 2.5, ok, Rows(matrix, lower, upper, names), 1e3)


def quick(model: Model, **how) -> object:
    return solve(model, **{"time_limit_s": 20, "relative_gap": 1e-7, "seed": 1, **how})


@pytest.fixture(scope="module")
def department() -> Model:
    return ministry(400, 6, seed=3, budget=0.55)


def test_nobody() -> None:
    empty = model_of([0], [], [])
    answer = quick(empty)
    assert (answer.status, answer.objective, answer.bound, len(answer.chosen)) == (Status.OPTIMAL, 2.5, 2.5, 0)
    assert quick(model_of([0], [], [([], 1, INF)])).status is Status.INFEASIBLE
    assert quick(model_of([0], [], [([], 0, 0)])).status is Status.OPTIMAL


def test_no_rows_and_one_option_each() -> None:
    free = quick(model_of([0, 2, 3], [1, 4, -2], []))
    assert (free.status, free.objective, free.chosen.tolist()) == (Status.OPTIMAL, 4.5, [1, 2])
    fixed = model_of([0, 1, 2], [1, 4], [([1, 1], 2, 2)])
    assert quick(fixed).chosen.tolist() == [0, 1]
    assert quick(replace(fixed, rows=replace(fixed.rows, lower=np.array([3.0]), upper=np.array([3.0])))).status is (Status.INFEASIBLE)


def test_equal_options_take_the_first() -> None:
    assert quick(model_of([0, 3], [1, 1, 1], [])).chosen.tolist() == [0]


def test_somebody_without_an_allowed_option_is_infeasible() -> None:
    assert quick(model_of([0, 2, 3], [1, 4, 2], [], [True, True, False])).status is Status.INFEASIBLE
    assert quick(model_of([0, 2, 2], [1, 4], [])).status is Status.INFEASIBLE


def test_a_fractional_relaxation_with_no_whole_plan_is_infeasible() -> None:
    answer = quick(model_of([0, 2, 4], [1, 0, 1, 0], [([2, 0, 2, 0], 1, 1)]))
    assert (answer.status, answer.chosen) == (Status.INFEASIBLE, None)


def test_a_budget_holds_to_the_last_dong() -> None:
    """Three people; the two dear ones together are one đồng above 10**15."""
    half = 5 * 10**14
    money = [0, half, 0, half + 1, 0, 7]
    model = model_of([0, 2, 4, 6], [0, 10, 0, 10, 0, 1], [(money, -INF, 10**15)])
    answer = quick(model)
    assert answer.status is Status.OPTIMAL
    assert answer.objective == best(model) == 13.5
    exactly = model_of([0, 2, 4, 6], [0, 10, 0, 10, 0, 1], [(money, -INF, 10**15 + 1)])
    assert quick(exactly).objective == 22.5
    over = model_of([0, 2, 4, 6], [0, 10, 0, 10, 0, 1], [(money, 10**15 + 2, 10**15 + 7)])
    assert quick(over).status is Status.INFEASIBLE


@pytest.mark.parametrize("weight", [1e-6, 1.0, 1e6])
def test_weights_of_every_size(weight: float, department: Model) -> None:
    model = replace(department, gain=department.gain * weight, ceiling=department.ceiling * weight)
    answer = quick(model, relative_gap=1e-5)
    assert answer.status is Status.OPTIMAL
    assert answer.gap <= 1e-5 and keeps(model, answer.chosen)


def test_the_certificate_is_recomputed_without_a_solver(department: Model) -> None:
    answer = quick(department, relative_gap=1e-5)
    assert answer.objective == objective_of(department, answer.chosen)
    assert priced_bound(department, answer.prices) == answer.price_bound >= answer.bound >= answer.objective
    lost = (answer.bound - answer.objective) / max(1, department.ceiling - answer.bound)
    assert answer.loss_gap == pytest.approx(lost)


def test_the_same_input_gives_the_same_plan(department: Model) -> None:
    first, second = (quick(department, relative_gap=1e-6) for _ in range(2))
    assert first.chosen.tobytes() == second.chosen.tobytes()
    assert (first.objective, first.bound) == (second.objective, second.bound)


@pytest.mark.parametrize("limit", [0.0, 0.001, 0.02, 0.1])
def test_out_of_time_is_never_wrong(limit: float) -> None:
    model = ministry(1_500, 22, seed=1, budget=0.48)
    answer = solve(model, time_limit_s=limit, relative_gap=0.0, seed=1)
    assert answer.status in (Status.UNKNOWN, Status.FEASIBLE)
    if answer.status is Status.FEASIBLE:
        assert keeps(model, answer.chosen) and answer.bound >= answer.objective
    else:
        assert answer.chosen is None and answer.gap is None


def test_progress_only_improves(department: Model) -> None:
    seen: list[Progress] = []
    answer = quick(department, relative_gap=1e-6, progress=seen.append)
    assert seen[0].phase == "prices" and seen[-1].phase == "done"
    bounds = [p.bound for p in seen if p.bound is not None]
    plans = [p.objective for p in seen if p.objective is not None]
    assert bounds == sorted(bounds, reverse=True) and plans == sorted(plans)
    assert seen[-1].gap == answer.gap


def test_a_neighbour_starts_from_what_is_known(department: Model) -> None:
    first = quick(department, relative_gap=1e-5)
    again = quick(department, relative_gap=1e-5, start_from=first)
    assert again.status is Status.OPTIMAL and again.chosen.tolist() == first.chosen.tolist()
    allowed = department.allowed.copy()
    allowed[first.chosen[np.flatnonzero(np.diff(department.start) > 1)[0]]] = False
    locked = replace(department, allowed=allowed)
    answer = quick(locked, relative_gap=1e-5, start_from=first)
    plain = quick(locked, relative_gap=1e-5)
    assert answer.status is plain.status is Status.OPTIMAL
    assert answer.objective == pytest.approx(plain.objective, rel=2e-5)


def test_a_core_does_not_fill_up_with_options_that_are_all_the_same() -> None:
    """Twenty people who may stay or, all for the same, be sent away; one who costs more stands behind them in excess, not in the core."""
    people = 20
    start, gain = list(range(0, 2 * people + 1, 2)), [1.0, 1.0] * people
    gain[-1] = 0.5
    model = model_of(start, gain, [([0.0, 1.0] * people, 3, INF)])
    found = core.ranking(model, np.zeros(1), np.zeros(0, dtype=np.int64))
    assert found.first == people and len(found.alike) == people - 1 - core.ALIKE
    mask, beyond = found.core(core.ALIKE + 1, 1.0)
    assert mask[-1] and mask.sum() == people + core.ALIKE + 1 and beyond == 0.0
    mask, beyond = found.core(np.inf, np.inf)
    assert mask.all() and beyond == np.inf


def test_an_earlier_plan_of_other_people_is_ignored(department: Model) -> None:
    other = quick(model_of([0, 2], [1, 2], []))
    assert quick(department, relative_gap=1e-4, start_from=other).status is Status.OPTIMAL


def test_a_middle_sized_ministry_is_proven() -> None:
    model = ministry(1_500, 22, seed=2, budget=0.5)
    answer = quick(model, relative_gap=1e-5)
    assert answer.status is Status.OPTIMAL and answer.gap <= 1e-5 and keeps(model, answer.chosen)
