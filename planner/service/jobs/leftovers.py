"""What a server or a worker that was killed left half-written in the app's folder: gone with the next start."""

from __future__ import annotations

import os
from pathlib import Path

from planner.core.files import sweep_killed
from planner.core.folders import clear_killed
from planner.service.places import plan_of_job

DEEPEST = 3
"""Folders below the app's own in which something is written: a job's, what is made from its plan, and the tables and answers in that."""


def clear_leftovers(app: Path) -> None:
    """Unfinished files and folders whose writers live no more are removed, and their locks; an older folder that one of them
    had set aside comes back. What another server of the same folder is writing stays."""
    for place, folders, _ in os.walk(app):
        depth = len(Path(place).relative_to(app).parts)
        sweep_killed(Path(place))
        clear_killed(Path(place))
        kept = plan_of_job(Path()).name
        folders[:] = [name for name in folders if depth < DEEPEST and name != kept and (Path(place) / name).is_dir()]
