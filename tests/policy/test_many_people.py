"""Many people at once: the same rows as each alone, on a made-up ministry."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd
import pytest

from planner.policy.benefits import compute
from planner.policy.export import table
from planner.policy.secondment import outcomes
from planner.policy.terms import Terms
from planner.roster.sample import make_ministry

SNAPSHOT = dt.date(2026, 12, 1)


@pytest.fixture(scope="module")
def ministry() -> pd.DataFrame:
    return make_ministry(20_000, 80, 11)[0]


@pytest.mark.parametrize("leave_on", [dt.date(2027, 7, 1), dt.date(2025, 5, 1), dt.date(2025, 7, 1), dt.date(2024, 3, 1)])
def test_twenty_thousand_at_once_are_the_same_rows_as_a_few_alone(ministry: pd.DataFrame, leave_on: dt.date) -> None:
    terms = Terms(leave_on, snapshot_on=SNAPSHOT, reorganised_on=dt.date(2025, 3, 1))
    together = table(compute(ministry, terms), ministry).set_index("employee_id")
    for at in np.random.default_rng(5).choice(len(ministry), 12, replace=False):
        person = ministry.iloc[[at]].reset_index(drop=True)
        alone = table(compute(person, terms), person).set_index("employee_id")
        rows = together.loc[person["employee_id"].iloc[0]]
        for column in alone:
            assert rows[column].astype(str).tolist() == alone[column].astype(str).tolist(), column


def test_every_person_has_six_rows_and_the_parts_add_up(ministry: pd.DataFrame) -> None:
    found = table(compute(ministry, Terms(dt.date(2027, 7, 1), snapshot_on=SNAPSHOT)), ministry)
    assert len(found) == 6 * len(ministry)
    items = found[[c for c in found if c.endswith("_vnd") and c not in ("total_vnd", "current_salary_vnd")]].sum(axis=1)
    assert (items == found["total_vnd"]).all() and (found.loc[~found["eligible"], "total_vnd"] == 0).all()
    assert found["pension_rate_pct"].dropna().between(40, 75).all()


def test_information_is_the_same_alone(ministry: pd.DataFrame) -> None:
    day = dt.date(2027, 7, 1)
    others = outcomes(ministry, day)
    for at in (0, 777, 19_999):
        person = ministry.iloc[[at]].reset_index(drop=True)
        pd.testing.assert_frame_equal(others.iloc[3 * at : 3 * at + 3].reset_index(drop=True), outcomes(person, day), check_dtype=False)
