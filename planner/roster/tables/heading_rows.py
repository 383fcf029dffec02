"""Where the headings of a table stand: one row, or up to four with groups above and merged cells."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from planner.core.columns import Column
from planner.roster.tables.grid import Grid
from planner.roster.tables.headings import Chosen, Heading, match_path
from planner.roster.tables.rows.likeness import looks_like_a_person
from planner.roster.values.text import clean_text, fold

HEADING_WITHIN = 60  # rows in which headings are looked for
HEADINGS_NEEDED = 3  # fewer known words in one row may be chance
ROWS_AT_MOST = 4
_SURELY, _FURTHER = 5, 12  # so many known words are a heading; a better one is looked for in so many rows more
_MERGED_DOWN = 2  # headings merged over the next row show that it is one of headings too
_BEST_ROWS = 4  # rows around which blocks of several rows are tried

_YEAR = re.compile(r"[ns](20\d\d)")
_FIGURE = re.compile(r"[\d.,/%\s:\-]*\d[\d.,/%\s:\-]*")


@dataclass(frozen=True)
class HeadingRows:
    """The heading of a table: positions of its first and last row in the grid, and the path of each column, top first.

    matches: what each column is, None where it is not known or has no heading. known: how many parts are known.
    """

    first: int
    last: int
    paths: tuple[tuple[str, ...], ...]
    matches: tuple[Heading | None, ...]
    known: int

    @property
    def columns(self) -> set[str]:
        """The canonical columns that were found."""
        return {m.column.name for m in self.matches if m is not None and not m.ignored}


def find_headings(grid: Grid, columns: tuple[Column, ...], chosen: Chosen | None = None) -> HeadingRows | None:
    """The rows under which most columns of `columns` are known, as few rows as do it; None where no row names any.

    Of headings that a list repeats the first ones count, also where a later row is the better known: people stand above it.
    """
    top = grid.rows[:HEADING_WITHIN]
    single: list[HeadingRows] = []
    for at in range(len(top)):
        single.append(block_of(grid, at, at, columns, chosen))
        if at >= _FURTHER and any(h.known >= _SURELY for h in single[:-_FURTHER]):
            break
    likely = sorted((h for h in single if h.known), key=lambda h: -h.known)[:_BEST_ROWS]
    found = _blocks(grid, likely, columns, chosen)
    best = _best(found)
    if best is None:
        return None
    earlier = [h for h in single if h.last < best.first and h.known >= HEADINGS_NEEDED and _people_between(grid, h.last, best.first)]
    first = _best(_blocks(grid, earlier[:1], columns, chosen)) if earlier else None
    return _to_its_end(grid, first if first is not None and first.last < best.first else best, columns, chosen)


def _best(found: Sequence[HeadingRows]) -> HeadingRows | None:
    return max(found, key=lambda h: (h.known, -(h.last - h.first), -h.first), default=None)


def _blocks(grid: Grid, likely: Sequence[HeadingRows], columns: tuple[Column, ...], chosen: Chosen | None) -> list[HeadingRows]:
    """These rows, and each of them together with the rows around it that could be headings too."""
    found = list(likely)
    tried = {(h.first, h.last) for h in likely}
    for heading in likely:
        for height in range(2, ROWS_AT_MOST + 1):
            for first in range(heading.first - height + 1, heading.first + 1):
                last = first + height - 1
                if first < 0 or last >= min(len(grid.rows), HEADING_WITHIN) or (first, last) in tried:
                    continue
                tried.add((first, last))
                if not any(holds_figures(grid, grid.rows[at][1]) for at in range(first, last + 1)):
                    found.append(block_of(grid, first, last, columns, chosen))
    return found


def _people_between(grid: Grid, first: int, last: int) -> bool:
    """Whether a person stands between two rows: a name, and a date or a sex."""
    return any(looks_like_a_person(grid, grid.rows[at][1]) for at in range(first + 1, last))


def _to_its_end(grid: Grid, found: HeadingRows, columns: tuple[Column, ...], chosen: Chosen | None) -> HeadingRows:
    """The heading with the rows below it into which its merged cells reach: what stands there is no person."""
    numbers = [number for number, _ in grid.rows[found.first : found.last + 1]]
    bottoms = [bottom for top, left, bottom, _ in grid.merged if top in numbers and bottom > numbers[-1] and left <= len(found.paths)]
    if len(bottoms) < _MERGED_DOWN:
        return found
    last = found.last
    while last + 1 < len(grid.rows) and grid.rows[last + 1][0] <= max(bottoms) and last - found.first < ROWS_AT_MOST - 1:
        if holds_figures(grid, grid.rows[last + 1][1]):
            return found
        last += 1
    longer = block_of(grid, found.first, last, columns, chosen)
    return longer if longer.known >= found.known - 1 else found


def block_of(grid: Grid, first: int, last: int, columns: tuple[Column, ...], chosen: Chosen | None = None) -> HeadingRows:
    """The rows `first` to `last` of the grid, read as the heading of a table."""
    paths = _paths(grid, first, last)
    matches = tuple(match_path(path, columns, chosen) if path else None for path in paths)
    known = {(m.column.name, m.part) for m in matches if m is not None and not m.ignored}
    return HeadingRows(first, last, tuple(paths), matches, len(known))


def _paths(grid: Grid, first: int, last: int) -> list[tuple[str, ...]]:
    """The texts of the block above one another, column by column; an upper text reaches as far as its merged cell."""
    block = grid.rows[first : last + 1]
    width = max((len(cells) for _, cells in block), default=0)
    texts = {number: [_text(grid, cells[i] if i < len(cells) else None) for i in range(width)] for number, cells in block}
    if len(block) > 1:
        merged = [m for m in grid.merged if m[0] in texts]
        if merged:
            _spread(texts, merged, width)
        else:
            _infer(list(texts.values()))
    rows = list(texts.values())
    paths = []
    for column in range(width):
        path: list[str] = []
        for row in rows:
            if row[column] and not (path and fold(path[-1]) == fold(row[column])):
                path.append(row[column])
        paths.append(tuple(path))
    return paths


def _spread(texts: dict[int, list[str]], merged: Sequence[tuple[int, int, int, int]], width: int) -> None:
    """Writes the text of each merged cell into the columns that it reaches over."""
    for top, left, _, right in merged:
        if left > width:
            continue
        text = texts[top][left - 1]
        for column in range(left, min(right, width)):
            texts[top][column] = texts[top][column] or text


def _infer(rows: list[list[str]]) -> None:
    """Without merged cells: a blank beside an upper heading belongs to it where something stands below both."""
    for upper, lower in zip(rows, rows[1:], strict=False):
        for column in range(1, len(upper)):
            if not upper[column] and lower[column] and upper[column - 1] and lower[column - 1]:
                upper[column] = upper[column - 1]


def _text(grid: Grid, cell: str | None) -> str:
    """The text of a heading cell: also a year, which stands over ratings as a number."""
    if not cell:
        return ""
    whole = grid.prefix + cell
    if whole[0] == "s":
        return clean_text(whole[1:])
    match = _YEAR.fullmatch(whole)
    return match.group(1) if match else ""


def holds_figures(grid: Grid, cells: Sequence[str | None]) -> bool:
    """Whether a row has dates or numbers other than years: then it is no heading, whatever words stand in it."""
    for cell in cells:
        if not cell:
            continue
        whole = grid.prefix + cell
        if whole[0] == "s":
            text = clean_text(whole[1:])
            if _FIGURE.fullmatch(text) and not _YEAR.fullmatch("s" + text):
                return True
        elif not _YEAR.fullmatch(whole):
            return True
    return False
