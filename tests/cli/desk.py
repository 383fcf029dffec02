"""A folder with a roster and scenarios, and commands called in it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from planner.cli.main import run
from planner.roster.write import write_roster
from planner.scenario.load import merge, to_yaml
from tests.builder import EARLY, NEAR_RETIREMENT, SCENARIO, roster_of, target

PEOPLE = [{}, {"rating_1": "completed"}, {**EARLY, "volunteers": "early_retirement"}, NEAR_RETIREMENT, {"unit": "B"}, {"unit": "B", "key_role": True}]
IMPOSSIBLE: dict[str, Any] = {"periods": target(1.0), "keep": {"key_roles": True}}


def furnish(folder: Path) -> Path:
    """`roster.csv` of six people and `s.yaml`, which asks for half of them; the folder."""
    write_roster(roster_of(*PEOPLE), folder / "roster.csv")
    write_scenario(folder, "s", periods=target(0.5))
    return folder


def write_scenario(folder: Path, name: str, **changes: Any) -> Path:
    """`SCENARIO` with changes as a file."""
    file = folder / f"{name}.yaml"
    file.write_text(to_yaml(merge(SCENARIO, changes)), encoding="utf-8")
    return file


def call(*arguments: object) -> int:
    """The exit code of `planner ARGUMENTS`."""
    return run([str(a) for a in arguments])
