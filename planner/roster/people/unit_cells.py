"""The cells of the column of units: dittos and blanks that stand for the cell above, names that are nearly the same."""

from __future__ import annotations

import re

import numpy as np
import numpy.typing as npt
import pandas as pd

from planner.core.errors import Problem
from planner.roster.people.build import BoolArray, Rows
from planner.roster.tables.headings import is_unneeded
from planner.roster.tables.table import Table
from planner.roster.values.notes import plain
from planner.roster.values.text import fold

DITTOS = frozenset({'"', "''", "”", "“", "〃", "nt", "-nt-", "- nt -", "như trên", "-", "ditto", "as above"})
_SHORTEST = 8  # letters of names that may differ by one and be the same


def filled_down(people: Rows) -> tuple[npt.NDArray[np.object_], BoolArray]:
    """The units as written, with dittos and those blanks filled from above that have no other reading; and the blanks
    that may have another: bool[n].

    A blank has no other where the running number begins anew with each unit and counts on below it.
    """
    written = people.frame["unit"].to_numpy(dtype=object).copy()
    unclear = np.zeros(len(written), dtype=bool)
    for number, table in enumerate(people.tables):
        if "unit" not in table.columns:
            continue
        lines = np.flatnonzero(people.table == number)
        mine = pd.Series(written[lines], dtype=object)
        same = mine.isin([text for text in mine.unique() if isinstance(text, str) and fold(text) in DITTOS]).to_numpy(bool)
        blank = mine.isna().to_numpy(bool) & ~people.unread["unit"][lines]
        if not same.any() and (not blank.any() or blank.all()):
            continue
        above = mine.mask(same | blank).ffill().to_numpy(dtype=object)
        follows = blank & _counts_on(table, blank)
        written[lines] = np.where((same & ~pd.isna(above)) | follows, above, written[lines])
        unclear[lines] = blank & ~follows
    return written, unclear


def _counts_on(table: Table, blank: BoolArray) -> BoolArray:
    """Whether every blank is one more than the row above, and every other row a 1: all rows, or none."""
    for _, heading, coded in table.beside:
        if heading and is_unneeded((heading,)):
            values = pd.to_numeric(pd.Series([cell[1:] for cell in coded.cells] + [None], dtype=object), errors="coerce").to_numpy(np.float64)
            numbers = values[coded.codes]
            if len(numbers) and not np.isnan(numbers).any():
                on = np.concatenate([[False], np.diff(numbers) == 1])
                return np.full(len(blank), bool((on[blank]).all() and (numbers[~blank] == 1).all()))
    return np.zeros(len(blank), dtype=bool)


def near_names(people: Rows, written: npt.NDArray[np.object_]) -> list[Problem]:
    """A warning at the first row of each unit whose name is nearly that of another with more rows."""
    texts, distinct = pd.factorize(pd.Series(written, dtype=object))
    folded, names = pd.factorize(np.array([fold(text) if isinstance(text, str) else None for text in distinct], dtype=object))
    codes = np.where(texts < 0, -1, folded[texts]) if len(distinct) else texts
    if not 1 < len(names) <= 2_000:
        return []
    counts, first = np.bincount(codes[codes >= 0], minlength=len(names)), pd.Series(np.arange(len(codes))).groupby(codes).first()
    bare = [re.sub(r"[\W_]", "", plain(name)) for name in names]
    order = sorted(range(len(names)), key=lambda at: (-counts[at], at))
    shown = [written[first[at]] for at in range(len(names))]
    by_key: dict[str, int] = {}
    found = []
    for at in order:
        other = next((by_key[key] for key in _keys(bare[at]) if key in by_key), None)
        for key in _keys(bare[at]):
            by_key.setdefault(key, at)
        if other is not None:
            said = {"name": shown[at], "other": shown[other], "count": int(counts[at])}
            found.append(people.problem("unit_nearly_same", int(first[at]), "unit", severity="warning", **said))
    return found


def _keys(bare: str) -> list[str]:
    """What near names have in common: the letters without tones; of longer ones without figures, those but one as well."""
    if len(bare) < _SHORTEST or any(c.isdigit() for c in bare):
        return [bare]
    return [bare, *(f"{bare[:at]}?{bare[at + 1 :]}" for at in range(len(bare)))]
