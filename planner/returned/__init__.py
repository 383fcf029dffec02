"""Packs on their way back: what was sent, what came back, what stands there now; and what was decided about each change."""

from planner.returned.compare import KINDS, REVIEW_COLUMNS, review_of
from planner.returned.decide import decided, read_review
from planner.returned.read import ReturnedPack, read_packs, stray_packs

__all__ = ["KINDS", "REVIEW_COLUMNS", "ReturnedPack", "decided", "read_packs", "read_review", "review_of", "stray_packs"]
