"""Exact arithmetic on a chosen plan: what a solver says is believed only after this."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array

from planner.optimise.model.rows import Model, Rows

SAFE = 2**62


def objective_of(model: Model, chosen: npt.NDArray[np.int64]) -> float:
    """`constant + sum of gain[chosen]`, correctly rounded (math.fsum)."""
    return math.fsum([model.constant, *model.gain[chosen].tolist()])


def activity(matrix: csr_array, chosen: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Row sums over the chosen options in integers: int64[r], or object[r] (Python int) where 64 bits might not do."""
    picked = np.zeros(matrix.shape[1], dtype=bool)
    picked[chosen] = True
    use = picked[matrix.indices]
    values = matrix.data[use]
    row = np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr))[use]
    largest = float(np.abs(values).max()) if values.size else 0.0
    if largest * max(1, len(values)) < SAFE:
        out = np.zeros(matrix.shape[0], dtype=np.int64)
        np.add.at(out, row, values.astype(np.int64))
        return out
    wide = np.zeros(matrix.shape[0], dtype=object)
    np.add.at(wide, row, np.array([int(v) for v in values], dtype=object))
    return wide


def excess(rows: Rows, chosen: npt.NDArray[np.int64]) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """By how much each row is (short of its lower bound, over its upper bound), 0 where kept; exact integers."""
    act = activity(rows.matrix, chosen)
    lower, upper = whole(rows.lower, up=True), whole(rows.upper, up=False)
    short = np.where(np.isfinite(rows.lower), np.maximum(lower - act, 0), 0)
    over = np.where(np.isfinite(rows.upper), np.maximum(act - upper, 0), 0)
    return short, over


def whole(bounds: npt.NDArray[np.float64], *, up: bool) -> npt.NDArray[np.int64]:
    """Bounds as integers (a fraction rounded against the planner); infinite ones are 0 and must be masked by the caller."""
    finite = np.where(np.isfinite(bounds), bounds, 0.0)
    rounded = np.ceil(finite) if up else np.floor(finite)
    if rounded.size and float(np.abs(rounded).max()) >= SAFE:
        return np.array([int(v) for v in rounded], dtype=object)
    return rounded.astype(np.int64)


def keeps(model: Model, chosen: npt.NDArray[np.int64]) -> bool:
    """Whether `chosen` is one allowed option for each person and keeps every row, in exact integers."""
    if len(chosen) != len(model.start) - 1:
        return False
    if not (np.all(chosen >= model.start[:-1]) and np.all(chosen < model.start[1:])):
        return False
    if not bool(np.all(model.allowed[chosen])):
        return False
    short, over = excess(model.rows, chosen)
    return not (np.any(short > 0) or np.any(over > 0))
