"""The options that move a row: those that a core of whole people needs, and that prices alone do not show.

Prices make hundreds of options as good as everybody's best, most of them in the same few rows. A core of these alone can often keep no other row
exactly: there is nobody in it who makes one number smaller by one. Of each row that binds the options that move it at least cost, up and down, mend that.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy.sparse import csc_array

from planner.optimise.model.rows import Model
from planner.optimise.solve.presolve.reduce import person_of

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


def movers(model: Model, prices: Floats, excess: Floats, best: Ints, most: float, each: int) -> Ints:
    """int64, ascending: of each row with a price and each direction the `each` options of people that move it so at the least excess, none above `most`.

    excess: float64[m], at the prices; best: int64[n + s], from which they move.
    """
    owner, people = person_of(model), len(model.start) - 1 - model.seats
    option = np.flatnonzero(model.allowed & (excess <= most) & (owner < people))
    option = option[option != best[owner[option]]]
    columns = model.rows.columns
    moved = csc_array(columns[:, option] - columns[:, best[owner[option]]]).tocoo()
    tells = (moved.data != 0) & (prices[moved.row] != 0)
    row, place, up = moved.row[tells], moved.col[tells], moved.data[tells] > 0
    order = np.lexsort((excess[option[place]], up, row))
    side = (2 * row + up)[order]
    first = np.flatnonzero(np.r_[True, side[1:] != side[:-1]]) if len(side) else np.zeros(0, dtype=np.int64)
    rank = np.arange(len(side)) - np.repeat(first, np.diff(np.r_[first, len(side)]))
    return option[np.unique(place[order[rank < each]])]
