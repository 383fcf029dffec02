"""What hangs on the doubtful numbers of the law: recomputed decision by decision, by hand here."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest

from planner.plan.doubtful_law import doubts_of, records, sentence
from planner.plan.plan import Run
from planner.policy.benefits import ROUTES, compute
from planner.policy.law.parameters import load_law
from tests.builder import EARLY, NEAR_RETIREMENT, roster_of, run_of, target

PEOPLE = [
    {}, {"rating_1": "completed"}, {**EARLY, "volunteers": "early_retirement"}, NEAR_RETIREMENT,
    {**EARLY, "si_paid_out_months": 30, "volunteers": "early_retirement"},
    {"category": "contract", "volunteers": "separation", "rating_1": "not_completed"},
]  # fmt: skip
COMPONENTS = "nd154.salary.percent_components"


@pytest.fixture(scope="module")
def run() -> Run:
    return run_of(roster_of(*PEOPLE), periods=target(0.6), routes=["early_retirement", "immediate_separation", "transfer_out"])


def total_under(run: Run, name: str, value: Any) -> int:
    """What the decisions of a plan would cost if a parameter had another value, person by person."""
    assert run.decisions is not None
    parameter = load_law().parameter(name)
    law = load_law().with_value(name, replace(parameter.values[-1], value=value))
    total = 0
    for row, decision in enumerate(run.decisions["decision"]):
        if decision in ROUTES:
            person = run.instance.people.iloc[row : row + 1]
            scenario = run.instance.scenario
            found = compute(person, scenario.terms(scenario.periods[0].leave_on), law)
            total += int(found.total_vnd[ROUTES.index(decision), 0])
    return total


def test_each_other_reading_is_priced_for_the_same_decisions(run: Run) -> None:
    frame = doubts_of(run, "en")
    priced = frame[frame["difference_vnd"].notna()]
    assert {COMPONENTS, "nd154.scope.open_ended_contracts", "nd154.counting.half_year_months"} <= set(priced["parameter"])
    for row in priced.itertuples():
        readings = load_law().parameter(row.parameter).values[-1].other_readings
        reading = next(r for r in readings if r.says["en"] == row.says)
        assert row.difference_vnd == total_under(run, row.parameter, reading.value) - run.summary["cost_vnd"], row.parameter
        assert row.other_cost_vnd - row.cost_vnd == row.difference_vnd


def test_the_salary_of_nd154_with_public_service_costs_a_quarter_more_for_civil_servants(run: Run) -> None:
    row = doubts_of(run, "en").query("parameter == @COMPONENTS").iloc[0]
    assert run.decisions is not None
    servants = run.instance.people["category"].eq("civil_servant").to_numpy() & (run.decisions["cost_vnd"] > 0).to_numpy()
    own = int(run.decisions["cost_vnd"][servants].sum())
    assert row["cost_vnd"] == own and row["people_affected"] == servants.sum() > 0
    assert abs(row["difference_vnd"] - own / 4) < 5


def test_a_reading_that_forbids_a_decision_counts_it_as_nothing(run: Run) -> None:
    row = doubts_of(run, "en").query("parameter == 'nd154.scope.open_ended_contracts'").iloc[0]
    assert row["no_longer_open"] == 1 and row["other_cost_vnd"] == 0 and row["difference_vnd"] == -row["cost_vnd"] < 0


def test_without_another_reading_the_money_that_reads_the_number_is_given() -> None:
    run = run_of(roster_of(*[{"volunteers": "training", "rating_1": "completed", "birth_date": "1990-01-15"}] * 3, {}, {}), periods=target(0.4), routes=["training_separation"])
    frame = doubts_of(run, "en").set_index("parameter")
    row = frame.loc["nd154.training_separation.per_insurance_year"]
    assert row["other"] is None and row["difference_vnd"] is pd.NA
    assert row["cost_vnd"] == run.summary["cost_vnd"] > 0 and row["people_affected"] == 2


def test_the_largest_effect_comes_first(run: Run) -> None:
    frame = doubts_of(run, "en")
    stake = frame["difference_vnd"].abs().fillna(frame["cost_vnd"]).to_numpy()
    assert (np.diff(stake.astype(np.int64)) <= 0).all()


def test_plan_json_and_words_say_the_same(run: Run) -> None:
    entries = run.summary["doubts"]
    assert entries == records(doubts_of(run, "en"))
    assert {"parameter", "evidence", "people", "cost_vnd", "other", "difference_vnd"} <= set(entries[0])
    for lang in ("en", "vi"):
        assert all(sentence(entry, lang) for entry in records(doubts_of(run, lang)))
    assert COMPONENTS in {entry["parameter"] for entry in entries} and "the plan costs" in sentence(entries[0], "en")


def test_a_what_if_is_compared_with_the_law(run: Run) -> None:
    law = [{"parameter": "nd154.immediate_separation.per_insurance_year", "from": dt.date(2026, 1, 1), "value": 2, "reason": "a draft"}]
    changed = run_of(roster_of(*PEOPLE), periods=target(0.6), law=law)
    row = doubts_of(changed, "en").query("parameter == 'nd154.immediate_separation.per_insurance_year'").iloc[0]
    assert row["citation"] == "scenario override: a draft" and row["other"] == 1.5 and "what the law says" in row["says"]
    assert row["evidence"] == "?" and row["difference_vnd"] < 0


def test_an_impossible_scenario_has_no_doubts() -> None:
    run = run_of(roster_of({"lock": "keep"}, {"lock": "keep"}), periods=target(0.5))
    assert run.summary["doubts"] is None
    with pytest.raises(ValueError, match="no plan"):
        doubts_of(run)
