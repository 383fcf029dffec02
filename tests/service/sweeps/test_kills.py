"""A batch, and a single plan, killed at random moments: nothing half-written, the next call completes it and decides as if nothing had been."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pandas as pd

from planner.service.verification import verify_folder
from tests.service.sweeps.test_batch import folder

__all__ = ["folder"]
KILLS = 5 * int(os.environ.get("DEEP", "1"))


def started(folder: Path, out: Path) -> subprocess.Popen[bytes]:
    call = [sys.executable, "-m", "planner", "batch", str(folder / "killed.yaml"), "--resume", "--out", str(out)]
    return subprocess.Popen(call, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def children(pid: int) -> list[int]:
    """The processes that a process has started."""
    return [int(child) for task in Path(f"/proc/{pid}/task").glob("*/children") for child in task.read_text().split()]


def decided(batch: Path) -> dict[str, bytes]:
    """The decisions of each run of a batch, as they are written."""
    return {plan.parent.name: plan.read_bytes() for plan in batch.glob("killed-*/decisions.csv")}


def test_a_killed_batch_is_completed_by_the_next(folder: Path, tmp_path: Path) -> None:
    text = (folder / "many.yaml").read_text(encoding="utf-8").replace("[30, 60]", "{from: 1, to: 12, steps: 12}")
    (folder / "killed.yaml").write_text(text, encoding="utf-8")
    whole, out = tmp_path / "whole", tmp_path / "out"
    began = time.monotonic()
    assert started(folder, whole).wait() == 0
    length = time.monotonic() - began
    chance, looked_at = random.Random(7), dict[str, bytes]()
    for kill in range(KILLS):
        if len(list(out.glob("killed-*"))) == 36:  # nothing is left to be killed at: from the beginning, having seen that it is the same
            assert decided(out) == decided(whole)
            shutil.rmtree(out)
            looked_at.clear()
        process = started(folder, out)
        time.sleep(chance.uniform(0.1, 1.0) * length)
        at_work = children(process.pid) if process.poll() is None else []
        victim = chance.choice(at_work) if kill % 3 == 2 and at_work else process.pid
        if process.poll() is None:
            os.kill(victim, signal.SIGKILL)
        if victim == process.pid:
            process.wait()
        else:
            assert process.wait() == 0, "a process of a worker is replaced"
        for done in out.glob("killed-*"):
            listed = (done / "manifest.json").read_bytes()
            assert looked_at.get(done.name) == listed or verify_folder(done) == []
            looked_at[done.name] = listed
        assert all(not Path(f"/proc/{child}").exists() or _gone(child) for child in at_work), "a worker outlives its parent"
    assert started(folder, out).wait() == 0
    assert sorted(p.name for p in out.iterdir()) == sorted(p.name for p in whole.iterdir())
    assert decided(out) == decided(whole)
    assert len(pd.read_csv(out / "runs.csv", encoding="utf-8-sig")) == 36


def test_a_killed_plan_is_whole_or_not_there(folder: Path, tmp_path: Path) -> None:
    """At most one of the two stands at any moment: nothing, or the older plan, or the newer one; the next call needs no clearing up."""
    asked = (folder / "base.yaml", folder / "other.yaml")
    asked[1].write_text(asked[0].read_text(encoding="utf-8").replace("0.20", "0.15"), encoding="utf-8")
    want, lengths = [], []
    for number, scenario in enumerate(asked):
        began = time.monotonic()
        assert solving(scenario, tmp_path / f"whole-{number}").wait() == 0
        lengths.append(time.monotonic() - began)
        want.append((tmp_path / f"whole-{number}" / "decisions.csv").read_bytes())
    assert want[0] != want[1]
    place = tmp_path / "place"
    place.mkdir()
    out, chance = place / "plan", random.Random(11)
    for kill in range(KILLS):
        process = solving(asked[kill % 2], out)
        try:
            process.wait(chance.uniform(0.3, 1.1) * max(lengths))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        if out.exists():
            assert verify_folder(out) == []
            assert (out / "decisions.csv").read_bytes() in want
    assert solving(asked[0], out).wait() == 0
    assert (out / "decisions.csv").read_bytes() == want[0]
    assert [p.name for p in place.iterdir()] == ["plan"], "nothing is left of those that were killed"


def solving(scenario: Path, out: Path) -> subprocess.Popen[bytes]:
    call = [sys.executable, "-m", "planner", "solve", str(scenario), "--out", str(out)]
    return subprocess.Popen(call, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def _gone(pid: int) -> bool:
    """Whether a process ends within a few seconds."""
    ends = time.monotonic() + 10
    while time.monotonic() < ends:
        try:
            if Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] == "Z":
                return True
        except OSError:
            return True
        time.sleep(0.05)
    return False
