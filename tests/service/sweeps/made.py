"""A small batch of the sample ministry, as a command leaves it."""

from __future__ import annotations

from pathlib import Path

from planner.service.sweeps.batch import run_batch
from planner.service.sweeps.jobs import asked_of
from planner.service.sweeps.local import LocalExecutor
from tests.builder import ROOT

RUNS = ("targets-0001", "targets-0002", "targets-0003", "targets-0004", "targets-0005", "targets-0006")


def make_batch(place: Path, out: Path) -> None:
    """Six runs of the shipped scenario under two regimes, of which those of the highest target are impossible, in `out`."""
    sweep = place / "targets.yaml"
    sweep.write_text(
        f"sweep: {ROOT / 'scenarios' / 'base_2030.yaml'}\nvary:\n  periods.2030.reduction_at_least: [0.15, 0.20, 0.95]\n  regime: [auto, nd154]\n", encoding="utf-8"
    )
    asked = asked_of([sweep], "vi")
    run_batch(asked, out, LocalExecutor(asked.shared, 2))
