"""What somebody returns who left with an allowance and is elected or recruited again into a body that is paid from the budget.

Source: NĐ 154/2025/NĐ-CP, Article 3 (and its forerunners): within 60 months of the streamlining the allowances received go back to the
body that paid them, all of them. Its words name the person who comes back; who takes the post of somebody who left owes nothing.

The time is counted as the Civil Code counts months (Articles 147, 148): it ends with the end of the same day of its last month, so
that whoever comes back on that day still owes.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from planner.core.dates import add_months
from planner.core.errors import InputError, problem
from planner.core.texts import Message
from planner.policy.decrees.rule import citation
from planner.policy.law.parameters import EVIDENCE, Law, load_law

MONTHS = {"nd29": "nd29.refund.months", "nd178": "nd178.refund.months", "nd154": "nd154.refund.months"}
"""The parameter of each decree that pays."""


@dataclass(frozen=True)
class Refund:
    """owed_vnd: whole VND, 0 where nothing is. until: the last day on which coming back obliges. basis: the law's article;
    evidence: how sure its number is (`EVIDENCE`)."""

    owed_vnd: int
    until: dt.date
    basis: Message
    evidence: str


def last_day(decree: str, left_on: dt.date, law: Law | None = None) -> dt.date:
    """The last day on which who left under a decree still owes on coming back. KeyError where the decree pays nothing."""
    months = (law or load_law()).on(MONTHS[decree], left_on)
    last: dt.date = add_months(left_on, int(months)).item()
    return last


def refund(decree: str, left_on: dt.date, back_on: dt.date, received_vnd: int, law: Law | None = None) -> Refund:
    """What who received `received_vnd` under a decree (`nd29`, `nd178`, `nd154`) and comes back on a day returns.

    InputError where the day is before the one of leaving; KeyError where the decree pays nothing.
    """
    if back_on < left_on:
        raise InputError(problem("law.back_before_leaving", back=back_on, left=left_on))
    law = law or load_law()
    name, until = MONTHS[decree], last_day(decree, left_on, law)
    owed = received_vnd if back_on <= until else 0
    return Refund(owed, until, citation(law, name, left_on), EVIDENCE[law.weakest([name], left_on)])
