"""Money is exact: against fractions, and a person alone like the same person among others."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from math import floor
from typing import Any

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.policy.benefits import ROUTES, compute, compute_facts
from planner.policy.law.parameters import load_law
from planner.policy.person.facts import facts_of
from planner.policy.person.money import SCALE, Salary, pay, times_vnd
from planner.policy.terms import Terms

JULY = dt.date(2027, 7, 1)
BASE = 2_530_000


def half_up(value: Fraction) -> int:
    return floor(value + Fraction(1, 2))


def decimals(top: int, places: int) -> st.SearchStrategy[Decimal]:
    return st.integers(0, top * 10**places).map(lambda n: Decimal(n).scaleb(-places))


@settings(max_examples=200, deadline=None)
@given(
    st.integers(0, 2 * 10**14),
    st.integers(1_000_000, 8_999_999),
    decimals(60, 2),
    st.integers(0, 700),
    decimals(9, 3),
    st.integers(0, 100),
)
def test_pay_is_the_fraction_rounded_half_up(scaled: int, base: int, a: Decimal, m: int, b: Decimal, k: int) -> None:
    salary = times_vnd(np.array([scaled]), base)
    exact = Fraction(scaled, SCALE) * base
    assert int(salary.rounded()[0]) == half_up(exact)
    assert int(pay(salary, (a, np.array([m])), (b, k))[0]) == half_up((Fraction(a) * m + Fraction(b) * k) * exact)


def test_exactly_a_half_goes_up() -> None:
    salary = Salary(np.array([1, 2, 1]), np.array([0, 0, SCALE // 2]))
    assert pay(salary, (Decimal("0.5"), 1)).tolist() == [1, 1, 1]
    assert salary.rounded().tolist() == [1, 2, 2]


PERSON = st.fixed_dictionaries(
    {
        "birth_date": st.dates(dt.date(1962, 1, 1), dt.date(2003, 12, 31)),
        "sex": st.sampled_from("MF"),
        "category": st.sampled_from(["civil_servant", "public_employee", "contract"]),
        "salary_coefficient": decimals(10, 4).map(float),
        "leadership_allowance": decimals(1, 2).map(float),
        "over_frame_pct": decimals(20, 2).map(float),
        "seniority_pct": decimals(40, 2).map(float),
        "profession_pct": decimals(40, 2).map(float),
        "party_pct": decimals(30, 2).map(float),
        "reserved_coefficient": decimals(1, 4).map(float),
        "si_months": st.integers(0, 480),
        "si_paid_out_months": st.integers(0, 60),
        "hazard_months": st.sampled_from([0, 100, 180, 240]),
        "contract_signed_on": st.sampled_from([None, dt.date(2010, 1, 1), dt.date(2020, 1, 1)]),
        "contract_end_on": st.sampled_from([None, dt.date(2026, 1, 1), dt.date(2028, 1, 1)]),
    }
)


@settings(max_examples=30, deadline=None)
@given(person=PERSON)
def test_salary_and_separation_under_nd154_and_nd178(
    people: Callable[..., pd.DataFrame], person: dict[str, Any]
) -> None:
    def d(name: str) -> Fraction:
        return Fraction(str(person[name]))

    base = d("salary_coefficient") * (1 + d("over_frame_pct") / 100) + d("leadership_allowance")
    extra = 25 if person["category"] == "civil_servant" else 0
    shares = {"nd154": d("seniority_pct"), "nd178": d("seniority_pct") + d("profession_pct") + d("party_pct") + extra}
    separation = ROUTES.index("immediate_separation")
    for regime, share in shares.items():
        salary = (base * (1 + share / 100) + d("reserved_coefficient")) * BASE
        found = compute(people(person), Terms(JULY, regime=regime))
        if not found.eligible[separation, 0]:
            assert found.total_vnd[separation, 0] == found.current_salary_vnd[separation, 0] == 0
            continue
        assert found.current_salary_vnd[separation, 0] == half_up(salary)
        months = max(person["si_months"] - person["si_paid_out_months"], 0)
        years = Fraction(found.si_years_halves[separation, 0], 2)
        assert found.si_years_vnd[separation, 0] == half_up(Fraction(3, 2) * years * salary)
        severance = Fraction(4, 5) * min(60, months) * salary if regime == "nd178" else 0
        assert found.severance_vnd[separation, 0] == half_up(Fraction(severance))


@settings(max_examples=8, deadline=None)
@given(
    persons=st.lists(PERSON, min_size=2, max_size=6),
    leave_on=st.sampled_from([JULY, dt.date(2025, 5, 1), dt.date(2025, 8, 1)]),
)
def test_each_person_alone_is_the_same_row_as_in_a_batch(
    people: Callable[..., pd.DataFrame], persons: list[dict[str, Any]], leave_on: dt.date
) -> None:
    together = compute(people(*persons), Terms(leave_on))
    for number, person in enumerate(persons):
        alone = compute(people(person), Terms(leave_on))
        for item in dataclasses.fields(together):
            value = getattr(together, item.name)
            if isinstance(value, np.ndarray):
                np.testing.assert_array_equal(value[..., number : number + 1], getattr(alone, item.name), item.name)


def test_facts_are_read_once_for_many_dates(people: Callable[..., pd.DataFrame]) -> None:
    frame = people({}, {"category": "civil_servant", "salary_coefficient": 3.66})
    facts = facts_of(frame, load_law())
    for leave_on in (JULY, dt.date(2028, 1, 1)):
        terms = Terms(leave_on, snapshot_on=dt.date(2026, 12, 1))
        once, again = compute_facts(facts, terms), compute(frame, terms)
        np.testing.assert_array_equal(once.total_vnd, again.total_vnd)


def test_the_total_is_the_sum_of_the_rounded_items(people: Callable[..., pd.DataFrame]) -> None:
    found = compute(people({"salary_coefficient": 3.3333, "seniority_pct": 7.77}), Terms(dt.date(2028, 2, 1)))
    items = (found.months_early_vnd, found.years_early_vnd, found.si_years_vnd, found.severance_vnd)
    np.testing.assert_array_equal(found.total_vnd, sum(items) + found.job_search_vnd + found.training_vnd)


def test_an_empty_roster_has_no_rows(people: Callable[..., pd.DataFrame]) -> None:
    assert compute(people().iloc[:0], Terms(JULY)).total_vnd.shape == (6, 0)
