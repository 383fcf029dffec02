"""A plan made by hand in the app: read by one worker, measured by another, kept beside the plan."""

from __future__ import annotations

import json

import pytest

from planner.core.errors import InputError
from planner.service.jobs.by_hand import TABLE_FILE, hand_table_task, measure_file, measured_task
from planner.service.saved_runs import save_run
from tests.builder import roster_of, run_of, said, target

FOUR = [{}, {}, {"rating_1": "completed", "rating_2": "completed", "rating_3": "completed"}, {"rating_1": "not_completed", "key_role": True}]
HEAD = "employee_id,decision,period\n"


@pytest.fixture(scope="module")
def plan(tmp_path_factory):
    """Two of four leave, the key role stays."""
    folder = tmp_path_factory.mktemp("plans") / "plan"
    save_run(run_of(roster_of(*FOUR), periods=target(0.5), keep={"key_roles": True}), folder, "en", workbook=False)
    return folder


def measured(plan, tmp_path, rows: str) -> dict:
    """What the two workers leave of a file with these rows."""
    file = tmp_path / "hand.csv"
    file.write_text(HEAD + rows, encoding="utf-8")
    hand_table_task({"path": str(file), "folder": str(tmp_path)}, lambda said: None)
    table = tmp_path / TABLE_FILE
    measured_task({"source": str(plan), "table": str(table), "folder": str(tmp_path)}, lambda said: None)
    return json.loads(measure_file(plan, table).read_text(encoding="utf-8"))


def test_a_plan_by_hand_is_measured_beside_the_plan(plan, tmp_path):
    found = measured(plan, tmp_path, "P01,immediate_separation,2027\nP02,immediate_separation,2027\n")
    assert found["breaches"] == [] and found["undecided"] == 2 and found["proven"]
    assert found["best"] - found["objective"] == pytest.approx(25) and found["same_cost_most_merit"] - found["merit"] == pytest.approx(25)
    assert not list(plan.glob("*measured*")), "nothing is ever added to a plan's own folder"


def test_what_is_broken_is_told_in_every_language(plan, tmp_path):
    found = measured(plan, tmp_path, "P01,retain,\n")
    (breach,) = found["breaches"]
    assert breach["requirement"] == "periods.2027.reduction_at_least" and breach["scope"] == "2027"
    assert breach["vi"] != breach["en"] and found["cost_vnd"] is None


def test_another_table_has_a_measure_of_its_own(plan, tmp_path):
    places = set()
    for rows in ("P01,retain,\n", "P02,retain,\n"):
        measured(plan, tmp_path, rows)
        places.add(measure_file(plan, tmp_path / TABLE_FILE))
    assert len(places) == 2


def test_a_table_of_other_people_is_refused_with_its_cell(plan, tmp_path):
    with pytest.raises(InputError) as caught:
        measured(plan, tmp_path, "X01,retain,\n")
    (fault,) = caught.value.problems
    assert (fault.file, fault.row, fault.column) == ("hand.csv", 2, "employee_id") and "take the row out" in said(caught.value)
