"""Reading a roster: files to tables, tables to frames, every problem at once."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

from planner.errors import InputError, Problem, errors_of, problem
from planner.roster.source import Source, open_source

if TYPE_CHECKING:
    import pandas as pd

    from planner.roster.build import Rows
    from planner.roster.frame import Origin, Roster


def read_roster(path: str | Path) -> Roster:
    """The roster at `path` (workbook, folder of workbooks, CSV, Parquet), typed as `Roster` says, its warnings with it.

    InputError, with errors and warnings, where anything is wrong.
    """
    roster, problems = inspect_roster(path)
    if roster is None:
        raise InputError(problems)
    return roster


def inspect_roster(path: str | Path) -> tuple[Roster | None, list[Problem]]:
    """The roster (None where there is any error) and all problems: by file and sheet, then by row."""
    try:
        source = open_source(path)
    except InputError as error:
        return None, list(error.problems)
    people, units, problems = _read(source)
    if errors_of(problems):
        return None, problems
    from planner.roster.fingerprint import fingerprint
    from planner.roster.frame import Roster, typed_people, typed_units

    people_frame = typed_people(people.frame)
    units_frame = typed_units(_named(units, people))
    sha256 = fingerprint(people_frame, units_frame)
    return Roster(people_frame, units_frame, tuple(problems), sha256, str(path), _origin(people, units)), problems


def _origin(people: Rows, units: Rows) -> Origin:
    """Where each line of people stands in the files; the tables of units follow, for the order of problems."""
    import numpy as np

    from planner.roster.frame import Origin

    tables = tuple((table.file, table.sheet, dict(table.labels)) for table in (*people.tables, *units.tables))
    return Origin(tables, people.table.astype(np.int32), people.row.astype(np.int32))


def _read(source: Source) -> tuple[Rows, Rows, list[Problem]]:
    """People and units with ids, units and levels filled, and all problems in order."""
    from planner.roster import derive, validate  # pandas comes with them, while the child process reads
    from planner.roster.build import build_rows
    from planner.roster.tables import read_tables
    from planner.schema import ROSTER, UNITS

    tables = read_tables(source)
    problems = tables.problems
    people, found = build_rows(tables.people, ROSTER)
    problems += found
    units, found = build_rows(tables.units, UNITS)
    problems += found
    problems += validate.check_units(units)
    has_units = bool(tables.units)
    problems += derive.set_units(people, derive.UnitNames(units.frame) if has_units else None)
    problems += derive.set_ids(people)
    problems += derive.set_levels(people)
    today = dt.date.today()
    problems += validate.check_people(people, today)
    if not len(people.frame) and not errors_of(problems):
        problems.append(problem("roster.nobody", file=source.path.name))
    if has_units:
        problems += validate.check_units_used(units, set(people.frame["unit"].dropna()))
    elif len(people.frame):
        problems.append(problem("roster.no_units_table", file=source.path.name, severity="warning"))
    return people, units, _in_order(problems, source, people, units)


def _named(units: Rows, people: Rows) -> pd.DataFrame:
    """The units table with names; made from the people's units, in order of appearance, where there is none."""
    import pandas as pd

    frame = units.frame
    if not len(frame):
        frame = pd.DataFrame({"unit": pd.unique(people.frame["unit"])})
        return frame.assign(name=frame["unit"])
    return frame.assign(name=frame["name"].where(frame["name"].notna(), frame["unit"]))


def _in_order(problems: list[Problem], source: Source, people: Rows, units: Rows) -> list[Problem]:
    """By file and sheet in the order they were read, then row and column; what concerns the whole comes first."""
    files = [p.name for p in (*source.workbooks, *source.tables, *source.units_files)]
    file_rank = {name: rank for rank, name in enumerate(files)}
    sheets: dict[tuple[str | None, str | None], int] = {}
    for table in (*people.tables, *units.tables):
        sheets.setdefault((table.file, table.sheet), len(sheets))

    def rank(p: Problem) -> tuple[int, int, int, int, str]:
        column = p.column or ""
        return file_rank.get(p.file or "", -1), sheets.get((p.file, p.sheet), -1), p.row or 0, len(column), column

    return sorted(problems, key=rank)
