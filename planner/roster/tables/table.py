"""A table found in a file: its known columns, what each is called there, and its rows of people or units."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from planner.core.errors import Problem, problem
from planner.roster.tables.grid import Coded
from planner.roster.tables.headings import Heading
from planner.roster.tables.mapping import UnknownHeading
from planner.roster.values.cells import Manner


@dataclass
class Table:
    """A table found: known columns by canonical name, what each is called in the file, and the file's row numbers.

    cell_labels: the label of each row where a column is divided over several. derived: columns that follow from others.
    spoilt: rows whose cell of a column has its problem already. titles: texts above the headings. groups: (position
    before which people the heading of a group stands, its text). unknown: headings over data that nothing is known of.
    """

    file: str
    sheet: str | None
    heading_row: int | None
    rows: npt.NDArray[np.int64]
    columns: dict[str, Coded] = field(default_factory=dict)
    labels: dict[str, str] = field(default_factory=dict)
    headings: dict[str, Heading] = field(default_factory=dict)
    manners: dict[str, Manner] = field(default_factory=dict)
    cell_labels: dict[str, npt.NDArray[np.object_]] = field(default_factory=dict)
    derived: set[str] = field(default_factory=set)
    spoilt: dict[str, npt.NDArray[np.bool_]] = field(default_factory=dict)
    titles: tuple[str, ...] = ()
    groups: list[tuple[int, str]] = field(default_factory=list)
    unknown: list[UnknownHeading] = field(default_factory=list)

    def problem(self, key: str, row: int | None, column: str | None, **params: Any) -> Problem:
        """A problem of this table; `column` is canonical and becomes the letter or name of the file."""
        label = self.labels.get(column) if column else None
        if column in self.cell_labels and row is not None:
            label = str(self.cell_labels[column][int(np.searchsorted(self.rows, row))])
        return problem(f"roster.{key}", file=self.file, sheet=self.sheet, row=row, column=label, **params)
