"""Problems of people from masks over whole columns."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import numpy as np

from planner.core.dates import as_days
from planner.core.errors import Problem, Severity
from planner.roster.people.build import Rows


class Findings:
    """Collects problems from masks: one for every line where the mask holds."""

    def __init__(self, rows: Rows) -> None:
        self.rows = rows
        self.problems: list[Problem] = []

    def add(self, mask: Any, key: str, column: str, severity: Severity = "error", **params: Callable[[int], Any] | Any) -> None:
        """params: values, or functions of the line. What stands in a cell of dates is given as `date`, of numbers as `value`."""
        given = self._own(column) | params
        for line in np.flatnonzero(np.asarray(mask, dtype=bool)).tolist():
            filled = {name: value(line) if callable(value) else value for name, value in given.items()}
            self.problems.append(self.rows.problem(key, line, column, severity=severity, **filled))

    def _own(self, column: str) -> dict[str, Callable[[int], Any]]:
        kind = self.rows.frame[column].dtype.kind
        return {"date": self.date(column)} if kind == "M" else {"value": self.number(column)} if kind == "f" else {}

    def date(self, column: str) -> Callable[[int], dt.date]:
        """The date of a line, for a message."""
        days = as_days(self.rows.frame[column].to_numpy())
        return lambda line: days[line].item()

    def number(self, column: str) -> Callable[[int], str]:
        """The number of a line, for a message."""
        values = self.rows.frame[column].to_numpy()
        return lambda line: f"{values[line]:.15g}"
