"""Everything that the law says of the same people on one leaving date, for telling two neighbouring dates apart."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pandas as pd

from planner.core.dates import IntArray
from planner.core.vocabulary import CHOSEN_ROUTES
from planner.policy.benefits import ROUTES, Benefits, compute_facts
from planner.policy.decrees.regime import REGIMES, decrees_in_force
from planner.policy.decrees.rule import ITEMS, day_of
from planner.policy.law.parameters import Law
from planner.policy.person.facts import Bools, Facts, Moment, moment_of
from planner.policy.protection import PROTECTIONS, not_yet_considered
from planner.policy.terms import Terms

CHOSEN_ROWS = np.array([route in CHOSEN_ROUTES for route in ROUTES])
SMALL_CHILD = next(code for code, protection in enumerate(PROTECTIONS) if protection.code == "small_child")


@dataclass(frozen=True)
class Instant:
    """The people on one leaving date. decrees: those considered, newest first; none where no decree covers the date."""

    people: pd.DataFrame
    facts: Facts
    terms: Terms
    decrees: tuple[str, ...]
    benefits: Benefits

    @property
    def law(self) -> Law:
        """The law that is applied."""
        return self.facts.law

    @property
    def leave_on(self) -> dt.date:
        """The leaving date."""
        return self.terms.leave_on

    @cached_property
    def moment(self) -> Moment:
        """The facts of everyone on the leaving date."""
        return moment_of(self.facts, self.terms)

    @cached_property
    def small_child(self) -> Bools:
        """Whom the decree of each route does not yet consider because of a small child, (6, n)."""
        codes = [not_yet_considered(self.people, self.leave_on, self.law, regime) for regime in self.benefits.regime]
        return np.stack(codes) == SMALL_CHILD

    def by(self, decree: str) -> Bools:
        """(6, n): the rows that a decree pays, or whose refusal is its own."""
        return self.benefits.regime == REGIMES.index(decree)

    def day(self, decree: str) -> dt.date:
        """The day whose values of a decree hold."""
        return day_of(self.law, decree, self.leave_on)

    def item_per_salary(self, name: str) -> IntArray:
        """An item of money in thousandths of the monthly salary, (6, n): the same months of pay give the same number."""
        salary = np.maximum(self.benefits.current_salary_vnd, 1)
        return np.rint(getattr(self.benefits, name) / salary * 1000).astype(np.int64)


def instant(people: pd.DataFrame, facts: Facts, terms: Terms) -> Instant:
    """The law's answer on these terms; with `auto` on a date that no decree covers every chosen route is closed."""
    decrees = decrees_in_force(facts.law, terms)
    if decrees:
        return Instant(people, facts, terms, decrees, compute_facts(facts, terms))
    newest = replace(terms, regime=REGIMES[-1])
    return Instant(people, facts, terms, (), _without_decree(compute_facts(facts, newest)))


def _without_decree(benefits: Benefits) -> Benefits:
    """The same with every chosen route closed, unpaid and under no decree; the natural exits stay."""
    kept = ~CHOSEN_ROWS[:, np.newaxis]
    zeroed = {name: getattr(benefits, name) * kept for name in (*ITEMS, "total_vnd", "current_salary_vnd", "regime")}
    return replace(benefits, eligible=benefits.eligible & kept, warnings=(), **zeroed)
