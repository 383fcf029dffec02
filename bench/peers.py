"""The same exported problem given whole to CBC, HiGHS, SCIP and CP-SAT, and the ranking that people do in a worksheet.

`python -m bench.peers [PEOPLE …]`. Each solver reads what `planner export-model` writes, in a process of its own. A gap
is measured against the best bound that anybody proved. 100,000 people only with LARGE=1 in the environment.
"""

from __future__ import annotations

import json
import os
import pickle
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np

from bench import families as f
from bench.optimiser import part_of
from bench.peer import PEERS, Event
from planner.instance.instance import Instance, prepare
from planner.optimise.model.build import build
from planner.optimise.model.export_mps import write_mps
from planner.roster.people.frame import Roster

SIZES = (1_000, 10_000)
LIMIT = 60.0
PLAN, PROVEN = 1e-4, 5e-5
Row = dict[str, Any]
OURS = "planner"


def compared(people: int, roster: Roster, name: str, solvers: tuple[str, ...], limit: float = LIMIT) -> list[Row]:
    """One row a solver: seconds to a plan within 0.01 %, to our own gap and to a proven one, gaps at 10 and 60 s, memory."""
    instance = prepare(f.asked(people, part_of(name, roster)), roster)
    model = build(instance)
    with tempfile.TemporaryDirectory() as folder:
        mps, kept = Path(folder) / "plan.mps", Path(folder) / "model.pickle"
        write_mps(model, mps, name)
        kept.write_bytes(pickle.dumps(model))
        del instance, model
        answers = {OURS: _run([sys.executable, "-m", "bench.peers", "--ours", str(kept), str(limit)], limit)}
        for solver in solvers:
            answers[solver] = _run([sys.executable, "-m", "bench.peer", solver, str(mps), str(limit)], limit)
    bounds = [bound for answer in answers.values() for _, _, bound in answer["events"] if bound is not None]
    best = max(bounds)
    own = _least(_gap(p, best) for _, p, _ in answers[OURS]["events"])
    return [_row(people, name, solver, answer, best, own) for solver, answer in answers.items()]


def _run(call: list[str], limit: float) -> Row:
    """What a process says on its last line; nothing found where it says nothing."""
    try:
        done = subprocess.run(call, capture_output=True, text=True, check=False, timeout=4 * limit + 120)
        return json.loads(done.stdout.splitlines()[-1])
    except (subprocess.TimeoutExpired, json.JSONDecodeError, IndexError):
        return {"events": [], "MB": None}


def _row(people: int, name: str, solver: str, answer: Row, best: float, own: float | None) -> Row:
    events: list[Event] = [tuple(event) for event in answer["events"]]
    return {
        "people": people, "problem": name, "solver": solver,
        "plan within 0.01 %, s": _when(events, lambda p, b: _gap(p, best) <= PLAN),
        "our final gap, s": None if own is None else _when(events, lambda p, b: _gap(p, best) <= own + 1e-9),
        "proven 5e-5, s": _when(events, lambda p, b: b is not None and _gap(p, b) <= PROVEN),
        "gap at 10 s": _at(events, 10), "gap at 60 s": _at(events, 60), "MB": answer["MB"],
    }  # fmt: skip


def _gap(plan: float | None, bound: float) -> float:
    return float("inf") if plan is None else max(0.0, plan - bound) / max(1.0, abs(plan))


def _least(values: Any) -> float | None:
    found = [v for v in values if np.isfinite(v)]
    return min(found) if found else None


def _when(events: list[Event], reached: Any) -> float | None:
    return next((at for at, plan, bound in events if plan is not None and reached(plan, bound)), None)


def _at(events: list[Event], second: float) -> float | None:
    """The gap that the solver itself had proven by then."""
    seen = [(p, b) for at, p, b in events if at <= second]
    plans, bounds = [p for p, _ in seen if p is not None], [b for _, b in seen if b is not None]
    return _gap(min(plans), max(bounds)) if plans and bounds else None


def ours(kept: str, limit: float) -> None:
    """The planner's own solve of the same model, told as a peer tells it."""
    import resource

    from planner.optimise.solve import Progress, solve

    model = pickle.loads(Path(kept).read_bytes())  # written by this very programme a moment ago
    events: list[Event] = []
    started = time.perf_counter()

    def seen(step: Progress) -> None:
        events.append((time.perf_counter() - started, *(None if v is None else -v for v in (step.objective, step.bound))))

    answer = solve(model, time_limit_s=limit, relative_gap=1e-5, seed=1, progress=seen)
    if answer.objective is not None:
        events.append((time.perf_counter() - started, -answer.objective, None if answer.bound is None else -answer.bound))
    print(json.dumps({"events": events, "MB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024}))


def ranked(instance: Instance) -> np.ndarray:
    """The ranking of the worksheet: in each unit those of lowest merit go, first period, by the dearest exit that the law
    opens, until the unit's share is reached with its natural leavers; what a plan owes beyond that is not looked at."""
    options, structure = instance.options, instance.structure
    share = float(instance.scenario.periods[-1].reduction_at_least or 0)
    first = options.start[:-1]
    chosen = first.copy()
    natural = ~np.isin(options.decision[first], [0])
    open_exit = (options.barred == 0) & (options.period == 0) & (options.cost_vnd > 0)
    cost = np.where(open_exit, options.cost_vnd, -1)
    dearest = np.maximum.reduceat(cost, first)
    for unit in range(len(structure.units)):
        here = np.flatnonzero(structure.unit_of == unit)
        need = int(np.ceil(share * len(here))) - int(natural[here].sum())
        able = here[(dearest[here] > 0) & ~natural[here]]
        for person in able[np.argsort(instance.merit[able], kind="stable")][: max(0, need)]:
            own = np.arange(options.start[person], options.start[person + 1])
            chosen[person] = own[np.argmax(cost[own])]
    return chosen


def greedy(people: int, roster: Roster, name: str) -> Row:
    """The ranking beside the planner: merit lost, money, involuntary exits, rules that it breaks (by the checker)."""
    from planner.check import check_plan
    from planner.plan.plan import decisions_of
    from planner.service.run import Request, make_run

    loaded = f.asked(people, part_of(name, roster))
    run = make_run(Request(loaded, roster, repairs=False, explain=False))
    instance = run.instance
    chosen = ranked(instance)
    written = decisions_of(instance, chosen, [""] * people)
    broken = check_plan(instance, written, run.summary)
    rules = Counter((p.label or "").split(".")[0] for p in broken if not (p.file or "").endswith(".json"))
    stays = written["decision"].isin(["retain", "redeploy"]).to_numpy()
    assert run.decisions is not None
    kept = run.decisions["decision"].isin(["retain", "redeploy"]).to_numpy()
    return {
        "people": people, "problem": name,
        "leavers": f"{int((~stays).sum())} / {int((~kept).sum())}",
        "merit lost": f"{instance.merit[~stays].sum():,.0f} / {instance.merit[~kept].sum():,.0f}",
        "bn VND": f"{written['cost_vnd'].sum() / 1e9:,.1f} / {run.decisions['cost_vnd'].sum() / 1e9:,.1f}",
        "involuntary": f"{int(written['involuntary'].sum())} / {int(run.decisions['involuntary'].sum())}",
        "broken rules": ", ".join(f"{rule} {count}" for rule, count in sorted(rules.items())) or "none",
    }  # fmt: skip


def main(sizes: tuple[int, ...]) -> None:
    """Print the tables."""
    solvers = tuple(PEERS)
    print("The same problem to every solver (own threads: 1; peers: 2):")
    for people in sizes:
        roster = f.ministry(people)
        for name in ("together", "all"):
            _print(compared(people, roster, name, solvers))
    print("\nEach family alone at 10,000 people, beside HiGHS whole:")
    roster = f.ministry(10_000)
    for name in f.families(roster):
        _print(compared(10_000, roster, name, ("HiGHS",)))
    print("\nThe ranking of the worksheet / the planner's plan:")
    for name in ("all", "targets alone"):
        _print([greedy(10_000, roster, name)])


def _print(rows: list[Row]) -> None:
    if not getattr(_print, "headed", False) or "solver" not in rows[0]:
        print("  ".join(_cell(name, name) for name in rows[0]))
        _print.headed = True  # type: ignore[attr-defined]
    for row in rows:
        print("  ".join(_cell(name, value) for name, value in row.items()), flush=True)


def _cell(name: str, value: Any) -> str:
    shown = "-" if value is None else str(value) if not isinstance(value, float) else f"{value:.1e}" if "gap at" in name else f"{value:.2f}"
    return f"{shown:<20}" if name in ("problem", "solver") else f"{shown:>{max(7, len(name))}}"


if __name__ == "__main__":
    if "--ours" in sys.argv:
        ours(sys.argv[-2], float(sys.argv[-1]))
    else:
        asked = tuple(int(a) for a in sys.argv[1:]) or (*SIZES, *((100_000,) if os.environ.get("LARGE") else ()))
        main(asked)
