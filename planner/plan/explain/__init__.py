"""Why this person stays or leaves: a short reason for everybody, a long explanation for one."""

from planner.plan.explain.explanation import Choice, Explanation
from planner.plan.explain.person import explain
from planner.plan.explain.render import rendered
from planner.plan.tables.reasons import reasons_of

__all__ = ["Choice", "Explanation", "explain", "reasons_of", "rendered"]
