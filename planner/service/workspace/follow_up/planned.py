"""The lines that a plan's decisions become, and what of the plan a follow-up needs to say how far it has come."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from planner.core.rounding import at_least
from planner.plan.plan import Run
from planner.service.saved_runs import load_run
from planner.service.workspace.follow_up.lines import begun, kind_of


def planned_lines(folder: Path) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """(what the follow-up holds of a plan's folder, the content of each line in the order of their days).

    NoPlan where the folder holds none. A line's due day is the day that the plan has for it.
    """
    run = load_run(folder)
    lines = _lines(run)
    asked = run.instance.scenario
    people, baseline = len(run.people), run.instance.baseline
    wanted = [
        {"name": p.name, "leave_on": p.leave_on.isoformat(),
         "must_leave": None if p.reduction_at_least is None else max(0, at_least(p.reduction_at_least, baseline) - (baseline - people))}
        for p in asked.periods
    ]  # fmt: skip
    held = {"title": asked.title, "people": people, "snapshot_on": asked.snapshot_on.isoformat(), "periods": wanted, "lines": len(lines)}
    return held, lines


def _lines(run: Run) -> list[dict[str, Any]]:
    """The content of the lines of a run."""
    assert run.decisions is not None
    own = run.plan.chosen[: len(run.people)]
    days = run.instance.leave_on(own)
    first = np.datetime64(run.instance.scenario.periods[0].leave_on, "D")
    frame = run.decisions.assign(
        kind=run.decisions["decision"].map(kind_of),
        full_name=run.people["full_name"].to_numpy(),
        salary_vnd=run.instance.options.salary_vnd[own],
        day=np.datetime_as_string(np.where(np.isnat(days), first, days)),  # who moves or is seconded goes in the first period
    )
    frame = frame[frame["kind"].notna()].sort_values(["day", "employee_id"], kind="stable")
    names = ("kind", "employee_id", "full_name", "unit", "decision", "period", "day", "to_unit", "regime")
    rows = zip(*(frame[name].astype(str) for name in names), frame["cost_vnd"], frame["salary_vnd"], strict=True)
    return [
        begun(**dict(zip(names, row, strict=False)), cost_vnd=int(row[-2]), salary_vnd=int(row[-1]), due=row[names.index("day")]) for row in rows
    ]
