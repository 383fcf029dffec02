"""Exact money: a monthly salary as an exact fraction, and items of it rounded half up, each on its own.

Everything is int64. A salary is `whole` VND and `rest` parts of `SCALE`, so that 4 decimals of a coefficient times two
percentages lose nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import lcm

import numpy as np

from planner.dates import IntArray

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
    rounded. Amounts stay below 2^63 for salaries below 10^12 VND.
    """
    factors = [Fraction(factor) for factor, _ in terms]
    below = lcm(*(factor.denominator for factor in factors))
    above = sum(
        (int(f * below) * np.asarray(count, dtype=np.int64) for f, (_, count) in zip(factors, terms, strict=True)),
        start=np.int64(0),
    )
    vnd, left = np.divmod(above * salary.whole, below)
    carried, parts = np.divmod(above * salary.rest, SCALE)
    more, left = np.divmod(left + carried, below)
    return vnd + more + (2 * (left * SCALE + parts) >= below * SCALE)
