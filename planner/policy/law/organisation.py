"""How large a unit of a ministry and its divisions must be, and how many deputies a division may have.

Source: NĐ 303/2025/NĐ-CP, Articles 6, 9, 10 and 12. Posts are civil-service posts (biên chế công chức). Branches of an
agency (chi cục) and their divisions are not modelled: a roster does not name them.
"""

from __future__ import annotations

import datetime as dt

import numpy as np
import numpy.typing as npt

from planner.core.dates import IntArray
from planner.policy.law.parameters import Law, load_law

UNIT_POSTS = "organisation.least_posts"
DIVISION_POSTS = "organisation.least_division_posts"
DIVISIONS_FROM_POSTS = "organisation.department_divisions_posts"
DIVISIONS_FROM_UNITS = "organisation.department_divisions_former_units"
DIVISION_DEPUTIES = "organisation.division_deputies"
SIZE_READS = (UNIT_POSTS, DIVISION_POSTS, DIVISIONS_FROM_POSTS, DIVISIONS_FROM_UNITS, DIVISION_DEPUTIES)
"""What the size of units is judged by."""
NO_LIMIT = -1

Kinds = npt.NDArray[np.object_]


def least_posts(kind: Kinds, on: dt.date, law: Law | None = None) -> IntArray:
    """Fewest posts of each unit, 0 where the decree asks none. InputError where `on` is before the law."""
    return _by_kind(UNIT_POSTS, kind, on, law)


def least_division_posts(kind: Kinds, on: dt.date, law: Law | None = None) -> IntArray:
    """Fewest posts of one division in each unit, 0 where the decree asks none. InputError as `least_posts`."""
    return _by_kind(DIVISION_POSTS, kind, on, law)


def may_have_divisions(kind: Kinds, posts: IntArray, merged_from: IntArray, on: dt.date, law: Law | None = None) -> npt.NDArray[np.bool_]:
    """Whether each unit may have divisions at all: a department only where it has many posts, or was merged from several.

    InputError as `least_posts`.
    """
    law = law or load_law()
    large = posts >= law.on(DIVISIONS_FROM_POSTS, on)
    return (kind != "department") | large | (merged_from >= law.on(DIVISIONS_FROM_UNITS, on))


def most_division_deputies(kind: Kinds, posts: IntArray, on: dt.date, law: Law | None = None) -> IntArray:
    """Most deputies of a division of so many posts in a unit of each kind; `NO_LIMIT` where the decree sets none.

    In a class-1 agency it is the average of its divisions. InputError as `least_posts`.
    """
    rows = (law or load_law()).on(DIVISION_DEPUTIES, on)
    most = np.full(len(kind), NO_LIMIT, dtype=np.int64)
    for name, steps in rows.items():
        here = kind == name
        starts, deputies = (np.array(column, dtype=np.int64) for column in zip(*steps, strict=True))
        most[here] = deputies[np.searchsorted(starts, posts[here], side="right") - 1]
    return most


def most_deputies_of_divisions(kind: Kinds, posts: IntArray, divisions: IntArray, on: dt.date, law: Law | None = None) -> IntArray:
    """Most deputies of all divisions of each unit together, however its posts are divided among them; `NO_LIMIT` where none is set.

    Each division is first given the posts of its first deputy, then as many as can be the posts of a second, and so on. So it is
    an upper limit that no distribution passes; a unit without divisions has none. InputError as `least_posts`.
    """
    rows = (law or load_law()).on(DIVISION_DEPUTIES, on)
    most = np.full(len(kind), NO_LIMIT, dtype=np.int64)
    for name, steps in rows.items():
        here = kind == name
        left, reached, total = posts[here], divisions[here], steps[0][1] * divisions[here]
        for (start, deputies), (before, fewer) in zip(steps[1:], steps, strict=False):
            reached = np.minimum(reached, left // (start - before))
            left, total = left - reached * (start - before), total + reached * (deputies - fewer)
        most[here] = total
    return most


def _by_kind(name: str, kind: Kinds, on: dt.date, law: Law | None) -> IntArray:
    """A table by kind of unit, looked up for each unit."""
    table = (law or load_law()).on(name, on)
    return np.array([table[k] for k in kind], dtype=np.int64)
