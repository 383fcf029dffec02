"""Fingerprints of a matrix's columns: equal columns share one, different ones practically never."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy.sparse import csc_array, csr_array


def fingerprints(matrix: csr_array | csc_array) -> npt.NDArray[np.uint64]:
    """uint64[m, 2]: two independent sums (mod 2**64) over a column's entries (no zeros); equal columns have equal ones.

    That two different columns share all 128 bits has a chance below 1e-26 for a million of them.
    """
    rng = np.random.default_rng(20250619)
    columns = csc_array(matrix)
    full = np.flatnonzero(np.diff(columns.indptr))
    out = np.zeros((matrix.shape[1], 2), dtype=np.uint64)
    value = columns.data.astype(np.int64).view(np.uint64) * np.uint64(0x9E3779B97F4A7C15)
    for side in range(2):
        key = rng.integers(0, 2**64, matrix.shape[0], dtype=np.uint64)
        if len(full):
            out[full, side] = np.add.reduceat(mixed(value + key[columns.indices]), columns.indptr[full])
    return out


def mixed(x: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint64]:
    """The finaliser of splitmix64: spreads every bit over the word."""
    x = (x ^ (x >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    x = (x ^ (x >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return x ^ (x >> np.uint64(31))
