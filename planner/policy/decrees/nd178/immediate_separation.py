"""Separation at once under NĐ 178/2024: Article 9 for civil servants, Article 10 for public employees and contracts.

M = insurance months for pay, at most 60; N = insurance years in halves; L = current monthly salary.

    0.8 L a month of M in the first 12 months, 0.4 L from month 13 on; 1.5 L a year of N
    civil servants 3 L to look for work; the others have unemployment benefit instead
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import numpy as np

from planner.core.dates import IntArray
from planner.policy.decrees.nd178.early_retirement import bracket_evidence, too_far
from planner.policy.decrees.nd178.scope import in_scope
from planner.policy.decrees.rule import BY_DECISION, WINDOW, Assessment, Basis, Conditions, DecreeCase, assessment, may_retire_early
from planner.policy.person.facts import CIVIL_SERVANT
from planner.policy.person.money import pay

_HALF = Fraction(1, 2)

CONDITION_READS = ("immediate_separation.months_least", "early_retirement.months_most", "early_retirement.months_near")
READS = (
    "immediate_separation.months_paid_most",
    "immediate_separation.per_month",
    "immediate_separation.per_month_later",
    "immediate_separation.per_insurance_year",
)


def separation_conditions(case: DecreeCase) -> Conditions:
    """In scope, at least `months_least` months to the age, and not eligible for early retirement."""
    return [
        *in_scope(case),
        ("too_near", case.moment.months_early >= case.value("immediate_separation.months_least")),
        ("may_retire_early", ~may_retire_early(case, too_far(case))),
    ]


def severance_pay(case: DecreeCase) -> IntArray:
    """0.8 L (0.4 L after the window) for each insurance month that counts for pay, at most `months_paid_most`."""
    within = case.within_first
    per_month = case.value("immediate_separation.per_month" if within else "immediate_separation.per_month_later")
    months = np.minimum(case.moment.pay_months, case.value("immediate_separation.months_paid_most"))
    return pay(case.salary, (per_month, months))


def job_search_pay(case: DecreeCase) -> IntArray:
    """3 L for civil servants; nothing for the others, who have unemployment benefit."""
    servant = case.moment.facts.category == CIVIL_SERVANT
    mine = case.value("immediate_separation.job_search_civil_servant")
    others = case.value("immediate_separation.job_search_others")
    return pay(case.salary, (mine, servant), (others, ~servant))


def assess(case: DecreeCase) -> Assessment:
    """Who may leave by this route, why not, what it pays and on what basis."""
    servant = case.moment.facts.category == CIVIL_SERVANT
    per_half = Fraction(case.value("immediate_separation.per_insurance_year")) * _HALF
    items = {
        "severance_vnd": severance_pay(case),
        "si_years_vnd": pay(case.salary, (per_half, case.insurance_halves)),
        "job_search_vnd": job_search_pay(case),
    }
    bases = (
        Basis("immediate_separation", "nd178.immediate_separation.job_search_civil_servant", {}),
        Basis("immediate_separation", "nd178.immediate_separation.job_search_others", {}),
    )
    reads = (*READS, *((WINDOW, BY_DECISION) if case.moment.terms.reorganised_on else ()))
    found = assessment(case, separation_conditions(case), items, np.where(servant, 0, 1), bases, CONDITION_READS, reads)
    return with_job_search_evidence(case, found)


def with_job_search_evidence(case: DecreeCase, found: Assessment) -> Assessment:
    """The mark of the job-search money that a row's category read: that of the others is only believed."""
    servant = case.moment.facts.category == CIVIL_SERVANT
    mark = [
        case.moment.law.weakest([f"nd178.immediate_separation.job_search_{who}"], case.on)
        for who in ("civil_servant", "others")
    ]
    marks = np.maximum(np.maximum(found.evidence, bracket_evidence(case)), np.where(found.eligible, np.where(servant, *mark), 0))
    return replace(found, evidence=marks.astype(np.int8))
