"""What is to be known of a kept roster, its account, and corrections of units: by the tasks that pages ask for."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pandas as pd
import pytest

from planner.core.errors import InputError
from planner.service.jobs.saved_rosters import account_records, kept_account, kept_roster, standing_file
from planner.service.jobs.tasks import TASKS
from planner.service.places import plan_of_job
from tests.messy.difficult.cases import case_of


def done(kind: str, task: dict, folder: Path) -> Path:
    folder.mkdir(parents=True)
    TASKS[kind]({**task, "folder": str(folder)}, lambda said: None)
    return folder


@pytest.fixture
def read(tmp_path) -> dict:
    """Ten people, two of them on maternity leave by a note alone, one past the retirement age, read by the task."""
    case = case_of("A05")
    case.draft.page.write("birth_date", dt.date(1962, 3, 1))
    task = {"path": str(case.write(tmp_path)), "mapping": None, "rosters": str(tmp_path / "rosters"), "ledger": None, "on": "2026-12-01"}
    found = json.loads((done("read", task, tmp_path / "job") / "read.json").read_text(encoding="utf-8"))
    return {**found, "path": task["path"]}


def test_what_is_to_be_known_stands_beside_the_roster_once_it_was_read(read, tmp_path):
    told = json.loads(standing_file(tmp_path / "rosters", read["sha256"], dt.date(2026, 12, 1)).read_text(encoding="utf-8"))
    assert told["counts"] == {"against": 4, "protected": 10, "overdue": 1} and told["overdue"] == ["GC01"]
    assert {entry["employee_id"] for entry in told["against"]} == {"GC03", "GC06", "GC08", "GC09"}
    taken = [entry for entry in told["against"] if entry["column"] == "maternity_leave"]
    assert taken and all(entry["suggested"] == "true" and entry["other"] == {"vi": "Có", "en": "Yes"} for entry in taken)
    assert all(entry["file"] and entry["row"] for entry in told["against"])
    lacking = {entry["column"]: entry for entry in told["protections"]}
    assert {"maternity_leave", "pregnant", "youngest_child_born_on"} <= set(lacking) and len(lacking["attention_groups"]["employee_ids"]) == 10


def test_a_day_that_was_not_asked_for_before_is_asked_for(read, tmp_path):
    asked = {"rosters": str(tmp_path / "rosters"), "roster": read["sha256"], "on": "2045-01-01"}
    done("standing", asked, tmp_path / "other")
    told = json.loads(standing_file(tmp_path / "rosters", read["sha256"], dt.date(2045, 1, 1)).read_text(encoding="utf-8"))
    assert set(told["overdue"]) > {"GC01"} and told["counts"]["against"] == 4


def test_a_day_of_which_the_law_says_nothing_does_not_keep_a_file_from_being_read(read, tmp_path):
    task = {"path": read["path"], "mapping": None, "rosters": str(tmp_path / "rosters"), "ledger": None, "on": "2016-01-01"}
    again = json.loads((done("read", task, tmp_path / "again") / "read.json").read_text(encoding="utf-8"))
    assert again["sha256"] == read["sha256"]
    assert not standing_file(tmp_path / "rosters", read["sha256"], dt.date(2016, 1, 1)).exists()


def test_the_account_is_kept_with_the_roster_and_with_what_is_corrected(read, tmp_path):
    root = tmp_path / "rosters"
    assert kept_account(root, read["sha256"]) == read["account"] and set(read["account"]) == {"vi", "en"}
    person = str(kept_roster(root, read["sha256"]).people["employee_id"].iloc[0])
    entry = {"employee_id": person, "column": "full_name", "written": "Nguyễn Văn Khác", "by": "HR", "reason": "x"}
    folder = done("correct", {"rosters": str(root), "roster": read["sha256"], "corrections": [entry]}, tmp_path / "corrected")
    sha256 = json.loads((folder / "corrected.json").read_text(encoding="utf-8"))["sha256"]
    assert sha256 != read["sha256"] and kept_account(root, sha256) == read["account"]
    assert kept_account(root, "0" * 64) is None and account_records(None) is None


def test_a_corrected_quota_reaches_the_inputs_of_the_plan(task, tmp_path):
    from planner.service.saved_runs import load_run

    unit = str(kept_roster(Path(task["rosters"]), task["roster"]).units["unit"].iloc[0])
    entries = [{"unit": unit, "column": f"units.{name}", "written": written, "by": "HR", "reason": "QĐ 12"}
               for name, written in (("name", "Vụ Mới"), ("kind", "Văn phòng"), ("assigned_quota", "77"))]  # fmt: skip
    folder = done("correct", {**task, "corrections": entries}, tmp_path / "corrected")
    sha256 = json.loads((folder / "corrected.json").read_text(encoding="utf-8"))["sha256"]
    planned = plan_of_job(done("plan", {**task, "roster": sha256}, tmp_path / "plan"))
    units = load_run(planned).instance.roster.units.set_index("unit")
    assert units.loc[unit, ["name", "kind", "assigned_quota"]].tolist() == ["Vụ Mới", "office", 77]
    ledger = pd.read_csv(planned / "inputs" / "corrections.csv")
    assert ledger[["employee_id", "column", "after"]].astype(str).to_numpy().tolist()[-1] == [unit, "units.assigned_quota", "77"]


@pytest.mark.parametrize(("column", "written", "said"), [("units.assigned_quota", "-3", "cannot be below nothing"), ("units.name", "", "must have a name")])
def test_a_unit_that_cannot_be_so_is_refused(task, tmp_path, column, written, said):
    unit = str(kept_roster(Path(task["rosters"]), task["roster"]).units["unit"].iloc[0])
    with pytest.raises(InputError) as error:
        done("correct", {**task, "corrections": [{"unit": unit, "column": column, "written": written, "by": "HR", "reason": "x"}]}, tmp_path / "job")
    assert said in error.value.problems[0].sentence("en")
