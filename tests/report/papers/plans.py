"""The plan of the sample ministry that papers are printed from."""

from __future__ import annotations

from functools import cache

from planner.plan.plan import Run
from planner.roster.read import read_roster
from planner.scenario.load import load_scenario
from planner.service.run import Request, make_run
from tests.builder import ROOT


@cache
def sample_plan(name: str = "base_2030") -> Run:
    """The plan of a shipped scenario."""
    return make_run(Request(load_scenario(ROOT / "scenarios" / f"{name}.yaml"), read_roster(ROOT / "data" / "ministry.xlsx"), lang="vi"))
