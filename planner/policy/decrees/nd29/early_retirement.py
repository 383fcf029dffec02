"""Early retirement under NĐ 29/2023.

3 L for each early year, 5 L for the first 20 insurance years, 0.5 L for each further one.
24 to 60 months before the age; nearer to it the pension is only not reduced.
"""

from __future__ import annotations

from planner.policy.decrees import streamlining
from planner.policy.decrees.rule import Assessment, Case


def assess(case: Case) -> Assessment:
    """Who may leave by this route, why not, what it pays and on what basis."""
    return streamlining.early_retirement(case)
