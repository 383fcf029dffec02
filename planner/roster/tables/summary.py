"""Numbers of people by unit that a sheet of sums states beside the lists: "Vụ Pháp chế | 12 | 10 | 4"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from planner.core.errors import Place
from planner.roster.tables.grid import Grid
from planner.roster.tables.headings import heading_key

_UNIT = re.compile(r"(?:tên )?(?:cơ quan, |cơ quan )?đơn vị(?: trực thuộc)?|vụ/cục|vụ, cục|unit|department")
PRESENT = re.compile(r"(?:tổng )?(?:số )?(?:người |cán bộ |ccvc |cbccvc |công chức )?(?:hiện )?có mặt(?: .*)?|hiện có|số người(?: hiện có)?|số lượng người|(?:people )?present|headcount")
WOMEN = re.compile(r"(?:trong đó:?\s*)?(?:số )?nữ|women|female")
_WITHIN, _MOST = 30, 500
"""Rows in which the headings are looked for, and rows that are read below them."""


@dataclass(frozen=True)
class Stated:
    """A number that a sheet states: of the people of a unit, or of its women. unit: as it is written."""

    file: str
    sheet: str | None
    row: int
    column: Place
    unit: str
    number: int
    women: bool = False


def stated_in(grid: Grid) -> list[Stated]:
    """The numbers of people and of women by unit in a sheet that is no list; empty where it has no such headings."""
    for at, (_, cells) in enumerate(grid.rows[:_WITHIN]):
        keys = [heading_key(grid.text(cell)) for cell in cells]
        unit = next((i for i, key in enumerate(keys) if _UNIT.fullmatch(key)), None)
        numbers = [(i, WOMEN.fullmatch(key) is not None) for i, key in enumerate(keys) if PRESENT.fullmatch(key) or WOMEN.fullmatch(key)]
        if unit is not None and any(not women for _, women in numbers):
            return [each for index, women in numbers for each in _below(grid, at, unit, index, women)]
    return []


def _below(grid: Grid, at: int, unit: int, index: int, women: bool) -> list[Stated]:
    found = []
    for row, cells in grid.rows[at + 1 : at + 1 + _MOST]:
        name = grid.text(cells[unit]) if unit < len(cells) else ""
        said = grid.shown(cells[index]).removesuffix(".0") if index < len(cells) else ""
        if name and said.isdecimal():
            found.append(Stated(grid.file, grid.sheet, row, grid.place(index, name), name, int(said), women))
    return found
