"""What can be said of a person's other outcome without solving again: from prices, and by changing one or two people.

An outcome splits the options in two sides (`mark`: leaves or stays). At prices p with the bound B no plan that uses an option
of excess e is worth more than B - e (`core.option_excess`); a pair of changes that keeps every row shows a plan that is.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array

from planner.optimise.model.rows import Model
from planner.optimise.solve.presolve.reduce import person_of
from planner.optimise.solve.price_bound import group_max
from planner.optimise.solve.search.core import option_excess

PARTNERS = 400
"""So many second changes, best first, are tried with a first one."""
ROUTES = 4
"""So many options of a person's other side, best first, are tried."""

TRIED = 40
"""After so many people it is asked whether going on is worth it."""

Bools = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


def least_excess(model: Model, prices: Floats, mark: Bools) -> tuple[Floats, Floats]:
    """(float64[n], float64[n]): how much less than the bound at these prices a plan is worth, at least, in which the person's option is
    marked, and in which it is not; inf where the person has no such option. mark: bool[m]."""
    excess = option_excess(model, prices)
    return tuple(-group_max(np.where(side, -excess, -np.inf), model.start) for side in (mark, ~mark))  # type: ignore[return-value]


@dataclass(frozen=True)
class Found:
    """A plan in which one person is decided otherwise. changed: the people and their new options; worth: of the plan."""

    person: int
    changed: tuple[tuple[int, int], ...]
    worth: float


def exchanged(
    model: Model, plan: Ints, worth: float, mark: Bools, people: Ints, least: float, excess: Floats, most: float, *, hits: float = 0.0
) -> Iterator[Found]:
    """For each of these people a plan worth at least `least` in which the person's option is of the other side, where one or
    two changes of `plan` give one.

    plan: keeps every row, worth so much. excess: float64[m], at prices; options above `most` stand in no such plan. hits: the share of people for
    whom there must be one, of TRIED and more, or no others are asked for.
    """
    board, shown = _Board(model, plan, excess, most), 0
    for tried, person in enumerate(people.tolist()):
        if tried >= TRIED and shown < hits * tried:
            break
        found = board.other_side(person, mark, worth, least)
        if found is not None:
            shown += 1
            yield found


class _Board:
    """A plan and every single change of it that matters, each as what it does to the rows."""

    def __init__(self, model: Model, plan: Ints, excess: Floats, most: float) -> None:
        self.plan = plan
        owner = person_of(model)
        here = np.zeros(len(excess), dtype=bool)
        here[plan] = True
        people = owner < len(model.start) - 1 - model.seats
        self.option = np.flatnonzero(model.allowed & ~here & people & (excess <= most))
        self.who = owner[self.option]
        columns = model.rows.columns
        self.change = csr_array((columns[:, self.option] - columns[:, plan[self.who]]).T)
        self.change.sum_duplicates()
        self.by_row = self.change.tocsc()
        self.gain = model.gain[self.option] - model.gain[plan[self.who]]
        x = np.zeros(len(model.gain))
        x[plan] = 1.0
        activity = np.asarray(model.rows.matrix @ x)
        self.low, self.high = model.rows.lower - activity, model.rows.upper - activity
        self.first = np.searchsorted(self.who, np.arange(len(model.start)))

    def other_side(self, person: int, mark: Bools, worth: float, least: float) -> Found | None:
        """The best plan in which the person is on the other side, or None."""
        own = np.arange(self.first[person], self.first[person + 1])
        own = own[mark[self.option[own]] != mark[self.plan[person]]]
        best: Found | None = None
        for k in own[np.argsort(-self.gain[own], kind="stable")][:ROUTES].tolist():
            floor = least if best is None else max(least, best.worth + 1e-9)
            partner = self._partner(k, floor - worth - self.gain[k])
            if partner is not None:
                changed = ((person, int(self.option[k])),)
                total = worth + self.gain[k]
                if partner >= 0:
                    changed = (*changed, (int(self.who[partner]), int(self.option[partner])))
                    total += self.gain[partner]
                best = Found(person, changed, float(total))
        return best

    def _partner(self, k: int, least: float) -> int | None:
        """-1 where the change `k` keeps every row by itself, else the best second change with which it does and that gains at
        least so much; None where there is none."""
        low, high = self.low.copy(), self.high.copy()
        own = slice(self.change.indptr[k], self.change.indptr[k + 1])
        touched, by = self.change.indices[own], self.change.data[own]
        low[touched] -= by
        high[touched] -= by
        broken = (low > 0) | (high < 0)
        if not broken[touched].any():
            return -1 if least <= 0 else None
        rows = np.flatnonzero(broken)
        at = rows[np.argmin(np.diff(self.by_row.indptr)[rows])]
        part = slice(self.by_row.indptr[at], self.by_row.indptr[at + 1])
        several, does = self.by_row.indices[part], self.by_row.data[part]
        several = several[(does >= low[at]) & (does <= high[at]) & (self.gain[several] >= least) & (self.who[several] != self.who[k])]
        several = several[np.argsort(-self.gain[several], kind="stable")[:PARTNERS]]
        if not len(several):
            return None
        both = self.change[several]
        row_of = np.repeat(np.arange(len(several)), np.diff(both.indptr))
        fits = (both.data >= low[both.indices]) & (both.data <= high[both.indices])
        bad = np.bincount(row_of[~fits], minlength=len(several))
        mended = np.bincount(row_of[fits & broken[both.indices]], minlength=len(several))
        good = np.flatnonzero((bad == 0) & (mended == len(rows)))
        return int(several[good[0]]) if len(good) else None
