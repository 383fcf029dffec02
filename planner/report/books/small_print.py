"""Cells of printed tables in small letters: how many lines a text takes, and how tall a row must be to show it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from planner.report.books.book import lines_in

SMALL, SMALL_LINE = 9, 12.5
"""Size of the letters, and the height of their lines, in points."""
NARROW = 1.15
"""How many more of these letters fit than `lines_in` reckons with."""


def stacked_lines(words: Any, width: float) -> int:
    """How many lines a text takes in `width` characters that may have line breaks of its own."""
    return 1 if words is None else sum(lines_in(part, width) for part in str(words).split("\n"))


def small_lines(words: Any, width: float) -> int:
    """As `stacked_lines`, in small letters."""
    return stacked_lines(words, width * NARROW)


def small_height(cells: Iterable[tuple[Any, float]], least: int = 1) -> float:
    """The height in points of a row of small (text, width) cells; at least `least` lines."""
    return SMALL_LINE * max([least, *(small_lines(words, width) for words, width in cells)]) + 3
