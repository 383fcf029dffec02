"""A heading that nothing is known of: what stands below it, and which columns its words are like."""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cache

from planner.core.columns import ROSTER, Column
from planner.core.errors import Place, shown_place
from planner.roster.tables.headings import heading_key, known_headings

SUGGESTED = EXAMPLES = 3
_LIKE = 0.6
_LONG_WORD = 4
_SHORT = {"pc": "phu cap", "hs": "he so", "tn": "tham nien", "tnvk": "tham nien vuot khung", "xl": "xep loai", "tgian": "thoi gian"}
"""Short forms of offices, without tones."""


@dataclass(frozen=True)
class UnknownHeading:
    """A heading over a column with data that nothing is known of.

    column: Excel letter; the heading itself for CSV and Parquet. examples: up to three of its cells, as they are shown.
    suggestions: canonical columns, likeliest first; columns that the table has already are left out.
    """

    file: str
    sheet: str | None
    row: int | None
    column: str
    heading: str
    examples: tuple[str, ...] = ()
    suggestions: tuple[str, ...] = ()


def unknown_heading(
    file: str, sheet: str | None, row: int | None, place: Place, text: str, cells: Iterable[str] = (), taken: Collection[str] = ()
) -> UnknownHeading:
    """The heading `text` with what it may mean. cells: those below it, as they are shown. taken: columns of other headings."""
    examples = tuple(dict.fromkeys(cell[:40] for cell in cells))[:EXAMPLES]
    return UnknownHeading(file, sheet, row, shown_place(place), text, examples, suggestions(text, taken))


def suggestions(heading: str, taken: Collection[str], columns: tuple[Column, ...] = ROSTER) -> tuple[str, ...]:
    """Up to three columns whose known headings are like `heading`, likeliest first; those in `taken` are left out."""
    wanted = _plain(heading)
    last = _plain(heading.rpartition("/")[2])
    scores: dict[str, float] = {}
    for word, column in _plain_headings(columns):
        if column not in taken:
            score = max(_likeness(wanted, word), 0.95 * _likeness(last, word))
            scores[column] = max(scores.get(column, 0.0), score)
    best = sorted((c for c in scores if scores[c] >= _LIKE), key=lambda c: -scores[c])
    return tuple(best[:SUGGESTED])


def _likeness(one: str, other: str) -> float:
    """0 to 1: letters in common order, or the shorter heading's words found in the longer one."""
    if not one or not other:
        return 0.0
    first, second = set(one.split()), set(other.split())
    shared = len(first & second) / max(len(first | second), 1)
    within = len(first & second) / min(len(first), len(second)) if min(len(first), len(second)) > 1 else 0.0
    alone = 0.65 if len(other) >= _LONG_WORD and other in first else 0.0
    return max(difflib.SequenceMatcher(None, one, other).ratio(), shared, 0.9 * within, alone)


@cache
def _plain_headings(columns: tuple[Column, ...]) -> tuple[tuple[str, str], ...]:
    return tuple((_plain(word), column.name) for word, column in known_headings(columns).items())


def _plain(text: str) -> str:
    """Without tones and marks: people leave them out, and machines mix them up."""
    letters = unicodedata.normalize("NFD", heading_key(text).replace("đ", "d"))
    kept = "".join(c if c.isalnum() else " " for c in letters if not unicodedata.combining(c))
    return " ".join(_SHORT.get(word, word) for word in kept.split())
