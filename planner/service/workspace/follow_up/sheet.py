"""The lines of a follow-up as a sheet that an office fills in, and that sheet when it comes back.

What comes back is somebody's upload: only the guarded child opens it; every cell is read as a roster's cells are, every fault is
told at once, and nothing of it is written unless all of it will do.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from planner.core.columns import Column
from planner.core.errors import InputError, Problem, problem, unknown
from planner.roster.corrections import cell_text
from planner.roster.values.parse import Manner, parse_cells
from planner.roster.values.text import clean_text
from planner.roster.workbook.guarded_reader import RawSheet, read_workbooks
from planner.service.workspace.follow_up.follow import Asked, FollowUp
from planner.service.workspace.follow_up.lines import FIXED, WRITTEN

LINE, VERSION, HEAD = "line", "version", "audit_head"
COLUMNS = (LINE, VERSION, *FIXED, *WRITTEN)
ENDINGS = (".xlsx",)
MOST_ROWS = 60_000
_DAYS, _MONEY, _WHOLE = ("day", "due", "done_on"), ("cost_vnd", "salary_vnd", "paid_vnd"), (LINE, VERSION)
_KINDS = {name: "date" for name in _DAYS} | {name: "money" for name in _MONEY} | {name: "int" for name in _WHOLE}


def sheet_of(found: FollowUp) -> pd.DataFrame:
    """`COLUMNS`, a row a line: texts, days as ISO texts, money as nullable integers."""
    rows = [[line.line, line.number, *(line.content[name] for name in (*FIXED, *WRITTEN))] for line in found.lines]
    frame = pd.DataFrame(rows, columns=list(COLUMNS))
    whole = {name: "Int64" for name in (*_MONEY, *_WHOLE)}
    return frame.astype({name: whole.get(name, "object") for name in COLUMNS})


def read_sheet(path: Path) -> list[Asked]:
    """What a sheet that came back wants written, a row each. InputError with every row and cell that cannot be read."""
    if path.suffix.casefold() not in ENDINGS:
        raise InputError(problem("follow.ending", file=path.name))
    (book,) = read_workbooks([path])
    if book.problem is not None:
        raise InputError(book.problem)
    shown = [sheet for sheet in book.sheets if sheet.visible]
    if len(shown) != 1 or not shown[0].rows:
        raise InputError(problem("follow.one_sheet", file=path.name))
    return _Sheet(path.name, shown[0]).asked()


@dataclass
class _Sheet:
    """A sheet being read."""

    file: str
    sheet: RawSheet

    def asked(self) -> list[Asked]:
        """A wish a row."""
        names = [clean_text(cell[1:]) if cell else "" for cell in self.sheet.rows[0][1]]
        if faults := list(self._of_the_heading(names)):
            raise InputError(faults)
        body = [(row, cells) for row, cells in self.sheet.rows[1:] if any(cells)]
        if len(body) > MOST_ROWS:
            raise InputError(problem("follow.too_many_rows", file=self.file, most=MOST_ROWS))
        columns = {name: self._column(name, names.index(name), body) for name in names if name and name != HEAD}
        faults = [fault for _, found in columns.values() for fault in found]
        if not faults:
            faults = list(self._of_the_lines(columns[LINE][0], columns[VERSION][0], [row for row, _ in body]))
        if faults:
            raise InputError(faults)
        return [self._row(row, at, {name: texts[at] for name, (texts, _) in columns.items()}) for at, (row, _) in enumerate(body)]

    def _row(self, row: int, at: int, cells: dict[str, str]) -> Asked:
        return Asked(
            int(cells[LINE]),
            {name: cells[name] for name in WRITTEN if name in cells},
            int(cells[VERSION]),
            (self.file, self.sheet.name, row),
            {name: cells[name] for name in FIXED if name in cells},
        )

    def _of_the_heading(self, names: Sequence[str]) -> Iterator[Problem]:
        """Columns that are missing, unknown, or there twice."""
        place = {"file": self.file, "sheet": self.sheet.name, "row": self.sheet.rows[0][0]}
        for name in (LINE, VERSION):
            if name not in names:
                yield problem("follow.no_column", **place, name=name)
        for at, name in enumerate(names, 1):
            if name and name not in (*COLUMNS, HEAD):
                yield unknown("follow.no_such_column", name[:60], COLUMNS, **place, column=at)
            elif name and names.count(name) > 1:
                yield problem("follow.column_twice", **place, column=at, name=name)

    def _column(self, name: str, index: int, body: Sequence[tuple[int, Sequence[Any]]]) -> tuple[list[str], list[Problem]]:
        """The canonical texts of a column, and the cells that cannot be read; a doubtful cell is one of them."""
        column = Column(name, _KINDS.get(name, "text"), name, name, "", "")  # type: ignore[arg-type]
        codes, distinct = pd.factorize(np.array([cells[index] if index < len(cells) else None for _, cells in body], dtype=object))
        values, found = parse_cells(column, [str(cell) for cell in distinct], Manner(epoch_1904=self.sheet.epoch_1904))
        texts = [*(cell_text(value, column) for value in values), ""]
        place = {"file": self.file, "sheet": self.sheet.name, "column": index + 1}
        faults = [
            Problem(found[code].message, row=body[at][0], **place) for at, code in enumerate(codes.tolist()) if code in found
        ]  # fmt: skip
        return [texts[code] for code in codes.tolist()], faults

    def _of_the_lines(self, lines: Sequence[str], versions: Sequence[str], rows: Sequence[int]) -> Iterator[Problem]:
        """Rows without a line or a version, and lines that are there twice."""
        seen: set[str] = set()
        for row, line, version in zip(rows, lines, versions, strict=True):
            place = {"file": self.file, "sheet": self.sheet.name, "row": row}
            if not line or not version:
                yield problem("follow.row_without_line", **place)
            elif line in seen:
                yield problem("follow.line_twice", **place, line=int(line))
            seen.add(line)
