"""The scenario's requirements, each restated by counting people: one `check_*` for each function of the model."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import ROUND_CEILING, Decimal, localcontext
from fractions import Fraction
from math import ceil, floor

import numpy as np
import numpy.typing as npt

from planner.check.alike import check_twins
from planner.check.people import PEOPLE_CHECKS
from planner.check.view import View, breach, broken, room
from planner.core.errors import Problem
from planner.core.texts import Message
from planner.core.value_text import group_label, value_label
from planner.core.vocabulary import CHOSEN_ROUTES
from planner.instance.groups import groups_of
from planner.policy.law.deputy_caps import deputy_law
from planner.scenario.model import UnitBounds
from planner.scenario.paths import entry_name, shown_path


def check_reduction_by_period(view: View) -> Iterator[Problem]:
    """By the end of each period enough people have left, and not too many, of the baseline that the scenario names."""
    baseline, said = baseline_of(view), "broken_quota" if view.scenario.reduction.of == "quota" else "broken"
    for p, asked in enumerate(view.scenario.periods):
        remaining = len(view.people) - int((view.leaves & (view.period <= p)).sum())
        gone = baseline - remaining
        if asked.reduction_at_least is not None and gone < (least := ceil(Fraction(asked.reduction_at_least) * baseline)):
            yield broken("period_targets", asked.name, column=f"periods.{asked.name}.reduction_at_least", said=said, left=gone, least=least)
        if asked.reduction_at_most is not None and gone > (most := floor(Fraction(asked.reduction_at_most) * baseline)):
            yield broken("period_caps", asked.name, column=f"periods.{asked.name}.reduction_at_most", said=said, left=gone, most=most)


def baseline_of(view: View) -> int:
    """People present, or the sum of the quotas (people present where a unit has none)."""
    if view.scenario.reduction.of == "headcount":
        return len(view.people)
    present = np.bincount(view.structure.unit_of, minlength=len(view.structure.units))
    quotas = view.structure.units["assigned_quota"]
    return sum(int(present[row]) if quotas.isna().iloc[row] else int(quotas.iloc[row]) for row in range(len(quotas)))


def check_unit_reduction(view: View) -> Iterator[Problem]:
    """Each unit's net loss of people lies within its bounds."""
    before = np.bincount(view.structure.unit_of, minlength=len(view.structure.units))
    after = np.bincount(view.unit_after[~view.leaves], minlength=len(before))
    for row, bounds in _bounds_by_unit(view):
        lost, size = int(before[row] - after[row]), int(before[row])
        low, high = bounds["reduction_at_least"], bounds["reduction_at_most"]
        if low is not None and lost < (least := ceil(Fraction(low) * size)):
            yield broken("unit_targets", view.unit_name(row), column="units", unit=view.unit_name(row), lost=lost, least=least)
        if high is not None and lost > (most := floor(Fraction(high) * size)):
            yield broken("unit_caps", view.unit_name(row), column="units", unit=view.unit_name(row), lost=lost, most=most)


def check_unit_exits(view: View) -> Iterator[Problem]:
    """In no period do more people of a unit leave than its limit, or than leave naturally then where these are more."""
    for row, bounds in _bounds_by_unit(view):
        if bounds["exits_at_most_per_period"] is None:
            continue
        here = view.structure.unit_of == row
        for p, period in enumerate(view.scenario.periods):
            left, natural = int((here & view.leaves & (view.period == p)).sum()), int((here & (view.natural_period == p)).sum())
            if left > (most := max(int(str(bounds["exits_at_most_per_period"])), natural)):
                yield broken("unit_exits", view.unit_name(row), period.name, column="units", unit=view.unit_name(row), period=period.name, left=left, most=most)


def check_minimum_headcount(view: View) -> Iterator[Problem]:
    """Each unit keeps its minimum, or what natural exits leave where they alone undercut it."""
    everybody = np.ones(len(view.people), dtype=bool)
    for row, bounds in _bounds_by_unit(view):
        if bounds["minimum_headcount"] is not None:
            after, least = _remaining(view, everybody, row, int(str(bounds["minimum_headcount"])))
            if after < least:
                yield broken("unit_minimums", view.unit_name(row), column="units", unit=view.unit_name(row), after=after, least=least)


def check_keep_skills(view: View) -> Iterator[Problem]:
    """Each skill asked for remains with enough people, in its unit or in the ministry."""
    if not view.scenario.keep.skills:
        return
    for i, asked in enumerate(view.scenario.keep.skills):
        members = view.holders(asked.skill)
        rows = [None] if asked.unit is None else [int(np.flatnonzero(view.structure.units["unit"] == asked.unit)[0])]
        for row in rows:
            after, least = _remaining(view, members, row, asked.at_least)
            if after < least:
                place, name = shown_path(view.scenario, ("keep", "skills", i)), entry_name(view.scenario.keep.skills, i)
                yield broken("skills", name, asked.unit or "", column=place, unit=_where(view, row), skill=asked.skill, after=after, least=least)


def check_keep_positions(view: View) -> Iterator[Problem]:
    """Each position level asked for remains filled, in every unit that had it or in the ministry."""
    for i, asked in enumerate(view.scenario.keep.positions):
        members = view.structure.level == asked.level
        rows = [None] if asked.per == "ministry" else list(range(len(view.structure.units)))
        for row in rows:
            had = int((members & (view.structure.unit_of == row)).sum()) if row is not None else asked.at_least
            after, least = _remaining(view, members, row, min(asked.at_least, had))
            if after < least:
                place, level = shown_path(view.scenario, ("keep", "positions", i)), value_label("position_level", asked.level)
                name, unit = entry_name(view.scenario.keep.positions, i), "" if row is None else view.unit_name(row)
                yield broken("positions", name, unit, column=place, level=level, unit=_where(view, row), after=after, least=least)


def _where(view: View, row: int | None) -> str | Message:
    """The id of a unit, or the word for the whole ministry."""
    return Message("words.ministry") if row is None else view.unit_name(row)


def check_redeployment_room(view: View) -> Iterator[Problem]:
    """Moves go to other units with room, of people who may move."""
    moved = view.to_unit >= 0
    taken = np.bincount(view.to_unit[moved], minlength=len(view.structure.units))
    for row in np.flatnonzero(taken):
        if taken[row] > (most := room(view, int(row))):
            yield broken("moves", view.unit_name(int(row)), column="redeploy", unit=view.unit_name(int(row)), taken=int(taken[row]), room=most)
        stranger = (view.to_unit == row) & ~view.takes(int(row))
        yield from (breach("wrong_category", int(i), "to_unit", person=view.ids[i], unit=view.unit_name(int(row))) for i in np.flatnonzero(stranger))
    fixed = ~view.may_move | (view.to_unit == view.structure.unit_of)
    yield from (breach("may_not_move", int(i), "to_unit", person=view.ids[i]) for i in np.flatnonzero(moved & fixed))


def check_fairness(view: View) -> Iterator[Problem]:
    """No group of five or more leaves at more than max_ratio times the rate of all; natural exits do not count."""
    exits = view.leaves & np.isin(view.decision, [r.value for r in CHOSEN_ROUTES])
    n, gone = len(view.people), int(exits.sum())
    for rule in view.scenario.fairness:
        for group, members in groups_of(rule.by, view.people, view.structure, view.scenario.snapshot_on):
            size, left = int(members.sum()), int((members & exits).sum())
            if size >= 5 and Fraction(left, size) > Fraction(rule.max_ratio) * Fraction(gone, n):
                place, said = f"fairness.{rule.by}", group_label(rule.by, group)
                yield broken("fairness", rule.by, group, column=place, group=said, left=left, size=size, all=gone, people=n, ratio=float(rule.max_ratio))


def check_deputies(view: View) -> Iterator[Problem]:
    """No unit retains more deputies than its cap."""
    retained = (view.structure.level == "deputy") & (view.decision == "retain")
    kept = np.bincount(view.structure.unit_of[retained], minlength=len(view.caps))
    for row in np.flatnonzero((view.caps >= 0) & (kept > view.caps)):
        yield broken("deputies", view.unit_name(row), column="deputies", unit=view.unit_name(row), kept=int(kept[row]), most=int(view.caps[row]))


def check_deputy_average(view: View) -> Iterator[Problem]:
    """By law the units of a clause together retain no more deputies than their allowances add up to; who has grace is left out."""
    if view.scenario.deputies != "law":
        return
    found = deputy_law(view.structure.units, view.scenario.periods[-1].leave_on, view.benefits[0].law)
    held = ~(found.in_grace & view.scenario.deputies_grace)
    counted = (view.structure.level == "deputy") & (view.decision == "retain") & held[view.structure.unit_of]
    for clause in np.unique(found.clause):
        kept = int((found.clause[view.structure.unit_of[counted]] == clause).sum())
        if kept > (most := int(found.allowance[held & (found.clause == clause)].sum())):
            yield broken("deputy_average", str(clause), column="deputies", clause=Message(f"words.deputies_clause_{clause}"), kept=kept, most=most)


def check_budget(view: View) -> Iterator[Problem]:
    """The money spent, in all and in each period, is within the budget."""
    asked = view.scenario.budget
    spent = int(view.cost.sum())
    if asked.total_vnd is not None and spent > asked.total_vnd:
        yield broken("budget_total", column="budget.total_vnd", spent=spent, most=asked.total_vnd)
    for p, period in enumerate(view.scenario.periods):
        most = asked.by_period.get(period.name)
        spent = int(view.cost[view.period == p].sum())
        if most is not None and spent > most:
            yield broken("budget_period", period.name, column=f"budget.by_period.{period.name}", spent=spent, most=most)


def _remaining(view: View, members: npt.NDArray[np.bool_], row: int | None, asked: int) -> tuple[int, int]:
    """How many of `members` end in the unit (None: the ministry), and how many are asked once natural exits are seen."""
    before = members if row is None else members & (view.structure.unit_of == row)
    after = members & ~view.leaves if row is None else members & ~view.leaves & (view.unit_after == row)
    possible = int((before & (view.natural_period < 0)).sum())
    if row is not None:
        elsewhere = int((members & view.may_move & (view.structure.unit_of != row) & view.takes(row)).sum())
        possible += min(room(view, row), elsewhere)
    return int(after.sum()), min(asked, possible) if asked <= int(before.sum()) else asked


def _work_takes(view: View, unit: str) -> int | None:
    """People that a unit's work takes, rounded up; None where none of it is named."""
    own = [work for work in view.scenario.workload if work.unit == unit]
    with localcontext(prec=200):  # more digits than four numbers of a scenario have together
        people = sum((work.volume * work.remains * work.people_per_100 for work in own), Decimal(0)) / 100
        return int(people.to_integral_value(rounding=ROUND_CEILING)) if own else None


def _bounds_by_unit(view: View) -> Iterator[tuple[int, dict[str, object]]]:
    """Each unit's own bounds: the scenario's default, then the unit's entry, then (minimum only) the units table."""
    fields = list(UnitBounds.model_fields)
    asked = view.scenario.units
    table = view.structure.units["minimum_headcount"]
    for row, unit in enumerate(view.structure.units["unit"]):
        bounds: dict[str, object] = {f: getattr(asked.default, f) for f in fields}
        if unit in asked.by_unit:
            bounds |= {f: getattr(asked.by_unit[unit], f) for f in asked.by_unit[unit].model_fields_set}
        if bounds["minimum_headcount"] == "workload":
            bounds["minimum_headcount"] = _work_takes(view, str(unit))
        if bounds["minimum_headcount"] is None and not table.isna().iloc[row]:
            bounds["minimum_headcount"] = int(table.iloc[row])
        yield row, bounds


CHECKS: tuple[Callable[[View], Iterator[Problem]], ...] = (
    check_reduction_by_period, check_unit_reduction, check_unit_exits, check_minimum_headcount, check_keep_skills, check_keep_positions,
    check_deputies, check_deputy_average, check_redeployment_room, check_budget, check_fairness,
    *PEOPLE_CHECKS, check_twins,
)  # fmt: skip
