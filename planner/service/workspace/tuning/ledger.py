"""How many times a plan was solved again after fairness figures had been seen, and what of its scenario was changed each time.

A re-solve is the next version of a plan in the workspace. Figures of the version before it had been seen where somebody looked at
them (`views`) before the next one was kept, or where the version holds such figures itself: a scenario with rules of fairness has
them in its plan, and every way of solving shows them. What was solved, looked at and thrown away outside the workspace is not
known; looks at other plans of the same people are counted beside.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, select

from planner.scenario.load import PATHS, changes_of, parse_yaml
from planner.service.saved_runs import INPUTS, PLAN, SCENARIO
from planner.service.workspace.kept_files import content_of
from planner.service.workspace.rights import Action
from planner.service.workspace.tables import AUDIT
from planner.service.workspace.versions import Version, history

LOOKED, IN_PLAN = "looked", "in_plan"
"""How the figures had been seen."""


def ledger_of(connection: Connection, files: Path, plan: Version) -> dict[str, Any]:
    """`{resolves, steps, other_plans}` of a plan as it is kept.

    resolves: how many of its versions came after fairness figures of the one before had been seen. steps: of each,
    `{from, to, seen, roster_changed, changed: [{key, before, after}]}`; seen: `LOOKED` or `IN_PLAN`. other_plans: how many other
    plans of the same roster somebody had looked at the fairness of, before the newest version was kept.
    """
    versions = history(connection, plan.kind, plan.name)
    rows = connection.execute(
        select(AUDIT.c.number, AUDIT.c.action, AUDIT.c.object, AUDIT.c.version, AUDIT.c.after)
        .where(AUDIT.c.action.in_([Action.SEE_FAIRNESS, Action.KEEP]))
        .order_by(AUDIT.c.number)
    ).all()
    kept = {row.version: row.number for row in rows if row.action == Action.KEEP and row.object == plan.object}
    views = [(row.number, json.loads(row.after)) for row in rows if row.action == Action.SEE_FAIRNESS]
    solved = [_Solved(version, files) for version in versions]
    steps = []
    for before, after in zip(solved, solved[1:], strict=False):
        looked = any(number < kept[after.version.number] and seen["plan_sha256"] == before.sha256 for number, seen in views)
        if looked or before.has_figures:
            changed = [{"key": c.key, "before": c.old, "after": c.new} for c in changes_of(before.scenario, after.scenario)]
            steps.append({
                "from": before.version.number, "to": after.version.number, "seen": LOOKED if looked else IN_PLAN,
                "roster_changed": before.roster != after.roster, "changed": changed,
            })  # fmt: skip
    own, people = {each.sha256 for each in solved}, {each.roster for each in solved}
    others = {
        seen["plan_sha256"]
        for number, seen in views
        if number < kept[plan.newest] and seen["plan_sha256"] not in own and seen["roster_sha256"] in people
    }
    return {"resolves": len(steps), "steps": steps, "other_plans": len(others)}


class _Solved:
    """What of a version the ledger asks: its fingerprint, its roster's, its scenario, whether it holds fairness figures."""

    def __init__(self, version: Version, files: Path) -> None:
        self.version = version
        self.sha256 = version.content.get("manifest_sha256")
        names = {file.name for file in version.files}
        summary = json.loads(content_of(files, version.file(PLAN))) if PLAN in names else {}
        self.has_figures = bool(summary.get("fairness"))
        self.roster = (summary.get("provenance") or {}).get("roster_sha256")
        self.scenario: dict[str, Any] = {}
        scenario = f"{INPUTS}/{SCENARIO}"
        if scenario in names:
            data = parse_yaml(content_of(files, version.file(scenario)).decode("utf-8"), SCENARIO)
            self.scenario = {key: value for key, value in data.items() if key not in PATHS}
