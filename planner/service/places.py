"""Where things of a plan stand."""

from __future__ import annotations

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DESKS, UPLOADS, ROSTERS = "desks", "uploads", "rosters"
"""Folders of the app: a file a desk, what was uploaded to each, and the rosters that were read."""


def runs_folder() -> Path:
    """The folder of results of `make run` and of the app; `PLANNER_RUNS` moves it, for tests and for servers."""
    return Path(os.environ.get("PLANNER_RUNS") or ROOT / "runs")


def app_folder() -> Path:
    """What the app keeps: a folder a job, and `DESKS`, `UPLOADS`, `ROSTERS`."""
    return runs_folder() / "app"


def plan_of_job(job: Path) -> Path:
    """The folder of the plan that a job of the app makes, below the job's own."""
    return job / "plan"


def made_from(plan: Path) -> Path:
    """Where what the app makes from a plan stands: beside the plan's own folder, to which nothing is ever added."""
    return plan.with_name(f".{plan.name}.made")
