"""Every requirement with a feasible and an infeasible twin, on the bound and just past it."""

from __future__ import annotations

import pytest

from planner.optimise.model.build import build
from tests.builder import EARLY, NEAR_RETIREMENT, conflict_names, decisions, instance_of, period, roster_of, run_of, target

TEN = [{"rating_1": "completed"} if i < 5 else {} for i in range(10)]
ALL_ROUTES = ["early_retirement", "immediate_separation"]


def test_reduction_by_period_feasible_at_the_bound() -> None:
    """0.29 of ten people is 2.9: three leave."""
    run = run_of(roster_of(*TEN), periods=target(0.29))
    assert run.summary["status"] == "optimal" and run.summary["headcount"]["leavers"] == 3


def test_reduction_by_period_infeasible_names_the_target() -> None:
    run = run_of(roster_of(*TEN), periods=target(0.5), routes=[])
    assert run.summary["status"] == "infeasible"
    assert conflict_names(run) == {("periods.2027.reduction_at_least", "2027")}
    assert "that is 5, are to have left" in run.summary["conflict"][0]["message"]


def test_reduction_at_most_is_rounded_down() -> None:
    run = run_of(
        roster_of(*TEN),
        periods=[period("2027", "2027-07-01", reduction_at_most=0.29)],
        objective={"retained_merit": 0.0, "cost_per_million_vnd": 0.0},
    )
    assert run.summary["headcount"]["leavers"] <= 2


def test_reduction_at_most_infeasible_when_more_retire() -> None:
    run = run_of(roster_of(*[NEAR_RETIREMENT] * 3, {}), periods=[period("2027", "2027-07-01", reduction_at_most=0.5)])
    assert conflict_names(run) == {("periods.2027.reduction_at_most", "2027")}


def test_targets_are_cumulative_and_count_each_exit_once() -> None:
    periods = [period("a", "2027-07-01", reduction_at_least=0.2), period("b", "2028-07-01", reduction_at_least=0.3)]
    run = run_of(roster_of(*TEN), periods=periods)
    assert [p["leavers"] for p in run.summary["periods"]] == [2, 1]
    assert run.summary["periods"][1]["cumulative_reduction"] == 0.3


def test_unit_reduction_feasible_within_its_bounds() -> None:
    people = [{"unit": "A"}] * 5 + [{"unit": "B"}] * 5
    run = run_of(roster_of(*people), periods=target(0.4), units={"by_unit": {"A": {"reduction_at_most": 0.2}}})
    assert {u["unit"]: u["leavers"] for u in run.summary["units"]} == {"A": 1, "B": 3}


def test_unit_reduction_infeasible_names_unit_and_bound() -> None:
    people = [{"unit": "A"}] * 5 + [{"unit": "B"}] * 5
    run = run_of(roster_of(*people), periods=target(0.5), units={"default": {"reduction_at_most": 0.2}})
    names = conflict_names(run)
    assert ("periods.2027.reduction_at_least", "2027") in names
    assert names - {("periods.2027.reduction_at_least", "2027")} == {("units.default.reduction_at_most", "A"), ("units.default.reduction_at_most", "B")}


def test_unit_reduction_at_least_infeasible_where_nobody_may_leave() -> None:
    run = run_of(roster_of({"key_role": True}, {}), units={"by_unit": {"A": {"reduction_at_least": 1.0}}}, keep={"key_roles": True})
    assert conflict_names(run) == {("units.by_unit.A.reduction_at_least", "A"), ("keep.key_roles", "A")}


TWO_DATES = [period("a", "2027-07-01"), period("b", "2028-07-01", reduction_at_least=0.4)]
ONE_A_PERIOD = {"default": {"exits_at_most_per_period": 1}}


def test_unit_exits_feasible_at_the_bound_in_each_period() -> None:
    """Two units, two periods, one exit each: four of ten leave, and no other way."""
    run = run_of(roster_of(*[{"unit": u} for u in "AAAAABBBBB"]), periods=TWO_DATES, units=ONE_A_PERIOD)
    assert [p["leavers"] for p in run.summary["periods"]] == [2, 2]
    assert {u["unit"]: u["leavers"] for u in run.summary["units"]} == {"A": 2, "B": 2}


def test_unit_exits_infeasible_one_past_it_names_unit_and_period() -> None:
    run = run_of(roster_of(*TEN), periods=target(0.2), units={"by_unit": {"A": {"exits_at_most_per_period": 1}}})
    assert conflict_names(run) == {("periods.2027.reduction_at_least", "2027"), ("units.by_unit.A.exits_at_most_per_period", "A (2027)")}
    assert run.summary["conflict_summary"].endswith("yet of Vụ A (A) at most 1 may leave in period 2027")
    changes = {r.family: r.change for r in run.plan.repairs}
    assert changes["unit_exits"] == {"units": {"by_unit": {"A": {"exits_at_most_per_period": 2}}}}
    assert [n for n in run.summary["conflict_notes"] if "moves between units" in n] == []


def test_a_single_unit_s_number_of_exits_replaces_that_of_all_units() -> None:
    people = [{"unit": "A"}] * 5 + [{"unit": "B"}] * 5
    run = run_of(roster_of(*people), periods=target(0.4), units={**ONE_A_PERIOD, "by_unit": {"B": {"exits_at_most_per_period": 3}}})
    assert {u["unit"]: u["leavers"] for u in run.summary["units"]} == {"A": 1, "B": 3}


def test_natural_exits_count_and_where_they_alone_are_more_their_number_holds_with_a_warning() -> None:
    people = [*[NEAR_RETIREMENT] * 3, {"volunteers": "any", "rating_1": "not_completed"}, {}]
    run = run_of(roster_of(*people), units=ONE_A_PERIOD, objective={"retained_merit": 0.0, "cost_per_million_vnd": 0.0})
    assert [decisions(run)[f"P0{i}"] for i in (1, 2, 3)] == ["normal_retirement"] * 3 and run.summary["headcount"]["leavers"] == 3
    assert "A (2027): at most 1 exits asked are raised to 3" in " ".join(run.summary["warnings"])
    late = run_of(roster_of(*people), periods=[period("2027", "2027-07-01", reduction_at_least=0.8)], units=ONE_A_PERIOD)
    assert conflict_names(late) == {("periods.2027.reduction_at_least", "2027"), ("units.default.exits_at_most_per_period", "A (2027)")}


def test_a_move_is_no_exit_of_the_unit() -> None:
    units = [{"unit": "A", "assigned_quota": 6}, {"unit": "B", "assigned_quota": 8}]
    run = run_of(
        roster_of(*[{"unit": "A"}] * 6, {"unit": "B"}, units=units), redeploy={"allowed": True},
        units={"by_unit": {"A": {"exits_at_most_per_period": 0, "reduction_at_least": 0.5}}},
    )  # fmt: skip
    assert (run.summary["headcount"]["leavers"], run.summary["redeployed"]) == (0, 3)


def test_minimum_headcount_feasible_at_the_floor() -> None:
    run = run_of(roster_of(*TEN), periods=target(0.5), units={"by_unit": {"A": {"minimum_headcount": 5}}})
    assert run.summary["headcount"]["remaining"] == 5


def test_minimum_headcount_infeasible_past_the_floor() -> None:
    run = run_of(roster_of(*TEN), periods=target(0.5), units={"by_unit": {"A": {"minimum_headcount": 6}}})
    assert conflict_names(run) == {("periods.2027.reduction_at_least", "2027"), ("units.by_unit.A.minimum_headcount", "A")}


def test_minimum_headcount_gives_way_to_natural_exits_alone() -> None:
    instance = instance_of(roster_of(*[NEAR_RETIREMENT] * 3, {}, {}), units={"default": {"minimum_headcount": 4}})
    assert [(f.kind.path(f.scope), f.scope, f.asked, f.held) for f in instance.floors] == [("units.default.minimum_headcount", ("A",), 4, 2)]
    assert any("lowered to 2" in p.message.render("en") for p in instance.warnings)


def test_the_units_table_has_a_minimum_that_a_scenario_replaces() -> None:
    units = [{"unit": "A", "minimum_headcount": 9}]
    assert run_of(roster_of(*TEN, units=units), periods=target(0.2)).summary["status"] == "infeasible"
    run = run_of(roster_of(*TEN, units=units), periods=target(0.2), units={"default": {"minimum_headcount": 8}})
    assert run.summary["status"] == "optimal"


def test_budget_feasible_to_the_last_dong() -> None:
    free = run_of(roster_of(*TEN), periods=target(0.2), objective={"retained_merit": 0.0, "cost_per_million_vnd": 1.0})
    cost = free.summary["cost_vnd"]
    assert cost > 0
    assert run_of(roster_of(*TEN), periods=target(0.2), budget={"total_vnd": cost}).summary["cost_vnd"] == cost


def test_budget_infeasible_one_dong_short() -> None:
    free = run_of(roster_of(*TEN), periods=target(0.2), objective={"retained_merit": 0.0, "cost_per_million_vnd": 1.0})
    run = run_of(roster_of(*TEN), periods=target(0.2), budget={"total_vnd": free.summary["cost_vnd"] - 1})
    assert conflict_names(run) == {("periods.2027.reduction_at_least", "2027"), ("budget.total_vnd", "")}


def test_budget_of_a_period_binds_that_period_only() -> None:
    periods = [period("a", "2027-07-01"), period("b", "2028-07-01", reduction_at_least=0.2)]
    run = run_of(roster_of(*TEN), periods=periods, budget={"by_period": {"a": 0}})
    assert [p["leavers"] for p in run.summary["periods"]] == [0, 2]
    both = run_of(roster_of(*TEN), periods=periods, budget={"by_period": {"a": 0, "b": 0}})
    assert both.summary["status"] == "infeasible"


def test_a_lock_with_no_way_out_names_the_person() -> None:
    run = run_of(roster_of({"lock": "leave", "category": "contract", "contract_salary_vnd": 9_000_000, "contract_end_on": "2031-01-01"}, {}))
    assert conflict_names(run) == {("lock", "P01")}
    assert "P01" in run.summary["conflict"][0]["message"]


def test_a_lock_against_protection_names_both() -> None:
    run = run_of(roster_of({"lock": "leave", "under_discipline": True}, {}))
    assert conflict_names(run) == {("lock", "P01"), ("law", "P01")}


@pytest.mark.parametrize("share", [0.0, 1.0])
def test_nobody_and_everybody(share: float) -> None:
    run = run_of(roster_of({}, {}, {}), periods=target(share))
    assert run.summary["headcount"]["leavers"] == round(3 * share)


def test_rows_are_named_by_their_key_and_scope() -> None:
    instance = instance_of(
        roster_of(*TEN, EARLY),
        periods=[period("2027", "2027-07-01", reduction_at_least=0.1, reduction_at_most=0.9)],
        units={"default": {"reduction_at_most": 0.5}, "by_unit": {"A": {"minimum_headcount": 1}}},
        budget={"total_vnd": 10**12},
    )
    names = {(n.requirement, n.shown) for n in build(instance).rows.names}
    assert names == {
        ("periods.2027.reduction_at_least", "2027"),
        ("periods.2027.reduction_at_most", "2027"),
        ("units.default.reduction_at_most", "A"),
        ("units.by_unit.A.minimum_headcount", "A"),
        ("budget.total_vnd", ""),
    }


def test_volunteers_leave_first_when_involuntary_exits_weigh() -> None:
    people = [{**EARLY, "volunteers": "early_retirement", "rating_1": "excellent"}, {**EARLY, "rating_1": "completed"}, {}, {}]
    run = run_of(roster_of(*people), periods=target(0.25), objective={"retained_merit": 1.0, "involuntary": 100.0}, routes=ALL_ROUTES)
    assert decisions(run)["P01"] == "early_retirement" and run.summary["involuntary"] == 0
