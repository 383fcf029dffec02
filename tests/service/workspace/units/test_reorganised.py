"""A unit's head sees the people of the own unit as the roster has it, whatever unit the plan's reorganisation makes of it."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

import pytest

from planner.core.errors import InputError
from planner.service.saved_runs import save_run
from planner.service.workspace.follow_up import follow
from planner.service.workspace.follow_up.follow import Asked
from planner.service.workspace.rights import Actor, NotAllowed, Role
from planner.service.workspace.workspace import Workspace
from tests.builder import roster_of, run_of, said, target
from tests.service.workspace.conftest import Filler, person
from tests.service.workspace.follow_up.plans import follow_plan

PLANNER = person("planner", Role.PLANNER)
HEAD_A, HEAD_B = person("head of a", Role.UNIT_HEAD, unit="A"), person("head of b", Role.UNIT_HEAD, unit="B")
A, B = {f"P{i:02d}" for i in range(1, 7)}, {f"P{i:02d}" for i in range(7, 13)}
MERGED = [{"merge": ["A", "B"], "into": {"unit": "A", "name": "Vụ mới", "kind": "department"}}]
"""The new unit has the id of one of the two: the head of A is no head of B's people for that."""


@cache
def merged_folder() -> Path:
    """A plan that merges B into A and lets people of both go."""
    folder = Path(mkdtemp(prefix="merged-")) / "plan"
    weak = {"rating_1": "completed"}
    people = [*({"unit": "A"} for _ in range(5)), {"unit": "A", **weak}, *({"unit": "B", **weak} for _ in range(6))]
    save_run(run_of(roster_of(*people), periods=target(0.6), reorganise=MERGED), folder, workbook=False)
    return folder


def fill_merged(workspace: Workspace, me: Actor) -> None:
    """That plan, submitted, unlocked and followed up."""
    follow_plan(workspace, me, merged_folder())


@pytest.fixture
def used(made: Callable[[Filler], Workspace]) -> Workspace:
    """A workspace with it."""
    return made(fill_merged)


@pytest.mark.parametrize(("head", "own"), [(HEAD_A, A), (HEAD_B, B)])
def test_a_units_head_sees_the_own_people_of_a_merged_unit_alone(used: Workspace, head: Actor, own: set[str]) -> None:
    table = used.people(head, "plan", "base")
    assert set(table["employee_id"]) == own and set(table["unit"]) == {"A"}
    lines = follow.follow_up(used, PLANNER, "base").lines
    found = follow.follow_up(used, head, "base")
    assert {line.line for line in found.lines} == {line.line for line in lines if line["employee_id"] in own} and found.lines
    assert (found.about["people"], found.about["lines"], found.about["periods"]) == (6, len(found.lines), [])


def test_a_units_head_writes_on_the_own_lines_of_a_merged_unit_alone(used: Workspace) -> None:
    lines = {line["employee_id"]: line for line in follow.follow_up(used, PLANNER, "base").lines}
    own, others = next(lines[who] for who in sorted(lines) if who in B), next(lines[who] for who in sorted(lines) if who in A)
    follow.write(used, HEAD_B, "base", [Asked(own.line, {"step": "x"})])
    assert [each.author for each in follow.history_of(used, HEAD_B, "base", own.line)][-1] == "head of b"
    for ask in (lambda: follow.write(used, HEAD_B, "base", [Asked(others.line, {"step": "x"})]), lambda: follow.history_of(used, HEAD_B, "base", others.line)):
        with pytest.raises(NotAllowed):
            ask()
    follow.add(used, HEAD_B, "base", "wish", own["employee_id"], "2027-01-05", {"due": "2027-02-01"})


def test_whether_there_is_somebody_elsewhere_is_not_told_by_a_refusal(used: Workspace) -> None:
    words = set()
    for who in (min(A), "nobody"):
        with pytest.raises(InputError) as caught:
            follow.add(used, HEAD_B, "base", "wish", who, "2027-01-05", {"due": "2027-02-01"})
        words.add((type(caught.value), said(caught.value)))
    assert len(words) == 1 and words.pop()[0] is NotAllowed
