"""Tables that fit the terminal: a number is never broken over lines, and a column that does not fit is left out and said."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from planner.cli.frame.state import state
from planner.cli.frame.terminal import draw, shown_width, words
from planner.core.texts import text

if TYPE_CHECKING:
    from rich.table import Table

GAP = 2
"""Letters between two columns."""


def draw_table(headings: Sequence[str], rows: Sequence[Sequence[str]], texts: Sequence[int] = (0,)) -> None:
    """Print a table. texts: the columns that stand to the left; all others stand to the right, as numbers do.

    Words are broken over lines where a column is narrow, numbers never. Columns that do not fit are left out, the last ones
    first, and a line below names them; those without any content are not shown.
    """
    from rich.cells import cell_len

    width = shown_width()
    used = [at for at in range(len(headings)) if not at or not rows or any(row[at] for row in rows)]
    headings, rows, texts = [headings[at] for at in used], [[row[at] for at in used] for row in rows], [used.index(at) for at in texts if at in used]
    columns = [[row[at] for row in rows] for at in range(len(headings))]
    least = [max([_longest_word(heading), *map(_unbroken, cells)], default=1) for heading, cells in zip(headings, columns, strict=True)]
    most = [max([cell_len(heading), *map(cell_len, cells)], default=1) for heading, cells in zip(headings, columns, strict=True)]
    kept = _fitting(least, width)
    table = _empty_table(any(headings))
    for at, room in zip(range(kept), _widths(least[:kept], most[:kept], width), strict=True):
        table.add_column(words(headings[at]), justify="left" if at in texts else "right", width=room, overflow="fold")
    for row in rows:
        table.add_row(*map(words, row[:kept]))
    draw(table)
    if kept < len(headings):
        print(text("cli.columns_left_out", state.lang, names="; ".join(headings[kept:])))


def _empty_table(headed: bool) -> Table:
    from rich.table import Table

    return Table(show_header=headed, box=None, pad_edge=False, header_style="bold", padding=(0, GAP, 0, 0))


def _unbroken(cell: str) -> int:
    """Letters of a cell that must stay on one line: all of what begins as a number does, else the longest word."""
    return len(cell) if cell.lstrip("+-−±(")[:1].isdigit() else _longest_word(cell)


def _longest_word(cell: str) -> int:
    from rich.cells import cell_len

    return max(map(cell_len, cell.split()), default=1)


def _fitting(least: Sequence[int], width: int) -> int:
    """How many columns fit at their least width, at least one."""
    taken = -GAP
    for at, each in enumerate(least):
        taken += each + GAP
        if taken > width and at:
            return at
    return len(least)


def _widths(least: Sequence[int], most: Sequence[int], width: int) -> list[int]:
    """The width of each column: the least, and what room is left for those that could use more, in turn."""
    room = list(least)
    left = width - sum(least) - GAP * (len(least) - 1)
    while left > 0 and (growing := [at for at in range(len(room)) if room[at] < most[at]]):
        for at in growing[:left]:
            room[at] += 1
        left -= min(len(growing), left)
    return room
