"""Transfer to a body that the state budget does not pay, NĐ 154/2025, Article 7: 3 L and 0.5 L a year."""

from __future__ import annotations

from planner.policy.decrees import streamlining
from planner.policy.decrees.rule import Assessment, Case


def assess(case: Case) -> Assessment:
    """Who may leave by this route, why not, what it pays and on what basis."""
    return streamlining.transfer_out(case)
