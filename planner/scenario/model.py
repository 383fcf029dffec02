"""The scenario: what management asks for. Frozen, strict, and free of any number that the law sets.

A share is an exact decimal (`Decimal`), so that 0.29 of 100 people is 29. A bound that is absent does not bind; a
weight that is absent counts nothing.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

RouteName = Literal["early_retirement", "immediate_separation", "training_separation", "transfer_out"]
Level = Literal["head", "deputy", "division_head", "division_deputy", "staff"]
UnitKind = Literal["department", "office", "inspectorate", "agency_1", "agency_2", "public_unit"]


def _number(value: Any) -> Decimal:
    """A YAML number as the decimal that was typed; text and yes/no are refused, not converted."""
    if isinstance(value, Decimal):
        return value
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise PydanticCustomError("number_wanted", "a number is wanted")
    return Decimal(str(value))


def _json_number(**bounds: float) -> WithJsonSchema:
    """What an editor is told of a number: pydantic would offer text for a decimal, and leave its bounds out."""
    return WithJsonSchema({"type": "number", **bounds})


Number = Annotated[Decimal, BeforeValidator(_number), Field(allow_inf_nan=False)]
Share = Annotated[Number, Field(ge=0, le=1), _json_number(minimum=0, maximum=1)]
Weight = Annotated[Number, Field(ge=0, le=1_000_000), _json_number(minimum=0, maximum=1_000_000)]
Points = Weight
Count = Annotated[int, Field(ge=0, le=10_000_000)]
Vnd = Annotated[int, Field(ge=0, le=10**15)]
Text = Annotated[str, Field(min_length=1, max_length=500)]


class Part(BaseModel):
    """Base of every part: unknown keys refused, nothing converted, nothing changed afterwards."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, use_attribute_docstrings=True)


class Period(Part):
    """One leaving date with its cumulative target."""

    name: Text
    """What the period is called, in quotes: "2027"."""
    leave_on: dt.date
    """The date on which people leave in this period."""
    reduction_at_least: Share | None = None
    """Least share of the baseline that has left by the end of this period."""
    reduction_at_most: Share | None = None
    """Largest share of the baseline that may have left by the end of this period."""


class Reduction(Part):
    """What the targets are shares of."""

    of: Literal["headcount", "quota"] = "headcount"
    """headcount: people present on the snapshot date; quota: assigned posts."""


class UnitBounds(Part):
    """Bounds on one unit at the end of the last period."""

    reduction_at_least: Share | None = None
    """Least share of the unit's headcount that goes; 0 means that it may not grow."""
    reduction_at_most: Share | None = None
    """Largest share of the unit's headcount that goes."""
    minimum_headcount: Count | None = None
    """Least number of people that remain; replaces the units table's."""


class Units(Part):
    """Bounds for every unit, and for named ones key by key."""

    default: UnitBounds = UnitBounds()
    """Holds for every unit."""
    by_unit: dict[str, UnitBounds] = {}
    """Unit id to bounds; each key given replaces the default's."""


class NewUnit(Part):
    """The unit that a merger makes."""

    unit: Text
    """Its id."""
    name: Text
    """Its full name."""
    kind: UnitKind
    """department, office, inspectorate, agency_1, agency_2 or public_unit."""


class ReorganiseStep(Part):
    """One step of the new structure: `merge` with `into`, or `dissolve` with `people_to`."""

    merge: Annotated[list[Text], Field(min_length=2)] | None = None
    """Ids of the units that are merged."""
    into: NewUnit | None = None
    """The unit they become."""
    dissolve: Text | None = None
    """Id of the unit that is dissolved."""
    people_to: Annotated[list[Text], Field(min_length=1)] | None = None
    """Ids of the units that its people go to, in turn."""


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


class Redeploy(Part):
    """Moves to units with room."""

    allowed: bool
    """Whether people may be moved to another unit."""
    at_most_per_unit: Count | None = None
    """Most people that one unit takes in."""


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
    max_ratio: Annotated[Number, Field(gt=0, le=1_000_000, decimal_places=6), _json_number(exclusiveMinimum=0, maximum=1_000_000)]
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


class Solver(Part):
    """Limits of the search."""

    time_limit_s: Annotated[Number, Field(gt=0, le=86_400), _json_number(exclusiveMinimum=0, maximum=86_400)] = Decimal(60)
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
    snapshot_on: dt.date
    """The day on which the baseline is counted."""
    decided_on: dt.date
    """The day of the decision; it settles which law governs."""
    reorganised_on: dt.date | None = None
    """Start of the first-12-months window of NĐ 178."""
    regime: Literal["auto", "nd29", "nd178", "nd154"] = "auto"
    """The decree that pays; auto takes the most favourable one in force."""
    periods: Annotated[list[Period], Field(min_length=1)]
    """Leaving dates, earliest first."""
    reduction: Reduction = Reduction()
    """What the targets are shares of."""
    units: Units = Units()
    """Bounds on units."""
    reorganise: list[ReorganiseStep] = []
    """Mergers and dissolutions, in order."""
    keep: Keep = Keep()
    """Whom and what must be kept."""
    deputies: Literal["law", "ignore"] | Count = "ignore"
    """Cap on deputies in a unit: by law, none, or a number."""
    redeploy: Redeploy = Redeploy(allowed=False)
    """Moves to units with room."""
    budget: Budget = Budget()
    """Money for exits."""
    fairness: list[Fairness] = []
    """Limits on how unevenly exits may fall."""
    routes: list[RouteName] = ["early_retirement", "immediate_separation"]
    """Exits that the planner may choose; natural ones are always there."""
    merit: Merit = Merit()
    """Points of ratings and awards."""
    objective: Objective = Objective()
    """Weights of the goal."""
    solver: Solver = Solver()
    """Limits of the search."""
