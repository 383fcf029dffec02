"""Where things of a plan stand."""

from __future__ import annotations

from pathlib import Path


def plan_of_job(job: Path) -> Path:
    """The folder of the plan that a job of the app makes, below the job's own."""
    return job / "plan"


def made_from(plan: Path) -> Path:
    """Where what the app makes from a plan stands: beside the plan's own folder, to which nothing is ever added."""
    return plan.with_name(f".{plan.name}.made")
