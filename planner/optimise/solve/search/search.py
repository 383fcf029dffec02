"""The road from a model to a proven plan: prices, bound, core, exact check, wider core, until the gap is closed.

Phases are switched by counted nodes, never by the clock, so that a run that ends before its limit is the same run
everywhere; only the final time limit looks at the clock.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import partial

import numpy as np
import numpy.typing as npt

from planner.optimise.model.rows import Model, RowName
from planner.optimise.solve import exact_check
from planner.optimise.solve.backend.mathopt import version
from planner.optimise.solve.presolve.dominated import slim
from planner.optimise.solve.presolve.reduce import Reduced, people_without_option, reduce
from planner.optimise.solve.price_bound import priced_bound
from planner.optimise.solve.result import Progress, Solution, Status, gap_of, loss_gap_of
from planner.optimise.solve.search import core
from planner.optimise.solve.search.certificate import Verdict, certificate, counting_certificate
from planner.optimise.solve.search.column_generation import sifted, thinned_prices
from planner.optimise.solve.search.local_search import improved

WHOLE = 1_500
"""Up to this many allowed options the core is everything."""
DIRECT = 8_000
"""Up to so many columns the relaxation is solved at once; more are sifted."""
ROUGH = 1e-4
"""From such a gap on the relaxation's ties stay untied."""
FIRST_COLUMNS = 300
GROWTH = 2.5
FIRST_NODES = 200
MOST_NODES = 10**12
TOLERANCE = 2e-6
"""Twice the share of its size to which the integer solver keeps a row."""
FLOATING, EXACT_COLUMNS, EXACT_NODES = 1e-5, 4_000, 2_000
"""A gap that may be floating point alone: the solver keeps rows to a millionth, and large coefficients magnify that. The largest core for which the
exact solver is asked then, and its effort."""
RESOLUTION = 1e-12
"""Gaps below this are rounding."""
SPARE = 0.02
"""Share of the gap asked for that the integer solver must beat, so that rounding cannot spoil the proof."""


@dataclass
class Search:
    """What is known so far; plans enter only after the exact check.

    small: the model without options that nobody needs (`dominated`): the same prices and the same best plans.
    counted, nothing: whether counting people was asked for a proof that nothing is possible, and gave one.
    used: options of the relaxation's point. kept: options that stand in every core, those of an earlier plan that holds and what else
    its owner thinks likely: from a plan that it can say the integer solver finds others. margin: by how much rows are drawn in against the integer solver's tolerance.
    """

    model: Model
    small: Model
    started: float
    limit: float
    relative_gap: float
    absolute_gap: float
    seed: int
    progress: Callable[[Progress], None] | None
    chosen: npt.NDArray[np.int64] | None = None
    objective: float | None = None
    bound: float = np.inf
    prices: npt.NDArray[np.float64] | None = None
    price_bound: float = np.inf
    used: npt.NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    kept: npt.NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    margin: npt.NDArray[np.float64] = field(default_factory=lambda: np.zeros(0))
    counted: bool = False
    nothing: bool = False
    infeasible: bool = False

    def seconds(self) -> float:
        return time.monotonic() - self.started

    def left(self) -> float:
        return self.limit - self.seconds()

    def offer(self, plan: npt.NDArray[np.int64], phase: str) -> bool:
        """Takes `plan` where it keeps every row and is better than what stands."""
        value = exact_check.objective_of(self.model, plan)
        if self.objective is not None and value <= self.objective:
            return False
        if not exact_check.keeps(self.model, plan):
            return False
        self.chosen, self.objective = plan, value
        self.tell(phase)
        return True

    def prove(self, bound: float, phase: str) -> None:
        """Lowers the bound."""
        if bound < self.bound:
            self.bound = bound
            self.tell(phase)

    def tell(self, phase: str) -> None:
        if self.progress is not None:
            bound = None if np.isinf(self.bound) else self.bound
            self.progress(Progress(phase, self.seconds(), self.objective, bound, self.gap()))

    def gap(self) -> float | None:
        if self.objective is None or np.isinf(self.bound):
            return None
        return gap_of(self.objective, self.bound)

    def wanted(self) -> float:
        """The distance between bound and plan that is asked for."""
        size = self.objective if self.objective is not None else self.bound
        return max(self.absolute_gap, self.relative_gap * max(1.0, abs(size)))

    def enough(self, bound: float) -> float:
        """How near to the relaxation a priced bound is good enough."""
        return max(self.absolute_gap, self.relative_gap * max(1.0, abs(bound))) / 10

    def closed(self) -> bool:
        gap = self.gap()
        if gap is None or self.objective is None:
            return False
        return gap <= max(self.relative_gap, RESOLUTION) or self.bound - self.objective <= self.absolute_gap

    def solution(self, conflict: tuple[RowName, ...] = ()) -> Solution:
        """What was found, as an answer. conflict: the names that clash, where that was worked out."""
        if self.infeasible:
            return Solution(Status.INFEASIBLE, None, None, None, None, None, self.prices, None, version(), self.seconds(), conflict)
        bound = None if np.isinf(self.bound) else self.bound
        if self.objective is None:
            return Solution(Status.UNKNOWN, None, None, bound, None, None, self.prices, self.price_bound, version(), self.seconds())
        bound = max(self.bound, self.objective)
        bound = self.objective if gap_of(self.objective, bound) <= RESOLUTION else bound
        gap = gap_of(self.objective, bound)
        status = Status.OPTIMAL if gap <= self.relative_gap else Status.FEASIBLE
        self.tell("done")
        return Solution(
            status,
            self.chosen,
            self.objective,
            None if np.isinf(bound) else bound,
            None if np.isinf(bound) else gap,
            None if np.isinf(bound) else loss_gap_of(self.objective, bound, self.model.ceiling),
            self.prices,
            self.price_bound,
            version(),
            self.seconds(),
            likely=self.used,
        )


def begun(
    model: Model,
    *,
    time_limit_s: float,
    relative_gap: float,
    seed: int,
    absolute_gap: float = 0.0,
    progress: Callable[[Progress], None] | None = None,
) -> Search:
    """A search that knows nothing yet; its clock runs. Keywords as `solver.solve`."""
    search = Search(model, model, time.monotonic(), time_limit_s, relative_gap, absolute_gap, seed, progress)
    search.margin = np.zeros(len(model.rows.names))
    return search


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
    priced = _priced(state, reduced)
    if not priced and (state.nothing or _certified(state, partial(certificate, counted=state.counted))):
        return True
    return _cores(state, len(reduced.option))


def _certified(state: Search, ask: Callable[..., Verdict]) -> bool:
    """Whether prices prove that nothing is possible; they are kept."""
    found = ask(state.small, time_limit_s=max(0.001, state.left()), seed=state.seed)
    if found.answer == "infeasible":
        state.prices = found.prices
    return found.answer == "infeasible"


def _priced(state: Search, reduced: Reduced) -> bool:
    """Prices, their bound and a first plan, as far as they come; False where the relaxation seems to have no point."""
    model = state.small
    if len(reduced.option) > DIRECT:
        if state.prices is not None and _sifted(state, state.prices):
            return True
        prices, state.nothing = thinned_prices(model, time_limit_s=max(0.001, state.left()), seed=state.seed)
        if state.nothing:
            state.prices = prices
            return False
        if prices is not None and _sifted(state, prices):
            return True
        state.counted = prices is None
        if state.counted and _certified(state, counting_certificate):
            state.nothing = True
            return False
    relaxed, prices = core.relaxation(model, reduced, time_limit_s=max(0.001, state.left()), seed=state.seed)
    _take_prices(state, prices)
    if relaxed.x is not None:
        state.used = core.used(reduced, relaxed.x)
        state.offer(core.rounded(reduced, relaxed.x), "plan")
    return relaxed.status != "infeasible"


def _sifted(state: Search, prices: npt.NDArray[np.float64]) -> bool:
    """Whether sifting from these prices came to an end; what it found is kept either way."""
    found = sifted(state.small, prices, also=state.used, enough=state.enough, left=state.left, seed=state.seed, roughly=state.relative_gap >= ROUGH)
    _take_prices(state, found.prices)
    state.used = found.used
    if found.plan is not None:
        state.offer(found.plan, "plan")
    return found.found or state.left() <= 0


def _take_prices(state: Search, prices: npt.NDArray[np.float64]) -> None:
    """Prices that bound better than those at hand."""
    bound = priced_bound(state.model, prices)
    if state.prices is None or bound <= state.price_bound:
        state.prices, state.price_bound = prices, bound
    state.prove(state.price_bound, "prices")


def _stands(state: Search, before: Solution) -> bool:
    """Whether an earlier plan and its prices already close the gap; the plan is taken along where it still holds."""
    model = state.model
    if before.prices is not None and len(before.prices) == len(model.rows.names):
        state.prices, state.price_bound = before.prices, priced_bound(model, before.prices)
        state.prove(state.price_bound, "prices")
    if before.chosen is not None and len(before.chosen) == len(model.start) - 1:
        state.used = before.chosen
        if state.offer(before.chosen, "plan") and before.likely is not None:
            state.kept = np.union1d(before.likely, before.chosen)
    if before.likely is not None:
        state.used = before.likely
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


def _cores(state: Search, columns: int) -> bool:
    """Cores of growing width and effort until the gap is closed, the clock stops, or all is said that can be.

    Returns whether nothing is possible.
    """
    model = state.small
    prices = np.zeros(len(model.rows.names)) if state.prices is None else state.prices
    kept = state.kept[model.allowed[state.kept]]
    ranking = core.ranking(model, prices, np.union1d(state.used, kept))
    if state.objective is not None and not state.closed():
        state.offer(improved(model, state.chosen, ranking.excess, state.price_bound - state.objective, state.wanted()), "plan")
    size, most = (np.inf, np.inf) if columns <= WHOLE else (FIRST_COLUMNS, state.wanted())
    nodes, idle = FIRST_NODES, 0
    while not state.closed() and state.left() > 0 and idle < 2:
        mask, beyond = ranking.core(size, most)
        before = (state.objective, state.bound)
        answer, nothing = _one_core(state, mask, nodes, state.price_bound - beyond)
        if state.objective is not None and before[0] != state.objective and not state.closed():
            state.offer(improved(model, state.chosen, ranking.excess, state.price_bound - state.objective, state.wanted()), "plan")
        if nothing and np.isinf(beyond):
            state.prices = None
            return True
        if not answer.complete:
            nodes = min(nodes * 2, MOST_NODES)
        # Options that can no longer beat the plan at hand are left out; the rest then is the whole question.
        need = np.inf if state.objective is None else (state.price_bound - state.objective) * (1 + 1e-9)
        if answer.complete and beyond >= need:
            if not state.closed() and _last_word(state, mask, nodes):
                break
            idle = idle + 1 if before == (state.objective, state.bound) else 0
        # A few hundred options may take longer than some thousand, which leave more ways to spend what there is.
        size = max(size, np.count_nonzero(mask) - ranking.first) * GROWTH
        most = need
    return False


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
    effort = core.Effort(max(0.001, state.left()), nodes, gap, state.seed)
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


