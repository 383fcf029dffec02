"""All plans by how many people leave.

A rule of fairness holds a group's exits below a share of all exits. The relaxation fills that share to a fraction of a person, in every
group at once, which is most of what it promises too much. Where the number of all exits is settled, each group's share is a whole number
of people and is rounded down. A plan has one number of exits, so the best of the bounds of all numbers bounds every plan; and any prices
give the bounds of all numbers at once.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from planner.optimise.model.rows import Model
from planner.optimise.solve.price_bound import priced_bound, usable
from planner.scenario.requirement_kinds import COUNT, FAIRNESS

CARE = 1e-12
"""Share of what is added up for a number of exits by which its bound is raised: more than floating point can take."""
LARGEST = 20_000_000
"""So many rules times exits, at most, are put side by side."""

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Counted:
    """Where a model counts exits. row: of the count; digits, sizes: the options that take its digits, ascending, and people of each;
    rules: the rows of fairness; person, share: what one exit of the group, and one exit of all, adds to each (less)."""

    row: int
    digits: Ints
    sizes: Ints
    rules: Ints
    person: Ints
    share: Ints

    @property
    def most(self) -> int:
        """The largest number that can be counted."""
        return int(self.sizes.sum())

    def of(self, plan: Ints) -> int:
        """How many leave in a plan."""
        return int(self.sizes[np.isin(self.digits, plan)].sum())

    def at(self, model: Model, count: int) -> Model:
        """The model in which so many people leave; each group's share of them is whole."""
        allowed, upper = model.allowed.copy(), model.rows.upper.copy()
        left = count
        for digit, size in zip(self.digits[::-1].tolist(), self.sizes[::-1].tolist(), strict=True):
            taken = left >= size
            left -= size * taken
            allowed[digit - 1], allowed[digit] = not taken, taken
        upper[self.rules] = self._whole(np.array([count]))[:, 0] - self.share * count
        return replace(model, allowed=allowed, rows=model.rows.between(model.rows.lower, upper))

    def bounds(self, model: Model, prices: Floats) -> Floats:
        """float64[most + 1]: what no plan of the model with so many exits is worth more than, by prices of its rows."""
        prices = usable(model, prices)
        allowed = model.allowed.copy()
        allowed[self.digits] = False
        without = priced_bound(replace(model, allowed=allowed), prices)
        count = np.arange(self.most + 1)
        if without == -np.inf:
            return np.full(len(count), -np.inf)
        for_all, for_groups = prices[self.row] * count, prices[self.rules] @ self._whole(count)
        return np.asarray(without + for_all + for_groups + CARE * (abs(without) + np.abs(for_all) + for_groups))

    def _whole(self, count: Ints) -> Floats:
        """float64[f, k]: the side of each rule's row for its group alone, where so many people leave."""
        return (np.outer(self.share, count) // self.person[:, None] * self.person[:, None]).astype(np.float64)


def counted(model: Model) -> Counted | None:
    """Where the model counts exits; None where it does not, or where the number is settled in part."""
    rows = model.rows
    at = np.flatnonzero(rows.where(lambda kind: kind == COUNT))
    rules = np.flatnonzero(rows.where(lambda kind: kind == FAIRNESS) & np.isfinite(rows.upper))
    if len(at) != 1 or not len(rules) or not rows.lower[at[0]] == rows.upper[at[0]] == 0:
        return None
    row = rows.matrix[[int(at[0])]]
    seat = row.indices >= model.start[len(model.start) - 1 - model.seats]
    order = np.argsort(-row.data[seat], kind="stable")
    digits, sizes = row.indices[seat][order].astype(np.int64), -row.data[seat][order].astype(np.int64)
    if not len(digits) or not (model.allowed[digits] & model.allowed[digits - 1]).all():
        return None
    if len(rules) * int(sizes.sum()) > LARGEST:
        return None
    person, share = np.zeros(len(rules), dtype=np.int64), np.zeros(len(rules), dtype=np.int64)
    for place, rule in enumerate(rules.tolist()):
        own = rows.matrix[[rule]]
        of_all = np.isin(own.indices, digits)
        if not of_all.any() or of_all.all() or rows.upper[rule] != 0:
            return None
        person[place] = np.gcd.reduce(own.data[~of_all].astype(np.int64))
        share[place] = -own.data[of_all].min() // sizes.max()
    return Counted(int(at[0]), digits, sizes, rules, person, share)
