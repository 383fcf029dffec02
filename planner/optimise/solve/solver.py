"""The best plan of a model with its proof or, where nothing is possible, what clashes."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection

from planner.optimise.model.rows import Model, RowName
from planner.optimise.solve.infeasible.conflict import explain_conflict
from planner.optimise.solve.presolve.tied import tied_as_one
from planner.optimise.solve.result import Bars, Progress, Solution
from planner.optimise.solve.search.known import Search, begun
from planner.optimise.solve.search.search import walk
from planner.optimise.solve.search.softly import SoftParts


def solve(
    model: Model,
    *,
    time_limit_s: float,
    relative_gap: float,
    seed: int,
    absolute_gap: float = 0.0,
    floor: float = -math.inf,
    apart: bool = False,
    soft: SoftParts | None = None,
    threads: int = 1,
    start_from: Solution | None = None,
    progress: Callable[[Progress], None] | None = None,
    bars: Bars | None = None,
    suspects: Collection[RowName] = (),
) -> Solution:
    """The best plan with a bound over all allowed options.

    time_limit_s: wall clock for everything. relative_gap: of the contract's `gap`, at which the search ends.
    absolute_gap: a distance between bound and plan at which the search may end as well (0.99 where gains are whole).
    floor: a worth at which any plan is enough, and so is a proof that there is none.
    apart: whether plans are told apart by their number of exits at once: soonest where few people and tight rules leave hardly any plan.
    start_from: a plan and prices of a similar model, in this one's options and rows (other bounds, weights, bars).
    soft: the relaxation of the parts of such plans, begun before for a model with the same options, gains and rows (`Repriced.soft`).
    threads: for the record; every solver runs single-threaded, so that the plan does not depend on their number.
    seed: of the integer solver. Among plans of equal worth its own order decides, the same one every time; where no
    requirement binds, everybody gets the first of their best options.
    progress: called whenever a plan or a bound improves.
    bars: where given, an infeasible model's clash is worked out (`conflict.explain_conflict`) in the time that is
    left, at least one second; without, `conflict` stays empty.
    suspects: names that seem to clash, bars among them. Where they do, nothing else is solved.
    """
    as_one = tied_as_one(model)
    small = model if as_one is None else as_one.small
    search = begun(
        small,
        time_limit_s=time_limit_s,
        relative_gap=relative_gap,
        seed=seed,
        absolute_gap=absolute_gap,
        floor=floor,
        apart=apart,
        soft=soft,
        progress=progress,
    )
    conflict = _conflict(search, model, bars, suspects) if bars is not None and suspects else ()
    if conflict:
        search.infeasible = True
    else:
        walk(search, start_from if as_one is None else as_one.start(start_from))
    if search.infeasible and bars is not None and not conflict:
        conflict = _conflict(search, model, bars, None)
    found = search.solution(conflict)
    return found if as_one is None else as_one.solution(found)


def _conflict(search: Search, model: Model, bars: Bars, among: Collection[RowName] | None) -> tuple[RowName, ...]:
    """The names that clash, in the time that is left, at least a second; empty where none is proven."""
    search.tell("conflict")
    return explain_conflict(model, bars, time_limit_s=max(1.0, search.left()), seed=search.seed, prices=search.prices, among=among)
