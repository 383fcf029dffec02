"""One bad scenario never stops the others: whatever it fails by is its own row."""

from __future__ import annotations

import csv
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from planner.core.errors import InputError
from planner.roster.write import write_roster
from planner.scenario.load import to_yaml
from planner.service import batch
from planner.service.batch import failed, plan_one, run_batch
from planner.service.saved_runs import read_decisions
from planner.service.verification import verify_folder
from tests.builder import ROOT, roster_of, scenario_with, target

DEEP = int(os.environ.get("DEEP", "1"))
KILLS = 4 if DEEP == 1 else 60


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A roster and a good scenario."""
    write_roster(roster_of({}, {"rating_1": "completed"}, {}, {}), tmp_path / "roster.csv")
    scenario(tmp_path, "good")
    return tmp_path


def scenario(folder: Path, name: str, text: str = "", **changes: object) -> Path:
    """A scenario file, with lines below what is asked."""
    asked = scenario_with(**{"periods": target(0.25), **changes}).data
    (folder / f"{name}.yaml").write_text(to_yaml(asked) + text, encoding="utf-8")
    return folder / f"{name}.yaml"


def rows_of(folder: Path) -> dict[str, dict[str, str]]:
    """The rows of `runs.csv` by scenario."""
    with (folder / "runs.csv").open(encoding="utf-8-sig", newline="") as opened:
        return {row["scenario"]: row for row in csv.DictReader(opened)}


def hurt(scenario: str, folder: str, resume: bool, lang: str) -> dict[str, object]:
    """What a worker does: it dies, or fails, as the scenario's name says."""
    stem = Path(scenario).stem
    if stem == "dies":
        os.kill(os.getpid(), signal.SIGKILL)
    if stem == "dies-once" and not Path(folder).with_suffix(".seen").exists():
        Path(folder).with_suffix(".seen").touch()
        os.kill(os.getpid(), signal.SIGKILL)
    if stem == "speechless":
        return {"cannot": lambda: "be said"}
    return plan_one(scenario, folder, resume, lang)


def test_each_fails_by_itself(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batch, "plan_one", hurt)
    deep = "skills: " + "[" * 5000 + "]" * 5000 + "\n"
    (desk / "deep.yaml").write_text("title: x\n" + deep, encoding="utf-8")
    (desk / "infinite.yaml").write_text(to_yaml(scenario_with(periods=target(0.25)).data) + "budget: {total_vnd: .inf}\n", encoding="utf-8")
    (desk / "folder.yaml").mkdir()
    (desk / "file").write_text("x", encoding="utf-8")
    names = ("dies", "dies-once", "speechless")
    files = [desk / "deep.yaml", desk / "infinite.yaml", desk / "folder.yaml", desk / "none.yaml", *(scenario(desk, name) for name in names)]
    taken = scenario(desk, "taken")
    (desk / "runs").mkdir()
    (desk / "runs" / "taken").write_text("a file where the plan's folder should be", encoding="utf-8")
    rows = run_batch([*files, taken, scenario(desk, "=cmd"), desk / "good.yaml"], desk / "runs", workers=2, resume=False)
    written = rows_of(desk / "runs")
    assert [row["scenario"] for row in rows] == [*(f.name for f in files), "taken.yaml", "=cmd.yaml", "good.yaml"]
    assert set(written) == {*(f.name for f in files), "taken.yaml", "'=cmd.yaml", "good.yaml"}
    good = {name for name, row in written.items() if row["status"] == "optimal"}
    assert good == {"good.yaml", "'=cmd.yaml", "dies-once.yaml"}
    for name, words in {
        "deep.yaml": "deep", "infinite.yaml": "budget", "folder.yaml": "folder.yaml", "none.yaml": "none.yaml", "dies.yaml": "ended without an answer",
        "speechless.yaml": "ended without an answer", "taken.yaml": "something else than a plan",
    }.items():  # fmt: skip
        assert written[name]["status"] == "error" and words in written[name]["error"], (name, written[name]["error"])
        assert written[name]["leavers"] == "" and "Traceback" not in written[name]["error"]
    assert verify_folder(desk / "runs" / "good") == []


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (OSError(28, "No space left on device", "x/plan.json"), "x/plan.json: there is no room left"),
        (MemoryError(), "not enough memory"),
        (RecursionError("maximum recursion depth exceeded"), "nested too deeply"),
        (KeyError("odd"), "KeyError: 'odd'"),
    ],
)
def test_whatever_is_raised_is_the_error_of_the_row(desk: Path, monkeypatch: pytest.MonkeyPatch, error: Exception, words: str) -> None:
    def broken(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr("planner.service.saved_runs.save_run", broken)
    row = plan_one(str(desk / "good.yaml"), str(desk / "runs" / "good"), False, "en")
    assert row["status"] == "error" and words in row["error"]
    assert set(row) == set(failed(Path("x"), Path("y"), ""))


def test_no_process_at_all(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise BlockingIOError(11, "Resource temporarily unavailable")

    monkeypatch.setattr("multiprocessing.context.SpawnProcess.start", refuse)
    try:
        rows = run_batch([desk / "good.yaml"], desk / "runs", workers=1, resume=False)
        assert "no further process" in rows[0]["error"]
    except Exception as error:  # where the pool itself cannot start, the whole call says it
        from planner.core.system_errors import problem_of

        found = problem_of(error)
        assert found is not None and "no further process" in found.sentence()


def test_equal_names_are_refused_before_anything_is_made(desk: Path) -> None:
    with pytest.raises(InputError, match="good"):
        run_batch([desk / "good.yaml", desk / "good.yaml"], desk / "runs", workers=1, resume=False)
    assert not (desk / "runs").exists()


def test_what_names_people_is_its_owners_alone(desk: Path) -> None:
    run_batch([desk / "good.yaml"], desk / "runs", workers=1, resume=False)
    assert {path.stat().st_mode & 0o077 for path in [desk / "runs", *(desk / "runs").rglob("*")]} == {0}


def test_a_batch_that_is_killed_leaves_each_plan_whole_and_the_next_one_tidies_up(desk: Path) -> None:
    dice, out = random.Random(4), desk / "runs"
    older = [scenario(desk, name) for name in ("a", "b")]
    command = [sys.executable, "-m", "planner", "batch", *map(str, older), "--out", str(out)]
    run_batch(older, out, workers=2, resume=False)
    for turn in range(KILLS):
        write_roster(roster_of(*[{}] * (4 + turn % 2), {"rating_1": "completed"}), desk / "roster.csv")
        child = subprocess.Popen(command, cwd=ROOT, start_new_session=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(dice.uniform(0.5, 5))
        os.killpg(child.pid, signal.SIGKILL)
        child.wait()
        for name in ("a", "b"):
            assert verify_folder(out / name) == [], (turn, name)
            assert len(read_decisions(out / name)) in (4, 5, 6)
        assert len(rows_of(out)) == 2
    run_batch(older, out, workers=2, resume=True)
    assert sorted(os.listdir(out)) == ["a", "b", "comparison.xlsx", "runs.csv"]
