"""Corrections of units: name, kind and quota. In the ledger the unit's id stands where a person's does, and the column
begins with `units.`.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from planner.core.columns import UNITS_BY_NAME, Column
from planner.core.errors import InputError, Problem, problem
from planner.roster.corrections.cell_text import canonical, cell_text, now, same
from planner.roster.people.correction import Correction
from planner.roster.people.frame import Roster, typed_units
from planner.roster.values.parse import Manner, parse_cells
from planner.roster.values.text import clean_text, fold

PREFIX = "units."
"""Before the name of a column of the units table, in the ledger."""
CORRECTED = ("name", "kind", "assigned_quota")
"""What can be corrected of a unit."""


def is_of_unit(entry: Correction) -> bool:
    """Whether an entry of the ledger is about a unit."""
    return entry.column.startswith(PREFIX)


def unit_column(name: str) -> Column | None:
    """The column of the units table that `units.NAME` stands for; None where it cannot be corrected."""
    plain = name.removeprefix(PREFIX)
    return UNITS_BY_NAME[plain] if name.startswith(PREFIX) and plain in CORRECTED else None


def stands(units: pd.DataFrame, unit: str, column: Column) -> str | None:
    """What stands in a cell of the units table as canonical text; None where there is no such unit."""
    rows = np.flatnonzero(units["unit"].eq(unit))
    return cell_text(units[column.name].iloc[rows[0]], column) if len(rows) else None


def correct_unit(
    roster: Roster, unit: str, column: str, written: str, *, by: str, reason: str, from_file: str = "app", at: str | None = None, author: str = ""
) -> Correction:
    """An accepted correction of one cell of the units table, `written` as a user types it. column: `units.NAME`. author: who
    has signed in.

    InputError where it cannot be read, is negative, leaves the name empty, or unit or column are unknown.
    """
    kind = unit_column(column)
    if kind is None:
        raise InputError(problem("corrections.unknown_column", column=column, name=column))
    before = stands(roster.units, unit, kind)
    if before is None:
        raise InputError(problem("corrections.unknown_unit_corrected", column="unit", name=unit))
    after, fault = _read(kind, written)
    if fault is None:
        fault = _wrong(roster.units, unit, kind, after)
    if fault is not None:
        raise InputError(Problem(fault.message, column=column))
    return Correction(unit, column, before, after, True, by, at or now(), from_file, reason, author)


def take_unit(units: pd.DataFrame, entry: Correction, file: str, line: int) -> tuple[pd.DataFrame, Problem | None]:
    """The units table with an accepted entry in it, or what is wrong with the entry, at its line of the ledger."""
    column = unit_column(entry.column)

    def wrong(key: str, where: str, **said: Any) -> tuple[pd.DataFrame, Problem]:
        return units, problem(f"corrections.{key}", file=file, row=line, column=where, **said)

    if column is None:
        return wrong("unknown_column", "column", name=entry.column)
    now_there = stands(units, entry.employee_id, column)
    if now_there is None:
        return wrong("unknown_unit_corrected", "employee_id", name=entry.employee_id)
    if not same(entry.before, now_there, column):
        said = {"before": entry.before or "–", "now": now_there or "–"}
        return wrong("before_differs", "before", name=entry.employee_id, column_name=entry.column, **said)
    after, fault = _read(column, entry.after)
    fault = fault or _wrong(units, entry.employee_id, column, after)
    if fault is not None:
        return units, Problem(fault.message, file, None, line, "after")
    return with_value(units, entry.employee_id, column, after), None


def with_value(units: pd.DataFrame, unit: str, column: Column, text: str) -> pd.DataFrame:
    """A copy of the units table with canonical text in one cell."""
    changed = units.copy()
    value: Any = None if not text else int(text) if column.kind == "int" else text
    cells = changed[column.name].astype(object).where(changed[column.name].notna(), None)
    cells[changed["unit"].eq(unit)] = value
    return typed_units(changed.assign(**{column.name: cells}))


def _read(column: Column, written: str) -> tuple[str, Problem | None]:
    """Canonical text of what was written, or why it cannot be read."""
    if not clean_text(written):
        return canonical(None, column), None
    (value,), faults = parse_cells(column, ["s" + written], Manner())
    if 0 in faults and faults[0].severity == "error":
        return "", Problem(faults[0].message)
    return canonical(value, column), None


def _wrong(units: pd.DataFrame, unit: str, column: Column, after: str) -> Problem | None:
    """What a sheet would be refused for as well: no name, the name of another unit, a quota below nothing."""
    if column.name == "name":
        others = units.loc[units["unit"].ne(unit), ["unit", "name"]]
        twin = next((u for u, name in zip(others["unit"], others["name"], strict=True) if fold(str(name)) == fold(after)), None)
        if not after:
            return problem("corrections.unit_without_name", name=unit)
        return None if twin is None else problem("corrections.unit_name_taken", name=after, other=twin)
    if column.kind == "int" and after and int(after) < 0:
        return problem("corrections.unit_negative", name=unit, value=after)
    return None
