"""The app's server and its workers, killed at random moments: what they were writing is wholly old or wholly new, and nothing stays behind."""

from __future__ import annotations

import os
import queue
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from planner.core.files import atomic_path
from planner.core.folders import locked, replaced_folder
from planner.scenario.load import to_yaml
from planner.service.jobs.leftovers import clear_leftovers
from planner.service.jobs.saved_rosters import is_fingerprint, keep_roster, kept_account, kept_problems, kept_roster
from planner.service.places import DESKS, ROSTERS, plan_of_job
from planner.service.verification import verify_folder
from planner.service.workspace.desks.saving import kept_desks
from planner.service.workspace.rights import open_actor
from planner.service.workspace.workspace import Workspace
from tests.builder import roster_of, scenario_with, target
from tests.service.jobs.test_pool import wait_until

ROOT = Path(__file__).resolve().parents[3]
KILLS = 2 * int(os.environ.get("DEEP", "1"))
WORKER = b"planner.service.jobs.worker"


@contextmanager
def server(runs: Path, roster: str, scenario: Path) -> Iterator[tuple[subprocess.Popen[str], queue.Queue[str]]]:
    """The app's server at work, and what it says; killed in the end."""
    call = [sys.executable, "-m", "tests.service.jobs.kill_target", roster, str(scenario)]
    process = subprocess.Popen(
        call, cwd=ROOT, env={**os.environ, "PLANNER_RUNS": str(runs)}, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    said: queue.Queue[str] = queue.Queue()

    def listen() -> None:
        assert process.stdout is not None
        for line in process.stdout:
            said.put(line.strip())

    threading.Thread(target=listen, daemon=True).start()
    try:
        yield process, said
    finally:
        process.kill()
        process.wait()


def workers_of(pid: int) -> list[int]:
    """The worker processes that a server has."""
    found = [int(child) for task in Path(f"/proc/{pid}/task").glob("*/children") for child in task.read_text().split()]
    return [child for child in found if WORKER in Path(f"/proc/{child}/cmdline").read_bytes()]


def heard(said: queue.Queue[str], word: str) -> str:
    """The next line that begins with a word."""
    while True:
        line = said.get(timeout=240)
        if line.startswith(word):
            return line


def unfinished(app: Path) -> list[str]:
    """What a writer needs while it writes, anywhere below the app's folder."""
    return [str(path.relative_to(app)) for path in app.rglob(".*") if path.name not in (".plan.made", ".reading")]


def assert_whole(app: Path, known: set[Path]) -> None:
    """Each desk, kept roster and plan is one that was written to its end. known: plans that were looked at before."""
    store, me = Workspace.of_installation(), open_actor()
    assert store.verify(me)[0] == []
    for each in kept_desks(store, me):
        own = each.desk
        assert own is not None and str(own.draft["number"]) == own.roster_name and len(own.draft["title"]) == 20_000
    for folder in (app / ROSTERS).iterdir():
        if is_fingerprint(folder.name):
            roster = kept_roster(app / ROSTERS, folder.name)
            assert all(c.accepted for c in roster.corrections) and isinstance(kept_problems(app / ROSTERS, folder.name), list)
            assert kept_account(app / ROSTERS, folder.name) is None
    for job in app.glob("2*"):
        plan = plan_of_job(job)
        if plan.exists() and plan not in known:
            known.add(plan)
            assert verify_folder(plan) == [], plan


def test_a_server_or_worker_that_is_killed_leaves_everything_whole_and_the_next_start_clears_up(installation: Path) -> None:
    runs, dice, known = installation / "runs", random.Random(3), set[Path]()
    app, scenario = runs / "app", installation / "s.yaml"
    roster = keep_roster(app / ROSTERS, roster_of({}, {"rating_1": "completed"}, {}, {}))
    scenario.write_text(to_yaml(scenario_with(periods=target(0.25)).data), encoding="utf-8")
    for kill in range(KILLS):
        with server(runs, roster, scenario) as (process, said):
            heard(said, "correct done")  # the worker is warm, and what the one before left is gone
            if kill % 2:
                time.sleep(dice.uniform(0, 0.5))
                victim = dice.choice(workers_of(process.pid))
                os.kill(victim, signal.SIGKILL)
                assert wait_until(lambda gone=victim: not Path(f"/proc/{gone}").exists(), 60)
                assert heard(said, "plan ").split()[1] and heard(said, "plan ").split()[2] == "done", "another worker takes over"
            time.sleep(dice.uniform(0, 1.0))
            at_work = workers_of(process.pid)
            process.kill()
            process.wait()
        assert wait_until(lambda gone=tuple(at_work): not any(_lives(pid) for pid in gone), 60), "a worker outlives its server"
        assert_whole(app, known)
    clear_leftovers(app)  # as the next start does
    assert unfinished(app) == []
    assert_whole(app, known)
    assert known


def _lives(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


def test_what_a_living_writer_holds_is_not_cleared_up(tmp_path: Path) -> None:
    job = tmp_path / "app" / "20260101-000000-0123456789ab"
    job.mkdir(parents=True)
    with replaced_folder(job / "plan") as made, atomic_path(job / "job.json") as temporary, locked(job / "desk.json"):
        (made / "x").write_text("x")
        temporary.write_text("{}")
        clear_leftovers(tmp_path / "app")
        assert (made / "x").is_file() and temporary.is_file() and len(unfinished(tmp_path / "app")) == 4
    assert unfinished(tmp_path / "app") == [] and (job / "plan" / "x").is_file()


def test_what_a_dead_writer_left_is_cleared_up_and_what_it_set_aside_comes_back(tmp_path: Path) -> None:
    app = tmp_path / "app"
    job = app / "20260101-000000-0123456789ab"
    for name in (".plan.old-abcd1234", ".plan.new-abcd1234", ".packs.new-abcd1234", ".plan.made"):
        (job / name).mkdir(parents=True)
        (job / name / "x").write_text("x")
    (app / DESKS).mkdir()
    (job / ".plan.made" / "tables").mkdir()
    for file in (
        app / DESKS / ".0a.abcd1234.json",
        job / ".job.abcd1234.json",
        job / ".plan.made" / ".plan.vi.abcd1234.xlsx",
        job / ".plan.made" / "tables" / ".leaver_notes.abcd1234.parquet",
    ):
        file.write_text("x")
    (app / DESKS / ".0a.json.lock").write_text('{"process": 1, "since": "10:00:00"}')
    clear_leftovers(app)
    assert unfinished(app) == [] and (job / "plan" / "x").is_file()
    assert sorted(p.name for p in job.iterdir()) == [".plan.made", "plan"] and list((app / DESKS).iterdir()) == []
