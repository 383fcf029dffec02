"""What a plan makes smaller than NĐ 303/2025 allows is said: in plan.json, on the terminal's list and in the workbook."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from planner.core.errors import problem
from planner.plan.plan import Run
from planner.plan.tables import law_used
from planner.report.books.workbook import write_plan_workbook
from planner.roster.people.frame import Roster
from planner.service.run import Request, make_run
from tests.builder import NEAR_RETIREMENT, period, roster_of, run_of, scenario_with


def unit_of(stay: int, leave: int, kind: str = "department", heads: int = 0, **unit: Any) -> Roster:
    """A unit of civil servants of whom so many retire within the plan; `heads` of those who stay head a division."""
    people = [{"position_level": "division_head" if i < heads else "staff"} for i in range(stay)] + [NEAR_RETIREMENT] * leave
    return roster_of(*people, units=[{"unit": "A", "name": "Đơn vị A", "kind": kind, **unit}])


def warnings(roster: Roster, **changes: Any) -> list[str]:
    """The warnings of the plan, as `plan.json` has them."""
    run = run_of(roster, **changes)
    assert run.summary["warnings"] == [w.sentence("en") for w in run.warnings]
    return run.summary["warnings"]


@pytest.mark.parametrize(
    ("kind", "stay", "least"),
    [("department", 14, 15), ("agency_1", 29, 30), ("agency_2", 29, 30), ("department", 15, 0), ("agency_1", 30, 0), ("agency_2", 30, 0), ("office", 1, 0)],
)
def test_a_unit_below_its_fewest_posts_is_named(kind: str, stay: int, least: int) -> None:
    found = warnings(unit_of(stay, 3, kind))
    if not least:
        assert not found
        return
    assert len(found) == 1
    assert found[0].startswith(f"Đơn vị A (A): {stay} civil servants remain; a unit of this kind has {least} civil-service posts or more (NĐ 303/2025/NĐ-CP")


def test_only_civil_servants_fill_posts() -> None:
    people = [{}] * 14 + [{"category": "contract"}] * 3 + [NEAR_RETIREMENT]
    assert "14 civil servants remain" in warnings(roster_of(*people))[0]


def test_what_was_too_small_before_is_no_news() -> None:
    assert not warnings(unit_of(12, 1))


def test_a_department_that_becomes_an_agency_needs_the_posts_of_one() -> None:
    step = {"merge": ["A"], "into": {"unit": "A", "name": "Cục A", "kind": "agency_2"}}
    found = warnings(unit_of(28, 1), reorganise=[step])
    assert len(found) == 1 and "Cục A (A): 28 civil servants remain; a unit of this kind has 30" in found[0]


@pytest.mark.parametrize(("kind", "stay", "heads"), [("agency_2", 34, 5), ("agency_1", 44, 3), ("office", 20, 3), ("inspectorate", 6, 1), ("department", 59, 4)])
def test_heads_of_more_divisions_than_the_posts_fill_are_named(kind: str, stay: int, heads: int) -> None:
    found = warnings(unit_of(stay, 1, kind, heads))
    assert len(found) == 1 and f"{stay} civil servants remain, {heads} of them at the head of a division, so a division has fewer than" in found[0]
    assert not warnings(unit_of(stay + 1, 1, kind, heads))


@pytest.mark.parametrize(("stay", "merged", "said"), [(44, 2, True), (45, 2, False), (44, 3, False)])
def test_a_department_keeps_its_divisions_only_where_it_is_large_or_merged_from_three(stay: int, merged: int, said: bool) -> None:
    found = warnings(unit_of(stay, 1, heads=2, merged_from=merged))
    assert [("only with 45 civil-service posts or more, or where it was merged from 3 departments" in line) for line in found] == [True] * said


@pytest.mark.parametrize(
    ("kind", "stay", "heads", "deputies", "most"), [("office", 19, 2, 4, 3), ("agency_2", 31, 2, 6, 5), ("inspectorate", 15, 1, 3, 2), ("office", 16, 2, 3, 2)]
)
def test_more_deputies_of_divisions_than_the_posts_can_have_are_named(kind: str, stay: int, heads: int, deputies: int, most: int) -> None:
    """A plan in which somebody retires leaves one post too few for the deputies; with one post more there are enough."""
    people = [{"position_level": "division_head"}] * heads + [{"position_level": "division_deputy"}] * deputies
    rest, units = [{}] * (stay - heads - deputies), [{"unit": "A", "name": "Đơn vị A", "kind": kind}]
    found = [w for w in warnings(roster_of(*people, *rest, NEAR_RETIREMENT, units=units)) if "deputies of divisions" in w]
    assert found == [
        f"Đơn vị A (A): {deputies} deputies of divisions remain; {heads} divisions of {stay} civil servants together have at most {most} "
        "(NĐ 303/2025/NĐ-CP, Điều 12 khoản 1, 2, 3). Plan fewer deputies there."
    ]
    assert not [w for w in warnings(roster_of(*people, *rest, {}, NEAR_RETIREMENT, units=units)) if "deputies of divisions" in w]


def test_deputies_of_a_division_whose_head_leaves_are_not_too_many_by_that() -> None:
    people = [{"position_level": "division_head"}, {**NEAR_RETIREMENT, "position_level": "division_head"}, *[{"position_level": "division_deputy"}] * 6, *[{}] * 25]
    assert not [w for w in warnings(roster_of(*people, units=[{"unit": "A", "kind": "office"}])) if "deputies of divisions" in w]


def test_nothing_is_judged_before_the_decree_or_without_kinds() -> None:
    early = {"snapshot_on": period("", "2025-01-01")["leave_on"], "decided_on": period("", "2025-01-01")["leave_on"]}
    retired = {**NEAR_RETIREMENT, "birth_date": "1962-08-15"}
    roster = roster_of(*[{}] * 14, *[retired] * 3)
    for day, said in (("2025-11-19", False), ("2025-11-20", True)):
        run = run_of(roster, periods=[period("x", day)], **early)
        about_sizes = [w.message.key for w in run.warnings if w.message.key != "leavers.overdue"]  # they are past retirement, too
        assert bool(about_sizes) is said
    guessed = replace(unit_of(14, 3), problems=(problem("roster.no_units_table", severity="warning"),))
    run = make_run(Request(scenario_with(), guessed, time_limit_s=20))
    assert [w.message.key for w in run.warnings] == ["roster.no_units_table"]
    assert not law_used(run)["name"].str.startswith("organisation.").any()


def small() -> Run:
    """A plan with one unit too small."""
    return run_of(unit_of(14, 3))


def test_the_law_behind_the_warning_is_among_the_law_used() -> None:
    used = set(law_used(small())["name"])
    assert "organisation.least_posts" in used and "organisation.deputies_by_kind" not in used


def test_the_workbook_lists_the_warning(tmp_path: Path) -> None:
    write_plan_workbook(small(), tmp_path / "plan.xlsx", "vi")
    rows = openpyxl.load_workbook(tmp_path / "plan.xlsx")["Vấn đề dữ liệu"].iter_rows(values_only=True)
    assert any("phải có từ 15 biên chế công chức trở lên" in str(cell) for row in rows for cell in row)
