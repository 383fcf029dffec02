"""Questions about a saved plan, each a whole process: every family of requirement, 1,500 and 10,000 people.

`python -m bench.beyond [PEOPLE …]` prints a table: seconds by the clock, seconds of one core (of all processes together), and how
much was proven. Two cores are asked for. Open cases are asked for in the time that is aimed at: how many are proven by then is what
counts. All else has no time limit but the command's own.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bench.families import asked, everything, ministry

SIZES = (1_500, 10_000)
Proven = Callable[[Any], str]
QUESTIONS: tuple[tuple[str, list[str], int, Proven], ...] = (
    ("prices", ["prices"], 30, lambda found: _share([row["proven"] for row in found["prices"]])),
    (
        "frontier, 21 points",
        ["frontier", "--points", "21", "--out", "OUT"],
        60,
        lambda found: _share([row["proven"] for row in found["points"]]),
    ),
    ("contested at 20 points", ["contested", "--points", "20"], 120, lambda found: _share([row["proven"] for row in found["people"]])),
    (
        "5 alternatives",
        ["alternatives", "--count", "5", "--out", "OUT"],
        60,
        lambda found: _share([row["proven"] for row in found["alternatives"]]),
    ),
    ("fairness", ["fairness", "--no-causes"], 10, lambda found: "exact"),
    ("acceptance, 100,000 draws", ["acceptance", "--draws", "100000", "--out", "OUT"], 5, lambda found: "exact"),
)
SMALL_TARGET = 10
SURE = {"acceptance": {"confidence": 0.95, "default": 0.67}}


def _share(proven: list[bool]) -> str:
    return f"{sum(proven):,} of {len(proven):,}"


def _processor() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def planned(people: int, into: Path, sure: bool = False) -> None:
    """A plan of every family, in a process of its own. sure: so that every target is reached with `SURE`."""
    from planner.service.run import Request, make_run
    from planner.service.saved_runs import save_run

    roster = ministry(people)
    run = make_run(Request(asked(people, everything(roster), SURE if sure else {}), roster))
    save_run(run, into, "en", workbook=False)


def _planned(people: int, plan: Path, sure: bool = False) -> None:
    call = f"from bench.beyond import planned; from pathlib import Path; planned({people}, Path({str(plan)!r}), {sure})"
    subprocess.run([sys.executable, "-c", call], check=True)


def _sure(people: int, plan: Path) -> str:
    """The row of the plan that is sure, its whole making."""
    started, before = time.perf_counter(), _processor()
    _planned(people, plan, sure=True)
    seconds, processor = time.perf_counter() - started, _processor() - before
    told = json.loads((plan / "plan.json").read_text(encoding="utf-8"))
    gap = "" if told["gap"] is None else f", gap {told['gap']:.1e}"
    return f"| {people:,} | a plan that is {100 * SURE['acceptance']['confidence']:.0f} % sure | {seconds:.1f} | {processor:.1f} | | {told['status']}{gap} |"


def main(sizes: tuple[int, ...] = SIZES) -> None:
    """Print the table, and how loaded the machine was."""
    print("| people | question | seconds | processor | target | proven |\n|---|---|---|---|---|---|")
    for people in sizes:
        with tempfile.TemporaryDirectory() as folder:
            plan = Path(folder) / "plan"
            _planned(people, plan)
            for place, (name, (command, *more), target, proven) in enumerate(QUESTIONS):
                out = str(Path(folder) / f"out-{place}")
                wanted = target if people > SIZES[0] else SMALL_TARGET
                call = [
                    sys.executable,
                    "-m",
                    "planner",
                    "--json",
                    "--quiet",
                    command,
                    str(plan),
                    *(out if word == "OUT" else word for word in more),
                    "--workers",
                    "2",
                    *(("--time-limit", str(wanted)) if command == "contested" else ()),
                ]
                started, before = time.perf_counter(), _processor()
                done = subprocess.run(call, check=True, capture_output=True)
                seconds, processor = time.perf_counter() - started, _processor() - before
                print(
                    f"| {people:,} | {name} | {seconds:.1f} | {processor:.1f} | {wanted} | {proven(json.loads(done.stdout))} |", flush=True
                )
            print(_sure(people, Path(folder) / "sure"), flush=True)
    print(f"Load of the machine in the last 15 minutes: {os.getloadavg()[2]:.1f} on {os.cpu_count()} cores.")


if __name__ == "__main__":
    main(tuple(int(word) for word in sys.argv[1:]) or SIZES)
