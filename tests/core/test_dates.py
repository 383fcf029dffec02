"""Counting time: months, half-years, ends of months."""

import datetime as dt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.core import dates

DAYS = st.dates(min_value=dt.date(1930, 1, 1), max_value=dt.date(2060, 12, 31))


@pytest.mark.parametrize(
    ("since", "until", "months"),
    [
        ("2026-12-01", "2027-07-01", 7),
        ("2026-12-02", "2027-07-01", 6),
        ("2027-01-31", "2027-02-28", 1),
        ("2027-01-30", "2027-02-28", 1),
        ("2028-01-31", "2028-02-28", 0),
        ("2028-01-31", "2028-02-29", 1),
        ("2027-07-01", "2026-12-01", -7),
        ("2027-07-01", "2027-07-01", 0),
    ],
)
def test_whole_months(since: str, until: str, months: int) -> None:
    assert dates.whole_months(np.datetime64(since), np.datetime64(until)) == months


@given(DAYS, st.integers(-600, 600))
def test_adding_months_and_counting_them_agree(day: dt.date, months: int) -> None:
    later = dates.add_months(np.datetime64(day), months)
    assert dates.month_index(later) - dates.month_index(np.datetime64(day)) == months
    if months >= 0:
        assert dates.whole_months(np.datetime64(day), later) == months


@given(DAYS, DAYS)
def test_months_never_run_backwards(a: dt.date, b: dt.date) -> None:
    first, last = min(a, b), max(a, b)
    months = int(dates.whole_months(np.datetime64(first), np.datetime64(last)))
    assert dates.add_months(np.datetime64(first), months) <= np.datetime64(last)
    assert dates.whole_months(np.datetime64(last), np.datetime64(first)) == -months


def test_full_years_go_by_the_anniversary() -> None:
    assert dates.full_years(np.datetime64("2021-01-01"), np.datetime64("2022-01-01")) == 1
    assert dates.full_years(np.datetime64("2021-01-02"), np.datetime64("2022-01-01")) == 0


def test_month_text_and_last_day() -> None:
    assert dates.month_text(dates.month_index(np.array(["2027-10-15"], dtype="datetime64[D]")))[0] == "2027-10"
    assert dates.is_last_day(np.datetime64("2028-02-29")) and not dates.is_last_day(np.datetime64("2028-02-28"))
