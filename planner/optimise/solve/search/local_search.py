"""A plan made better by deciding one or two people otherwise, again and again, until no such change is left.

An integer solver is slow to fill several budgets to the brim; among thousands of people there is nearly always a pair that
does it. Candidates are options that a better plan could use at all: those whose excess at the prices is below what the plan
loses against the bound.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array

from planner.optimise.model.rows import Model
from planner.optimise.solve.presolve.reduce import person_of
from planner.scenario.requirement_kinds import Counts, Kind

CANDIDATES = 1_500
ROUNDS = 60
BLOCK = 64
"""So many changes are put against all others at once."""
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
    kind, sort = _kinds(dense[:, ~sums])
    pairs = _Pairs(
        value=np.r_[gain, 0.0],  # the last: nobody else
        owner=np.r_[who, -1],
        sort=np.r_[sort, len(kind)],
        kind=np.vstack([kind, np.zeros(kind.shape[1])]),
        counted=(low[~sums], high[~sums]),
        amount=np.vstack([dense[:, sums], np.zeros(int(sums.sum()))]),
        summed=(low[sums], high[sums]),
    )
    best = pairs.best(fine)
    return None if best is None else np.array([k for k in best if k < len(gain)], dtype=np.int64)


def _kinds(changes: Floats) -> tuple[Floats, npt.NDArray[np.int64]]:
    """(float64[s, r], int64[k]): the different rows of float64[k, r], as they first come, and which of them each one is.

    By their bytes: `numpy.unique` sorts them, which took most of the time of a search for pairs.
    """
    if not changes.size:
        return np.zeros((min(1, len(changes)), changes.shape[1])), np.zeros(len(changes), dtype=np.int64)
    written = np.ascontiguousarray(changes + 0.0).view(np.dtype((np.void, changes.itemsize * changes.shape[1]))).reshape(-1).tolist()
    number = {key: at for at, key in enumerate(dict.fromkeys(written))}
    return np.frombuffer(b"".join(number), dtype=changes.dtype).reshape(len(number), -1), np.array([number[key] for key in written])


@dataclass(frozen=True)
class _Pairs:
    """k changes, each what it gains (`value`), whose it is (`owner`), and what it does: to the rows that count people by its kind
    (`kind[sort]`), to those of amounts by itself (`amount`). counted, summed: the room below and above in these rows."""

    value: Floats
    owner: npt.NDArray[np.int64]
    sort: npt.NDArray[np.int64]
    kind: Floats
    counted: tuple[Floats, Floats]
    amount: Floats
    summed: tuple[Floats, Floats]

    def best(self, least: float) -> tuple[int, int] | None:
        """The pair of two people's changes of most gain, above `least`, that keeps every row; of level ones the first.

        Changes are taken by what they gain, the most first: with those of a block no pair gains more than twice its first,
        and none is looked at that gains less than the best so far.
        """
        order = np.argsort(-self.value, kind="stable")
        falling = -self.value[order]
        most, best = least, None
        for at in range(0, len(order), BLOCK):
            top = -falling[at]
            if 2 * top < most or 2 * top <= least:
                break
            one = order[at : at + BLOCK]
            other = order[at : int(np.searchsorted(falling, top - most, side="right"))]
            a, b = self._kept(one, other, most, strictly=best is None)
            if not len(a):
                continue
            total = self.value[a] + self.value[b]
            level = np.flatnonzero(total == total.max())
            first, second = np.minimum(a[level], b[level]), np.maximum(a[level], b[level])
            k = int(np.lexsort((second, first))[0])
            found = int(first[k]), int(second[k])
            if best is None or total.max() > most or found < best:
                most, best = float(total.max()), found
        return best

    def _kept(
        self, one: npt.NDArray[np.int64], other: npt.NDArray[np.int64], most: float, *, strictly: bool
    ) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
        """The pairs of a change of `one` and one of `other` that gain at least `most` (more, if strictly) and keep every row."""
        total = self.value[one][:, None] + self.value[other][None, :]
        good = (total > most) if strictly else (total >= most)
        good &= self.owner[one][:, None] != self.owner[other][None, :]
        mine, of_one = np.unique(self.sort[one], return_inverse=True)
        theirs, of_other = np.unique(self.sort[other], return_inverse=True)
        fits = np.ones((len(mine), len(theirs)), dtype=bool)
        for r in range(self.kind.shape[1]):
            both = self.kind[mine, r][:, None] + self.kind[theirs, r][None, :]
            fits &= (both >= self.counted[0][r]) & (both <= self.counted[1][r])
        good &= fits[of_one[:, None], of_other[None, :]]
        a, b = np.nonzero(good)
        a, b = one[a], other[b]
        for r in range(self.amount.shape[1]):
            both = self.amount[a, r] + self.amount[b, r]
            keep = (both >= self.summed[0][r]) & (both <= self.summed[1][r])
            a, b = a[keep], b[keep]
        return a, b


def _of_amounts(kind: Kind) -> bool:
    """Whether a requirement adds up amounts that differ from person to person, and not people."""
    return kind.counts in (Counts.VND, Counts.POINTS)
