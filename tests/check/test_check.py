"""The checker finds every single thing that is changed in a written plan."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest

from planner.check import check_plan
from planner.instance.instance import Instance
from planner.plan.plan import Run
from tests.builder import EARLY, NEAR_RETIREMENT, period, roster_of, run_of

PEOPLE = [
    {**NEAR_RETIREMENT},
    {**EARLY, "volunteers": "early_retirement"},
    {"rating_1": "completed"},
    {"rating_1": "excellent", "key_role": True},
    {"sex": "F", "youngest_child_born_on": "2026-05-01"},
    {"lock": "keep"},
    {"position_level": "deputy"},
    {"unit": "B", "rating_1": "not_completed"},
    {"unit": "B"},
    {"unit": "B", "category": "contract", "contract_end_on": "2028-01-31"},
]


@pytest.fixture(scope="module")
def run() -> Run:
    """A plan with a bit of everything."""
    return run_of(
        roster_of(*PEOPLE),
        periods=[period("a", "2027-07-01", reduction_at_least=0.2), period("b", "2028-07-01", reduction_at_least=0.5)],
        units={"default": {"reduction_at_most": 0.8, "minimum_headcount": 1}},
        keep={"key_roles": True, "people": ["P09"]},
        deputies=3,
        budget={"total_vnd": 3_000_000_000, "by_period": {"a": 2_000_000_000}},
        routes=["early_retirement", "immediate_separation"],
        objective={"retained_merit": 1.0, "cost_per_million_vnd": 0.05, "involuntary": 60.0, "attention_group": 10.0},
    )


def test_the_plan_itself_holds(run: Run) -> None:
    assert run.decisions is not None
    assert check_plan(run.instance, run.decisions, run.summary) == []
    assert set(run.decisions["decision"]) >= {"retain", "normal_retirement", "contract_end", "early_retirement", "immediate_separation"}


def _set(row: str, **cells: Any) -> Callable[[pd.DataFrame], None]:
    def change(frame: pd.DataFrame) -> None:
        for column, value in cells.items():
            frame.loc[frame["employee_id"] == row, column] = value

    return change


OUT = {"decision": "immediate_separation", "period": "a", "leave_on": "2027-07-01"}
STAY = {"decision": "retain", "period": "", "leave_on": "", "cost_vnd": 0, "involuntary": False, "regime": "", "legal_basis": ""}


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (_set("P01", **STAY), "reaches normal_retirement"),
        (_set("P01", decision="contract_end"), "not eligible for contract_end"),
        (_set("P01", period="b", leave_on="2028-07-01"), "or a later period"),
        (_set("P02", leave_on="2029-07-01"), "leaving date is not the period's"),
        (_set("P01", leave_on="2027-07-01"), "a natural exit has its own date, here '2027-06-01', not '2027-07-01'"),
        (_set("P02", cost_vnd=1), "the law gives"),
        (_set("P02", involuntary=True), "does not agree with what the person volunteered for"),
        (_set("P02", regime="nd178"), "another decree"),
        (_set("P02", legal_basis="because"), "legal basis"),
        (_set("P03", decision="training_separation", period="a", leave_on="2027-07-01"), "does not list"),
        (_set("P04", **OUT), "key role"),
        (_set("P05", **OUT), "may not be considered yet"),
        (_set("P06", **OUT), "locked to be kept"),
        (_set("P09", **OUT), "is to be kept, as the scenario asks"),
        (_set("P03", decision="promoted"), "not a word of a plan"),
        (_set("P03", period="c"), "not a word of a plan"),
        (_set("P03", unit="B"), "unit is not the one"),
        (_set("P03", to_unit="B"), "only a move has one"),
        (_set("P03", decision="redeploy", period="a", leave_on="2027-07-01", to_unit="B"), "does not allow moves"),
        (_set("P03", decision="secondment_commune", period="a", leave_on="2027-07-01"), "does not ask for"),
        (_set("P03", employee_id="P99"), "P99 is not in the roster"),
        (_set("P03", employee_id="P04"), "more than one decision"),
        (_set("P10", **STAY), "reaches contract_end"),
    ],
)
def test_a_changed_decision_is_named(run: Run, change: Callable[[pd.DataFrame], None], words: str) -> None:
    assert run.decisions is not None
    changed = run.decisions.astype({"cost_vnd": object, "involuntary": object}).copy()
    change(changed)
    found = check_plan(run.instance, changed, run.summary)
    assert any(words in p.sentence("en") for p in found), [p.sentence("en") for p in found]
    assert all(p.sentence("vi") for p in found)


@pytest.mark.parametrize(
    ("path", "value", "words"),
    [
        (("objective",), 1.0, "are worth"),
        (("bound",), -5.0, "below the objective"),
        (("gap",), 0.5, "bound and objective give"),
        (("status",), "feasible", "does not agree with the gap"),
        (("cost_vnd",), 7, "add up to"),
        (("saving_vnd_per_year",), 7, "add up to"),
        (("saving_natural_vnd_per_year",), 7, "add up to"),
        (("payback_months",), 7.0, "add up to"),
        (("involuntary",), 99, "add up to"),
        (("headcount", "leavers"), 1, "add up to"),
        (("headcount", "reduction"), 0.45, "add up to"),
        (("periods", 0, "leavers"), 9, "add up to"),
        (("periods", 1, "cumulative_reduction"), 0.9, "add up to"),
        (("units", 0, "after"), 9, "add up to"),
        (("units", 1, "cost_vnd"), 9, "add up to"),
        (("routes", "early_retirement", "people"), 9, "add up to"),
    ],
)
def test_a_changed_figure_is_named(run: Run, path: tuple[Any, ...], value: Any, words: str) -> None:
    assert run.decisions is not None
    changed = copy.deepcopy(run.summary)
    place = changed
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value
    found = check_plan(run.instance, run.decisions, changed)
    assert any(words in p.sentence("en") for p in found), [p.sentence("en") for p in found]


def _asked(instance: Instance, **changes: Any) -> list[str]:
    """What the checker says of a plan when the scenario asks for something else."""
    from dataclasses import replace

    from tests.builder import scenario_with

    base = instance.loaded.data
    return [p.sentence("en") for p in _recheck(replace(instance, loaded=scenario_with(**{**base, **changes})))]


def _recheck(instance: Instance) -> list[Any]:
    return check_plan(instance, _RUN["run"].decisions, _RUN["run"].summary)


_RUN: dict[str, Run] = {}


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"periods": [period("a", "2027-07-01", reduction_at_least=0.9), period("b", "2028-07-01")]}, "9 are asked"),
        ({"periods": [period("a", "2027-07-01", reduction_at_most=0.1), period("b", "2028-07-01")]}, "at most 1 may"),
        ({"units": {"by_unit": {"A": {"reduction_at_most": 0.0}}}}, "at most 0 may go"),
        ({"units": {"by_unit": {"B": {"reduction_at_least": 1.0}}}}, "at least 3 are asked"),
        ({"units": {"by_unit": {"A": {"minimum_headcount": 7}}}}, "its minimum is 6"),
        ({"units": {"default": {"exits_at_most_per_period": 1}}}, "unit A: 2 people leave in period a, at most 1 may"),
        ({"budget": {"total_vnd": 1}}, "1 VND are there"),
        ({"budget": {"by_period": {"a": 1}}}, "1 VND are there"),
    ],
)
def test_a_requirement_that_does_not_hold_is_named(run: Run, changes: dict[str, Any], words: str) -> None:
    _RUN["run"] = run
    found = _asked(run.instance, **changes)
    assert any(words in sentence for sentence in found), found


def test_too_many_deputies_of_the_ministry_are_named() -> None:
    """Seven deputies of two units are kept by a plan without a limit; by law six are the most, and each may have more than three."""
    people = [{"position_level": "deputy", "unit": unit} for unit in "AAAAABB"]
    kept = run_of(roster_of(*people))
    _RUN["run"] = kept
    assert kept.decisions is not None and not _asked(kept.instance, deputies="ignore")
    said = "departments, office, inspectorate, class-2 agencies and public units together retain 7 deputies, at most 6 may stay"
    assert any(said in sentence for sentence in _asked(kept.instance, deputies="law"))
    six = run_of(roster_of(*people), deputies="law")
    assert six.summary["headcount"]["leavers"] == 1


def test_too_many_deputies_are_named() -> None:
    from dataclasses import replace

    kept = run_of(roster_of({"position_level": "deputy"}, {"position_level": "deputy"}), deputies=2)
    assert kept.decisions is not None
    found = check_plan(replace(kept.instance, caps=kept.instance.caps - 1), kept.decisions, kept.summary)
    assert any("at most 1 may stay" in p.sentence("en") for p in found)
