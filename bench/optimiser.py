"""What the optimiser promises, measured: each family alone and all at once, a changed scenario, an impossible one.

`python -m bench.optimiser [PEOPLE …]` prints three tables. Targets: 1,000 people gap 1e-4 in 3 s; 10,000 gap 5e-5 and
loss_gap 1e-3 in 10 s; 100,000 gap 1e-3 in 90 s and 8 GB; after a lock 2 s, after a point of the target 5 s (10,000);
first sentence 5 s, conflict and menu 30 s (10,000). Seconds are from the roster in memory to the checked plan;
"processor" is what one quiet core would need, whoever else uses the machine.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

from bench import families as f
from planner.optimise.solve.result import Progress
from planner.plan.plan import Run
from planner.roster.people.frame import Roster

SIZES = (1_000, 10_000, 100_000)
NEAR = {1_000: 1e-4, 10_000: 5e-5, 100_000: 1e-3}
FEW = ("targets alone", "redeployment", "fairness", "budget, by period")
"""Families that are measured alone at 100,000 people."""
Row = dict[str, Any]


def measured(people: int, name: str, roster: Roster) -> Row:
    """One family: how long until a plan within the size's gap stood, and until the run was over."""
    from planner.service.run import Request, make_run

    near, steps = NEAR.get(people, 1e-4), []
    started, worked = time.perf_counter(), time.process_time()
    loaded = f.asked(people, part_of(name, roster))

    def seen(step: Progress) -> None:
        steps.append((time.process_time() - worked, step.gap))

    run = make_run(Request(loaded, roster, repairs=False, explain=False, progress=seen))
    first = next((at for at, gap in steps if gap is not None and gap <= near), None)
    return {
        "people": people,
        "family": name,
        "status": run.plan.status.value,
        "gap": run.plan.gap,
        "loss_gap": run.plan.loss_gap,
        "processor s to the gap": first,
        "in all": time.process_time() - worked,
        "seconds": time.perf_counter() - started,
        "MB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }


def part_of(name: str, roster: Roster) -> f.Scenario:
    """The keys of a family by its name; `together` and `all` are several."""
    if name == "together":
        return f.together(roster)
    if name == "all":
        return f.everything(roster)
    if name == "all, goals in order":
        return f.everything(roster) | f.ORDERED
    return f.families(roster)[name]


def alone(people: int) -> Iterator[Row]:
    """Every family of a size, one process."""
    roster = f.ministry(people)
    for name in [
        *(f.families(roster) if people <= 10_000 else FEW),
        "together",
        *(["all, goals in order"] if people <= 10_000 else []),
        "all",
    ]:
        yield measured(people, name, roster)


def changed(people: int) -> Iterator[Row]:
    """A plan solved again after one change, from the plan and prices at hand."""
    from planner.service.run import Request, make_run

    roster = f.ministry(people)
    for name in ("budget, by period", "together", "all"):
        part = part_of(name, roster)
        before = make_run(Request(f.asked(people, part), roster, repairs=False))
        for change, more in _changes(before, people).items():
            started, worked = time.perf_counter(), time.process_time()
            near: list[float] = []
            run = make_run(Request(f.asked(people, part, more), roster, repairs=False, start_from=before, progress=_noting(near, worked, people)))
            seconds, work = time.perf_counter() - started, time.process_time() - worked
            yield {
                "people": people, "scenario": name, "change": change, "status": run.plan.status.value, "gap": run.plan.gap,
                "processor s to the gap": near[0] if near else None, "in all": work, "seconds": seconds, "decisions changed": _differ(before, run),
            }  # fmt: skip


def _noting(near: list[float], since: float, people: int) -> Callable[[Progress], None]:
    """Notes the processor seconds at which a plan stands within the size's gap."""

    def seen(step: Progress) -> None:
        if step.gap is not None and step.gap <= NEAR[people]:
            near.append(time.process_time() - since)

    return seen


def _changes(before: Run, people: int) -> dict[str, f.Scenario]:
    """Changes of a scenario, by name."""
    assert before.decisions is not None
    leavers = before.decisions[before.decisions["involuntary"]]["employee_id"].astype(str)
    kept = before.instance.scenario.keep
    data = before.instance.loaded.data
    last = {**data["periods"][-1], "reduction_at_least": data["periods"][-1]["reduction_at_least"] + 0.01}
    return {
        "one person kept": {"keep": {"people": [*kept.people, leavers.iloc[len(leavers) // 2]]}},
        "target + 1 point": {"periods": [*data["periods"][:-1], last]},
        "involuntary weighs 70, not 60": {"objective": {"involuntary": 70}},
        "money - 5 %": {"budget": {"total_vnd": int((before.summary["cost_vnd"] or 0) * 0.95)}},
        "stay close: 100 people": {"stay_close": people // 100, "periods": [*data["periods"][:-1], last]},
    }


def _differ(first: Run, second: Run) -> int | None:
    """People decided otherwise."""
    if first.decisions is None or second.decisions is None:
        return None
    columns = ["decision", "period", "to_unit"]
    return int((first.decisions[columns].fillna("") != second.decisions[columns].fillna("")).any(axis=1).sum())


def impossible(people: int) -> Iterator[Row]:
    """Impossible scenarios: processor seconds to the first sentence (by counting, else with the conflict), to the conflict, to the whole menu."""
    from planner.service.run import Request, make_run, with_repairs

    roster = f.ministry(people)
    everything = f.everything(roster)
    sizes = roster.people["unit"].value_counts()
    unit, size = str(sizes.index[0]), int(sizes.iloc[0])
    for name, more in {
        "money for a third of the target": {"budget": {"total_vnd": 300_000 * people}},
        "a unit between two bounds": {
            "units": {"by_unit": {unit: {"reduction_at_least": 0.40, "reduction_at_most": 0.60, "minimum_headcount": int(0.8 * size)}}}
        },
        "target 45 per cent": {
            "periods": [*f.plain(people)["periods"][:-1], {**f.plain(people)["periods"][-1], "reduction_at_least": 0.45}]
        },
        "equal rates of all levels": {"fairness": [{"by": "position_level", "max_ratio": 0.9}]},
    }.items():
        told: list[float] = []
        started = time.process_time()
        run = make_run(Request(f.asked(people, everything, more), roster, repairs=False, on_clash=_teller(told, started)))
        clash = time.process_time() - started
        run = with_repairs(run)
        yield {
            "people": people, "scenario": name, "status": run.plan.status.value, "first sentence s": told[0] if told else clash,
            "conflict s": clash, "menu s": time.process_time() - started, "entries": len(run.plan.conflict),
            "repairs": len(run.plan.repairs), "notes": len(run.plan.notes), "sentence": str(run.plan.headline.render("en"))[:90] if run.plan.headline else "",
        }  # fmt: skip


def _teller(told: list[float], started: float) -> Callable[[object], None]:
    return lambda _: told.append(time.process_time() - started)


def main(sizes: tuple[int, ...] = SIZES) -> None:
    """Print the tables; every size in a process of its own."""
    print("Each family alone, three together, all at once:")
    for people in sizes:
        _table("alone", people)
    print("\nSolved again after one change (10,000 people):")
    _table("changed", 10_000)
    print("\nImpossible scenarios (10,000 people):")
    _table("impossible", 10_000)


def _table(what: str, people: int) -> None:
    call = [sys.executable, "-m", "bench.optimiser", "--rows", what, str(people)]
    with subprocess.Popen(call, stdout=subprocess.PIPE, text=True) as process:
        heading = True
        for line in process.stdout or ():
            row = json.loads(line)
            if heading:
                print("  ".join(_cell(name, name) for name in row))
            heading = False
            print("  ".join(_cell(name, value) for name, value in row.items()), flush=True)


def _cell(name: str, value: Any) -> str:
    shown = (
        "-"
        if value is None
        else f"{value:.1e}"
        if isinstance(value, float) and "gap" in name and "s to" not in name and "processor" not in name
        else f"{value:.2f}"
        if isinstance(value, float)
        else str(value)
    )
    return f"{shown:<31}" if name in ("family", "scenario", "change", "sentence") else f"{shown:>{max(8, len(name))}}"


if __name__ == "__main__":
    if "--rows" in sys.argv:
        for found in {"alone": alone, "changed": changed, "impossible": impossible}[sys.argv[-2]](int(sys.argv[-1])):
            print(json.dumps(found), flush=True)
    else:
        main(tuple(int(a) for a in sys.argv[1:]) or SIZES)
