"""Writing Excel at full size: seconds and memory of `plan.xlsx`, the packs and the official lists, each in its own process.

`python -m bench.excel_out [PEOPLE …]` prints a row a file. Target: `plan.xlsx` of 100,000 people in 40 s and 500 MB. The
plan is made without a solver (everybody's first option, every fifth person's last), for only the writing counts here. The
row "nothing" is the same process without any file: what the plan itself takes.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench.road import scenario_of

if TYPE_CHECKING:
    from planner.plan.plan import Run

SIZES = (10_000, 100_000)
FILES = ("nothing", "plan", "packs", "forms")
LARGE = 50_000
"""From this size on packs and lists are left out: they go to single units and are small."""


def run_of(people: int, folder: Path) -> Run:
    """A run whose plan nobody solved: everybody's first option, every fifth person's last."""
    import numpy as np

    from planner.instance.instance import prepare
    from planner.optimise.model.build import build
    from planner.optimise.solve.result import Status
    from planner.plan.doubtful_law import doubts, records
    from planner.plan.plan import Plan, Run, decisions_of, summary_of
    from planner.plan.tables.reasons import reasons_of
    from planner.roster.read import read_roster
    from planner.scenario.load import scenario_from
    from planner.service.run import provenance_of

    file = folder / "roster.parquet"
    units = max(3, min(228, people // 70))
    made = "import sys; from pathlib import Path; from planner.roster.sample import write_sample; write_sample(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), 7)"
    subprocess.run([sys.executable, "-c", made, str(file), str(people), str(units)], check=True)
    instance = prepare(scenario_from(scenario_of(people), path=folder / "s.yaml"), read_roster(file))
    options = instance.options
    chosen = options.start[:-1].astype(np.int64)
    chosen[::5] = options.start[1:][::5] - 1
    names = build(instance).rows.names
    plan = Plan(Status.FEASIBLE, 0.0, 1.0, 1.0, 1.0, chosen, (), (), np.zeros(len(names)), 1.0, "none", 1, 0.0, names=names)
    summary = summary_of(instance, plan, provenance_of(instance, plan), "vi", records(doubts(instance, chosen, "vi")))
    return Run(instance, plan, summary, decisions_of(instance, chosen, reasons_of(instance, chosen, "vi")))


def one(people: int, what: str) -> dict[str, Any]:
    """The figures of one file, measured in this process."""
    from planner.report.books.workbook import write_plan_workbook
    from planner.report.exchange import packs_of
    from planner.report.exchange.pack_book import write_packs
    from planner.report.official_lists.book import write_forms

    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        run = run_of(people, folder)
        began, used = time.perf_counter(), time.process_time()
        if what == "plan":
            write_plan_workbook(run, folder / "plan.xlsx", "vi")
        elif what == "packs":
            write_packs(packs_of(run), folder / "packs")
        elif what == "forms":
            write_forms(run, folder / "forms.xlsx")
        seconds, processor = time.perf_counter() - began, time.process_time() - used
        size = sum(file.stat().st_size for file in folder.rglob("*.xlsx")) / 2**20
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return {"people": people, "file": what, "seconds": seconds, "cpu": processor, "MB": peak, "written_MB": size}


def main(sizes: tuple[int, ...] = SIZES) -> None:
    """Print a row a file and size."""
    print(f"{'people':>9}  {'file':>8}  {'seconds':>8}  {'cpu s':>8}  {'peak MB':>8}  {'file MB':>8}")
    for people in sizes:
        for what in FILES if people < LARGE else FILES[:2]:
            command = [sys.executable, "-m", "bench.excel_out", "--one", str(people), what]
            done = subprocess.run(command, capture_output=True, text=True, check=False)
            if done.returncode:
                print(f"{people:>9}  {what:>8}  {done.stderr.strip().splitlines()[-1] if done.stderr else 'failed'}")
                continue
            row = json.loads(done.stdout.splitlines()[-1])
            print(f"{people:>9,}  {what:>8}  {row['seconds']:>8.1f}  {row['cpu']:>8.1f}  {row['MB']:>8,}  {row['written_MB']:>8.1f}")


if __name__ == "__main__":
    if "--one" in sys.argv:
        print(json.dumps(one(int(sys.argv[-2]), sys.argv[-1])))
    else:
        main(tuple(int(a) for a in sys.argv[1:]) or SIZES)
