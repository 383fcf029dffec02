"""How many people a unit takes in: said a second time for the checker."""

from __future__ import annotations

from planner.check.view import View


def room(view: View, row: int) -> int:
    """How many people a unit may take in."""
    quota = view.structure.units["assigned_quota"]
    if not view.scenario.redeploy.allowed or quota.isna().iloc[row]:
        return 0
    free = max(0, int(quota.iloc[row]) - int((view.structure.unit_of == row).sum()))
    most = view.scenario.redeploy.at_most_per_unit
    return free if most is None else min(free, most)
