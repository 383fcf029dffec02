"""A proven bound from row prices: one pass over all options, recomputable by anybody with numpy.

For any prices p (p >= 0 buys the upper side, p < 0 the lower side of a row) and every plan x that keeps the rows

    gain @ x  <=  sum_i max_j (gain_j - p @ a_j)  +  sum_r (p_r * upper_r if p_r > 0 else p_r * lower_r)

(weak duality; x has one option a person). The prices need not be exact, so no solver has to be believed.
"""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array

from planner.optimise.model.rows import Model

UNIT = 2.0**-52


def usable(model: Model, prices: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """`prices` with 0 where the side that a price would buy is not bounded, or the price is not a number."""
    rows = model.rows
    bad = ~np.isfinite(prices) | ((prices > 0) & ~np.isfinite(rows.upper)) | ((prices < 0) & ~np.isfinite(rows.lower))
    return np.where(bad, 0.0, prices)


def values(model: Model, prices: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """float64[m]: `gain - prices @ matrix`, what an option is worth once its use of the rows is paid for."""
    return model.gain - model.rows.matrix.T @ prices


def best_values(model: Model, worth: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """float64[n]: the largest worth among each person's allowed options; -inf where none is allowed."""
    shown = np.where(model.allowed, worth, -np.inf)
    return group_max(shown, model.start)


def group_max(data: npt.NDArray[np.float64], start: npt.NDArray[np.int64]) -> npt.NDArray[np.float64]:
    """The maximum of data[start[i]:start[i+1]] for each i; -inf for an empty group."""
    out = np.full(len(start) - 1, -np.inf)
    full = np.flatnonzero(start[1:] > start[:-1])
    if full.size:
        out[full] = np.maximum.reduceat(data, start[:-1][full])
    return out


def priced_bound(model: Model, prices: npt.NDArray[np.float64]) -> float:
    """Upper bound of the objective over all allowed options from `prices` alone (the inequality above).

    Rounded up by more than floating point can have lost. -inf where somebody has no allowed option.
    """
    p = usable(model, np.asarray(prices, dtype=np.float64))
    rows = model.rows
    best = best_values(model, values(model, p))
    if np.any(np.isneginf(best)):
        return -math.inf
    side = np.where(p > 0, rows.upper, np.where(p < 0, rows.lower, 0.0))
    sides = np.where(p == 0, 0.0, p * np.where(p == 0, 0.0, side))
    total = math.fsum([model.constant, *best.tolist(), *sides.tolist()])
    return total + _rounding(model, p, sides)


def _rounding(model: Model, p: npt.NDArray[np.float64], sides: npt.NDArray[np.float64]) -> float:
    """What rounding can have taken from the bound: k units in the last place for k summed terms of an option."""
    matrix = model.rows.matrix
    sizes = csr_array((np.abs(matrix.data), matrix.indices, matrix.indptr), shape=matrix.shape)
    size = np.abs(model.gain) + sizes.T @ np.abs(p)
    terms = np.bincount(matrix.indices, minlength=matrix.shape[1]) + 2
    per_person = group_max(np.where(model.allowed, terms * size, 0.0), model.start)
    return UNIT * (math.fsum(per_person.tolist()) + 2 * math.fsum(np.abs(sides).tolist()) + abs(model.constant))
