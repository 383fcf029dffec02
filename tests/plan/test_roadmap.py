"""The roadmap: by hand on two people, and the same sums as the plan's figures."""

from __future__ import annotations

import datetime as dt

from planner.plan import roadmap
from tests.builder import NEAR_RETIREMENT, period, roster_of, run_of, target
from tests.small import small_run


def test_quarters_add_up_to_the_figures_of_the_plan() -> None:
    summary = small_run().summary
    road, head = summary["roadmap"], summary["headcount"]
    quarters = road["quarters"]
    assert quarters[0]["quarter"] == "2027-Q3" and quarters[0]["starts_on"] == "2027-07-01"
    assert road["before"]["natural_exits"] + sum(q["exits"] for q in quarters) == head["leavers"]
    assert quarters[-1]["headcount"] == head["remaining"] and quarters[-1]["cost_to_date_vnd"] == summary["cost_vnd"]
    assert 4 * quarters[-1]["saving_vnd"] == summary["saving_vnd_per_year"] and 4 * quarters[-1]["saving_natural_vnd"] == summary["saving_natural_vnd_per_year"]
    assert sum(q["involuntary"] for q in quarters) == summary["involuntary"]
    assert all(q["net_vnd"] == q["saving_to_date_vnd"] - q["cost_to_date_vnd"] for q in quarters)


def test_the_quarter_that_pays_back_by_hand() -> None:
    """One leaves in mid-August: salaries are saved from September, one month of the third quarter, three of each later one."""
    run = run_of(roster_of({"lock": "leave"}, {}), periods=[period("x", "2027-08-15")])
    quarters, cost = run.summary["roadmap"]["quarters"], run.summary["cost_vnd"]
    salary = run.summary["saving_vnd_per_year"] // 12
    assert [q["quarter"] for q in quarters[:3]] == ["2027-Q3", "2027-Q4", "2028-Q1"]
    assert [q["saving_vnd"] for q in quarters[:3]] == [salary, 3 * salary, 3 * salary] and [q["exits"] for q in quarters[:2]] == [1, 0]
    assert [q["headcount"] for q in quarters[:2]] == [1, 1] and quarters[0]["cost_vnd"] == cost
    months = -(-cost // salary)  # whole months until the saving is the cost; the first of them is September
    due = dt.date(2027 + (8 + months - 1) // 12, (8 + months - 1) % 12 + 1, 1)
    assert run.summary["roadmap"]["payback_quarter"] == roadmap.quarter_name(due)
    first = next(q for q in quarters if q["net_vnd"] >= 0)
    assert first["quarter"] == run.summary["roadmap"]["payback_quarter"]


def test_natural_exits_before_the_first_date_stand_before_and_pay_nothing_back() -> None:
    run = run_of(roster_of(NEAR_RETIREMENT, {}), periods=target(0.5))
    road = run.summary["roadmap"]
    assert road["before"]["natural_exits"] == 1 and road["before"]["saving_natural_vnd"] == run.summary["saving_natural_vnd_per_year"] // 12
    assert road["quarters"][0]["headcount"] == 1 and road["payback_quarter"] is None


def test_no_plan_has_no_roadmap() -> None:
    assert run_of(roster_of({}, {}), periods=target(0.5), keep={"people": ["P01", "P02"]}).summary["roadmap"] is None
