"""Derived tables: what a run or an instance says, as frames that report and app read.

Columns have canonical English names, values are unformatted (shares 0 to 1, whole VND, dates as dates); words come from
`labels`. Nothing here decides anything.
"""

from planner.plan.roadmap import payback_month, payback_quarter
from planner.plan.tables.behind import behind, counted, counts, present, seen
from planner.plan.tables.changes import history, with_changes
from planner.plan.tables.entitled import by_entitlement
from planner.plan.tables.figures import by_period, by_route, by_unit, waterfall
from planner.plan.tables.flows import by_group, flows, timeline
from planner.plan.tables.labels import heading, label, requirement_message
from planner.plan.tables.law import law_used
from planner.plan.tables.money import money_by_month, road_by_quarter
from planner.plan.tables.people import people
from planner.plan.tables.pictured import before_and_after, cost_bridge, exits_by_quarter, money_by_quarter, quarters_between
from planner.plan.tables.profile import (
    age_bands,
    age_pyramid,
    categories,
    rank_groups,
    ranks,
    ratings,
    seniority,
    unit_profile,
)
from planner.plan.tables.requirements import binding, fairness, requirement_said, requirements_shown
from planner.plan.tables.structure import structure_flow, structure_units

__all__ = [
    "age_bands",
    "age_pyramid",
    "before_and_after",
    "behind",
    "binding",
    "by_entitlement",
    "by_group",
    "by_period",
    "by_route",
    "by_unit",
    "categories",
    "cost_bridge",
    "counted",
    "counts",
    "exits_by_quarter",
    "fairness",
    "flows",
    "heading",
    "history",
    "label",
    "law_used",
    "money_by_month",
    "money_by_quarter",
    "payback_month",
    "payback_quarter",
    "people",
    "present",
    "quarters_between",
    "rank_groups",
    "ranks",
    "ratings",
    "requirement_message",
    "requirement_said",
    "requirements_shown",
    "road_by_quarter",
    "seen",
    "seniority",
    "structure_flow",
    "structure_units",
    "timeline",
    "unit_profile",
    "waterfall",
    "with_changes",
]
