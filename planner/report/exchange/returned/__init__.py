"""Packs on their way back: what was sent, what came back, what stands there now; and what was decided about each change."""

from planner.report.exchange.returned.compare import KINDS, REVIEW_COLUMNS, review_of
from planner.report.exchange.returned.decide import Decided, decided, read_review
from planner.report.exchange.returned.origin import origin_of
from planner.report.exchange.returned.read import ReturnedPack, read_packs, stray_packs

__all__ = ["KINDS", "REVIEW_COLUMNS", "Decided", "ReturnedPack", "decided", "origin_of", "read_packs", "read_review", "review_of", "stray_packs"]
