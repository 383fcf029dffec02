"""Runs the law cases: YAML, each named as a sentence, on both sides of every boundary."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest

from planner.core.errors import InputError
from planner.policy.benefits import ROUTES, compute
from planner.policy.decrees.refusals import REASONS
from planner.policy.export import table
from planner.policy.law.parameters import load_law
from planner.policy.terms import Terms
from tests.policy.law_cases import Check, cases, checks

CASES = cases()


@pytest.mark.parametrize("case", CASES, ids=[f"{case['file']}: {case['name']}" for case in CASES])
def test_case(case: dict[str, Any], people: Callable[..., pd.DataFrame]) -> None:
    person = people(case.get("person", {}))
    if "error" in case:
        with pytest.raises(InputError) as error:
            compute(person, Terms(case["leave_on"], **case.get("given", {})))
        assert [problem.message.key for problem in error.value.problems] == [f"law.{case['error']}"]
        return
    benefits = compute(person, Terms(case["leave_on"], **case.get("given", {})))
    rows = table(benefits, person).set_index("route")
    rows["reason"] = [REASONS[code].code for code in benefits.reason[:, 0]]
    assert bool(benefits.warnings) == case.get("warns", False)
    for route, expected in case["expect"].items():
        found = {column: rows.loc[route, column] for column in expected}
        assert found == expected, route


@pytest.mark.parametrize("check", checks(), ids=lambda check: check.name)
def test_together_and_beside_the_decrees(check: Check) -> None:
    assert check.run(load_law()) == []


def test_no_two_cases_have_one_name() -> None:
    names = [(case["file"], case["name"]) for case in CASES]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("route", ROUTES)
def test_every_route_has_a_case_on_both_sides(route: str) -> None:
    expected = [expectation[route] for case in CASES if route in (expectation := case["expect"])]
    outcomes = {row["eligible"] for row in expected if "eligible" in row}
    assert outcomes == {True, False}


def test_every_reason_has_a_case() -> None:
    seen = {expected.get("reason") for case in CASES for expected in case["expect"].values()}
    # The parameter that would put all contracts out of scope is off; test_other_readings.py switches it on.
    off = {f"{decree}.contract_out_of_scope" for decree in ("nd29", "nd154")}
    missing = {reason.code for reason in REASONS if reason.code} - seen - off
    assert not missing
