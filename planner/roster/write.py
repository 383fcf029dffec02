"""Writing a roster in the canonical columns (`planner check --normalized`)."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from planner.core.columns import ROSTER, UNITS, Column
from planner.core.errors import InputError, problem
from planner.core.files import atomic_paths
from planner.roster.people.field_status import status_table
from planner.roster.people.frame import Roster
from planner.roster.values.text import protect_csv, write_texts
from planner.roster.workbook.roster_files import status_beside


def write_roster(roster: Roster, out: str | Path) -> None:
    """`out` (.csv or .parquet) with the people and `NAME.units.csv` or `.parquet` beside it: all files or none.

    `NAME.status.csv` or `.parquet` says how the values came about, where that is known; else an old one goes.
    CSV: UTF-8, comma, ISO dates, `true`/`false`, decimal point, absent cells empty, an apostrophe before text that a
    spreadsheet would run. InputError for another ending or a folder that does not exist.
    """
    out = Path(out)
    ending = out.suffix.casefold()
    if ending not in (".csv", ".parquet"):
        raise InputError(problem("roster.unknown_ending", file=out.name, known=".csv, .parquet"))
    beside = out.with_name(f"{out.stem}.units{out.suffix}")
    write = _write_csv if ending == ".csv" else _write_parquet
    known = roster.status is not None
    with atomic_paths(out, beside, *([status_beside(out)] if known else [])) as (people, units, *more):
        write(roster.people, ROSTER, people)
        write(roster.units, UNITS, units)
        for path in more:
            _write_status(roster, path)
    if not known:
        status_beside(out).unlink(missing_ok=True)


def _write_status(roster: Roster, path: Path) -> None:
    assert roster.status is not None
    table = status_table(roster.status, roster.people["employee_id"])
    if path.suffix.casefold() == ".parquet":
        table.to_parquet(path, index=False)
    else:
        write_texts(table, path)


def _write_csv(frame: pd.DataFrame, columns: tuple[Column, ...], path: Path) -> None:
    written = {column.name: _csv_column(frame[column.name], column) for column in columns}
    pd.DataFrame(written).to_csv(path, index=False, encoding="utf-8", lineterminator="\n")


def _csv_column(series: pd.Series, column: Column) -> pd.Series:
    if column.kind in ("text", "enum", "list"):
        return protect_csv(series)
    if column.kind == "date":
        dates: pd.Series = series.dt.strftime("%Y-%m-%d")
        return dates
    if column.kind == "bool":
        return series.map({True: "true", False: "false"})
    return series


def _write_parquet(frame: pd.DataFrame, columns: tuple[Column, ...], path: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    arrays = {column.name: _arrow_column(frame[column.name], column) for column in columns}
    pq.write_table(pa.table(arrays), path)


def _arrow_column(series: pd.Series, column: Column) -> object:
    import pyarrow as pa

    if column.kind == "date":
        return pa.array(series.to_numpy().astype("datetime64[D]"), type=pa.date32())
    if column.kind in ("text", "enum", "list"):
        return pa.array(series.astype(object).where(series.notna(), None), type=pa.string())
    if column.kind in ("int", "months", "money"):
        return pa.array(series, type=pa.int64(), from_pandas=True)
    return pa.array(series, from_pandas=True)
