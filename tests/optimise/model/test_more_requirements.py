"""Skills, positions, moves, fairness and quotas: feasible and infeasible twins."""

from __future__ import annotations

from typing import Any

import pytest

from planner.instance.options import ANYWHERE
from tests.builder import NEAR_RETIREMENT, conflict_names, decisions, instance_of, period, roster_of, run_of, target

TEN: list[dict[str, Any]] = [{"skills": "thẩm định;đàm phán", "rating_1": "completed"}] * 4 + [{}] * 6
TARGET = ("periods.2027.reduction_at_least", "2027")


def test_keep_skills_feasible_at_the_bound() -> None:
    asked = [{"skill": "THẨM ĐỊNH", "unit": "A", "at_least": 3}]
    run = run_of(roster_of(*TEN), periods=target(0.5), keep={"skills": asked})
    kept = [p for p, d in decisions(run).items() if d == "retain" and p in ("P01", "P02", "P03", "P04")]
    assert len(kept) == 3


def test_keep_skills_infeasible_past_the_bound() -> None:
    run = run_of(roster_of(*TEN), periods=target(0.7), keep={"skills": [{"skill": "thẩm định", "at_least": 4}]})
    assert conflict_names(run) == {TARGET, ("keep.skills.thẩm định", "")}
    assert "4 people have the skill" in " ".join(c["message"] for c in run.summary["conflict"])


def test_a_skill_that_nobody_has_is_infeasible_by_itself() -> None:
    run = run_of(roster_of(*TEN), keep={"skills": [{"skill": "lặn biển", "at_least": 1}]})
    assert conflict_names(run) == {("keep.skills.lặn biển", "")}


def test_a_skill_floor_gives_way_to_natural_exits_with_a_warning() -> None:
    people = [{**NEAR_RETIREMENT, "skills": "thẩm định"}] * 2 + [{"skills": "thẩm định"}]
    instance = instance_of(roster_of(*people), keep={"skills": [{"skill": "thẩm định", "at_least": 3}]})
    assert instance.floors[0].held == 1 and any("lowered to 1" in w.message.render("en") for w in instance.warnings)


def test_keep_positions_feasible_asks_no_unit_for_more_than_it_had() -> None:
    people = [{"unit": "A", "position_level": "head", "rating_1": "not_completed"}, {"unit": "A"}, {"unit": "B"}, {"unit": "B"}]
    run = run_of(roster_of(*people), periods=target(0.25), keep={"positions": [{"level": "head", "at_least": 1, "per": "unit"}]})
    assert decisions(run)["P01"] == "retain"


def test_keep_positions_infeasible_where_all_must_go() -> None:
    people = [{"position_level": "head"}, {}]
    run = run_of(roster_of(*people), periods=target(1.0), keep={"positions": [{"level": "head", "at_least": 1, "per": "unit"}]})
    assert conflict_names(run) == {TARGET, ("keep.positions.1", "A")}


def test_keep_positions_in_the_ministry() -> None:
    people = [{"unit": u, "position_level": "head"} for u in "ABC"]
    run = run_of(roster_of(*people), periods=target(0.33), keep={"positions": [{"level": "head", "at_least": 2}]})
    assert run.summary["headcount"]["leavers"] == 1


UNITS = [{"unit": "A", "assigned_quota": 9}, {"unit": "B", "assigned_quota": 4}]
SPLIT = [{"unit": "A"}] * 8 + [{"unit": "B"}] * 2
MOVES = {"allowed": True, "at_most_per_unit": 1}


def test_redeployment_room_feasible_fills_a_unit_up_to_its_room() -> None:
    run = run_of(
        roster_of(*SPLIT, units=UNITS),
        units={"by_unit": {"B": {"minimum_headcount": 3}}},
        redeploy=MOVES,
        objective={"retained_merit": 1.0, "redeploy": 8.0},
    )
    assert run.summary["redeployed"] == 1
    units = {u["unit"]: u for u in run.summary["units"]}
    assert (units["A"]["after"], units["A"]["redeployed_out"], units["B"]["after"], units["B"]["redeployed_in"]) == (7, 1, 3, 1)
    assert run.decisions is not None
    moved = run.decisions[run.decisions["decision"] == "redeploy"].iloc[0]
    assert (moved["to_unit"], moved["period"], moved["cost_vnd"]) == ("B", "2027", 0)


def test_redeployment_room_infeasible_past_it() -> None:
    run = run_of(roster_of(*SPLIT, units=UNITS), units={"by_unit": {"B": {"minimum_headcount": 4}}}, redeploy=MOVES)
    assert conflict_names(run) == {("units.by_unit.B.minimum_headcount", "B"), ("redeploy", "B")}


def test_without_redeployment_a_unit_cannot_grow() -> None:
    run = run_of(roster_of(*SPLIT, units=UNITS), units={"by_unit": {"B": {"minimum_headcount": 3}}})
    assert conflict_names(run) == {("units.by_unit.B.minimum_headcount", "B")}


def test_heads_deputies_natural_and_released_people_do_not_move() -> None:
    people = [{"unit": "A", "position_level": "head"}, {"unit": "A", "position_level": "deputy"}, {**NEAR_RETIREMENT, "unit": "A"},
              {"unit": "A", "lock": "leave"}, {"unit": "A"}, {"unit": "B"}]  # fmt: skip
    instance = instance_of(roster_of(*people, units=[{"unit": "A"}, {"unit": "B", "assigned_quota": 9}]), redeploy={"allowed": True})
    assert set(instance.options.person[instance.options.to_unit == ANYWHERE]) == {4} == set((instance.moves.kind >= 0).nonzero()[0])


def test_a_move_counts_for_neither_reduction_nor_exit() -> None:
    run = run_of(
        roster_of(*SPLIT, units=UNITS),
        periods=target(0.1),
        units={"by_unit": {"A": {"reduction_at_least": 0.25}, "B": {"reduction_at_most": 0.0}}},
        redeploy=MOVES,
        objective={"retained_merit": 1.0, "redeploy": 1.0},
    )
    assert (run.summary["headcount"]["leavers"], run.summary["redeployed"]) == (1, 1)


FAIR = [{"sex": "F", "rating_1": "completed"}] * 5 + [{"sex": "M"}] * 15


def test_fairness_feasible_at_the_ratio() -> None:
    """Two of five women are four tenths, four of twenty are two tenths: exactly twice."""
    run = run_of(roster_of(*FAIR), periods=target(0.2), fairness=[{"by": "sex", "max_ratio": 2.0}])
    women = sum(decisions(run)[f"P{i:02d}"] != "retain" for i in range(1, 6))
    assert women == 2
    unfair = run_of(roster_of(*FAIR), periods=target(0.2))
    assert sum(decisions(unfair)[f"P{i:02d}"] != "retain" for i in range(1, 6)) == 4


def test_fairness_infeasible_where_only_one_group_may_leave() -> None:
    people = [{"sex": "F"}] * 5 + [{"sex": "M", "key_role": True}] * 5
    run = run_of(roster_of(*people), periods=target(0.2), keep={"key_roles": True}, fairness=[{"by": "sex", "max_ratio": 1.5}])
    assert {("fairness.sex", "F"), TARGET} < conflict_names(run)


@pytest.mark.parametrize("by", ["age_band", "category", "position_level", "unit", "ethnic_minority"])
def test_every_attribute_can_be_asked_for(by: str) -> None:
    people = [{"attention_groups": "ethnic_minority", "rating_1": "completed"}] * 5 + [{"unit": "B", "birth_date": "1975-01-01"}] * 5
    run = run_of(roster_of(*people), periods=target(0.4), fairness=[{"by": by, "max_ratio": 1.0}])
    assert run.summary["status"] == "optimal"


def test_a_group_of_four_is_not_compared() -> None:
    people = [{"sex": "F", "rating_1": "completed"}] * 4 + [{"sex": "M"}] * 6
    run = run_of(roster_of(*people), periods=target(0.4), fairness=[{"by": "sex", "max_ratio": 1.0}])
    assert [decisions(run)[f"P0{i}"] for i in range(1, 5)] == ["immediate_separation"] * 4


def test_quota_baseline_lets_at_most_the_rest_of_the_posts_remain() -> None:
    """12 posts, 10 people: 25 % of 12 is 3, so at most 9 remain and one leaves; the reduction is 1 of 12."""
    run = run_of(roster_of(*TEN, units=[{"unit": "A", "assigned_quota": 12}]), periods=target(0.25), reduction={"of": "quota"})
    assert run.summary["headcount"] == {"baseline": 10, "leavers": 1, "remaining": 9, "reduction": 1 / 12}
    assert run.summary["periods"][0]["cumulative_reduction"] == 1 / 12


def test_quota_baseline_infeasible_when_too_few_may_leave() -> None:
    units = [{"unit": "A", "assigned_quota": 8}]
    run = run_of(roster_of(*TEN, units=units), periods=target(1.0), reduction={"of": "quota"}, keep={"people": ["P01"]})
    assert conflict_names(run) == {TARGET, ("keep.people", "")}


def test_a_merged_ministry_is_planned_after_its_new_structure() -> None:
    people = [{"unit": "A", "position_level": "head"}, {"unit": "B", "position_level": "head"}, *[{"unit": "C"}] * 4]
    steps = [{"merge": ["A", "B"], "into": {"unit": "AB", "name": "Vụ AB", "kind": "department"}}, {"dissolve": "C", "people_to": ["AB"]}]
    run = run_of(roster_of(*people), reorganise=steps, periods=target(0.5), units={"by_unit": {"AB": {"minimum_headcount": 3}}}, deputies=0)
    assert run.decisions is not None
    assert set(run.decisions["unit"]) == {"AB"} and run.summary["headcount"]["leavers"] == 3
    assert decisions(run)["P02"] == "immediate_separation"


def test_targets_by_period_name_stand_in_the_conflict() -> None:
    periods = [period("early", "2027-07-01", reduction_at_least=0.9), period("late", "2028-07-01")]
    run = run_of(roster_of(*TEN), periods=periods, routes=[])
    assert conflict_names(run) == {("periods.early.reduction_at_least", "early")}
