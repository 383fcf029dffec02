"""What `plan.json` looks like: whatever reads it may then rely on its keys and kinds of values."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StrictBool, StrictFloat, StrictInt, StrictStr, ValidationError

from planner.core.errors import InputError, problem
from planner.optimise.solve.result import Status

Whole = Annotated[StrictInt, Field(ge=-(10**18), le=10**18)]
Number = Annotated[StrictInt, Field(ge=-(10**18), le=10**18)] | Annotated[StrictFloat, Field(allow_inf_nan=False)]
Text = StrictStr
_SHOWN = 10
"""So many faults are said."""


class _Part(BaseModel):
    """Part of the file; what is not named here may stand beside it. What has a default is lacking in files of older versions."""

    model_config = ConfigDict(extra="allow", defer_build=True)


class _Tier(_Part):
    goal: Text
    sense: Text
    value: Number
    best: Number
    bound: Number | None
    limit: Number | None
    proven: StrictBool
    sentence: Text


class _Headcount(_Part):
    baseline: Whole
    leavers: Whole
    remaining: Whole
    reduction: Number


class _Period(_Part):
    name: Text
    leave_on: Text
    leavers: Whole
    cumulative_reduction: Number
    reached: Number | None = None
    cost_vnd: Whole


class _Unit(_Part):
    unit: Text
    name: Text
    before: Whole
    after: Whole
    need: Whole | None = None
    leavers: Whole
    redeployed_in: Whole
    redeployed_out: Whole
    reduction: Number
    cost_vnd: Whole


class _Route(_Part):
    people: Whole
    cost_vnd: Whole


class _Group(_Part):
    by: Text
    group: Text
    people: Whole
    exits: Whole
    rate: Number
    ratio: Number | None
    max_ratio: Number
    small: StrictBool


class _Clash(_Part):
    requirement: Text
    scope: Text
    message: Text


class _Repair(_Part):
    change: dict[str, Any]
    message: Text
    verified: StrictBool
    cost_vnd: Whole
    family: Text
    status: Text
    gap: Number | None = None
    objective: Number
    leavers: Whole
    involuntary: Whole


class _Doubt(_Part):
    parameter: Text
    description: Text
    evidence: Text
    people: Whole
    cost_vnd: Whole
    value: Any
    other: Any
    says: Text | None
    difference_vnd: Whole | None


class _Override(_Part):
    parameter: Text


class _Provenance(_Part):
    planner: Text
    roster: Text
    roster_sha256: Text
    corrections: dict[str, Any] | None
    scenario: Text | None
    scenario_sha256: Text
    reference_sha256: Text | None
    law_checked_on: Text
    law_overrides: list[_Override]
    solver: Text
    seed: Whole
    threads: Whole
    seconds: Number
    lang: Text | None = None
    xlsxwriter: Text | None = None
    changes: list[Text]


class _Surely(_Part):
    """A target and the offers that make it sure."""

    name: Text
    target: Whole
    certain: Whole
    needed: Whole
    offered: Whole
    must_leave: Whole
    low: Number
    middle: Number
    high: Number
    first_wave: Whole
    second_wave_expected: Number
    second_wave_at_most: Whole


class _Acceptance(_Part):
    confidence: Number
    level: Text
    periods: list[_Surely]


class _Answer(_Part):
    """What every answer holds."""

    title: Text
    status: Status
    tiers: list[_Tier]
    conflict: list[_Clash]
    conflict_summary: Text | None
    conflict_groups: list[_Clash]
    repairs: list[_Repair]
    conflict_notes: list[Text]
    notes: list[Text] = []
    warnings: list[Text]
    provenance: _Provenance


class _Quarter(_Part):
    quarter: Text
    starts_on: Text
    exits: Whole
    headcount: Whole
    natural_exits: Whole
    involuntary: Whole
    cost_vnd: Whole
    saving_vnd: Whole
    saving_natural_vnd: Whole
    cost_to_date_vnd: Whole
    saving_to_date_vnd: Whole
    saving_natural_to_date_vnd: Whole
    net_vnd: Whole


class _Before(_Part):
    natural_exits: Whole
    saving_natural_vnd: Whole


class _Roadmap(_Part):
    before: _Before
    quarters: list[_Quarter]
    payback_quarter: Text | None


class SolvedPlan(_Answer):
    """An answer with a plan."""

    objective: Number
    bound: Number | None
    gap: Number | None
    loss_gap: Number | None
    price_bound: Number | None
    headcount: _Headcount
    cost_vnd: Whole
    saving_vnd_per_year: Whole
    saving_natural_vnd_per_year: Whole | None = None
    payback_months: Number | None
    involuntary: Whole
    redeployed: Whole
    seconded: Whole
    periods: list[_Period]
    units: list[_Unit]
    routes: dict[str, _Route]
    fairness: list[_Group] = []
    roadmap: _Roadmap | None = None
    doubts: list[_Doubt]
    acceptance: _Acceptance | None = None


class _Asked(_Part):
    """What an impossible answer keeps of its scenario."""

    file: Text | None
    roster: Text
    data: dict[str, Any]


class UnsolvedPlan(_Answer):
    """An answer without one: its figures are null. bound: what was proven of plans that were not found."""

    objective: None
    bound: Number | None = None
    gap: None = None
    loss_gap: None = None
    price_bound: Number | None = None
    headcount: None
    cost_vnd: None
    saving_vnd_per_year: None
    saving_natural_vnd_per_year: None = None
    payback_months: None
    involuntary: None
    redeployed: None
    seconded: None
    periods: None
    units: None
    routes: None
    fairness: None = None
    roadmap: None = None
    scenario: _Asked


def plan_of(file: Path) -> dict[str, Any]:
    """The mapping of a `plan.json`. InputError, naming the keys, where it is missing or is not such a file."""
    try:
        data = json.loads(file.read_text(encoding="utf-8"))
        solved = isinstance(data, dict) and data.get("status") in (Status.OPTIMAL.value, Status.FEASIBLE.value)
        (SolvedPlan if solved else UnsolvedPlan).model_validate(data)
    except ValidationError as error:
        found = error.errors(include_url=False, include_input=False, include_context=False)
        raise InputError([problem("check.shape_wrong", file=str(file), column=".".join(map(str, f["loc"])) or None) for f in found[:_SHOWN]]) from None
    except (OSError, ValueError, RecursionError):
        raise InputError(problem("check.file_missing", file=str(file))) from None
    return dict(data)
