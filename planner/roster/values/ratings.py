"""A rating that a sheet gives in points of 100 (NĐ 335/2025, NĐ 233/2026): 92, "92,5", "92 điểm", "92/100".

Few points are refused, not read: 8 or 9,5 stand on a scale of ten, 3 is a code of somebody's own.
"""

from __future__ import annotations

import re
from decimal import Decimal

from planner.roster.values.faults import CellFault
from planner.roster.values.numbers import parse_decimal
from planner.roster.values.text import clean_text, fold

FEWEST, MOST = 10, 100
_POINTS = re.compile(r"([\d.,]+)\s*(?:điểm|đ|points?|/\s*100)?", re.ASCII)


def rating_of_points(cell: str, plain: bool = False) -> str | None:
    """The canonical rating, None where the cell holds no points of 100."""
    kind, text = cell[0], fold(clean_text(cell[1:]))
    if kind not in "ns" or (found := _POINTS.fullmatch(text)) is None:
        return None
    try:
        points = Decimal(str(parse_decimal(kind + found[1], plain)))
    except CellFault:
        return None
    if not FEWEST < points <= MOST:
        return None
    from planner.policy.person.ratings import rating_of  # late: the law's files are read only where a sheet gives points

    return rating_of(points)
