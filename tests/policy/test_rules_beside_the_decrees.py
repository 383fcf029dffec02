"""Retirement age, protection, deputies, ranks, regime and texts."""

from __future__ import annotations

import datetime as dt
import string
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest

from planner.core.dates import IntArray, month_text
from planner.core.errors import InputError
from planner.core.texts import room
from planner.policy.benefits import compute, reason_message
from planner.policy.decrees.refusals import REASONS
from planner.policy.decrees.regime import decrees_in_force, late_decision
from planner.policy.decrees.rule import halves
from planner.policy.export import table
from planner.policy.law.deputy_caps import deputy_law
from planner.policy.law.parameters import load_law
from planner.policy.person.facts import facts_of, moment_of
from planner.policy.person.ranks import rank_problems
from planner.policy.person.retirement import retirement_months
from planner.policy.protection import PROTECTIONS, WAIVABLE, not_yet_considered, protection_message
from planner.policy.terms import Terms
from planner.roster.people.frame import typed_units

People = Callable[..., pd.DataFrame]
COLUMNS = """employee_id leave_on regime route eligible reason current_salary_vnd retirement_month months_early
years_early si_years months_early_vnd years_early_vnd si_years_vnd severance_vnd job_search_vnd training_vnd
total_vnd legal_basis evidence pension_rate_pct reduction_avoided_pct"""


def retires_in(frame: pd.DataFrame) -> IntArray:
    """The month indices in which people retire."""
    return moment_of(facts_of(frame, load_law()), Terms(dt.date(2026, 12, 1))).retirement_month


@pytest.mark.parametrize(
    ("sex", "born", "hazard", "retires"),
    [
        ("M", dt.date(1960, 12, 31), 0, "2020-12"),
        ("M", dt.date(1961, 1, 1), 0, "2021-04"),
        ("M", dt.date(1961, 9, 30), 0, "2021-12"),
        ("M", dt.date(1961, 10, 1), 0, "2022-04"),
        ("M", dt.date(1962, 6, 30), 0, "2022-12"),
        ("M", dt.date(1962, 7, 1), 0, "2023-04"),
        ("M", dt.date(1963, 3, 1), 0, "2023-12"),
        ("M", dt.date(1963, 4, 1), 0, "2024-04"),
        ("M", dt.date(1964, 1, 1), 0, "2025-04"),
        ("M", dt.date(1965, 6, 1), 0, "2026-12"),
        ("M", dt.date(1965, 7, 1), 0, "2027-04"),
        ("M", dt.date(1966, 3, 31), 0, "2027-12"),
        ("M", dt.date(1966, 4, 1), 0, "2028-04"),
        ("M", dt.date(1966, 1, 15), 0, "2027-10"),
        ("M", dt.date(1988, 3, 8), 0, "2050-03"),
        ("F", dt.date(1965, 12, 31), 0, "2020-12"),
        ("F", dt.date(1966, 1, 1), 0, "2021-05"),
        ("F", dt.date(1966, 8, 31), 0, "2021-12"),
        ("F", dt.date(1966, 9, 1), 0, "2022-05"),
        ("F", dt.date(1970, 5, 1), 0, "2027-09"),
        ("F", dt.date(1972, 8, 1), 0, "2030-12"),
        ("F", dt.date(1972, 9, 1), 0, "2031-05"),
        ("F", dt.date(1975, 4, 30), 0, "2034-12"),
        ("F", dt.date(1975, 5, 1), 0, "2035-05"),
        ("M", dt.date(1971, 3, 1), 180, "2027-12"),
        ("M", dt.date(1971, 4, 1), 180, "2028-04"),
        ("F", dt.date(1980, 4, 1), 180, "2034-12"),
        ("F", dt.date(1980, 5, 1), 180, "2035-05"),
        ("F", dt.date(1980, 5, 1), 179, "2040-05"),
    ],
)
def test_retirement_month_on_both_sides_of_a_bracket(
    people: People, sex: str, born: dt.date, hazard: int, retires: str
) -> None:
    person = people({"sex": sex, "birth_date": born, "hazard_months": hazard})
    assert month_text(retires_in(person)).tolist() == [retires]


def may_retire_in(frame: pd.DataFrame) -> Any:
    """The first month in which each person has the right to retire."""
    facts = facts_of(frame, load_law())
    return retirement_months(facts.birth_month, facts.female, facts.hazard_months, load_law(), dt.date(2026, 12, 1))


def test_the_two_appendices_lie_five_years_apart(people: People) -> None:
    months = pd.date_range("1961-01-01", "1985-12-01", freq="MS").date
    for sex in "MF":
        first = retires_in(people(*({"sex": sex, "birth_date": m} for m in months)))
        later = [m.replace(year=m.year + 5) for m in months]
        second = may_retire_in(people(*({"sex": sex, "birth_date": m, "hazard_months": 180} for m in later)))
        np.testing.assert_array_equal(first, second)


@pytest.mark.parametrize(
    ("person", "code"),
    [
        ({}, ""),
        ({"sex": "F", "pregnant": True}, "pregnant"),
        ({"sex": "M", "pregnant": True}, ""),
        ({"sex": "F", "maternity_leave": True}, "maternity_leave"),
        ({"sex": "F", "youngest_child_born_on": dt.date(2024, 7, 2)}, "small_child"),
        ({"sex": "F", "youngest_child_born_on": dt.date(2024, 7, 1)}, ""),
        ({"sex": "M", "youngest_child_born_on": dt.date(2024, 7, 2)}, "small_child"),
        ({"sex": "M", "youngest_child_born_on": dt.date(2024, 7, 1)}, ""),
        ({"under_discipline": True}, "under_discipline"),
        ({"under_inspection": True}, "under_inspection"),
        ({"sex": "F", "pregnant": True, "under_inspection": True}, "under_inspection"),
    ],
)
def test_who_is_not_yet_considered_on_1_july_2027(people: People, person: dict[str, Any], code: str) -> None:
    day = dt.date(2027, 7, 1)
    found = int(not_yet_considered(people(person), day)[0])
    assert PROTECTIONS[found].code == code
    assert bool(WAIVABLE[found]) == (code not in ("under_discipline", "under_inspection"))
    message = protection_message(found, day)
    assert (message is None) == (code == "")
    if message:
        assert "NĐ 154/2025/NĐ-CP" in message.render("en") and "chưa xem xét" in message.render("vi")


def units(*rows: dict[str, Any]) -> pd.DataFrame:
    return typed_units(pd.DataFrame([{"unit": f"U{n}", "name": "x", **row} for n, row in enumerate(rows)]))


def test_deputies_by_kind_merger_and_clause() -> None:
    frame = units(
        {"kind": "department"},
        {"kind": "agency_1"},
        {"kind": "agency_2", "merged_from": 1},
        {"kind": "office", "merged_from": 2},
        {"kind": "department", "merged_from": 3},
        {"kind": "public_unit", "merged_from": 3},
        {"kind": "agency_1", "merged_from": 5},
        {"kind": "inspectorate", "received_functions": True, "deputy_cap": 0},
    )
    found = deputy_law(frame, dt.date(2025, 11, 20))
    assert found.allowance.tolist() == [3, 4, 3, 4, 5, 3, 4, 4]
    assert found.clause.tolist() == [1, 2, 1, 1, 1, 1, 2, 1]
    assert found.in_grace.tolist() == [False, False, False, True, True, True, True, True]


def test_deputies_before_the_decree_are_an_error() -> None:
    with pytest.raises(InputError, match=r"organisation\.deputies_by_kind has no value on 2025-11-19"):
        deputy_law(units({"kind": "department"}), dt.date(2025, 11, 19))


def test_rank_step_and_coefficient_are_checked_against_one_another(people: People) -> None:
    def ranked(code: str, step: int | None, coefficient: float) -> dict[str, Any]:
        return {"rank_code": code, "step": step, "salary_coefficient": coefficient}

    frame = people(
        ranked("01.003", 2, 2.67),
        ranked("01.003", 2, 2.76),
        ranked("01.003", 10, 4.98),
        ranked("01.003", None, 4.98),
        ranked("01.003", None, 5.00),
        ranked("99.999", 1, 9.99),
        {"rank_code": "01.003", "step": 1},
        ranked("21.188", 1, 4.40),
    )
    found = rank_problems(frame)
    assert [(row, column) for row, column, _ in found] == [
        (1, "salary_coefficient"), (2, "step"), (4, "salary_coefficient"), (5, "salary_coefficient"),
    ]  # fmt: skip
    texts = [message.render("en") for _, _, message in found]
    assert "step 2 of rank 01.003 has the coefficient 2.67, not 2.76" in texts[0]
    assert "steps 1 to 9, not 10" in texts[1]
    assert "no step of rank 01.003 has the coefficient 5.00" in texts[2]
    assert "no rank has the coefficient 9.99" in texts[3]
    assert all(message.render("vi") for _, _, message in found)


@pytest.mark.parametrize("leave_on", [dt.date(2023, 7, 19), dt.date(2031, 1, 1)])
def test_a_date_without_a_decree_is_a_clear_error(people: People, leave_on: dt.date) -> None:
    with pytest.raises(InputError, match="no decree covers leaving on .* from 2023-07-20 to 2030-12-31"):
        compute(people(), Terms(leave_on))


def test_an_unknown_regime_is_named(people: People) -> None:
    with pytest.raises(InputError, match="no regime nd999; choose one of: auto, nd29, nd178, nd154"):
        compute(people(), Terms(dt.date(2027, 1, 1), regime="nd999"))


def test_a_decision_after_the_leaving_is_said_with_both_dates() -> None:
    said = late_decision(Terms(dt.date(2027, 7, 1), dt.date(2027, 7, 2)))
    assert said is not None and "02/07/2027" in said.render("vi") and "01/07/2027" in said.render("vi")
    assert late_decision(Terms(dt.date(2027, 7, 1), dt.date(2027, 7, 1))) is None and late_decision(Terms(dt.date(2027, 7, 1))) is None


def test_a_forced_regime_says_why_it_does_not_govern(people: People) -> None:
    warning = compute(people(), Terms(dt.date(2027, 7, 1), regime="nd178")).warnings[0].render("en")
    assert "NĐ 178/2024/NĐ-CP was asked for" in warning and "2025-01-01 to 2025-08-31" in warning


@pytest.mark.parametrize(
    ("leave_on", "decided_on", "decrees"),
    [
        (dt.date(2025, 6, 15), None, ("nd178", "nd29")),
        (dt.date(2025, 6, 16), None, ("nd154", "nd178")),
        (dt.date(2025, 6, 16), dt.date(2025, 6, 15), ("nd154", "nd178")),
        (dt.date(2025, 8, 31), None, ("nd154", "nd178")),
        (dt.date(2025, 9, 1), dt.date(2025, 6, 1), ("nd154",)),
        (dt.date(2025, 6, 15), dt.date(2025, 9, 1), ()),
    ],
)
def test_decrees_in_force(leave_on: dt.date, decided_on: dt.date | None, decrees: tuple[str, ...]) -> None:
    assert decrees_in_force(load_law(), Terms(leave_on, decided_on)) == decrees


@pytest.mark.parametrize(
    ("change", "column"),
    [({"salary_coefficient": 250.0}, "salary_coefficient"), ({"contract_salary_vnd": -5}, "contract_salary_vnd")],
)
def test_a_figure_beyond_any_salary_is_named(people: People, change: dict[str, Any], column: str) -> None:
    with pytest.raises(InputError, match=f"{column}: P1 and perhaps others"):
        compute(people(change), Terms(dt.date(2027, 7, 1)))


def test_the_table_has_the_agreed_columns_person_by_person(people: People) -> None:
    frame = people({}, {"birth_date": dt.date(1990, 1, 1)})
    found = table(compute(frame, Terms(dt.date(2027, 2, 1))), frame, "vi")
    assert list(found.columns) == COLUMNS.split()
    assert found["employee_id"].tolist() == ["P1"] * 6 + ["P2"] * 6
    assert found["route"].tolist()[:3] == ["normal_retirement", "contract_end", "early_retirement"]
    first = found.iloc[2]
    assert first["legal_basis"].startswith("NĐ 154/2025/NĐ-CP: nghỉ hưu trước tuổi từ 24 đến 60 tháng")
    assert found.iloc[3]["reason"].startswith("đủ điều kiện")
    assert not found.loc[~found["eligible"], "legal_basis"].astype(str).any()
    assert (found["eligible"] == (found["reason"] == "")).all()


def test_citations_are_readable_in_english(people: People) -> None:
    frame = people({"birth_date": dt.date(1990, 1, 1)})
    found = table(compute(frame, Terms(dt.date(2027, 2, 1))), frame, "en").set_index("route")
    assert (
        found.loc["immediate_separation", "legal_basis"] == "NĐ 154/2025/NĐ-CP, Article 8 clause 1: separation at once"
    )


def test_every_reason_has_a_text_in_both_languages() -> None:
    for index in range(1, len(REASONS)):
        message = reason_message(index, dt.date(2025, 7, 1))
        assert message is not None
        assert message.render("en") and message.render("vi")
    assert reason_message(0, dt.date(2025, 7, 1)) is None


def test_both_languages_of_a_text_hold_the_same_values() -> None:
    def placeholders(template: str) -> set[tuple[str, str]]:
        return {
            (name, spec) for _, name, spec, _ in string.Formatter().parse(template) if name for spec in [spec or ""]
        }

    for name, entry in room("law").items():
        assert set(entry) == {"vi", "en"}, name
        assert placeholders(entry["vi"]) == placeholders(entry["en"]), name


@pytest.mark.parametrize(
    ("months", "count"), [(0, 0), (1, 1), (6, 1), (7, 2), (11, 2), (12, 2), (13, 3), (18, 3), (19, 4), (30, 5)]
)
def test_an_odd_part_of_a_year_is_one_half_or_two(months: int, count: int) -> None:
    assert halves(np.array([months]), 6)[0] == count
