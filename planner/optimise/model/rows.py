"""The model as data: named rows over the options. Everybody reads these: solver, checker of conflicts, exporter."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt
from scipy.sparse import csc_array, csr_array

from planner.optimise.model.hashing import fingerprints
from planner.scenario.paths import KeyPath
from planner.scenario.requirement_kinds import Dim, Kind, Scope


@dataclass(frozen=True, slots=True)
class RowName:
    """What a row says, or what forbids an option: a requirement, and what it is about, dimension by dimension."""

    kind: Kind
    scope: Scope = ()

    @property
    def requirement(self) -> str:
        """The key path in the scenario, as `plan.json` and messages show it."""
        return self.kind.path(self.scope)

    @property
    def shown(self) -> str:
        """Unit, period, group or person, as `plan.json` and messages show it; empty for the whole ministry."""
        return self.kind.shown(self.scope)

    @property
    def number(self) -> KeyPath:
        """The steps to the scenario's number that a repair changes."""
        return self.kind.number(self.scope)

    @property
    def of_number(self) -> str:
        """As `shown`, of that number: one that holds in every period is a unit's alone."""
        return self.kind.shown(self.scope) if Dim.PERIOD not in self.kind.scope[1:] else str(self.at(Dim.UNIT))

    @property
    def every(self) -> RowName:
        """The name of all rows that a planner would change at once with this one."""
        return RowName(self.kind, self.kind.every(self.scope))

    def at(self, dim: Dim) -> str | int:
        """What it is about in one dimension."""
        return self.scope[self.kind.scope.index(dim)]


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

    @cached_property
    def looks(self) -> npt.NDArray[np.uint64]:
        """A fingerprint of each option's column: uint64[m, 2]."""
        return fingerprints(self.columns)

    def between(self, lower: npt.NDArray[np.float64], upper: npt.NDArray[np.float64]) -> Rows:
        """The same rows with other sides; what was worked out of the matrix is not worked out again."""
        other = replace(self, lower=lower, upper=upper)
        other.__dict__.update({name: self.__dict__[name] for name in _OF_MATRIX if name in self.__dict__})
        return other

    def where(self, holds: Callable[[Kind], bool]) -> npt.NDArray[np.bool_]:
        """The rows of the requirements of which something holds: bool[r]."""
        return np.fromiter((holds(name.kind) for name in self.names), dtype=bool, count=len(self.names))


_OF_MATRIX = ("columns", "looks")
"""What is worked out of the matrix alone."""


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
