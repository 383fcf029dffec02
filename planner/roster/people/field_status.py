"""How each value of a roster came about: read, derived, assumed, or doubtful; and what the doubt is.

`absent`: the cell has no value. `read`: it stands in the sheet (also an empty cell under a heading that is there, which
the schema gives a meaning). `derived`: it follows from something else in the sheet: the level from the title, the sex from
the column of the birth date, the unit from the tab. `assumed`: nothing says so: a date of which only the year is known, a
column that the sheet lacks. `doubtful`: it was read, and something about it should be confirmed.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from planner.core.columns import ROSTER
from planner.core.errors import Problem, problem
from planner.core.texts import Message
from planner.roster.workbook.roster_files import status_beside

if TYPE_CHECKING:
    from planner.roster.people.build import Rows

STATUSES = ("absent", "read", "derived", "assumed", "doubtful")
ABSENT, READ, DERIVED, ASSUMED, DOUBTFUL = range(len(STATUSES))
EVERYBODY = "*"
"""Stands for all ids in the file of a status, where a column is the same for everybody."""
FILE_COLUMNS = ("employee_id", "column", "status", "key", "params", "file", "sheet", "row", "label")

_AT = {column.name: i for i, column in enumerate(ROSTER)}
_ASSUMED_KEYS = frozenset({"date_year_only", "date_month_only", "months_assumed", "title_unknown"})
# Warnings of a heading or a whole list that doubt a value of every row.
_OF_A_TABLE = frozenset({"months_assumed", "list_twice", "sheet_of_another_day"})
OF_A_SHEET = frozenset({"sheet_of_another_day"})
"""Of these, the ones that are one question for the whole sheet, at their own place."""
# Warnings that say where a value comes from, not that it may be wrong.
_NO_DOUBT = frozenset({"id_made"})
# Warnings about a row stand at its name; what they doubt is another column, or the person as a whole.
_ABOUT = {**dict.fromkeys(("title_unknown", "title_ended", "title_short"), "position_level"), "sheet_of_another_day": "si_months"}


@dataclass(frozen=True)
class DoubtfulField:
    """One value to confirm: the person's row, the column, `ASSUMED` or `DOUBTFUL`, what was said of it, and its place."""

    line: int
    column: str
    status: int
    message: Message
    file: str | None = None
    sheet: str | None = None
    row: int | None = None
    label: str | None = None


@dataclass(frozen=True)
class FieldStatus:
    """codes: uint8[n, columns of the schema], positions in `STATUSES`. doubts: the single values to confirm, in order.
    lacking: the columns that no sheet had.

    Columns that a sheet lacks are `ASSUMED` in `codes` and have no doubts of their own.
    """

    codes: npt.NDArray[np.uint8]
    doubts: tuple[DoubtfulField, ...] = ()
    lacking: tuple[str, ...] = ()

    def of(self, column: str) -> npt.NDArray[np.uint8]:
        """uint8[n]: the status of one canonical column."""
        return self.codes[:, _AT[column]]

    def settled(self, lines: Iterable[int], column: str) -> FieldStatus:
        """The status after these cells were corrected or confirmed: they count as read, and nothing is doubted in them."""
        codes, rows = self.codes.copy(), set(map(int, lines))
        codes[list(rows), _AT[column]] = READ
        return replace(self, codes=codes, doubts=tuple(d for d in self.doubts if d.column != column or d.line not in rows))

    def with_doubts(self, doubts: Sequence[DoubtfulField]) -> FieldStatus:
        """The status with further doubts, as later rooms find them."""
        codes = self.codes.copy()
        for doubt in doubts:
            codes[doubt.line, _AT[doubt.column]] = max(codes[doubt.line, _AT[doubt.column]], doubt.status)
        return replace(self, codes=codes, doubts=(*self.doubts, *doubts))

    def rows(self, lines: npt.NDArray[np.int64]) -> FieldStatus:
        """The status of some people, in the order of `lines`; -1 stands for a person who joins, whose cells are read."""
        codes = np.full((len(lines), len(ROSTER)), READ, dtype=np.uint8)
        known = lines >= 0
        codes[known] = self.codes[lines[known]]
        position = {int(line): at for at, line in enumerate(lines.tolist()) if line >= 0}
        doubts = (replace(d, line=position[d.line]) for d in self.doubts if d.line in position)
        return replace(self, codes=codes, doubts=tuple(sorted(doubts, key=lambda d: d.line)))


def status_of(people: Rows, typed: pd.DataFrame, problems: Sequence[Problem]) -> FieldStatus:
    """The status of every value of `typed`, the canonical people that `people` became."""
    codes = np.full((len(typed), len(ROSTER)), READ, dtype=np.uint8)
    for at, column in enumerate(ROSTER):
        missing = ~people.has(column.name)
        values = typed[column.name]
        empty = values.isna().to_numpy() if column.kind != "list" else values.eq("").to_numpy()
        codes[missing & ~empty, at] = ASSUMED
        derived = people.derived.get(column.name)
        if derived is not None:
            codes[derived, at] = DERIVED
        codes[empty, at] = ABSENT
    lacking = tuple(column.name for column in ROSTER if len(typed) and not people.has(column.name).any())
    return FieldStatus(codes, lacking=lacking).with_doubts(_doubts(people, problems))


def doubted_field(problem: Problem) -> str | None:
    """The canonical column that a warning says should be confirmed; None where it doubts no value."""
    key = problem.message.key.removeprefix("roster.")
    return None if problem.severity == "error" or key in _NO_DOUBT else _ABOUT.get(key, problem.field)


def doubts_of(warning: Problem, lines: Iterable[int]) -> list[DoubtfulField]:
    """What a warning doubts of the people in these lines of the frame; empty where it doubts no value."""
    column = doubted_field(warning)
    if column is None:
        return []
    status = ASSUMED if warning.message.key.removeprefix("roster.") in _ASSUMED_KEYS else DOUBTFUL
    place = (warning.file, warning.sheet, warning.row, warning.label)
    return [DoubtfulField(line, column, status, warning.message, *place) for line in lines]


def _doubts(people: Rows, problems: Sequence[Problem]) -> list[DoubtfulField]:
    """The warnings about a person's value, as doubts; one that is told of a whole table doubts the value of each row."""
    found = []
    for warning in problems:
        if warning.person is not None:
            found += doubts_of(warning, [warning.person])
        elif warning.message.key.removeprefix("roster.") in _OF_A_TABLE:
            number = next(at for at, table in enumerate(people.tables) if (table.file, table.sheet) == (warning.file, warning.sheet))
            lines = np.flatnonzero(people.table == number)
            of_rows = warning.message.key.removeprefix("roster.") not in OF_A_SHEET
            doubts = doubts_of(warning, lines.tolist())
            found += [replace(doubt, row=int(people.row[doubt.line])) for doubt in doubts] if of_rows else doubts
    return found


# ---- beside a canonical file


def status_table(status: FieldStatus, ids: pd.Series) -> pd.DataFrame:
    """What is not simply read or absent, a row a value: [employee_id, column, status, key, params, file, sheet, row, label].

    All text. `*` for the id: everybody, where a column is the same for all; with the status `absent`, no sheet had the
    column. key and params: the catalogue's text.
    """
    names = ids.to_numpy(dtype=object)
    said = {(d.line, _AT[d.column]) for d in status.doubts}
    rows: list[tuple[str, ...]] = [(EVERYBODY, name, STATUSES[ABSENT], *[""] * 6) for name in status.lacking]
    for at, column in enumerate(ROSTER):
        codes = status.codes[:, at]
        if len(codes) and codes[0] in (DERIVED, ASSUMED) and (codes == codes[0]).all():
            rows.append((EVERYBODY, column.name, STATUSES[codes[0]], *[""] * 6))
            continue
        for line in np.flatnonzero((codes == DERIVED) | (codes == ASSUMED) | (codes == DOUBTFUL)).tolist():
            if (line, at) not in said:
                rows.append((names[line], column.name, STATUSES[codes[line]], *[""] * 6))
    for d in status.doubts:
        place = (d.file or "", d.sheet or "", "" if d.row is None else str(d.row), d.label or "")
        rows.append((names[d.line], d.column, STATUSES[d.status], d.message.key, packed(d.message.params), *place))
    return pd.DataFrame(rows, columns=list(FILE_COLUMNS), dtype=object)


def read_status(roster: Path, people: pd.DataFrame, refused: bool = False) -> tuple[FieldStatus | None, list[Problem]]:
    """The status that stands beside a canonical file; None where there is none. A file that does not fit is a warning.

    refused: whether the guard of all files has turned it away.
    """
    path = status_beside(roster)
    if roster.suffix.casefold() not in (".csv", ".parquet") or not path.is_file():
        return None, []
    try:
        if refused:
            raise ValueError("refused")
        table = _table_of(path)
        return _status_from(table, people), []
    except (ValueError, KeyError, OSError, TypeError, AttributeError):
        return None, [problem("roster.status_damaged", file=path.name, severity="warning")]


def _table_of(path: Path) -> pd.DataFrame:
    from planner.roster.values.text import unprotect

    if path.suffix.casefold() == ".parquet":
        return pd.read_parquet(path).astype(object)
    frame = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8")
    return pd.DataFrame({name: unprotect(frame[name]) for name in frame.columns}, dtype=object)


def _status_from(table: pd.DataFrame, people: pd.DataFrame) -> FieldStatus:
    if list(table.columns) != list(FILE_COLUMNS):
        raise ValueError("columns")
    codes = np.full((len(people), len(ROSTER)), READ, dtype=np.uint8)
    for at, column in enumerate(ROSTER):
        values = people[column.name]
        codes[(values.eq("") if column.kind == "list" else values.isna()).to_numpy(), at] = ABSENT
    line_of = {name: line for line, name in enumerate(people["employee_id"])}
    doubts, lacking, tried = [], [], set()
    for name, column, word, key, params, file, sheet, row, label in table.itertuples(index=False):
        code, at = STATUSES.index(word), _AT[column]
        if name == EVERYBODY:
            if code == ABSENT:
                lacking.append(str(column))
            else:
                codes[:, at] = code
            continue
        line, said = line_of[name], unpacked(params) if key else {}
        if "read" in said and people[column].iloc[line] != pd.Timestamp(said["read"]):
            continue  # somebody has since written the full date
        codes[line, at] = code
        if key:
            place = (file or None, sheet or None, int(row) if row else None, label or None)
            doubts.append(DoubtfulField(line, column, code, Message(key, said), *place))
            shape = (key, *((name, type(value)) for name, value in said.items()))
            if shape not in tried:
                doubts[-1].message.render()  # what cannot be said is no status of ours
                tried.add(shape)
    return FieldStatus(codes, tuple(doubts), tuple(lacking))


def packed(params: dict[str, Any]) -> str:
    """The values of a message as JSON; dates and messages within it are marked."""
    return json.dumps(params, ensure_ascii=False, default=_plain)


def _plain(value: Any) -> Any:
    if isinstance(value, dt.date):
        return {"date": value.isoformat()}
    if isinstance(value, Message):
        return {"text": value.key, "params": value.params}
    return value.item() if isinstance(value, np.generic) else str(value)


def unpacked(text: str) -> dict[str, Any]:
    """The values of a message again. ValueError where the text is no JSON."""
    def whole(value: dict[str, Any]) -> Any:
        if set(value) == {"date"}:
            return dt.date.fromisoformat(value["date"])
        return Message(value["text"], value["params"]) if set(value) == {"text", "params"} else value

    return dict(json.loads(text, object_hook=whole))
