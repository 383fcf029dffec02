"""The integer core: only the options that a plan near the bound can use, solved as an integer programme.

With prices p, v_j = gain_j - p @ a_j and B the priced bound, a plan's objective is at most B less the excess
`max_k v_k - v_j` of each option j it chooses. So for every delta

    best plan  <=  max( best plan that uses options of excess <= delta only,  B - delta ).

A core is therefore no restriction of the proof: its own bound and B - delta together bound all options.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array, hstack

from planner.optimise.model.hashing import mixed
from planner.optimise.model.rows import Model
from planner.optimise.solve import exact_check
from planner.optimise.solve.backend import mathopt
from planner.optimise.solve.presolve.reduce import Reduced, person_of, place_in_run, reduce, to_plan
from planner.optimise.solve.price_bound import best_values, usable, values

NODES_A_SECOND = 100
"""Nodes of the branching solver that are set equal to one deterministic second of the exact one."""
SOME = 1e-7
"""Below this a point of the relaxation does not use a column."""
SOFTER, LEVEL = 0.95, 1e-9
BOUND_CARE = 1e-9
"""Share of its size by which an integer solver's bound is raised: it computes in floating point."""
EXACT_CARE = 2.0**-44
"""As `BOUND_CARE`, of the exact solver: what adding up gains in floating point can take, a few units in the last place each."""


ALIKE = 2
"""Of options that are as good as one another so many stand in a core before it takes in worse ones: more of them change nothing."""
BROKEN = 256.0
"""What breaking a row by the size of its largest coefficient costs where that is allowed; no option gains more than 64."""


@dataclass(frozen=True)
class Effort:
    """How much a core may cost: the clock (`time_limit_s`), counted work (`nodes`), the gap at which it is enough. floor: where finite, any
    plan worth so much is enough. lightly: see `mathopt.integers`."""

    time_limit_s: float
    nodes: int
    absolute_gap: float
    seed: int
    floor: float = -np.inf
    lightly: bool = False


@dataclass(frozen=True)
class CoreAnswer:
    """plans: those found that keep every row exactly, best first; near: the best that a solver believed and that does not.

    bound: proven for plans within the core's options (-inf where there is none); complete: solved to the gap asked for.
    """

    plans: tuple[npt.NDArray[np.int64], ...]
    near: npt.NDArray[np.int64] | None
    bound: float
    complete: bool


def option_excess(model: Model, prices: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """float64[m]: how much worse each option is than its person's best at these prices; inf where not allowed."""
    worth = values(model, usable(model, prices))
    best = best_values(model, worth)
    return np.where(model.allowed, best[person_of(model)] - worth, np.inf)


def used(reduced: Reduced, x: npt.NDArray[np.float64]) -> npt.NDArray[np.int64]:
    """The options that a point of the relaxation uses, whole or in part: int64, ascending."""
    base = np.ones(len(reduced.base))
    np.subtract.at(base, reduced.person, x)
    return np.sort(np.concatenate([reduced.option[x > SOME], reduced.base[base > SOME]]))


@dataclass(frozen=True)
class Ranking:
    """The options in the order in which a core takes them in: int64, allowed ones only.

    Everybody's best option stands first (`first` of them), then what the relaxation uses (up to `needed`), then the others
    by their excess. alike: of options that do the same to the rows for the same gain, all but the first ALIKE; a core takes
    them in when it has room left. excess: float64[m].
    """

    order: npt.NDArray[np.int64]
    alike: npt.NDArray[np.int64]
    first: int
    needed: int
    excess: npt.NDArray[np.float64]

    @property
    def best(self) -> npt.NDArray[np.int64]:
        """int64[n + s]: everybody's best option."""
        return np.sort(self.order[: self.first])  # everybody has one, and their options stand in their order

    def core(self, columns: float, most: float) -> tuple[npt.NDArray[np.bool_], float]:
        """(bool[m] of a core with so many options beside everybody's best, none of excess above `most` but for those
        needed; the least excess of those left out, inf where none is)."""
        # Level options stand in another order than by their last digits; the running maximum hides that.
        count = int(min(self.needed + self._within(self.order[self.needed :], most), max(self.needed, self.first + columns)))
        more = int(min(self._within(self.alike, most), max(0, self.first + columns - count)))
        mask = np.zeros(len(self.excess), dtype=bool)
        mask[self.order[:count]] = True
        mask[self.alike[:more]] = True
        left = np.concatenate([self.order[count:], self.alike[more:]])
        return mask, float(self.excess[left].min()) if len(left) else np.inf

    def _within(self, order: npt.NDArray[np.int64], most: float) -> int:
        """How many of the first options have no larger excess."""
        return int(np.searchsorted(np.maximum.accumulate(self.excess[order]), most, side="right"))


def ranking(model: Model, prices: npt.NDArray[np.float64], used: npt.NDArray[np.int64], *, digits: bool = True) -> Ranking:
    """Which options are likeliest to stand in a best plan. used: options of the relaxation. digits: whether every core holds all seats and digits.

    Prices that could as well be a little smaller leave many options level with the best; among those level at the prices
    at hand, smaller prices decide.
    """
    excess = option_excess(model, prices)
    softer = option_excess(model, SOFTER * prices)
    scale = LEVEL * max(1.0, float(np.abs(model.gain).max(initial=0.0)))
    option, person = np.flatnonzero(model.allowed), person_of(model)
    in_use = np.zeros(len(excess), dtype=bool)
    in_use[used] = True
    if digits:  # of a number's digits all, or some numbers cannot be written
        in_use[model.start[len(model.start) - 1 - model.seats] :] = True
    level = np.round(excess[option] / scale)
    by_person = option[np.lexsort((softer[option], ~in_use[option], level, person[option]))]
    best = np.zeros(len(excess), dtype=bool)
    best[by_person[np.r_[True, person[by_person][1:] != person[by_person][:-1]]]] = True
    group = np.where(best, 0, np.where(in_use, 1, 2))[option]
    order = option[np.lexsort((option, softer[option], np.where(group == 2, level, 0), group))]
    counts = np.bincount(group, minlength=3)
    tail = int(counts[0] + counts[1])
    later = _later(model, order[tail:], np.flatnonzero(best)[person[order[tail:]]], ALIKE)
    return Ranking(np.concatenate([order[:tail], order[tail:][~later]]), order[tail:][later], int(counts[0]), tail, excess)


def alike_beyond(model: Model, mask: npt.NDArray[np.bool_], excess: npt.NDArray[np.float64], most: int) -> npt.NDArray[np.int64]:
    """The options of `mask`, beside everybody's best, that are not among the first `most` of their kind."""
    option, person = np.flatnonzero(mask), person_of(model)
    order = option[np.lexsort((option, excess[option], person[option]))]
    first = np.r_[True, person[order][1:] != person[order][:-1]]
    best, rest = order[first], order[~first]
    rest = rest[np.argsort(excess[rest], kind="stable")]
    return rest[_later(model, rest, best[person[rest]], most)]


def _later(model: Model, order: npt.NDArray[np.int64], best: npt.NDArray[np.int64], most: int) -> npt.NDArray[np.bool_]:
    """bool[k]: options of `order` that are not among the first `most` of their kind: same rows, same gain over the person's best."""
    if not len(order):
        return np.zeros(0, dtype=bool)
    look = model.rows.looks[:, 0]
    gain = (model.gain[order] - model.gain[best]).view(np.uint64)
    kind = np.unique(mixed(look[order]) + mixed(look[best] + np.uint64(1)) + mixed(gain + np.uint64(2)), return_inverse=True)[1]
    by_kind = np.argsort(kind, kind="stable")
    later = np.empty(len(order), dtype=bool)
    later[by_kind] = place_in_run(kind[by_kind]) >= most
    return later


def width_of(excess: npt.NDArray[np.float64], people: int, columns: float) -> float:
    """The width at which `columns` options stand in the core besides everybody's best; inf where that is all of them."""
    shown = excess[np.isfinite(excess)]
    rank = people + columns
    if rank >= len(shown) - 1:
        return np.inf
    return float(np.partition(shown, int(rank))[int(rank)])


def programme_of(reduced: Reduced, margin: npt.NDArray[np.float64] | None = None) -> mathopt.Programme:
    """The reduced model, scaled, with one row for everybody who has several columns.

    margin: float64[r] of the model's rows, by which both sides are drawn in (to find a plan, never to prove a bound).
    """
    scale = reduced.row_scale
    drawn = np.zeros(len(reduced.row)) if margin is None else margin[reduced.row]
    drawn = np.where(reduced.lower + drawn > reduced.upper - drawn, 0.0, drawn)  # too narrow to draw in
    matrix = reduced.matrix.copy()
    matrix.data = matrix.data * scale[matrix.indices]
    lower, upper = (reduced.lower + drawn) * scale, (reduced.upper - drawn) * scale
    full, lower, upper = mathopt.with_people(matrix, reduced.person, lower, upper)
    k = len(reduced.option)
    return mathopt.Programme(
        reduced.gain * reduced.gain_scale, full, lower, upper, np.zeros(k), np.ones(k), reduced.person >= len(reduced.base) - reduced.seats
    )


def relaxation(
    model: Model, reduced: Reduced, *, time_limit_s: float, seed: int, soft: float = 0.0, exactly: bool = True
) -> tuple[mathopt.Relaxed, npt.NDArray[np.float64]]:
    """The linear relaxation's answer and its prices in the model's own units (float64[r], zeros without an answer).

    soft: where above 0, rows may be broken at this price. exactly: see `mathopt.relax`.
    """
    programme = programme_of(reduced)
    asked = softened(replace(programme, digit=None), len(reduced.row), soft) if soft else programme
    answer = mathopt.relax(asked, time_limit_s=time_limit_s, seed=seed, exactly=exactly)
    prices = np.zeros(len(model.rows.names))
    if answer.prices is not None:
        prices[reduced.row] = answer.prices[: len(reduced.row)] * reduced.row_scale / reduced.gain_scale
    return answer, usable(model, prices)


def softened(programme: mathopt.Programme, q: int, price: float) -> mathopt.Programme:
    """The programme in which the first q rows may be broken, at a price for each unit."""
    low, high = np.flatnonzero(np.isfinite(programme.lower[:q])), np.flatnonzero(np.isfinite(programme.upper[:q]))
    sign = np.r_[np.ones(len(low)), -np.ones(len(high))]
    count = len(sign)
    extra = csr_array((sign, (np.r_[low, high], np.arange(count))), shape=(programme.matrix.shape[0], count))
    return mathopt.Programme(
        np.r_[programme.gain, np.full(count, -price)],
        csr_array(hstack([programme.matrix, extra], format="csr")),
        programme.lower,
        programme.upper,
        np.r_[programme.floor, np.zeros(count)],
        np.r_[programme.ceiling, np.full(count, np.inf)],
        None if programme.digit is None else np.r_[programme.digit, np.zeros(count, dtype=bool)],
    )


def rounded(reduced: Reduced, x: npt.NDArray[np.float64]) -> npt.NDArray[np.int64]:
    """A plan near a point: a column above one half replaces the base (of two in one person at most one is)."""
    return to_plan(reduced, np.flatnonzero(x > 0.5))


def solve_core(
    model: Model,
    mask: npt.NDArray[np.bool_],
    effort: Effort,
    *,
    hint: npt.NDArray[np.int64] | None = None,
    margin: npt.NDArray[np.float64] | None = None,
    exactly: bool = False,
) -> CoreAnswer:
    """The best plan among the options of `mask`, as far as `effort` allows. With a `margin` the bound says nothing.

    exactly: in integer arithmetic; slower, without tolerance.
    """
    small = replace(model, allowed=mask)
    reduced = reduce(small)
    easy = _without_solver(small, reduced)
    if easy is not None:
        return easy
    return _exact_answer(small, reduced, effort, hint) if exactly else _near_answer(small, reduced, effort, hint, margin)


def _near_answer(
    small: Model, reduced: Reduced, effort: Effort, hint: npt.NDArray[np.int64] | None, margin: npt.NDArray[np.float64] | None
) -> CoreAnswer:
    """What the branching solver finds, within its tolerance."""
    start = None if hint is None else (hint[reduced.person] == reduced.option).astype(np.float64)
    answer = mathopt.integers(
        programme_of(reduced, margin),
        time_limit_s=effort.time_limit_s,
        nodes=effort.nodes,
        absolute_gap=effort.absolute_gap * reduced.gain_scale,
        seed=effort.seed,
        hint=start,
        beyond=_below(reduced, effort.floor),
        lightly=effort.lightly,
    )
    plans, near = [], None
    for x in answer.points:
        plan = rounded(reduced, x)
        if exact_check.keeps(small, plan):
            plans.append(plan)
        elif near is None:
            near = plan
    plans.sort(key=lambda plan: -exact_check.objective_of(small, plan))
    bound = _careful(reduced, answer.bound / reduced.gain_scale)
    return CoreAnswer(tuple(plans), near, bound, answer.complete or answer.infeasible)


def _exact_answer(small: Model, reduced: Reduced, effort: Effort, hint: npt.NDArray[np.int64] | None) -> CoreAnswer:
    """What the exact solver finds."""
    from planner.optimise.solve.backend.cpsat import exact_integers

    start = np.zeros(len(reduced.option), dtype=bool) if hint is None else hint[reduced.person] == reduced.option
    answer = exact_integers(
        reduced,
        time_limit_s=effort.time_limit_s,
        effort=effort.nodes / NODES_A_SECOND,
        absolute_gap=effort.absolute_gap,
        seed=effort.seed,
        hint=start,
    )
    if answer is None:
        return CoreAnswer((), None, np.inf, False)
    found = [] if answer.columns is None else [to_plan(reduced, answer.columns)]
    plans = tuple(plan for plan in found if exact_check.keeps(small, plan))
    return CoreAnswer(plans, None, _careful(reduced, answer.bound, EXACT_CARE), answer.complete)


def _careful(reduced: Reduced, bound: float, care: float = BOUND_CARE) -> float:
    """A solver's bound of the gain over the base, as a bound of the objective, raised by what rounding can take."""
    if np.isinf(bound):
        return bound
    return reduced.base_gain + bound + care * (abs(bound) + abs(reduced.base_gain))


def _below(reduced: Reduced, floor: float) -> float:
    """A floor of the objective as one of the programme, so far below that "none is worth more" proves that none reaches the floor."""
    return (floor - reduced.base_gain - 4 * BOUND_CARE * (abs(floor) + abs(reduced.base_gain) + 1.0)) * reduced.gain_scale


def _without_solver(small: Model, reduced: Reduced) -> CoreAnswer | None:
    """The answer where nothing is left to weigh against each other."""
    if reduced.broken.size:
        return CoreAnswer((), None, -np.inf, True)
    if len(reduced.option) and len(reduced.row):
        return None
    plan = free_choice(small)
    if not exact_check.keeps(small, plan):
        return CoreAnswer((), None, -np.inf, True)
    value = exact_check.objective_of(small, plan)
    return CoreAnswer((plan,), None, value + BOUND_CARE * abs(value), True)


def free_choice(model: Model) -> npt.NDArray[np.int64]:
    """Everybody's best allowed option without looking at the rows; the first of equals."""
    worth = np.where(model.allowed, model.gain, -np.inf)
    best = best_values(model, model.gain)
    hit = np.flatnonzero((worth == best[person_of(model)]) & model.allowed)
    _, first = np.unique(person_of(model)[hit], return_index=True)
    return hit[first]
