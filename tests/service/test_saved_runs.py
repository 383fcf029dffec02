"""A plan's folder: whole, verifiable, and nothing stale."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest

from planner.core.errors import InputError
from planner.plan.plan import Run
from planner.service.manifest import write_manifest
from planner.service.saved_runs import load_run, save_run
from planner.service.verification import verify_folder
from tests.builder import roster_of, run_of, target

PEOPLE = [{}, {"rating_1": "completed"}, {"full_name": "=1+1"}, {"employee_id": "@P"}]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A plan, written."""
    save_run(run_of(roster_of(*PEOPLE), periods=target(0.25)), tmp_path / "plan")
    return tmp_path / "plan"


def test_a_plan_is_read_back_as_it_was(folder: Path) -> None:
    run: Run = load_run(folder)
    again = folder.parent / "again"
    save_run(run, again)
    assert (again / "decisions.csv").read_bytes() == (folder / "decisions.csv").read_bytes()
    assert verify_folder(folder) == []


def test_the_files_of_the_contract_stand(folder: Path) -> None:
    names = {p.name for p in folder.iterdir()}
    assert names == {"plan.json", "decisions.csv", "plan.xlsx", "inputs", "manifest.json"}
    frame = pd.read_csv(folder / "decisions.csv", dtype=str, keep_default_na=False)
    assert list(frame["employee_id"]) == ["P01", "P02", "P03", "'@P"]
    assert set(frame["involuntary"]) <= {"true", "false"}


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('"involuntary": 1', '"involuntary": 0', "add up to"),
        ('"status": "optimal"', '"status": "feasible"', "does not agree with the gap"),
        ('"roster_sha256": "', '"roster_sha256": "0', "changed afterwards"),
        ('"price_bound": ', '"price_bound": 1', "prices kept with the plan"),
    ],
)
def test_a_changed_plan_json_is_noticed(folder: Path, old: str, new: str, words: str) -> None:
    text = (folder / "plan.json").read_text(encoding="utf-8")
    assert old in text
    (folder / "plan.json").write_text(text.replace(old, new), encoding="utf-8")
    assert [p.file for p in verify_folder(folder)] == [str(folder / "plan.json")]
    write_manifest(folder)  # whoever forges the list of files too still meets the check of the plan itself
    assert any(words in p.sentence("en") for p in verify_folder(folder))


def test_changed_inputs_are_noticed(folder: Path) -> None:
    scenario = folder / "inputs" / "scenario.yaml"
    scenario.write_text(scenario.read_text(encoding="utf-8").replace("0.25", "0.5"), encoding="utf-8")
    write_manifest(folder)
    found = [p.sentence("en") for p in verify_folder(folder)]
    assert any("scenario kept with the plan" in f for f in found) and any("are asked" in f for f in found)


def test_missing_files_are_named(folder: Path) -> None:
    (folder / "decisions.csv").unlink()
    assert ["gone" in p.sentence("en") for p in verify_folder(folder)] == [True]
    write_manifest(folder)
    with pytest.raises(InputError, match=r"decisions\.csv"):
        verify_folder(folder)
    (folder / "plan.json").write_text("{", encoding="utf-8")
    with pytest.raises(InputError, match=r"plan\.json"):
        load_run(folder)


def test_no_stale_file_is_left_beside_an_infeasible_answer(folder: Path) -> None:
    save_run(run_of(roster_of(*PEOPLE), periods=target(0.25), routes=[]), folder)
    assert sorted(p.name for p in folder.iterdir()) == ["inputs", "manifest.json", "plan.json"]
    summary = json.loads((folder / "plan.json").read_text(encoding="utf-8"))
    assert summary["status"] == "infeasible" and summary["headcount"] is None and summary["conflict"]
    assert verify_folder(folder) == []
