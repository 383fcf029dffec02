"""Separation after training: NĐ 178/2024 has no such route."""

from __future__ import annotations

import numpy as np

from planner.policy.decrees.rule import Assessment, Case, assessment


def assess(case: Case) -> Assessment:
    """Nobody may leave by this route under this decree."""
    return assessment(case, [("route_unknown", np.zeros(len(case.moment), dtype=bool))], {}, 0, (), (), ())
