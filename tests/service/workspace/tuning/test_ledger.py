"""Which re-solves of a plan came after fairness figures had been seen, and what was changed: in the sealed file, and when it is verified."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from planner.service.saved_runs import save_run
from planner.service.sealing.sealed import check_sealed
from planner.service.workspace.contents import plan_content
from planner.service.workspace.rights import Actor
from planner.service.workspace.tuning.views import saw_fairness
from planner.service.workspace.workspace import Workspace
from tests.builder import roster_of, run_of, target
from tests.service.workspace.plans import PEOPLE

MADE: dict[str, Path] = {}


def solved(place: Path, name: str, people: list[dict[str, Any]] = PEOPLE, **changes: Any) -> Path:
    """A plan's folder."""
    folder = place / name
    save_run(run_of(roster_of(*people), **{"periods": target(0.16), **changes}), folder, workbook=False)
    return folder


def kept(workspace: Workspace, me: Actor, folder: Path, based_on: int | None = None) -> None:
    """Keep a folder as the next version of the plan."""
    content, files = plan_content(folder)
    workspace.keep(me, "plan", "base", content, files, based_on)


def ledger(workspace: Workspace, me: Actor, place: Path) -> dict[str, Any]:
    """What the sealed plan says."""
    workspace.unlock(me, "base", "r")
    found: dict[str, Any] = workspace.seal(me, "base", place / "x.plan")["workspace"]["fairness"]
    return found


@pytest.fixture
def two(place: Path) -> tuple[Path, Path]:
    """A plan, and the same with another target and a named person kept."""
    return solved(place, "one"), solved(place, "two", periods=target(0.25), keep={"people": ["P09"]})


def test_a_plan_that_nobody_looked_at_was_tuned_by_nobody(workspace: Workspace, me: Actor, place: Path, two: tuple[Path, Path]) -> None:
    kept(workspace, me, two[0])
    kept(workspace, me, two[1], 1)
    saw_fairness(workspace, me, two[0])  # afterwards
    saw_fairness(workspace, me, two[1])
    assert ledger(workspace, me, place) == {"resolves": 0, "steps": [], "other_plans": 0}


def test_a_look_before_the_next_version_is_told_with_what_was_changed(workspace: Workspace, me: Actor, place: Path, two: tuple[Path, Path]) -> None:
    kept(workspace, me, two[0])
    saw_fairness(workspace, me, two[0])
    kept(workspace, me, two[1], 1)
    found = ledger(workspace, me, place)
    (step,) = found["steps"]
    assert (found["resolves"], step["from"], step["to"], step["seen"], step["roster_changed"]) == (1, 1, 2, "looked", False)
    assert {change["key"] for change in step["changed"]} == {"keep", "periods"} or "keep.people" in {change["key"] for change in step["changed"]}
    assert "0.16" in step["changed"][-1]["before"] and "0.25" in step["changed"][-1]["after"]
    assert check_sealed(place / "x.plan").fairness == found
    assert workspace.verify(me)[0] == []


def test_a_look_before_a_plan_was_kept_counts_too(workspace: Workspace, me: Actor, place: Path, two: tuple[Path, Path]) -> None:
    saw_fairness(workspace, me, two[0])
    kept(workspace, me, two[0])
    kept(workspace, me, two[1], 1)
    assert ledger(workspace, me, place)["resolves"] == 1


def test_rules_of_fairness_show_their_figures_with_the_plan(workspace: Workspace, me: Actor, place: Path) -> None:
    rules = {"fairness": [{"by": "sex", "max_ratio": 3}]}
    one, two, three = solved(place, "one", **rules), solved(place, "two", fairness=[{"by": "sex", "max_ratio": 2}]), solved(place, "three")
    for number, folder in enumerate((one, two, three)):
        kept(workspace, me, folder, number or None)
    found = ledger(workspace, me, place)
    assert [(step["from"], step["to"], step["seen"]) for step in found["steps"]] == [(1, 2, "in_plan"), (2, 3, "in_plan")]


def test_looks_at_other_plans_of_the_same_people_are_counted_beside(workspace: Workspace, me: Actor, place: Path, two: tuple[Path, Path]) -> None:
    others = [{**each, "sex": "F"} for each in PEOPLE]
    for folder in (two[0], two[0], solved(place, "others", others)):
        saw_fairness(workspace, me, folder)
    kept(workspace, me, two[1])
    assert ledger(workspace, me, place) == {"resolves": 0, "steps": [], "other_plans": 1}


def test_another_roster_between_two_solves_is_told(workspace: Workspace, me: Actor, place: Path, two: tuple[Path, Path]) -> None:
    saw_fairness(workspace, me, two[0])
    kept(workspace, me, two[0])
    kept(workspace, me, solved(place, "others", [{**each, "sex": "F"} for each in PEOPLE]), 1)
    (step,) = ledger(workspace, me, place)["steps"]
    assert step["roster_changed"] and step["changed"] == []


def test_a_plan_that_is_sealed_outside_the_workspace_says_nothing_of_it(place: Path, two: tuple[Path, Path]) -> None:
    from planner.service.sealing.sealed import seal

    seal(two[0], place / "x.plan")
    assert check_sealed(place / "x.plan").fairness is None
