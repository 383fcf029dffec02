"""Current salary under NĐ 29/2023: rank, leadership, over-frame, professional seniority, reserved difference.

No public-service allowance.
"""

from __future__ import annotations

from planner.policy.decrees.rule import case_day
from planner.policy.person.facts import Moment
from planner.policy.person.money import Salary
from planner.policy.person.salary import monthly_salary


def current_salary(moment: Moment) -> Salary:
    """The exact current salary (tiền lương tháng hiện hưởng) of each person before the leaving date."""
    percents = moment.law.on("nd29.salary.percent_components", case_day(moment, "nd29"))
    return monthly_salary(moment.facts, percents, moment.leave_on)
