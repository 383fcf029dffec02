"""Options that nobody needs: another option of the same person does the same to every row for no more money and more gain.

Most people may leave by several routes in one period. The rows see only that they leave then, and what it costs; so the
cheapest route is enough. The prices, the core and their plans lose nothing by looking at the others no more.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array

from planner.optimise.model.hashing import fingerprints
from planner.optimise.model.rows import Model
from planner.optimise.solve.presolve.reduce import person_of
from planner.scenario.requirement_kinds import Counts, Kind, Side

SPREAD = np.uint64(0x9E3779B97F4A7C15)
FEW = 2
"""Below so many options a person on average there is nothing to gain."""


def without_dominated(model: Model) -> npt.NDArray[np.bool_]:
    """bool[m]: the allowed options less those that another allowed option of the person stands for.

    Option i stands for j where gain_i >= gain_j, the coefficients agree in every row but those of money, and are no
    larger there. A row of money has an upper side only. Of equal options the first stays.
    """
    if np.count_nonzero(model.allowed) <= FEW * (len(model.start) - 1):
        return model.allowed
    rows, person = model.rows, person_of(model)
    money = rows.where(of_money)
    look = fingerprints(csr_array(rows.matrix[np.flatnonzero(~money)]))
    key = look[:, 0] ^ (look[:, 1] + (person.astype(np.uint64) + np.uint64(1)) * SPREAD)
    cost = np.asarray(rows.matrix[np.flatnonzero(money)].todense())
    total = cost.sum(axis=0)
    use = np.flatnonzero(model.allowed)
    # Best first in each group of options that look alike: more gain, then less money, then the earlier option.
    order = use[np.lexsort((total[use], -model.gain[use], key[use]))]
    new = np.r_[True, key[order][1:] != key[order][:-1]]
    best = order[np.maximum.accumulate(np.where(new, np.arange(len(order)), 0))]
    cheaper = np.all(cost[:, best] <= cost[:, order], axis=0)
    keep = model.allowed.copy()
    keep[order[~new & cheaper & (person[best] == person[order])]] = False
    return keep


def of_money(kind: Kind) -> bool:
    """Whether a requirement bounds money, which it does from above."""
    return kind.counts is Counts.VND and kind.side is Side.UPPER


def slim(model: Model) -> Model:
    """The model without dominated options."""
    return replace(model, allowed=without_dominated(model))
