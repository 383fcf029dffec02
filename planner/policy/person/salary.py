"""Current monthly salary (tiền lương tháng hiện hưởng), as every decree builds it; which allowances count differs.

    base = H + leadership + H x over-frame %
    L    = (base x (1 + the decree's percentages) + reserved coefficient) x base salary of the month before leaving
    a person paid by agreement: L = the agreed monthly salary

Source: NĐ 178/2024 Article 5(6), TT 01/2025/TT-BNV Article 3(2); NĐ 154/2025 and NĐ 29/2023 with fewer percentages.

Who is on unpaid or sick leave when leaving (CV 1814/BNV-TCBC): rank, allowances and agreed salary are those of the last
month before that leave, the base salary that of the month before leaving. The roster's coefficients are what the person
was last paid by, so both halves of the rule hold without a column of their own: an HR sheet keeps the coefficients of a
person on leave, and the base salary is taken by the leaving date alone.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

import numpy as np

from planner.core.dates import IntArray, add_months, month_index
from planner.policy.law.parameters import Law
from planner.policy.person.facts import Facts
from planner.policy.person.money import COEFFICIENT_SCALE, Salary, times_vnd

READS = ("salary.base_salary",)
MONTH_READS = ("salary.months_before",)
"""Read where it matters: where the base salary changes between the months that the readings name."""
PUBLIC_SERVICE = "salary.public_service_pct"


def salary_day(law: Law, leave_on: dt.date) -> dt.date:
    """The day whose base salary counts: the last of the month before leaving (`salary.months_before` months before)."""
    months = law.on("salary.months_before", leave_on)
    after = int(month_index(leave_on)) - months + 1
    return dt.date(1970 + after // 12, after % 12 + 1, 1) - dt.timedelta(days=1)


def base_salary(law: Law, leave_on: dt.date) -> int:
    """The base salary (lương cơ sở) in force in the month before leaving, VND; the newest known one later on."""
    return law.on("salary.base_salary", salary_day(law, leave_on))


def first_known(law: Law) -> dt.date:
    """The first leaving date whose salary the law's numbers give: the month after they begin."""
    begins = max(law.parameter(name).values[0].since for name in (*READS, *MONTH_READS))
    found: dt.date = add_months(begins, 1).astype("datetime64[M]").astype("datetime64[D]").item()
    return found


def month_matters(law: Law, leave_on: dt.date) -> bool:
    """Whether the base salary differs between the month that counts and the month of leaving itself."""
    salary = law.parameter("salary.base_salary")
    return salary.at(salary_day(law, leave_on)) is not salary.at(leave_on)


def percent_of(facts: Facts, column: str, on: dt.date | None = None) -> IntArray:
    """A percentage column in ten-thousandths of one; where the law gives the public-service allowance, its value `on`."""
    if column != "public_service_pct" or on is None:
        return facts.percents[column]
    by_law = round(facts.law.on(PUBLIC_SERVICE, on) * (COEFFICIENT_SCALE // 100))
    return np.where(facts.public_service_by_law, by_law, facts.percents[column])


def salary_coefficient(facts: Facts, percent_columns: Iterable[str], on: dt.date | None = None) -> IntArray:
    """The whole coefficient of L in parts of `money.SCALE`, with the percentages named; 0 for agreed salaries.

    `on` is the day of the month that counts; where absent, the newest public-service allowance of the law counts.
    """
    base = (facts.coefficient + facts.leadership) * COEFFICIENT_SCALE + facts.coefficient * facts.percents[
        "over_frame_pct"
    ]
    share = COEFFICIENT_SCALE + sum((percent_of(facts, name, on) for name in percent_columns), start=np.int64(0))
    return np.where(facts.by_coefficient, base * share + facts.reserved * COEFFICIENT_SCALE**2, 0)


def monthly_salary(facts: Facts, percent_columns: Iterable[str], leave_on: dt.date) -> Salary:
    """The exact salary of each person before leaving on `leave_on`, with the percentages that the decree counts."""
    day = salary_day(facts.law, leave_on)
    salary = times_vnd(salary_coefficient(facts, percent_columns, day), facts.law.on("salary.base_salary", day))
    return Salary(salary.whole + facts.agreed_vnd, salary.rest)
