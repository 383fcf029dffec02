"""Derived tables: what a run or a case says, as frames that report and app read.

Columns have canonical English names, values are unformatted (shares 0 to 1, whole VND, dates as dates); words come from
`labels`. Nothing here decides anything.
"""

from planner.tables.figures import by_period, by_route, by_unit, waterfall
from planner.tables.labels import heading, label, requirement_label
from planner.tables.law import law_used
from planner.tables.people import people
from planner.tables.profile import age_pyramid, unit_level_heat_map, unit_profile
from planner.tables.refused import refusals, refusals_summary
from planner.tables.requirements import binding

__all__ = [
    "age_pyramid",
    "binding",
    "by_period",
    "by_route",
    "by_unit",
    "heading",
    "label",
    "law_used",
    "people",
    "refusals",
    "refusals_summary",
    "requirement_label",
    "unit_level_heat_map",
    "unit_profile",
    "waterfall",
]
