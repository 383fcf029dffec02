"""The child process that opens files first: `python -m planner.roster.workbook.worker`, paths as a line of JSON on standard input.

Of a workbook it says the cells; CSV and Parquet it looks through (`text_tables`). It never imports pandas: start-up is
what a user waits for. What it prints is described in `guarded_reader`.

Calamine reads ten times faster than openpyxl but hides three things: error values, formulas without a stored value,
and per-cent formats. An .xlsx whose parts show none of them is read by calamine; one that does is read by openpyxl,
twice (values, formulas); where it is too large for that, by calamine with a scan of the XML for the first two. Of .xls,
.xlsb and .ods the parts are looked through for the same things (`xls_parts`, `xlsb_parts`, `ods_parts`).
"""

from __future__ import annotations

import datetime as dt
import gc
import json
import os
import sys
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from planner.core.child import Say, speaker
from planner.core.guard.limits import limit_cpu, limit_memory
from planner.roster.workbook.file_kind import MAX_CELLS, Refused, kind_of
from planner.roster.workbook.special_cells import Marks, Special
from planner.roster.workbook.text_tables import look_through_csv, look_through_parquet
from planner.roster.workbook.xlsx import SheetPart, sheet_parts, special_cells

OPENPYXL_BYTES = 12 * 2**20  # about 300,000 cells, 8 s for both loads
ROWS_A_LINE = 2_000
UNUSED = ("numpy", "PIL")
"""What openpyxl and pyarrow take where they find it, and up to half a second with it; neither needs it for what is done here."""

LOOKED_THROUGH = {".csv": look_through_csv, ".txt": look_through_csv, ".parquet": look_through_parquet}
"""Files whose cells are not sent: they are read again by who asks, once this process has come to their end."""

_EMPTY_TEXT = "str"
"""What openpyxl leaves as the type of a cell whose stored result is a text without letters; the cell is empty."""

Rows = Iterator[tuple[int, list[str | None]]]


def main() -> None:
    """Reads the paths, says the sheets of each file and `done`, or `refused` with the text's key."""
    say = speaker()
    for unused in UNUSED:
        sys.modules.setdefault(unused, None)  # type: ignore[arg-type]
    paths = [Path(p) for p in json.loads(sys.stdin.readline())]
    limit_memory()
    for path in paths:
        limit_cpu(len(paths))
        try:
            _read(path, say)
            say({"done": True})
        except Refused as refusal:
            say({"refused": refusal.key, "params": refusal.params})
        except MemoryError:
            say({"refused": "too_much_memory", "params": {}})
        except Exception:  # the readers raise from eight unrelated families; each means the same to the user
            say({"refused": "damaged", "params": {}})


def _read(path: Path, say: Say) -> None:
    ending = path.suffix.casefold()
    if ending in LOOKED_THROUGH:
        LOOKED_THROUGH[ending](path)
        return
    kind = kind_of(path)
    if kind != "xlsx":
        _read_calamine(path, say, _marks_of(path, kind))
        return
    with zipfile.ZipFile(path) as archive:
        parts = sheet_parts(archive)
        special = any(part.special for part in parts)
        large = sum(part.size for part in parts) > OPENPYXL_BYTES
        if special and large:
            for part in parts:
                part.marks.special.update(special_cells(archive, part))
    if special and not large:
        _read_openpyxl(path, say, parts)
    else:
        _read_calamine(path, say, {part.name: part.marks for part in parts})


def _marks_of(path: Path, kind: str) -> dict[str, Marks]:
    """What calamine will not show of a workbook that is no .xlsx."""
    if kind == "xls":
        from planner.roster.workbook.xls import xls_marks

        return xls_marks(path)
    from planner.roster.workbook.ods import ods_marks
    from planner.roster.workbook.xlsb import xlsb_marks

    with zipfile.ZipFile(path) as archive:
        return xlsb_marks(archive) if kind == "xlsb" else ods_marks(archive)


def _about(name: str, visible: bool, epoch_1904: bool, marks: Marks) -> dict[str, Any]:
    """What is said of a sheet before its rows."""
    return {
        "sheet": name,
        "visible": visible,
        "epoch_1904": epoch_1904,
        "hidden_rows": sorted(marks.hidden_rows),
        "hidden_columns": sorted(marks.hidden_columns),
        "merged": marks.merged,
        "comments": [(*cell, text) for cell, text in sorted(marks.comments.items())],
        "struck": sorted(marks.struck),
        "boxes": marks.boxes,
        "pictures": marks.pictures,
        "embedded": marks.embedded,
    }


# ------------------------------------------------------------------------------------------------------- calamine


def _read_calamine(path: Path, say: Say, marks: dict[str, Marks]) -> None:
    import python_calamine as calamine

    gc.disable()  # millions of cells hold no cycles; looking for them takes a third of the time
    try:
        book = calamine.CalamineWorkbook.from_path(str(path))
    except calamine.PasswordError:
        raise Refused("password") from None
    for meta in book.sheets_metadata:
        if meta.typ != calamine.SheetTypeEnum.WorkSheet:
            continue
        sheet = book.get_sheet_by_name(meta.name)
        height, width = sheet.total_height, sheet.total_width
        if height * width > MAX_CELLS:
            raise Refused("too_many_cells", sheet=meta.name, limit=MAX_CELLS)
        known = marks.get(meta.name, Marks())
        if not known.merged:
            for first, last in sheet.merged_cell_ranges or ():
                known.merge((first[0] + 1, first[1] + 1, last[0] + 1, last[1] + 1))
        say(_about(meta.name, meta.visible == calamine.SheetVisibleEnum.Visible, False, known))
        _say_rows(_calamine_rows(sheet.to_python(skip_empty_area=False), known.special), say, meta.name)


def _calamine_rows(grid: list[list[Any]], special: dict[tuple[int, int], Special]) -> Rows:
    marked: dict[int, dict[int, Special]] = {}
    for (row, column), cell in special.items():
        marked.setdefault(row, {})[column] = cell
    for number in range(1, max(len(grid), max(marked, default=0)) + 1):
        values = grid[number - 1] if number <= len(grid) else []
        cells = [_plain[type(value)](value) if type(value) in _plain else _cell(value) for value in values]
        for column, cell in marked.get(number, {}).items():  # they may lie beyond what calamine takes for the table
            cells += [None] * (column - len(cells))
            if cell == "p":
                cells[column - 1] = _as_percent(cells[column - 1])
            else:
                cells[column - 1] = cell
        yield number, cells


def _as_percent(cell: str | None) -> str | None:
    return "p" + cell[1:] if cell is not None and cell[0] == "n" else cell


# ------------------------------------------------------------------------------------------------------- openpyxl


def _read_openpyxl(path: Path, say: Say, parts: list[SheetPart]) -> None:
    import openpyxl
    from openpyxl.utils.datetime import CALENDAR_MAC_1904

    values = openpyxl.load_workbook(path, data_only=True)
    missing = {part.name for part in parts} - set(values.sheetnames)
    if missing:
        raise Refused("damaged")
    formulas = openpyxl.load_workbook(path) if any(part.formulas for part in parts) else None
    marks = {part.name: part.marks for part in parts}
    for sheet in values.worksheets:
        asked = formulas[sheet.title] if formulas is not None else None
        visible, mac = sheet.sheet_state == "visible", values.epoch == CALENDAR_MAC_1904
        say(_about(sheet.title, visible, mac, marks.get(sheet.title, Marks())))
        _say_rows(_openpyxl_rows(sheet, asked), say, sheet.title)


def _openpyxl_rows(sheet: Any, formulas: Any) -> Rows:
    """Only cells that exist: `iter_rows` would walk to a formatted cell in the last corner and never come back."""
    rows: dict[int, dict[int, str]] = {}
    for (row, column), cell in sheet._cells.items():
        text = _openpyxl_cell(cell)
        if text is None and formulas is not None and cell.data_type != _EMPTY_TEXT:
            asked = formulas._cells.get((row, column))
            text = "f" if asked is not None and asked.data_type == "f" else None
        if text is not None:
            rows.setdefault(row, {})[column] = text
    if sum(max(cells) for cells in rows.values()) > MAX_CELLS:
        raise Refused("too_many_cells", sheet=sheet.title, limit=MAX_CELLS)
    for number in sorted(rows):
        cells = rows[number]
        yield number, [cells.get(column) for column in range(1, max(cells) + 1)]


def _openpyxl_cell(cell: Any) -> str | None:
    value = cell.value
    if value is None:
        return None
    if cell.data_type == "e":
        return "e" + str(value)
    text = _cell(value)
    if text is not None and text[0] == "n" and "%" in str(cell.number_format):
        return "p" + text[1:]
    return text


# ------------------------------------------------------------------------------------------------------- cells


def _cell(value: Any) -> str | None:
    """One value as its letter and text; None where it is empty."""
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, bool):
        return "b1" if value else "b0"
    if isinstance(value, int | float):
        return "n" + str(value) if isinstance(value, int) else _number(value)
    if isinstance(value, dt.datetime):
        return "d" + (value if value.time() != dt.time() else value.date()).isoformat()
    if isinstance(value, dt.date):
        return "d" + value.isoformat()
    return "t" + str(value)


def _text(value: str) -> str | None:
    return "s" + value if value and not value.isspace() else None


def _number(value: float) -> str:
    return "n" + (str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value))


_plain: dict[type, Callable[[Any], str | None]] = {str: _text, float: _number}  # most cells, without asking further


def _say_rows(rows: Rows, say: Say, sheet: str) -> None:
    """The rows that hold something, trailing blanks cut, some thousand a line."""
    packet: list[tuple[int, list[str | None]]] = []
    for number, cells in rows:
        while cells and cells[-1] is None:
            cells.pop()
        if cells:
            packet.append((number, cells))
        if len(packet) >= ROWS_A_LINE:
            say({"rows": packet})
            packet = []
    if packet:
        say({"rows": packet})


if __name__ == "__main__":
    main()
    os._exit(0)  # all is said, and somebody waits for the end: what libraries put in order by then is of no use
