"""Early retirement under NĐ 178/2024, Article 7, as amended by NĐ 67/2025.

r = months before the age, N = insurance years in halves, L = current monthly salary.

    by early month   r <= 60: 1.0 L a month; 60 < r <= 120: 0.9 L for 60 months; half of it from month 13 on
    by early year    24 <= r <= 60: 5 L a year; 60 < r <= 120: 4 L a year
    by insurance     r >= 24: 5 L + 0.5 L for each year beyond 20; leaving from 1/7/2025: 4 L + 0.5 L beyond 15
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import numpy as np

from planner.core.dates import IntArray
from planner.policy.decrees.nd178.scope import in_scope
from planner.policy.decrees.rule import BY_DECISION, BY_RIGHT, WINDOW, Assessment, Basis, Conditions, DecreeCase, assessment, by_right
from planner.policy.person.facts import Bools
from planner.policy.person.money import pay

_HALF = Fraction(1, 2)
_HERE = "early_retirement"

CONDITION_READS = ("early_retirement.months_most", "early_retirement.months_near", "early_retirement.months_least")
SHORT = "early_retirement.short_as_first"
CAP_READ = "early_retirement.years_capped"
READS = tuple(
    f"{_HERE}.{name}"
    for name in (
        "months_paid_most",
        "per_month_near",
        "per_month_far",
        "later_share",
        "per_early_year_near",
        "per_early_year_far",
        "insurance_base",
        "insurance_base_years",
        "insurance_further_year",
    )
) + ("counting.early_months_added", "counting.half_years_early")


def far_closed(case: DecreeCase) -> Bools:
    """Those judged by Appendix II, for whom the bracket beyond `months_near` is not open (a doubtful reading)."""
    return case.moment.by_appendix_2 & (not case.value("early_retirement.hazard_far_open"))


def too_far(case: DecreeCase) -> Bools:
    """More months to the retirement age than the brackets open to the person allow."""
    most = np.where(
        far_closed(case), case.value("early_retirement.months_near"), case.value("early_retirement.months_most")
    )
    return case.moment.months_early > most


def bracket_evidence(case: DecreeCase) -> IntArray:
    """The mark of the reading about the far bracket, for those beyond the near one by Appendix II; else 0."""
    beyond = case.moment.by_appendix_2 & (case.moment.months_early > case.value("early_retirement.months_near"))
    return np.where(beyond, case.moment.law.weakest(["nd178.early_retirement.hazard_far_open"], case.on), 0)


def early_retirement_conditions(case: DecreeCase) -> Conditions:
    """In scope, near enough to the age, and enough insurance for a pension."""
    beyond = case.moment.months_early > case.value("early_retirement.months_most")
    return [
        *in_scope(case),
        ("too_far", case.moment.past_appendix_2 | ~beyond),
        ("too_far_appendix_2", ~too_far(case)),
        ("insurance_short", case.pension_open),
    ]


def pay_by_early_month(case: DecreeCase) -> IntArray:
    """L a month in the near bracket, 0.9 L for `months_paid_most` months in the far one; less after the window.

    Below `months_least` the window does not matter (a doubtful reading: the circular of the armed forces halves there too).
    """
    most = case.value("early_retirement.months_paid_most")
    near = case.moment.months_early <= case.value("early_retirement.months_near")
    whole = paid_as_first(case)
    share = Fraction(case.value("early_retirement.later_share"))
    paid = np.clip(case.early_months, 0, most)
    rates = [Fraction(case.value(f"early_retirement.per_month_{bracket}")) for bracket in ("near", "far")]
    return pay(
        case.salary,
        *((rate, here * whole * paid) for rate, here in zip(rates, (near, ~near), strict=True)),
        *((share * rate, here * ~whole * paid) for rate, here in zip(rates, (near, ~near), strict=True)),
    )


def is_short(case: DecreeCase) -> Bools:
    """Fewer months to the age than open the allowances by year."""
    return case.moment.months_early < case.value("early_retirement.months_least")


def paid_as_first(case: DecreeCase) -> Bools:
    """Who has the rate of the first months: everybody within them, and who is below `months_least` always."""
    return case.within_first | (is_short(case) & case.value(SHORT))


def pay_by_early_year(case: DecreeCase) -> IntArray:
    """5 L a year in the near bracket, 4 L in the far one, nothing below `months_least`; half-years count.

    Whether the cap of the months paid holds for the years too is a doubtful reading; by default it does not.
    """
    early, halves = case.moment.months_early, case.early_halves
    if case.value("early_retirement.years_capped"):
        halves = np.minimum(halves, case.value("early_retirement.months_paid_most") // 6)
    near = (early >= case.value("early_retirement.months_least")) & (
        early <= case.value("early_retirement.months_near")
    )
    far = early > case.value("early_retirement.months_near")
    return pay(
        case.salary,
        (_HALF * Fraction(case.value("early_retirement.per_early_year_near")), near * halves),
        (_HALF * Fraction(case.value("early_retirement.per_early_year_far")), far * halves),
    )


def pay_by_insurance(case: DecreeCase) -> IntArray:
    """The base for the base years and half a month for each further one, from `months_least` on."""
    entitled = case.moment.months_early >= case.value("early_retirement.months_least")
    further = np.maximum(case.insurance_halves - 2 * case.value("early_retirement.insurance_base_years"), 0)
    per_further = _HALF * Fraction(case.value("early_retirement.insurance_further_year"))
    return pay(
        case.salary, (case.value("early_retirement.insurance_base"), entitled), (per_further, entitled * further)
    )


def assess(case: DecreeCase) -> Assessment:
    """Who may leave by this route, why not, what it pays and on what basis."""
    moment = case.moment
    short = is_short(case)
    far = moment.months_early > case.value("early_retirement.months_near")
    names = {word: f"nd178.early_retirement.months_{word}" for word in ("least", "near", "most")}
    near_limits = {"least": names["least"], "most": names["near"]}
    far_limits = {"near": names["near"], "most": names["most"]}
    item = "nd178.early_retirement.per_month_near"
    bases = (
        Basis("early_near_1", item, near_limits),
        Basis("early_near_2", item, near_limits),
        Basis("early_last_1", item, near_limits),
        Basis("early_last_2", item, near_limits),
        Basis("early_far_1", item, far_limits),
        Basis("early_far_2", item, far_limits),
        BY_RIGHT,
    )
    items = {
        "months_early_vnd": pay_by_early_month(case),
        "years_early_vnd": pay_by_early_year(case),
        "si_years_vnd": pay_by_insurance(case),
    }
    items = {name: np.where(moment.past_appendix_2, 0, vnd) for name, vnd in items.items()}
    basis = np.where(by_right(moment), len(bases) - 1, 2 * short + 4 * far + moment.by_appendix_2)
    reads = (*READS, *((WINDOW, BY_DECISION) if moment.terms.reorganised_on else ()))
    found = assessment(case, early_retirement_conditions(case), items, basis, bases, CONDITION_READS, reads)
    capped = moment.law.weakest([f"nd178.{CAP_READ}"], case.on)  # beyond the near bracket alone the years can pass the cap
    later = 0 if case.within_first else moment.law.weakest([f"nd178.{SHORT}"], case.on)
    marks = np.maximum(np.maximum(found.evidence, bracket_evidence(case)), np.where(found.eligible, np.maximum(far * capped, short * later), 0))
    return replace(found, evidence=marks.astype(np.int8))
