"""People whom nothing tells apart: which of them gets which decision is settled by a rule and not by the solver."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from planner.optimise.model.hashing import mixed
from planner.optimise.model.rows import Model
from planner.optimise.solve.presolve.reduce import person_of

STEP = np.uint64(0x9E3779B97F4A7C15)


def in_order(
    model: Model, choice: npt.NDArray[np.int64], alike: npt.NDArray[np.uint64], rank: npt.NDArray[np.int64]
) -> npt.NDArray[np.int64]:
    """The same plan with the decisions of people who are alike handed out in order: the lower rank takes the earlier option.

    alike: uint64[m], what an option is beside its worth and its place in the rows. rank: int64[n] of the model's people
    and seats. Two people are alike where their options are, one by one, in worth, rows, bars and `alike`. (128 bits stand
    for all that: two who differ share them with a chance below 1e-26 for a million people.)
    """
    person, n = person_of(model), len(model.start) - 1
    look = model.rows.looks
    place = (np.arange(len(person)) - model.start[person]).astype(np.uint64)
    own = alike + mixed(model.gain.view(np.uint64) + model.allowed.astype(np.uint64)) + place * STEP
    key = np.zeros((n, 2), dtype=np.uint64)
    full = np.flatnonzero(np.diff(model.start))
    for side in range(2):
        if len(full):
            key[full, side] = np.add.reduceat(mixed(look[:, side] + mixed(own + np.uint64(side))), model.start[:-1][full])
    offset = choice - model.start[:-1]
    count = np.diff(model.start)
    to = np.lexsort((rank, key[:, 1], key[:, 0], count))
    given = np.lexsort((offset, key[:, 1], key[:, 0], count))
    out = np.empty_like(choice)
    out[to] = model.start[:-1][to] + offset[given]
    return out
