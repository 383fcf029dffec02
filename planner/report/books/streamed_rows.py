"""Long tables: rows written straight into the sheet's stream, four times as fast as cell by cell.

XlsxWriter builds each cell's attributes anew; here a column's format, letter and each different value are put into XML
once. What is written is what XlsxWriter writes in its streaming mode (inline strings, no row spans), with its own
escaping, so that text stays text. It leans on the library's stream (`row_data_fh`), which the lock file pins; the tests
open such a sheet with two other programmes.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from planner.report.books.cell_values import cut

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

ROWS_AT_ONCE = 2_000
MOST_KEPT = 5_000
"""Different values of a column that are remembered; names and reasons have more, and are not worth the memory."""
POINTS_A_PIXEL = 0.75

Fragment = Callable[[Any], str]


def stream(
    sheet: Worksheet,
    first_row: int,
    values: Sequence[Sequence[Any]],
    formats: Sequence[Format],
    ruled: int,
    height: Callable[[Sequence[Any]], float | None],
) -> None:
    """Writes rows from `first_row` on into a sheet that streams; a list of values a column, absent ones None, NaN or "".

    Absent values leave a formatted cell in the first `ruled` columns, nothing in the others. height: of a row by its
    values, in points; None for the usual one. Later rows of the sheet may follow as always.
    """
    from xlsxwriter.utility import xl_col_to_name

    rows = len(values[0]) if values else 0
    if not rows:
        return
    sheet._opt_reopen()
    sheet._write_single_row(first_row)  # what stands above leaves the library's hands first
    heads = [f'<c r="{xl_col_to_name(at)}' for at in range(len(values))]
    makers = [_fragment(sheet, style, at < ruled) for at, style in enumerate(formats)]
    known: list[dict[Any, str]] = [{} for _ in values]
    for start in range(0, rows, ROWS_AT_ONCE):
        stop = min(start + ROWS_AT_ONCE, rows)
        parts = [column[start:stop] for column in values]
        columns = [_texts(part, make, memo) for part, make, memo in zip(parts, makers, known, strict=True)]
        lines = []
        for line, (cells, row) in enumerate(zip(zip(*columns, strict=True), zip(*parts, strict=True), strict=True), start):
            number, points = str(first_row + line + 1), height(row)
            tall = "" if points is None else f' ht="{_in_pixels(points):.16g}" customHeight="1"'
            inside = "".join([f'{head}{number}"{cell}' for head, cell in zip(heads, cells, strict=True) if cell])
            lines.append(f'<row r="{number}"{tall}>{inside}</row>')
        sheet.fh.write("".join(lines))
    sheet.previous_row = first_row + rows
    for at, column in ((first_row, 0), (first_row + rows - 1, len(values) - 1)):
        sheet.dim_rowmin = at if sheet.dim_rowmin is None else min(sheet.dim_rowmin, at)
        sheet.dim_rowmax = at if sheet.dim_rowmax is None else max(sheet.dim_rowmax, at)
        sheet.dim_colmin = column if sheet.dim_colmin is None else min(sheet.dim_colmin, column)
        sheet.dim_colmax = column if sheet.dim_colmax is None else max(sheet.dim_colmax, column)


def _in_pixels(points: float) -> float:
    """A height in whole pixels, as the library writes it."""
    return int(points / POINTS_A_PIXEL + 0.5) * POINTS_A_PIXEL


def _texts(values: Sequence[Any], make: Fragment, memo: dict[Any, str]) -> list[str]:
    """The rest of each cell's element; each different value is made once, as far as they are remembered."""
    out = []
    for value in values:
        found = memo.get(value)
        if found is None:
            found = memo[value] = make(value)
        out.append(found)
    if len(memo) > MOST_KEPT:
        memo.clear()
    return out


def _fragment(sheet: Worksheet, style: Format, ruled: bool) -> Fragment:
    """What follows `<c r="A1"` for a value in a format; "" for no cell."""
    from xlsxwriter.utility import _preserve_whitespace

    index = style._get_xf_index()
    shown = f' s="{index}"' if index else ""
    blank = f"{shown}/>" if ruled else ""

    def made(value: Any) -> str:
        if value is None or value != value or value == "":
            return blank
        if isinstance(value, str):
            text = sheet._escape_data(sheet._escape_control_characters(cut(value)))
            space = ' xml:space="preserve"' if _preserve_whitespace(text) else ""
            return f'{shown} t="inlineStr"><is><t{space}>{text}</t></is></c>'
        number = sheet._convert_date_time(value) if isinstance(value, dt.date) else value
        return f"{shown}><v>{number:.16G}</v></c>"

    return made
