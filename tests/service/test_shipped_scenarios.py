"""The scenarios that come with the planner keep their stories on the rosters that come with it."""

from __future__ import annotations

import pytest

from planner.plan.plan import Run
from planner.scenario.load import load_scenario
from planner.service.run import Request, make_run, read_for
from tests.builder import ROOT, conflict_names


def run_of(name: str, **options: bool) -> Run:
    """The run of a shipped scenario on its own roster."""
    loaded = load_scenario(ROOT / "scenarios" / f"{name}.yaml")
    return make_run(Request(loaded, read_for(loaded), **options))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("name", "reduction"), [("base_2030", 0.20), ("equal_units", 0.20), ("from_22_to_21", 0.20), ("one_year", 0.20), ("tight_budget_25", 0.25)]
)
def test_a_plan_is_proven_and_reaches_its_target(name: str, reduction: float) -> None:
    run = run_of(name)
    assert run.summary["status"] == "optimal" and run.summary["headcount"]["reduction"] >= reduction
    assert len(run.summary["units"]) == 21
    spent = run.summary["cost_vnd"] / run.instance.scenario.budget.total_vnd
    assert spent <= 1 and (name != "tight_budget_25" or spent > 0.99)


def test_what_one_unit_keeps_clashes_with_what_every_unit_gives() -> None:
    run = run_of("impossible_floor", repairs=False)
    assert run.summary["status"] == "infeasible"
    assert conflict_names(run) == {("units.by_unit.VPC.minimum_headcount", "VPC"), ("units.default.reduction_at_least", "VPC")}
    assert "Vụ Pháp chế (VPC)" in run.summary["conflict_summary"]


def test_the_way_to_the_21_leaves_every_unit_its_fewest_posts() -> None:
    run = run_of("from_22_to_21")
    assert "sizes.unit" not in {found.message.key for found in run.warnings}
