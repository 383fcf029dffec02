"""Limits on deputies: in each unit, and on the average of the ministry as NĐ 303/2025 counts it."""

from __future__ import annotations

from typing import Any

import pytest

from planner.plan.plan import Run
from tests.builder import conflict_names, period, roster_of, run_of

DEPUTY = {"position_level": "deputy"}
NAMED = {"position_level": "deputy", "key_role": True}
"""A deputy who may not leave."""


def by_law(*people: dict[str, Any], units: list[dict[str, Any]], **changes: Any) -> Run:
    """The run of a ministry whose deputies are limited as the law says; people in key roles are kept."""
    return run_of(roster_of(*people, units=units), **{"deputies": "law", "keep": {"key_roles": True}, **changes})


def test_deputies_feasible_down_to_the_cap() -> None:
    people = [{"position_level": "deputy", "rating_1": "excellent"}] * 4 + [{}] * 6
    run = run_of(roster_of(*people), deputies=3)
    assert run.summary["headcount"]["leavers"] == 1


def test_deputies_infeasible_where_they_may_not_leave() -> None:
    people = [{"position_level": "deputy", "key_role": True}] * 4
    run = run_of(roster_of(*people), deputies=3, keep={"key_roles": True})
    assert conflict_names(run) == {("deputies", "A"), ("keep.key_roles", "A")}


def test_deputies_by_law_are_three_in_a_department_and_one_more_after_a_merger() -> None:
    people = [{"position_level": "deputy"}] * 4
    plain = run_of(roster_of(*people, units=[{"unit": "A", "kind": "department"}]), deputies="law")
    merged = run_of(roster_of(*people, units=[{"unit": "A", "kind": "department", "merged_from": 2}]), deputies="law")
    assert plain.summary["headcount"]["leavers"] == 1 and merged.summary["headcount"]["leavers"] == 0


def test_deputy_average_feasible_where_another_unit_has_room() -> None:
    """Five deputies of one department and one of another are six: the decree limits the average, not the unit."""
    units = [{"unit": "A"}, {"unit": "B", "kind": "office"}]
    run = by_law(*[{**DEPUTY, "unit": "A"}] * 5, {**DEPUTY, "unit": "B"}, units=units)
    assert run.summary["headcount"]["leavers"] == 0
    seven = by_law(*[{**DEPUTY, "unit": "A"}] * 5, *[{**DEPUTY, "unit": "B"}] * 2, units=units)
    assert seven.summary["headcount"]["leavers"] == 1
    each = by_law(*[{**DEPUTY, "unit": "A"}] * 5, {**DEPUTY, "unit": "B"}, units=units, deputies="each")
    assert each.summary["headcount"]["leavers"] == 2


def test_deputy_average_infeasible_one_past_the_sum_of_the_allowances() -> None:
    units = [{"unit": "A"}, {"unit": "B", "kind": "public_unit"}]
    run = by_law(*[{**NAMED, "unit": "A"}] * 6, {**NAMED, "unit": "B"}, units=units)
    assert conflict_names(run) == {("deputies", "clause_1"), ("keep.key_roles", "")}
    said = next(c["message"] for c in run.summary["conflict"] if c["scope"] == "clause_1")
    assert said == (
        "departments, office, inspectorate, class-2 agencies and public units together: 7 deputies, at most 6 may stay "
        "(Decree 303/2025, Article 11: an average)"
    )
    vi = next(c for c in run.plan.conflict if c.scope == "clause_1").message.render("vi")
    assert vi == "các vụ, văn phòng, thanh tra, cục loại 2 và đơn vị sự nghiệp: tổng cộng 7 cấp phó, tối đa được giữ 6 (Nghị định 303/2025, Điều 11, tính bình quân)"


def test_deputy_average_feasible_with_class_1_agencies_apart_and_four_each() -> None:
    """Eight deputies of two class-1 agencies are their average; what they have free helps no department."""
    units = [{"unit": "A", "kind": "agency_1"}, {"unit": "B", "kind": "agency_1"}, {"unit": "C"}]
    full = [*[{**DEPUTY, "unit": "A"}] * 7, {**DEPUTY, "unit": "B"}, *[{**DEPUTY, "unit": "C"}] * 3]
    assert by_law(*full, units=units).summary["headcount"]["leavers"] == 0
    for more in ("A", "B", "C"):
        assert by_law(*full, {**DEPUTY, "unit": more}, units=units).summary["headcount"]["leavers"] == 1
    apart = by_law({**NAMED, "unit": "A"}, *[{**NAMED, "unit": "C"}] * 4, units=units)
    assert conflict_names(apart) == {("deputies", "clause_1"), ("keep.key_roles", "")}


@pytest.mark.parametrize(
    ("unit", "most"),
    [
        ({"kind": "department", "merged_from": 2}, 4),
        ({"kind": "office", "merged_from": 3}, 5),
        ({"kind": "inspectorate", "received_functions": True}, 4),
        ({"kind": "agency_2", "merged_from": 2, "received_functions": True}, 4),
        ({"kind": "public_unit", "merged_from": 3, "received_functions": True}, 3),
        ({"kind": "agency_1", "merged_from": 3, "received_functions": True}, 4),
    ],
)
def test_deputies_by_law_after_mergers_and_receipts(unit: dict[str, Any], most: int) -> None:
    for have, leave in ((most, 0), (most + 1, 1)):
        assert by_law(*[DEPUTY] * have, units=[{"unit": "A", **unit}]).summary["headcount"]["leavers"] == leave


def test_a_unit_s_own_number_binds_beside_the_average_and_not_instead_of_it() -> None:
    units = [{"unit": "A", "deputy_cap": 2}, {"unit": "B"}]
    three = [{**DEPUTY, "unit": "A"}] * 3
    assert by_law(*three, units=units).summary["headcount"]["leavers"] == 1  # its own number
    wide = [{"unit": "A", "deputy_cap": 9}, {"unit": "B"}]
    assert by_law(*[{**DEPUTY, "unit": "A"}] * 6, units=wide).summary["headcount"]["leavers"] == 0
    assert by_law(*[{**DEPUTY, "unit": "A"}] * 7, units=wide).summary["headcount"]["leavers"] == 1  # the average
    assert by_law(*[{**DEPUTY, "unit": "A"}] * 4, units=wide, deputies="each").summary["headcount"]["leavers"] == 1
    assert by_law(*three, units=units, deputies="each").summary["headcount"]["leavers"] == 1
    assert by_law(*three, units=units, deputies=3).summary["headcount"]["leavers"] == 0  # a number replaces every cap
    named = by_law(*[{**NAMED, "unit": "A"}] * 3, units=units)
    assert conflict_names(named) == {("deputies", "A"), ("keep.key_roles", "A")}


GRACE: dict[str, Any] = {"deputies_grace": True, "regime": "nd154"}


def test_years_of_grace_leave_rearranged_units_out_until_the_end_of_2030() -> None:
    units = [{"unit": "A", "merged_from": 2}, {"unit": "B"}]
    people = [*[{**DEPUTY, "unit": "A"}] * 6, *[{**DEPUTY, "unit": "B"}] * 3]
    last, after = ([period("x", day)] for day in ("2030-12-31", "2031-01-01"))
    assert by_law(*people, units=units, periods=last).summary["headcount"]["leavers"] == 2  # 9 deputies, 4 + 3 allowed
    assert by_law(*people, units=units, periods=last, **GRACE).summary["headcount"]["leavers"] == 0
    assert by_law(*people, units=units, periods=after, **GRACE).summary["headcount"]["leavers"] == 2
    both = [period("x", "2030-12-31"), period("y", "2031-01-01")]
    assert by_law(*people, units=units, periods=both, **GRACE).summary["headcount"]["leavers"] == 2
    # a unit in its years of grace lends its allowance to nobody
    assert by_law(*people, {**DEPUTY, "unit": "B"}, units=units, periods=last, **GRACE).summary["headcount"]["leavers"] == 1


def test_units_in_their_years_of_grace_are_named_in_the_plan_s_notes() -> None:
    units = [{"unit": "A", "merged_from": 2}, {"unit": "B"}]
    run = by_law({**DEPUTY, "unit": "A"}, {**DEPUTY, "unit": "B"}, units=units, deputies_grace=True)
    said = "no limit on deputies holds A until 2030-12-31: merged, or received functions (Decree 303/2025, Article 15(2))"
    assert run.summary["notes"] == [said]
    plain = by_law({**DEPUTY, "unit": "A"}, units=[{"unit": "A"}], deputies_grace=True)
    assert "leave no unit out" in plain.summary["notes"][0]
    assert by_law({**DEPUTY, "unit": "A"}, units=units).summary["notes"] == []
    steps = [{"merge": ["A", "B"], "into": {"unit": "AB", "name": "Vụ AB", "kind": "department"}}]
    assert "is merged from Vụ A (A), Vụ B (B)" in run_of(roster_of({"unit": "A"}, {"unit": "B"}), reorganise=steps).summary["notes"][0]


@pytest.mark.parametrize("rearranged", [{"received_functions": True}, {"merged_from": 2, "deputy_cap": 1}])
def test_years_of_grace_hold_for_receipts_and_for_each_unit_alone(rearranged: dict[str, Any]) -> None:
    units = [{"unit": "A", **rearranged}]
    for deputies in ("law", "each"):
        run = by_law(*[DEPUTY] * 6, units=units, deputies=deputies, deputies_grace=True)
        assert run.summary["headcount"]["leavers"] == 0
    assert by_law(*[DEPUTY] * 6, units=units, deputies=2, deputies_grace=True).summary["headcount"]["leavers"] == 4


def test_heads_beyond_one_count_in_the_average() -> None:
    heads = [{"unit": "A", "position_level": "head"}, {"unit": "B", "position_level": "head"}]
    steps = [{"merge": ["A", "B"], "into": {"unit": "AB", "name": "Vụ AB", "kind": "department"}}]
    for deputies, leave in ((3, 0), (4, 1)):
        run = by_law(*heads, *[{**DEPUTY, "unit": "A"}] * deputies, units=[{"unit": "A"}, {"unit": "B"}], reorganise=steps)
        assert run.summary["headcount"]["leavers"] == leave
