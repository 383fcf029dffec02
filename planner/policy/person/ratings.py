"""The rating that points of 100 stand for: NĐ 335/2025 for civil servants, NĐ 233/2026 for public employees, with the same steps."""

from __future__ import annotations

from decimal import Decimal

from planner.policy.law.parameters import Law, load_law

BY_POINTS = "rating.by_points"


def rating_of(points: Decimal, law: Law | None = None) -> str:
    """`excellent`, `good`, `completed` or `not_completed` for points from 0 on, by the newest steps."""
    return str(next(rating for least, rating in reversed((law or load_law()).newest(BY_POINTS)) if points >= least))
