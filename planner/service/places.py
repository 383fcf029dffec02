"""Where things of a plan stand."""

from __future__ import annotations

from pathlib import Path

from planner.core.files import make_folder


def plan_of_job(job: Path) -> Path:
    """The folder of the plan that a job of the app makes, below the job's own."""
    return job / "plan"


def made_from(plan: Path) -> Path:
    """Where what the app makes from a plan stands: beside the plan's own folder, to which nothing is ever added."""
    return plan.with_name(f".{plan.name}.made")


def place_beside(plan: Path) -> Path:
    """`made_from`, made where it is missing, for its owner's eyes only."""
    return make_folder(made_from(plan))
