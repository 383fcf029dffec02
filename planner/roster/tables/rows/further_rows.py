"""Further rows of one person: a second post below the first, under a name that is merged over both. They are nobody of their own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from planner.core.errors import Problem, column_letter
from planner.roster.tables.grid import Coded, Grid
from planner.roster.tables.table import Table
from planner.roster.workbook.guarded_reader import Cell

_OF_A_PERSON = ("full_name", "employee_id", "birth_date", "sex")
_SHOWN = 4


def further_rows(grid: Grid, rows: Sequence[tuple[int, Sequence[Cell]]], names_at: int, coded: Mapping[tuple[str, str], Coded]) -> dict[int, int]:
    """The positions of rows that lie under the merged name of the row at another position, and hold nothing of a person's own."""
    blocks = [(top, bottom) for top, left, bottom, right in grid.merged if left <= names_at + 1 <= right and bottom > top]
    if not blocks:
        return {}
    numbers = np.array([number for number, _ in rows], dtype=np.int64)
    own = np.any([column.filled() for (name, _), column in coded.items() if name in _OF_A_PERSON], axis=0)
    found = {}
    for top, bottom in blocks:
        first, end = np.searchsorted(numbers, [top, bottom + 1]).tolist()
        if first < len(numbers) and numbers[first] == top and own[first]:
            found |= {at: first for at in range(first + 1, end) if not own[at]}
    return found


def say_further_rows(grid: Grid, table: Table, rows: Sequence[tuple[int, Sequence[Cell]]], found: Mapping[int, int], name_of: Mapping[int, str]) -> list[Problem]:
    """A warning for each such row that holds something, about the person above: what stands in it was not read."""
    problems = []
    for at, first in found.items():
        row, cells = rows[at]
        held = [index for index, cell in enumerate(cells) if cell and grid.shown(cell)]
        if not held:
            continue
        column = next((name_of[index] for index in held if index in name_of), "full_name")
        shown = "; ".join(f"{column_letter(index + 1)}: {grid.shown(cells[index])}" for index in held[:_SHOWN])
        said: dict[str, Any] = {"first": rows[first][0], "cells": shown[:160], "severity": "warning"}
        problem = table.problem("further_row", row, column, **said)
        person = table.problem("further_row", rows[first][0], column, **said).person
        problems.append(replace(problem, person=person))
    return problems
