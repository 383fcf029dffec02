"""Reading a roster: files to tables, tables to frames, every problem at once."""

from __future__ import annotations

import datetime as dt
import os
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from planner.core.errors import InputError, Problem, errors_of, in_row, problem
from planner.core.guard.limits import TooSlow, within
from planner.roster.workbook.roster_files import Source, files_below, open_source, status_beside
from planner.roster.workbook.text_tables import allowance

if TYPE_CHECKING:
    import pandas as pd

    from planner.roster.people.build import Rows
    from planner.roster.people.checks.noticed import Noticed
    from planner.roster.people.frame import Origin, Roster
    from planner.roster.tables.account import Account
    from planner.roster.tables.find import Tables
    from planner.roster.tables.mapping import Mapping
    from planner.roster.tables.unknown_headings import UnknownHeading


MANY = 20_000
"""People from which what reading took beside the roster is worth giving back at once."""


@dataclass(frozen=True)
class Examined:
    """What reading a roster gave.

    roster: None where there is any error. problems: errors and warnings in the files' order. unknown: headings over data
    that nothing is known of. people, units: how many rows were read, with errors too. mapping: what the user chose for
    headings, as it was applied; mapping_file: the file that it came from. partial: the rows that were read and where
    they stand, where there is no roster for other rows' sake. account: what was seen, read and not read. noticed: what
    concerns the whole, where the law was asked (`load.examine`).
    """

    roster: Roster | None
    problems: list[Problem]
    unknown: tuple[UnknownHeading, ...] = ()
    people: int = 0
    units: int = 0
    mapping: Mapping | None = None
    mapping_file: Path | None = None
    account: Account | None = None
    noticed: Noticed | None = None
    partial: tuple[pd.DataFrame, Origin] | None = field(default=None, compare=False, repr=False)


def read_roster(path: str | Path, mapping: Mapping | str | Path | None = None, own: bool = False) -> Roster:
    """The roster at `path` (workbook, folder of workbooks, CSV, Parquet), typed as `Roster` says, its warnings with it.

    mapping, own: as `examine`. InputError, with errors and warnings, where anything is wrong.
    """
    found = examine(path, mapping, own)
    if found.roster is None:
        raise InputError(found.problems)
    return found.roster


def inspect_roster(path: str | Path, mapping: Mapping | str | Path | None = None) -> tuple[Roster | None, list[Problem]]:
    """The roster (None where there is any error) and all problems: by file and sheet, then by row."""
    found = examine(path, mapping)
    return found.roster, found.problems


def examine(path: str | Path, mapping: Mapping | str | Path | None = None, own: bool = False) -> Examined:
    """All that reading the roster at `path` gives; never raises for what a user can cause.

    mapping: what the user chose for headings, or the file that holds it; where absent, `NAME.mapping.yaml` beside the
    roster is taken, with a warning that says so. own: as in `Source`. What takes more than a file may is a problem, too.
    """
    try:
        with within(*allowance(Path(path))):
            return _examined(path, mapping, own)
    except MemoryError:
        why = problem("roster.too_much_memory", file=Path(path).name)
    except TooSlow:
        why = problem("roster.too_slow", file=Path(path).name)
    return Examined(None, [why], account=_unopened(Path(path), why))


def _examined(path: str | Path, mapping: Mapping | str | Path | None, own: bool) -> Examined:
    try:
        source = open_source(path, own)
        chosen, file = _mapping_of(source, mapping)
    except InputError as error:
        return Examined(None, list(error.problems), account=_unopened(Path(path), error.problems[0]))
    people, units, problems, tables = _read(source, chosen)
    unknown = tables.unknown()
    if file is not None and mapping is None:
        problems.insert(0, problem("roster.mapping_used", file=source.path.name, name=file.name, severity="warning"))
    of_people = people.frame["unit"].nunique()
    account = _account(source, tables, problems)
    found = Examined(None, problems, unknown, len(people.frame), len(units.frame) or of_people, chosen, file, account)
    if errors_of(problems):
        return replace(found, partial=(people.frame, _origin(people, units)))
    from planner.core.memory import give_back
    from planner.roster.people.field_status import read_status, status_of
    from planner.roster.people.fingerprint import fingerprint
    from planner.roster.people.frame import Roster, typed_people, typed_units

    people_frame = typed_people(people.frame)
    units_frame = typed_units(_named(units, people))
    sha256 = fingerprint(people_frame, units_frame)
    kept, faults = read_status(source.path, people_frame, source.refusal(status_beside(source.path)) is not None)
    status = kept if kept is not None else status_of(people, people_frame, problems)
    origin = _origin(people, units)
    problems += faults
    roster = Roster(people_frame, units_frame, tuple(problems), sha256, str(path), origin, status=status)
    if len(people_frame) > MANY:
        del people, units
        give_back()
    return replace(found, roster=roster, units=len(units_frame))


def unknown_headings(read: Examined) -> pd.DataFrame:
    """A row for each heading over data that is not known: [file, sheet, row, column, heading, examples, suggestions].

    examples and suggestions are tuples, as in `UnknownHeading`.
    """
    import pandas as pd

    from planner.roster.tables.unknown_headings import UnknownHeading

    names = list(UnknownHeading.__dataclass_fields__)
    return pd.DataFrame([[getattr(u, name) for name in names] for u in read.unknown], columns=names, dtype=object)


def _mapping_of(source: Source, mapping: Mapping | str | Path | None) -> tuple[Mapping | None, Path | None]:
    """The mapping and the file that it comes from; (None, None) where there is none."""
    from planner.roster.tables.mapping import Mapping, mapping_beside, read_mapping

    if isinstance(mapping, Mapping):
        return mapping, None
    beside = mapping_beside(source.path)
    file = Path(mapping) if mapping is not None else beside if beside.is_file() else None
    return (None, None) if file is None else (read_mapping(file), file)


def _account(source: Source, tables: Tables, problems: list[Problem]) -> Account:
    from planner.roster.tables.account import account_of

    files = [path.name for path in (*source.workbooks, *source.tables, *source.units_files)]
    return account_of(files, tables.left_files, tables.left_sheets, [*tables.people, *tables.units], problems)


def _unopened(path: Path, why: Problem) -> Account:
    """The account where nothing could be opened: the file, or each file of the folder."""
    from planner.roster.tables.account import account_of_nothing, unread_file

    below = files_below(path) if os.path.isdir(path) else ()  # noqa: PTH112 - a name that no file can have is no folder
    return account_of_nothing(path.name, [unread_file(file.relative_to(path).as_posix(), "folder_not_read") for file in below], why)


def _origin(people: Rows, units: Rows) -> Origin:
    """Where each line of people stands in the files; the tables of units follow, for the order of problems."""
    import numpy as np

    from planner.roster.people.frame import Origin

    tables = tuple((table.file, table.sheet, dict(table.places)) for table in (*people.tables, *units.tables))
    return Origin(tables, people.table.astype(np.int32), people.row.astype(np.int32))


def _read(source: Source, mapping: Mapping | None) -> tuple[Rows, Rows, list[Problem], Tables]:
    """People and units with ids, units and levels filled, all problems in order, the tables that they come from."""
    from planner.core.columns import ROSTER, UNITS
    from planner.roster.people import derive, remarks, stated  # pandas comes with them, while the child process reads
    from planner.roster.people.build import build_rows
    from planner.roster.people.checks import running_number, validate
    from planner.roster.people.ranks import set_ranks
    from planner.roster.people.titles import set_levels
    from planner.roster.tables.find import read_tables

    tables = read_tables(source, mapping)
    problems = tables.problems
    people, found = build_rows(tables.people, ROSTER)
    problems += found
    units, found = build_rows(tables.units, UNITS)
    problems += found
    problems += validate.check_units(units)
    has_units = bool(tables.units)
    names = derive.UnitNames(units.frame) if has_units else None
    problems += derive.set_units(people, names)
    problems += derive.set_ids(people)
    problems += set_levels(people)
    problems += set_ranks(people)
    today = dt.date.today()
    problems += validate.check_people(people, today)
    problems += remarks.check_remarks(people)
    problems += remarks.check_days(people.tables, today)
    problems += running_number.check_numbers(people.tables)
    problems += stated.check_stated(people, units, tables.stated, None if names is None else names.find)
    if not len(people.frame) and not errors_of(problems):
        problems.append(problem("roster.nobody", file=source.path.name))
    if has_units:
        problems += validate.check_units_used(units, set(people.frame["unit"].dropna()))
    elif len(people.frame):
        problems.append(problem("roster.no_units_table", file=source.path.name, severity="warning"))
    return people, units, _in_order(problems, source, people, units), tables


def _named(units: Rows, people: Rows) -> pd.DataFrame:
    """The units table with names; made from the people's units, in order of appearance, where there is none: called as the
    title of the list says, else as the id."""
    import pandas as pd

    from planner.roster.people.unit_titles import titled_names

    frame = units.frame
    if not len(frame):
        frame = pd.DataFrame({"unit": pd.unique(people.frame["unit"])})
        return frame.assign(name=titled_names(people, frame["unit"]))
    return frame.assign(name=frame["name"].where(frame["name"].notna(), frame["unit"]))


def _in_order(problems: list[Problem], source: Source, people: Rows, units: Rows) -> list[Problem]:
    """By file and sheet in the order they were read, then row and column; what concerns the whole comes first."""
    files = [p.name for p in (*source.workbooks, *source.tables, *source.units_files)]
    file_rank = {name: rank for rank, name in enumerate(files)}
    sheets: dict[tuple[str | None, str | None], int] = {}
    for table in (*people.tables, *units.tables):
        sheets.setdefault((table.file, table.sheet), len(sheets))

    return sorted(problems, key=lambda p: (file_rank.get(p.file or "", -1), sheets.get((p.file, p.sheet), -1), *in_row(p)))
