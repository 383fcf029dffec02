"""Plans side by side."""

from __future__ import annotations

import pytest

from planner.plan.comparison import compare
from tests.builder import roster_of, run_of, target
from tests.small import small_run

LOW = {"rating_1": "not_completed"}


def test_the_figures_stand_beside_one_another_with_differences_from_the_first() -> None:
    people = roster_of({}, LOW, {}, {}, {}, {})
    one, two = run_of(people, periods=target(0.2)), run_of(people, periods=target(0.5))
    found = compare([one, two], ["mild", "hard"])
    figures = found.figures.set_index("figure")
    assert figures.loc["leavers", "plan_1"] == 2 and figures.loc["leavers", "plan_2"] == 3 and figures.loc["leavers", "difference_2"] == 1
    assert figures.loc["status", "plan_1"] == "optimal" and figures.loc["status", "difference_2"] is None
    assert found.units.loc[0, "after_1"] == 4 and found.units.loc[0, "difference_after_2"] == -1
    assert len(found.people) == 1 and set(found.people.loc[0, ["decision_1", "decision_2"]]) == {"retain", "immediate_separation"}


def test_the_same_plan_twice_differs_nowhere() -> None:
    assert compare([small_run(), small_run()], ["a", "b"]).people.empty


def test_people_and_units_of_one_roster_only_are_named_absent() -> None:
    one, two = run_of(roster_of({}, {})), run_of(roster_of({}, {}, {"unit": "Z"}))
    found = compare([one, two], ["a", "b"])
    assert found.people["decision_1"].tolist() == ["absent"] and found.people["decision_2"].tolist() == ["retain"]
    assert found.units.set_index("unit")["after_1"].isna()["Z"]


def test_rosters_with_nobody_in_common_are_not_compared_person_by_person() -> None:
    one, two = run_of(roster_of({}, {})), run_of(roster_of({"employee_id": "X1"}, {"employee_id": "X2"}))
    found = compare([one, two], ["a", "b"])
    assert found.people.empty and found.figures.set_index("figure").loc["leavers", "difference_2"] == 0


def test_a_plan_that_does_not_exist_leaves_its_column_empty() -> None:
    run = run_of(roster_of({"key_role": True}, {"key_role": True}), periods=target(0.5), keep={"key_roles": True})
    found = compare([run, run_of(roster_of({}, {}))], ["none", "plan"])
    assert found.figures.set_index("figure").loc["leavers", "plan_1"] is None
    assert found.people.empty and found.units["after_1"].isna().all()
    with pytest.raises(ValueError, match="one name"):
        compare([run], [])
