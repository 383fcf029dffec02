"""`keep.twins: alike`: equal cases decided alike, against trying every plan, and what it means where a target splits them."""

from __future__ import annotations

import copy
from dataclasses import replace

import numpy as np
import pytest

from planner.check import check_plan
from planner.instance.instance import prepare
from planner.optimise.model.alike import first_alike, same_case
from planner.optimise.model.build import build
from planner.optimise.solve import Status, solve
from planner.optimise.solve.presolve.tied import tied_as_one
from planner.plan.plan import Run
from planner.scenario.requirement_kinds import TWINS
from tests.builder import conflict_names, decisions, period, roster_of, run_of, scenario_with, target
from tests.optimise.solve.enumeration import Plans, random_roster, random_scenario

ALIKE = {"twins": "alike"}
PAIRS = [{"unit": "A"}, {"unit": "A"}, {"unit": "B"}, {"unit": "B"}]
UNITS = {"default": {"reduction_at_most": 1}}
"""A limit that binds nobody, so that the unit tells people apart."""


def test_twins_feasible_in_whole_groups() -> None:
    """Without the rule one of each pair may go; with it a pair goes, and money decides which."""
    run = run_of(roster_of(*PAIRS), periods=target(0.5), units=UNITS, keep=ALIKE)
    assert decisions(run)["P01"] == decisions(run)["P02"] != decisions(run)["P03"] == decisions(run)["P04"]


def test_twins_feasible_where_something_tells_them_apart() -> None:
    """A lock, another rating: these two need not be decided alike."""
    run = run_of(roster_of({}, {"lock": "keep"}, {"rating_1": "completed"}), periods=target(0.3), keep=ALIKE)
    assert decisions(run) == {"P01": "retain", "P02": "retain", "P03": "immediate_separation"}


def test_twins_infeasible_where_a_target_splits_the_group() -> None:
    """Exactly one of two equal people is to go: the clash names both, and the rule can be given up."""
    exactly = [period("2027", "2027-07-01", reduction_at_least=0.5, reduction_at_most=0.5)]
    run = run_of(roster_of({}, {}), periods=exactly, keep=ALIKE)
    assert conflict_names(run) == {("periods.2027.reduction_at_least", "2027"), ("periods.2027.reduction_at_most", "2027"), ("keep.twins", "P02 (P01)")}
    said = {entry["requirement"]: entry["message"] for entry in run.summary["conflict"]}
    assert said["keep.twins"] == "nothing tells P02 and P01 apart but their id: both go or both stay"
    repairs = {repair.family: repair for repair in run.plan.repairs}
    assert repairs["twins"].change == {"keep": {"twins": None}} and repairs["twins"].leavers == 1


def test_without_the_rule_the_same_target_lets_one_of_them_go() -> None:
    assert sorted(decisions(run_of(roster_of({}, {}), periods=target(0.5))).values()) == ["immediate_separation", "retain"]


def test_many_equal_cases_are_one_entry_of_a_conflict() -> None:
    run = run_of(roster_of(*[{}] * 12), periods=[period("2027", "2027-07-01", reduction_at_least=0.5, reduction_at_most=0.5)], keep=ALIKE)
    assert ("keep.twins", "") in conflict_names(run)


def test_who_moves_may_go_to_another_unit_than_the_twin() -> None:
    """One vacant post in each of two units: both move, since one alone may not."""
    units = [{"unit": "A", "assigned_quota": 2}, {"unit": "B", "assigned_quota": 2}, {"unit": "C", "assigned_quota": 2}]
    run = run_of(
        roster_of({"unit": "A"}, {"unit": "A"}, {"unit": "B", "lock": "keep"}, {"unit": "C", "lock": "keep"}, units=units),
        keep=ALIKE, redeploy={"allowed": True}, units={"by_unit": {"A": {"reduction_at_least": 0.5}}},
    )  # fmt: skip
    assert [decisions(run)[who] for who in ("P01", "P02")] == ["redeploy", "redeploy"]


def test_the_checker_finds_who_was_decided_otherwise() -> None:
    run = run_of(roster_of(*PAIRS), periods=target(0.5), units=UNITS, keep=ALIKE)
    assert run.decisions is not None and check_plan(run.instance, run.decisions, run.summary) == []
    swapped = run.decisions.copy()
    columns = [c for c in swapped.columns if c not in ("employee_id", "unit")]
    for one, other in ((1, 2),):
        swapped.loc[[one, other], columns] = swapped.loc[[other, one], columns].to_numpy()
    faults = [fault for fault in check_plan(run.instance, swapped, run.summary) if fault.about and fault.about[0] == "twins"]
    assert [fault.about for fault in faults] == [("twins", "P02", "P01"), ("twins", "P04", "P03")]
    assert "are decided otherwise" in faults[0].message.render("en")


@pytest.mark.parametrize("seed", range(40))
def test_the_best_plan_is_that_of_trying_them_all(seed: int) -> None:
    """Small random ministries in which some people stand twice; who stands twice is known here, and found by the model."""
    rng = np.random.default_rng(900 + seed)
    roster, twice = doubled(rng)
    asked = random_scenario(rng, roster)
    asked["keep"].pop("succession", None)
    asked.pop("tiers", None)
    instance = prepare(scenario_with(**copy.deepcopy(asked)), roster)
    plans = Plans(instance)
    if not plans.possible:
        pytest.skip("too many plans, or none")
    model = build(instance)
    first = first_alike(same_case(instance, model.rows.matrix))
    assert all(first[a] == first[b] for a, b in twice)
    keeps, place = plans.keeps, plans.option - instance.options.start[:-1]
    for person in np.flatnonzero(first != np.arange(len(first))):
        keeps = keeps & (place[:, person] == place[:, first[person]])
    asked["keep"]["twins"] = "alike"
    run = run_of(roster, **asked)
    if not keeps.any():
        assert run.summary["status"] == "infeasible"
        return
    assert run.summary["status"] == "optimal"
    assert run.summary["objective"] == pytest.approx(plans.goal("objective")[keeps].max(), rel=1e-6, abs=1e-6)


def doubled(rng: np.random.Generator):
    """A random roster with one or two of its people a second time, under another id; (roster, pairs of rows)."""
    from planner.roster.people.frame import typed_people

    roster = random_roster(rng)
    people = roster.people.iloc[:5].copy()
    which = rng.choice(len(people), int(rng.integers(1, 3)), replace=False)
    more = people.iloc[which].assign(employee_id=[f"Z{i}" for i in range(len(which))])
    import pandas as pd

    both = typed_people(pd.concat([people, more], ignore_index=True))
    return replace(roster, people=both), [(int(w), len(people) + i) for i, w in enumerate(which)]


def test_people_decided_alike_are_one_for_the_solver_and_come_back_as_many() -> None:
    run: Run = run_of(roster_of(*PAIRS, {"unit": "B", "rating_1": "completed"}), periods=target(0.4), units=UNITS, keep=ALIKE)
    model = build(run.instance)
    as_one = tied_as_one(model)
    assert as_one is not None and len(as_one.small.start) - 1 == 3 and np.array_equal(as_one.stands_for, [0, 0, 1, 1, 2])
    found = solve(model, time_limit_s=10, relative_gap=1e-9, seed=1)
    assert found.status is Status.OPTIMAL and found.chosen is not None and len(found.chosen) == 5
    assert found.price_bound is not None and found.bound is not None and found.bound <= found.price_bound + 1e-9
    prices = found.prices[model.rows.where(lambda kind: kind == TWINS)]
    assert not prices.any(), "equal people may always be decided by equal shares: their rows cost the relaxation nothing"
