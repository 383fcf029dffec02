"""The road from a model to a proven plan: prices, bound, core, exact check, wider core, until the gap is closed.

Phases are switched by counted nodes, never by the clock, so that a run that ends before its limit is the same run
everywhere; only the final time limit looks at the clock.
"""

from __future__ import annotations

from functools import partial

import numpy as np

from planner.optimise.solve import exact_check
from planner.optimise.solve.by_count import Counted, counted
from planner.optimise.solve.presolve.dominated import slim
from planner.optimise.solve.presolve.reduce import people_without_option, reduce
from planner.optimise.solve.price_bound import priced_bound
from planner.optimise.solve.result import Solution
from planner.optimise.solve.search import core
from planner.optimise.solve.search.certificate import certificate
from planner.optimise.solve.search.cores import cores
from planner.optimise.solve.search.known import Search
from planner.optimise.solve.search.parts import LARGE, in_parts
from planner.optimise.solve.search.relaxed import ROUGH, certified, priced


def walk(search: Search, start_from: Solution | None = None) -> None:
    """Goes the road to its end; `infeasible` says whether it was proven that nothing is possible."""
    search.infeasible = _walk(search, start_from)


def _walk(state: Search, start_from: Solution | None) -> bool:
    """Goes the road; returns whether infeasibility was proven."""
    model = state.model
    if len(model.start) == 1:
        return _nobody(state)
    if people_without_option(model).size:
        return True
    if start_from is not None and _stands(state, start_from):
        return False
    state.small = slim(model)
    reduced = reduce(state.small)
    if reduced.broken.size:
        return True
    if not len(reduced.option) or not len(reduced.row):
        plan = core.free_choice(state.small)  # among equals only the cheaper keeps the rows that were found to bind nobody
        state.price_bound = priced_bound(model, state.margin)
        state.prices = state.margin.copy()
        state.prove(state.price_bound, "prices")
        return not (state.offer(plan, "plan") or state.chosen is not None)
    known = start_from is not None and start_from.priced and state.prices is not None
    point = known or priced(state, reduced)
    if not point and (state.nothing or certified(state, partial(certificate, counted=state.counted))):
        return True
    by_count = counted(state.small)
    if by_count is None or state.prices is None or state.closed():
        return cores(state, len(reduced.option))
    return _by_whole_people(state, by_count, len(reduced.option))


def _by_whole_people(state: Search, by_count: Counted, columns: int) -> bool:
    """Closes the gap between prices and a plan, over all numbers of exits or one after the other; whether nothing is possible.

    Where a fine gap is asked for, cores over all numbers close it soonest, most often: the prices of each number take their time. Where a
    smaller ministry is asked one question after another, these are at hand.
    """
    is_at_hand = state.soft is not None and len(state.model.start) <= LARGE
    if not state.apart and not is_at_hand and state.relative_gap < ROUGH and state.floor == -np.inf and cores(state, columns, easily=True):
        return True
    return not state.closed() and in_parts(state, by_count, columns)


def _stands(state: Search, before: Solution) -> bool:
    """Whether an earlier plan and its prices already close the gap; the plan is taken along where it still holds."""
    model = state.model
    if before.prices is not None and len(before.prices) == len(model.rows.names):
        state.prices, state.price_bound = before.prices, priced_bound(model, before.prices)
        state.prove(state.price_bound, "prices")
    if before.chosen is not None and len(before.chosen) == len(model.start) - 1:
        state.used = state.near = before.chosen
        if state.offer(before.chosen, "plan") and before.likely is not None:
            state.kept = np.union1d(before.likely, before.chosen)
    if before.likely is not None:
        state.used = before.likely
    rows = len(model.rows.names)
    state.proofs = tuple(np.r_[proof, np.zeros(rows - len(proof))] for proof in before.proofs if len(proof) <= rows)
    return state.closed()


def _nobody(state: Search) -> bool:
    """Nobody to decide on: the empty plan, where zero keeps the rows."""
    nobody = np.zeros(0, dtype=np.int64)
    if not exact_check.keeps(state.model, nobody):
        return True
    state.prices, state.price_bound = state.margin.copy(), state.model.constant
    state.prove(state.model.constant, "prices")
    state.offer(nobody, "plan")
    return False
