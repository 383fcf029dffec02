"""What leaving means for the pension: time to it, its rate, the reduction avoided. For information; no total holds it.

Source: Law on Social Insurance 58/2014/QH13, Articles 56 and 58; 41/2024/QH15, Articles 66 and 68, from 1/7/2025. The
decrees on reorganisation and streamlining waive the reduction for retiring before the age. The rate is of the average
salary that the insurance was paid on, which no roster holds: amounts are therefore not given, only rates and months.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import numpy.typing as npt
import pandas as pd

from planner.core.dates import IntArray, month_text
from planner.policy.decrees.rule import PENSION, halves
from planner.policy.law.parameters import Law, load_law
from planner.policy.person.facts import Bools, Moment, facts_of, moment_of

READS = ("pension.rate", "pension.rate_most", "pension.half_year_months")
REDUCTION_READS = ("pension.reduction_per_year", "pension.reduction_odd_months", "pension.reduction_odd_months_least")
ONE_OFF_READS = ("pension.one_off_years", "pension.one_off_per_year", "pension.one_off_late_per_year")
HUNDREDTHS = 100
"""Rates and reductions are held in hundredths of one per cent; sums on retirement in hundredths of a month."""


@dataclass(frozen=True)
class Pension:
    """The pension side of n people on one date, int64 arrays unless said.

    enough: bool, enough insurance for a pension. rate: hundredths of one per cent, 0 without enough insurance.
    reduction: hundredths of one per cent that the general rule would take off for the months before the age.
    one_off: hundredths of an average salary month, paid once on retirement for long insurance.
    """

    enough: Bools
    insurance_halves: IntArray
    rate: IntArray
    reduction: IntArray
    one_off: IntArray


def pension_of(moment: Moment) -> Pension:
    """The pension side of the facts on a date."""
    law, on = moment.law, moment.leave_on
    enough = moment.si_months >= law.on(PENSION, on)
    insured = halves(moment.si_months, law.on("pension.half_year_months", on))
    return Pension(
        enough=enough,
        insurance_halves=insured,
        rate=np.where(enough, _rate(insured, moment.facts.female, law, on), 0),
        reduction=_reduction(np.maximum(moment.months_early, 0), law, on),
        one_off=np.where(enough, _one_off(moment, insured, law, on), 0),
    )


def pension(
    people: pd.DataFrame, leave_on: dt.date, *, snapshot_on: dt.date | None = None, law: Law | None = None
) -> pd.DataFrame:
    """The pension side of each person who would leave on `leave_on`; `snapshot_on` is `leave_on` where absent.

    [employee_id, retirement_month (YYYY-MM), months_to_pension (int, 0 from the age on), insurance_years (halves as
    2.5), insurance_months_missing (int), pension_rate_pct (NaN without enough insurance), reduction_avoided_pct (what
    the general rule would take off), one_off_months (average salary months paid once on retirement)].
    """
    moment = moment_of(facts_of(people, law or load_law()), leave_on, snapshot_on)
    found = pension_of(moment)
    least = moment.law.on(PENSION, leave_on)
    return pd.DataFrame(
        {
            "employee_id": people["employee_id"].array,
            "retirement_month": month_text(moment.retirement_month),
            "months_to_pension": np.maximum(moment.months_early, 0),
            "insurance_years": found.insurance_halves / 2,
            "insurance_months_missing": np.maximum(least - moment.si_months, 0),
            "pension_rate_pct": percent(found.rate, found.enough),
            "reduction_avoided_pct": percent(found.reduction, found.enough),
            "one_off_months": found.one_off / HUNDREDTHS,
        }
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


def _one_off(moment: Moment, insured: IntArray, law: Law, on: dt.date) -> IntArray:
    """Half an average month for each year beyond 35 (men) or 30 (women); more for years paid after the age."""
    limit = law.on("pension.one_off_years", on)
    beyond = np.maximum(insured - 2 * np.where(moment.facts.female, limit["F"], limit["M"]), 0)
    after_age = halves(np.maximum(-moment.months_early, 0), law.on("pension.half_year_months", on))
    late = np.minimum(after_age, beyond)
    each, each_late = (_hundredths(law.on(name, on)) for name in ONE_OFF_READS[1:])
    return ((beyond - late) * each + late * each_late) // 2


def _hundredths(value: object) -> int:
    return int(Fraction(str(value)) * HUNDREDTHS)
