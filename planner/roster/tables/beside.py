"""What stands around the people of a table and is not read: rows, columns, sums, comments and strikes, kept for what they say."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from planner.roster.tables.grid import Coded, Grid, encode
from planner.roster.tables.heading_rows import HeadingRows
from planner.roster.tables.headings import JOINT, Heading, is_unneeded
from planner.roster.tables.rows.rows_without_people import Body
from planner.roster.tables.table import Known, Table
from planner.roster.workbook.guarded_reader import Cell

_SPEAKING = frozenset({"outside_columns", "signature"})
"""Why rows are left that may hold notes."""


def sums_of(grid: Grid, body: Sequence[tuple[int, Sequence[Cell]]], coded: Mapping[tuple[str, str], Coded], seen: Body) -> list[Any]:
    """The rows that state sums, or that the list has so many people, also headings of groups: as in `Table.sums`."""
    found = []
    for at in np.flatnonzero(np.isin(seen.why, ["total", "signature", "group"])).tolist():
        row, cells = body[at]
        known = {name: cell for (name, part), column in coded.items() if not part and (cell := column.of_row(at)) is not None}
        found.append((int(seen.keep[:at].sum()), row, tuple(text for text in map(grid.text, cells) if text), known))
    return found


def note_rest(
    grid: Grid,
    table: Table,
    found: HeadingRows,
    matches: Sequence[Heading | None],
    parts: Known,
    column_of: Callable[[int], Sequence[Cell]],
    seen: Body,
) -> None:
    """Notes which rows and columns hold something and are not read, and why; texts among them may speak of people."""
    above = [row for row, cells in grid.rows[: found.first] if _holds(grid, cells)]
    heads = [row for row, cells in grid.rows[found.first : found.last + 1] if _holds(grid, cells)]
    why: dict[str, list[int]] = {"above": above, "headings": heads}
    for at in np.flatnonzero(~seen.keep).tolist():
        row, cells = grid.rows[found.last + 1 + at]
        if _holds(grid, cells):
            why.setdefault(str(seen.why[at]), []).append(row)
        if str(seen.why[at]) in _SPEAKING:
            people = int(seen.keep[:at].sum())
            texts = ((index, grid.text(cell)) for index, cell in enumerate(cells))
            table.asides += [(people, row, grid.place(index, ""), text) for index, text in texts if text]
    table.left_rows = [(reason, tuple(rows)) for reason, rows in why.items() if rows]
    read = {index for index, _ in parts.values()}
    numbers = np.array([row for row, _ in grid.rows[found.last + 1 :]], dtype=np.int64)
    table.columns_read = len(read)
    width = max([len(found.paths), *(len(cells) for _, cells in grid.rows[found.last + 1 :])])
    for index in (index for index in range(width) if index not in read):
        path = found.paths[index] if index < len(found.paths) else ()
        if path or any(_holds(grid, (cell,)) for cell in column_of(index)):
            place = grid.place(index, JOINT.join(path))
            table.left_columns.append((_why_column(matches[index] if index < len(matches) else None, path), place, JOINT.join(path)))
            cells = filled_down(grid, index, column_of(index), numbers)
            table.beside.append((place, JOINT.join(path), encode(cells, grid.prefix).keep(seen.keep)))


def note_marks(grid: Grid, table: Table, parts: Known) -> None:
    """Notes the comments, those of people's cells apart, and the cells of people that are struck through."""
    people = set(table.rows.tolist())
    table.stray_comments = [each for each in grid.comments if each[0] not in people]
    table.comments = [(row, column, text) for row, column, text in grid.comments if row in people]
    column_of = {index + 1: name for (name, _), (index, _) in parts.items()}
    struck = sorted(cell for cell in grid.struck if cell[0] in people and cell[1] in column_of)
    whole = {row for row, column in struck if column_of[column] == "full_name"}
    table.struck = [(row, column_of[c], c) for row, c in struck if row not in whole or column_of[c] == "full_name"]


def _holds(grid: Grid, cells: Sequence[Cell]) -> bool:
    return any(cell and (grid.sheet is not None or not cell.isspace()) for cell in cells)


def _why_column(match: Heading | None, path: tuple[str, ...]) -> str:
    if match is not None:
        return "chosen_ignored" if match.ignored else "twice"
    return "without_heading" if not path else "unneeded" if is_unneeded(path) else "unknown"


def filled_down(grid: Grid, index: int, cells: Sequence[Cell], rows: npt.NDArray[np.int64]) -> Sequence[Cell]:
    """The cells of a column with those merged over several rows written into each of them. rows: their Excel rows."""
    blocks = [m for m in grid.merged if m[1] == index + 1 and m[2] > m[0]]
    if not blocks or not len(rows):
        return cells
    out = list(cells)
    for top, _, bottom, _ in blocks:
        first, last = np.searchsorted(rows, [top, bottom + 1])
        if first < len(rows) and rows[first] == top:
            for at in range(first + 1, last):
                out[at] = out[at] or out[first]
    return out
