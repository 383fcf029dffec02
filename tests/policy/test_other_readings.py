"""The doubtful readings are parameters: the other value gives the other reading, and every one has a person it moves."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest

from planner.policy.benefits import ROUTES, Benefits, compute
from planner.policy.decrees.refusals import REASONS
from planner.policy.decrees.regime import REGIMES
from planner.policy.law.parameters import Law, OtherReading, load_law
from planner.policy.protection import not_yet_considered
from planner.policy.terms import Terms

People = Callable[..., pd.DataFrame]
EARLY, SEPARATION = ROUTES.index("early_retirement"), ROUTES.index("immediate_separation")
MAY = dt.date(2025, 5, 1)


def read_otherwise(name: str, at: int = 0) -> Law:
    """The law with another reading of a parameter that its file names."""
    law = load_law()
    dated = law.parameter(name).values[-1]
    return law.with_value(name, replace(dated, value=dated.other_readings[at].value))

ARMED_FORCES = {"category": "contract", "contract_signed_on": dt.date(2010, 1, 1), "birth_date": dt.date(1967, 5, 10), "contract_salary_vnd": 30_000_000}
"""The examples of TT 19/2025/TT-BQP, which halves from month 13 on: Article 6, example 5; news.laodong.vn 1493725 (156 million)."""


def reason(found: Benefits, route: int = EARLY) -> str:
    return REASONS[found.reason[route, 0]].code


# (parameter, reading, person, leaving date, terms, what is compared, by the law, by the other reading)
READINGS: list[tuple[str, int, dict[str, Any], dt.date, dict[str, Any], Callable[[Benefits], Any], Any, Any]] = [
    ("nd154.scope.open_ended_contracts", 0, {"category": "contract"}, dt.date(2029, 8, 1), {}, reason, "", "nd154.contract_out_of_scope"),
    ("nd29.scope.open_ended_contracts", 0, {"category": "contract", "birth_date": dt.date(1966, 1, 15)}, dt.date(2024, 2, 1), {}, reason, "",
     "nd29.contract_out_of_scope"),
    ("nd178.early_retirement.hazard_far_open", 0, {"birth_date": dt.date(1975, 1, 15), "hazard_months": 200}, MAY, {"regime": "nd178"}, reason,
     "nd178.too_far_appendix_2", ""),
    ("nd178.counting.early_months_added", 0, {"birth_date": dt.date(1966, 1, 15)}, MAY, {}, lambda b: b.months_early_vnd[EARLY, 0],
     300_000_000, 310_000_000),
    ("nd178.counting.half_years_early", 0, {"birth_date": dt.date(1966, 1, 15)}, MAY, {}, lambda b: b.years_early_vnd[EARLY, 0],
     125_000_000, 100_000_000),
    ("nd178.counting.window_by_decision", 0, {"birth_date": dt.date(1966, 1, 15)}, dt.date(2025, 8, 1),
     {"reorganised_on": dt.date(2024, 8, 1), "decided_on": dt.date(2025, 7, 31)}, lambda b: b.months_early_vnd[EARLY, 0], 270_000_000, 135_000_000),
    ("nd178.early_retirement.short_as_first", 0, ARMED_FORCES | {"si_months": 460}, dt.date(2028, 6, 1),
     {"reorganised_on": dt.date(2027, 3, 1), "regime": "nd178"}, lambda b: b.total_vnd[EARLY, 0], 360_000_000, 180_000_000),
    ("nd178.early_retirement.short_as_first", 0, ARMED_FORCES | {"birth_date": dt.date(1965, 7, 10), "contract_salary_vnd": 26_000_000, "si_months": 423},
     dt.date(2026, 5, 1), {"reorganised_on": dt.date(2025, 3, 1), "regime": "nd178"}, lambda b: b.total_vnd[EARLY, 0], 312_000_000, 156_000_000),
    ("nd178.period.last_decision", 0, {"birth_date": dt.date(1966, 1, 15)}, dt.date(2025, 8, 15), {}, lambda b: b.regime[EARLY, 0], 2, 3),
    ("nd178.period.last_leave", 0, {"birth_date": dt.date(1966, 1, 15)}, dt.date(2025, 12, 1), {"decided_on": dt.date(2025, 8, 20)},
     lambda b: b.regime[EARLY, 0], 3, 2),
    ("nd154.salary.percent_components", 0, {"category": "civil_servant", "salary_coefficient": 4.0, "party_pct": 30}, dt.date(2027, 2, 1), {},
     lambda b: b.current_salary_vnd[EARLY, 0], 10_120_000, 12_650_000),
    ("nd154.salary.percent_components", 1, {"category": "civil_servant", "salary_coefficient": 4.0, "party_pct": 30}, dt.date(2027, 2, 1), {},
     lambda b: b.current_salary_vnd[EARLY, 0], 10_120_000, 15_686_000),
    ("nd154.counting.half_year_months", 0, {}, dt.date(2029, 7, 1), {}, lambda b: b.years_early_halves[EARLY, 0], 6, 5),
]  # fmt: skip


@pytest.mark.parametrize(("name", "at", "person", "leave_on", "terms", "what", "law", "other"), READINGS, ids=[f"{n} {r[0]} {r[1]}" for n, r in enumerate(READINGS)])
def test_the_other_reading_moves_what_it_should(
    people: People, name: str, at: int, person: dict[str, Any], leave_on: dt.date, terms: dict[str, Any], what: Any, law: Any, other: Any
) -> None:
    frame = people(person)
    assert what(compute(frame, Terms(leave_on, **terms))) == law
    assert what(compute(frame, Terms(leave_on, **terms), read_otherwise(name, at))) == other


def test_every_other_reading_of_the_files_is_tried() -> None:
    law = load_law()
    protected = {(f"{decree}.scope.fathers_protected", 0) for decree in ("nd154", "nd29")}  # the next test
    known = {(name, at) for name in law.names for value in law.parameter(name).values for at in range(len(value.other_readings))}
    assert known == {(row[0], row[1]) for row in READINGS} | protected
    for name, at in known:
        reading: OtherReading = law.parameter(name).values[-1].other_readings[at]
        assert reading.says["vi"] and reading.says["en"]


@pytest.mark.parametrize("decree", ["nd154", "nd29"])
def test_where_the_child_rule_is_for_women_alone_a_father_may_be_considered(people: People, decree: str) -> None:
    father, day = people({"sex": "M", "youngest_child_born_on": dt.date(2024, 6, 1)}), dt.date(2025, 6, 1)
    regime = np.array([REGIMES.index(decree)], dtype=np.int8)
    assert not_yet_considered(father, day, regime=regime)[0] > 0
    assert not_yet_considered(father, day, read_otherwise(f"{decree}.scope.fathers_protected"), regime)[0] == 0


def test_a_paid_out_time_beyond_the_insurance_leaves_nothing(people: People) -> None:
    name = "insurance.deduct_before_rounding"
    law = load_law().with_value(name, replace(load_law().parameter(name).values[-1], value=False))
    found = compute(people({"si_months": 30, "si_paid_out_months": 30}), Terms(dt.date(2029, 8, 1)), law)
    assert found.si_years_halves.max() == 0
