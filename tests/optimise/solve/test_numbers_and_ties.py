"""Numbers of every size, scenarios with nothing to decide, and who goes where people are all the same."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import pytest

from bench.instances import ministry
from planner.optimise.solve import Status, solve
from planner.optimise.solve.backend import mathopt
from planner.optimise.solve.exact_check import keeps
from planner.service.run import Request, make_run
from tests.builder import EARLY, period, roster_of, run_of, scenario_with, target

SOMEBODY = [{"unit": "A"}] * 6 + [{"unit": "B"}] * 6


def leavers(run) -> list[str]:
    """Who leaves, sorted."""
    return sorted(run.decisions.loc[run.decisions["decision"] != "retain", "employee_id"])


@pytest.mark.parametrize("weight", ["0.000001", "1", "1000000"])
def test_weights_of_every_size_give_a_proven_plan(weight: str) -> None:
    people = [{**p, "rating_1": r} for p, r in zip(SOMEBODY, ["good", "excellent", "completed"] * 4, strict=True)]
    objective = {"retained_merit": Decimal(weight), "cost_per_million_vnd": Decimal(weight), "involuntary": Decimal(weight)}
    run = run_of(roster_of(*people), periods=target(0.25), objective=objective)
    assert run.plan.status is Status.OPTIMAL and len(leavers(run)) == 3


def test_weights_that_lie_twelve_powers_of_ten_apart() -> None:
    objective = {"retained_merit": Decimal("0.000001"), "involuntary": Decimal(1_000_000), "cost_per_million_vnd": Decimal("0.000001")}
    people = [*SOMEBODY[:-1], {"unit": "B", **EARLY, "volunteers": "any"}]
    run = run_of(roster_of(*people), periods=target(0.15), objective=objective)
    assert run.plan.status is Status.OPTIMAL and run.summary["involuntary"] == 1


def test_the_largest_budget_and_the_smallest() -> None:
    rich = run_of(roster_of(*SOMEBODY), periods=target(0.25), budget={"total_vnd": 10**15})
    assert rich.plan.status is Status.OPTIMAL
    cost = rich.summary["cost_vnd"]
    assert run_of(roster_of(*SOMEBODY), periods=target(0.25), budget={"total_vnd": cost}).plan.status is Status.OPTIMAL
    assert run_of(roster_of(*SOMEBODY), periods=target(0.25), budget={"total_vnd": cost - 1}).plan.status is Status.INFEASIBLE
    assert run_of(roster_of(*SOMEBODY), periods=target(0.25), budget={"total_vnd": 0}).plan.status is Status.INFEASIBLE


def test_the_highest_pay_that_is_believed() -> None:
    rich = [{"category": "contract", "salary_coefficient": None, "contract_salary_vnd": 10**11, "contract_signed_on": "2010-01-01"}] * 4
    run = run_of(roster_of(*rich), periods=target(0.25), objective={"retained_merit": 1.0, "cost_per_million_vnd": 0.05})
    assert run.plan.status is Status.OPTIMAL and run.summary["cost_vnd"] > 10**12


def test_units_of_one_person() -> None:
    people = [{"unit": f"U{i}"} for i in range(8)]
    run = run_of(roster_of(*people), periods=target(0.25), units={"default": {"reduction_at_most": 1}})
    assert run.plan.status is Status.OPTIMAL and len(leavers(run)) == 2
    stuck = run_of(roster_of(*people), periods=target(0.25), units={"default": {"reduction_at_most": 0.99}})
    assert stuck.plan.status is Status.INFEASIBLE


@pytest.mark.parametrize("asked", [{}, {"routes": []}, {"keep": {"people": [f"P{i:02d}" for i in range(1, 13)]}}])
def test_nothing_to_decide(asked: dict) -> None:
    run = run_of(roster_of(*SOMEBODY), periods=[period("2027", "2027-07-01")], **asked)
    assert (run.plan.status, run.plan.gap, leavers(run)) == (Status.OPTIMAL, 0.0, [])


@pytest.mark.parametrize("seed", range(4))
def test_no_gap_at_all_is_answered(seed: int) -> None:
    """`relative_gap: 0`: proven to the last digit, or said to be `feasible`; never a crash."""
    model = ministry(250, 5, seed=seed, budget=0.5)
    answer = solve(model, time_limit_s=6, relative_gap=0.0, seed=1)
    assert answer.status in (Status.OPTIMAL, Status.FEASIBLE)
    assert answer.chosen is not None and keeps(model, answer.chosen) and answer.gap is not None and answer.gap < 1e-3


def test_a_solver_that_gives_up_on_the_order_of_its_solutions_is_asked_again(monkeypatch: pytest.MonkeyPatch) -> None:
    class StatusNotOk(Exception):
        pass

    real, pools = mathopt._run, []

    def run(proto, kind, parameters, hint=None):
        pools.append(parameters.solution_pool_size)
        if kind == "GSCIP" and parameters.solution_pool_size > 1:
            raise StatusNotOk("Expected SCIP solutions to be in best objective order first, but ...")
        return real(proto, kind, parameters, hint)

    monkeypatch.setattr(mathopt, "_run", run)
    answer = solve(ministry(250, 5, budget=0.5), time_limit_s=20, relative_gap=1e-5, seed=1)
    assert answer.status is Status.OPTIMAL and 5 in pools and 1 in pools


def test_of_people_who_are_all_the_same_the_first_employee_ids_stay() -> None:
    roster = roster_of(*[{"unit": "A"}] * 12)
    assert leavers(run_of(roster, periods=target(0.25))) == ["P10", "P11", "P12"]


def test_the_order_of_the_roster_does_not_decide_between_equals() -> None:
    roster = roster_of(*SOMEBODY, *[{"unit": "A", "rating_1": "excellent"}] * 4)
    units = {"default": {"reduction_at_least": 0.2, "reduction_at_most": 0.4}}
    plain = leavers(run_of(roster, periods=target(0.25), units=units))
    for seed in range(4):
        order = np.random.default_rng(seed).permutation(len(roster.people))
        mixed = type(roster)(roster.people.iloc[order].reset_index(drop=True), roster.units, (), roster.sha256, roster.source)
        assert leavers(run_of(mixed, periods=target(0.25), units=units)) == plain


def test_the_plan_does_not_depend_on_the_number_of_threads() -> None:
    roster = roster_of(*SOMEBODY, *[{"unit": "A", "rating_1": "excellent"}] * 4)
    loaded = scenario_with(periods=target(0.25))
    one, two = (make_run(Request(loaded, roster, time_limit_s=20, threads=n)) for n in (1, 2))
    assert one.decisions.to_csv() == two.decisions.to_csv()
