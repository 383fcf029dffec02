"""What was asked and what came of it, in a sentence; what a plan is called; the units as leaders look at them."""

from __future__ import annotations

import pandas as pd
import pytest

from planner.plan.canvas import canvas
from planner.plan.story import Told, called, came, halves, story, unit_changes

BASE = {"periods": [{"name": "2030", "leave_on": "2030-07-01", "reduction_at_least": 0.2}], "units": {"default": {"reduction_at_most": 0.4}}}


def units(*leavers: int, minimum: int | None = None) -> pd.DataFrame:
    ids = ["VPC", "VTTNN", "VNCCL"]
    frame = pd.DataFrame({"unit": ids, "name": ["Vụ Pháp chế", "Vụ Thị trường", "Viện"], "before": [40, 50, 20], "leavers": list(leavers)})
    frame["after"] = frame["before"] - frame["leavers"]
    return frame.assign(minimum=pd.array([minimum, None, None], "Int64"), at_least=pd.array([None] * 3, "Int64"), at_most=pd.array([16, 20, 8], "Int64"))


def told(scenario, leavers, cost, locks=None, people=None) -> Told:
    frame = None if leavers is None else units(*leavers)
    headcount = None if leavers is None else {"leavers": sum(leavers), "baseline": 110}
    return Told(scenario, locks or {}, frame, {"cost_vnd": cost, "headcount": headcount, "involuntary": 3}, people or {})


def with_(**more):
    return {**BASE, **more}


def of_unit(**bounds):
    return with_(units={**BASE["units"], "by_unit": {"VPC": bounds}})


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("vi", "Vụ Pháp chế giữ thêm 2: VTTNN thêm 1 người nghỉ; VNCCL thêm 1 người nghỉ; chi phí giảm 447 triệu"),
        ("en", "Vụ Pháp chế keeps 2 more: VTTNN loses 1 more; VNCCL loses 1 more; cost falls by 447 m"),
    ],
)
def test_a_unit_that_keeps_more_is_told_with_those_who_bear_it(lang: str, said: str) -> None:
    assert story(told(BASE, (8, 5, 2), 2_000_000_000), told(of_unit(minimum_headcount=34), (6, 6, 3), 1_553_000_000), lang) == said


def test_target_people_and_other_keys_are_told() -> None:
    now = told({**with_(regime="nd178"), "periods": [{**BASE["periods"][0], "reduction_at_least": 0.255}]}, (8, 5, 2), 0, {"A1": "keep", "A2": "leave", "A3": "leave"}, {"A1": "Lê Thị Minh"})
    assert story(told(BASE, (8, 5, 2), 0), now, "en") == (
        "Target 20% → 25.5%; Lê Thị Minh is kept; 2 people leave; 1 other change of the scenario: no unit changes; cost does not change"
    )
    freed = story(now, told(now.scenario, (8, 5, 2), 0), "en")
    assert freed.startswith("3 people are left open again")


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("vi", "Mỗi đơn vị giảm nhiều nhất 40% → 30%; Đến hết 2028, ít nhất – → 12,5%; tổng chi phí tối đa – → 60,0 tỷ"),
        ("en", "Every unit gives up at most 40% → 30%; By 2028, at least – → 12.5%; cost of all periods at most – → 60.0 bn"),
    ],
)
def test_limits_are_told_by_their_numbers_and_the_cost_last(lang: str, said: str) -> None:
    periods = [{"name": "2028", "leave_on": "2028-07-01"}, *BASE["periods"]]
    old = {**BASE, "periods": periods}
    new = {
        **old, "periods": [{**periods[0], "reduction_at_least": 0.125}, periods[1]], "units": {"default": {"reduction_at_most": 0.3}},
        "budget": {"total_vnd": 60_000_000_000},
    }  # fmt: skip
    question, outcome = halves(told(old, (8, 5, 2), 0), told(new, (8, 5, 2), 0), lang)
    assert sorted(question.split("; ")[:2]) == sorted(said.split("; ")[:2]) and question.split("; ")[2] == said.split("; ")[2]
    assert outcome


def test_the_same_question_the_first_plan_and_no_plan_are_told() -> None:
    one = told(BASE, (8, 5, 2), 5)
    assert story(one, one, "vi").startswith("Cùng một yêu cầu: không đơn vị nào thay đổi")
    assert story(None, one, "en") == "First plan: 15 of 110 leave, 3 of them not of their own will"
    assert "no plan can meet" in story(one, told(BASE, None, None), "en").lower()


def test_a_release_is_told_and_many_units_are_counted() -> None:
    assert story(told(BASE, (8, 5, 2), 0), told(of_unit(reduction_at_least=0.249999), (10, 5, 2), 0), "vi").startswith("Vụ Pháp chế bớt 2:")
    many = [pd.DataFrame({"unit": list("abcdef"), "name": list("abcdef"), "leavers": n}) for n in ([1] * 6, [2, 3, 4, 0, 1, 9])]
    changes = unit_changes(*many)
    assert list(changes["unit"]) == ["f", "c", "b", "a", "d"] and list(changes["change"]) == [8, 3, 2, 1, -1]
    sides = [Told(BASE, {}, frame, {"cost_vnd": 0, "headcount": {}, "involuntary": 0}) for frame in many]
    assert came(*sides, (), "en")[3] == "2 more units change"


def test_a_plan_is_called_for_what_it_asks() -> None:
    assert called(BASE, BASE, {}, "vi") == "20%"
    assert called(BASE, of_unit(minimum_headcount=30), {}, "vi") == "20% · VPC giữ 30"
    assert called(BASE, of_unit(reduction_at_least=0.25), {"A": "leave", "B": "keep"}, "en") == "20% · VPC ≥25% · 1 kept · 1 released"
    assert called({}, {}, {}, "en") == ""


def test_units_are_ranked_and_say_how_far_they_may_be_moved() -> None:
    frame = canvas(units(16, 6, 2), units(16, 5, 2))
    assert list(frame["unit"]) == ["VTTNN", "VPC", "VNCCL"]  # changed, at its limit, the rest
    assert list(frame["change"]) == [-1, 0, 0] and list(frame["most_more"]) == [6, 16, 2] and list(frame["most_less"]) == [14, 0, 6]
    asked = canvas(units(4, 5, 2, minimum=36), None, {"VPC": 10}).set_index("unit")
    assert asked.at["VPC", "least"] == 36 and asked.at["VPC", "most_less"] == 12  # down to what its share allows: the least number was asked here
    assert canvas(units(4, 5, 2, minimum=36), None).set_index("unit").at["VPC", "most_less"] == 0
