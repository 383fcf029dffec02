"""Whole people: cores of growing width and effort, solved as integer programmes, and what makes a plan better on the way."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt

from planner.optimise.model.rows import Model
from planner.optimise.solve import exact_check
from planner.optimise.solve.presolve.reduce import person_of
from planner.optimise.solve.search import core
from planner.optimise.solve.search.known import Search
from planner.optimise.solve.search.local_search import improved
from planner.optimise.solve.search.mended import mended
from planner.optimise.solve.search.relaxed import ROUGH

WHOLE = 1_500
"""Up to this many allowed options the core is everything."""
FIRST_COLUMNS = 300
WALKS, NEARLY = 6, 2
WALKED, WALKED_SHARE = 4_000, 1.5
"""So many walks, at most, look for whole people before the integer solver does, over so many options beside everybody's best, or this share of the
people. Another one is worth it where the one before came within so many times what is asked for."""
GROWTH = 2.5
FIRST_NODES, EASY_NODES = 200, 1_600
"""Nodes of the first core, and so many at most of one that is solved easily."""
MOST_NODES = 10**12
TOLERANCE = 2e-6
"""Twice the share of its size to which the integer solver keeps a row."""
FLOATING, EXACT_COLUMNS, EXACT_NODES = 1e-5, 4_000, 2_000
"""A gap that may be floating point alone: the solver keeps rows to a millionth, and large coefficients magnify that. The largest core for which the
exact solver is asked then, and its effort."""
SPARE = 0.02
"""Share of the gap asked for that the integer solver must beat, so that rounding cannot spoil the proof."""


def cores(state: Search, columns: int, easily: bool = False) -> bool:
    """Cores of growing width and effort until the gap is closed, the clock stops, or all is said that can be. easily: or until it is clear
    that it takes more than a few nodes, and at once where the first core holds no plan.

    Returns whether nothing is possible.
    """
    ranking = nearby(state)
    size, most = (np.inf, np.inf) if columns <= WHOLE else (FIRST_COLUMNS, state.wanted())
    nodes, idle, looked = FIRST_NODES, 0, False
    while not state.closed() and state.left() > 0 and idle < 2:
        if easily and (nodes > EASY_NODES or (state.objective is None and looked)):
            break
        looked = True
        mask, beyond = ranking.core(size, most)
        before = (state.objective, state.bound)
        answer, nothing = _one_core(state, mask, nodes, state.price_bound - beyond)
        if state.chosen is not None and before[0] != state.objective and not state.closed():
            _improve(state, ranking)
        if nothing and np.isinf(beyond):
            state.prices = None
            return True
        if not answer.complete:
            nodes = min(nodes * 2, MOST_NODES)
        # Options that can no longer beat the plan at hand are left out; the rest then is the whole question.
        need = (state.price_bound - state.to_beat()) * (1 + 1e-9)
        if answer.complete and beyond >= need:
            if not state.closed() and _last_word(state, mask, nodes):
                break
            idle = idle + 1 if before == (state.objective, state.bound) else 0
        # A few hundred options may take longer than some thousand, which leave more ways to spend what there is.
        size = max(size, np.count_nonzero(mask) - ranking.first) * GROWTH
        most = need
    return False


def nearby(state: Search) -> core.Ranking:
    """How likely each option is, at the prices at hand; on the way the plan at hand is made better, and others are looked for near the relaxation's point."""
    model = state.small
    prices = np.zeros(len(model.rows.names)) if state.prices is None else state.prices
    kept = state.kept[model.allowed[state.kept]]
    ranking = core.ranking(model, prices, np.union1d(state.used, kept))
    if state.chosen is not None and not state.closed():
        _improve(state, ranking)
    if _wants_a_first_plan(state):
        _mend(state, ranking)
    return ranking


def _wants_a_first_plan(state: Search) -> bool:
    """Whether plans are looked for near the relaxation's point: wherever a rough gap will do, else while there is none. Where the first
    core is everything, the integer solver finds the best plan, and of equal ones always the same."""
    if state.relative_gap >= ROUGH:
        return True
    core_is_everything = state.whole is None and np.count_nonzero(state.small.allowed) <= WHOLE
    return state.objective is None and not core_is_everything


def _improve(state: Search, ranking: core.Ranking) -> None:
    """The plan at hand, made better by exchanges."""
    assert state.chosen is not None and state.objective is not None
    state.offer(improved(state.small, state.chosen, ranking.excess, state.price_bound - state.objective, state.wanted()), "plan")


def _mend(state: Search, ranking: core.Ranking) -> None:
    """Plans near the relaxation's point, found by walking from it."""
    model = state.small
    begin, person = ranking.best, person_of(model)
    used = state.used[model.allowed[state.used]]
    used = used[np.argsort(-ranking.excess[used], kind="stable")]
    begin[person[used]] = used  # of several that the relaxation uses the best one is written last
    for walk in range(WALKS):
        if state.closed() or state.left() <= 0 or state.prices is None:
            return
        need = state.price_bound - state.to_beat()
        mask, _ = ranking.core(max(WALKED, WALKED_SHARE * len(begin)), need)
        plan = mended(model, mask, begin, state.prices, seed=state.seed + walk)
        if plan is None or not exact_check.keeps(model, plan):
            continue
        loss = state.price_bound - exact_check.objective_of(model, plan)
        plan = improved(model, plan, ranking.excess, loss, state.wanted())
        state.offer(plan, "plan")
        if state.price_bound - exact_check.objective_of(model, plan) > NEARLY * state.wanted():
            return


def _last_word(state: Search, mask: npt.NDArray[np.bool_], nodes: int) -> bool:
    """Where only the solver's floating point keeps the gap open: asks the exact one. True where no more can be known."""
    gap = state.gap()
    if gap is None or gap > FLOATING or np.count_nonzero(mask) > len(state.model.start) - 1 + EXACT_COLUMNS:
        return False
    effort = core.Effort(max(0.001, state.left()), max(nodes, EXACT_NODES), 0.0, state.seed)
    answer = core.solve_core(state.small, mask, effort, hint=state.chosen, exactly=True)
    _take(state, answer, -np.inf)
    return True


def _one_core(state: Search, mask: npt.NDArray[np.bool_], nodes: int, outside: float) -> tuple[core.CoreAnswer, bool]:
    """(answer, whether the core was proven empty). `outside`: bound of all plans that use an option beyond the core."""
    model = state.small
    gap = state.wanted() * (1 - SPARE)
    effort = core.Effort(max(0.001, state.left()), nodes, gap, state.seed, state.floor)
    answer = core.solve_core(model, mask, effort, hint=state.chosen)
    _take(state, answer, outside)
    if answer.near is None or state.closed():
        return answer, answer.bound == -np.inf
    # The best that the solver believes breaks a row by less than its tolerance: draw such rows in and look again.
    short, over = exact_check.excess(model.rows, answer.near)
    state.margin = np.maximum(state.margin * 2, _margin(model, short > 0, over > 0))
    effort = replace(effort, time_limit_s=max(0.001, state.left()))
    inner = core.solve_core(model, mask, effort, hint=state.chosen, margin=state.margin)
    _take(state, replace(inner, bound=np.inf), np.inf)
    if state.closed() or state.left() <= 0:
        return answer, False
    effort = replace(effort, time_limit_s=max(0.001, state.left()), absolute_gap=state.wanted() * (1 - SPARE))
    answer = core.solve_core(model, mask, effort, hint=state.chosen, exactly=True)
    _take(state, answer, outside)
    return answer, answer.bound == -np.inf


def _margin(model: Model, short: npt.NDArray[np.bool_], over: npt.NDArray[np.bool_]) -> npt.NDArray[np.float64]:
    """float64[r]: what the solver's tolerance can be on the sides that were broken; 0 elsewhere."""
    side = np.where(over, model.rows.upper, np.where(short, model.rows.lower, 0.0))
    return np.where(short | over, np.maximum(2.0, np.ceil(TOLERANCE * np.abs(side))), 0.0)


def _take(state: Search, answer: core.CoreAnswer, outside: float) -> None:
    """Plans and bound of a core into what is known."""
    for plan in answer.plans:
        state.offer(plan, "plan")
    if not (answer.bound == -np.inf and outside == -np.inf):
        state.prove(max(answer.bound, outside), "proof")
