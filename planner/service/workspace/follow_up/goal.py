"""A scenario's numbers for who is still there, so that reaching them reaches what was asked of everybody at first.

Each bound is turned into people as the plan itself turns it; what is done comes off; what is left becomes a share of those who
are left that turns into the same number of people.
"""

from __future__ import annotations

from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

_DIGITS = Decimal("0.00000001")


def least_share(people: int, of: int) -> Decimal:
    """A share that is `people` of `of` where it is rounded up to people: 0 where nobody is wanted any more, at most 1."""
    if people <= 0 or of <= 0:
        return Decimal(0)
    return min(Decimal(1), (Decimal(people) / Decimal(of)).quantize(_DIGITS, rounding=ROUND_FLOOR))


def most_share(people: int, of: int) -> Decimal:
    """A share that is `people` of `of` where it is rounded down to people: 0 where nobody may go any more, at most 1."""
    if people <= 0 or of <= 0:
        return Decimal(0)
    return min(Decimal(1), (Decimal(people) / Decimal(of)).quantize(_DIGITS, rounding=ROUND_CEILING))
