"""People counted by kind instead of one by one.

Without an objective, people whose options look the same to the rows are interchangeable: one integer column counts
them all. Exact for plans as for their relaxation, and 10,000 people become some hundred kinds.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
from scipy.sparse import csc_array, csr_array

from planner.optimise.model.hashing import mixed
from planner.optimise.model.rows import Model, Rows
from planner.optimise.solve.backend import mathopt
from planner.optimise.solve.presolve.reduce import person_of, power_of_two, reduce

EXACT = 2.0**53
"""Below this, sums of whole numbers in floats are exact."""


@dataclass(frozen=True)
class Kinds:
    """People grouped by what the rows see of their options.

    of: int64[n], the kind of each person; size: int64[t], people of a kind; someone: int64[t], one of them.
    look: uint64[m, 2], a fingerprint of each option's column. seat: bool[t], kinds that are seats.
    """

    of: npt.NDArray[np.int64]
    size: npt.NDArray[np.int64]
    someone: npt.NDArray[np.int64]
    look: npt.NDArray[np.uint64]
    seat: npt.NDArray[np.bool_]


def kinds_of(model: Model) -> Kinds:
    """Groups the people (everybody must have an allowed option)."""
    n = len(model.start) - 1
    look = model.rows.looks
    person = person_of(model)
    use = np.flatnonzero(model.allowed)
    use = use[np.lexsort((look[use, 1], look[use, 0], person[use]))]
    new = np.r_[True, (person[use][1:] != person[use][:-1]) | np.any(look[use][1:] != look[use][:-1], axis=1)]
    use = use[new]
    sums = np.zeros((n, 2), dtype=np.uint64)
    for side in range(2):
        np.add.at(sums[:, side], person[use], mixed(look[use, side] + np.uint64(1 + side)))
    _, someone, of, size = np.unique(sums, axis=0, return_index=True, return_inverse=True, return_counts=True)
    return Kinds(of.reshape(-1), size, someone, look, someone >= n - model.seats)


def one_a_kind(model: Model) -> tuple[Model, Kinds]:
    """The model of one person of each kind, with only one of each person's options that look alike."""
    kinds = kinds_of(model)
    first, last = model.start[:-1][kinds.someone], model.start[1:][kinds.someone]
    count = last - first
    start = np.r_[0, np.cumsum(count)]
    option = np.repeat(first - start[:-1], count) + np.arange(start[-1])
    allowed = model.allowed[option]
    person = np.repeat(np.arange(len(count)), count)
    look = kinds.look[option]
    order = np.lexsort((option, look[:, 1], look[:, 0], ~allowed, person))
    same = (person[order][1:] == person[order][:-1]) & np.all(look[order][1:] == look[order][:-1], axis=1)
    allowed = allowed.copy()
    allowed[order[1:][same & allowed[order][:-1]]] = False
    rows = model.rows
    matrix = csr_array(rows.columns[:, option])
    small = Model(start, model.gain[option], 0.0, allowed, replace(rows, matrix=matrix), 0.0)
    return small, kinds


def counted(
    small: Model, size: npt.NDArray[np.int64], seat: npt.NDArray[np.bool_] | None = None
) -> tuple[mathopt.Programme, npt.NDArray[np.int64], npt.NDArray[np.float64]]:
    """(programme, column's option in `small`, scale of each row): columns count people of a kind. seat: bool[t], kinds that
    are seats."""
    reduced = reduce(replace(small, rows=_always_binding(small.rows)))
    base_use = np.asarray(small.rows.columns[:, reduced.base] @ size.astype(np.float64)).reshape(-1)
    matrix = reduced.matrix
    largest = np.zeros(matrix.shape[0])
    if matrix.nnz:
        np.maximum.at(largest, matrix.indices, np.abs(matrix.data))
    scale = 1.0 / power_of_two(largest)
    lower, upper = (small.rows.lower - base_use) * scale, (small.rows.upper - base_use) * scale
    scaled = csc_array((matrix.data * scale[matrix.indices], matrix.indices, matrix.indptr), shape=matrix.shape)
    full, lower, upper = mathopt.with_people(scaled, reduced.person, lower, upper)
    owners, columns = np.unique(reduced.person, return_counts=True)
    upper[matrix.shape[0] :] = size[owners[columns > 1]]
    k = len(reduced.option)
    ceiling = size[reduced.person].astype(np.float64)
    digit = None if seat is None else seat[reduced.person]
    programme = mathopt.Programme(np.zeros(k), full, lower, upper, np.zeros(k), ceiling, digit)
    return programme, reduced.option, scale


def _always_binding(rows: Rows) -> Rows:
    """Rows with bounds that no choice satisfies, so that `reduce` keeps every one of them."""
    r = len(rows.names)
    return rows.between(np.full(r, np.inf), np.full(r, -np.inf))


def spread(
    model: Model, kinds: Kinds, small: Model, columns: npt.NDArray[np.int64], counts: npt.NDArray[np.int64]
) -> npt.NDArray[np.int64]:
    """A plan of single people from the counts of each kind: in order of person, columns before the base."""
    owner = person_of(small)
    base = reduce(replace(small, rows=_always_binding(small.rows))).base
    used = np.bincount(owner[columns], weights=counts, minlength=len(kinds.size)).astype(np.int64)
    option = np.r_[columns, base]
    number = np.maximum(np.r_[counts, kinds.size - used], 0)
    order = np.argsort(owner[option], kind="stable")
    wanted = np.repeat(option[order], number[order])
    people = np.argsort(kinds.of, kind="stable")
    if len(wanted) != len(people):
        return np.zeros(0, dtype=np.int64)
    # The wanted column of each person is found among the person's own options by its fingerprint.
    first = np.repeat(model.start[:-1][kinds.someone] - small.start[:-1], np.diff(small.start))
    target = np.zeros((len(people), 2), dtype=np.uint64)
    target[people] = kinds.look[wanted + first[wanted]]
    hit = np.flatnonzero(model.allowed & np.all(kinds.look == target[person_of(model)], axis=1))
    chosen = np.zeros(len(people), dtype=np.int64)
    chosen[person_of(model)[hit][::-1]] = hit[::-1]
    return chosen


class Counter:
    """A model counted once, to be asked many times what becomes possible when some of its rows are dropped."""

    def __init__(self, model: Model) -> None:
        self.small, kinds = one_a_kind(model)
        self.programme, self.columns, self.scale = counted(self.small, kinds.size, kinds.seat)

    def possible_without(self, dropped: npt.NDArray[np.int64], *, time_limit_s: float, seed: int) -> bool:
        """Whether a plan is found that keeps all rows but these; False proves nothing."""
        if not len(self.columns):
            return False
        lower, upper = self.programme.lower.copy(), self.programme.upper.copy()
        lower[dropped], upper[dropped] = -np.inf, np.inf
        asked = replace(self.programme, lower=lower, upper=upper)
        relaxed = mathopt.relax(asked, time_limit_s=time_limit_s, seed=seed)
        if relaxed.x is None:
            return False
        points: tuple[npt.NDArray[np.float64], ...] = (relaxed.x,)
        if np.abs(relaxed.x - np.round(relaxed.x)).max() > 1e-6:
            points = mathopt.integers(asked, time_limit_s=time_limit_s, nodes=1_000, absolute_gap=0.0, seed=seed, pool=1).points
        return any(_kept(asked, np.round(x)) for x in points)


def _kept(programme: mathopt.Programme, x: npt.NDArray[np.float64]) -> bool:
    """Whether whole numbers `x` keep all rows; powers of two scale them, so that the sums are exact below 2**53 units."""
    if np.any(x < 0) or np.any(x > programme.ceiling):
        return False
    size = abs(programme.matrix) @ np.abs(x)
    unit = np.array([_unit(row) for row in np.split(programme.matrix.data, programme.matrix.indptr[1:-1])])
    sums = programme.matrix @ x
    return bool(np.all(size < EXACT * unit) and np.all(sums >= programme.lower) and np.all(sums <= programme.upper))


def _unit(row: npt.NDArray[np.float64]) -> float:
    """The smallest step of a row's entries: a power of two that divides them all."""
    if not row.size:
        return 1.0
    mantissa, exponent = np.frexp(row)
    whole = (mantissa * EXACT).astype(np.int64)
    low = whole & -whole
    return float(np.ldexp(low / EXACT, exponent)[whole != 0].min(initial=1.0))
