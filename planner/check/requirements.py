"""The scenario's requirements, each restated by counting people: one `check_*` for each function of the model."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from math import ceil, floor

import numpy as np

from planner.check.view import View, breach
from planner.errors import Problem
from planner.scenario.model import UnitBounds


def check_reduction_by_period(view: View) -> Iterator[Problem]:
    """By the end of each period enough people have left, and not too many."""
    baseline = len(view.people)
    for p, asked in enumerate(view.scenario.periods):
        left = int((view.leaves & (view.period <= p)).sum())
        if asked.reduction_at_least is not None and left < (least := ceil(Fraction(asked.reduction_at_least) * baseline)):
            yield breach("target_missed", column=f"periods.{asked.name}.reduction_at_least", left=left, least=least)
        if asked.reduction_at_most is not None and left > (most := floor(Fraction(asked.reduction_at_most) * baseline)):
            yield breach("target_exceeded", column=f"periods.{asked.name}.reduction_at_most", left=left, most=most)


def check_unit_reduction(view: View) -> Iterator[Problem]:
    """Each unit's net loss of people lies within its bounds."""
    before = np.bincount(view.structure.unit_of, minlength=len(view.structure.units))
    after = np.bincount(view.unit_after[~view.leaves], minlength=len(before))
    for row, bounds in _bounds_by_unit(view):
        lost, size = int(before[row] - after[row]), int(before[row])
        low, high = bounds["reduction_at_least"], bounds["reduction_at_most"]
        if low is not None and lost < (least := ceil(Fraction(low) * size)):
            yield breach("unit_below", column="units", unit=view.unit_name(row), lost=lost, least=least)
        if high is not None and lost > (most := floor(Fraction(high) * size)):
            yield breach("unit_above", column="units", unit=view.unit_name(row), lost=lost, most=most)


def check_minimum_headcount(view: View) -> Iterator[Problem]:
    """Each unit keeps its minimum, or what natural exits leave where they alone undercut it."""
    before = np.bincount(view.structure.unit_of, minlength=len(view.structure.units))
    natural = np.bincount(view.structure.unit_of[view.natural_period >= 0], minlength=len(before))
    after = np.bincount(view.unit_after[~view.leaves], minlength=len(before))
    for row, bounds in _bounds_by_unit(view):
        least = bounds["minimum_headcount"]
        if least is None:
            continue
        if before[row] >= int(least):
            least = min(int(least), int(before[row] - natural[row]))
        if after[row] < int(least):
            yield breach("unit_too_small", column="units", unit=view.unit_name(row), after=int(after[row]), least=int(least))


def check_deputies(view: View) -> Iterator[Problem]:
    """No unit retains more deputies than its cap."""
    retained = (view.structure.level == "deputy") & (view.decision == "retain")
    kept = np.bincount(view.structure.unit_of[retained], minlength=len(view.caps))
    for row in np.flatnonzero((view.caps >= 0) & (kept > view.caps)):
        yield breach("too_many_deputies", column="deputies", unit=view.unit_name(row), kept=int(kept[row]), most=int(view.caps[row]))


def check_budget(view: View) -> Iterator[Problem]:
    """The money spent, in all and in each period, is within the budget."""
    asked = view.scenario.budget
    spent = int(view.cost.sum())
    if asked.total_vnd is not None and spent > asked.total_vnd:
        yield breach("budget_exceeded", column="budget.total_vnd", spent=spent, most=asked.total_vnd)
    for p, period in enumerate(view.scenario.periods):
        most = asked.by_period.get(period.name)
        spent = int(view.cost[view.period == p].sum())
        if most is not None and spent > most:
            yield breach("budget_exceeded", column=f"budget.by_period.{period.name}", spent=spent, most=most)


def _bounds_by_unit(view: View) -> Iterator[tuple[int, dict[str, object]]]:
    """Each unit's own bounds: the scenario's default, then the unit's entry, then (minimum only) the units table."""
    fields = list(UnitBounds.model_fields)
    asked = view.scenario.units
    table = view.structure.units["minimum_headcount"]
    for row, unit in enumerate(view.structure.units["unit"]):
        bounds: dict[str, object] = {f: getattr(asked.default, f) for f in fields}
        if unit in asked.by_unit:
            bounds |= {f: getattr(asked.by_unit[unit], f) for f in asked.by_unit[unit].model_fields_set}
        if bounds["minimum_headcount"] is None and not table.isna().iloc[row]:
            bounds["minimum_headcount"] = int(table.iloc[row])
        yield row, bounds


CHECKS: tuple[Callable[[View], Iterator[Problem]], ...] = (
    check_reduction_by_period, check_unit_reduction, check_minimum_headcount, check_deputies, check_budget,
)  # fmt: skip
