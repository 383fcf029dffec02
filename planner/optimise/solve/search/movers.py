"""The options that move a row: those that a core of whole people needs, and that prices alone do not show.

Prices make hundreds of options as good as everybody's best, most of them in the same few rows. A core of these alone can often keep no other row
exactly: there is nobody in it who makes one number smaller by one. Of each row that binds the options that move it at least cost, up and down, mend that.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy.sparse import csc_array

from planner.optimise.model.rows import Model
from planner.optimise.solve.presolve.reduce import person_of, place_in_run
from planner.optimise.solve.search.core import Ranking

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


def movers(model: Model, prices: Floats, ranking: Ranking, most: float, each: int) -> Ints:
    """int64, ascending: of each row with a price and each direction the `each` options of people that, in place of the person's best one, move it so at the
    least excess, none above `most`. ranking: at these prices."""
    owner, people, excess, best = person_of(model), len(model.start) - 1 - model.seats, ranking.excess, ranking.best
    option = np.flatnonzero(model.allowed & (excess <= most) & (owner < people))
    option = option[option != best[owner[option]]]
    columns = model.rows.columns
    moved = csc_array(columns[:, option] - columns[:, best[owner[option]]]).tocoo()
    tells = (moved.data != 0) & (prices[moved.row] != 0)
    row, place, up = moved.row[tells], moved.col[tells], moved.data[tells] > 0
    order = np.lexsort((excess[option[place]], up, row))
    side = (2 * row + up)[order]
    return option[np.unique(place[order[place_in_run(side) < each]])]
