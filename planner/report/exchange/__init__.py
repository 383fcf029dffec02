"""A pack: what one unit's head gets of a plan to check, correct and send back; only the unit's own people."""

from planner.report.exchange.layout import EDITABLE, FROM_PLAN, REQUESTS, SENT_COLUMNS
from planner.report.exchange.pack import Pack, packs_of

__all__ = ["EDITABLE", "FROM_PLAN", "REQUESTS", "SENT_COLUMNS", "Pack", "packs_of"]
