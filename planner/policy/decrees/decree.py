"""A decree as the planner knows it: its name, which labour contracts it covers, and the routes that it has."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from planner.core.vocabulary import Decision
from planner.policy.decrees.rule import ADDED, HALVES, OUTSIDE, Assessment, DecreeCase, day_of, halves, insurance_halves, no_such_route
from planner.policy.person.facts import Facts, Moment
from planner.policy.person.money import Salary
from planner.policy.person.salary import monthly_salary


@dataclass(frozen=True, slots=True)
class Route:
    """A route of a decree. assess: its rule. form: id of the official list that shows who leaves by it.

    The rules do not know how a list looks: `report.official_lists` has one layout for each id.
    """

    assess: Callable[[DecreeCase], Assessment]
    form: str


@dataclass(frozen=True)
class Decree:
    """name: of its parameters and texts. contract_scope: its parameter that says which contracts are covered.

    routes: the chosen routes that it has; it knows no other.
    """

    name: str
    contract_scope: str
    routes: Mapping[Decision, Route]

    def case(self, moment: Moment) -> DecreeCase:
        """A leaving date under the decree, with the current salary (tiền lương tháng hiện hưởng) as the decree counts it."""
        law, on = moment.law, day_of(moment.law, self.name, moment.leave_on)
        odd = law.on(f"{self.name}.counting.half_year_months", on)
        early = moment.months_early
        if f"{self.name}.{ADDED}" in law.files:
            early = np.where(early > 0, early + law.on(f"{self.name}.{ADDED}", on), early)
        early_halves = halves(np.maximum(early, 0), odd)
        if f"{self.name}.{HALVES}" in law.files and not law.on(f"{self.name}.{HALVES}", on):
            early_halves = 2 * (np.maximum(early, 0) // 12)
        outside = f"{self.name}.{OUTSIDE}" not in law.files or law.on(f"{self.name}.{OUTSIDE}", on)
        salary = self.salary(moment.facts, moment.leave_on)
        return DecreeCase(self.name, self.contract_scope, moment, on, salary, early, early_halves, insurance_halves(moment, odd, outside))

    def salary(self, facts: Facts, leave_on: dt.date) -> Salary:
        """The exact current salary of each person on a leaving date, with the percentages that the decree counts."""
        on = day_of(facts.law, self.name, leave_on)
        return monthly_salary(facts, facts.law.on(f"{self.name}.salary.percent_components", on), leave_on)

    def assess(self, route: Decision, case: DecreeCase) -> Assessment:
        """Who may leave by a route, why not, what it pays and on what basis; nobody by a route that the decree does not have."""
        return self.routes[route].assess(case) if route in self.routes else no_such_route(case)
