"""What a solve hands back. No solver is imported here: the checker, the report and the skins read these types."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from planner.optimise.model.rows import RowName


class Status(StrEnum):
    """How a solve ended; the four are never merged."""

    OPTIMAL = "optimal"
    """A plan stands and `gap <= relative_gap` is proven."""
    FEASIBLE = "feasible"
    """A plan stands, its gap is wider than asked."""
    INFEASIBLE = "infeasible"
    """Proven: no plan keeps every requirement."""
    UNKNOWN = "unknown"
    """Stopped before a plan was found or its absence proven."""


BarGroup = tuple[RowName, npt.NDArray[np.int64]]
"""A reason (`lock`, `law`, `keep.people`, ...) and the options (sorted indices) that it forbids; an option may stand in several groups."""

Bars = Sequence[BarGroup]


@dataclass(frozen=True, slots=True)
class Progress:
    """What is known so far. phase: prices, plan, proof, conflict or done. seconds: since the solve began."""

    phase: str
    seconds: float
    objective: float | None
    bound: float | None
    gap: float | None


@dataclass(frozen=True)
class Solution:
    """A solve's answer.

    status: one of the four.
    chosen: int64[n], the option (index into the model's options) of each person; None without a plan.
    objective: exact re-evaluation of `chosen` on the model's own numbers.
    bound: proven upper bound over all allowed options, never below `objective`.
    gap: (bound - objective) / max(1, |objective|).
    loss_gap: (bound - objective) / max(1, ceiling - bound).
    prices: float64[r], what one unit of each row's binding side is worth; the certificate behind `price_bound`. Where
        infeasible, and not None: with no gain at all the priced bound at these prices is below zero, which proves it.
    price_bound: the bound that follows from `prices` alone (`bound.priced_bound`), recomputable without any solver.
    solver: name and version of what was used.
    seconds: wall clock.
    conflict: names that clash, only where infeasible and asked for.
    likely: options that a good plan of a similar model may use: those of the relaxation's point.
    proofs: prices of the rows at which no plan with some numbers of exits keeps them (`by_count`).
    priced: whether `prices` and `likely` are those of this very model's relaxation, which need not be solved again.
    """

    status: Status
    chosen: npt.NDArray[np.int64] | None
    objective: float | None
    bound: float | None
    gap: float | None
    loss_gap: float | None
    prices: npt.NDArray[np.float64] | None
    price_bound: float | None
    solver: str
    seconds: float
    conflict: tuple[RowName, ...] = ()
    likely: npt.NDArray[np.int64] | None = None
    proofs: tuple[npt.NDArray[np.float64], ...] = ()
    priced: bool = False


@dataclass(frozen=True)
class Guess:
    """What is about known of an instance before it is solved: the worth of rows by name, and options that a good plan may use
    (indices; they count where the instance has `options` of them)."""

    prices: Mapping[RowName, float]
    likely: npt.NDArray[np.int64]
    options: int


@dataclass(frozen=True)
class WarmStart:
    """An earlier plan of a similar instance. choice: int64[n + s], its options and seats in this instance; None without a plan.

    prices: for each goal of this instance the worth of rows by name; None where the earlier instance had another goal there.
    """

    choice: npt.NDArray[np.int64] | None
    prices: tuple[Mapping[RowName, float] | None, ...]


def gap_of(objective: float, bound: float) -> float:
    """Contract part 3, Gap: distance to the bound over max(1, |objective|)."""
    return max(0.0, bound - objective) / max(1.0, abs(objective))


def loss_gap_of(objective: float, bound: float, ceiling: float) -> float:
    """Contract part 3, Gap: distance to the bound over max(1, ceiling - bound); it does not flatter a large ministry."""
    return max(0.0, bound - objective) / max(1.0, ceiling - bound)
