"""Early retirement under NĐ 154/2025.

5 L for each early year, 5 L for the first 20 insurance years, 0.5 L for each further one.
24 to 60 months before the age of Appendix I or II of NĐ 135/2020; nearer to the age the pension is only not reduced.
No bracket beyond 60 months and no sum by early month, unlike NĐ 178.
"""

from __future__ import annotations

from planner.policy.decrees import streamlining
from planner.policy.decrees.rule import Assessment, Case


def assess(case: Case) -> Assessment:
    """Who may leave by this route, why not, what it pays and on what basis."""
    return streamlining.early_retirement(case)
