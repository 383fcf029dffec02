"""Current salary under NĐ 178/2024, Article 5(6), and TT 01/2025/TT-BNV, Article 3(2).

Beside rank, leadership, over-frame and reserved difference it counts professional seniority, the profession's own
allowance, public service (25 % for civil servants) and Party or union work.
"""

from __future__ import annotations

from planner.policy.decrees.rule import case_day
from planner.policy.person.facts import Moment
from planner.policy.person.money import Salary
from planner.policy.person.salary import monthly_salary


def current_salary(moment: Moment) -> Salary:
    """The exact current salary (tiền lương tháng hiện hưởng) of each person before the leaving date."""
    percents = moment.law.on("nd178.salary.percent_components", case_day(moment, "nd178"))
    return monthly_salary(moment.facts, percents, moment.leave_on)
