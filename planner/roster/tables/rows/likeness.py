"""What rows look like where no heading says it: a name, a person, a list of people, a table of whatever."""

from __future__ import annotations

import re
from collections.abc import Sequence

from planner.roster.tables.grid import Grid
from planner.roster.values.text import clean_text
from planner.roster.workbook.guarded_reader import Cell

_DATE_OR_SEX = re.compile(r"\d{1,2}[/-]\d{1,2}[/-]\d{4}|nam|nữ")
_LOOKED_AT = 200  # rows
_CELLS = 3  # of a row of headings, or of a table


def looks_like_a_name(text: str) -> bool:
    """Whether a text may be a person's name: two to six words of letters, each with a capital, or all in capitals."""
    words = clean_text(text).split()
    return 2 <= len(words) <= 6 and all(word.replace(".", "").isalpha() and word[0].isupper() for word in words)


def looks_like_people(grid: Grid) -> bool:
    """Whether a grid without a heading row holds a list of people: several rows with a name and a date or a sex."""
    rows = 0
    for _, cells in grid.rows:
        rows += looks_like_a_person(grid, cells)
        if rows >= 2:
            return True
    return False


def looks_like_a_table(grid: Grid) -> bool:
    """Whether several rows of a grid have three cells or more: a list of whatever, not a legend or a page of text."""
    return sum(sum(bool(cell) for cell in cells) >= _CELLS for _, cells in grid.rows[:_LOOKED_AT]) >= 2


def row_above_people(grid: Grid) -> int | None:
    """The position of the row of texts right above the first person: the headings of a list whose words nobody knows."""
    first = next((at for at, (_, cells) in enumerate(grid.rows) if looks_like_a_person(grid, cells)), 0)
    for at in range(first - 1, max(first - 4, -1), -1):
        if sum(bool(grid.text(cell)) for cell in grid.rows[at][1]) >= _CELLS:
            return at
    return None


def looks_like_a_person(grid: Grid, cells: Sequence[Cell]) -> bool:
    """Whether a row has a name, and a date or a sex beside it."""
    texts = [text for text in map(grid.text, cells) if text]
    name = any(map(looks_like_a_name, texts))
    dated = any((grid.prefix + c)[:1] == "d" for c in cells if c)
    return name and (dated or any(_DATE_OR_SEX.fullmatch(t.casefold()) for t in texts))
