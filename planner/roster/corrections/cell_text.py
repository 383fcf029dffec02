"""Cells of the roster as canonical text, and one correction made in place."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from planner.core.columns import ROSTER_BY_NAME, Column
from planner.core.errors import InputError, Problem, problem
from planner.roster.people.correction import Correction
from planner.roster.people.frame import Roster
from planner.roster.values.parse import Manner, parse_cells
from planner.roster.values.text import clean_text

ID = "employee_id"


def cell_text(value: Any, column: Column) -> str:
    """One typed value of the roster as canonical text: ISO date, `true`/`false`, decimal point, "" where absent."""
    if value is None or value is pd.NA or value != value:
        return ""
    if column.kind == "date":
        return str(np.datetime64(value, "D"))
    if column.kind == "bool":
        return "true" if value else "false"
    if column.kind in ("decimal", "percent"):
        return f"{float(value):.15g}"
    if column.kind in ("int", "months", "money"):
        return str(int(value))
    return str(value)


def column_texts(series: pd.Series, column: Column) -> npt.NDArray[np.object_]:
    """A column of the roster as canonical texts; each different value is written once."""
    codes, found = pd.factorize(series)
    words = np.array([*(cell_text(value, column) for value in found), ""], dtype=object)
    texts: npt.NDArray[np.object_] = words[codes]
    return texts


def canonical(value: Any, column: Column) -> str:
    """A parsed value (None where the cell is empty) as canonical text, with the schema's value for absent."""
    return cell_text(column.absent if value is None else value, column)


def current(roster: Roster, employee_id: str, column: str) -> str:
    """What stands in a cell of the roster. InputError where nobody has the id, or there is no such column."""
    kind = ROSTER_BY_NAME.get(column)
    if kind is None:
        raise InputError(problem("corrections.unknown_column", column=column, name=column))
    rows = np.flatnonzero(roster.people[ID].eq(employee_id))
    if not len(rows):
        raise InputError(problem("corrections.unknown_person", column=ID, name=employee_id))
    return cell_text(roster.people[column].iloc[rows[0]], kind)


def correct(
    roster: Roster, employee_id: str, column: str, written: str, *, by: str, reason: str, from_file: str = "app", at: str | None = None, author: str = ""
) -> Correction:
    """An accepted correction of one cell, `written` as a user types it ("12/05/1970", "3,66", "Nam"). An id for which
    nothing is written is a person who goes. author: who has signed in.

    InputError with the parser's sentence where it cannot be read, or person or column are unknown.
    """
    before = current(roster, employee_id, column)
    kind = ROSTER_BY_NAME[column]
    if column == ID and not clean_text(written):
        return Correction(employee_id, ID, before, "", True, by, at or now(), from_file, reason, author)
    if column == ID:
        raise InputError(problem("corrections.id_fixed", column=column, name=employee_id))
    after = ""
    if clean_text(written):
        (value,), faults = parse_cells(kind, ["s" + written], Manner())
        if 0 in faults and faults[0].severity == "error":
            raise InputError(Problem(faults[0].message, column=column))
        after = canonical(value, kind)
    elif not kind.required:
        after = canonical(None, kind)
    if kind.required and not after:
        raise InputError(problem("corrections.required", column=column, name=employee_id))
    return Correction(employee_id, column, before, after, True, by, at or now(), from_file, reason, author)


def now() -> str:
    """This moment as a ledger writes it."""
    return dt.datetime.now(dt.UTC).isoformat(timespec="seconds")


def same(before: str, stands: str, column: Column) -> bool:
    """Whether `before` says what stands there, in whatever spelling a spreadsheet left it."""
    if before == stands:
        return True
    if not clean_text(before):
        return canonical(None, column) == stands
    for manner in (Manner(plain=True), Manner()):
        (value,), faults = parse_cells(column, ["s" + before], manner)
        if not any(fault.severity == "error" for fault in faults.values()) and canonical(value, column) == stands:
            return True
    return False
