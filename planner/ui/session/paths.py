"""Where the app finds and keeps its files (`service.places`)."""

from __future__ import annotations

from pathlib import Path

from planner.service.places import ROOT, ROSTERS, UPLOADS, app_folder, runs

SAMPLE = ROOT / "data" / "ministry.xlsx"
SCENARIOS = ROOT / "scenarios"


def made_by_commands() -> Path:
    """The folder in which `planner batch` and `make run` leave their plans."""
    return runs()


def app_runs() -> Path:
    """The folder of the app's own jobs."""
    return app_folder()


def rosters() -> Path:
    """The folder of the rosters that the app has read."""
    return app_runs() / ROSTERS


def uploads(desk: str) -> Path:
    """The folder of what was uploaded to a desk last, with the mapping of its headings."""
    return app_runs() / UPLOADS / desk


def mapping(desk: str) -> Path:
    """What was chosen for headings on a desk."""
    return uploads(desk) / "headings.mapping.yaml"


def shipped_scenarios() -> dict[str, Path]:
    """The scenario files that come with the planner, by file name."""
    return {p.name: p for p in sorted(SCENARIOS.glob("*.yaml"))}
