"""Pseudonyms that keep the arithmetic, and counts too small to hide anybody that are not told."""

from __future__ import annotations

import datetime as dt
import itertools
from pathlib import Path

import pandas as pd
import pytest

from planner.core.columns import ROSTER
from planner.policy.benefits import compute
from planner.policy.export import table
from planner.policy.terms import Terms
from planner.report.small_counts import suppressed
from planner.roster.people.frame import Roster
from planner.service.workspace.contents import plan_content
from planner.service.workspace.privacy import pseudonymised
from planner.service.workspace.rights import Actor
from planner.service.workspace.workspace import HEAD_COLUMN, Workspace
from tests.service.workspace.plans import PEOPLE, keep_plan, plan_folder

KEY = b"k" * 32


def test_pseudonyms_are_the_same_under_one_key_and_say_nothing(ministry: Roster) -> None:
    once, again, other = (pseudonymised(ministry.people, key) for key in (KEY, KEY, b"l" * 32))
    assert once.equals(again) and not set(once["employee_id"]) & set(other["employee_id"])
    assert once["employee_id"].is_unique and len(once) == len(ministry.people) and once["employee_id"].is_monotonic_increasing
    text = once.to_csv()
    assert not [name for name in ministry.people["full_name"] if name in text] and not [i for i in ministry.people["employee_id"] if i in text]
    written = {column.name for column in ROSTER if column.kind in ("text", "list") and not column.choices}
    assert written & set(once.columns) <= {"employee_id", "unit", "rank_code"} and "reason" not in once  # pseudonym, and two codes


@pytest.mark.parametrize("leave_on", [dt.date(2026, 12, 1), dt.date(2027, 7, 1), dt.date(2029, 9, 15)])
def test_the_law_gives_each_person_the_same_under_a_pseudonym(ministry: Roster, leave_on: dt.date) -> None:
    terms = Terms(leave_on, None, None, dt.date(2026, 12, 1), "auto")
    hidden = pseudonymised(ministry.people, KEY)
    names = pseudonymised(ministry.people[["employee_id"]].assign(at=range(len(ministry.people))), KEY).sort_values("at")["employee_id"]
    plain = table(compute(ministry.people, terms), ministry.people).drop(columns=["employee_id"])
    back = hidden.set_index("employee_id").loc[list(names)].reset_index()
    assert plain.equals(table(compute(back, terms), back).drop(columns=["employee_id"]))


def test_small_counts_are_left_out_with_what_is_tied_to_them() -> None:
    frame = pd.DataFrame({"unit": list("ABCDE"), "leavers": [0, 2, 4, 5, 30], "cost_vnd": [0, 20, 40, 50, 300]})
    made = suppressed(frame, ["leavers"], {"leavers": ["cost_vnd"]})
    assert made["leavers"].tolist() == [0, None, None, 5, 30] and made["cost_vnd"].tolist() == [0, None, None, 50, 300]


def test_one_small_count_cannot_be_reckoned_from_the_total() -> None:
    frame = pd.DataFrame({"leavers": [0, 3, 5, 30]})
    assert suppressed(frame, ["leavers"], {})["leavers"].tolist() == [0, None, None, 30]
    for counts in itertools.product([0, 1, 4, 5, 9], repeat=3):
        shown = suppressed(pd.DataFrame({"n": counts}), ["n"], {})["n"]
        assert not [n for n in shown if n in (1, 4)]
        rest = sum(counts) - sum(n for n in shown if n == n and n is not None)
        assert not 0 < rest < 5 or rest == sum(counts), counts  # what is left out of the total is five or more, or the total itself


def test_what_is_left_out_together_is_no_small_count_either() -> None:
    frame = pd.DataFrame({"n": [1, 1, 1, 40, 9], "cost_vnd": [1, 1, 1, 400, 90]})
    made = suppressed(frame, ["n"], {"n": ["cost_vnd"]})
    assert made["n"].tolist() == [None, None, None, 40, None] and made["cost_vnd"].tolist() == [None, None, None, 400, None]


def test_what_is_left_out_with_another_count_tells_none_by_the_total() -> None:
    frame = pd.DataFrame({"before": [3, 4, 50, 60], "leavers": [2, 0, 7, 6]})
    made = suppressed(frame, ["before", "leavers"], {"before": ["leavers"]})
    assert made["before"].tolist() == [None, None, 50, 60] and made["leavers"].tolist() == [None, None, 7, None]


@pytest.mark.parametrize(("baseline", "leavers", "shown"), [(200, 4, (200, None, None)), (200, 5, (200, 5, 195)), (4, 1, (None, None, None)), (6, 5, (6, 5, None)), (200, 0, (200, 0, 200))])
def test_a_total_that_is_a_small_count_is_none(workspace: Workspace, me: Actor, baseline: int, leavers: int, shown: tuple[int | None, ...]) -> None:
    content, _ = plan_content(plan_folder())
    heads = {"baseline": baseline, "leavers": leavers, "reduction": leavers / baseline, "remaining": baseline - leavers}
    routes = {"immediate_separation": {"people": leavers, "cost_vnd": 700}, "early_retirement": {"people": 0, "cost_vnd": 0}}
    workspace.keep(me, "plan", "base", {**content, "headcount": heads, "routes": routes, "cost_vnd": 700, "saving_vnd_per_year": 90})
    figures = workspace.figures(me, "base")
    assert tuple(figures["headcount"][name] for name in ("baseline", "leavers", "remaining")) == shown
    told = shown[1] is not None
    assert (figures["cost_vnd"], figures["saving_vnd_per_year"]) == ((700, 90) if told else (None, None)) and (figures["headcount"]["reduction"] is not None) == told
    assert "objective" not in figures


def test_shared_figures_hold_no_small_count_and_no_name(workspace: Workspace, me: Actor) -> None:
    keep_plan(workspace, me)
    figures = workspace.figures(me, "base")
    for row in (*figures["units"], *figures["routes"]):
        for name in ("before", "leavers", "people"):
            assert row.get(name) not in (1, 2, 3, 4)
    small = next(row for row in figures["units"] if row["unit"] == "B")
    assert small["before"] is None and small["leavers"] is None and small["cost_vnd"] is None
    assert not [i for i in range(1, len(PEOPLE) + 1) if f"P{i:02d}" in str(figures)]


def test_an_export_with_pseudonyms_keeps_the_sums_and_bears_the_head(workspace: Workspace, me: Actor) -> None:
    keep_plan(workspace, me)
    workspace.unlock(me, "base", "so sánh")
    named, head = workspace.export(me, "plan", "base")
    hidden, later = workspace.export_pseudonyms(me, "plan", "base")
    assert set(named[HEAD_COLUMN]) == {head.printed} and set(hidden[HEAD_COLUMN]) == {later.printed} and later.number == head.number + 1
    for columns in (["decision"], ["unit", "decision", "period"], ["leave_on"]):
        assert named.groupby(columns)["cost_vnd"].agg(["sum", "size"]).equals(hidden.groupby(columns)["cost_vnd"].agg(["sum", "size"]))
    assert not set(named["employee_id"]) & set(hidden["employee_id"]) and "reason" not in hidden


def test_an_error_or_a_file_name_holds_no_person(workspace: Workspace, me: Actor, place: Path) -> None:
    keep_plan(workspace, me)
    workspace.keep(me, "lock", "P01", {"employee_id": "P01", "decision": "keep", "reason": "r"})
    assert not [path for path in place.rglob("*") if "P01" in path.name or "Nguy" in path.name]
