"""Options: what is lawful has a row, what is barred is marked, natural exits come in their period."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import pytest

from planner.core.vocabulary import DECISIONS
from planner.instance.options import Bar
from tests.builder import EARLY, NEAR_RETIREMENT, instance_of, period, roster_of

ROUTES = ["early_retirement", "immediate_separation", "training_separation", "transfer_out"]
PERIODS = [period("a", "2027-07-01"), period("b", "2028-07-01")]


def rows(person: dict[str, Any], **changes: Any) -> set[tuple[str, str, int]]:
    """(decision, period, bar) of each option of one person."""
    instance = instance_of(roster_of(person), periods=PERIODS, **{"routes": ROUTES, **changes})
    names = ["a", "b", ""]
    o = instance.options
    return {(DECISIONS[o.decision[i]].value, names[o.period[i]], int(o.barred[i])) for i in range(len(o))}


def test_an_ordinary_person_may_stay_or_leave_by_what_the_law_opens() -> None:
    assert rows({}, routes=["early_retirement", "immediate_separation"]) == {
        ("retain", "", 0), ("immediate_separation", "a", 0), ("immediate_separation", "b", 0),
    }  # fmt: skip


def test_somebody_close_to_retirement_has_early_retirement_instead_of_separation() -> None:
    assert rows(EARLY, routes=["early_retirement", "immediate_separation"]) == {
        ("retain", "", 0), ("early_retirement", "a", 0), ("early_retirement", "b", 0),
    }  # fmt: skip


def test_a_natural_leaver_cannot_stay() -> None:
    assert rows(NEAR_RETIREMENT) == {("normal_retirement", "a", 0)}


def test_a_natural_exit_in_the_second_period_leaves_the_first_open() -> None:
    found = rows({**NEAR_RETIREMENT, "birth_date": "1966-05-15"}, routes=["early_retirement", "immediate_separation"])
    assert found == {("early_retirement", "a", 0), ("normal_retirement", "b", 0)}


def test_a_contract_that_ends_is_a_natural_exit() -> None:
    found = rows({"category": "contract", "contract_end_on": "2028-07-01"})
    assert found == {("contract_end", "b", 0)}
    assert ("retain", "", 0) in rows({"category": "contract", "contract_end_on": "2028-07-02"})
    assert ("retain", "", 0) in rows({"category": "civil_servant", "contract_end_on": "2027-01-01"})


def test_the_earliest_natural_exit_counts_and_retirement_where_two_fall_together() -> None:
    both = {**NEAR_RETIREMENT, "category": "contract"}
    assert rows({**both, "contract_end_on": "2027-07-01"}) == {("normal_retirement", "a", 0)}
    later = {**NEAR_RETIREMENT, "birth_date": "1966-05-15", "category": "contract"}
    assert rows({**later, "contract_end_on": "2027-06-30"}) == {("contract_end", "a", 0)}


def bars(person: dict[str, Any], **changes: Any) -> dict[str, int]:
    """The bar of each decision of one person in the first period."""
    return {d: bar for d, p, bar in rows(person, **changes) if p in ("a", "")}


@pytest.mark.parametrize(
    ("person", "scenario", "bar"),
    [
        ({"key_role": True}, {"keep": {"key_roles": True}}, Bar.KEY_ROLE),
        ({"key_role": True}, {}, 0),
        ({"key_role": True, "volunteers": "separation"}, {"keep": {"key_roles": True}}, 0),
        ({"key_role": True, "volunteers": "early_retirement"}, {"keep": {"key_roles": True}}, Bar.KEY_ROLE),
        ({"key_role": True, "volunteers": "any"}, {"keep": {"key_roles": True}}, 0),
        ({}, {"keep": {"people": ["P01"]}}, Bar.KEEP_PEOPLE),
        ({"lock": "keep", "volunteers": "any"}, {}, Bar.LOCK_KEEP),
        ({"sex": "F", "pregnant": True}, {}, Bar.PROTECTED),
        ({"sex": "F", "pregnant": True, "volunteers": "separation"}, {}, 0),
        ({"sex": "F", "pregnant": True, "volunteers": "early_retirement"}, {}, Bar.PROTECTED),
        ({"sex": "F", "maternity_leave": True}, {}, Bar.PROTECTED),
        ({"sex": "F", "youngest_child_born_on": "2024-07-02"}, {}, Bar.PROTECTED),
        ({"sex": "F", "youngest_child_born_on": "2024-07-01"}, {}, 0),
        ({"sex": "M", "youngest_child_born_on": "2024-07-02"}, {}, Bar.PROTECTED),
        ({"sex": "M", "youngest_child_born_on": "2024-07-01"}, {}, 0),
        ({"under_discipline": True, "volunteers": "any"}, {}, Bar.PROTECTED),
        ({"under_inspection": True, "volunteers": "any"}, {}, Bar.PROTECTED),
        ({"lock": "leave"}, {}, 0),
    ],
)
def test_what_forbids_an_exit(person: dict[str, Any], scenario: dict[str, Any], bar: int) -> None:
    found = bars(person, **scenario)
    assert found["immediate_separation"] == bar
    assert found["retain"] == (Bar.LOCK_LEAVE if person.get("lock") == "leave" else 0)


def test_bars_do_not_touch_natural_exits() -> None:
    person = {**NEAR_RETIREMENT, "key_role": True, "lock": "keep", "under_discipline": True}
    assert rows(person, keep={"key_roles": True, "people": ["P01"]}) == {("normal_retirement", "a", 0)}


def test_involuntary_is_every_chosen_exit_that_was_not_volunteered_for() -> None:
    instance = instance_of(roster_of({"volunteers": "separation"}, {}, NEAR_RETIREMENT), routes=ROUTES)
    o = instance.options
    found = {(int(o.person[i]), DECISIONS[o.decision[i]].value): bool(o.involuntary[i]) for i in range(len(o))}
    assert found[0, "immediate_separation"] is False and found[0, "transfer_out"] is True
    assert found[1, "immediate_separation"] is True and found[2, "normal_retirement"] is False
    assert found[0, "retain"] is False


def test_options_stand_by_person_and_a_stay_costs_nothing() -> None:
    instance = instance_of(roster_of({}, EARLY, NEAR_RETIREMENT), periods=PERIODS, routes=ROUTES)
    o = instance.options
    assert (np.diff(o.person) >= 0).all() and o.start[-1] == len(o)
    assert (o.cost_vnd[o.decision == 0] == 0).all() and (o.salary_vnd[o.period >= 0] > 0).all()


def test_people_who_leave_before_the_decision_are_a_warning_with_both_dates() -> None:
    periods = [period("2027", "2027-07-01"), period("2028", "2028-07-01")]
    late = instance_of(roster_of({}), periods=periods, decided_on=dt.date(2027, 8, 1))
    said = [w.sentence("vi") for w in late.warnings if w.column == "decided_on"]
    assert len(said) == 1 and "01/08/2027" in said[0] and "01/07/2027" in said[0]
    in_time = instance_of(roster_of({}), periods=periods, decided_on=dt.date(2027, 7, 1))
    assert not [w for w in in_time.warnings if w.column == "decided_on"]
