"""Colours that check what was filled in: needed and empty, unreadable, a word outside its list, an id or unit that cannot be.

A conditional format sees what was pasted, where the check of typed cells does not look.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from planner.core.columns import Column
from planner.roster.template.input_cells import BOUNDS

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

COLOURS = {"needed": "#F8CBAD", "wrong": "#FFD966", "twice": "#E4B7F2"}
"""needed: a cell that must be filled. wrong: cannot be read as what the column holds. twice: an id that stands twice."""
KEYS = ("employee_id", "unit")
"""The column that is unique in each of the two tables, by the table that has it first."""


def paint(
    book: Workbook, sheet: Worksheet, columns: Sequence[Column], first: int, last: int, lists: Mapping[str, str], units: str = ""
) -> None:
    """Puts the checks on rows `first` to `last` (from 0) of a sheet whose column i holds `columns[i]`.

    lists: the defined name of the words of each column that is a choice. units: the range of known unit ids ("" where the
    sheet is the table of units itself).
    """
    from xlsxwriter.utility import xl_rowcol_to_cell as cell

    fills = {name: book.add_format({"bg_color": colour}) for name, colour in COLOURS.items()}
    whole = f"{cell(first, 0, col_abs=True)}:{cell(first, len(columns) - 1, col_abs=True)}"
    names = [column.name for column in columns]
    for at, column in enumerate(columns):
        here, area = cell(first, at), (first, at, last, at)
        if column.required:
            _rule(sheet, area, f'=AND(COUNTA({whole})>0,{here}="")', fills["needed"])
        elif column.name == "salary_coefficient":
            other = cell(first, names.index("contract_salary_vnd"), col_abs=True)
            _rule(sheet, area, f'=AND(COUNTA({whole})>0,{here}="",{other}="")', fills["needed"])
        if wrong := _wrong(column, here, lists, units):
            _rule(sheet, area, wrong, fills["wrong"])
        if at == 0 and column.name in KEYS:
            below = f"{cell(first, at, True, True)}:{cell(last, at, True, True)}"
            _rule(sheet, area, f'=AND({here}<>"",COUNTIF({below},{here})>1)', fills["twice"])


def _wrong(column: Column, here: str, lists: Mapping[str, str], units: str) -> str:
    """The formula that is true where a cell cannot be what its column holds; "" where anything may stand."""
    if column.name in lists:
        return f'=AND({here}<>"",COUNTIF({lists[column.name]},{here})=0)'
    if column.name == "unit" and units:
        return f'=AND({here}<>"",COUNTIF({units},{here})=0)'
    if column.kind == "date":
        return f"=ISTEXT({here})"
    if column.kind in BOUNDS:
        return f'=AND({here}<>"",OR(ISTEXT({here}),N({here})<0,N({here})>{BOUNDS[column.kind]}))'
    return ""


def _rule(sheet: Worksheet, area: tuple[int, int, int, int], formula: str, fill: object) -> None:
    sheet.conditional_format(*area, {"type": "formula", "criteria": formula, "format": fill, "stop_if_true": True})
