"""Whether any plan exists, asked of as small a programme as the question allows (`counts`)."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array

from planner.optimise.model.rows import Model, Rows
from planner.optimise.solve import exact_check
from planner.optimise.solve.backend import mathopt
from planner.optimise.solve.people_by_kind import counted, kinds_of, one_a_kind, spread
from planner.optimise.solve.presolve.reduce import reduce
from planner.optimise.solve.price_bound import priced_bound
from planner.optimise.solve.search.core import softened
from planner.scenario.requirement_kinds import PERIOD_TARGETS

FEW_KINDS = 300
"""Up to so many kinds of people, or a quarter of the people, the counts go to the integer solver whole."""
SOME_KINDS = 6_000
"""Up to so many kinds a family is asked for a proof of its own."""


@dataclass(frozen=True)
class Verdict:
    """`answer` is `feasible`, `infeasible` or `unknown`.

    prices: float64[r], where infeasible already without integrality: with no gain at all the priced bound at these
    prices is below zero, which no plan can be (a proof by one numpy pass); else None.
    plan: int64[n], where feasible: one allowed option a person that keeps the rows exactly.
    """

    answer: str
    prices: npt.NDArray[np.float64] | None = None
    plan: npt.NDArray[np.int64] | None = None


def without_gain(model: Model) -> Model:
    """The same rows with nothing to maximise."""
    return replace(model, gain=np.zeros_like(model.gain), constant=0.0)


def with_rows(model: Model, keep: npt.NDArray[np.bool_]) -> Model:
    """The model with only the rows of `keep` (bool[r])."""
    index = np.flatnonzero(keep)
    rows = model.rows
    names = tuple(rows.names[i] for i in index)
    return replace(model, rows=Rows(csr_array(rows.matrix[index]), rows.lower[index], rows.upper[index], names))


def certificate(model: Model, *, time_limit_s: float, seed: int, counted: bool = False) -> Verdict:
    """`infeasible` with prices that prove it, else `unknown`. Everybody must have an allowed option.

    Rows that only count people are asked alone first, unless they have been (`counted`): they leave few kinds, and most
    clashes are theirs.
    """
    ends = time.monotonic() + time_limit_s
    found = Verdict("unknown") if counted else counting_certificate(model, time_limit_s=time_limit_s, seed=seed)
    if found.answer == "infeasible":
        return found
    return by_elastic(model, max(0.001, ends - time.monotonic()), seed)


def counting_certificate(model: Model, *, time_limit_s: float, seed: int) -> Verdict:
    """As `certificate`, by the rows alone that only count people (seats may take several)."""
    counting = model.rows.where(lambda kind: kind.counts.people)
    return _by_some(model, counting, time_limit_s, seed) if counting.any() and not counting.all() else Verdict("unknown")


def _by_some(model: Model, keep: npt.NDArray[np.bool_], time_limit_s: float, seed: int) -> Verdict:
    """`infeasible` where the rows of `keep` alone prove it, with the prices of all rows."""
    found = by_elastic(with_rows(model, keep), time_limit_s, seed)
    if found.prices is None:
        return Verdict("unknown")
    prices = np.zeros(len(keep))
    prices[keep] = found.prices
    return Verdict("infeasible", prices)


def family_certificate(model: Model, among: npt.NDArray[np.bool_], *, time_limit_s: float, seed: int) -> Verdict:
    """As `certificate`, by the targets of the periods with one other family of rows at a time: most clashes are between these.

    among: bool[r], rows that seem to clash; families without one of them are not asked, nor those that leave many kinds of
    people. An answer for a family takes a fraction of a second.
    """
    ends = time.monotonic() + time_limit_s
    families = [name.kind.family_of(name.scope) for name in model.rows.names]
    number = {family: i for i, family in enumerate(dict.fromkeys(families))}
    family = np.array([number[f] for f in families], dtype=np.int64)
    always = model.rows.where(lambda kind: kind.always) | (family == number.get(PERIOD_TARGETS.family_of(("",)), -1))
    for one in dict.fromkeys(family[among & ~always].tolist()):
        keep, left = always | (family == one), ends - time.monotonic()
        if left > 0 and len(kinds_of(with_rows(model, keep)).size) <= SOME_KINDS:
            found = _by_some(model, keep, left, seed)
            if found.answer == "infeasible":
                return found
    return Verdict("unknown")


def worth_counting(model: Model) -> bool:
    """Whether the people fall into few enough kinds."""
    return len(kinds_of(model).size) <= max(FEW_KINDS, len(model.start) // 4)


def by_elastic(model: Model, time_limit_s: float, seed: int) -> Verdict:
    """The least total breach of the rows by a linear programme; its prices are the proof where it is above zero."""
    model = without_gain(model)
    prices = np.zeros(len(model.rows.names))
    broken = reduce(model).broken
    if broken.size:
        prices[broken[0]] = _side(model, int(broken[0]))
        return Verdict("infeasible", prices if priced_bound(model, prices) < 0 else None)
    small, kinds = one_a_kind(model)
    programme, columns, scale = counted(small, kinds.size, kinds.seat)
    if not len(columns):
        return Verdict("unknown")
    relaxed = _elastic(programme, len(scale), time_limit_s, seed)
    if relaxed is None:
        return Verdict("unknown")
    breach, row_prices, x = relaxed
    whole = np.round(x)
    if breach <= 1e-6 and np.abs(x - whole).max() < 1e-6:
        plan = spread(model, kinds, small, columns, whole.astype(np.int64))
        if exact_check.keeps(model, plan):
            return Verdict("feasible", None, plan)
    prices = row_prices * scale
    return Verdict("infeasible", prices) if priced_bound(model, prices) < 0 else Verdict("unknown")


def by_count(model: Model, time_limit_s: float, seed: int) -> Verdict:
    """Whole numbers of people of each kind; `unknown` where the effort ran out."""
    small, kinds = one_a_kind(without_gain(model))
    programme, columns, _ = counted(small, kinds.size, kinds.seat)
    points: tuple[npt.NDArray[np.float64], ...] = (np.zeros(0),)
    if len(columns):
        answer = mathopt.integers(programme, time_limit_s=time_limit_s, nodes=5_000, absolute_gap=0.0, seed=seed, pool=1)
        if answer.infeasible:
            return Verdict("infeasible")
        points = answer.points
    for point in points:
        plan = spread(model, kinds, small, columns, np.round(point).astype(np.int64))
        if exact_check.keeps(model, plan):
            return Verdict("feasible", None, plan)
    return Verdict("unknown" if len(columns) else "infeasible")


def _side(model: Model, row: int) -> float:
    """-1 where the row's lower side cannot be reached, 1 where its upper side cannot be kept."""
    prices = np.zeros(len(model.rows.names))
    prices[row] = -1.0
    return -1.0 if priced_bound(model, prices) < 0 else 1.0


def _elastic(
    programme: mathopt.Programme, q: int, time_limit_s: float, seed: int
) -> tuple[float, npt.NDArray[np.float64], npt.NDArray[np.float64]] | None:
    """(least total breach of the q requirement rows, their prices, the point); None where the clock stopped it."""
    answer = mathopt.relax(softened(programme, q, 1.0), time_limit_s=time_limit_s, seed=seed, exactly=True)
    if answer.prices is None or answer.x is None:
        return None
    return -answer.objective, answer.prices[:q], answer.x[: len(programme.gain)]
