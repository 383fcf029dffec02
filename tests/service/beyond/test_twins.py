"""Pairs whom nothing tells apart, against comparing everybody with everybody; and what separates the others."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from planner.core.vocabulary import CHOSEN
from planner.service.beyond.case import Case
from planner.service.beyond.contested import contested
from planner.service.beyond.prices import prices
from planner.service.beyond.twins import separation, twins
from tests.builder import EARLY, roster_of, run_of, target
from tests.service.beyond.cases import case_of


def equal_people(seed: int) -> Case:
    """Nine people of few kinds, so that some are equal."""
    rng = np.random.default_rng(seed)
    rows = [{"unit": "AB"[int(rng.integers(2))], "rating_1": ["good", "completed"][int(rng.integers(2))]} for _ in range(9)]
    units = {"by_unit": {"A": {"reduction_at_most": 0.9}}}
    return case_of(run_of(roster_of(*rows, {"unit": "A"}, {"unit": "B"}), periods=target(0.4), units=units))


def alike(case: Case, a: int, b: int) -> bool:
    """Whether everything that counts is the same for two people, written out."""
    options, model = case.run.instance.options, case.model
    mine, theirs = (slice(int(options.start[p]), int(options.start[p + 1])) for p in (a, b))
    parts = (options.decision, options.period, options.cost_vnd, options.involuntary, options.barred, model.gain)
    if case.run.instance.merit[a] != case.run.instance.merit[b]:
        return False
    matrix = model.rows.matrix.toarray()
    return all(np.array_equal(part[mine], part[theirs]) for part in parts) and np.array_equal(matrix[:, mine], matrix[:, theirs])


@pytest.mark.parametrize("seed", range(6))
def test_the_pairs_are_those_of_comparing_everybody_with_everybody(seed: int) -> None:
    case = equal_people(seed)
    found = twins(case, contested(case))
    left = case.leaves[case.choice[: case.people]]
    expected = {(case.ids[a], case.ids[b]) for a in np.flatnonzero(left) for b in np.flatnonzero(~left) if alike(case, a, b)}
    pairs = found[found["kind"].eq("twin")]
    assert set(zip(pairs["employee_id"], pairs["other_id"], strict=True)) == expected
    assert (pairs["separated_by"] == "nothing").all()
    for a in range(case.people):
        for b in range(case.people):
            assert (separation(case, a, b)[0] == "nothing") == alike(case, a, b)


def test_a_plan_can_be_asked_for_none_and_the_rule_has_one_price() -> None:
    """Three equal clerks and two who are rated lower: without the rule one of the three goes."""
    people, asked = [{}, {}, {}, {"rating_1": "completed"}, {"rating_1": "completed"}], {"periods": target(0.6), "objective": {"retained_merit": 1.0}}
    split, whole = (case_of(run_of(roster_of(*people), keep=keep, **asked)) for keep in ({}, {"twins": "alike"}))
    assert (twins(split, contested(split))["kind"] == "twin").sum() == 2
    assert not (twins(whole, contested(whole))["kind"] == "twin").any()
    assert separation(whole, 0, 1)[0] == "nothing"
    table = prices(whole).table
    row = table[table["requirement"].eq("keep.twins")]
    assert row["objective_gain"].tolist() == [split.objective - whole.objective] and row["scope"].tolist() == [""] and row["proven"].all()


@pytest.mark.parametrize("seed", range(3))
def test_every_contested_leaver_has_a_nearest_who_stays(seed: int) -> None:
    case = equal_people(seed)
    open_cases = contested(case)
    found = twins(case, open_cases)
    chosen = np.isin(case.run.instance.options.decision[case.chosen], CHOSEN)
    wanted = set(case.ids[open_cases.table["class"].eq("contested").to_numpy() & chosen])
    near = found[found["kind"].eq("nearest")]
    assert set(near["employee_id"]) == wanted and near["proven"].all()
    assert (near["other_decision"] == "retain").all()


@pytest.mark.parametrize(
    ("other", "what", "detail"),
    [
        ({**EARLY}, "law", "exits"),
        ({"si_months": 240}, "law", "cost_vnd"),
        ({"volunteers": "separation"}, "law", "involuntary"),
        ({"lock": "keep"}, "decided", ""),
        ({"unit": "B"}, "requirement", "units.by_unit.A.reduction_at_most [A]"),
        ({"rating_1": "excellent"}, "merit", ""),
        ({"attention_groups": "illness"}, "weight", ""),
        ({}, "nothing", ""),
    ],
)
def test_the_first_thing_that_separates_two_people_is_named(other: dict[str, Any], what: str, detail: str) -> None:
    roster = roster_of({}, other, {"unit": "A"}, {"unit": "B"}, {"unit": "A", "rating_1": "completed"})
    units = {"by_unit": {"A": {"reduction_at_most": 0.5}}}
    case = case_of(run_of(roster, periods=target(0.2), units=units, objective={"retained_merit": 1.0, "attention_group": 50.0}))
    found, turned = separation(case, 0, 1), separation(case, 1, 0)
    assert found[:2] == turned[:2] == (what, detail)
    assert (found.value, found.other_value) == (turned.other_value, turned.value)
    assert (found.route != "") == (what == "law") and (what != "law" or found.value != found.other_value)
