"""The road, stage by stage; nothing else knows the order. CLI, batch and app are thin skins on it."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from planner import __version__
from planner.case import Case, prepare
from planner.check import check_plan
from planner.conflict import bars_of, clashes_of
from planner.errors import Problem
from planner.tables.reasons import reasons_of
from planner.model.build import build
from planner.model.rows import Model
from planner.plan import Plan, Run, decisions_of, summary_of
from planner.roster.frame import Roster
from planner.scenario.load import LoadedScenario, load_scenario
from planner.solve.status import Progress, Solution, Status


class PlanBroken(Exception):
    """A solved plan did not pass the checker: a fault of this programme, never of the user. Nothing is written."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        super().__init__("\n".join(p.sentence() for p in problems[:20]))


def plan_scenario(path: str | Path, roster: str | Path | None = None, **how: Any) -> Run:
    """The run of a scenario file, on its own roster or on another. Keywords as `make_run`. InputError lists faults."""
    from planner.roster.read import read_roster

    loaded = load_scenario(path)
    return make_run(loaded, read_roster(roster if roster is not None else loaded.roster_path()), **how)


def make_run(
    loaded: LoadedScenario,
    roster: Roster,
    *,
    time_limit_s: float | None = None,
    threads: int = 1,
    progress: Callable[[Progress], None] | None = None,
    start_from: Run | None = None,
    lang: str = "en",
    started: float | None = None,
) -> Run:
    """Prepare, build, solve, check: the run of a scenario on a roster.

    time_limit_s: replaces the scenario's; seconds from `started` (a `time.perf_counter()` value; now where absent).
    start_from: an earlier run of a similar scenario, whose prices and plan speed this one up.
    """
    from planner.solve import solve

    started = time.perf_counter() if started is None else started
    limit = float(loaded.scenario.solver.time_limit_s) if time_limit_s is None else time_limit_s
    case = prepare(loaded, roster)
    model = build(case)
    solution = solve(
        model,
        time_limit_s=max(0.05, limit - (time.perf_counter() - started) - _writing_time(len(case.people))),
        relative_gap=float(loaded.scenario.solver.relative_gap),
        seed=loaded.scenario.solver.seed,
        threads=threads,
        start_from=_start(start_from, case, model),
        progress=progress,
        bars=bars_of(case),
    )
    plan = _plan_of(case, solution, threads, time.perf_counter() - started)
    return finish(case, model, plan, lang)


def finish(case: Case, model: Model, plan: Plan, lang: str) -> Run:
    """The run of a plan: its decisions and summary, believed only after the check. PlanBroken where it fails."""
    summary = summary_of(case, plan, provenance_of(case, plan), lang)
    if plan.chosen is None:
        return Run(case, plan, summary, None)
    decisions = decisions_of(case, plan.chosen, reasons_of(case, plan.chosen, lang))
    breaches = check_plan(case, decisions, summary)
    if breaches:
        raise PlanBroken(breaches)
    return Run(case, plan, summary, decisions)


def provenance_of(case: Case, plan: Plan) -> dict[str, Any]:
    """Where a plan comes from: versions, fingerprints, law date, seed, and what the scenario changed of its parent."""
    return {
        "planner": __version__,
        "roster": Path(case.roster.source).name,
        "roster_sha256": case.roster.sha256,
        "scenario": case.loaded.path.name if case.loaded.path else None,
        "scenario_sha256": case.loaded.sha256,
        "law_checked_on": case.law.checked_on.isoformat(),
        "solver": plan.solver,
        "seed": case.scenario.solver.seed,
        "threads": plan.threads,
        "seconds": round(plan.seconds, 3),
        "changes": [str(change) for change in case.loaded.changes],
    }


def _plan_of(case: Case, solution: Solution, threads: int, seconds: float) -> Plan:
    return Plan(
        status=solution.status,
        objective=solution.objective,
        bound=solution.bound,
        gap=solution.gap,
        loss_gap=solution.loss_gap,
        chosen=solution.chosen,
        conflict=clashes_of(case, solution.conflict) if solution.status is Status.INFEASIBLE else (),
        repairs=(),
        prices=solution.prices,
        price_bound=solution.price_bound,
        solver=solution.solver,
        threads=threads,
        seconds=seconds,
    )


def _start(run: Run | None, case: Case, model: Model) -> Solution | None:
    """An earlier run as a start, where options and rows are the same ones in the same order."""
    if run is None or run.plan.chosen is None or len(run.case.options) != len(case.options):
        return None
    same = np.array_equal(run.case.options.start, case.options.start) and np.array_equal(run.case.options.decision, case.options.decision)
    if not same or run.plan.prices is None or len(run.plan.prices) != len(model.rows.names):
        return None
    p = run.plan
    return Solution(p.status, p.chosen, p.objective, p.bound, p.gap, p.loss_gap, p.prices, p.price_bound, p.solver, p.seconds)


def _writing_time(people: int) -> float:
    """Seconds that checking and writing the files take, held back from the solver's limit."""
    return 0.5 + 2e-4 * people


def with_roster(loaded: LoadedScenario, path: str) -> LoadedScenario:
    """The scenario pointing at another roster; what it asks is unchanged."""
    return replace(loaded, data={**loaded.data, "roster": path}, scenario=loaded.scenario.model_copy(update={"roster": path}))
