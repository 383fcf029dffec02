"""One table as a file: CSV that Excel opens right, a workbook, or Parquet; the name's ending says which."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd

from planner.core.files import atomic_path
from planner.roster.values.text import write_for_people

MOST_ROWS = 1_048_575
"""What a sheet holds below its headings."""


def write_table(frame: pd.DataFrame, out: Path, lang: str, title: str = "") -> None:
    """The frame at `out`, whole or not at all; its columns keep their names in every format.

    CSV: with the mark by which Excel knows UTF-8. Workbook: one sheet, headings frozen and filtered, text never a formula.
    InputError where a sheet cannot hold so many rows.
    """
    ending = out.suffix.lower()
    if ending == ".csv":
        write_for_people(frame, out)
    elif ending == ".parquet":
        with atomic_path(out) as temporary:
            frame.to_parquet(temporary, index=False)
    else:
        write_tables_book({title or out.stem: frame}, out, lang)


def write_tables_book(frames: dict[str, pd.DataFrame], out: Path, lang: str) -> None:
    """Several tables as the sheets of one workbook, whole at `out` or not at all."""
    from planner.core.errors import InputError, problem
    from planner.report.books.book import RULED, Column, fill, opened

    longest = max(len(frame) for frame in frames.values())
    if longest > MOST_ROWS:
        raise InputError(problem("cli.too_many_rows", file=str(out), rows=longest, most=MOST_ROWS))
    with opened(out, lang, out.stem, longest) as book:
        for name, frame in frames.items():
            columns = [Column(str(column), _kind(frame[column]), [_plain(value) for value in frame[column].tolist()]) for column in frame.columns]
            sheet = book.workbook.add_worksheet(name[:31])
            book.head(sheet, 0, columns)
            fill(sheet, 1, columns, [book.format(column.kind, **RULED) for column in columns], len(columns))
            sheet.freeze_panes(1, 1)
            sheet.autofilter(0, 0, max(len(frame), 1), len(columns) - 1)


def _plain(value: Any) -> Any:
    """What a cell takes: true and false as those words, as in CSV; nothing where the value is absent."""
    if value is None or value is pd.NA or value != value:
        return None
    return str(value).lower() if isinstance(value, bool) else value


def _kind(column: pd.Series) -> str:
    """How a column is shown: whole numbers, others, dates or text."""
    kind = pd.api.types.infer_dtype(column, skipna=True)
    return {"integer": "int", "floating": "points", "mixed-integer-float": "points", "decimal": "points", "date": "date", "datetime": "date", "datetime64": "date"}.get(kind, "text")
