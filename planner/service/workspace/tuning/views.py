"""That fairness figures of a plan were looked at, noted before they are shown; where there is a workspace."""

from __future__ import annotations

from pathlib import Path

from planner.service.manifest import read_manifest
from planner.service.plan_shape import plan_of
from planner.service.saved_runs import PLAN
from planner.service.workspace.audit import Event
from planner.service.workspace.rights import Action, Actor, require
from planner.service.workspace.workspace import Workspace


def saw_fairness(workspace: Workspace, actor: Actor, folder: Path) -> None:
    """Note that somebody looks at fairness figures of the plan in a folder, by its fingerprints: the plan need not be kept."""
    require(actor, Action.SEE_FAIRNESS)
    provenance = plan_of(folder / PLAN)["provenance"]
    seen = {"plan_sha256": read_manifest(folder)["sha256"]} | {name: provenance[name] for name in ("roster_sha256", "scenario_sha256")}
    with workspace._change() as change:
        change.note(Event(actor.id, Action.SEE_FAIRNESS, after=seen))
