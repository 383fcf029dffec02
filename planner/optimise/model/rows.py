"""The model as data: named rows over the options. Everybody reads these: solver, checker of conflicts, exporter."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
from scipy.sparse import csc_array, csr_array


@dataclass(frozen=True, slots=True)
class RowName:
    """What a row says: the scenario's key path, and the unit, period, group or person it is about."""

    requirement: str
    """Key path in the scenario, such as `periods.2030.reduction_at_least`."""
    scope: str
    """Unit id, period name, group or employee id; empty for the whole ministry."""


BALANCE = "redeploy.balance"
"""Requirement of the rows that say: as many people move in as move out."""
COUNT = "exits.count"
"""Requirement of the row that says: the count of exits is the number of exits."""
ALWAYS = (BALANCE, COUNT)
"""Rows that are no wish of the scenario but part of what a plan is: they never give way and stand in no conflict."""


def key_of(requirement: str) -> str:
    """The key that a planner would change for all rows like this one: single units and list entries are written `*`."""
    parts = requirement.split(".")
    if parts[:2] == ["units", "by_unit"]:
        return f"units.by_unit.*.{parts[-1]}"
    return ".".join([*parts[:-1], "*"]) if parts[0] == "keep" and parts[-1].isdigit() and parts[1] != "positions" else requirement


@dataclass(frozen=True)
class Rows:
    """r rows `lower <= matrix @ x <= upper` over m options (x binary; unbounded side: ±inf).

    Coefficients and finite bounds are integers stored as float64, exact up to 2**53.
    """

    matrix: csr_array
    lower: npt.NDArray[np.float64]
    upper: npt.NDArray[np.float64]
    names: tuple[RowName, ...]

    @cached_property
    def columns(self) -> csc_array:
        """The matrix by columns; made once, since many models share their rows."""
        columns = csc_array(self.matrix)
        columns.sort_indices()
        return columns


@dataclass(frozen=True)
class Model:
    """Choose exactly one allowed option for each person; keep the rows; maximise `constant + gain @ x`.

    start: int64[n+1]; options of person i are start[i]:start[i+1].
    gain: float64[m]; the objective's coefficient of each option.
    constant: float; part of the objective that no choice changes.
    allowed: bool[m]; options that may be chosen (`barred == 0`).
    rows: the requirements.
    ceiling: retained_merit x merit of everybody, the reference of `loss_gap`.
    seats: how many of the "people", the last ones, are not people but seats (`planner/instance/seats.py`) or digits
        (`planner/optimise/model/exit_counter.py`), taken or not.
    """

    start: npt.NDArray[np.int64]
    gain: npt.NDArray[np.float64]
    constant: float
    allowed: npt.NDArray[np.bool_]
    rows: Rows
    ceiling: float
    seats: int = 0
