"""A pack: what one unit's head gets of a plan to check, correct and send back; only the unit's own people."""

from planner.packs.content import Pack, packs_of
from planner.packs.layout import EDITABLE, FROM_PLAN, REQUESTS, SENT_COLUMNS

__all__ = ["EDITABLE", "FROM_PLAN", "REQUESTS", "SENT_COLUMNS", "Pack", "packs_of"]
