"""Categories, kinds, routes, successors, an earlier plan and goals in order: feasible and infeasible twins."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from planner.check import check_plan
from planner.core.errors import InputError
from planner.optimise.model.build import build
from planner.optimise.solve import Status, solve
from planner.plan.plan import Run
from planner.service.run import Request, make_run
from tests.builder import (
    EARLY,
    NEAR_RETIREMENT,
    conflict_names,
    decisions,
    instance_of,
    period,
    roster_of,
    run_of,
    said,
    scenario_with,
    target,
)

CATEGORIES: list[dict[str, Any]] = [{"category": "contract", "rating_1": "excellent"}] * 4 + [{}] * 6
KINDS = [{"unit": "A", "kind": "department"}, {"unit": "B", "kind": "department"}, {"unit": "C", "kind": "office", "assigned_quota": 9}]
SPREAD: list[dict[str, Any]] = [{"unit": "A"}] * 4 + [{"unit": "B"}] * 4 + [{"unit": "C"}] * 4


def gone(run: Run) -> set[str]:
    return {person for person, decision in decisions(run).items() if decision not in ("retain", "redeploy")}


def test_by_category_feasible_to_the_person() -> None:
    """Half of four contracts are two, though the plan would rather release others; of six civil servants at most one."""
    bounds = {"contract": {"reduction_at_least": 0.5}, "civil_servant": {"reduction_at_most": 0.2}}
    run = run_of(roster_of(*CATEGORIES), periods=target(0.3), reduction={"by_category": bounds})
    assert len(gone(run)) == 3 and len(gone(run) & {"P01", "P02", "P03", "P04"}) == 2


def test_by_category_infeasible_past_it() -> None:
    bounds = {"contract": {"reduction_at_most": 0.25}, "civil_servant": {"reduction_at_most": 0.2}}
    run = run_of(roster_of(*CATEGORIES), periods=target(0.3), reduction={"by_category": bounds})
    assert conflict_names(run) == {
        ("periods.2027.reduction_at_least", "2027"),
        ("reduction.by_category.contract.reduction_at_most", "contract"),
        ("reduction.by_category.civil_servant.reduction_at_most", "civil_servant"),
    }


def test_by_kind_feasible_counts_moves_between_kinds_only() -> None:
    """Eight people in departments, a quarter is two: two move to the office, nobody leaves."""
    run = run_of(
        roster_of(*SPREAD, units=KINDS),
        reduction={"by_kind": {"department": {"reduction_at_least": 0.25}}},
        redeploy={"allowed": True},
        objective={"retained_merit": 1.0, "redeploy": 1.0},
    )
    assert (run.summary["redeployed"], len(gone(run))) == (2, 0)


def test_by_kind_infeasible_where_another_kind_cannot_take_them() -> None:
    bounds = {"department": {"reduction_at_least": 0.25}}
    run = run_of(roster_of(*SPREAD, units=KINDS), reduction={"by_kind": bounds}, keep={"people": [f"P{i:02d}" for i in range(1, 9)]})
    assert conflict_names(run) == {("reduction.by_kind.department.reduction_at_least", "department"), ("keep.people", "")}


ROUTES = ["early_retirement", "immediate_separation"]


def test_by_route_feasible_at_both_bounds() -> None:
    people = [{**EARLY}] * 3 + [{}] * 3
    limits = {"early_retirement": {"at_least": 2, "at_most": 2}, "immediate_separation": {"at_most": 1}}
    run = run_of(roster_of(*people), periods=target(0.5), routes=ROUTES, by_route=limits)
    assert run.summary["routes"]["early_retirement"]["people"] == 2 and run.summary["routes"]["immediate_separation"]["people"] == 1


def test_by_route_infeasible_where_nobody_is_left_for_it() -> None:
    people = [{**EARLY}] * 3 + [{}] * 3
    run = run_of(roster_of(*people), routes=ROUTES, by_route={"early_retirement": {"at_least": 4}})
    assert conflict_names(run) == {("by_route.early_retirement.at_least", "early_retirement")}


PAIR = {"succession": [{"if_leaves": "P01", "keep": "P02"}]}
LOW = {"rating_1": "not_completed", "rating_2": "not_completed", "rating_3": "not_completed"}


def test_succession_feasible_keeps_one_of_the_two() -> None:
    run = run_of(roster_of(LOW, LOW, {}, {}), periods=target(0.5), keep=PAIR)
    assert len(gone(run) & {"P01", "P02"}) == 1 and len(gone(run)) == 2


def test_succession_infeasible_where_both_must_go() -> None:
    run = run_of(roster_of({"lock": "leave"}, {"lock": "leave"}, {}), keep=PAIR)
    assert ("keep.succession.1", "P02") in conflict_names(run)


def test_succession_with_a_natural_leaver_keeps_the_other_and_says_so() -> None:
    run = run_of(roster_of(LOW, NEAR_RETIREMENT, {}, {}), periods=target(0.5), keep=PAIR)
    assert decisions(run)["P01"] == "retain"
    assert any("P01 has to stay" in w.sentence("en") for w in run.instance.warnings)
    both = run_of(roster_of(NEAR_RETIREMENT, NEAR_RETIREMENT, {}), keep=PAIR)
    assert both.solved and any("not looked at" in w.sentence("en") for w in both.instance.warnings)


ROOMY = [{"unit": "A"}, {"unit": "B", "assigned_quota": 9}, {"unit": "C", "assigned_quota": 9}]
MOVING: dict[str, Any] = {
    "units": {"by_unit": {"B": {"minimum_headcount": 5}, "C": {"minimum_headcount": 5}}},
    "redeploy": {"allowed": True},
    "objective": {"retained_merit": 1.0, "redeploy": 1.0},
}


def test_stay_close_feasible_changes_no_more_than_allowed() -> None:
    """The earlier plan released the two of lowest merit; now their ratings are turned round, and one may change places."""
    people = [LOW, LOW, {}, {}, {}, {}]
    first = run_of(roster_of(*people), periods=target(0.33))
    assert gone(first) == {"P01", "P02"}
    turned = roster_of({}, {}, {}, {}, LOW, LOW)
    for most, changed in ((0, 0), (1, 0), (2, 2), (4, 4)):
        run = make_run(Request(scenario_with(periods=target(0.33), stay_close=most), turned, close_to=first.decisions))
        assert len(gone(run) ^ gone(first)) == changed, most


def test_stay_close_infeasible_where_the_target_asks_for_more() -> None:
    first = run_of(roster_of(*[{}] * 10), periods=target(0.2))
    run = make_run(Request(scenario_with(periods=target(0.5), stay_close=2), first.instance.roster, close_to=first.decisions))
    assert conflict_names(run) == {("periods.2027.reduction_at_least", "2027"), ("stay_close", "")}


def test_who_cannot_be_decided_so_again_does_not_count() -> None:
    """P01 was released and is locked to stay now; somebody else takes the place: that one counts, P01 does not."""
    first = run_of(roster_of(LOW, *[{}] * 4), periods=target(0.2))
    assert gone(first) == {"P01"}
    locked = roster_of({**LOW, "lock": "keep"}, *[{}] * 4)
    run = make_run(Request(scenario_with(periods=target(0.2), stay_close=1), locked, close_to=first.decisions))
    assert run.solved and len(gone(run)) == 1 and "P01" not in gone(run)
    none = make_run(Request(scenario_with(periods=target(0.2), stay_close=0), locked, close_to=first.decisions))
    assert none.plan.status is Status.INFEASIBLE


def test_a_move_to_another_unit_is_a_change() -> None:
    people = [{"unit": "A"}] * 8 + [{"unit": "B"}] * 4 + [{"unit": "C"}] * 4
    first = run_of(roster_of(*people, units=ROOMY), **MOVING)
    assert first.summary["redeployed"] == 2
    again = make_run(Request(scenario_with(**MOVING, stay_close=0), first.instance.roster, close_to=first.decisions))
    columns = ["employee_id", "decision", "to_unit"]
    assert again.decisions is not None and first.decisions is not None
    assert again.decisions[columns].equals(first.decisions[columns])
    swapped = first.decisions.assign(to_unit=first.decisions["to_unit"].map({"B": "C", "C": "B", "": ""}))
    other = make_run(Request(scenario_with(**MOVING, stay_close=0), first.instance.roster, close_to=swapped))
    assert other.decisions is not None and other.decisions[columns].equals(swapped[columns])


def test_a_reference_is_needed() -> None:
    with pytest.raises(InputError) as error:
        run_of(roster_of({}, {}), stay_close=1)
    assert "--close-to" in said(error.value) and "phương án trước" in said(error.value, "vi")


GOALS: list[dict[str, Any]] = [{"minimise": "involuntary"}, {"minimise": "attention_group"}, {"maximise": "retained_merit"}, {"minimise": "cost"}]
STAFF: list[dict[str, Any]] = [
    {"volunteers": "any", "rating_1": "excellent"},
    {"attention_groups": "disability", **LOW},
    {**LOW, "salary_coefficient": 4.98},
    {**LOW, "salary_coefficient": 2.34},
    *[{}] * 6,
]


def test_tiers_feasible_each_proven_before_the_next() -> None:
    """Three of ten leave: the volunteer, then two who are in no attention group, of lowest merit."""
    run = run_of(roster_of(*STAFF), periods=target(0.3), tiers=GOALS)
    assert gone(run) == {"P01", "P03", "P04"}
    told = run.summary["tiers"]
    assert [(t["goal"], t["sense"], t["proven"]) for t in told] == [
        ("involuntary", "minimise", True), ("attention_group", "minimise", True), ("retained_merit", "maximise", True), ("cost", "minimise", True),
    ]  # fmt: skip
    assert [t["value"] for t in told[:2]] == [2, 0]
    assert told[0]["sentence"] == "The least possible number of involuntary exits is 2, proven."
    assert run.summary["objective"] == -run.summary["cost_vnd"] == -told[3]["value"]
    assert (run.summary["status"], run.summary["gap"]) == ("optimal", 0.0)


def test_tiers_infeasible_where_a_limit_is_out_of_reach() -> None:
    instance = instance_of(roster_of(*STAFF), periods=target(0.3), tiers=GOALS)
    assert solve(build(replace(instance, limits=(2, 0))), time_limit_s=9, relative_gap=0.0, seed=1).status is Status.OPTIMAL
    assert solve(build(replace(instance, limits=(1,))), time_limit_s=9, relative_gap=0.0, seed=1).status is Status.INFEASIBLE


def test_a_tolerance_is_given_to_later_goals_and_no_more() -> None:
    """P01, the one volunteer, has the highest merit: with one involuntary exit more the plan keeps them."""
    for tolerance, kept in ((0, False), (1, True)):
        goals = [{"minimise": "involuntary", "tolerance": tolerance}, {"maximise": "retained_merit"}]
        run = run_of(roster_of(*STAFF), periods=target(0.3), tiers=goals)
        first = run.summary["tiers"][0]
        assert ("P01" not in gone(run)) == kept
        assert (first["best"], first["bound"], first["limit"], first["value"]) == (2, 2, 2 + tolerance, 2 + tolerance)
    assert first["sentence"].endswith("Within the tolerance, the plan has 3.")


@pytest.mark.parametrize("last", [{"maximise": "objective"}, {"minimise": "redeploy"}, {"minimise": "attention_group"}])
def test_every_goal_may_stand_first_and_last(last: dict[str, Any]) -> None:
    for goals in ([*GOALS[::-1], last], [last, *GOALS]):
        unique = list({next(iter(g.values())): g for g in goals}.values())
        run = run_of(roster_of(*STAFF), periods=target(0.3), tiers=unique, objective={"retained_merit": 0.3, "involuntary": 7.7})
        assert run.summary["status"] == "optimal" and all(t["proven"] for t in run.summary["tiers"])


def test_the_checker_finds_a_tier_that_is_changed() -> None:
    run = run_of(roster_of(*STAFF), periods=target(0.3), tiers=GOALS)
    assert run.decisions is not None

    def faults(k: int, **changed: Any) -> str:
        tiers = [dict(t) for t in run.summary["tiers"]]
        tiers[k] |= changed
        return " ".join(p.sentence() for p in check_plan(run.instance, run.decisions, {**run.summary, "tiers": tiers}))

    assert faults(0) == ""
    assert "tiers.1.value" in faults(0, value=1)
    assert "limit" in faults(0, limit=1) and "limit" in faults(0, limit=3)
    assert "limit" in faults(1, best=-1) and "limit" in faults(2, proven=True, bound=10**9)
    assert "goals" in faults(1, goal="cost")


@pytest.mark.parametrize(("tiers", "words"), [
    ([{"minimise": "involuntary", "maximise": "objective"}], "exactly one"),
    ([{"tolerance": 1}], "exactly one"),
    ([{"minimise": "cost"}, {"minimise": "cost"}], "stands twice"),
])  # fmt: skip
def test_goals_that_say_too_much_or_too_little_are_refused(tiers: list[dict[str, Any]], words: str) -> None:
    with pytest.raises(InputError) as error:
        scenario_with(tiers=tiers)
    assert words in said(error.value)


@pytest.mark.parametrize(("changes", "words"), [
    ({"reduction": {"by_category": {"clerk": {"reduction_at_least": 0.1}}}}, "no clerk"),
    ({"reduction": {"by_kind": {"office": {"reduction_at_least": 0.3, "reduction_at_most": 0.2}}}}, "above"),
    ({"by_route": {"transfer_out": {"at_least": 1}}}, "under routes"),
    ({"by_route": {"early_retirement": {"at_least": 2, "at_most": 1}}}, "above at_most"),
    ({"keep": {"succession": [{"if_leaves": "P01", "keep": "P01"}]}}, "two people"),
    ({"reorganise": [{"move": {"people": ["P01"], "to": "B"}, "dissolve": "A"}]}, "exactly one of the three"),
])  # fmt: skip
def test_what_cannot_be_meant_is_refused(changes: dict[str, Any], words: str) -> None:
    with pytest.raises(InputError) as error:
        scenario_with(**changes)
    assert words in said(error.value)


def test_an_unknown_successor_is_named() -> None:
    with pytest.raises(InputError) as error:
        instance_of(roster_of({}, {}), keep={"succession": [{"if_leaves": "P01", "keep": "P09"}]})
    assert "P09" in said(error.value) and "keep.succession.1.keep" in said(error.value)


def test_goals_over_two_periods_with_moves_hold_together() -> None:
    people = [{"unit": "A", **LOW}] * 8 + [{"unit": "B"}] * 4 + [{"unit": "C"}] * 4
    periods = [period("a", "2027-07-01", reduction_at_least=0.1), period("b", "2028-07-01", reduction_at_least=0.2)]
    run = run_of(roster_of(*people, units=ROOMY), periods=periods, tiers=[{"minimise": "redeploy"}, {"minimise": "cost"}], units=MOVING["units"], redeploy={"allowed": True})
    assert run.summary["tiers"][0]["value"] == 2 == run.summary["redeployed"]
