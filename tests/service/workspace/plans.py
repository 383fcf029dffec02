"""A small plan's folder, made once."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from planner.service.saved_runs import save_run
from planner.service.workspace.contents import plan_content
from planner.service.workspace.rights import Actor
from planner.service.workspace.versions import Version
from planner.service.workspace.workspace import Workspace
from tests.builder import roster_of, run_of, target

PEOPLE = [{"unit": "A"} for _ in range(8)] + [{"unit": "A", "rating_1": "completed"}, {"unit": "B", "rating_1": "completed"}, {"unit": "B"}, {"unit": "B"}]


@cache
def plan_folder() -> Path:
    """A plan of twelve people in two units."""
    folder = Path(mkdtemp(prefix="planned-")) / "plan"
    save_run(run_of(roster_of(*PEOPLE), periods=target(0.16)), folder, workbook=False)
    return folder


def keep_plan(workspace: Workspace, actor: Actor, name: str = "base", based_on: int | None = None) -> Version:
    """Keep that plan."""
    content, files = plan_content(plan_folder())
    return workspace.keep(actor, "plan", name, content, files, based_on)
