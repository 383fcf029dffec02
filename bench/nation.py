"""From a thousand people to a nation: the whole road of `planner batch`, at ten times the people each time.

`python -m bench.nation [PEOPLE …]` prints one table, every plan in a process of its own; `LARGE=1` adds 1,000,000 people in
1,000 units, which takes some minutes and 6 GB. Targets: 1,000,000 people proven to 0.00001 in 120 s, 180 s with files, 6 GB;
with budgets by period and fairness by sex and age in 300 s; 100,000 with every family in 45 s; ten times the people in at
most twelve times the time; `planner solve` of 10,000 people, whole, in 2.5 s.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

SIZES = (1_000, 10_000, 100_000)
NATION = 1_000_000
MOST_UNITS = 1_000
SEED = 3
FAMILIES_UP_TO = 100_000
Row = dict[str, Any]


def base(people: int) -> dict[str, Any]:
    """The shipped base scenario, its budget scaled to so many people."""
    from planner.scenario.load import load_scenario

    data = dict(load_scenario(Path(__file__).parents[1] / "scenarios" / "base_2030.yaml").data)
    return {**data, "roster": "roster.parquet", "budget": {"total_vnd": 13_500_000 * people}, "solver": {**data["solver"], "time_limit_s": 300}}


def by_period_and_fair(people: int) -> dict[str, Any]:
    """The base scenario with budgets by period and fairness by sex and age, all of which bind."""
    budget = {"total_vnd": 6_000_000 * people, "by_period": {"2027": 4_000_000 * people, "2028": 1_000_000 * people, "2030": 1_500_000 * people}}
    return {**base(people), "budget": budget, "fairness": [{"by": "sex", "max_ratio": 1.05}, {"by": "age_band", "max_ratio": 2.0}]}


ASKED = {"base": base, "budgets by period, fairness": by_period_and_fair}
EVERY = "every family"


def one(people: int, name: str) -> Row:
    """The figures of one plan, measured in this process."""
    from planner.instance.instance import prepare
    from planner.optimise.model.build import build
    from planner.roster.read import read_roster
    from planner.roster.sample import write_sample
    from planner.scenario.load import scenario_from
    from planner.service.run import Request, make_run
    from planner.service.saved_runs import save_run

    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        if name == EVERY:
            from bench import families

            roster = families.ministry(people)
            loaded = families.asked(people, families.everything(roster))
            began, worked = time.perf_counter(), time.process_time()
        else:
            _apart(write_sample, folder / "roster.parquet", people, max(20, min(MOST_UNITS, people // 50)), SEED)
            loaded = scenario_from(ASKED[name](people), path=folder / "nation.yaml")
            began, worked = time.perf_counter(), time.process_time()
            roster = read_roster(folder / "roster.parquet")
        read = time.perf_counter()
        run = make_run(Request(loaded, roster, explain=False, repairs=False))
        planned = time.perf_counter()
        save_run(run, folder / "plan", workbook=False)
        ended = time.perf_counter()
        processor = time.process_time() - worked
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        rows = len(build(prepare(loaded, roster)).rows.names) if people < NATION else None
    return {
        "people": people, "asked": name, "rows": rows, "status": run.plan.status.value, "gap": run.plan.gap,
        "read s": read - began, "plan s": planned - read, "files s": ended - planned, "whole s": ended - began,
        "processor s": processor, "MB": memory,
    }  # fmt: skip


def _apart(make: Any, *given: Any) -> None:
    """Does it in a child, so that its memory is not counted here."""
    if child := os.fork():
        if os.waitpid(child, 0)[1]:
            raise RuntimeError("the roster was not made")
        return
    done = 1
    try:
        make(*given)
        done = 0
    finally:
        os._exit(done)


def solve_whole(people: int = 10_000, times: int = 3) -> list[float]:
    """Seconds of `planner solve` as a whole process, its workbook too."""
    import yaml

    from planner.roster.sample import write_sample

    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        write_sample(folder / "roster.parquet", people, people // 50, SEED)
        (folder / "nation.yaml").write_text(yaml.safe_dump(base(people), allow_unicode=True), encoding="utf-8")
        call = [sys.executable, "-m", "planner", "solve", str(folder / "nation.yaml"), "--out", str(folder / "plan"), "--quiet"]
        seconds = []
        for _ in range(times):
            began = time.perf_counter()
            subprocess.run(call, check=True, capture_output=True)
            seconds.append(time.perf_counter() - began)
    return sorted(seconds)


def main(sizes: tuple[int, ...] = ()) -> None:
    """Print the table, how much longer ten times the people take, and the whole `planner solve`."""
    sizes = sizes or (*SIZES, *((NATION,) if os.environ.get("LARGE") else ()))
    spent: dict[tuple[int, str], float] = {}
    heading = True
    for people in sizes:
        for name in [*ASKED, *([EVERY] if people <= FAMILIES_UP_TO else [])]:
            call = [sys.executable, "-m", "bench.nation", "--one", str(people), name]
            row = json.loads(subprocess.run(call, check=True, stdout=subprocess.PIPE, text=True).stdout)
            spent[people, name] = row["processor s"]
            if heading:
                print("  ".join(f"{key:>{_width(key)}}" for key in row))
            heading = False
            print("  ".join(f"{_shown(key, value):>{_width(key)}}" for key, value in row.items()), flush=True)
    for (people, name), seconds in spent.items():
        if fewer := spent.get((people // 10, name)):
            print(f"{name}: {people:,} people take {seconds / fewer:.1f} times the processor of {people // 10:,}")
    print("planner solve, 10,000 people, whole:", ", ".join(f"{each:.1f} s" for each in solve_whole()))


def _width(key: str) -> int:
    return 27 if key == "asked" else max(9, len(key))


def _shown(key: str, value: Any) -> str:
    if value is None:
        return "-"
    if key == "gap":
        return f"{value:.1e}"
    return f"{value:.1f}" if isinstance(value, float) else str(value)


if __name__ == "__main__":
    if "--one" in sys.argv:
        print(json.dumps(one(int(sys.argv[-2]), sys.argv[-1])))
    else:
        main(tuple(int(a) for a in sys.argv[1:]))
