"""A heading that nothing is known of: what stands below it, and which columns its words are like."""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice

import numpy as np
import numpy.typing as npt

from planner.core.columns import ROSTER, Column
from planner.core.errors import Place, shown_place
from planner.roster.tables.headings import heading_key, known_headings
from planner.roster.tables.rows.likeness import looks_like_a_name
from planner.roster.values.parse import Manner, parse_cells, shown
from planner.roster.values.text import clean_text

SUGGESTED = EXAMPLES = 3
TRIED = 200
"""Distinct cells that are tried in every column there is; so an unknown column costs no more than a known one."""
_LIKE = 0.6
_UNFIT = 0.5  # the share of cells that may be wrong in a column that is suggested
_OF_FIGURES = frozenset({"employee_id", "rank_code", "unit"})
_OPEN = frozenset({"roster.duration_two_readings", "roster.duration_fraction", "roster.number_two_readings", "roster.percent_two_readings"})
"""Faults of the way in which a number is written: the heading may well be the one."""
_SURE, _FEWEST = 0.8, 3
_OF_FEW_WORDS = tuple(column for column in ROSTER if column.name in ("sex", "category"))
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
    file: str, sheet: str | None, row: int | None, place: Place, text: str, cells: Sequence[str] = (), taken: Collection[str] = ()
) -> UnknownHeading:
    """The heading `text` with what it may mean. cells: those below it, a letter for their kind before each. taken: columns
    of other headings."""
    examples = tuple(dict.fromkeys(shown(cell)[:40] for cell in cells))[:EXAMPLES]
    fitting = [column for column in ROSTER if column.name not in taken and fits(column, cells)]
    unfit = {column.name for column in ROSTER} - {column.name for column in fitting}
    like = dict.fromkeys((*suggestions(text, unfit), *(name for name in _by_values(cells) if name not in unfit)))
    return UnknownHeading(file, sheet, row, shown_place(place), text, examples, tuple(like)[:SUGGESTED])


def _by_values(cells: Sequence[str]) -> Iterator[str]:
    """The columns that the values themselves speak for, whatever their heading: names, sexes, categories, ids."""
    texts = [clean_text(cell[1:]) for cell in cells if cell[0] == "s"]
    if len(texts) != len(cells) or not texts:
        return
    if sum(map(looks_like_a_name, texts)) > len(texts) * _SURE:
        yield "full_name"
    for column in _OF_FEW_WORDS:
        if not parse_cells(column, list(dict.fromkeys(cells)), Manner())[1]:
            yield column.name
    if len(set(texts)) == len(texts) >= _FEWEST and all(" " not in text and any(map(str.isdigit, text)) and any(map(str.isalpha, text)) for text in texts):
        yield "employee_id"


def fits(column: Column, cells: Sequence[str]) -> bool:
    """Whether most cells could stand in a column: they are read without an error, and words are not all figures."""
    distinct = list(islice(dict.fromkeys(cells), TRIED))
    if not distinct:
        return True
    if column.name == "full_name":
        return sum(cell[0] == "s" and looks_like_a_name(cell[1:]) for cell in distinct) >= len(distinct) * _UNFIT
    if column.name == "employee_id" and sum(cell[0] == "s" and " " in cell[1:].strip() for cell in distinct) > len(distinct) * _UNFIT:
        return False
    if column.kind in ("text", "list"):
        return column.name in _OF_FIGURES or any(cell[0] == "s" and any(map(str.isalpha, cell)) for cell in distinct)
    _, faults = parse_cells(column, distinct, Manner())
    errors = sum(fault.severity == "error" and fault.message.key not in _OPEN for fault in faults.values())
    return errors <= len(distinct) * _UNFIT


def suggestions(heading: str, taken: Collection[str], columns: tuple[Column, ...] = ROSTER) -> tuple[str, ...]:
    """Up to three columns whose known headings are like `heading`, likeliest first; those in `taken` are left out."""
    scores: dict[str, float] = {}
    wanted = _plain(heading)
    for text, weight in {_plain(heading.rpartition("/")[2]): 0.95, wanted: 1.0}.items():
        for word, column in _alike(text, columns):
            if column not in taken:
                scores[column] = max(scores.get(column, 0.0), weight * _likeness(text, word))
    best = [column.name for column in columns if scores.get(column.name, 0.0) >= _LIKE]  # of equals, the first in the template
    return tuple(sorted(best, key=lambda c: -scores[c])[:SUGGESTED])


def _likeness(one: str, other: str) -> float:
    """0 to 1: letters in common order, or the shorter heading's words found in the longer one."""
    if not one or not other:
        return 0.0
    first, second = set(one.split()), set(other.split())
    shared = len(first & second) / max(len(first | second), 1)
    within = len(first & second) / min(len(first), len(second)) if min(len(first), len(second)) > 1 else 0.0
    alone = 0.65 if len(other) >= _LONG_WORD and other in first else 0.0
    return max(difflib.SequenceMatcher(None, one, other).ratio(), shared, 0.9 * within, alone)


def _alike(text: str, columns: tuple[Column, ...]) -> list[tuple[str, str]]:
    """The known headings that may be like `text`: they share a word with it, or as many letters as likeness takes at least."""
    known, letters, lengths, by_word = _plain_headings(columns)
    common = np.minimum(letters, _letters(text)).sum(axis=1)
    near = set(np.flatnonzero(2 * common >= _LIKE * (lengths + len(text))).tolist())
    for word in set(text.split()):
        near.update(by_word.get(word, ()))
    return [known[at] for at in sorted(near)]


@cache
def _plain_headings(columns: tuple[Column, ...]) -> tuple[list[tuple[str, str]], npt.NDArray[np.int32], npt.NDArray[np.int32], dict[str, list[int]]]:
    """Every known heading with its column; how often each has each letter, and how many letters; which have a word."""
    known = [(_plain(word), column.name) for word, column in known_headings(columns).items()]
    by_word: dict[str, list[int]] = {}
    for at, (word, _) in enumerate(known):
        for part in set(word.split()):
            by_word.setdefault(part, []).append(at)
    letters = np.array([_letters(word) for word, _ in known], dtype=np.int32)
    return known, letters, np.array([len(word) for word, _ in known], dtype=np.int32), by_word


def _letters(text: str) -> npt.NDArray[np.int32]:
    """How often a text has each kind of letter; letters that share a kind only make two texts seem more alike."""
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32) % 128
    return np.bincount(codes, minlength=128).astype(np.int32)


def _plain(text: str) -> str:
    """Without tones and marks: people leave them out, and machines mix them up."""
    letters = unicodedata.normalize("NFD", heading_key(text).replace("đ", "d"))
    kept = "".join(c if c.isalnum() else " " for c in letters if not unicodedata.combining(c))
    return " ".join(_SHORT.get(word, word) for word in kept.split())
