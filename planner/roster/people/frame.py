"""The roster in memory: people and units as typed frames, validated once and trusted afterwards."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pandas as pd

from planner.core.columns import ROSTER, UNITS, Column
from planner.core.errors import Place, Problem, in_row
from planner.roster.people.correction import Correction
from planner.roster.people.field_status import FieldStatus

if TYPE_CHECKING:
    from planner.roster.tables.account import Account


@dataclass(frozen=True)
class Origin:
    """Where each line of `Roster.people` stands in the files, for problems that later rooms find.

    tables: (file, sheet, canonical column to where it stands) of each table, those of units last; sheet is None for CSV
        and Parquet.
    table, row: int32[n], the line's table and its row there.
    """

    tables: tuple[tuple[str, str | None, dict[str, Place]], ...]
    table: npt.NDArray[np.int32]
    row: npt.NDArray[np.int32]

    def place(self, line: int, column: str) -> tuple[str, str | None, int, Place | None]:
        """(file, sheet, row, place of the column) of one cell; the last is None where the table lacks the column."""
        file, sheet, places = self.tables[self.table[line]]
        return file, sheet, int(self.row[line]), places.get(column)

    def order(self, problem: Problem) -> tuple[int, int, int, str]:
        """A key that sorts problems as they stand: what concerns the whole first, then sheet by sheet, by row and column."""
        sheets = [table[:2] for table in self.tables]
        at = sheets.index((problem.file, problem.sheet)) if (problem.file, problem.sheet) in sheets else -1  # type: ignore[arg-type]
        return at, *in_row(problem)


@dataclass(frozen=True)
class Roster:
    """People and units of one snapshot.

    people: one row a person in the file's order, RangeIndex, every column of `columns.ROSTER` in that order. Types by
        kind: text and enum `str` (absent NaN); date `datetime64[s]` (NaT); decimal and percent `float64` (NaN, or 0
        where the schema says so; percent as 25.0); int, months and money `int64` where required or with a value for
        absent, else nullable `Int64`; bool `bool`; list `str`, items joined by ";" in NFC, "" where none.
    units: one row a unit, every column of `columns.UNITS`, same types; `name` filled with the id where absent. Every
        `people.unit` is a `units.unit`.
    problems: the warnings of reading (errors raise `InputError` instead).
    sha256: fingerprint of the canonical content of both frames; equal content gives equal fingerprints.
    source: the path as the user gave it.
    origin: where each person stands in the files; None for rosters that were not read from any.
    corrections: the ledger that was applied after reading, refused entries included.
    status: how each value came about (read, derived, assumed, doubtful); None for rosters that were not read.
    account: what was seen, read and not read of its files; None for rosters that were not read by `load`.
    """

    people: pd.DataFrame
    units: pd.DataFrame
    problems: tuple[Problem, ...]
    sha256: str
    source: str
    origin: Origin | None = field(default=None, compare=False, repr=False)
    corrections: tuple[Correction, ...] = field(default=(), compare=False, repr=False)
    status: FieldStatus | None = field(default=None, compare=False, repr=False)
    account: Account | None = field(default=None, compare=False, repr=False)


def dtype_of(column: Column) -> str | pd.StringDtype:
    """The pandas dtype of a canonical column."""
    if column.kind in ("text", "enum", "list"):
        return pd.StringDtype(na_value=np.nan)
    if column.kind == "date":
        return "datetime64[s]"
    if column.kind in ("decimal", "percent"):
        return "float64"
    if column.kind == "bool":
        return "bool"
    return "int64" if column.required or column.absent is not None else "Int64"


def typed(frame: pd.DataFrame, columns: tuple[Column, ...]) -> pd.DataFrame:
    """`frame` with exactly `columns`, in order and typed; absent columns and cells take the schema's absent value."""
    out: dict[str, pd.Series] = {}
    for column in columns:
        series = frame[column.name] if column.name in frame else pd.Series(None, index=frame.index, dtype=object)
        if column.kind == "list":
            series = series.fillna("")
        elif column.absent is not None:
            series = series.astype(object).where(series.notna(), column.absent)
        out[column.name] = series.astype(dtype_of(column))
    return pd.DataFrame(out, index=frame.index).reset_index(drop=True)


def typed_people(frame: pd.DataFrame) -> pd.DataFrame:
    """`frame` in the canonical roster columns and types."""
    return typed(frame, ROSTER)


def typed_units(frame: pd.DataFrame) -> pd.DataFrame:
    """`frame` in the canonical unit columns and types."""
    return typed(frame, UNITS)
