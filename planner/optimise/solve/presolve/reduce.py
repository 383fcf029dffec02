"""The model made small for a solver: what is decided anyway and what cannot bind is taken out.

For each person one allowed option is the base; a column is the difference that another option makes. Rows that no
choice can break go. Rows and the objective are scaled by powers of two, so that not a bit is lost.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.sparse import csc_array, csr_array

from planner.optimise.model.rows import Model
from planner.optimise.solve.price_bound import group_max


@dataclass(frozen=True)
class Reduced:
    """k columns (an option instead of the person's base) and q rows that can bind.

    option: int64[k], the column's option in the model, ascending. person: int64[k], its person.
    base: int64[n], each person's base option.
    gain: float64[k], unscaled gain over the base; base_gain: objective of everybody at base.
    matrix: csc[q, k], unscaled; lower, upper: float64[q], less what the base options use.
    row: int64[q], the row's index in the model; row_scale: float64[q], powers of two.
    gain_scale: a power of two. broken: rows of the model that no choice at all can keep. seats: as of the model.
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
    seats: int


def people_without_option(model: Model) -> npt.NDArray[np.int64]:
    """Those whom nothing is allowed for; a model with one of them has no plan."""
    counts = np.add.reduceat(np.append(model.allowed, False), model.start[:-1]) if len(model.start) > 1 else np.zeros(0)
    counts = np.where(model.start[1:] > model.start[:-1], counts, 0)
    return np.flatnonzero(counts == 0)


def person_of(model: Model) -> npt.NDArray[np.int64]:
    """int64[m]: the person of each option."""
    return np.repeat(np.arange(len(model.start) - 1), np.diff(model.start))


def place_in_run(key: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """The place of each among those of its own key, from 0. key: int64[k], ascending."""
    every = np.arange(len(key))
    first = np.r_[True, key[1:] != key[:-1]][: len(key)]  # of nothing, nothing
    return every - np.maximum.accumulate(np.where(first, every, 0))


def activity_range(model: Model, person: npt.NDArray[np.int64] | None = None) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """(least, most) each row can sum up to over the allowed options, one a person; two float64[r]."""
    option = np.flatnonzero(model.allowed)
    owner = person_of(model) if person is None else person
    return _range(csc_array(model.rows.columns[:, option]), owner[option])


def _range(columns: csc_array, person: npt.NDArray[np.int64]) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """As `activity_range`, of columns and their persons (ascending)."""
    matrix = columns.tocsr()  # within a row the columns ascend, so a person's entries stand together
    least, most = np.zeros(matrix.shape[0]), np.zeros(matrix.shape[0])
    if not matrix.nnz:
        return least, most
    row = np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr))
    who, value = person[matrix.indices], matrix.data
    first = np.flatnonzero(np.r_[True, (row[1:] != row[:-1]) | (who[1:] != who[:-1])])
    low, high = np.minimum.reduceat(value, first), np.maximum.reduceat(value, first)
    # An option that a row does not mention counts 0 there: the person's range then takes in 0.
    options = np.bincount(person)
    mentioned = np.diff(np.r_[first, len(value)])
    partly = mentioned < options[who[first]]
    low, high = np.where(partly, np.minimum(low, 0), low), np.where(partly, np.maximum(high, 0), high)
    np.add.at(least, row[first], low)
    np.add.at(most, row[first], high)
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
    person, rows = person_of(model), model.rows
    several = np.bincount(person[model.allowed], minlength=len(model.start) - 1) > 1
    free = np.flatnonzero(model.allowed & several[person])
    fixed = np.flatnonzero(model.allowed & ~several[person])
    decided = _sum_of(rows.columns, fixed)
    columns = csc_array(rows.columns[:, free])
    least, most = _range(columns, person[free])
    least, most = least + decided, most + decided
    broken = np.flatnonzero((most < rows.lower) | (least > rows.upper) | (rows.lower > rows.upper))
    row = np.flatnonzero((least < rows.lower) | (most > rows.upper))
    base = base_options(model)
    kept = csr_array(csr_array(columns)[row]).tocsc()
    is_base = base[person[free]] == free
    place = np.flatnonzero(is_base)  # of each free person's base among the free options
    owner = np.cumsum(is_base) - 1  # the base stands first among a person's allowed options
    column = np.flatnonzero(~is_base)
    matrix = csc_array(kept[:, column] - kept[:, place[owner[column]]])
    matrix.eliminate_zeros()
    matrix.sort_indices()
    option = free[column]
    used = decided[row] + _sum_of(kept, place)
    gain = model.gain[option] - model.gain[base[person[option]]]
    largest = np.zeros(len(row))
    if matrix.nnz:
        np.maximum.at(largest, matrix.indices, np.abs(matrix.data))
    return Reduced(
        option=option,
        person=person[option],
        base=base,
        gain=gain,
        base_gain=math.fsum([model.constant, *model.gain[base].tolist()]),
        matrix=matrix,
        lower=rows.lower[row] - used,
        upper=rows.upper[row] - used,
        row=row,
        row_scale=1.0 / power_of_two(largest),
        gain_scale=64.0 / float(power_of_two(np.abs(gain).max() if gain.size else 1.0)),
        broken=broken,
        seats=model.seats,
    )


def _sum_of(matrix: csc_array, columns: npt.NDArray[np.int64]) -> npt.NDArray[np.float64]:
    """What these columns add up to in each row (integers below 2**53 stay exact in any order)."""
    chosen = np.zeros(matrix.shape[1])
    chosen[columns] = 1.0
    return np.asarray(matrix @ chosen, dtype=np.float64).reshape(-1)


def to_plan(reduced: Reduced, columns: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """The chosen option of each person where `columns` (at most one a person) replace the base."""
    chosen = reduced.base.copy()
    chosen[reduced.person[columns]] = reduced.option[columns]
    return chosen
