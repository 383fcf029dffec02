"""A second table below the list of a sheet: where it begins, and whether it lists people. It is never read as more of the first.

A printed list repeats its headings; then both speak of the same columns. Headings that put another column in the place of
a known one begin a table of their own.
"""

from __future__ import annotations

from dataclasses import dataclass

from planner.core.columns import Column
from planner.roster.tables.grid import Grid
from planner.roster.tables.heading_rows import HeadingRows, block_of
from planner.roster.tables.headings import Heading, heading_key

_NUMBER_WORDS = frozenset({"tt", "stt", "số tt", "số thứ tự", "no", "no."})
_NAME_WORDS = frozenset({"họ và tên", "họ tên", "họ,tên", "họ đệm", "full name", "name"})
_BEGIN = frozenset({"tt", "st", "số", "so", "no", "họ", "ho", "fu", "na"})  # how these words begin, whatever the normal form
_LONGEST, _LOOKED_AT, _MOST = 16, 3, 50  # characters of such a word, cells of a row, headings tried
_FEWEST = 3  # cells of text in a row of headings


@dataclass(frozen=True)
class SecondTable:
    """at: position of its first heading row below the headings of the list. people: whether it names people."""

    at: int
    people: bool
    headings: tuple[str, ...]


def second_table(grid: Grid, heading: HeadingRows, columns: tuple[Column, ...]) -> SecondTable | None:
    """The first table below the list whose headings are not a repetition of the list's own; None where there is none."""
    below = heading.last + 1
    tried = 0
    for at in range(below, len(grid.rows)):
        if not _may_begin(grid, at):
            continue
        tried += 1
        found = _differing(grid, at, heading, columns)
        if found is not None:
            texts = tuple(" / ".join(path) for path in found.paths if path)
            return SecondTable(at - below, "full_name" in found.columns, texts)
        if tried == _MOST:
            return None
    return None


def _may_begin(grid: Grid, at: int) -> bool:
    """Whether a row has the word for a running number, or for names, among its first cells, and further texts."""
    cells = grid.rows[at][1]
    for cell in cells[:_LOOKED_AT]:
        if not cell:
            continue
        whole = grid.prefix + cell
        if whole[0] == "s" and len(whole) <= _LONGEST and whole[1:].lstrip()[:2].casefold() in _BEGIN:
            key = heading_key(whole[1:])
            if key in _NUMBER_WORDS or key in _NAME_WORDS:
                return sum(bool(cell and grid.text(cell)) for cell in cells) >= _FEWEST
    return False


def _differing(grid: Grid, at: int, heading: HeadingRows, columns: tuple[Column, ...]) -> HeadingRows | None:
    """The headings at a row, in as many rows as know most, where one stands for another column than the list's there."""
    heights = {1, heading.last - heading.first + 1}
    blocks = [block_of(grid, at, at + height - 1, columns) for height in sorted(heights) if at + height <= len(grid.rows)]
    best = max(blocks, key=lambda block: block.known)
    pairs = [(own, other) for own, other in zip(heading.matches, best.matches, strict=False) if other is not None and not other.ignored]
    return best if any(own is not None and not _same(own, other) for own, other in pairs) else None


def _same(own: Heading, other: Heading) -> bool:
    return own.ignored or own.column.name == other.column.name
