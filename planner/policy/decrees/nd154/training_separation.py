"""Separation after training under NĐ 154/2025, Article 8(2): under 45; 6 L salary, 6 L course, 3 L, 0.5 L a year."""

from __future__ import annotations

from planner.policy.decrees import streamlining
from planner.policy.decrees.rule import Assessment, Case


def assess(case: Case) -> Assessment:
    """Who may leave by this route, why not, what it pays and on what basis."""
    return streamlining.training_separation(case)
