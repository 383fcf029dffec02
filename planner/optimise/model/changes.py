"""A model with one thing changed: rows that no longer hold, a row more, other gains, options that may not be chosen."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array, vstack

from planner.optimise.model.rows import Model, RowName, Rows
from planner.scenario.requirement_kinds import Counts, Kind, Side

AT_LEAST = Kind("asked_least", ("asked", "at_least"), (), Side.LOWER, Counts.POINTS)
AT_MOST = Kind("asked_most", ("asked", "at_most"), (), Side.UPPER, Counts.POINTS)
"""Rows that no scenario asks for: a question's own limit."""


def without_rows(model: Model, rows: npt.NDArray[np.integer]) -> Model:
    """The model without these rows; they keep their places, so that prices still fit, and bind nothing."""
    lower, upper = model.rows.lower.copy(), model.rows.upper.copy()
    lower[rows], upper[rows] = -np.inf, np.inf
    return replace(model, rows=model.rows.between(lower, upper))


def with_row(model: Model, amount: npt.NDArray[np.int64], *, least: float = -np.inf, most: float = np.inf) -> Model:
    """The model with `least <= amount @ x <= most` as its last row. amount: int64[m], whole numbers below 2**53."""
    rows = model.rows
    kind = AT_MOST if np.isfinite(most) else AT_LEAST
    last = csr_array(amount.astype(np.float64)[None, :])
    matrix = csr_array(vstack([rows.matrix, last]))
    return replace(
        model,
        rows=Rows(matrix, np.r_[rows.lower, least], np.r_[rows.upper, most], (*rows.names, RowName(kind))),
    )


def among(model: Model, open_to: npt.NDArray[np.bool_]) -> Model:
    """The model in which only the allowed options of these may be chosen. open_to: bool[m]."""
    return replace(model, allowed=model.allowed & open_to)


def with_gain(model: Model, gain: npt.NDArray[np.float64]) -> Model:
    """The model with another goal. gain: float64[m]."""
    return replace(model, gain=gain, constant=0.0)
