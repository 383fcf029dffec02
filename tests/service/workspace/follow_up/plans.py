"""A plan with exits of several kinds in two periods, made once, and a workspace in which it is followed up."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from planner.service.saved_runs import save_run
from planner.service.workspace.contents import plan_content
from planner.service.workspace.follow_up import follow
from planner.service.workspace.follow_up.lines import Line, begun
from planner.service.workspace.rights import Actor
from planner.service.workspace.workspace import Workspace
from tests.builder import EARLY, NEAR_RETIREMENT, period, roster_of, run_of

WEAK = {"rating_1": "completed", "rating_2": "completed", "rating_3": "completed"}
PEOPLE: list[dict[str, Any]] = [
    *({} for _ in range(6)),
    {**EARLY, "volunteers": "early_retirement"}, {**WEAK, "volunteers": "separation"}, WEAK, NEAR_RETIREMENT,
    *({"unit": "B"} for _ in range(4)),
    {**EARLY, "unit": "B", "volunteers": "early_retirement"}, {**WEAK, "unit": "B", "volunteers": "separation"},
]  # fmt: skip
"""P07, P08, P15, P16 wish to leave, P10 retires, P09 is the weakest."""
PERIODS = [period("2027", "2027-07-01", reduction_at_least=0.2, reduction_at_most=0.25), period("2028", "2028-07-01", reduction_at_least=0.375)]
"""Of sixteen people: four, and six."""


@cache
def followed_folder() -> Path:
    """The folder of the plan."""
    folder = Path(mkdtemp(prefix="followed-")) / "plan"
    save_run(run_of(roster_of(*PEOPLE), periods=PERIODS, objective={"retained_merit": 1.0, "involuntary": 10}), folder, workbook=False)
    return folder


def followed(workspace: Workspace, me: Actor) -> None:
    """Fill a workspace with that plan, submitted, unlocked, and followed up."""
    follow_plan(workspace, me, followed_folder())


def follow_plan(workspace: Workspace, me: Actor, folder: Path) -> None:
    """Keep a plan's folder as "base", submitted, unlocked, and followed up."""
    content, files = plan_content(folder)
    workspace.keep(me, "plan", "base", content, files)
    workspace.submit(me, "base")
    workspace.unlock(me, "base", "theo dõi")
    follow.start(workspace, me, "base")


def line_of(number: int, **known: Any) -> Line:
    """A line by hand: an exit by immediate separation of somebody unless it is said otherwise."""
    content = {
        "kind": "exit", "employee_id": f"P{number:02d}", "unit": "A", "decision": "immediate_separation", "period": "2027",
        "day": "2027-07-01", "due": "2027-07-01", "regime": "nd154", "cost_vnd": 100, "salary_vnd": 10,
    }  # fmt: skip
    return Line(number, 1, "2026-12-01T00:00:00+00:00", "open:x", begun(**{**content, **known}))


def done(number: int, on: str = "2027-07-01", paid: int | None = 100, **known: Any) -> Line:
    """A line that is done."""
    return line_of(number, state="done", done_on=on, paid_vnd=paid, **known)


def by_person(lines: list[Line]) -> dict[str, Line]:
    """The exit or move of each person."""
    return {line["employee_id"]: line for line in lines if line["kind"] in ("exit", "move")}
