"""The one place where a share of people becomes a number of people: against the planner, in exact decimals."""

from __future__ import annotations

from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal


def at_least(share: Decimal, people: int) -> int:
    """The least whole number that is `share` of `people` or more (0.29 of 100 is 29)."""
    return int((share * people).to_integral_value(rounding=ROUND_CEILING))


def at_most(share: Decimal, people: int) -> int:
    """The largest whole number that is `share` of `people` or less."""
    return int((share * people).to_integral_value(rounding=ROUND_FLOOR))
