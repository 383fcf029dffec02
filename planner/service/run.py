"""The road, stage by stage; nothing else knows the order. CLI, batch and app are thin skins on it."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from planner.check import check_plan
from planner.core.errors import Problem
from planner.core.texts import Message
from planner.core.version import __version__
from planner.instance.answers import Answers
from planner.instance.instance import Instance, prepare
from planner.optimise.lexicographic import Settled, decide, sent, settled
from planner.optimise.model.build import build
from planner.optimise.model.goals import amount_of
from planner.optimise.model.rows import Model
from planner.optimise.solve.exact_check import objective_of
from planner.optimise.solve.result import Guess, Progress, Status, gap_of, loss_gap_of
from planner.plan.doubtful_law import doubts, records
from planner.plan.infeasibility.sentences import bars_of, clashes_of, grouped
from planner.plan.plan import Plan, Run, decisions_of, summary_of
from planner.plan.surely.sure import made_sure
from planner.plan.tables.reasons import reasons_of
from planner.plan.warm_start import warm_start
from planner.policy.overrides import override_records
from planner.roster.people.frame import Roster
from planner.roster.values.text import clean_text
from planner.scenario.load import LoadedScenario

MENU_S = 30.0
"""Most seconds that the search for repairs takes."""
SHORT_S = 10.0
"""So many seconds are held back for the files, where they take so long, however short the limit."""


class PlanBroken(Exception):
    """A solved plan did not pass the checker: a fault of this programme, never of the user. Nothing is written."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        super().__init__("\n".join(p.sentence() for p in problems[:20]))


def read_for(loaded: LoadedScenario, roster: str | Path | None = None) -> Roster:
    """The scenario's own roster or another, with the corrections that the scenario names. InputError lists faults."""
    from planner.roster.load import read

    return read(loaded.roster_path() if roster is None else roster, corrections=loaded.corrections_path())


@dataclass(frozen=True)
class Request:
    """What is to be planned, and how.

    time_limit_s: replaces the scenario's; seconds from `started` (a `time.perf_counter()` value; when planning begins where
    absent). start_from: an earlier run of a similar scenario, whose prices and plan speed this one up. close_to: the
    decisions that a scenario's `stay_close` means; those of `start_from` where absent. guess: what is about known, where
    there is no earlier run. answers: what the law said of this very roster for other scenarios. explain, repairs: whether an infeasible answer comes with its conflict, and then with the menu
    of repairs in the time that is left. on_clash: told at once, before any solver, of a clash that counting alone shows.
    on_stated: given the run of a plan as soon as its words and figures stand, while it is checked; what is begun of it then
    is thrown away where the check fails. lang: of the sentences in summary and decisions.
    """

    loaded: LoadedScenario
    roster: Roster
    time_limit_s: float | None = None
    started: float | None = None
    threads: int = 1
    progress: Callable[[Progress], None] | None = None
    start_from: Run | None = None
    close_to: pd.DataFrame | None = None
    guess: Guess | None = None
    answers: Answers | None = None
    lang: str = "en"
    explain: bool = True
    repairs: bool = True
    on_clash: Callable[[Message], None] | None = None
    on_stated: Callable[[Run], None] | None = None


@dataclass(frozen=True)
class _Found:
    """What preparing, building and deciding came to, before the check. model: that of the first goal. left: seconds, now."""

    settled: Settled
    plan: Plan
    model: Model
    left: Callable[[], float]


def make_run(request: Request) -> Run:
    """Prepare, build, solve, explain, check: the run of a request. InputError where scenario and roster do not fit."""
    found = _found(request)
    instance, plan = found.settled.instance, found.plan
    if request.explain and plan.status is Status.INFEASIBLE:
        plan = _explained(plan, instance, found.model)
        if request.repairs:
            plan = _with_menu(plan, instance, min(MENU_S, found.left()), request.threads, request.progress)
    return _checked(instance, plan, request.lang, request.on_stated)


def with_repairs(run: Run, *, seconds: float = MENU_S, threads: int = 1, lang: str = "en") -> Run:
    """An infeasible run that was made without its menu, with it; any other run as it is."""
    if run.plan.status is not Status.INFEASIBLE:
        return run
    plan = _with_menu(run.plan, run.instance, seconds, threads, None)
    return replace(run, plan=plan, summary=summary_of(run.instance, plan, run.summary["provenance"], lang))


def run_with(run: Run, choice: npt.NDArray[np.int64], *, model: Model | None = None, seconds: float = 0.0, lang: str = "en") -> Run:
    """Another plan of a run's instance as a run of its own, checked. Its bound and prices are those of `run`.

    choice: int64[n + s], an option for each person, seat and digit of `build(run.instance)`, which keeps every row. model: that build, where it
    is at hand.
    """
    model = build(run.instance) if model is None else model
    chosen, to_unit, choice = settled(run.instance, model, choice)
    instance, objective = sent(run.instance, chosen, to_unit), objective_of(model, choice)
    bound = objective if run.plan.bound is None else max(run.plan.bound, objective)
    gap = gap_of(objective, bound)
    status = Status.OPTIMAL if gap <= float(instance.scenario.solver.relative_gap) else Status.FEASIBLE
    asked = zip(instance.scenario.tiers, run.plan.tiers, strict=True)
    tiers = tuple(replace(result, best=amount_of(instance, tier, chosen)) for tier, result in asked)
    loss_gap = loss_gap_of(objective, bound, model.ceiling)
    plan = replace(
        run.plan, status=status, objective=objective, bound=bound, gap=gap, loss_gap=loss_gap, chosen=chosen, tiers=tiers, seconds=seconds
    )  # fmt: skip
    return _checked(instance, plan, lang)


def _found(request: Request) -> _Found:
    """The stages up to the decision."""
    from planner.plan.infeasibility.headline import headline_of, seen

    started = time.perf_counter() if request.started is None else request.started
    limit = float(request.loaded.scenario.solver.time_limit_s) if request.time_limit_s is None else request.time_limit_s
    earlier, tell = request.start_from, request.on_clash
    close_to = earlier.decisions if request.close_to is None and earlier is not None else request.close_to
    instance = prepare(request.loaded, request.roster, close_to=close_to, answers=request.answers)
    model = build(instance)
    suspects = seen(instance, model) if request.explain or tell is not None else ()
    if tell is not None and (said := headline_of(instance, clashes_of(instance, model, suspects))) is not None:
        tell(said)

    def left() -> float:
        return limit - (time.perf_counter() - started) - _held_back(instance, limit / 4)

    settled = decide(
        instance,
        model,
        left=left,
        threads=request.threads,
        progress=request.progress,
        start_from=None if earlier is None else warm_start(earlier, instance),
        guess=request.guess,
        bars=bars_of(instance) if request.explain else None,
        suspects=suspects,
    )
    settled, unsure = made_sure(settled, instance, partial(_again, request=request, left=left), left)
    plan = _plan_of(settled, request.threads, time.perf_counter() - started)
    if unsure is not None:
        plan = replace(
            plan, status=Status.UNKNOWN, objective=None, bound=None, gap=None, loss_gap=None, chosen=None, conflict=(), notes=(unsure,)
        )
    return _Found(settled, plan, model, left)


def _again(instance: Instance, before: Settled, *, request: Request, left: Callable[[], float]) -> Settled:
    """The decision on an instance that differs from an earlier one in how many must leave."""
    known, guess = before.solution, None
    if not instance.scenario.tiers and known.prices is not None:
        likely = known.likely if known.likely is not None else np.zeros(0, dtype=np.int64)
        guess = Guess(dict(zip(before.model.rows.names, known.prices.tolist(), strict=True)), likely, len(before.model.gain))
    model, progress = build(instance), request.progress
    return decide(
        instance, model, left=left, threads=request.threads, progress=progress, start_from=None, guess=guess, bars=None, apart=True
    )


def _explained(plan: Plan, instance: Instance, model: Model) -> Plan:
    """An infeasible plan with its conflict in one sentence and, for people, in as few entries as say it."""
    from planner.plan.infeasibility.headline import headline_of, seen, told_clashes

    clash = plan.conflict or clashes_of(instance, model, seen(instance, model))
    told = told_clashes(instance, model, clash)
    return replace(plan, conflict=clash, headline=headline_of(instance, told), grouped=grouped(told))


def _with_menu(plan: Plan, instance: Instance, seconds: float, threads: int, progress: Callable[[Progress], None] | None) -> Plan:
    """An infeasible plan with the repairs that were found in so many seconds."""
    from planner.plan.repair import repairs_of

    again = partial(_plan_of_change, of=instance, threads=threads)
    clash = [entry.kind for entry in plan.conflict if entry.kind is not None]
    menu = repairs_of(instance, time_limit_s=seconds, again=again, conflict=clash, progress=progress)
    return replace(plan, repairs=menu.repairs, notes=menu.notes)


def _plan_of_change(changed: LoadedScenario, limit: float, guess: Guess | None, *, of: Instance, threads: int) -> Run:
    """The checked run of a changed scenario on the roster of an instance, within so many seconds; it explains nothing."""
    near = None if of.reference is None else of.reference.decisions
    asked = Request(changed, of.roster, limit + _held_back(of, limit / 3), threads=threads, close_to=near, guess=guess, explain=False)
    found = _found(asked)
    return _checked(found.settled.instance, found.plan, asked.lang)


def _checked(instance: Instance, plan: Plan, lang: str, on_stated: Callable[[Run], None] | None = None) -> Run:
    """The run of a plan: its decisions and summary, believed only after the check. PlanBroken where it fails. on_stated: as in `Request`."""
    run = stated(instance, plan, lang)
    if on_stated is not None and run.solved:
        on_stated(run)
    breaches = [] if run.decisions is None else check_plan(instance, run.decisions, run.summary)
    if breaches:
        raise PlanBroken(breaches)
    return run


def stated(instance: Instance, plan: Plan, lang: str) -> Run:
    """What a plan comes to, in words and figures: the run whose summary and decisions are written. Nothing is checked."""
    hanging = None if plan.chosen is None else records(doubts(instance, plan.chosen, lang))
    summary = summary_of(instance, plan, provenance_of(instance, plan, lang), lang, hanging)
    if plan.chosen is None:
        return Run(instance, plan, summary, None)
    return Run(instance, plan, summary, decisions_of(instance, plan.chosen, reasons_of(instance, plan.chosen, lang)))


def provenance_of(instance: Instance, plan: Plan, lang: str) -> dict[str, Any]:
    """Where a plan comes from: versions, fingerprints, law date, seed, language, and what the scenario changed of its parent."""
    return {
        "planner": __version__,
        "roster": Path(instance.roster.source).name,
        "roster_sha256": instance.roster.sha256,
        "corrections": corrections_record(instance),
        "scenario": instance.loaded.path.name if instance.loaded.path else None,
        "scenario_sha256": instance.loaded.sha256,
        "reference_sha256": None if instance.reference is None else instance.reference.sha256,
        "law_checked_on": instance.law.checked_on.isoformat(),
        "law_overrides": override_records(instance.law),
        "solver": plan.solver,
        "seed": instance.scenario.solver.seed,
        "threads": plan.threads,
        "seconds": round(plan.seconds, 3),
        "lang": lang,
        "xlsxwriter": version("XlsxWriter"),
        "changes": [str(change) for change in instance.loaded.changes],
    }


def corrections_record(instance: Instance) -> dict[str, Any] | None:
    """What the provenance says of the ledger: its name, fingerprint, and how many entries count; None without one."""
    entries = instance.roster.corrections
    if not entries:
        return None
    content = "\n".join("\t".join(clean_text(str(value)) for value in entry.said) for entry in entries)
    named = instance.scenario.corrections
    return {
        "file": None if named is None else Path(named).name,
        "sha256": hashlib.sha256(content.encode()).hexdigest(),
        "applied": sum(entry.accepted for entry in entries),
        "refused": sum(not entry.accepted for entry in entries),
    }


def _plan_of(decided: Settled, threads: int, seconds: float) -> Plan:
    instance, solution = decided.instance, decided.solution
    return Plan(
        status=solution.status,
        objective=solution.objective,
        bound=solution.bound,
        gap=solution.gap,
        loss_gap=solution.loss_gap,
        chosen=decided.chosen,
        conflict=clashes_of(instance, decided.model, solution.conflict) if solution.status is Status.INFEASIBLE else (),
        repairs=(),
        prices=solution.prices,
        price_bound=solution.price_bound,
        solver=solution.solver,
        threads=threads,
        seconds=seconds,
        names=decided.model.rows.names,
        tiers=decided.tiers,
    )


def _held_back(instance: Instance, share: float) -> float:
    """Seconds of the limit that are held back from the solver for checking and writing the files.

    share: where that takes long, at most so much is held back (a quarter of the whole limit, which is a third of what is
    left then), or the search for a plan of a million people would end before it began.
    """
    return min(0.5 + 2e-4 * len(instance.people), max(share, SHORT_S))
