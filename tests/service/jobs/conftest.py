from __future__ import annotations

from pathlib import Path

import pytest

from planner.roster.people.fingerprint import fingerprint
from planner.roster.people.frame import Roster
from planner.roster.sample import make_ministry
from planner.scenario.load import parse_yaml
from planner.service.jobs.pool import Pool
from planner.service.jobs.saved_rosters import keep_roster

SCENARIO = """
title: Small
roster: small.parquet
snapshot_on: 2026-12-01
decided_on: 2026-12-15
periods:
  - {name: "2027", leave_on: 2027-07-01}
  - {name: "2030", leave_on: 2030-07-01, reduction_at_least: 0.15}
routes: [early_retirement, immediate_separation]
objective: {retained_merit: 1.0, cost_per_million_vnd: 0.05, involuntary: 60}
"""


@pytest.fixture(scope="session")
def small_roster():
    people, units = make_ministry(people=60, units=3, seed=4)
    return Roster(people, units, (), fingerprint(people, units), "small.parquet")


@pytest.fixture(scope="session")
def scenario_text():
    return SCENARIO


@pytest.fixture(scope="session")
def scenario_data():
    return parse_yaml(SCENARIO, "small.yaml")


@pytest.fixture(scope="session")
def rosters(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("rosters")


@pytest.fixture(scope="session")
def pool(tmp_path_factory):
    made = Pool(tmp_path_factory.mktemp("runs") / "app", most=1)
    made.warm_up()
    yield made
    made.close()


@pytest.fixture
def task(rosters, small_roster, scenario_text):
    return {
        "rosters": str(rosters),
        "roster": keep_roster(rosters, small_roster),
        "locks": {},
        "scenario": scenario_text,
        "parent": scenario_text,
        "name": "small.yaml",
        "lang": "vi",
        "before": None,
    }
