"""A natural exit has its own lawful date; the period is only where it is counted."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import pandas as pd
import pytest

from planner.core.vocabulary import NATURAL_ROUTES
from planner.instance.instance import Instance
from planner.policy.benefits import ROUTES, compute
from planner.policy.terms import Terms
from tests.builder import NEAR_RETIREMENT, instance_of, period, roster_of

PERIODS = [period("a", "2027-07-01"), period("b", "2028-07-01")]
CONTRACT = {"category": "contract"}
HAZARD = {"hazard_months": 180, "si_months": 400}


def exit_of(person: dict[str, Any], **changes: Any) -> tuple[str, str, str]:
    """(decision, period in which it is counted, own date) of one person's natural exit; empty texts where there is none."""
    nature = instance_of(roster_of(person), **{"periods": PERIODS, **changes}).nature
    if not nature.due[0]:
        assert np.isnat(nature.leave_on[0]) and nature.salary_vnd[0] == 0
        return ("", "", "")
    names = ["normal_retirement", "contract_end"]
    decision = names[[2, 3].index(int(nature.decision[0]))]
    return decision, "ab"[int(nature.period[0])], str(nature.leave_on[0])


@pytest.mark.parametrize(
    ("born", "expected"),
    [
        ("1965-08-15", ("normal_retirement", "a", "2027-06-01")),  # the month is May 2027
        ("1965-09-30", ("normal_retirement", "a", "2027-07-01")),  # June: on the very date of the period
        ("1965-10-01", ("normal_retirement", "b", "2027-08-01")),  # July: a month later, counted a year later
        ("1966-06-30", ("normal_retirement", "b", "2028-07-01")),
        ("1966-07-01", ("", "", "")),  # 62 years in July 2028: not within the plan
    ],
)
def test_retirement_is_on_the_first_after_its_month(born: str, expected: tuple[str, str, str]) -> None:
    assert exit_of({"birth_date": born, "si_months": 400}) == expected


@pytest.mark.parametrize(
    ("ends", "expected"),
    [
        ("2027-03-31", ("contract_end", "a", "2027-03-31")),
        ("2027-07-01", ("contract_end", "a", "2027-07-01")),
        ("2027-07-02", ("contract_end", "b", "2027-07-02")),
        ("2028-07-01", ("contract_end", "b", "2028-07-01")),
        ("2028-07-02", ("", "", "")),
    ],
)
def test_a_contract_ends_on_its_own_day(ends: str, expected: tuple[str, str, str]) -> None:
    assert exit_of({**CONTRACT, "contract_end_on": ends}) == expected


def test_where_two_fall_into_one_period_it_is_the_retirement_with_its_date() -> None:
    both = {**NEAR_RETIREMENT, **CONTRACT}
    assert exit_of({**both, "contract_end_on": "2027-03-31"}) == ("normal_retirement", "a", "2027-06-01")
    later = {**NEAR_RETIREMENT, **CONTRACT, "birth_date": "1965-10-01"}
    assert exit_of({**later, "contract_end_on": "2027-03-31"}) == ("contract_end", "a", "2027-03-31")


def test_a_right_to_go_earlier_does_not_move_the_date() -> None:
    assert exit_of({**HAZARD, "birth_date": "1965-08-15"}) == ("normal_retirement", "a", "2027-06-01")
    assert exit_of({**HAZARD, "birth_date": "1970-08-15"}) == ("", "", "")  # Appendix II is reached, Appendix I is not


def test_an_exit_that_was_overdue_keeps_its_date() -> None:
    assert exit_of({"birth_date": "1964-01-15", "si_months": 400}) == ("normal_retirement", "a", "2025-05-01")


def test_the_date_does_not_change_what_is_counted_on_the_periods() -> None:
    instance = instance_of(roster_of({**NEAR_RETIREMENT}, {}), periods=PERIODS)
    assert instance.benefits[0].months_early[0] == -1 and instance.retirement_month[0] == instance.benefits[0].retirement_month[0]
    days = instance.leave_on(instance.options.start[:-1])
    assert str(days[0]) == "2027-06-01" and np.isnat(days[1])


# -- the salary on that date ------------------------------------------------------------------------------------------------

RISE = {"snapshot_on": dt.date(2026, 1, 1), "decided_on": dt.date(2026, 1, 15), "periods": [period("a", "2026-12-01")]}
"""The base salary rises from 2,340,000 to 2,530,000 on 1 July 2026."""


@pytest.mark.parametrize(("born", "on", "base"), [("1964-09-15", "2026-07-01", 2_340_000), ("1964-10-15", "2026-08-01", 2_530_000)])
def test_the_salary_saved_is_that_of_the_own_date(born: str, on: str, base: int) -> None:
    born_in = {"birth_date": _born_for(on), "si_months": 400}
    nature = instance_of(roster_of(born_in), **RISE).nature
    assert str(nature.leave_on[0]) == on
    assert nature.salary_vnd[0] == round(3.33 * base)


def _born_for(on: str) -> str:
    """A man's birth date whose retirement month is the one before `on` (2026: 61 years and 6 months)."""
    month = pd.Timestamp(on) - pd.DateOffset(months=1)
    return str((month - pd.DateOffset(years=61, months=6)).date())


def test_the_salary_is_what_the_law_says_of_a_leaver_on_that_date() -> None:
    people = [{"birth_date": f"1965-{m:02d}-15", "si_months": 400, "leadership_allowance": 0.4, "over_frame_pct": m} for m in range(1, 13)]
    ends = [{**CONTRACT, "contract_end_on": f"2026-{m:02d}-17", "salary_coefficient": 2.34 + m / 100} for m in range(2, 12)]
    instance = instance_of(roster_of(*people, *ends), **{**RISE, "periods": [period("a", "2026-12-01"), period("b", "2027-07-01")]})
    assert instance.nature.due.sum() > 15
    assert instance.nature.salary_vnd.tolist() == [_by_benefits(instance, row) for row in range(len(instance.people))]


def _by_benefits(instance: Instance, row: int) -> int:
    """The current salary that `benefits` gives one person for the own leaving date."""
    day = instance.nature.leave_on[row]
    if np.isnat(day):
        return 0
    terms = Terms(day.item(), instance.scenario.decided_on, snapshot_on=instance.scenario.snapshot_on)
    found = compute(instance.people.iloc[[row]].reset_index(drop=True), terms)
    return max(int(found.current_salary_vnd[ROUTES.index(route), 0]) for route in NATURAL_ROUTES)


def test_a_date_before_every_decree_has_a_salary_too() -> None:
    nature = instance_of(roster_of({"birth_date": "1955-01-15", "si_months": 400}), periods=PERIODS).nature
    assert str(nature.leave_on[0]) == "2015-02-01"
    assert nature.salary_vnd[0] == round(3.33 * 1_390_000)  # the oldest base salary that is known
