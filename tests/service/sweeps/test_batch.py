"""Runs side by side: one that fails costs its own row, a killed process is replaced, what is finished stays."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pandas as pd
import pytest

from planner.core.errors import InputError
from planner.roster.sample import make_ministry
from planner.service.saved_runs import read_decisions, read_summary
from planner.service.sweeps import worker
from planner.service.sweeps.batch import run_batch
from planner.service.sweeps.jobs import asked_of
from planner.service.sweeps.local import LocalExecutor
from planner.service.verification import verify_folder

BASE = """
title: base
roster: people.csv
snapshot_on: 2026-12-01
decided_on: 2026-12-15
periods:
  - {name: "2027", leave_on: 2027-07-01, reduction_at_least: 0.08}
  - {name: "2030", leave_on: 2030-07-01, reduction_at_least: 0.20}
objective: {retained_merit: 1.0, involuntary: 60}
solver: {time_limit_s: 30}
"""
SWEEP = """
sweep: base.yaml
vary:
  periods.2030.reduction_at_least: [0.15, 0.20, 0.99]
  objective.involuntary: [30, 60]
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ministry of 120 people, a scenario, a sweep with runs that are impossible, and broken files."""
    place = tmp_path_factory.mktemp("batch")
    people, units = make_ministry(120, 4, 3)
    people.to_csv(place / "people.csv", index=False)
    units.to_csv(place / "people.units.csv", index=False)
    (place / "base.yaml").write_text(BASE, encoding="utf-8")
    (place / "many.yaml").write_text(SWEEP, encoding="utf-8")
    (place / "broken.yaml").write_text(BASE.replace("title", "titel"), encoding="utf-8")
    (place / "lost.yaml").write_text(BASE.replace("people.csv", "nobody.csv"), encoding="utf-8")
    return place


def batch(out: Path, *paths: Path, workers: int = 2, **more):
    asked = asked_of(list(paths))
    return run_batch(asked, out, LocalExecutor(asked.shared, workers), **more)


@pytest.fixture(scope="module")
def done(folder: Path) -> tuple[Path, list[dict]]:
    """The folder of a batch of everything, and its rows."""
    out = folder / "out"
    return out, batch(out, folder / "base.yaml", folder / "many.yaml", folder / "broken.yaml", folder / "lost.yaml")


def test_every_run_has_its_row_in_the_order_asked_for(done: tuple[Path, list[dict]]) -> None:
    _, rows = done
    assert [row["scenario"] for row in rows] == ["base.yaml", *(f"many-000{n}" for n in range(1, 7)), "broken.yaml", "lost.yaml"]
    assert [row["status"] for row in rows] == ["optimal"] * 5 + ["infeasible"] * 2 + ["error"] * 2
    assert "did you mean title" in rows[-2]["error"] and "nobody.csv" in rows[-1]["error"]


def test_each_run_is_a_whole_folder_of_its_own(done: tuple[Path, list[dict]]) -> None:
    out, rows = done
    for row in rows:
        name = Path(row["folder"]).name
        if row["status"] == "error":
            assert not (out / name).exists()
            continue
        assert verify_folder(out / name) == []
        summary = read_summary(out / name)
        assert (summary["status"], summary["cost_vnd"]) == (row["status"], row["cost_vnd"])
        assert not (out / name / "plan.xlsx").exists()
    assert not list(out.glob(".*")), "nothing that was needed on the way is left"


def test_the_tables_say_the_same(done: tuple[Path, list[dict]]) -> None:
    out, rows = done
    assert (out / "runs.csv").read_bytes().startswith(b"\xef\xbb\xbf"), "Excel needs the mark to read Vietnamese"
    runs, kept = pd.read_csv(out / "runs.csv", encoding="utf-8-sig"), pd.read_parquet(out / "runs.parquet")
    assert list(runs.columns) == list(kept.columns)
    assert list(runs.columns)[12:] == ["periods.2030.reduction_at_least", "objective.involuntary", "loss_gap", "saving_vnd_per_year", "payback_months"]
    assert list(runs["leavers"].dropna()) == list(kept["leavers"].dropna()) == [row["leavers"] for row in rows if row["leavers"] is not None]
    plans = [Path(row["folder"]) for row in rows if row["status"] == "optimal"]
    decisions, units = pd.read_parquet(out / "decisions.parquet"), pd.read_parquet(out / "units.parquet")
    for plan in plans:
        own = decisions[decisions["run"] == plan.name]
        assert list(own["decision"].astype(str)) == list(read_decisions(plan)["decision"])
        assert units[units["run"] == plan.name]["leavers"].sum() == read_summary(plan)["headcount"]["leavers"]
    assert len(decisions) == 120 * len(plans)
    assert (out / "comparison.xlsx").is_file()


def test_one_process_decides_as_two(done: tuple[Path, list[dict]], folder: Path, tmp_path: Path) -> None:
    out, _ = done
    batch(tmp_path / "one", folder / "many.yaml", workers=1)
    for n in range(1, 5):
        assert (tmp_path / "one" / f"many-000{n}" / "decisions.csv").read_bytes() == (out / f"many-000{n}" / "decisions.csv").read_bytes()


def test_resuming_redoes_what_changed_and_nothing_else(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    batch(out, folder / "many.yaml")
    before = {n: (out / f"many-000{n}" / "plan.json").stat().st_mtime_ns for n in range(1, 5)}
    spoiled = out / "many-0002" / "decisions.csv"
    spoiled.write_bytes(spoiled.read_bytes()[:-1])
    steps = []
    batch(out, folder / "many.yaml", resume=True, progress=steps.append)
    after = {n: (out / f"many-000{n}" / "plan.json").stat().st_mtime_ns for n in range(1, 5)}
    assert [n for n in before if before[n] != after[n]] == [2]
    assert len(steps) == 1 and steps[0].of == 6
    assert verify_folder(out / "many-0002") == []


def test_what_a_killed_batch_left_beside_a_finished_run_is_cleared(folder: Path, tmp_path: Path) -> None:
    """Its lock, between taking its place and letting go; its older folder, before that is removed. Nothing that is not a writer's."""
    out, small = tmp_path / "out", folder / "small.yaml"
    small.write_text(SWEEP.replace("[0.15, 0.20, 0.99]", "[0.20]"), encoding="utf-8")
    batch(out, small)
    whole = sorted(p.name for p in out.iterdir())
    (out / ".small-0001.lock").write_text('{"process": 1, "since": "10:00:00"}', encoding="utf-8")
    (out / ".small-0002.lock").touch()
    shutil.copytree(out / "small-0002", out / ".small-0002.old-abcdefgh")
    (out / ".small-0001.new-abcdefgh").mkdir()
    (out / ".theirs.lock").write_text("kept", encoding="utf-8")
    (out / ".link.lock").symlink_to(out / ".theirs.lock")
    before = [(out / name / "plan.json").stat().st_mtime_ns for name in ("small-0001", "small-0002")]
    batch(out, small, resume=True)
    assert sorted(p.name for p in out.iterdir()) == sorted([*whole, ".theirs.lock", ".link.lock"])
    assert (out / ".theirs.lock").read_text(encoding="utf-8") == "kept"
    assert before == [(out / name / "plan.json").stat().st_mtime_ns for name in ("small-0001", "small-0002")]


def test_two_runs_of_one_name_are_refused(folder: Path) -> None:
    with pytest.raises(InputError) as error:
        asked_of([folder / "base.yaml", folder / "base.yaml"])
    assert "two runs are called base" in str(error.value)


def test_an_empty_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError) as error:
        asked_of([tmp_path])
    assert "no scenario" in str(error.value)


def test_a_folder_means_its_scenarios(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "b.yml").write_text(BASE.replace("people.csv", str(folder / "people.csv")), encoding="utf-8")
    (tmp_path / "a.yaml").write_text(BASE.replace("people.csv", str(folder / "people.csv")), encoding="utf-8")
    (tmp_path / "notes.txt").write_text("x", encoding="utf-8")
    assert [job.name for job in asked_of([tmp_path]).jobs] == ["a", "b"]


def _dying(kind: str, name: str):
    """A way to plan in which one run's process dies: `once` the first time, `always` every time."""
    made = worker.Planner.made

    def dies(self, job):
        marker = Path(self.shared.bases[0].roster_path()).parent / f"{kind}-died"
        if job.name == name and (kind == "always" or not marker.exists()):
            marker.touch()
            os.kill(os.getpid(), signal.SIGKILL)
        return made(self, job)

    return dies


@pytest.mark.parametrize(("kind", "status"), [("once", "optimal"), ("always", "error")])
def test_a_process_that_dies_is_tried_once_more(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str, status: str) -> None:
    monkeypatch.setattr(worker.Planner, "made", _dying(kind, "many-0003"))
    rows = batch(tmp_path / kind, folder / "many.yaml")
    assert [row["status"] for row in rows] == ["optimal", "optimal", status, "optimal", "infeasible", "infeasible"]
    assert ("ended twice" in rows[2]["error"]) == (kind == "always")


@pytest.mark.parametrize("fault", [RecursionError("deep"), MemoryError(), OSError(28, "No space left on device"), ZeroDivisionError("x")])
def test_any_failure_of_a_run_is_its_own_row(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: BaseException) -> None:
    planned = worker.Planner._planned

    def fails(self, job):
        if job.name == "many-0002":
            raise fault
        return planned(self, job)

    monkeypatch.setattr(worker.Planner, "_planned", fails)
    rows = batch(tmp_path / "out", folder / "many.yaml")
    assert [row["status"] for row in rows].count("error") == 1
    assert rows[1]["error"] and "Traceback" not in rows[1]["error"]


def test_stopping_leaves_whole_rows_of_finished_runs(folder: Path, tmp_path: Path) -> None:
    text = SWEEP.replace("[30, 60]", "{from: 1, to: 400, steps: 400}")
    (folder / "long.yaml").write_text(text, encoding="utf-8")
    out = tmp_path / "out"
    call = [sys.executable, "-m", "planner", "batch", str(folder / "long.yaml"), "--out", str(out)]
    with subprocess.Popen(call, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        ends = time.monotonic() + 120
        while len(list(out.glob("long-*"))) < 5 and time.monotonic() < ends:
            time.sleep(0.05)
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=60)
    assert process.returncode == 130 and "Traceback" not in said
    runs = pd.read_csv(out / "runs.csv", encoding="utf-8-sig")
    assert 5 <= len(runs) < 1200
    assert sorted(path.name for path in out.glob("long-*")) == sorted(runs["scenario"])
    assert not list(out.glob(".long*"))
    assert verify_folder(out / "long-0001") == []
