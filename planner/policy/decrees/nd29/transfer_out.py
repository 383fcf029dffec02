"""Transfer to a body not paid from the state budget under NĐ 29/2023: 3 L and 0.5 L for each insurance year."""

from __future__ import annotations

from planner.policy.decrees import streamlining
from planner.policy.decrees.rule import Assessment, Case


def assess(case: Case) -> Assessment:
    """Who may leave by this route, why not, what it pays and on what basis."""
    return streamlining.transfer_out(case)
