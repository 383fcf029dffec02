"""A repair costs what its plan costs; where its plan is not proven, the sentence says "about" and how far from proven."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Any

import pytest

from planner.optimise.solve.result import Guess
from planner.plan.plan import Run
from planner.plan.repair import repairs_of
from planner.plan.repair.change import repaired
from planner.roster.people.fingerprint import fingerprint
from planner.roster.people.frame import Roster
from planner.roster.sample import make_ministry
from planner.scenario.load import LoadedScenario, scenario_from
from planner.service.run import Request, make_run
from tests.builder import period, roster_of, scenario_with, target

ASKED: dict[str, Any] = {
    "periods": [period("2027", "2027-07-01", reduction_at_least=0.1), period("2030", "2030-07-01", reduction_at_least=0.3)],
    "objective": {"retained_merit": 1.0, "cost_per_million_vnd": 0.05, "involuntary": 40.0},
    "units": {"default": {"reduction_at_most": 0.35}},
    "solver": {"relative_gap": 0.00001},
}


@cache
def impossible() -> Run:
    """Three hundred people and a budget far too small."""
    people, units = make_ministry(300, 6, 5)
    roster = Roster(people, units, (), fingerprint(people, units), "roster.csv")
    run = make_run(Request(scenario_with(**ASKED, budget={"total_vnd": 300_000_000}), roster, time_limit_s=60))
    assert run.plan.status.value == "infeasible" and len(run.plan.repairs) >= 2
    return run


def solved(run: Run, change: dict[str, Any]) -> Run:
    """The run of the repaired scenario, planned as anybody would plan it."""
    loaded = scenario_from(repaired(run.instance.loaded.data, change), name="repaired")
    return make_run(Request(loaded, run.instance.roster, time_limit_s=60))


def test_a_repair_costs_what_the_plan_of_the_repaired_scenario_costs() -> None:
    run = impossible()
    for repair in run.plan.repairs:
        assert repair.proven and repair.gap is not None and repair.gap <= 0.00001, repair.family
        own = solved(run, repair.change).summary
        assert own["status"] == "optimal" and own["gap"] <= 0.00001
        assert abs(own["objective"] - repair.objective) <= 0.00001 * abs(own["objective"])
        if repair.gap == own["gap"]:
            assert (own["cost_vnd"], own["headcount"]["leavers"], own["involuntary"]) == (repair.cost_vnd, repair.leavers, repair.involuntary)
        assert "about" not in repair.said.render("en")


@pytest.mark.parametrize(
    ("gap", "words"),
    [
        (0.0004321, ("about", "it may be 0.0433% from the best", "khoảng", "0,0433%")),
        (0.000011, ("about", "0.0011%", "khoảng", "0,0011%")),
        (None, ("about", "is not known", "khoảng", "chưa biết")),
        (0.00001, ()),
        (0.0, ()),
    ],
)
def test_money_of_a_plan_that_is_not_proven_is_about(gap: float | None, words: tuple[str, ...]) -> None:
    roster = roster_of({}, {}, {}, {})
    run = make_run(Request(scenario_with(periods=target(0.5), budget={"total_vnd": 1_000_000}, solver=ASKED["solver"]), roster, time_limit_s=20))

    def again(loaded: LoadedScenario, seconds: float, guess: Guess | None) -> Run:
        found = make_run(Request(loaded, roster, seconds, explain=False))
        return replace(found, summary={**found.summary, "gap": gap})

    repairs = repairs_of(run.instance, time_limit_s=10, again=again).repairs
    assert repairs
    for repair in repairs:
        entry, said = repair.as_dict("en"), repair.said.render("en") + repair.said.render("vi")
        assert entry["gap"] == gap and entry["status"] == ("feasible" if words else "optimal") and entry["verified"] is True
        assert all(word in said for word in words) and (bool(words) or "about" not in said)
        assert not words or f"{repair.cost_vnd:,} VND" in entry["message"]
