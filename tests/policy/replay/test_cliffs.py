"""Cliffs: each boundary is found within three months on both sides, with its own amounts, and nothing goes unexplained."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.core.dates import add_months
from planner.core.errors import InputError
from planner.core.vocabulary import CHOSEN_ROUTES
from planner.policy.benefits import ROUTES, compute
from planner.policy.law.parameters import load_law
from planner.policy.replay import MONTHS_SHOWN, cliffs
from planner.policy.replay.cliffs import COLUMNS, cliff_words
from planner.policy.terms import Terms
from tests.builder import said
from tests.policy.conftest import make_people
from tests.policy.replay.test_replay import PEOPLE

L = 10_000_000


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def cliffs_of(person: dict[str, Any], leave_on: str, **given: Any) -> pd.DataFrame:
    """The cliffs of one person."""
    return cliffs(make_people(person), Terms(day(leave_on), **given))


def row(found: pd.DataFrame, cliff: str, route: str, direction: str = "later") -> Any:
    """The one row of a cliff on a route."""
    hit = found[(found["cliff"] == cliff) & (found["route"] == route) & (found["direction"] == direction)]
    assert len(hit) == 1, found.to_string()
    return hit.iloc[0]


def test_61_months_are_one_month_from_the_near_bracket() -> None:
    """54 L + 5.5 x 4 L + 5 L + 0.5 x 5 L now; 60 L + 5 x 5 L + a half-year of insurance more a month later."""
    found = row(cliffs_of({"birth_date": day("1968-01-15")}, "2025-01-01", regime="nd178"), "near_bracket", "early_retirement")
    assert (found["months_away"], found["leave_on"]) == (1, pd.Timestamp("2025-02-01"))
    assert (found["amount_now"], found["amount_after"]) == (83.5 * L, 92.75 * L)
    assert found["difference"] == found["step_vnd"] == 9.25 * L
    assert (found["parameter"], found["limit"]) == ("nd178.early_retirement.months_near", 60)


def test_60_months_are_one_month_from_it_the_other_way() -> None:
    found = cliffs_of({"birth_date": day("1968-01-15")}, "2025-02-01", regime="nd178")
    back = row(found, "near_bracket", "early_retirement", "earlier")
    assert back["months_away"] == 1 and back["difference"] == -9 * L


@pytest.mark.parametrize(("leave_on", "away"), [("2027-09-01", 1), ("2027-08-01", 2), ("2027-07-01", 3), ("2027-06-01", None)])
def test_24_months_under_nd154_take_everything(leave_on: str, away: int | None) -> None:
    """Born in August 1967, 62 years in August 2029: 24 months are left on 1/9/2027."""
    found = cliffs_of({"birth_date": day("1967-08-15"), "si_months": 240}, leave_on)
    hit = found[(found["cliff"] == "allowance_floor") & (found["direction"] == "later")]
    assert hit["months_away"].tolist() == ([] if away is None else [away])
    if away:
        assert hit["amount_after"].tolist() == [0] and hit["eligible_after"].all() and hit["amount_now"].iloc[0] > 0


def test_the_retirement_age_closes_early_retirement() -> None:
    found = row(cliffs_of({"birth_date": day("1965-08-15")}, "2027-05-01"), "retirement_age", "early_retirement")
    assert (found["months_away"], found["eligible_now"], found["eligible_after"]) == (1, True, False)
    assert found["parameter"] == "retirement.appendix_1"


def test_insurance_grows_into_a_pension() -> None:
    found = cliffs_of({"birth_date": day("1968-01-15"), "si_months": 178}, "2026-09-01")
    opened, closed = row(found, "pension_minimum", "early_retirement"), row(found, "pension_minimum", "immediate_separation")
    assert opened["months_away"] == closed["months_away"] == 2 and opened["limit"] == 180
    assert (opened["amount_now"], opened["eligible_after"]) == (0, True) and (closed["amount_after"], closed["eligible_now"]) == (0, True)


def test_the_pension_minimum_falls_by_law() -> None:
    found = row(cliffs_of({"birth_date": day("1968-01-15"), "si_months": 200}, "2025-06-16"), "pension_minimum", "early_retirement")
    assert (found["limit"], found["months_away"], found["eligible_after"]) == (180, 1, True)


@pytest.mark.parametrize(("months", "cliff"), [(240, "insurance_base_years"), (246, "insurance_half_year")])
def test_a_half_year_of_insurance(months: int, cliff: str) -> None:
    found = cliffs_of({"birth_date": day("1968-01-15"), "si_months": months}, "2026-09-01")
    assert row(found, cliff, "early_retirement")["months_away"] == 1
    separation = cliffs_of({"birth_date": day("1990-01-15"), "si_months": months}, "2026-09-01")
    assert row(separation, "insurance_half_year", "immediate_separation")["step_vnd"] == L * 3 // 4


def test_no_half_year_counts_below_the_base_years() -> None:
    found = cliffs_of({"birth_date": day("1968-01-15"), "si_months": 222}, "2026-09-01")
    assert not found[(found["route"] == "early_retirement") & found["cliff"].str.startswith("insurance")].size


def test_a_half_year_before_the_age() -> None:
    """31 months before the age: three years of 5 L; 30 months: two and a half. 18 years of insurance pay the same."""
    found = row(cliffs_of({"birth_date": day("1967-08-15"), "si_months": 216}, "2027-02-01"), "early_half_year", "early_retirement")
    assert (found["months_away"], found["step_vnd"], found["parameter"]) == (1, -2.5 * L, "nd154.counting.half_year_months")


def test_month_13_halves_the_months() -> None:
    person = {"birth_date": day("1968-01-15")}
    found = row(cliffs_of(person, "2025-02-28", regime="nd178", reorganised_on=day("2024-04-01")), "first_months", "early_retirement")
    assert (found["months_away"], found["limit"]) == (2, 12) and found["amount_after"] < found["amount_now"]


def test_nd178_ends_and_begins() -> None:
    person = {"birth_date": day("1966-01-15")}
    ends = row(cliffs_of(person, "2025-08-31"), "decree_window", "early_retirement")
    assert (ends["parameter"], ends["limit"], ends["regime_now"], ends["regime_after"]) == (
        "nd178.period.last_leave",
        day("2025-08-31"),
        "nd178",
        "nd154",
    )
    gone = row(cliffs_of(person, "2025-10-15"), "decree_window", "early_retirement", "earlier")
    assert (gone["months_away"], gone["difference"] > 0) == (2, True)
    begun = row(cliffs_of(person, "2024-12-15"), "decree_window", "early_retirement")
    assert begun["parameter"] == "nd178.period.first_leave"


def test_beyond_the_last_decree_nothing_is_open() -> None:
    found = cliffs_of({"birth_date": day("1990-01-15")}, "2030-11-15", snapshot_on=day("2026-12-01"))
    ends = row(found, "decree_window", "immediate_separation")
    assert (ends["months_away"], ends["amount_after"], ends["eligible_after"], ends["regime_after"]) == (2, 0, False, "")


def test_the_base_salary_rises() -> None:
    people = make_people({"birth_date": day("1990-01-15"), "salary_coefficient": 4.0}, {"birth_date": day("1990-01-15")})
    found = cliffs(people, Terms(day("2026-07-01")))
    hit = found[found["cliff"] == "base_salary"]
    assert set(hit["employee_id"]) == {"P1"} and set(hit["limit"]) == {2_530_000} and (hit["step_vnd"] > 0).all()


def test_an_amendment_changes_the_amount() -> None:
    """22 insurance years paid 6 L; 22.5 pay 4 L + 7.5 x 0.5 L from 1/7/2025; a month less before the age pays 1 L less."""
    found = row(cliffs_of({"birth_date": day("1966-01-15"), "si_months": 264}, "2025-06-15"), "amended", "early_retirement")
    assert found["months_away"] == 1 and "insurance_base_years" in found["parameter"] and found["step_vnd"] == (7.75 - 6 - 1) * L


def test_45_years_close_training() -> None:
    found = row(cliffs_of({"birth_date": day("1981-11-20")}, "2026-09-01"), "training_age", "training_separation")
    assert (found["months_away"], found["limit"], found["eligible_after"]) == (3, 45, False)


def test_a_contract_runs_out() -> None:
    person = {
        "birth_date": day("1990-01-15"),
        "category": "contract",
        "contract_end_on": day("2025-03-10"),
        "contract_signed_on": day("2018-01-01"),
    }
    found = row(cliffs_of(person, "2025-02-01", regime="nd178"), "contract_end", "immediate_separation")
    assert (found["months_away"], found["parameter"]) == (2, "")


def test_a_child_grows_and_no_amount_changes() -> None:
    person = {"birth_date": day("1990-01-15"), "sex": "F", "youngest_child_born_on": day("2023-10-01"), "si_months": 105}
    found = row(cliffs_of(person, "2026-09-01"), "small_child", "immediate_separation")
    assert (found["months_away"], found["limit"], found["step_vnd"]) == (1, 36, 0)


def test_two_boundaries_in_one_month_say_so() -> None:
    person = {"birth_date": day("1990-01-15"), "si_months": 246, "salary_coefficient": 4.0}
    found = cliffs_of(person, "2026-07-01")
    separation = found[(found["route"] == "immediate_separation") & (found["direction"] == "later") & (found["months_away"] == 1)]
    assert set(separation["cliff"]) == {"base_salary", "insurance_half_year"} and separation["shared"].all()


def test_limits_are_the_laws_own() -> None:
    """Another limit in the law moves the cliff: no number stands in the code."""
    from planner.policy.law.parameters import Override
    from planner.policy.overrides import overridden

    law = overridden(load_law(), [Override("nd154.early_retirement.months_least", day("2025-06-16"), 30, "a draft")])
    people = make_people({"birth_date": day("1967-08-15"), "si_months": 240})
    plain, moved = (cliffs(people, Terms(day("2027-04-01")), which) for which in (load_law(), law))
    assert not (plain["cliff"] == "allowance_floor").any()
    hit = moved[moved["cliff"] == "allowance_floor"]
    assert set(hit["limit"]) == {30}


def test_nobody_near_anything_is_an_empty_table_with_its_columns() -> None:
    found = cliffs(make_people().iloc[:0], Terms(day("2026-09-01")))
    assert tuple(found.columns) == COLUMNS and not len(found)


def test_a_date_without_a_decree_is_named() -> None:
    with pytest.raises(InputError) as error:
        cliffs(make_people(), Terms(day("2031-01-15")))
    assert "no decree covers leaving on 2031-01-15" in said(error.value)


@settings(max_examples=20, deadline=None)
@given(people=PEOPLE, leave_on=st.dates(day("2023-11-01"), day("2030-12-31")), regime=st.sampled_from(["auto", "nd29", "nd154"]))
def test_no_change_goes_unexplained(people: list[dict[str, Any]], leave_on: dt.date, regime: str) -> None:
    """NĐ 29 and NĐ 154 pay the same from month to month but for boundaries; amounts are those that `benefits` gives."""
    frame, terms = make_people(*people), Terms(leave_on, regime=regime, snapshot_on=dt.date(2025, 1, 1))
    found = cliffs(frame, terms)
    assert all(cliff_words(found, "vi")) and all(cliff_words(found, "en"))
    known = set(
        zip(found["employee_id"], found["route"].astype("str"), found["direction"].astype("str"), found["months_away"], strict=True)
    )
    for direction, sign in (("later", 1), ("earlier", -1)):
        before = after = compute(frame, terms)
        for months in range(1, MONTHS_SHOWN + 1):
            before = after
            try:
                after = compute(frame, replace(terms, leave_on=add_months(leave_on, sign * months).astype(object)))
            except InputError:
                break
            for number, route in enumerate(ROUTES):
                if route not in CHOSEN_ROUTES:
                    continue
                smooth = (before.regime[number] == 2) | (after.regime[number] == 2)  # NĐ 178 pays by month
                differs = (before.eligible[number] != after.eligible[number]) | (
                    (before.total_vnd[number] != after.total_vnd[number]) & ~smooth
                )
                for person in np.flatnonzero(differs):
                    assert (frame["employee_id"].iloc[person], route.value, direction, months) in known
