"""What leaving means for the pension: its rate, and the reduction avoided. For information; no total holds it.

Source: Law on Social Insurance 58/2014/QH13, Article 56; 41/2024/QH15, Article 66, from 1/7/2025. The
decrees on reorganisation and streamlining waive the reduction for retiring before the age. The rate is of the average
salary that the insurance was paid on, which no roster holds: amounts are therefore not given, only rates.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from planner.core.dates import IntArray
from planner.policy.decrees.rule import PENSION, halves
from planner.policy.law.parameters import Law
from planner.policy.person.facts import Bools, Moment

REDUCTION_READS = ("pension.reduction_per_year", "pension.reduction_odd_months", "pension.reduction_odd_months_least")
HUNDREDTHS = 100
"""Rates and reductions are held in hundredths of one per cent."""


@dataclass(frozen=True)
class Pension:
    """The pension side of n people on one date, int64 arrays unless said.

    enough: bool, enough insurance for a pension. rate: hundredths of one per cent, 0 without enough insurance.
    reduction: hundredths of one per cent that the general rule would take off for the months before the age.
    """

    enough: Bools
    rate: IntArray
    reduction: IntArray


def pension_of(moment: Moment) -> Pension:
    """The pension side of the facts on a date."""
    law, on = moment.law, moment.leave_on
    enough = moment.si_months >= law.on(PENSION, on)
    insured = halves(moment.si_months, law.on("pension.half_year_months", on))
    return Pension(
        enough=enough,
        rate=np.where(enough, _rate(insured, moment.facts.female, law, on), 0),
        reduction=_reduction(np.maximum(moment.months_early, 0), law, on),
    )


def percent(hundredths: IntArray, where: Bools) -> npt.NDArray[np.float64]:
    """Hundredths of one per cent as per cent (62.0); NaN elsewhere."""
    return np.where(where, hundredths / HUNDREDTHS, np.nan)


def _rate(insured: IntArray, female: Bools, law: Law, on: dt.date) -> IntArray:
    """By sex and half-years of insurance: the rate of the row that holds them, at most the highest rate."""
    table = law.on("pension.rate", on)
    most = _hundredths(law.on("pension.rate_most", on))
    return np.minimum(np.where(female, _rate_in(table["F"], insured), _rate_in(table["M"], insured)), most)


def _rate_in(rows: tuple[tuple[int, object, object], ...], insured: IntArray) -> IntArray:
    """The rate of one sex; below the first row it has none."""
    starts = np.array([2 * row[0] for row in rows], dtype=np.int64)
    at = np.array([_hundredths(row[1]) for row in rows], dtype=np.int64)
    further = np.array([_hundredths(row[2]) for row in rows], dtype=np.int64)
    row = np.searchsorted(starts, insured, side="right") - 1
    return np.where(row >= 0, at[row] + (insured - starts[row]) * further[row] // 2, 0)


def _reduction(early: IntArray, law: Law, on: dt.date) -> IntArray:
    """The general rule: so much for each full year before the age, less for odd months that are enough."""
    years, odd = np.divmod(early, 12)
    per_year, for_odd = (_hundredths(law.on(name, on)) for name in REDUCTION_READS[:2])
    return years * per_year + (odd >= law.on(REDUCTION_READS[2], on)) * for_odd


def _hundredths(value: object) -> int:
    return int(Fraction(str(value)) * HUNDREDTHS)
