"""Two dates or two decrees side by side: best routes, who gains, sums that add up, sides that mirror each other."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.core.errors import InputError
from planner.core.vocabulary import CHOSEN_ROUTES, Decision
from planner.policy.benefits import compute
from planner.policy.export import table
from planner.policy.replay import CHANGES, replay, route_rows
from planner.policy.terms import Terms
from tests.builder import said
from tests.policy.conftest import make_people

LAST_178, FIRST_154 = dt.date(2025, 8, 31), dt.date(2025, 9, 1)
NEAR = {"birth_date": dt.date(1966, 1, 15)}
"""27 months before the age on 31/8/2025, 26 a day later."""


def test_the_day_after_nd178_pays_nd154_alone() -> None:
    """31/8/2025: 26 L by month, 2.5 years x 5 L, 4 L + 0.5 L x 10 years; 1/9/2025: 2.5 years x 5 L, 5 L + 0.5 L x 5."""
    found = replay(make_people(NEAR), Terms(LAST_178), Terms(FIRST_154))
    person = found.people.iloc[0]
    assert (person["route_a"], person["regime_a"], person["months_early_a"]) == ("early_retirement", "nd178", 27)
    assert person["total_vnd_a"] == 270_000_000 + 125_000_000 + 90_000_000
    assert (person["route_b"], person["regime_b"], person["months_early_b"]) == ("early_retirement", "nd154", 26)
    assert person["total_vnd_b"] == 125_000_000 + 75_000_000
    assert (person["difference_vnd"], person["change"]) == (-285_000_000, "loses")
    assert found.totals["loses"] == 1 and found.totals["loses_vnd"] == found.totals["difference_vnd"] == -285_000_000


def test_the_base_salary_of_july_2026_counts_from_august() -> None:
    people = make_people({"birth_date": dt.date(1990, 1, 15), "salary_coefficient": 4.0})
    found = replay(people, Terms(dt.date(2026, 7, 1)), Terms(dt.date(2026, 8, 1)), routes=[Decision.IMMEDIATE_SEPARATION])
    rows = route_rows(found).set_index("route").loc["immediate_separation"]
    assert (rows["current_salary_vnd_a"], rows["current_salary_vnd_b"]) == (4 * 2_340_000, 4 * 2_530_000)
    assert rows["total_vnd_b"] * 234 == rows["total_vnd_a"] * 253


@pytest.mark.parametrize(
    ("left", "right", "change"),
    [
        (Terms(FIRST_154, regime="nd178"), Terms(FIRST_154), "closes"),
        (Terms(FIRST_154), Terms(FIRST_154, regime="nd178"), "opens"),
        (Terms(FIRST_154), Terms(dt.date(2025, 10, 1)), "same"),
    ],
)
def test_a_way_opens_or_closes(left: Terms, right: Terms, change: str) -> None:
    """80 months before the age only NĐ 178 knows early retirement."""
    people = make_people({"birth_date": dt.date(1970, 6, 15)})
    found = replay(people, left, right, routes=[Decision.EARLY_RETIREMENT])
    expected = change if change != "same" else "none"
    assert found.people["change"].tolist() == [expected]
    assert found.people[["route_a", "route_b"]].iloc[0].tolist() == [
        "early_retirement" if side.regime == "nd178" else "" for side in (left, right)
    ]


def test_insurance_grows_from_a_given_snapshot_only() -> None:
    people, later = make_people({"birth_date": dt.date(1990, 1, 15)}), dt.date(2027, 9, 1)
    frozen = replay(people, Terms(FIRST_154), Terms(later))
    growing = replay(people, Terms(FIRST_154, snapshot_on=FIRST_154), Terms(later, snapshot_on=FIRST_154))
    years = [route_rows(found)["si_years_b"].iloc[3] for found in (frozen, growing)]
    assert years == [25.0, 27.0]


def test_each_side_is_what_benefits_says() -> None:
    people = make_people(NEAR, {"birth_date": dt.date(1985, 3, 3)}, {"category": "contract", "contract_end_on": dt.date(2025, 9, 1)})
    rows = route_rows(replay(people, Terms(LAST_178), Terms(FIRST_154)), "vi")
    for mark, day in (("a", LAST_178), ("b", FIRST_154)):
        alone = table(compute(people, Terms(day)), people, "vi")
        for name in ("route", "eligible", "regime", "reason", "total_vnd", "legal_basis", "evidence", "current_salary_vnd"):
            shown = rows[f"{name}_{mark}"] if name != "route" else rows["route"]
            assert shown.astype("str").tolist() == alone[name].astype("str").tolist(), name
    assert rows.groupby("employee_id")["best_a"].sum().max() == 1


def test_nobody_is_a_replay_too() -> None:
    found = replay(make_people().iloc[:0], Terms(LAST_178), Terms(FIRST_154))
    assert set(found.totals.values()) == {0} and len(found.by("unit")) == 0 and len(route_rows(found)) == 0


def test_a_date_outside_every_decree_is_named() -> None:
    with pytest.raises(InputError) as error:
        replay(make_people(), Terms(LAST_178), Terms(dt.date(2031, 1, 1)))
    assert "no decree covers leaving on 2031-01-01" in said(error.value)


DAYS = st.dates(dt.date(2023, 8, 1), dt.date(2030, 12, 31))
TERMS = st.builds(
    Terms,
    leave_on=DAYS,
    reorganised_on=st.sampled_from([None, dt.date(2024, 7, 1), dt.date(2025, 3, 1)]),
    snapshot_on=st.sampled_from([None, dt.date(2025, 1, 1)]),
    regime=st.sampled_from(["auto", "nd29", "nd178", "nd154"]),
)
PEOPLE = st.lists(
    st.fixed_dictionaries({
        "birth_date": st.dates(dt.date(1961, 1, 1), dt.date(2000, 1, 1)),
        "sex": st.sampled_from(["M", "F"]),
        "unit": st.sampled_from(["A", "B", "C"]),
        "category": st.sampled_from(["civil_servant", "public_employee", "contract"]),
        "si_months": st.integers(0, 480),
        "hazard_months": st.sampled_from([0, 200]),
    }),
    min_size=1,
    max_size=30,
)  # fmt: skip


@settings(max_examples=20, deadline=None)
@given(people=PEOPLE, left=TERMS, right=TERMS, routes=st.sets(st.sampled_from(CHOSEN_ROUTES), min_size=1))
def test_sums_add_up_and_sides_mirror(people: list[dict], left: Terms, right: Terms, routes: set[Decision]) -> None:
    frame = make_people(*people)
    found, mirrored = replay(frame, left, right, routes=routes), replay(frame, right, left, routes=routes)
    totals, rows = found.totals, found.people
    assert totals["people"] == len(frame) == sum(totals[change] for change in CHANGES)
    assert totals["difference_vnd"] == totals["total_vnd_b"] - totals["total_vnd_a"] == sum(totals[f"{c}_vnd"] for c in CHANGES)
    assert totals["same_vnd"] == totals["none_vnd"] == 0 <= totals["gains_vnd"] and totals["loses_vnd"] <= 0
    for grouped in (found.by("unit"), found.by("category")):
        assert grouped.drop(columns=grouped.columns[0]).sum().to_dict() == totals
    by_route = found.by_route
    assert by_route["difference_vnd"].sum() == totals["difference_vnd"]
    assert by_route["best_a"].sum() == (rows["route_a"] != "").sum() and (by_route["open_a"] >= by_route["best_a"]).all()
    assert (mirrored.people["difference_vnd"] == -rows["difference_vnd"]).all()
    swap = {"gains": "loses", "loses": "gains", "opens": "closes", "closes": "opens"}
    assert mirrored.people["change"].tolist() == [swap.get(change, change) for change in rows["change"]]
    each = route_rows(found)
    best = each[each["best_b"]].set_index("employee_id")["total_vnd_b"].reindex(frame["employee_id"]).fillna(0)
    assert np.array_equal(best.to_numpy(np.int64), rows["total_vnd_b"])
    assert isinstance(rows["change"].dtype, pd.CategoricalDtype)
