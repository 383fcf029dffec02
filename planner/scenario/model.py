"""The scenario: what management asks for. Frozen, strict, and free of any number that the law sets.

A share is an exact decimal (`Decimal`), so that 0.29 of 100 people is 29. A bound that is absent does not bind; a
weight that is absent counts nothing.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Annotated, Any, Literal, get_args

from pydantic import Field

from planner.core.columns import CATEGORIES, LEVELS, UNIT_KINDS, values
from planner.core.vocabulary import SECONDMENTS
from planner.policy.terms import AUTO, Regime, Terms
from planner.scenario.parts.chances import Acceptance, RouteName
from planner.scenario.parts.workload import Workload
from planner.scenario.values import Count, Day, Number, Part, Points, Share, Text, Tolerance, Vnd, Weight, json_number

Place = Literal[*SECONDMENTS]
Level = Literal[*values(LEVELS)]
UnitKind = Literal[*values(UNIT_KINDS)]
Category = Literal[*values(CATEGORIES)]


class Period(Part):
    """One leaving date with its cumulative target."""

    name: Text
    """What the period is called, in quotes: "2027"."""
    leave_on: Day
    """The date on which people leave in this period."""
    reduction_at_least: Share | None = None
    """Least share of the baseline that has left by the end of this period."""
    reduction_at_most: Share | None = None
    """Largest share of the baseline that may have left by the end of this period."""


class ShareBounds(Part):
    """Bounds on a group at the end of the last period."""

    reduction_at_least: Share | None = None
    """Least share of the group that goes."""
    reduction_at_most: Share | None = None
    """Largest share of the group that goes."""


def _names(*allowed: str) -> Any:
    """A mapping whose keys are told to editors; the loader checks them itself (`checks.py`)."""
    return Field(json_schema_extra={"propertyNames": {"enum": list(allowed)}})


class Reduction(Part):
    """What the targets are shares of, and bounds on parts of the ministry."""

    of: Literal["headcount", "quota"] = "headcount"
    """headcount: people present on the snapshot date; quota: assigned posts."""
    by_category: Annotated[dict[str, ShareBounds], _names(*get_args(Category))] = {}
    """Category to bounds on the exits of its people, over their number."""
    by_kind: Annotated[dict[str, ShareBounds], _names(*get_args(UnitKind))] = {}
    """Kind of unit to bounds on what all its units together lose, over their headcount."""


class RouteBounds(Part):
    """How many people leave by a route, in all periods together, or are sent to a place."""

    at_least: Count | None = None
    """Fewest people."""
    at_most: Count | None = None
    """Most people."""


class UnitBounds(Part):
    """Bounds on one unit: at the end of the last period, and in each single one."""

    reduction_at_least: Share | None = None
    """Least share of the unit's headcount that goes; 0 means that it may not grow."""
    reduction_at_most: Share | None = None
    """Largest share of the unit's headcount that goes."""
    minimum_headcount: Count | Literal["workload"] | None = None
    """Least number of people that remain, or `workload`: as many as the unit's work takes; replaces the units table's."""
    exits_at_most_per_period: Count | None = None
    """Most exits of the unit in any single period, natural ones counted, moves not; where natural exits alone are more, their number holds, with a warning."""


class Units(Part):
    """Bounds for every unit, and for named ones key by key."""

    default: UnitBounds = UnitBounds()
    """Holds for every unit."""
    by_unit: dict[str, UnitBounds] = {}
    """Unit id to bounds; each key given replaces the default's."""


class NewUnit(Part):
    """The unit that a merger or a new name makes."""

    unit: Text
    """Its id."""
    name: Text
    """Its full name."""
    kind: UnitKind
    """department, office, inspectorate, agency_1, agency_2 or public_unit."""
    received_functions: bool | None = None
    """Whether it took over functions of another body or unit; absent: where one of the former units did."""
    minimum_headcount: Count | None = None
    """Least number of people that it keeps; absent: the sum of the former units' minimums."""


class MovePeople(Part):
    """People who change their unit with the new structure."""

    people: Annotated[list[Text], Field(min_length=1)]
    """Employee ids."""
    to: Text
    """Id of the unit they go to; posts do not move with them."""


class ReorganiseStep(Part):
    """One step of the new structure: `merge` with `into`, `dissolve` with `people_to`, or `move`."""

    merge: Annotated[list[Text], Field(min_length=1)] | None = None
    """Ids of the units that are merged; one alone gets the new id, name and kind and keeps the rest."""
    into: NewUnit | None = None
    """The unit they become."""
    dissolve: Text | None = None
    """Id of the unit that is dissolved."""
    people_to: Annotated[list[Text], Field(min_length=1)] | None = None
    """Ids of the units that its people go to, in turn."""
    move: MovePeople | None = None
    """Named people who go to another unit."""


class SkillFloor(Part):
    """A number of people with a skill who stay."""

    skill: Text
    """The skill, as written in the roster."""
    unit: Text | None = None
    """Unit id; absent: the whole ministry."""
    at_least: Count
    """How many stay."""


class PositionFloor(Part):
    """A number of people of a position level who stay."""

    level: Level
    """head, deputy, division_head, division_deputy or staff."""
    at_least: Count
    """How many stay."""
    per: Literal["unit", "ministry"] = "ministry"
    """Counted in each unit, or in the ministry."""


class Succession(Part):
    """Two people of whom one at most leaves."""

    if_leaves: Text
    """Employee id: when this person leaves, by whatever exit,"""
    keep: Text
    """employee id: this one stays, or moves to another unit."""


class Keep(Part):
    """Whom and what must be kept."""

    key_roles: bool = False
    """Nobody in a key role leaves unless they volunteer."""
    people: list[Text] = []
    """Employee ids of people who stay (natural exits excepted)."""
    skills: list[SkillFloor] = []
    """Skills that must remain covered."""
    positions: list[PositionFloor] = []
    """Position levels that must remain filled."""
    succession: list[Succession] = []
    """Pairs of people of whom one at most leaves."""
    twins: Literal["alike"] | None = None
    """alike: two people whom nothing tells apart but their id are decided alike."""


class Redeploy(Part):
    """Moves to units with room."""

    allowed: bool
    """Whether people may be moved to another unit."""
    at_most_per_unit: Count | None = None
    """Most people that one unit takes in."""
    any_category: bool = False
    """Whether people may also move to units that are not of their category, contract staff too."""
    to: list[Text] = []
    """Units that take people in; empty: every unit with room."""


class Budget(Part):
    """Money for exits."""

    total_vnd: Vnd | None = None
    """Most that all exits together may cost, VND."""
    by_period: dict[str, Vnd] = {}
    """Period name to the most that its exits may cost, VND."""


class Fairness(Part):
    """A group's exit rate against everybody's."""

    by: Text
    """sex, age_band, category, position_level, unit, or an attention group's name."""
    max_ratio: Annotated[Number, Field(gt=0, le=1_000_000, decimal_places=6), json_number(exclusiveMinimum=0, maximum=1_000_000)]
    """Most times that a group's exit rate may be the rate of all."""


class Merit(Part):
    """Points of ratings and awards."""

    excellent: Points = Decimal(100)
    """Points of a year rated excellent."""
    good: Points = Decimal(80)
    """Points of a year rated good."""
    completed: Points = Decimal(55)
    """Points of a year rated completed."""
    not_completed: Points = Decimal(0)
    """Points of a year rated not completed."""
    award: Points = Decimal(5)
    """Points of one award."""
    award_cap: Points = Decimal(15)
    """Most points that awards give."""


class Objective(Part):
    """Weights of the goal, which is maximised."""

    retained_merit: Weight = Decimal(1)
    """For each merit point of a person who stays."""
    cost_per_million_vnd: Weight = Decimal(0)
    """Against each million VND spent."""
    involuntary: Weight = Decimal(0)
    """Against each involuntary exit."""
    attention_group: Weight = Decimal(0)
    """Against each involuntary exit of a person in an attention group."""
    redeploy: Weight = Decimal(0)
    """Against each move to another unit."""
    secondment: Weight = Decimal(0)
    """Against each secondment."""


class Tier(Part):
    """One goal of an ordered list."""

    minimise: Literal["involuntary", "attention_group", "cost", "redeploy"] | None = None
    """involuntary, attention_group or redeploy: number of people; cost: VND."""
    maximise: Literal["retained_merit", "objective"] | None = None
    """retained_merit: merit points of those who stay; objective: the weighted goal."""
    tolerance: Tolerance = Decimal(0)
    """How much worse than its proven best later goals may make it: people, VND or points."""
    relative_tolerance: Share = Decimal(0)
    """As `tolerance`, as a share of the best."""

    @property
    def goal(self) -> str:
        """What is minimised or maximised."""
        return str(self.minimise or self.maximise)

    @property
    def minimised(self) -> bool:
        """Whether less is better."""
        return self.minimise is not None


class LawOverride(Part):
    """A what-if on the law: a parameter has another value from a day on."""

    parameter: Text
    """Name of a parameter of the law, as the sheet of the law used shows it: nd154.early_retirement.per_early_year."""
    since: Annotated[Day, Field(alias="from")]
    """The day from which the value holds, until the law's next later value."""
    value: Annotated[Any, Field(json_schema_extra={"type": ["number", "boolean", "string", "array", "object"]})]
    """The value, written as the parameter's own file writes it."""
    reason: Text
    """Why it is assumed; printed on everything made from it."""


class Solver(Part):
    """Limits of the search."""

    time_limit_s: Annotated[Number, Field(gt=0, le=86_400), json_number(exclusiveMinimum=0, maximum=86_400)] = Decimal(60)
    """Seconds for the whole run."""
    relative_gap: Share = Decimal("0.00001")
    """A plan within this share of the proven bound is called optimal."""
    seed: Annotated[int, Field(ge=0, le=2**31 - 1)] = 1
    """Seed of the search."""


class Scenario(Part):
    """Everything that one plan is asked to do."""

    title: Text
    """One line that names the scenario."""
    description: str | None = None
    """What it is for, in free text."""
    roster: Text
    """The roster's path, relative to this file."""
    corrections: Text | None = None
    """Path of a ledger of corrections (CSV), relative to this file; its accepted cells are put into the roster."""
    snapshot_on: Day
    """The day on which the baseline is counted."""
    decided_on: Day
    """The day of the decision; it settles which law governs."""
    reorganised_on: Day | None = None
    """Start of the first-12-months window of NĐ 178."""
    regime: Regime = AUTO
    """The decree that pays; auto takes the most favourable one in force."""
    periods: Annotated[list[Period], Field(min_length=1)]
    """Leaving dates, earliest first."""
    reduction: Reduction = Reduction()
    """What the targets are shares of."""
    units: Units = Units()
    """Bounds on units."""
    workload: list[Workload] = []
    """The work of units, in volumes; what each unit named needs stands beside its headcount."""
    reorganise: list[ReorganiseStep] = []
    """Mergers and dissolutions, in order."""
    keep: Keep = Keep()
    """Whom and what must be kept."""
    deputies: Literal["law", "each", "ignore"] | Count = "ignore"
    """Cap on deputies: by law (the average of the ministry), each unit by its own allowance, none, or a number for every unit."""
    deputies_grace: bool = False
    """Leave units that were merged or received functions out until the first period after 2030-12-31 (NĐ 303/2025, Article 15(2))."""
    redeploy: Redeploy = Redeploy(allowed=False)
    """Moves to units with room."""
    secondment: Annotated[dict[str, RouteBounds], _names(*get_args(Place))] = {}
    """Where people are sent for some years (biệt phái), and how many; nobody to a place that is not named."""
    budget: Budget = Budget()
    """Money for exits, and for what secondments cost at reception."""
    fairness: list[Fairness] = []
    """Limits on how unevenly exits may fall."""
    routes: list[RouteName] = ["early_retirement", "immediate_separation"]
    """Exits that the planner may choose; natural ones are always there."""
    by_route: Annotated[dict[str, RouteBounds], _names(*get_args(RouteName))] = {}
    """Route to how many people leave by it; for a route of `routes`."""
    acceptance: Acceptance | None = None
    """How likely offers are accepted, and how sure the targets are to be reached."""
    stay_close: Count | None = None
    """Most people whose decision may differ from an earlier plan's, given with the scenario (`--close-to`)."""
    merit: Merit = Merit()
    """Points of ratings and awards."""
    objective: Objective = Objective()
    """Weights of the goal."""
    tiers: list[Tier] = []
    """Goals in order, instead of the weights: each is proven before the next."""
    law: list[LawOverride] = []
    """What-ifs on the law; what is made from them is marked ?."""
    solver: Solver = Solver()
    """Limits of the search."""

    def terms(self, leave_on: dt.date) -> Terms:
        """The terms on which people leave on a date of the scenario."""
        return Terms(leave_on, self.decided_on, self.reorganised_on, self.snapshot_on, self.regime, natural_alone=True)
