"""Separation at once under NĐ 154/2025, Article 8(1): 3 L and 1.5 L for each insurance year."""

from __future__ import annotations

from planner.policy.decrees import streamlining
from planner.policy.decrees.rule import Assessment, Case


def assess(case: Case) -> Assessment:
    """Who may leave by this route, why not, what it pays and on what basis."""
    return streamlining.immediate_separation(case)
