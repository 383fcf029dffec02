"""Secondments: people sent to communes and provinces for some years keep their post but are not there."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from planner.check import check_plan
from planner.core.errors import InputError
from planner.core.vocabulary import DECISION_INDEX, Decision
from planner.plan.plan import Run
from tests.builder import NEAR_RETIREMENT, conflict_names, decisions, instance_of, period, roster_of, run_of, said, scenario_with, target

TEN: list[dict[str, Any]] = [{}] * 10
COMMUNE = 10 * 2_530_000
PROVINCE = 3 * 2_530_000


def sent(run: Run, where: str = "commune") -> set[str]:
    return {person for person, decision in decisions(run).items() if decision == f"secondment_{where}"}


def test_secondment_feasible_at_both_bounds() -> None:
    """Two to communes, one to a province: nobody left by it, all ten still stand in their unit, and the money is the law's."""
    asked = {"commune": {"at_least": 2, "at_most": 2}, "province": {"at_least": 1, "at_most": 1}}
    run = run_of(roster_of(*TEN), secondment=asked, objective={"retained_merit": 1.0, "secondment": 5.0})
    assert (len(sent(run)), len(sent(run, "province")), run.summary["seconded"]) == (2, 1, 3)
    assert run.summary["headcount"]["leavers"] == 0 and run.summary["units"][0]["after"] == 10
    assert run.summary["cost_vnd"] == 2 * COMMUNE + PROVINCE == run.summary["periods"][0]["cost_vnd"]
    assert run.summary["saving_vnd_per_year"] == 0 and run.summary["involuntary"] == 0
    row = run.decisions[run.decisions["decision"].eq("secondment_commune")].iloc[0]
    assert (row["period"], row["leave_on"], row["to_unit"], row["regime"]) == ("2027", "2027-07-01", "", "")
    assert "Điều 12" in row["legal_basis"] and "tăng cường công tác tại cấp xã" in row["legal_basis"]
    merit = run.instance.merit.sum()
    assert run.summary["objective"] == pytest.approx(merit - 3 * 5.0)


def test_secondment_infeasible_where_too_few_may_go() -> None:
    """Heads and deputies stay, contracts have no such duty, who retires goes home: one is left."""
    people = [{"position_level": "head"}, {"position_level": "deputy"}, {"category": "contract"}, NEAR_RETIREMENT, {}]
    run = run_of(roster_of(*people), secondment={"commune": {"at_least": 2}})
    assert conflict_names(run) == {("secondment.commune.at_least", "commune")}
    assert "2 people are asked for: Seconded to a commune; the law lets 1 go" in run.summary["conflict"][0]["message"]
    assert [r["change"] for r in run.summary["repairs"]] == [{"secondment": {"commune": {"at_least": 1}}}]


@pytest.mark.parametrize(
    ("who", "keep"),
    [
        ({"lock": "keep"}, {}),
        ({"key_role": True}, {"key_roles": True}),
        ({}, {"people": ["P01"]}),
        ({"sex": "F", "pregnant": True}, {}),
        ({"under_discipline": True}, {}),
    ],
    ids=["locked", "key role", "kept by name", "pregnant", "under discipline"],
)
def test_who_may_not_be_released_is_not_sent_away_either(who: dict[str, Any], keep: dict[str, Any]) -> None:
    run = run_of(roster_of(who, {}), keep=keep, secondment={"province": {"at_least": 1}})
    assert sent(run, "province") == {"P02"}
    both = run_of(roster_of(who, {}), keep=keep, secondment={"province": {"at_least": 2}})
    assert not both.solved and ("secondment.province.at_least", "province") in conflict_names(both)


def test_who_is_locked_to_leave_leaves() -> None:
    run = run_of(roster_of({"lock": "leave"}, {}), secondment={"commune": {"at_least": 1}})
    assert sent(run) == {"P02"} and decisions(run)["P01"] == "immediate_separation"


def test_who_is_away_fills_no_minimum_no_skill_and_no_position() -> None:
    people = [{"skills": "IT", "position_level": "division_head"}, {}, {}]
    asked = {"commune": {"at_least": 1}}
    assert not run_of(roster_of(*people), secondment=asked, units={"default": {"minimum_headcount": 3}}).solved
    for kept in ({"skills": [{"skill": "IT", "at_least": 1}]}, {"positions": [{"level": "division_head", "at_least": 1, "per": "unit"}]}):
        assert "P01" not in sent(run_of(roster_of(*people), secondment=asked, keep=kept))


def test_the_budget_pays_the_sum_at_reception() -> None:
    asked = {"commune": {"at_least": 1}}
    assert run_of(roster_of(*TEN), secondment=asked, budget={"by_period": {"2027": COMMUNE}}).solved
    short = run_of(roster_of(*TEN), secondment=asked, budget={"by_period": {"2027": COMMUNE - 1}})
    assert conflict_names(short) == {("secondment.commune.at_least", "commune"), ("budget.by_period.2027", "2027")}


def test_without_the_key_nobody_can_be_sent() -> None:
    options = instance_of(roster_of(*TEN)).options
    assert not set(options.decision.tolist()) & {DECISION_INDEX[Decision.SECONDMENT_COMMUNE], DECISION_INDEX[Decision.SECONDMENT_PROVINCE]}


def test_a_target_and_secondments_together_and_the_figures_of_the_tables() -> None:
    from planner.plan import tables

    run = run_of(roster_of(*TEN), periods=target(0.2), secondment={"commune": {"at_least": 3, "at_most": 3}})
    people = tables.people(run, "en")
    assert int(tables.behind(people, {"group": "leavers"}).sum()) == 2
    assert int(tables.behind(people, {"group": "retained"}).sum()) == 8 == int(tables.behind(people, {"ends_in": "A"}).sum())
    assert tables.timeline(people)["people"].sum() == 2
    assert set(tables.by_group(people, "unit", "sex")["leavers"]) == {0, 2} or tables.by_group(people, "unit", "sex")["leavers"].sum() == 2
    assert {"nd178.secondment.commune", "nd178.secondment.years"} <= set(tables.law_used(run, "vi")["name"])
    doubt = next(d for d in run.summary["doubts"] if d["parameter"] == "nd178.secondment.commune")
    assert (doubt["people"], doubt["cost_vnd"]) == (3, 3 * COMMUNE)


def test_the_checker_finds_what_law_and_scenario_do_not_allow() -> None:
    run = run_of(roster_of(*TEN[:4], {"position_level": "head"}), secondment={"commune": {"at_least": 1, "at_most": 1}})
    assert run.decisions is not None

    def found(person: str, **changes: Any) -> str:
        decided = run.decisions.astype({"cost_vnd": object}).copy()
        row = decided["employee_id"].eq(person)
        for column, value in changes.items():
            decided.loc[row, column] = value
        return " ".join(p.sentence("en") for p in check_plan(run.instance, decided, run.summary))

    went = next(iter(sent(run)))
    stays = next(p for p, d in decisions(run).items() if d == "retain" and p != "P05")
    away = dict(run.decisions[run.decisions["employee_id"].eq(went)].iloc[0][["decision", "period", "leave_on", "cost_vnd", "legal_basis"]])
    home = dict.fromkeys(("period", "leave_on", "legal_basis"), "") | {"decision": "retain", "cost_vnd": 0}
    assert "at least 1" in found(went, **home)
    assert "at most 1" in found(stays, **away)
    assert "do not allow it" in found("P05", **away)
    assert "does not ask for" in found(went, decision="secondment_province")
    assert "the law gives" in found(went, cost_vnd=COMMUNE - 1)
    assert "legal basis" in found(went, legal_basis="because")
    assert "period" in found(went, period="", leave_on="")


def test_staying_close_counts_a_secondment_as_a_decision() -> None:
    asked = {"commune": {"at_least": 2, "at_most": 2}}
    first = run_of(roster_of(*TEN), secondment=asked)
    from planner.service.run import Request, make_run

    again = make_run(Request(scenario_with(secondment=asked, stay_close=0), roster_of(*TEN), time_limit_s=20, close_to=first.decisions))
    assert sent(again) == sent(first)
    other = make_run(Request(scenario_with(secondment={"commune": {"at_most": 1}}, stay_close=0), roster_of(*TEN), time_limit_s=20, close_to=first.decisions))
    assert not other.solved


def test_bounds_that_cross_and_dates_before_the_decree_are_input_errors() -> None:
    with pytest.raises(InputError) as caught:
        scenario_with(secondment={"commune": {"at_least": 3, "at_most": 2}})
    assert "secondment.commune" in said(caught.value)
    with pytest.raises(InputError) as caught:
        scenario_with(secondment={"district": {"at_least": 1}})
    assert "secondment.district" in said(caught.value) and "commune, province" in said(caught.value)
    early = [period("2024", "2024-07-01")]
    with pytest.raises(InputError) as caught:
        instance_of(roster_of(*TEN), periods=early, decided_on=dt.date(2024, 6, 1), snapshot_on=dt.date(2024, 6, 1), secondment={"commune": {}})
    assert "2025-01-01" in said(caught.value)
