"""A table found in a file: its known columns, what each is called there, and its rows of people or units."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from planner.core.errors import Place, Problem, Severity
from planner.core.texts import Message
from planner.roster.tables.grid import Coded
from planner.roster.tables.headings import Heading
from planner.roster.tables.unknown_headings import UnknownHeading
from planner.roster.values.parse import Manner

Parts = dict[str, tuple[Place, Coded]]
"""Where each part of a divided column stands, and its cells."""
Known = dict[tuple[str, str], tuple[int, Heading]]
"""The index and the heading of each known column, by its canonical name and the part of it that stands there."""


@dataclass
class Table:
    """A table found: known columns by canonical name, where each stands in the file, and the file's row numbers.

    first: the line of the frame of all people that its first row becomes; None for a table of units.
    cell_places: where the cell of each row stands, for a column that is divided over several. derived: columns that
    follow from others. spoilt: rows whose cell of a column has its problem already. titles: texts above the headings.
    groups: (position before which people the heading of a group stands, its text); group_rows: the row of each.
    sums: (position before which people it stands, row, texts, cells of known columns) of sums, notes below people and headings of groups. unknown: headings over data that
    nothing is known of. above: (row, text) of the titles. left_rows: (reason, rows) that hold something and nobody;
    left_columns: (reason, place, heading) of columns that are not read; reasons as in the texts of `account`.
    beside: (place, heading, cells) of columns that are not read. comments: (row, place, text) of people's cells; stray_comments: of all others. asides: (position before which people it
    stands, row, place, text) of texts in rows that hold nobody, sums and headings of groups left out. struck:
    (row, canonical column, place) of people's cells that are struck through.
    """

    file: str
    sheet: str | None
    heading_row: int | None
    rows: npt.NDArray[np.int64]
    first: int | None = None
    columns: dict[str, Coded] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)
    headings: dict[str, Heading] = field(default_factory=dict)
    manners: dict[str, Manner] = field(default_factory=dict)
    cell_places: dict[str, npt.NDArray[np.object_]] = field(default_factory=dict)
    derived: set[str] = field(default_factory=set)
    spoilt: dict[str, npt.NDArray[np.bool_]] = field(default_factory=dict)
    titles: tuple[str, ...] = ()
    groups: list[tuple[int, str]] = field(default_factory=list)
    unknown: list[UnknownHeading] = field(default_factory=list)
    above: tuple[tuple[int, str], ...] = ()
    left_rows: list[tuple[str, tuple[int, ...]]] = field(default_factory=list)
    left_columns: list[tuple[str, Place, str]] = field(default_factory=list)
    columns_read: int = 0
    sums: list[tuple[int, int, tuple[str, ...], dict[str, str]]] = field(default_factory=list)
    group_rows: list[int] = field(default_factory=list)
    beside: list[tuple[Place, str, Coded]] = field(default_factory=list)
    comments: list[tuple[int, Place, str]] = field(default_factory=list)
    stray_comments: list[tuple[int, Place, str]] = field(default_factory=list)
    asides: list[tuple[int, int, Place, str]] = field(default_factory=list)
    struck: list[tuple[int, str, Place]] = field(default_factory=list)

    def problem(
        self, key: str, row: int | None, field: str | None, /, *, column: Place | None = None, severity: Severity = "error", **params: Any
    ) -> Problem:
        """As `about`, with the text `key` of the reader's catalogue."""
        return self.about(Message(f"roster.{key}", params), row, field, column, severity)

    def about(
        self, message: Message, row: int | None, field: str | None, column: Place | None = None, severity: Severity = "error"
    ) -> Problem:
        """A problem of this table in a row of the file, about a canonical column and the person of that row.

        column: where it stands, if not where the table has that column.
        """
        at = -1 if row is None else int(np.searchsorted(self.rows, row))
        known = 0 <= at < len(self.rows) and self.rows[at] == row
        if column is None and field is not None:
            column = self.cell_places[field][at] if known and field in self.cell_places else self.places.get(field)
        person = self.first + at if known and self.first is not None else None
        return Problem(message, self.file, self.sheet, row, column, severity, field, person)
