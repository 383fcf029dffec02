"""Columns that are digits of one number: the solver gets the number.

Seats of 1, 2, 4, ... people of one unit and kind, and the digits of a count, are columns that differ by a factor only. One
whole number instead has no digits to branch on and none to round apart.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
from scipy.sparse import csc_array, csr_array, vstack

from planner.optimise.model.hashing import mixed
from planner.optimise.solve.backend.programme import Floats, Programme

CARE = 1e-6
"""So near to a whole number a solver's value is that number."""


@dataclass(frozen=True)
class Numbers:
    """programme: with one column for each number. number: int64[k], the column that a former one went into; size: float64[k],
    how often it counts there; order: the former columns that are digits, the largest of each number first."""

    programme: Programme
    number: npt.NDArray[np.int64]
    size: Floats
    order: npt.NDArray[np.int64]

    def joined(self, x: Floats) -> Floats:
        """A point of the former programme as one of this."""
        return np.bincount(self.number, weights=x * self.size, minlength=len(self.programme.gain))

    def apart(self, y: Floats) -> Floats:
        """A point of this programme in the former columns: digits are taken from the largest down, what is left of a unit
        goes to the first digit that is free."""
        x = y[self.number].copy()
        x[self.order] = 0.0
        left = y + CARE
        used = self.order[y[self.number[self.order]] > CARE].tolist()  # of hundreds of seats most are empty
        for whole in (True, False):
            for column in used:
                n, size = self.number[column], self.size[column]
                if whole and left[n] >= size:
                    x[column], left[n] = 1.0, left[n] - size
                elif not whole and x[column] == 0 and left[n] > 2 * CARE:
                    x[column], left[n] = min(1.0, left[n] / size), max(0.0, left[n] - size)
        return x


def numbers_of(programme: Programme) -> Numbers:
    """The programme with digits put together. `programme.digit` says which columns may be digits."""
    k = len(programme.gain)
    columns = np.zeros(0, dtype=np.int64) if programme.digit is None else np.flatnonzero(programme.digit)
    whole = Numbers(programme, np.arange(k), np.ones(k), np.zeros(0, dtype=np.int64))
    if len(columns) < 2:
        return whole
    factor, key = _looks(programme, columns)
    _, group, count = np.unique(key, axis=0, return_inverse=True, return_counts=True)
    group = group.reshape(-1)
    several = np.flatnonzero((count[group] > 1) & (programme.ceiling[columns] == 1) & (programme.floor[columns] == 0))
    if not len(several):
        return whole
    columns, group, factor = columns[several], group[several], factor[several]
    order = np.lexsort((factor, group))
    columns, group, factor = columns[order], group[order], factor[order]
    first = np.r_[True, group[1:] != group[:-1]]
    least = columns[first][np.cumsum(first) - 1]
    size, number = np.ones(k), np.arange(k)
    size[columns] = factor / factor[first][np.cumsum(first) - 1]
    number[columns] = least
    keep = np.setdiff1d(np.arange(k), columns[~first])
    place = np.full(k, -1)
    place[keep] = np.arange(len(keep))
    ceiling = programme.ceiling.copy()
    ceiling[columns[first]] = np.bincount(group, weights=size[columns])[group[first]]
    small = replace(
        programme,
        gain=programme.gain[keep],
        matrix=csr_array(csc_array(programme.matrix)[:, keep]),
        floor=programme.floor[keep],
        ceiling=ceiling[keep],
        digit=None,
    )
    largest_first = columns[np.lexsort((columns, -size[columns], number[columns]))]
    return Numbers(small, place[number], size, largest_first)


def _looks(programme: Programme, columns: npt.NDArray[np.int64]) -> tuple[Floats, npt.NDArray[np.uint64]]:
    """(size of the first entry, fingerprint of the rest in units of it) of each column; equal ones are digits of a number."""
    gain = csr_array(programme.gain[columns][None, :])
    own = csc_array(vstack([csc_array(programme.matrix)[:, columns], gain]))
    own.eliminate_zeros()
    own.sort_indices()
    filled = np.flatnonzero(np.diff(own.indptr))
    factor, key = np.ones(len(columns)), np.zeros((len(columns), 2), dtype=np.uint64)
    if not len(filled):
        return factor, key
    factor[filled] = np.abs(own.data[own.indptr[:-1][filled]])
    share = own.data / np.repeat(factor, np.diff(own.indptr))
    rng = np.random.default_rng(20260711)
    for side in range(2):
        row = rng.integers(0, 2**64, own.shape[0], dtype=np.uint64)
        key[filled, side] = np.add.reduceat(mixed(mixed(share.view(np.uint64)) + row[own.indices]), own.indptr[:-1][filled])
    return factor, key
