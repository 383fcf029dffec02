"""A plan made better by deciding one or two people otherwise, again and again, until no such change is left.

An integer solver is slow to fill several budgets to the brim; among thousands of people there is nearly always a pair that
does it. Candidates are options that a better plan could use at all: those whose excess at the prices is below what the plan
loses against the bound.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array

from planner.optimise.model.rows import Model
from planner.optimise.solve.presolve.reduce import person_of
from planner.scenario.requirement_kinds import Counts, Kind

CANDIDATES = 1_500
ROUNDS = 60
LEAST_GAIN = 1e-9
"""Gains below this share of the largest gain are rounding."""

Floats = npt.NDArray[np.float64]


def improved(model: Model, plan: npt.NDArray[np.int64], excess: Floats, loss: float, wanted: float = 0.0) -> npt.NDArray[np.int64]:
    """A plan that keeps every row, made better: int64[n]. plan: keeps every row. excess: float64[m] (`core.option_excess`).
    loss: what the plan is below the bound; wanted: a loss at which it is good enough.
    """
    person, matrix, plan = person_of(model), model.rows.columns, plan.copy()
    activity = _sums(model, plan)
    fine = LEAST_GAIN * max(1.0, float(np.abs(model.gain).max(initial=0.0)))
    rounds = ROUNDS
    while rounds > 0 and loss > wanted:
        option = _candidates(model, plan, person, excess, loss)
        if not len(option):
            break
        who = person[option]
        gain = model.gain[option] - model.gain[plan[who]]
        change = csr_array((matrix[:, option] - matrix[:, plan[who]]).T)
        best = _best(model, activity, change, gain, who, fine)
        if best is None:
            break
        rounds -= 1
        plan[who[best]] = option[best]
        for k in best:
            activity[_entries(change, k)] += change.data[change.indptr[k] : change.indptr[k + 1]]
        loss -= float(gain[best].sum())
    return plan


def _entries(change: csr_array, k: int) -> npt.NDArray[np.integer]:
    return change.indices[change.indptr[k] : change.indptr[k + 1]]


def _sums(model: Model, plan: npt.NDArray[np.int64]) -> Floats:
    x = np.zeros(len(model.gain))
    x[plan] = 1.0
    return np.asarray(model.rows.matrix @ x)


def _candidates(
    model: Model, plan: npt.NDArray[np.int64], person: npt.NDArray[np.int64], excess: Floats, loss: float
) -> npt.NDArray[np.int64]:
    """Options that are not in the plan and that a better plan may use, those nearest to the plan's own excess first."""
    here = np.zeros(len(excess), dtype=bool)
    here[plan] = True
    people = person < len(model.start) - 1 - model.seats
    able = np.flatnonzero(model.allowed & ~here & people & (excess <= loss))
    away = np.abs(excess[able] - excess[plan[person[able]]])
    return able[np.lexsort((able, away))[:CANDIDATES]]


def _best(
    model: Model, activity: Floats, change: csr_array, gain: Floats, who: npt.NDArray[np.int64], fine: float
) -> npt.NDArray[np.int64] | None:
    """The change, or pair of changes, of most gain that keeps every row; None where none gains."""
    low, high = model.rows.lower - activity, model.rows.upper - activity
    touched = np.flatnonzero(np.bincount(change.indices, minlength=len(low)))
    columns = change.tocsc()[:, touched]
    size = np.asarray(abs(columns).max(axis=0).todense()).reshape(-1)
    # A row in which no two changes can break a bound is not looked at.
    binds = (2 * size > high[touched]) | (-2 * size < low[touched])
    columns, rows = columns[:, np.flatnonzero(binds)], touched[binds]
    low, high, dense = low[rows], high[rows], np.asarray(columns.todense())
    # Among thousands of changes few differ in the people that they count; sums of money and points differ for nearly all.
    sums = model.rows.where(_of_amounts)[rows]
    kind, sort = np.unique(dense[:, ~sums], axis=0, return_inverse=True)
    sort = sort.reshape(-1)
    counted_low, counted_high = low[~sums], high[~sums]
    fits = np.ones((len(kind) + 1, len(kind) + 1), dtype=bool)
    kind = np.vstack([kind, np.zeros(kind.shape[1])])  # the last: nobody else
    for r in range(kind.shape[1]):
        both = kind[:, r][:, None] + kind[:, r][None, :]
        fits &= (both >= counted_low[r]) & (both <= counted_high[r])
    sort = np.r_[sort, len(kind) - 1]
    value = np.r_[gain, 0.0]
    total = value[:, None] + value[None, :]
    good = (total > fine) & fits[sort[:, None], sort[None, :]]
    owner = np.r_[who, -1]
    good &= owner[:, None] != owner[None, :]
    for r in np.flatnonzero(sums):
        own = np.r_[dense[:, r], 0.0]
        both = own[:, None] + own[None, :]
        good &= (both >= low[r]) & (both <= high[r])
    if not good.any():
        return None
    a, b = np.unravel_index(int(np.argmax(np.where(good, total, -np.inf))), total.shape)
    return np.array([k for k in (a, b) if k < len(gain)], dtype=np.int64)


def _of_amounts(kind: Kind) -> bool:
    """Whether a requirement adds up amounts that differ from person to person, and not people."""
    return kind.counts in (Counts.VND, Counts.POINTS)
