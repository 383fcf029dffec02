"""Planned against actual: the plan's side is the roadmap's own count, the other side what was entered; who comes back owes."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest

from planner.plan import roadmap
from planner.service.saved_runs import load_run
from planner.service.workspace.follow_up.lines import Line
from planner.service.workspace.follow_up.planned import planned_lines
from planner.service.workspace.follow_up.progress import after_exits, by_month, reached
from tests.service.workspace.follow_up.plans import done, followed_folder, line_of

SNAPSHOT, ON = dt.date(2026, 12, 1), dt.date(2027, 10, 15)


def test_the_planned_side_is_the_roadmap_of_the_plan() -> None:
    run = load_run(followed_folder())
    lines = [Line(at, 1, "", "", content) for at, content in enumerate(planned_lines(followed_folder())[1], 1)]
    ours = by_month(len(run.people), SNAPSHOT, lines, ON).set_index("month")
    theirs = roadmap.by_month(run.instance, run.plan.chosen).set_index("month")
    both = ours.index.intersection(theirs.index)
    assert len(both) >= 12 and ours["planned_exits"].sum() == theirs["exits"].sum() == len(lines)
    for mine, its in (("planned_exits", "exits"), ("planned_cost_vnd", "cost_vnd"), ("planned_saving_vnd", "saving_vnd")):
        assert ours.loc[both, mine].tolist() == theirs.loc[both, its].tolist()
    assert ours["planned_headcount"].iloc[-1] == len(run.people) - len(lines)
    assert ours["actual_exits"].dropna().sum() == 0 and ours.loc["2027-11-01":, "actual_headcount"].isna().all()


def test_the_actual_side_is_what_was_entered_on_its_own_days() -> None:
    lines = [
        done(1, "2027-07-01", 90, cost_vnd=100, salary_vnd=10), done(2, "2027-08-15", None, cost_vnd=100, salary_vnd=20), line_of(3),
        done(4, "2027-07-01", None, decision="normal_retirement", regime="", cost_vnd=0, salary_vnd=7),
        line_of(5, kind="rehire", day="2027-09-01", due="2028-01-01", employee_id="P01"),
        done(6, "2027-07-05", 30, kind="move", decision="secondment_commune", cost_vnd=30),
    ]  # fmt: skip
    frame = by_month(10, SNAPSHOT, lines, ON).set_index("month")
    july, august, september = (frame.loc[f"2027-{month}-01"] for month in ("07", "08", "09"))
    assert (july["actual_exits"], july["actual_headcount"], july["actual_cost_vnd"], july["actual_saving_vnd"]) == (2, 8, 120, 10)
    assert (august["actual_exits"], august["actual_headcount"], august["actual_cost_vnd"], august["actual_saving_vnd"]) == (1, 7, 0, 10)
    assert (september["actual_headcount"], september["actual_saving_vnd"]) == (8, 30)
    assert july["planned_exits"] == 4 and july["planned_cost_vnd"] == 330 and july["planned_headcount"] == 6


def test_head_figures() -> None:
    lines = [
        done(1), done(2, paid=None), line_of(3, state="withdrawn", outcome="r"), line_of(4, state="under_way"), line_of(5, due="2028-01-01"),
        line_of(6, kind="move", decision="redeploy", to_unit="B"), line_of(7, kind="appeal", due="2027-09-01", day="2027-08-01"),
        line_of(8, kind="rehire", day="2028-01-01", due="2028-03-01", employee_id="P01"), line_of(9, kind="backfill", day="2028-01-01", due="2028-03-01", employee_id="P02"),
    ]  # fmt: skip
    found = reached(20, lines, ON)
    assert (found.planned, found.left, found.under_way, found.withdrawn, found.open) == (5, 2, 1, 1, 2)
    assert (found.people, found.headcount, found.back, found.filled) == (20, 20, 1, 1)
    assert (found.planned_vnd, found.paid_vnd, found.paid_unknown, found.refund_vnd) == (500, 100, 1, 100)
    assert (found.late, found.cases_open, found.moves, found.moved) == (3, 1, 1, 0)


@pytest.mark.parametrize(
    ("known", "day", "within", "owed"),
    [({}, "2032-07-01", True, 100), ({}, "2032-07-02", False, 0), ({"regime": "nd178"}, "2029-01-01", True, 100),
     ({"regime": "", "decision": "contract_end", "cost_vnd": 0}, "2029-01-01", False, 0)],
)  # fmt: skip
def test_who_comes_back_within_sixty_months_returns_what_was_paid(known: dict[str, object], day: str, within: bool, owed: int) -> None:
    left = done(1, paid=100 if known.get("regime", "x") else None, **known)
    (back,) = after_exits([left, line_of(2, kind="rehire", employee_id="P01", day=day, due=day)])
    assert (back["within"], back["refund_vnd"]) == (within, owed)
    if owed:
        assert "hoàn" not in back["basis"].render("vi") and "Điều" in back["basis"].render("vi")
    (filled,) = after_exits([left, line_of(2, kind="backfill", employee_id="P01", day=day, due=day)])
    assert (filled["within"], filled["refund_vnd"]) == (within, 0)


def test_nothing_to_follow_is_an_empty_table() -> None:
    frame = by_month(5, SNAPSHOT, [], ON)
    assert isinstance(frame, pd.DataFrame) and not len(frame) and reached(5, [], ON).headcount == 5
