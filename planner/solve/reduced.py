"""The model made small for a solver: what is decided anyway and what cannot bind is taken out.

For each person one allowed option is the base; a column is the difference that another option makes. Rows that no
choice can break go. Rows and the objective are scaled by powers of two, so that not a bit is lost.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.sparse import csc_array, csr_array

from planner.model.rows import Model
from planner.solve.bound import group_max


@dataclass(frozen=True)
class Reduced:
    """k columns (an option instead of the person's base) and q rows that can bind.

    option: int64[k], the column's option in the model, ascending. person: int64[k], its person.
    base: int64[n], each person's base option.
    gain: float64[k], unscaled gain over the base; base_gain: objective of everybody at base.
    matrix: csc[q, k], unscaled; lower, upper: float64[q], less what the base options use.
    row: int64[q], the row's index in the model; row_scale: float64[q], powers of two.
    gain_scale: a power of two. broken: rows of the model that no choice at all can keep.
    """

    option: npt.NDArray[np.int64]
    person: npt.NDArray[np.int64]
    base: npt.NDArray[np.int64]
    gain: npt.NDArray[np.float64]
    base_gain: float
    matrix: csc_array
    lower: npt.NDArray[np.float64]
    upper: npt.NDArray[np.float64]
    row: npt.NDArray[np.int64]
    row_scale: npt.NDArray[np.float64]
    gain_scale: float
    broken: npt.NDArray[np.int64]


def people_without_option(model: Model) -> npt.NDArray[np.int64]:
    """Those whom nothing is allowed for; a model with one of them has no plan."""
    counts = np.add.reduceat(np.append(model.allowed, False), model.start[:-1]) if len(model.start) > 1 else np.zeros(0)
    counts = np.where(model.start[1:] > model.start[:-1], counts, 0)
    return np.flatnonzero(counts == 0)


def person_of(model: Model) -> npt.NDArray[np.int64]:
    """int64[m]: the person of each option."""
    return np.repeat(np.arange(len(model.start) - 1), np.diff(model.start))


def activity_range(
    model: Model, person: npt.NDArray[np.int64]
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """(least, most) each row can sum up to over the allowed options, one a person; two float64[r]."""
    matrix = model.rows.matrix.tocsc()
    use = np.repeat(model.allowed, np.diff(matrix.indptr))
    column = np.repeat(np.arange(matrix.shape[1]), np.diff(matrix.indptr))[use]
    row, value = matrix.indices[use].astype(np.int64), matrix.data[use]
    n = len(model.start) - 1
    order = np.argsort(row * n + person[column], kind="stable")
    key = (row * n + person[column])[order]
    value = value[order]
    first = np.flatnonzero(np.r_[True, key[1:] != key[:-1]]) if key.size else np.zeros(0, dtype=np.int64)
    least, most = np.zeros(matrix.shape[0]), np.zeros(matrix.shape[0])
    if not key.size:
        return least, most
    low, high = np.minimum.reduceat(value, first), np.maximum.reduceat(value, first)
    # An option that a row does not mention counts 0 there: the person's range then takes in 0.
    options = np.add.reduceat(model.allowed.astype(np.int64), model.start[:-1])
    mentioned = np.diff(np.r_[first, len(key)])
    partly = mentioned < options[key[first] % n]
    low, high = np.where(partly, np.minimum(low, 0), low), np.where(partly, np.maximum(high, 0), high)
    np.add.at(least, key[first] // n, low)
    np.add.at(most, key[first] // n, high)
    return least, most


def base_options(model: Model) -> npt.NDArray[np.int64]:
    """int64[n]: each person's first allowed option (everybody must have one)."""
    index = np.where(model.allowed, -np.arange(len(model.gain), dtype=np.float64), -np.inf)
    return (-group_max(index, model.start)).astype(np.int64)


def power_of_two(largest: npt.NDArray[np.float64] | float) -> npt.NDArray[np.float64]:
    """The power of two just above each number's size (1 for 0)."""
    size = np.abs(np.asarray(largest, dtype=np.float64))
    _, exponent = np.frexp(np.where(size > 0, size, 0.5))
    return np.ldexp(1.0, exponent)


def reduce(model: Model) -> Reduced:
    """The model without base options, decided people and rows that cannot bind. Everybody must have an allowed option."""
    person = person_of(model)
    least, most = activity_range(model, person)
    rows = model.rows
    broken = np.flatnonzero((most < rows.lower) | (least > rows.upper) | (rows.lower > rows.upper))
    row = np.flatnonzero((least < rows.lower) | (most > rows.upper))
    base = base_options(model)
    is_base = np.zeros(len(model.gain), dtype=bool)
    is_base[base] = True
    option = np.flatnonzero(model.allowed & ~is_base)
    kept = csr_array(rows.matrix[row]).tocsc()
    own_base = base[person[option]]
    matrix = csc_array(kept[:, option] - kept[:, own_base])
    matrix.eliminate_zeros()
    matrix.sort_indices()
    used = _base_use(kept, base)
    gain = model.gain[option] - model.gain[own_base]
    largest = np.zeros(len(row))
    if matrix.nnz:
        np.maximum.at(largest, matrix.indices, np.abs(matrix.data))
    return Reduced(
        option=option,
        person=person[option],
        base=base,
        gain=gain,
        base_gain=float(model.constant + model.gain[base].sum()),
        matrix=matrix,
        lower=rows.lower[row] - used,
        upper=rows.upper[row] - used,
        row=row,
        row_scale=1.0 / power_of_two(largest),
        gain_scale=64.0 / float(power_of_two(np.abs(gain).max() if gain.size else 1.0)),
        broken=broken,
    )


def _base_use(matrix: csc_array, base: npt.NDArray[np.int64]) -> npt.NDArray[np.float64]:
    """What the base options sum up to in each row (integers below 2**53 stay exact in any order)."""
    picked = matrix[:, base]
    return np.asarray(picked.sum(axis=1), dtype=np.float64).reshape(-1)


def to_plan(reduced: Reduced, columns: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """The chosen option of each person where `columns` (at most one a person) replace the base."""
    chosen = reduced.base.copy()
    chosen[reduced.person[columns]] = reduced.option[columns]
    return chosen
