"""Current monthly salary (tiền lương tháng hiện hưởng), as every decree builds it; which allowances count differs.

    base = H + leadership + H x over-frame %
    L    = (base x (1 + the decree's percentages) + reserved coefficient) x base salary of the month before leaving
    a person paid by agreement: L = the agreed monthly salary

Source: NĐ 178/2024 Article 5(6), TT 01/2025/TT-BNV Article 3(2); NĐ 154/2025 and NĐ 29/2023 with fewer percentages.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

import numpy as np

from planner.dates import IntArray
from planner.policy.facts import Facts
from planner.policy.money import COEFFICIENT_SCALE, Salary, times_vnd
from planner.policy.parameters import Law

READS = ("salary.base_salary",)


def month_before(leave_on: dt.date) -> dt.date:
    """The last day of the month before `leave_on`."""
    return leave_on.replace(day=1) - dt.timedelta(days=1)


def base_salary(law: Law, leave_on: dt.date) -> int:
    """The base salary (lương cơ sở) in force in the month before leaving, VND; the newest known one later on."""
    return law.on("salary.base_salary", month_before(leave_on))


def salary_coefficient(facts: Facts, percent_columns: Iterable[str]) -> IntArray:
    """The whole coefficient of L in parts of `money.SCALE`, with the percentages named; 0 for agreed salaries."""
    base = (facts.coefficient + facts.leadership) * COEFFICIENT_SCALE + facts.coefficient * facts.percents[
        "over_frame_pct"
    ]
    share = COEFFICIENT_SCALE + sum((facts.percents[name] for name in percent_columns), start=np.int64(0))
    return np.where(facts.by_coefficient, base * share + facts.reserved * COEFFICIENT_SCALE**2, 0)


def monthly_salary(facts: Facts, percent_columns: Iterable[str], leave_on: dt.date) -> Salary:
    """The exact salary of each person before leaving on `leave_on`, with the percentages that the decree counts."""
    salary = times_vnd(salary_coefficient(facts, percent_columns), base_salary(facts.law, leave_on))
    return Salary(salary.whole + facts.agreed_vnd, salary.rest)
