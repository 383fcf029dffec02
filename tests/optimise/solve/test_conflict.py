"""The clash named where no plan exists: few entries, at ministry size, from what the data show where they show it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from bench.instances import ministry
from planner.optimise.model.rows import Model, RowName
from planner.optimise.solve import Status, solve
from planner.optimise.solve.infeasible.conflict import explain_conflict
from planner.optimise.solve.infeasible.judge import judge
from planner.optimise.solve.price_bound import priced_bound
from planner.optimise.solve.search.certificate import family_certificate, without_gain
from planner.optimise.solve.search.column_generation import thinned_prices
from planner.scenario.requirement_kinds import LAW, LOCK, UNIT_CAPS, UNIT_TARGETS
from tests.optimise.solve.test_solve import model_of

INF = float("inf")


def closed(model: Model) -> np.ndarray:
    return np.flatnonzero(~model.allowed)


def names(found: tuple) -> list[str]:
    return [f"{entry.requirement}/{entry.shown}".rstrip("/") for entry in found]


def test_a_person_locked_both_ways() -> None:
    model = model_of([0, 2, 4], [1, 0, 1, 0], [([0, 1, 0, 1], 1, INF)], [False, False, True, True])
    bars = [(RowName(LOCK, ("P1",)), np.array([0])), (RowName(LAW, ("P1",)), np.array([1]))]
    assert names(explain_conflict(model, bars)) == ["lock/P1", "law/P1"]


def test_two_bars_on_one_option_are_not_both_named() -> None:
    model = model_of([0, 2], [1, 0], [([0, 1], 1, INF)], [True, False])
    bars = [(RowName(LAW, ("",)), np.array([1])), (RowName(LOCK, ("",)), np.array([1]))]
    assert len(explain_conflict(model, bars)) == 2
    assert set(names(explain_conflict(model, bars))) in ({"rule.0", "law"}, {"rule.0", "lock"})


def test_a_row_that_cannot_be_reached_stands_alone() -> None:
    model = ministry(1_500, 22, budget=0.6)
    row = model.rows.names.index(RowName(UNIT_TARGETS.for_all, ("U3",)))
    lower = model.rows.lower.copy()
    lower[row] = 10**6
    broken = replace(model, rows=replace(model.rows, lower=lower))
    bars = [(RowName(LAW, ("",)), closed(model))]
    assert names(explain_conflict(broken, bars)) == ["units.default.reduction_at_least/U3"]


def test_a_tight_budget_against_the_target() -> None:
    model = ministry(1_500, 22, budget=0.3)
    answer = solve(model, time_limit_s=20, relative_gap=1e-5, seed=1, bars=[(RowName(LAW, ("",)), closed(model))])
    assert answer.status is Status.INFEASIBLE
    assert names(answer.conflict) == ["periods.2.reduction_at_least/2", "budget.total_vnd"]
    # Infeasible by proof that needs no solver: no gain at all, and yet the bound is below zero.
    assert priced_bound(without_gain(model), answer.prices) < 0


def test_one_unit_between_two_bounds() -> None:
    found = explain_conflict(ministry(1_500, 22, unit_floor=0.6, unit_cap=0.9, budget=5))
    assert len(found) == 2
    assert {entry.requirement for entry in found} == {
        "units.default.reduction_at_least",
        "units.default.minimum_headcount",
    }
    assert len({entry.scope for entry in found}) == 1


def test_without_bars_the_infeasible_answer_has_no_conflict() -> None:
    answer = solve(ministry(300, 5, budget=0.2), time_limit_s=20, relative_gap=1e-5, seed=1)
    assert (answer.status, answer.conflict) == (Status.INFEASIBLE, ())


def test_judge_finds_a_plan_or_a_proof() -> None:
    open_case = judge(ministry(800, 10, budget=0.6), time_limit_s=20, seed=1)
    assert open_case.answer == "feasible" and open_case.plan is not None
    shut = judge(ministry(800, 10, budget=0.25), time_limit_s=20, seed=1)
    assert shut.answer == "infeasible" and shut.prices is not None


def test_no_time_gives_no_wrong_answer() -> None:
    assert explain_conflict(ministry(1_500, 22, budget=0.3), time_limit_s=0.0) == ()


def test_a_budget_one_dong_short_is_told_apart_from_one_that_suffices() -> None:
    """Ten alike, two must leave; dear enough that a solver's tolerance hides one đồng."""
    price = 900_000_001
    start = list(range(0, 21, 2))
    leave, money = [0, 1] * 10, [0, price] * 10
    gain = [float(k % 2 == 0) * (k + 1) for k in range(20)]
    enough = model_of(start, gain, [(leave, 2, INF), (money, -INF, 2 * price)])
    short = model_of(start, gain, [(leave, 2, INF), (money, -INF, 2 * price - 1)])
    how = {"time_limit_s": 20, "relative_gap": 1e-5, "seed": 1, "bars": []}
    assert solve(enough, **how).status is Status.OPTIMAL
    answer = solve(short, **how)
    assert answer.status is Status.INFEASIBLE
    assert names(answer.conflict) == ["rule.0", "rule.1"]


def test_a_family_that_clashes_with_the_targets_is_proven_alone() -> None:
    model = ministry(1_500, 22, budget=0.6)
    lower, upper = model.rows.lower.copy(), model.rows.upper.copy()
    units = [i for i, name in enumerate(model.rows.names) if name.kind in (UNIT_TARGETS.for_all, UNIT_CAPS.for_all)]
    lower[units], upper[units] = -INF, np.minimum(upper[units], 8)
    broken = replace(model, rows=replace(model.rows, lower=lower, upper=upper))
    every = np.ones(len(model.rows.names), dtype=bool)
    found = family_certificate(broken, every, time_limit_s=20, seed=1)
    assert found.answer == "infeasible" and priced_bound(without_gain(broken), found.prices) < 0
    priced = {model.rows.names[i].kind.key[0] for i in np.flatnonzero(found.prices)}
    assert priced == {"periods", "units"}
    assert family_certificate(model, every, time_limit_s=20, seed=1).answer == "unknown"
    assert family_certificate(broken, ~every, time_limit_s=20, seed=1).answer == "unknown"


def test_some_of_the_people_prove_that_nothing_is_possible_for_all() -> None:
    model = ministry(1_500, 22, budget=0.3)
    prices, proven = thinned_prices(model, time_limit_s=20, seed=1)
    assert proven and priced_bound(without_gain(model), prices) < 0
    prices, proven = thinned_prices(ministry(1_500, 22, budget=0.6), time_limit_s=20, seed=1)
    assert prices is not None and not proven
