"""From tables to one frame: every cell through the parser of its column, every row with the place it came from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from planner.core.columns import Column
from planner.core.errors import Problem, shown_place
from planner.roster.tables.grid import Coded
from planner.roster.tables.table import Table
from planner.roster.values.date_columns import Order, order_of
from planner.roster.values.lookalikes import latin
from planner.roster.values.numbers import is_bare_number
from planner.roster.values.old_letters import converted
from planner.roster.values.parse import Fault, parse_cells, shown
from planner.roster.values.text import clean_text

YEARS_OF_WORK = 60  # a bare number above this cannot be years of insurance
_OF_WORDS = frozenset({"text", "enum", "list", "bool"})
_STRETCHES = 100
BoolArray = npt.NDArray[np.bool_]


@dataclass
class Rows:
    """People or units before validation.

    frame: the schema's columns; text, enum, list and bool as object (None where absent), date `datetime64[s]`, every
        number `float64` (NaN where absent).
    tables: the tables in order; `table[i]` and `row[i]` are where line i of the frame stands in them.
    unread: per column, the lines whose cell could not be read and has its problem already.
    derived: per column, the lines whose value follows from something else; columns where none does are absent.
    """

    frame: pd.DataFrame
    tables: Sequence[Table]
    table: npt.NDArray[np.int64]
    row: npt.NDArray[np.int64]
    unread: dict[str, BoolArray]
    derived: dict[str, BoolArray] = field(default_factory=dict)

    def problem(self, key: str, line: int, field: str | None, /, **params: Any) -> Problem:
        """A problem of one line of the frame, with the place in its file."""
        return self.tables[self.table[line]].problem(key, int(self.row[line]), field, **params)

    def place(self, line: int, column: str) -> str:
        """Where a cell stands, for a message about another cell: `VP!A12`, or `people.csv:12`."""
        table = self.tables[self.table[line]]
        if table.sheet is None:
            return f"{table.file}:{self.row[line]}"
        return f"{table.file}, {table.sheet}!{shown_place(table.places.get(column, 1))}{self.row[line]}"

    def fill(self, column: str, values: npt.NDArray[Any]) -> None:
        """Replaces a column of the frame, as object: pandas would turn text into `str` and None into NaN."""
        self.frame[column] = _series(values)

    def has(self, column: str) -> BoolArray:
        """Which lines come from a table that has the column."""
        owned = np.array([column in table.columns for table in self.tables], dtype=bool)
        return owned[self.table] if len(owned) else np.zeros(0, dtype=bool)


def build_rows(tables: Sequence[Table], columns: tuple[Column, ...]) -> tuple[Rows, list[Problem]]:
    """All lines of all tables in the columns of the schema, and the problems of the cells."""
    problems: list[Problem] = []
    parts: dict[str, list[npt.NDArray[Any]]] = {column.name: [] for column in columns}
    unread: dict[str, list[BoolArray]] = {column.name: [] for column in columns}
    for table in tables:
        for column in columns:
            values, bad, found = _read_column(table, column)
            parts[column.name].append(values)
            unread[column.name].append(bad)
            problems += found
    rows = Rows(
        pd.DataFrame({name: _series(_joined(arrays)) for name, arrays in parts.items()}),
        tables,
        np.repeat(np.arange(len(tables)), [len(t.rows) for t in tables]),
        np.concatenate([t.rows for t in tables]) if tables else np.zeros(0, dtype=np.int64),
        {name: _joined(arrays).astype(bool) for name, arrays in unread.items()},
    )
    for name in {name for table in tables for name in table.derived}:
        owned = np.array([name in table.derived for table in tables], dtype=bool)
        rows.derived[name] = owned[rows.table]
    return rows, problems


def _joined(arrays: list[npt.NDArray[Any]]) -> npt.NDArray[Any]:
    return np.concatenate(arrays) if arrays else np.zeros(0, dtype=object)


def _series(values: npt.NDArray[Any]) -> pd.Series:
    return pd.Series(values, dtype=values.dtype)


def _read_column(table: Table, column: Column) -> tuple[npt.NDArray[Any], BoolArray, list[Problem]]:
    """The values of one column of one table, which rows could not be read, and the problems."""
    height = len(table.rows)
    coded = table.columns.get(column.name)
    nobody = table.spoilt.get(column.name, np.zeros(height, dtype=bool))
    if coded is None:
        return _array(column, [])[np.full(height, -1)], nobody, []
    manner, problems, unclear = table.manners[column.name], [], False
    if manner.months == "unsaid":
        said = _months_unit(table, column, coded)
        problems, unclear = [said] if said else [], said is not None and said.severity == "error"
        manner = replace(manner, months="months")
    if unclear:
        return _array(column, [])[np.full(height, -1)], ~nobody, problems
    if column.kind in _OF_WORDS and not manner.plain:
        coded, said = _out_of_old_letters(table, column, coded)
        problems += said
    order = order_of(coded.cells) if column.kind == "date" and not manner.plain else Order()
    values, faults = parse_cells(column, coded.cells, replace(manner, month_first=order.month_first))
    problems += _problems(table, column, coded, faults)
    errors = [i for i, fault in faults.items() if fault.severity == "error"]
    if order.key:
        problems.append(_of_order(table, column, coded, order))
        if order.severity == "error":
            errors += order.cells
            values = [None if at in order.cells else value for at, value in enumerate(values)]
    return _array(column, values)[coded.codes], nobody | np.isin(coded.codes, errors), problems


def _out_of_old_letters(table: Table, column: Column, coded: Coded) -> tuple[Coded, list[Problem]]:
    """The column in Unicode and in Latin letters, and what is said of it: one warning for all that was converted, one for
    what could not be."""
    problems = []
    for convert, key in ((converted, "old_letters"), (latin, "letters_alike")):
        read = convert(coded.cells)
        for said, cells in ((key, read.changed), ("letters_strange", read.unsure)):
            if cells:
                at, where = cells[0], _cells_named(table, column.name, table.rows[np.isin(coded.codes, cells)])
                shows = {"value": shown(coded.cells[at]), "read": shown(read.cells[at]), "cells": where, "letters": read.name}
                problems.append(table.problem(said, table.heading_row, column.name, severity="warning", **shows))
        coded = Coded(coded.codes, list(read.cells))
    return coded, problems


def _of_order(table: Table, column: Column, coded: Coded, order: Order) -> Problem:
    """What is said of a column of dates with two readings, with the cells that have them."""
    cells = _cells_named(table, column.name, table.rows[np.isin(coded.codes, order.cells)])
    said = {"example": clean_text(order.example), "cells": cells}
    return table.problem(order.key, table.heading_row, column.name, severity=order.severity, **said)


def _cells_named(table: Table, column: str, rows: npt.NDArray[np.int64]) -> str:
    """Cells for a sentence: `D3, D5:D9` in a sheet, rows `3, 5:9` else; at most 100 stretches, then how many there are."""
    stretches = np.split(rows, np.flatnonzero(np.diff(rows) > 1) + 1)
    letter = "" if table.sheet is None else shown_place(table.places.get(column, 1))
    words = [f"{letter}{s[0]}" + (f":{letter}{s[-1]}" if len(s) > 1 else "") for s in stretches[:_STRETCHES]]
    return ", ".join(words) + (f", … ({len(rows)})" if len(stretches) > _STRETCHES else "")


def _months_unit(table: Table, column: Column, coded: Coded) -> Problem | None:
    """What bare numbers under a heading without a unit count: months where one is too large for years, else unknown."""
    used = np.unique(coded.codes[coded.codes >= 0])
    numbers = [coded.cells[i][1:] for i in used if is_bare_number(coded.cells[i])]
    if not numbers:
        return None
    heading = table.headings[column.name].text
    most = max(float(number.strip().replace(",", ".")) for number in numbers)
    if most > YEARS_OF_WORK:
        return table.problem("months_assumed", table.heading_row, column.name, heading=heading, severity="warning")
    return table.problem("months_unit_unsaid", table.heading_row, column.name, heading=heading)


def _problems(table: Table, column: Column, coded: Coded, faults: dict[int, Fault]) -> list[Problem]:
    """A problem for every row whose cell has a fault."""
    if not faults:
        return []
    faulty = np.isin(coded.codes, list(faults))
    wrong = ((row, faults[code]) for row, code in zip(table.rows[faulty].tolist(), coded.codes[faulty].tolist(), strict=True))
    return [table.about(fault.message, row, column.name, severity=fault.severity) for row, fault in wrong]


def _array(column: Column, values: list[Any]) -> npt.NDArray[Any]:
    """The distinct values as an array with one absent value more at the end, where code -1 points."""
    whole = [*values, None]
    if column.kind == "date":
        return np.array([np.datetime64("NaT") if v is None else v for v in whole], dtype="datetime64[s]")
    if column.kind in ("decimal", "percent", "int", "months", "money"):
        return np.array([np.nan if v is None else v for v in whole], dtype=np.float64)
    out = np.empty(len(whole), dtype=object)
    out[:] = whole
    return out
