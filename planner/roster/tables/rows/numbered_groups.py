"""The heading of a group that has the next running number and reads like a name: it may be a person called Tổ or Ban."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from planner.core.errors import Problem
from planner.roster.tables.grid import Grid
from planner.roster.tables.heading_rows import HeadingRows
from planner.roster.tables.headings import is_unneeded
from planner.roster.tables.rows.likeness import looks_like_a_name
from planner.roster.tables.rows.rows_without_people import Body
from planner.roster.tables.table import Table
from planner.roster.workbook.guarded_reader import Cell


def say_numbered_groups(
    grid: Grid, table: Table, found: HeadingRows, body: Sequence[tuple[int, Sequence[Cell]]], seen: Body, names_at: int | None
) -> Iterator[Problem]:
    """A warning for each such row where the numbers go on through it; below the heading of a group they begin again at 1."""
    numbers_at = next((at for at, path in enumerate(found.paths) if is_unneeded(path)), None)
    if numbers_at is None or names_at is None or not seen.groups:
        return

    def number(at: int) -> int | None:
        cells = body[at][1]
        shown = grid.shown(cells[numbers_at]).removesuffix(".0") if numbers_at < len(cells) and cells[numbers_at] else ""
        return int(shown) if shown.isdecimal() else None

    people = np.flatnonzero(seen.keep)
    last = -1
    for at, _ in seen.groups:
        cells = body[at][1]
        name = grid.text(cells[names_at]) if names_at < len(cells) else ""
        before, after = people[people < at], people[people > at]
        previous = max(last, int(before[-1])) if len(before) else last
        own = number(at)
        if own is None or previous < 0 or own != (number(previous) or -1) + 1 or not looks_like_a_name(name):
            continue
        if not len(after) or number(int(after[0])) != 1:
            last = at
            yield table.problem(
                "group_or_person", body[at][0], None, column=grid.place(names_at, ""), name=name, number=own, severity="warning"
            )
