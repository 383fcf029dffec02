"""The date that a natural exit has of its own, whenever a plan counts it, and the salary on that date.

Sources: NĐ 135/2020/NĐ-CP Article 2 and 3 (work ends with the retirement month, the pension runs from the first of the next
one); the contract itself. Ages and months early are counted on the period's date all the same.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from planner.core.dates import IntArray
from planner.core.vocabulary import NATURAL_ROUTES, Decision
from planner.policy.benefits import ROUTES, Benefits
from planner.policy.decrees.regime import DECREES, decrees_in_force
from planner.policy.person.facts import Days, Facts
from planner.policy.person.salary import first_known
from planner.policy.terms import Terms

NEVER = np.datetime64("NaT", "D")


def own_dates(benefits: Benefits, route: Decision) -> Days:
    """The own date of everybody's exit by a natural route: datetime64[D] (n,), NaT where it is not due on the leaving date asked.

    The first of the month after the retirement month, or the day on which the contract ends. AssertionError for a chosen route.
    """
    assert route in NATURAL_ROUTES, f"{route} is chosen, and leaves on the date of its period"
    retires = (benefits.retirement_month + 1).astype("datetime64[M]").astype("datetime64[D]")
    day = retires if route == Decision.NORMAL_RETIREMENT else benefits.facts.contract_end_on
    return np.where(benefits.eligible[ROUTES.index(route)], day, NEVER)


def salaries_on(facts: Facts, terms: Terms, days: Days) -> IntArray:
    """The current salary of each person on a leaving date of their own: int64 (n,), whole VND; 0 where there is none.

    As `current_salary_vnd` on that date. For an exit that was due long ago, where no decree governs the date the percentages are
    those of the decree that governs `terms`, and the base salary is the oldest one known.
    """
    out = np.zeros(len(facts), dtype=np.int64)
    oldest = first_known(facts.law)
    order = np.argsort(days, kind="stable")[: np.count_nonzero(~np.isnat(days))]  # those without a date stand last
    starts = np.flatnonzero(np.diff(days[order], prepend=NEVER) != np.timedelta64(0, "D"))
    for rows in np.split(order, starts[1:]) if len(order) else ():
        own = replace(terms, leave_on=max(days[rows[0]].item(), oldest))
        newest = (decrees_in_force(facts.law, own) or decrees_in_force(facts.law, terms))[0]
        out[rows] = DECREES[newest].salary(facts.of(rows), own.leave_on).rounded()
    return out
