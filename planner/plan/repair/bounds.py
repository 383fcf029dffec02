"""Bounds in numbers of people: periods, units, groups, routes, floors. Each gives way row by row, by the fewest people."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Any

import numpy as np

from planner.core.rounding import at_least, at_most
from planner.core.texts import Message
from planner.core.vocabulary import SECONDMENTS
from planner.optimise.model.rows import RowName
from planner.plan.infeasibility.sentences import value_label
from planner.plan.repair.change import Edited, share_above, share_below
from planner.plan.repair.elastic import slack_of
from planner.plan.repair.proposal import Proposal, Question, counted

FEW_UNITS = 2
"""Up to so many units are named one by one; for more, one bound for all is offered too."""
GRID = 1000
"""Steps of a share that is one bound for all units."""
MORE = (0, 1, 2, 4, 8)
"""Further people by which every eased bound gives way where rounding fell short."""
EDGE = 3_000
"""For so many people in the ministry a single bound gives way by one more: at the very edge of the possible a plan takes minutes."""


def period_targets(ask: Question) -> Iterator[Proposal]:
    """Fewer people leave by a period than the target says."""
    yield from _bounds(ask, "periods.", "reduction_at_least", -1, "period_at_least")


def period_caps(ask: Question) -> Iterator[Proposal]:
    """More people may leave by a period."""
    yield from _bounds(ask, "periods.", "reduction_at_most", 1, "period_at_most")


def unit_targets(ask: Question) -> Iterator[Proposal]:
    """Single units give up fewer people."""
    yield from _bounds(ask, "units.", "reduction_at_least", -1, "unit_at_least")


def unit_caps(ask: Question) -> Iterator[Proposal]:
    """Single units may give up more people."""
    yield from _bounds(ask, "units.", "reduction_at_most", 1, "unit_at_most")


def unit_minimums(ask: Question) -> Iterator[Proposal]:
    """Single units may keep fewer people than their minimum."""
    yield from _bounds(ask, "units.", "minimum_headcount", -1, "unit_minimum")


def group_targets(ask: Question) -> Iterator[Proposal]:
    """A category, or all units of a kind, give up fewer people."""
    yield from _bounds(ask, "reduction.", "reduction_at_least", -1, "group_at_least")


def group_caps(ask: Question) -> Iterator[Proposal]:
    """A category, or all units of a kind, may give up more people."""
    yield from _bounds(ask, "reduction.", "reduction_at_most", 1, "group_at_most")


def route_targets(ask: Question) -> Iterator[Proposal]:
    """Fewer people need leave by a route."""
    yield from _bounds(ask, "by_route.", "at_least", -1, "route_at_least")


def route_caps(ask: Question) -> Iterator[Proposal]:
    """More people may leave by a route."""
    yield from _bounds(ask, "by_route.", "at_most", 1, "route_at_most")


def secondment_targets(ask: Question) -> Iterator[Proposal]:
    """Fewer people need be seconded."""
    yield from _bounds(ask, "secondment.", "at_least", -1, "route_at_least")


def secondment_caps(ask: Question) -> Iterator[Proposal]:
    """More people may be seconded."""
    yield from _bounds(ask, "secondment.", "at_most", 1, "route_at_most")


def skills(ask: Question) -> Iterator[Proposal]:
    """Fewer people with a skill need remain."""
    yield from _bounds(ask, "keep.skills.", "", -1, "skills")


def near_plan(ask: Question) -> Iterator[Proposal]:
    """More decisions may differ from the earlier plan."""
    yield from _bounds(ask, "stay_close", "", -1, "stay_close")


def _bounds(ask: Question, start: str, end: str, side: int, word: str) -> Iterator[Proposal]:
    """One slack a row, in people; nothing where these rows cannot give way alone."""
    rows = ask.rows(start, end)
    slacks = [slack_of(ask.model, [r], side) for r in rows]
    found = ask.least(slacks)
    if found is None:
        return
    eased = [(r, int(v)) for r, v in zip(rows, found.value, strict=True) if v > 0]
    if len(eased) > FEW_UNITS and all(ask.name(r).requirement == f"units.default.{end}" for r, _ in eased):
        yield from _one_for_all(ask, eased, end, word)
    if eased:
        proposal = _bounds_proposal(ask, eased, side, word, 0)
        if proposal is not None:
            yield proposal


def _one_for_all(ask: Question, eased: list[tuple[int, int]], key: str, word: str) -> Iterator[Proposal]:
    """The bound of all units at once, moved by the least: in thousandths, or in people for a minimum.

    It is enough where each unit that was eased has what it needs; from there back towards the old one by bisection.
    """
    upper, least = key == "reduction_at_most", key == "minimum_headcount"
    rows = [r for r in ask.rows("units.default.", key) if ask.name(r).requirement == f"units.default.{key}"]
    sizes = [_size(ask, ask.name(r))[0] for r in rows]
    needs = [(int((ask.model.rows.upper if upper else ask.model.rows.lower)[r]) + (v if upper else -v), _size(ask, ask.name(r))[0]) for r, v in eased]
    scale = 1 if least else GRID
    old = getattr(ask.instance.scenario.units.default, key) * scale
    if least:
        far = min(people for people, _ in needs)
    elif upper:
        far = min(GRID, max(-(-people * GRID // size) for people, size in needs))
    else:
        far = max(0, min(people * GRID // size for people, size in needs))

    def possible(value: int) -> bool:
        """Whether a plan exists where this is the bound of all units that follow the default."""
        share = Decimal(value) / scale
        limits = [value if least else (at_most if upper else at_least)(share, size) for size in sizes]
        low, high = ask.model.rows.lower.copy(), ask.model.rows.upper.copy()
        if upper:
            high[rows] = limits
        else:
            low[rows] = np.minimum(low[rows], limits)
        model = replace(ask.model, rows=replace(ask.model.rows, lower=low, upper=high))
        return ask.least([], model=model) is not None

    good, bad = far, int(old.to_integral_value(ROUND_FLOOR if upper else ROUND_CEILING)) if isinstance(old, Decimal) else old
    while abs(good - bad) > 1:
        middle = (good + bad) // 2
        good, bad = (middle, bad) if possible(middle) else (good, middle)
    yield _default_proposal(ask, key, word, good, 1 if upper else -1, scale, 0)


def _default_proposal(ask: Question, key: str, word: str, value: int, step: int, scale: int, probe: int) -> Proposal:
    new: float = value if scale == 1 else float(Decimal(value) / scale)
    old = getattr(ask.instance.scenario.units.default, key)
    end = probe + 1 >= len(MORE) or not 0 <= value + step * 2**probe <= scale * (10**7 if scale == 1 else 1)
    wider = None if end else lambda: _default_proposal(ask, key, word, value + step * 2**probe, step, scale, probe + 1)
    return Proposal({"units": {"default": {key: new}}}, Message(f"repair.{word}_default", {"old": float(old), "new": new}), wider)


def _bounds_proposal(ask: Question, eased: list[tuple[int, int]], side: int, word: str, step: int) -> Proposal | None:
    edited, told = ask.edited(), []
    more = MORE[step] + (len(ask.instance.people) // EDGE if len(eased) == 1 else 0)
    for row, value in eased:
        bound = ask.model.rows.lower[row] if side < 0 else ask.model.rows.upper[row]
        told.append(put_bound(ask, edited, ask.name(row), int(bound), side * (value + more)))
    change = edited.change()
    wider = (lambda: _bounds_proposal(ask, eased, side, word, step + 1)) if step + 1 < len(MORE) else None
    people = sum(value + more for _, value in eased)
    return Proposal(change, message_of(word, told, people), wider) if change else None


Told = dict[str, Any]


def message_of(word: str, told: list[Told], people: int) -> Message:
    """One bound in a sentence; several as a list of `scope old → new`."""
    if len(told) == 1:
        return Message(f"repair.{word}", {**told[0], "people": people})
    rows = counted([f"{t['scope']} {t['old']} → {'–' if t['new'] is None else t['new']}" for t in told])
    return Message(f"repair.{word}_many", {"count": len(told), "rows": rows, "people": people})


def put_bound(ask: Question, edited: Edited, name: RowName, bound: int, more: int) -> Told:
    """Writes a bound that is `more` people higher (lower where negative) into the mapping; what to say of it.

    bound: the row's, in people who leave (or stay, for floors). None as new value: the bound is dropped.
    """
    parts = name.requirement.split(".")
    key = parts[-1]
    if key in ("reduction_at_least", "reduction_at_most"):
        return _put_share(ask, edited, name, bound, more)
    new = max(0, bound + more)
    told: Told = {"scope": name.scope, "unit": _unit(ask, name.scope), "old": bound, "new": new}
    if parts[0] == "units":
        edited.put(("units", "by_unit", name.scope, key), new)
    elif parts[0] in ("by_route", "secondment"):
        told["route"] = Message(f"words.decision_{SECONDMENTS[parts[1]] if parts[0] == 'secondment' else parts[1]}")
        edited.put(tuple(parts), new)
    elif parts[0] == "stay_close":
        told |= {"old": ask.instance.scenario.stay_close, "new": ask.instance.scenario.stay_close - more}
        edited.put(("stay_close",), told["new"])
    else:
        entry = edited.data["keep"][parts[1]][int(parts[2])]
        entry["at_least"] = new
        told["what"] = entry.get("skill") or entry.get("level")
    return told


def _put_share(ask: Question, edited: Edited, name: RowName, bound: int, more: int) -> Told:
    parts = name.requirement.split(".")
    key, size, vacant = parts[-1], *_size(ask, name)
    old = bound + vacant
    new: int | None = old + more
    share: float | None = None
    if key == "reduction_at_least":
        new = None if new < 0 else new
        share = None if new is None else share_below(new, size)
    else:
        new = None if new >= size else new
        share = None if new is None else share_above(max(0, new), size)
    told: Told = {
        "scope": name.scope, "unit": _unit(ask, name.scope), "old": old, "new": new, "size": size,
        "old_share": old / size, "new_share": new / size if new is not None else (0.0 if key == "reduction_at_least" else 1.0),
        "share": share,
    }  # fmt: skip
    if parts[0] == "periods":
        edited.put_in_period(".".join(parts[1:-1]), key, share)
    elif parts[0] == "units":
        edited.put(("units", "by_unit", name.scope, key), share)
    else:
        edited.put(("reduction", parts[1], ".".join(parts[2:-1]), key), share)
        told["unit"] = value_label("category" if parts[1] == "by_category" else "kind", name.scope)
    return told


def _size(ask: Question, name: RowName) -> tuple[int, int]:
    """(what a share is a share of, what of it is gone without anybody leaving)."""
    instance, parts = ask.instance, name.requirement.split(".")
    if parts[0] == "periods":
        return instance.baseline, instance.baseline - len(instance.people)
    if parts[0] == "units":
        return int(instance.structure.headcount[_unit_row(ask, name.scope)]), 0
    if parts[1] == "by_category":
        return int((instance.people["category"] == name.scope).sum()), 0
    return int(instance.structure.headcount[instance.structure.units["kind"].astype(str).to_numpy() == name.scope].sum()), 0


def _unit_row(ask: Question, unit: str) -> int:
    return int(np.flatnonzero(ask.instance.structure.units["unit"].astype(str) == unit)[0])


def _unit(ask: Question, unit: str) -> str | Message:
    """`Name (id)` of a unit; the scope itself where it is none; the ministry where there is none."""
    units = ask.instance.structure.units
    if not unit:
        return Message("words.ministry")
    hit = np.flatnonzero(units["unit"].astype(str) == unit)
    if not len(hit):
        return unit
    name = str(units["name"].iloc[hit[0]])
    return name if name == unit else f"{name} ({unit})"


