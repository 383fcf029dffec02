"""Exact money: a monthly salary as an exact fraction, and items of it rounded half up, each on its own.

Everything is int64. A salary is `whole` VND and `rest` parts of `SCALE`, so that 4 decimals of a coefficient times two
percentages lose nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import lcm
from typing import Any

import numpy as np

from planner.core.dates import IntArray

COEFFICIENT_SCALE = 10**4
"""Coefficients are held in ten-thousandths, percentages in ten-thousandths of one (25 % is 2,500)."""
SCALE = COEFFICIENT_SCALE**3
"""Parts of one in a product of a coefficient and two percentages."""


@dataclass(frozen=True, slots=True)
class Salary:
    """The exact current monthly salary of each person: `whole + rest / SCALE` VND, `0 <= rest < SCALE`."""

    whole: IntArray
    rest: IntArray

    def rounded(self) -> IntArray:
        """Whole VND, rounded half up."""
        return self.whole + (2 * self.rest >= SCALE)


Term = tuple[Fraction | Decimal | int, IntArray | int]
"""A factor and the number of times that it counts: 5 L a year, 5 half-years -> (5 / 2, 5)."""


def times_vnd(scaled: IntArray, vnd: int) -> Salary:
    """`scaled / SCALE x vnd` as an exact salary; `scaled` is in parts of `SCALE`, `vnd` is below 9,000,000."""
    ones, parts = np.divmod(scaled, SCALE)
    more, rest = np.divmod(parts * vnd, SCALE)  # parts < 10^12 and vnd < 9 x 10^6: below 2^63
    return Salary(ones * vnd + more, rest)


def pay(salary: Salary, *terms: Term) -> IntArray:
    """`(sum of factor x count) x salary` in whole VND, rounded half up once.

    Exact: the sum is brought to one denominator, whole and rest are divided apart, and only the last remainder is
    rounded. Numbers that would leave 64 bits on the way (a what-if with many decimals) are computed as Python's own.
    """
    factors = [Fraction(factor) for factor, _ in terms]
    below = lcm(*(factor.denominator for factor in factors))
    counts = [np.asarray(count, dtype=np.int64) for _, count in terms]
    most = sum(int(f * below) * int(count.max(initial=0)) for f, count in zip(factors, counts, strict=True))
    largest = max(int(salary.whole.max(initial=0)), SCALE)
    kind: Any = np.int64 if most * largest < _SAFE and 4 * below * SCALE < _SAFE else object
    above: Any = sum((int(f * below) * count.astype(kind, copy=False) for f, count in zip(factors, counts, strict=True)), start=0)
    vnd, left = _divmod(above * salary.whole.astype(kind, copy=False), below)
    carried, parts = _divmod(above * salary.rest.astype(kind, copy=False), SCALE)
    more, left = _divmod(left + carried, below)
    found = vnd + more + np.asarray(2 * (left * SCALE + parts) >= below * SCALE, dtype=np.int64)
    return np.asarray(found).astype(np.int64, copy=False)


_SAFE = 2**62


def _divmod(value: Any, by: int) -> tuple[Any, Any]:
    """Quotient and remainder; numpy has no `divmod` for Python's own integers."""
    return value // by, value % by
