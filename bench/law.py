"""All routes and items of the law for a million made-up people on one date: seconds and memory, in a process of its own.

`python -m bench.law [PEOPLE]`. Targets: 1,000,000 people in 10 s and 4 GB. Counted are the facts, every condition and item
of every route under the decrees in force, and the table that `planner benefits` writes; not the drawing of the people.
"""

from __future__ import annotations

import datetime as dt
import json
import resource
import subprocess
import sys
import time
from typing import Any

PEOPLE = 1_000_000
DRAWN = 100_000
DATES = ((dt.date(2027, 7, 1), "NĐ 154"), (dt.date(2025, 5, 1), "NĐ 178, NĐ 29"), (dt.date(2025, 7, 1), "NĐ 154, NĐ 178"))


def one(people: int, leave_on: dt.date) -> dict[str, Any]:
    """Seconds and MB of one date, measured in this process."""
    import pandas as pd

    from planner.policy.benefits import compute
    from planner.policy.export import table
    from planner.policy.law.parameters import load_law
    from planner.policy.terms import Terms
    from planner.roster.sample import make_ministry

    drawn, _ = make_ministry(min(people, DRAWN), 200, 7)
    frame = pd.concat([drawn] * -(-people // len(drawn)), ignore_index=True).iloc[:people]
    law = load_law()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    started, worked = time.perf_counter(), time.process_time()
    found = compute(frame, Terms(leave_on, snapshot_on=dt.date(2026, 12, 1), reorganised_on=dt.date(2025, 3, 1)), law)
    computed = time.perf_counter()
    shown = table(found, frame)
    finished = time.perf_counter()
    return {
        "people": len(frame), "rows": len(shown), "compute": computed - started, "table": finished - computed, "total": finished - started,
        "processor": time.process_time() - worked,
        "people MB": before, "MB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }  # fmt: skip


def main(people: int = PEOPLE) -> None:
    """Print a row a date."""
    names = ("people", "rows", "compute", "table", "total", "processor", "people MB", "MB")
    print("  ".join(f"{name:>10}" for name in names) + "  leaving on, decrees in force")
    for leave_on, decrees in DATES:
        call = [sys.executable, "-m", "bench.law", "--one", str(people), leave_on.isoformat()]
        done = subprocess.run(call, capture_output=True, text=True, check=False)
        if done.returncode:
            print(done.stderr.strip().splitlines()[-1] if done.stderr else "failed")
            continue
        row = json.loads(done.stdout.splitlines()[-1])
        cells = [f"{row[name]:.2f}" if isinstance(row[name], float) else str(row[name]) for name in names]
        print("  ".join(f"{cell:>10}" for cell in cells) + f"  {leave_on}, {decrees}")


if __name__ == "__main__":
    if "--one" in sys.argv:
        print(json.dumps(one(int(sys.argv[-2]), dt.date.fromisoformat(sys.argv[-1]))))
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else PEOPLE)
