"""The whole road at several sizes: seconds and memory of each stage, every size in a process of its own.

`python -m bench.road [PEOPLE …]` prints one table. Targets: 10,000 people with every family in 15 s and 1.5 GB.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

SIZES = (1_500, 10_000, 100_000)
STAGES = (
    "people",
    "options",
    "rows",
    "read",
    "prepare",
    "build",
    "run",
    "write",
    "total",
    "status",
    "gap",
    "loss_gap",
    "MB",
)


def scenario_of(people: int) -> dict[str, Any]:
    """A scenario with every family of requirement, scaled to the ministry's size."""
    import datetime as dt

    return {
        "title": f"{people:,} people, every family",
        "roster": "roster.parquet",
        "snapshot_on": dt.date(2026, 12, 1),
        "decided_on": dt.date(2026, 12, 15),
        "periods": [
            {"name": "2027", "leave_on": dt.date(2027, 7, 1), "reduction_at_least": 0.08},
            {"name": "2028", "leave_on": dt.date(2028, 7, 1), "reduction_at_least": 0.12},
            {"name": "2030", "leave_on": dt.date(2030, 7, 1), "reduction_at_least": 0.20},
        ],
        "units": {"default": {"reduction_at_least": 0.10, "reduction_at_most": 0.35}},
        "keep": {"key_roles": True, "positions": [{"level": "head", "at_least": 1, "per": "unit"}]},
        "deputies": "law",
        "budget": {"total_vnd": 13_000_000 * people, "by_period": {"2027": 9_000_000 * people}},
        "fairness": [{"by": "sex", "max_ratio": 1.25}],
        "objective": {"retained_merit": 1.0, "cost_per_million_vnd": 0.05, "involuntary": 60, "attention_group": 120},
        "solver": {"time_limit_s": 120, "relative_gap": 0.00001},
    }


def one(people: int) -> dict[str, Any]:
    """The figures of one size, measured in this process."""
    from planner.instance.instance import prepare
    from planner.optimise.model.build import build
    from planner.roster.read import read_roster
    from planner.roster.sample import write_sample
    from planner.scenario.load import scenario_from
    from planner.service.run import Request, make_run
    from planner.service.saved_runs import save_run

    folder = Path(tempfile.mkdtemp())
    write_sample(folder / "roster.parquet", people, max(3, min(228, people // 70)), 7)
    loaded = scenario_from(scenario_of(people), path=folder / "s.yaml")
    marks = [time.perf_counter()]

    def lap() -> float:
        marks.append(time.perf_counter())
        return marks[-1] - marks[-2]

    roster = read_roster(folder / "roster.parquet")
    read = lap()
    instance = prepare(loaded, roster)
    prepared = lap()
    model = build(instance)
    built = lap()
    run = make_run(Request(loaded, roster))
    ran = lap()
    save_run(run, folder / "plan")
    wrote = lap()
    return {
        "people": people,
        "options": len(instance.options),
        "rows": len(model.rows.names),
        "read": read,
        "prepare": prepared,
        "build": built,
        "run": ran,
        "write": wrote,
        "total": read + ran + wrote,
        "status": run.plan.status.value,
        "gap": run.plan.gap,
        "loss_gap": run.plan.loss_gap,
        "MB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }


def main(sizes: tuple[int, ...] = SIZES) -> None:
    """Print a row a size."""
    print("  ".join(f"{stage:>10}" for stage in STAGES))
    for people in sizes:
        done = subprocess.run([sys.executable, "-m", "bench.road", "--one", str(people)], capture_output=True, text=True, check=False)
        if done.returncode:
            print(f"{people:>10}  {done.stderr.strip().splitlines()[-1] if done.stderr else 'failed'}")
            continue
        row = json.loads(done.stdout.splitlines()[-1])
        print("  ".join(f"{_shown(row[stage]):>10}" for stage in STAGES))


def _shown(value: Any) -> str:
    if isinstance(value, float):
        return f"{value:.2f}" if value > 1e-2 else f"{value:.1e}"
    return str(value)


if __name__ == "__main__":
    if "--one" in sys.argv:
        print(json.dumps(one(int(sys.argv[-1]))))
    else:
        main(tuple(int(a) for a in sys.argv[1:]) or SIZES)
