"""Streamlining of the payroll (tinh giản biên chế): the institutions that NĐ 29/2023 and NĐ 154/2025 share.

The two decrees differ in their numbers alone, so each rule stands once here and reads the numbers of its case's decree.
N is insurance in years, in halves; L the current monthly salary, but early retirement under NĐ 29 is paid from the average
salary of the last 60 months (where it is not known, from L, with the mark `?`). Every item is rounded on its own.

Neither decree counts public service (25 %) in the current salary, unlike NĐ 178 (a doubtful point with a large effect on
money), and neither knows the bracket beyond 60 months or a sum by early month.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import numpy as np

from planner.core.dates import IntArray
from planner.core.vocabulary import Decision
from planner.policy.decrees.decree import Decree, Route
from planner.policy.decrees.rule import (
    BY_RIGHT,
    Assessment,
    Basis,
    Conditions,
    DecreeCase,
    assessment,
    by_right,
    may_retire_early,
    open_to_leave,
)
from planner.policy.law.parameters import UNSURE
from planner.policy.person.facts import Bools
from planner.policy.person.money import Salary, pay

_HALF = Fraction(1, 2)

AVERAGE = "early_retirement.from_average"
EARLY_READS = ("per_early_year", "insurance_base", "insurance_base_years", "insurance_further_year")


def in_scope(case: DecreeCase) -> Conditions:
    """Who is covered: everybody in post; of contracts those without an end date (a doubtful reading)."""
    moment = case.moment
    fixed_term = moment.is_contract & ~np.isnat(moment.facts.contract_end_on)
    contracts_in = case.value("scope.open_ended_contracts")
    return [
        *open_to_leave(moment),
        ("contract_fixed_term", ~fixed_term),
        ("contract_out_of_scope", ~moment.is_contract | contracts_in),
    ]


def too_far(case: DecreeCase) -> Bools:
    """More months to the retirement age than early retirement allows."""
    return case.moment.months_early > case.value("early_retirement.months_most")


def early_retirement_conditions(case: DecreeCase) -> Conditions:
    """In scope, at most `months_most` months before the age or past that of Appendix II, and enough insurance for a pension."""
    return [*in_scope(case), ("too_far", case.moment.past_appendix_2 | ~too_far(case)), ("insurance_short", case.pension_open)]


def early_salary(case: DecreeCase) -> Salary:
    """What early retirement is paid from: the average salary of the last 60 months where the decree says so and it is known."""
    average = case.moment.facts.average_salary_vnd
    known = (average > 0) & from_average(case)
    return Salary(np.where(known, average, case.salary.whole), np.where(known, 0, case.salary.rest))


def from_average(case: DecreeCase) -> bool:
    """Whether the decree pays early retirement from an average of salaries."""
    return case.has(AVERAGE) and bool(case.value(AVERAGE))


def early_retirement_pay(case: DecreeCase) -> dict[str, IntArray]:
    """From `months_least` months on: L x per_early_year a year, and the insurance allowance; nothing below.

    Insurance allowance: `insurance_base` L, plus `insurance_further_year` L for each year of N beyond the base years.
    """
    with_allowance = (case.moment.months_early >= case.value("early_retirement.months_least")) & ~case.moment.past_appendix_2
    further = np.maximum(case.insurance_halves - 2 * case.value("early_retirement.insurance_base_years"), 0)
    per_year, per_further = (
        case.value("early_retirement.per_early_year"),
        case.value("early_retirement.insurance_further_year"),
    )
    salary = early_salary(case)
    return {
        "years_early_vnd": pay(salary, (Fraction(per_year) * _HALF, with_allowance * case.early_halves)),
        "si_years_vnd": pay(
            salary,
            (case.value("early_retirement.insurance_base"), with_allowance),
            (Fraction(per_further) * _HALF, with_allowance * further),
        ),
    }


def early_retirement(case: DecreeCase) -> Assessment:
    """Early retirement without reduction of the pension."""
    moment, decree = case.moment, case.decree
    short = moment.months_early < case.value("early_retirement.months_least")
    least, most = f"{decree}.early_retirement.months_least", f"{decree}.early_retirement.months_most"
    limits = {"least": least, "most": most}
    bases = (
        Basis("early_near_1", f"{decree}.early_retirement.per_early_year", limits),
        Basis("early_near_2", f"{decree}.early_retirement.per_early_year", limits),
        Basis("early_short_1", least, limits),
        Basis("early_short_2", least, limits),
        BY_RIGHT,
    )
    found = assessment(
        case,
        early_retirement_conditions(case),
        early_retirement_pay(case),
        np.where(by_right(moment), len(bases) - 1, 2 * short + moment.by_appendix_2),
        bases,
        ("early_retirement.months_most", "early_retirement.months_least"),
        [f"early_retirement.{name}" for name in EARLY_READS] + ([AVERAGE] if case.has(AVERAGE) else []),
    )
    paid = found.items["years_early_vnd"] > 0
    unknown = paid & from_average(case) & (moment.facts.average_salary_vnd == 0)
    return replace(found, evidence=np.where(unknown, UNSURE, found.evidence).astype(np.int8))


def immediate_separation(case: DecreeCase) -> Assessment:
    """Separation at once for whoever may not retire early: job-search allowance and pay by insurance years."""
    conditions = [*in_scope(case), ("may_retire_early", ~may_retire_early(case, too_far(case)))]
    return _flat_and_years(case, "immediate_separation", "job_search", conditions, {})


def near_a_pension(case: DecreeCase) -> Bools:
    """Few months before the age of Appendix I or II, or past the latter, with enough insurance for a pension: no transfer."""
    moment = case.moment
    near = (moment.months_early <= case.value("transfer_out.months_closed")) | moment.past_appendix_2
    return near & case.pension_open


def transfer_out(case: DecreeCase) -> Assessment:
    """Transfer to a body that the state budget does not pay: a flat sum and pay by insurance years."""
    return _flat_and_years(case, "transfer_out", "flat", [*in_scope(case), ("transfer_too_near", ~near_a_pension(case))], {})


def training_separation(case: DecreeCase) -> Assessment:
    """Separation after training: salary in training and course fee up to their ceilings, then as for separation."""
    young = case.moment.age < case.value("training_separation.age_below")
    ceilings = case.value("training_separation.salary_months") + case.value("training_separation.course_fee")
    conditions = [*in_scope(case), ("too_old_for_training", young)]
    training = {"training_vnd": pay(case.salary, (ceilings, 1))}
    extra = ("training_separation.salary_months", "training_separation.course_fee")
    return _flat_and_years(case, "training_separation", "job_search", conditions, training, extra)


def _flat_and_years(
    case: DecreeCase, route: str, flat: str, conditions: Conditions, items: dict[str, IntArray], extra: tuple[str, ...] = ()
) -> Assessment:
    """A flat number of L and a number of L for each insurance year, beside the `items` of the route."""
    per_half = Fraction(case.value(f"{route}.per_insurance_year")) * _HALF
    paid = {
        **items,
        "job_search_vnd": pay(case.salary, (case.value(f"{route}.{flat}"), 1)),
        "si_years_vnd": pay(case.salary, (per_half, case.insurance_halves)),
    }
    conditions_read = {
        "immediate_separation": ("early_retirement.months_most",),
        "training_separation": ("training_separation.age_below",),
        "transfer_out": ("transfer_out.months_closed",),
    }.get(route, ())
    reads = (f"{route}.{flat}", f"{route}.per_insurance_year", *extra)
    bases = (Basis(route, f"{case.decree}.{route}.{flat}", {}),)
    return assessment(case, conditions, paid, 0, bases, conditions_read, reads)


STREAMLINING = {
    Decision.EARLY_RETIREMENT: Route(early_retirement, "1a"),
    Decision.TRANSFER_OUT: Route(transfer_out, "1b"),
    Decision.IMMEDIATE_SEPARATION: Route(immediate_separation, "1c"),
    Decision.TRAINING_SEPARATION: Route(training_separation, "1d"),
}
ND29 = Decree("nd29", "scope.open_ended_contracts", STREAMLINING)
"""NĐ 29/2023/NĐ-CP (3/6/2023); leaving dates 20/7/2023 to 15/6/2025."""
ND154 = Decree("nd154", "scope.open_ended_contracts", STREAMLINING)
"""NĐ 154/2025/NĐ-CP (15/6/2025); leaving dates 16/6/2025 to 31/12/2030."""
