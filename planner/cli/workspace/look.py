"""Looks at a plan's fairness, noted in the workspace before they are shown."""

from __future__ import annotations

from pathlib import Path


def note_look(folder: Path) -> None:
    """Note that somebody looks at fairness figures of the plan in a folder; nothing where there is no workspace."""
    from planner.cli.workspace.people import acting
    from planner.service.places import has_database

    if has_database():
        from planner.service.workspace.tuning.views import saw_fairness

        work, me = acting()
        saw_fairness(work, me, folder)
