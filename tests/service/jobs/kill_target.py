"""What the app's server does while somebody works, without a page: saves a desk, has a correction accepted, plans anew.

`python -m tests.service.jobs.kill_target ROSTER SCENARIO`, with the folder of results in `PLANNER_RUNS`; works until it is killed, and
says a line for each thing that is done.
"""

from __future__ import annotations

import itertools
import json
import sys
import threading
import time
from pathlib import Path

from planner.service.jobs.leftovers import clear_leftovers
from planner.service.jobs.state import folder_of
from planner.service.jobs.tasks import CORRECTED_FILE
from planner.service.workspace.desks.desk import new_desk
from planner.ui.session import desk, paths, workers

LIMIT_S = 120.0


def say(*words: object) -> None:
    """A line for the test."""
    print(*words, flush=True)


def save_desks() -> None:
    """One desk, saved as fast as it can be; what it holds fits together at every version."""
    own = new_desk()
    for number in itertools.count(1):
        own.draft, own.roster_name = {"title": "x" * 20_000, "number": number}, str(number)
        desk.save_desk(own)
        say("desk", own.id, own.version)
        time.sleep(0.02)


def work(roster: str, scenario: Path) -> None:
    """Accept a correction, plan with it; every second plan is impossible, and is saved again with its menu."""
    for number in itertools.count(1):
        entry = {"employee_id": "P01", "column": "si_months", "written": str(120 + number), "by": "An", "reason": "book"}
        folder, ended = workers.work("correct", {"rosters": str(paths.rosters()), "roster": roster, "corrections": [entry]}, LIMIT_S)
        say("correct", ended.phase if ended else "?")
        if ended is not None and ended.phase == "done":
            roster = json.loads((folder / CORRECTED_FILE).read_text(encoding="utf-8"))["sha256"]
        text = scenario.read_text(encoding="utf-8").replace("0.25", "0.25" if number % 2 else "0.99")
        task = {
            "rosters": str(paths.rosters()),
            "roster": roster,
            "locks": {},
            "scenario": text,
            "parent": text,
            "name": "s.yaml",
            "lang": "en",
            "before": None,
        }
        pool = workers.pool()
        job = pool.submit("plan", task, title="s", limit_s=LIMIT_S)
        pool.wait(job, LIMIT_S)
        state = pool.state(job)
        say("plan", folder_of(pool.root, job).name, state.phase if state else "?")


def main() -> None:
    """Starts as the app's server does, but for the workers that nothing here asks, and works."""
    clear_leftovers(paths.app_runs())
    workers.pool(warm_up_after_s=3_600.0)
    threading.Thread(target=save_desks, daemon=True).start()
    work(sys.argv[1], Path(sys.argv[2]))


if __name__ == "__main__":
    main()
