"""Whatever a run fails by (nesting, infinity, disk, memory, its worker's death) is its own row and stops no other."""

from __future__ import annotations

import csv
import os
import resource
from pathlib import Path
from typing import Any

import pytest

from planner.cli.main import run
from planner.roster.write import write_roster
from planner.scenario.load import to_yaml
from planner.service.sweeps import folders, worker
from planner.service.verification import verify_folder
from tests.builder import roster_of, scenario_with, target


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A roster and a good scenario."""
    write_roster(roster_of({}, {"rating_1": "completed"}, {}, {}), tmp_path / "roster.csv")
    scenario(tmp_path, "good")
    return tmp_path


def scenario(folder: Path, name: str, text: str = "") -> Path:
    """A scenario file, with lines below what is asked."""
    (folder / f"{name}.yaml").write_text(to_yaml(scenario_with(periods=target(0.25)).data) + text, encoding="utf-8")
    return folder / f"{name}.yaml"


def rows_of(folder: Path) -> dict[str, dict[str, str]]:
    """The rows of `runs.csv` by scenario."""
    with (folder / "runs.csv").open(encoding="utf-8-sig", newline="") as opened:
        return {row["scenario"]: row for row in csv.DictReader(opened)}


def test_each_fails_by_itself(desk: Path) -> None:
    (desk / "deep.yaml").write_text("title: x\nskills: " + "[" * 5000 + "]" * 5000 + "\n", encoding="utf-8")
    scenario(desk, "infinite", "budget: {total_vnd: .inf}\n")
    scenario(desk, "=cmd")
    scenario(desk, "taken")
    (desk / "lost.yaml").symlink_to(desk / "nowhere.yaml")
    (desk / "runs").mkdir()
    (desk / "runs" / "taken").write_text("a file where the plan's folder should be", encoding="utf-8")
    names = ("deep", "infinite", "lost", "taken", "=cmd", "good")
    assert run(["batch", *(str(desk / f"{name}.yaml") for name in names), "--out", str(desk / "runs")]) == 2
    written = rows_of(desk / "runs")
    assert list(written) == ["deep.yaml", "infinite.yaml", "lost.yaml", "taken.yaml", "'=cmd.yaml", "good.yaml"]
    assert {name for name, row in written.items() if row["status"] == "optimal"} == {"good.yaml", "'=cmd.yaml"}
    for name, words in {"deep.yaml": "deep", "infinite.yaml": "budget", "lost.yaml": "lost.yaml", "taken.yaml": "something else than a plan"}.items():
        assert written[name]["status"] == "error" and words in written[name]["error"] and written[name]["leavers"] == ""
    assert verify_folder(desk / "runs" / "good") == []
    assert {path.stat().st_mode & 0o077 for path in (desk / "runs").rglob("*") if path.name != "taken"} == {0}


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (OSError(28, "No space left on device", "x/plan.json"), "x/plan.json: there is no room left"),
        (RecursionError("maximum recursion depth exceeded"), "nested too deeply"),
        (OverflowError("odd"), "OverflowError: odd"),
    ],
)
def test_whatever_planning_raises_is_the_error_of_the_row(desk: Path, monkeypatch: pytest.MonkeyPatch, error: Exception, words: str) -> None:
    real = worker.Planner._planned

    def hurt(self: Any, job: Any) -> Any:
        if job.name == "bad":
            raise error
        return real(self, job)

    monkeypatch.setattr(worker.Planner, "_planned", hurt)
    scenario(desk, "bad")
    assert run(["batch", str(desk / "bad.yaml"), str(desk / "good.yaml"), "--out", str(desk / "runs")]) == 2
    written = rows_of(desk / "runs")
    assert words in written["bad.yaml"]["error"] and written["good.yaml"]["status"] == "optimal"


def test_a_folder_that_cannot_be_written_is_the_error_of_its_row(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = folders._put

    def full(files: Any, folder: Path) -> None:
        if folder.name.startswith(".bad."):
            raise OSError(28, "No space left on device", str(folder / "plan.json"))
        real(files, folder)

    monkeypatch.setattr(folders, "_put", full)
    scenario(desk, "bad")
    assert run(["batch", str(desk / "bad.yaml"), str(desk / "good.yaml"), "--out", str(desk / "runs")]) == 2
    written = rows_of(desk / "runs")
    assert written["bad.yaml"]["error"].endswith("what stood there before is as it was") and "bad/plan.json" in written["bad.yaml"]["error"]
    assert written["good.yaml"]["status"] == "optimal" and not (desk / "runs" / "bad").exists()


def test_no_room_for_any_table_is_one_sentence(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["batch", str(desk / "good.yaml"), "--out", str(desk / "runs")]) == 0
    before = {path: path.read_bytes() for path in (desk / "runs").rglob("*") if path.is_file()}
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (60, limits[1]))
    try:
        assert run(["batch", str(desk / "good.yaml"), "--out", str(desk / "runs")]) == 2
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert "lets no file grow" in capsys.readouterr().err
    assert {path: path.read_bytes() for path in (desk / "runs").rglob("*") if path.is_file()} == before
    assert sorted(os.listdir(desk)) == ["good.yaml", "roster.csv", "roster.units.csv", "runs"]
