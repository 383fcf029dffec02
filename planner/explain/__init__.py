"""Why this person stays or leaves: a short reason for everybody, a long explanation for one."""

from planner.explain.person import Choice, Explanation, explain
from planner.tables.reasons import reasons_of

__all__ = ["Choice", "Explanation", "explain", "reasons_of"]
