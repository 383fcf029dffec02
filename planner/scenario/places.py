"""Where the keys of a scenario stand that was read from a workbook, and problems told by that place instead of the key path."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from planner.core.errors import Problem
from planner.core.texts import Message


class CellPlace(NamedTuple):
    """A cell of a workbook: its sheet, its row and column, from 1."""

    sheet: str
    row: int
    column: int


def located(problems: Sequence[Problem], places: Mapping[str, CellPlace]) -> list[Problem]:
    """The problems of a scenario with sheet and cell instead of the key path, where the path has a cell."""
    return [_located(each, places) for each in problems]


def _located(each: Problem, places: Mapping[str, CellPlace]) -> Problem:
    place = places.get(each.column) if isinstance(each.column, str) and each.sheet is None else None
    if place is None:
        return each
    message = Message("scenario_book.cell_missing") if each.message.key == "scenario.missing_key" else each.message
    return replace(each, sheet=place.sheet, row=place.row, column=place.column, message=message)
