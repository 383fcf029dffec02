"""Long tables: rows written straight into the sheet's stream, four times as fast as cell by cell.

XlsxWriter builds each cell's attributes anew; here a column's format, letter and each different value are put into XML
once. What is written is what XlsxWriter writes in its streaming mode (inline strings, no row spans), with its own
escaping, so that text stays text. It leans on the library's stream (`row_data_fh`), which the lock file pins; the tests
open such a sheet with two other programmes.
"""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import nullcontext
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from planner.core.child import aside
from planner.report.books.cell_values import cut

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

ROWS_AT_ONCE = 2_000
SHARED_FROM = 8_000
"""Rows from which a copy of this process makes the second half of them, where there is a core for it."""
MOST_KEPT = 5_000
"""Different values of a column that are remembered; names and reasons have more, and are not worth the memory."""
POINTS_A_PIXEL = 0.75
LINE = 15.0
"""Height of a line, in points."""
Fragment = Callable[[Any], str]


class _Made(dict[Any, Any]):
    """What was made of each different value; made when it is first asked for, as far as they are remembered."""

    def __init__(self, make: Callable[[Any], Any]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, value: Any) -> Any:
        made = self[value] = self._make(value)
        return made

    def all(self, values: Sequence[Any]) -> list[Any]:
        """What is made of each of these."""
        out = list(map(self.__getitem__, values))
        if len(self) > MOST_KEPT:
            self.clear()
        return out


class Known:
    """What several streamed tables of one sheet, with the same columns, remember of their values."""

    def __init__(self) -> None:
        self.cells: list[_Made] = []
        self.lines: list[_Made] = []


def stream(
    sheet: Worksheet,
    first_row: int,
    values: Sequence[Sequence[Any]],
    formats: Sequence[Format],
    ruled: int,
    lines: Mapping[int, Callable[[Any], int]],
    known: Known | None = None,
) -> None:
    """Writes rows from `first_row` on into a sheet that streams; a list of values a column, absent ones None, NaN or "".

    Absent values leave a formatted cell in the first `ruled` columns, nothing in the others. lines: of the columns whose text
    is broken, how many lines a value takes; a row is as high as its highest cell. Later rows of the sheet may follow as
    always. known: where the same columns are written several times.
    """
    from xlsxwriter.utility import xl_col_to_name

    rows = len(values[0]) if values else 0
    if not rows:
        return
    sheet._opt_reopen()
    sheet._write_single_row(first_row)  # what stands above leaves the library's hands first
    known = known or Known()
    if not known.cells:
        known.cells = [_Made(_fragment(sheet, style, at < ruled)) for at, style in enumerate(formats)]
        known.lines = [_Made(count) for count in lines.values()]
    part = partial(_rows, values, first_row, [f'<c r="{xl_col_to_name(at)}' for at in range(len(values))], list(lines), known)
    half = rows // 2 if rows >= SHARED_FROM else rows
    later = Path(sheet.tmpdir) / f"{sheet.index}.later"
    with aside(partial(_into, later, part, half, rows)) if half < rows else nullcontext() as second:
        for text in part(0, half):
            sheet.fh.write(text)
        if second is not None:
            second.done()
            sheet.fh.flush()
            with later.open("rb") as written:
                shutil.copyfileobj(written, sheet.fh.buffer, 2**20)
            later.unlink()
    sheet.previous_row = first_row + rows
    for at, column in ((first_row, 0), (first_row + rows - 1, len(values) - 1)):
        sheet.dim_rowmin = at if sheet.dim_rowmin is None else min(sheet.dim_rowmin, at)
        sheet.dim_rowmax = at if sheet.dim_rowmax is None else max(sheet.dim_rowmax, at)
        sheet.dim_colmin = column if sheet.dim_colmin is None else min(sheet.dim_colmin, column)
        sheet.dim_colmax = column if sheet.dim_colmax is None else max(sheet.dim_colmax, column)


def _rows(
    values: Sequence[Sequence[Any]], first_row: int, heads: Sequence[str], wrapped: Sequence[int], known: Known, begin: int, end: int
) -> Iterator[str]:
    """The XML of the rows from `begin` to before `end`, some thousand at once."""
    for start in range(begin, end, ROWS_AT_ONCE):
        parts = [column[start : min(start + ROWS_AT_ONCE, end)] for column in values]
        columns = [made.all(part) for part, made in zip(parts, known.cells, strict=True)]
        high = [made.all(parts[at]) for at, made in zip(wrapped, known.lines, strict=True)]
        heights = [_tall(max(each)) for each in zip(*high, strict=True)] if high else [""] * len(columns[0])
        out = []
        for number, (cells, tall) in enumerate(zip(zip(*columns, strict=True), heights, strict=True), first_row + start + 1):
            inside = "".join([f'{head}{number}"{cell}' for head, cell in zip(heads, cells, strict=True) if cell])
            out.append(f'<row r="{number}"{tall}>{inside}</row>')
        yield "".join(out)


def _into(file: Path, part: Callable[[int, int], Iterator[str]], begin: int, end: int) -> None:
    """Rows into a file of their own."""
    with file.open("w", encoding="utf-8", newline="") as out:
        out.writelines(part(begin, end))


@cache
def _tall(lines: int) -> str:
    """The attributes of a row of so many lines, in whole pixels as the library writes them; "" for the usual height."""
    points = int(LINE * lines / POINTS_A_PIXEL + 0.5) * POINTS_A_PIXEL
    return "" if lines <= 1 else f' ht="{points:.16g}" customHeight="1"'


def _is_plain(text: str) -> bool:
    """Whether it is sure that the library writes a text just as it stands. Five looks for a letter cost a fifth of one for any of them."""
    otherwise = '"' in text or "&" in text or "<" in text or ">" in text or "_x" in text
    return not otherwise and text.isprintable() and text[0] != " " and text[-1] != " "


def _fragment(sheet: Worksheet, style: Format, ruled: bool) -> Fragment:
    """What follows `<c r="A1"` for a value in a format; "" for no cell."""
    from xlsxwriter.utility import _preserve_whitespace

    index = style._get_xf_index()
    shown = f' s="{index}"' if index else ""
    blank, plain = f"{shown}/>" if ruled else "", f'{shown} t="inlineStr"><is><t>'

    def made(value: Any) -> str:
        if value is None or value != value or value == "":
            return blank
        if isinstance(value, str):
            text = cut(value)
            if _is_plain(text):
                return f"{plain}{text}</t></is></c>"
            text = sheet._escape_data(sheet._escape_control_characters(text))
            space = ' xml:space="preserve"' if _preserve_whitespace(text) else ""
            return f'{shown} t="inlineStr"><is><t{space}>{text}</t></is></c>'
        number = sheet._convert_date_time(value) if isinstance(value, dt.date) else value
        return f"{shown}><v>{number:.16G}</v></c>"

    return made
