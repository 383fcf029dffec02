"""Faults of a scenario that a single key cannot show: dates that do not rise, names that repeat or are unknown."""

from __future__ import annotations

from collections.abc import Collection

from planner.errors import Problem, problem
from planner.schema import ATTENTION_GROUPS, values
from planner.scenario.model import Scenario

FAIR_ATTRIBUTES = ("sex", "age_band", "category", "position_level", "unit")


def scenario_problems(scenario: Scenario, file: str) -> list[Problem]:
    """Faults inside the scenario alone."""
    found = [*_period_problems(scenario, file), *_step_problems(scenario, file)]
    names = {period.name for period in scenario.periods}
    for name in scenario.budget.by_period:
        if name not in names:
            found.append(problem("scenario.unknown_period", file=file, column=f"budget.by_period.{name}", name=name, known=", ".join(sorted(names))))
    if scenario.decided_on > scenario.periods[-1].leave_on:
        found.append(problem("scenario.decided_after_leaving", file=file, column="decided_on"))
    if len(set(scenario.routes)) < len(scenario.routes):
        found.append(problem("scenario.repeated_route", file=file, column="routes"))
    seen: set[str] = set()
    for i, rule in enumerate(scenario.fairness):
        if rule.by in seen:
            found.append(problem("scenario.repeated_group", file=file, column=f"fairness.{i}.by", name=rule.by))
        seen.add(rule.by)
    bounds = {"default": scenario.units.default, **{f"by_unit.{k}": b for k, b in scenario.units.by_unit.items()}}
    for key, bound in bounds.items():
        low, high = bound.reduction_at_least, bound.reduction_at_most
        if low is not None and high is not None and low > high:
            found.append(problem("scenario.bounds_crossed", file=file, column=f"units.{key}", low=low, high=high))
    return found


def _period_problems(scenario: Scenario, file: str) -> list[Problem]:
    found: list[Problem] = []
    names: set[str] = set()
    before = scenario.snapshot_on
    for i, period in enumerate(scenario.periods):
        if period.name in names:
            found.append(problem("scenario.repeated_period", file=file, column=f"periods.{i}.name", name=period.name))
        names.add(period.name)
        if period.leave_on <= before and i > 0:
            found.append(problem("scenario.dates_do_not_rise", file=file, column=f"periods.{i}.leave_on", date=period.leave_on, before=before))
        elif i == 0 and period.leave_on < before:
            found.append(problem("scenario.leaves_before_snapshot", file=file, column="periods.0.leave_on", date=period.leave_on, before=before))
        before = period.leave_on
        low, high = period.reduction_at_least, period.reduction_at_most
        if low is not None and high is not None and low > high:
            found.append(problem("scenario.bounds_crossed", file=file, column=f"periods.{i}", low=low, high=high))
    return found


def _step_problems(scenario: Scenario, file: str) -> list[Problem]:
    found: list[Problem] = []
    for i, step in enumerate(scenario.reorganise):
        is_merge = step.merge is not None and step.into is not None and step.dissolve is None and step.people_to is None
        is_dissolve = step.dissolve is not None and step.people_to is not None and step.merge is None and step.into is None
        if not (is_merge or is_dissolve):
            found.append(problem("scenario.step_unclear", file=file, column=f"reorganise.{i}"))
    return found


def name_problems(scenario: Scenario, file: str, units: Collection[str], people: Collection[str], groups: Collection[str]) -> list[Problem]:
    """Names that the roster does not know: units (after `reorganise`), people, groups of `fairness`."""
    found: list[Problem] = []
    known_units = ", ".join(list(units)[:30])
    for unit in scenario.units.by_unit:
        if unit not in units:
            found.append(problem("scenario.unknown_unit", file=file, column=f"units.by_unit.{unit}", name=unit, known=known_units))
    for i, floor in enumerate(scenario.keep.skills):
        if floor.unit is not None and floor.unit not in units:
            found.append(problem("scenario.unknown_unit", file=file, column=f"keep.skills.{i}.unit", name=floor.unit, known=known_units))
    for i, person in enumerate(scenario.keep.people):
        if person not in people:
            found.append(problem("scenario.unknown_person", file=file, column=f"keep.people.{i}", name=person))
    known_groups = {*FAIR_ATTRIBUTES, *values(ATTENTION_GROUPS), *groups}
    for i, rule in enumerate(scenario.fairness):
        if rule.by not in known_groups:
            found.append(problem("scenario.unknown_group", file=file, column=f"fairness.{i}.by", name=rule.by, known=", ".join(sorted(known_groups))))
    return found
