"""The nearest case that was decided otherwise: the twin whom people will ask about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from planner.core.dates import full_years
from planner.core.vocabulary import CHOSEN, DECISIONS, STAYS
from planner.instance.instance import Instance
from planner.instance.options import Bar

COMPARED = (
    "unit", "category", "position_level", "merit", "age", "exit_cost_vnd", "volunteers", "key_role", "lock", "attention_groups",
    "protected",
)  # fmt: skip


@dataclass(frozen=True)
class Nearest:
    """The nearest person decided otherwise. same: what the two share (unit, category, position_level).

    differences: (column, this person's value, the other's value) for each fact that separates them.
    """

    row: int
    employee_id: str
    decision: str
    period: str
    same: tuple[str, ...]
    differences: tuple[tuple[str, Any, Any], ...]


def nearest_otherwise(instance: Instance, chosen: npt.NDArray[np.int64], row: int) -> Nearest | None:
    """Among those who stay (leave by a chosen route) where the person leaves (stays): the most alike; None where nobody.

    Same unit, category and level first; then the smallest distance in merit, age and money of leaving, each measured in
    standard deviations; the earlier in the roster where two are alike. Natural leavers are nobody's twin.
    """
    decision = instance.options.decision[chosen]
    stays, leaves = np.isin(decision, STAYS), np.isin(decision, CHOSEN)
    if not (stays[row] or leaves[row]):
        return None
    others = leaves if stays[row] else stays
    if not others.any():
        return None
    unit, level = instance.structure.unit_of, instance.structure.level
    category = instance.people["category"].to_numpy(dtype=object)
    alike = {"unit": unit == unit[row], "category": category == category[row], "position_level": level == level[row]}
    facts = [instance.merit, _ages(instance), exit_costs(instance).astype(np.float64)]
    distance = sum(np.abs(fact - fact[row]) / (float(fact.std()) or 1.0) for fact in facts)
    missing = sum((~same).astype(np.int64) * weight for same, weight in zip(alike.values(), (4, 2, 1), strict=True))
    candidates = np.flatnonzero(others)
    best = candidates[np.lexsort((distance[candidates], missing[candidates]))[0]]
    return Nearest(
        row=int(best),
        employee_id=str(instance.people["employee_id"].iloc[best]),
        decision=DECISIONS[decision[best]].value,
        period=_period(instance, int(chosen[best])),
        same=tuple(name for name, same in alike.items() if same[best]),
        differences=_differences(instance, row, int(best)),
    )


def exit_costs(instance: Instance) -> npt.NDArray[np.int64]:
    """The cheapest chosen exit of each person, barred or not, VND: int64[n]; 0 where the law opens none."""
    options = instance.options
    none = np.iinfo(np.int64).max
    cost = np.where(np.isin(options.decision, CHOSEN), options.cost_vnd, none)
    least = np.minimum.reduceat(cost, options.start[:-1])
    return np.where(least == none, 0, least)


def compared_values(instance: Instance, rows: Sequence[int]) -> dict[str, list[Any]]:
    """The facts of `COMPARED` for some people."""
    people = instance.people.iloc[list(rows)]
    values: dict[str, list[Any]] = {name: people[name].tolist() for name in COMPARED if name in people}
    values["unit"] = [str(instance.structure.units["unit"].iloc[instance.structure.unit_of[r]]) for r in rows]
    values["position_level"] = [instance.structure.level[r] for r in rows]
    values["merit"] = [float(instance.merit[r]) for r in rows]
    values["age"] = _ages(instance)[list(rows)].astype(int).tolist()
    values["protected"] = [_protected(instance, r) for r in rows]
    values["exit_cost_vnd"] = exit_costs(instance)[list(rows)].tolist()
    return values


def _protected(instance: Instance, row: int) -> bool:
    """Whether some exit that the decree opens is barred because the person is not yet considered."""
    span = slice(int(instance.options.start[row]), int(instance.options.start[row + 1]))
    return bool((instance.options.barred[span] & int(Bar.PROTECTED)).any())


def _differences(instance: Instance, row: int, other: int) -> tuple[tuple[str, Any, Any], ...]:
    values = compared_values(instance, (row, other))
    pairs = [(name, *values[name]) for name in COMPARED]
    return tuple((name, mine, theirs) for name, mine, theirs in pairs if mine != theirs and not (mine != mine and theirs != theirs))


def _ages(instance: Instance) -> npt.NDArray[np.float64]:
    return full_years(instance.people["birth_date"].to_numpy(), instance.scenario.snapshot_on).astype(np.float64)


def _period(instance: Instance, option: int) -> str:
    at = int(instance.options.period[option])
    return instance.scenario.periods[at].name if at >= 0 else ""
