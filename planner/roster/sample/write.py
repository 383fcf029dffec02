"""Writing the synthetic ministry as HR departments keep it: one sheet a unit, or flat canonical files."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from planner.core.columns import ROSTER, UNITS, UNITS_SHEETS, Column
from planner.core.errors import InputError, problem
from planner.core.files import atomic_path
from planner.core.texts import text
from planner.roster.people.frame import Roster
from planner.roster.sample.people import make_ministry
from planner.roster.sample.shape import SNAPSHOT_ON
from planner.roster.write import write_roster

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

ENDINGS = (".xlsx", ".csv", ".parquet")
UNITS_SHEET = {"vi": UNITS_SHEETS[1], "en": UNITS_SHEETS[0]}
MOST_ROWS = 1_048_575  # of an Excel sheet, below its heading
MANY_PEOPLE = 20_000  # from here on rows are flushed to disk while writing
NOTHING = (0, False, "no", "none")  # absent values that people leave empty
WIDTHS = {"text": 16, "date": 12, "enum": 14, "decimal": 10, "percent": 11, "int": 8, "months": 11, "money": 14}
WIDTHS |= {"bool": 11, "list": 34}
WIDE = {
    "full_name": 26,
    "position_title": 28,
    "name": 52,
    "employee_id": 13,
    "rating_1": 26,
    "rating_2": 26,
    "rating_3": 26,
}
FORMATS = {"date": "dd/mm/yyyy", "decimal": "0.00", "percent": "0", "int": "0", "months": "0", "money": "#,##0"}


def write_sample(out: Path, people: int, units: int, seed: int, lang: str = "vi", structure: str = "nd351") -> None:
    """Writes a synthetic ministry to `out`, whole or not at all; the same arguments give the same bytes.

    `.xlsx`: a sheet for each unit and the units sheet, headings in `lang`; `.csv` and `.parquet`: canonical columns,
    with the units in `NAME.units.csv` or `.parquet` beside. InputError for any other ending and as `make_ministry`.
    """
    ending = out.suffix.lower()
    if ending not in ENDINGS:
        raise InputError(problem("sample.unknown_ending", file=str(out), known=", ".join(ENDINGS)))
    staff, table = make_ministry(people, units, seed, structure)
    if ending == ".xlsx":
        most = int(staff["unit"].value_counts().max())
        if most > MOST_ROWS:
            raise InputError(problem("sample.sheet_full", file=str(out), people=most, rows=MOST_ROWS))
        with atomic_path(out) as temporary:
            _write_workbook(temporary, staff, table, lang)
        return
    write_roster(Roster(staff, table, (), "", str(out)), out)


def _write_workbook(path: Path, staff: pd.DataFrame, table: pd.DataFrame, lang: str) -> None:
    """The workbook: the sheets of the units in their order, then the units sheet."""
    import xlsxwriter  # late: the other endings do without it

    with xlsxwriter.Workbook(path, {"constant_memory": len(staff) > MANY_PEOPLE}) as book:
        # A fixed day of creation, so that the same arguments give the same bytes.
        created = dt.datetime.combine(SNAPSHOT_ON, dt.time())
        book.set_properties(
            {"title": text("sample.title", lang), "comments": text("sample.made_up", lang), "created": created}
        )
        formats = {kind: book.add_format({"num_format": form}) for kind, form in FORMATS.items()}
        heading = book.add_format(
            {"bold": True, "text_wrap": True, "valign": "vcenter", "border": 1, "bg_color": "#DDEBF7"}
        )
        columns = [column for column in ROSTER if column.name != "unit"]  # the tab is the unit
        for unit, group in staff.groupby("unit", sort=False):
            _write_sheet(book, str(unit), columns, group, lang, formats, heading)
        _write_sheet(book, UNITS_SHEET[lang], list(UNITS), table, lang, formats, heading)


def _write_sheet(
    book: Workbook,
    name: str,
    columns: list[Column],
    frame: pd.DataFrame,
    lang: str,
    formats: dict[str, Format],
    heading: Format,
) -> None:
    """One sheet: headings in row 1, frozen with the first two columns; prints on landscape A4, heading repeated."""
    sheet = book.add_worksheet(name)
    sheet.freeze_panes(1, 2)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.autofilter(0, 0, len(frame), len(columns) - 1)
    sheet.set_row(0, 45)
    writers: list[tuple[Callable[..., Any], Format | None]] = []
    for at, column in enumerate(columns):
        sheet.set_column(at, at, WIDE.get(column.name, WIDTHS[column.kind]))
        sheet.write_string(0, at, column.heading(lang), heading)
        writers.append((_writer(sheet, column), formats.get(column.kind)))
    cells = [_cells(frame[column.name], column, lang) for column in columns]
    for row, values in enumerate(zip(*cells, strict=True), start=1):
        for at, value in enumerate(values):
            if value is not None:
                write, form = writers[at]
                write(row, at, value, form)


def _writer(sheet: Worksheet, column: Column) -> Callable[..., Any]:
    """How a cell of this column is written: text as text, never as a formula or a link."""
    if column.kind == "date":
        return sheet.write_datetime
    return sheet.write_number if column.kind in FORMATS else sheet.write_string


def _cells(series: pd.Series, column: Column, lang: str) -> list[Any]:
    """The values of a column as a person would type them; None where the cell stays empty.

    A value that an empty cell means anyway (no allowance, no flag) stays empty, as in real sheets.
    """
    shown = series.astype(object)
    shown = shown.where(series.notna(), None)
    if column.absent in NOTHING:
        shown = shown.where(series != column.absent, None)
    if column.kind == "bool":
        yes = text("sample.yes", lang)
        return [yes if value else None for value in shown]
    if column.choices:
        return [column.words(value, lang) if value else None for value in shown]
    return [value if value != "" else None for value in shown]
