"""What the law needs to know of each person, as integer arrays: read once from the roster, used for many dates."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, fields

import numpy as np
import numpy.typing as npt
import pandas as pd

from planner.core.columns import CATEGORIES, values
from planner.core.dates import IntArray, add_months, as_days, full_years, month_index, whole_months
from planner.core.errors import InputError, problem
from planner.policy.law.parameters import Law
from planner.policy.person.money import COEFFICIENT_SCALE
from planner.policy.person.retirement import entitled_to_appendix_2, is_female, normal_retirement_months, retirement_months
from planner.policy.terms import Terms

Days = npt.NDArray[np.datetime64]
Bools = npt.NDArray[np.bool_]

CIVIL_SERVANT, PUBLIC_EMPLOYEE, CONTRACT = range(len(values(CATEGORIES)))
PERCENT_COLUMNS = ("over_frame_pct", "seniority_pct", "profession_pct", "public_service_pct", "party_pct")
LARGEST = {
    "salary_coefficient": 100,
    "leadership_allowance": 100,
    "reserved_coefficient": 100,
    "contract_salary_vnd": 10**11,
    "average_salary_60m_vnd": 10**11,
    **dict.fromkeys(PERCENT_COLUMNS, 1000),
}
"""Beyond these no amount is computed: sums stay exact in 64 bits below them, and no salary comes near."""


@dataclass(frozen=True)
class Facts:
    """n people. Coefficients in ten-thousandths, percentages in ten-thousandths of one, money in VND, time in months.

    category: index into `columns.CATEGORIES`. percents: one array a column of `PERCENT_COLUMNS`.
    public_service_by_law: the public-service allowance is the law's, since the roster gives none.
    agreed_vnd: the agreed salary of those who are not paid by coefficient, else 0. average_salary_vnd: of the last 60 months,
    0 where not known. Dates are NaT where absent.
    """

    law: Law
    birth_date: Days
    birth_month: IntArray
    female: Bools
    category: npt.NDArray[np.int8]
    by_coefficient: Bools
    coefficient: IntArray
    leadership: IntArray
    reserved: IntArray
    percents: dict[str, IntArray]
    public_service_by_law: Bools
    agreed_vnd: IntArray
    si_months: IntArray
    si_paid_out_months: IntArray
    si_outside_state_months: IntArray
    average_salary_vnd: IntArray
    hazard_months: IntArray
    contract_signed_on: Days
    contract_end_on: Days

    def __len__(self) -> int:
        return len(self.birth_month)

    def of(self, rows: IntArray) -> Facts:
        """The facts of some of the people, in the order of `rows`."""
        shared = {"law": self.law, "percents": {name: values[rows] for name, values in self.percents.items()}}
        return Facts(**shared, **{f.name: getattr(self, f.name)[rows] for f in fields(self) if f.name not in shared})


@dataclass(frozen=True)
class Moment:
    """The facts on the leaving date of `terms`.

    retirement_month: month index, of Appendix II for who has its right until it is reached, else of Appendix I.
    months_early: from the first of the leaving month to the first of the month after the retirement month. by_appendix_2:
    counted to the age of Appendix II. past_appendix_2: may retire by Appendix II already. si_months: all insurance months on the leaving
    date; pay_months: those not yet compensated. age: completed years. contract_ended: a contract that has run out.
    first_months: whether the leaver counts as within the first months of the reorganisation, by number of months.
    """

    facts: Facts
    terms: Terms
    by_appendix_2: Bools
    past_appendix_2: Bools
    retirement_month: IntArray
    months_early: IntArray
    si_months: IntArray
    pay_months: IntArray
    age: IntArray
    is_contract: Bools
    contract_ended: Bools

    @property
    def law(self) -> Law:
        """The law that the facts were read with."""
        return self.facts.law

    @property
    def leave_on(self) -> dt.date:
        """The leaving date."""
        return self.terms.leave_on

    def __len__(self) -> int:
        return len(self.facts)

    def within_first(self, months: int, by_decision: bool) -> bool:
        """Whether the decision (else the leaving) is before the same day `months` after the reorganisation; true where that is unknown."""
        since = self.terms.reorganised_on
        day = (self.terms.decided_on or self.leave_on) if by_decision else self.leave_on
        return since is None or bool(as_days(day) < add_months(since, months))


def facts_of(people: pd.DataFrame, law: Law) -> Facts:
    """The facts of a roster's people (typed as `roster.frame` says). InputError where a figure is beyond any salary."""
    _refuse_too_large(people)
    by_coefficient = people["salary_coefficient"].notna().to_numpy(bool)
    category = pd.Categorical(people["category"], categories=list(values(CATEGORIES))).codes
    birth_date = people["birth_date"].to_numpy("datetime64[D]")
    return Facts(
        law=law,
        birth_date=birth_date,
        birth_month=month_index(birth_date),
        female=is_female(people),
        category=category.astype(np.int8),
        by_coefficient=by_coefficient,
        coefficient=_scaled(people["salary_coefficient"], COEFFICIENT_SCALE),
        leadership=_scaled(people["leadership_allowance"], COEFFICIENT_SCALE),
        reserved=_scaled(people["reserved_coefficient"], COEFFICIENT_SCALE),
        percents={name: _scaled(_percent(people, name, law), COEFFICIENT_SCALE // 100) for name in PERCENT_COLUMNS},
        public_service_by_law=_without_public_service(people),
        agreed_vnd=np.where(by_coefficient, 0, _whole(people["contract_salary_vnd"])),
        si_months=_whole(people["si_months"]),
        si_paid_out_months=_whole(people["si_paid_out_months"]),
        si_outside_state_months=_whole(people["si_outside_state_months"]),
        average_salary_vnd=_whole(people["average_salary_60m_vnd"]),
        hazard_months=_whole(people["hazard_months"]),
        contract_signed_on=people["contract_signed_on"].to_numpy("datetime64[D]"),
        contract_end_on=people["contract_end_on"].to_numpy("datetime64[D]"),
    )


def moment_of(facts: Facts, terms: Terms) -> Moment:
    """The facts on the leaving date; insurance grows by each whole month since `snapshot_on` (none where that is absent)."""
    law, leave_on = facts.law, terms.leave_on
    leaving = int(month_index(leave_on))
    first = retirement_months(facts.birth_month, facts.female, facts.hazard_months, law, leave_on)
    entitled = entitled_to_appendix_2(facts.hazard_months, law, leave_on)
    past = entitled & (first < leaving)
    retires = np.where(past, normal_retirement_months(facts.birth_month, facts.female, law, leave_on), first)
    si_months = np.maximum(facts.si_months + int(whole_months(terms.snapshot_on or leave_on, leave_on)), 0)
    is_contract = facts.category == CONTRACT
    return Moment(
        facts=facts,
        terms=terms,
        by_appendix_2=entitled & ~past,
        past_appendix_2=past,
        retirement_month=retires,
        months_early=retires + 1 - leaving,
        si_months=si_months,
        pay_months=np.maximum(si_months - facts.si_paid_out_months, 0),
        age=full_years(facts.birth_date, leave_on),
        is_contract=is_contract,
        contract_ended=is_contract & (facts.contract_end_on <= as_days(leave_on)),  # NaT compares as false
    )


def _percent(people: pd.DataFrame, name: str, law: Law) -> pd.Series:
    """A percentage column; a civil servant without a public-service allowance has the one of the law."""
    found = people[name]
    if name != "public_service_pct":
        return found
    by_law = float(law.newest("salary.public_service_pct"))
    return found.mask(_without_public_service(people), by_law)


def _without_public_service(people: pd.DataFrame) -> Bools:
    """Civil servants whose public-service allowance the roster does not give."""
    return (people["public_service_pct"].isna() & (people["category"] == "civil_servant")).to_numpy(bool)


def _scaled(column: pd.Series, scale: int) -> IntArray:
    """A decimal column as whole parts of `scale`; 0 where absent."""
    return np.rint(column.fillna(0).to_numpy(np.float64) * scale).astype(np.int64)


def _whole(column: pd.Series) -> IntArray:
    """A whole-number column; 0 where absent."""
    return column.fillna(0).to_numpy(np.int64)


def _refuse_too_large(people: pd.DataFrame) -> None:
    """InputError naming the columns and people whose figures are negative or beyond any salary."""
    found = []
    for name, largest in LARGEST.items():
        column = people[name].fillna(0).to_numpy(np.float64)
        rows = np.flatnonzero((column < 0) | (column > largest))
        if len(rows):
            who = str(people["employee_id"].iloc[rows[0]])
            found.append(problem("law.figure_out_of_range", column=name, who=who, largest=largest, n=len(rows)))
    if found:
        raise InputError(found)
