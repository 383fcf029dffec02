"""Bounds in numbers of people: periods, units, groups, routes, floors. Each gives way row by row, by the fewest people."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Any

import numpy as np

from planner.core.rounding import at_least, at_most
from planner.core.texts import Message, has
from planner.optimise.model.rows import RowName
from planner.plan.infeasibility.sentences import of_quota
from planner.plan.repair.change import Edited, share_above, share_below
from planner.plan.repair.elastic import slack_of
from planner.plan.repair.proposal import Proposal, Question, counted
from planner.plan.tables.labels import word_of
from planner.scenario.paths import KeyPath
from planner.scenario.requirement_kinds import KEY_ONLY, Dim, Kind, ShareOf, Side

FEW_UNITS = 2
"""Up to so many units are named one by one; for more, one bound for all is offered too."""
GRID = 1000
"""Steps of a share that is one bound for all units."""
MORE = (0, 1, 2, 4, 8)
"""Further people by which every eased bound gives way where rounding fell short."""
EDGE = 3_000
"""For so many people in the ministry a single bound gives way by one more: at the very edge of the possible a plan takes minutes."""
MOST = 10**7
"""A number for all units ends there."""

Told = dict[str, Any]
"""What a sentence says of one bound that gave way."""


def row_by_row(ask: Question, kinds: Sequence[Kind]) -> Iterator[Proposal]:
    """One slack a number of the scenario, in people; nothing where these numbers cannot give way alone."""
    numbers = numbers_of(ask, ask.rows(*kinds))
    found = ask.least([slack_of(ask.model, rows, side_of(ask, rows[0])) for rows in numbers])
    if found is None:
        return
    eased = [(rows[0], int(v)) for rows, v in zip(numbers, found.value, strict=True) if v > 0]
    if len(eased) > FEW_UNITS and all(ask.name(r).kind.key == kinds[0].key_for_all for r, _ in eased) and _is_number(ask, kinds[0]):
        yield from _one_for_all(ask, kinds[0], eased)
    if eased:
        proposal = _bounds_proposal(ask, eased, 0)
        if proposal is not None:
            yield proposal


def _is_number(ask: Question, kind: Kind) -> bool:
    """Whether the scenario has one number for all units, and not what each one's work takes."""
    return not isinstance(kind.for_all.asked(ask.instance.scenario, tuple("" for _ in kind.scope)), str)


def number_by_number(ask: Question, kinds: Sequence[Kind]) -> Iterator[Proposal]:
    """Each number of the scenario alone, for all rows in which it holds."""
    for rows in numbers_of(ask, ask.rows(*kinds)):
        found = ask.least([slack_of(ask.model, rows, side_of(ask, rows[0]))])
        proposal = None if found is None or not found.value.any() else _bounds_proposal(ask, [(rows[0], int(found.value[0]))], 0)
        if proposal is not None:
            yield proposal


def numbers_of(ask: Question, rows: Sequence[int]) -> list[list[int]]:
    """The rows by the number of the scenario that they share, the tightest first."""
    found: dict[KeyPath, list[int]] = {}
    for row in rows:
        found.setdefault(ask.name(row).number, []).append(row)
    return [sorted(own, key=lambda r: ask.name(r).kind.side.value * ask.values.bound(ask.name(r))) for own in found.values()]


def side_of(ask: Question, row: int) -> int:
    """-1 where a row has a lower side, 1 where it has an upper one."""
    return -1 if np.isfinite(ask.model.rows.lower[row]) else 1


def _one_for_all(ask: Question, kind: Kind, eased: list[tuple[int, int]]) -> Iterator[Proposal]:
    """The bound of all units at once, moved by the least: in thousandths, or in people for a whole number.

    It is enough where each unit that was eased has what it needs; from there back towards the old one by bisection.
    """
    upper, scale = kind.side is Side.UPPER, 1 if kind.share_of is ShareOf.NUMBER else GRID
    rows = [r for r in ask.rows(kind) if ask.name(r).kind == kind.for_all]
    sizes = {r: ask.values.size(ask.name(r))[0] for r in rows}
    side = ask.model.rows.upper if upper else ask.model.rows.lower
    needs = [(int(side[r]) + (v if upper else -v), sizes[r]) for r, v in eased]
    old = kind.for_all.asked(ask.instance.scenario, ask.name(rows[0]).scope) * scale
    if scale == 1:
        far = max(people for people, _ in needs) if upper else min(people for people, _ in needs)
    elif upper:
        far = min(GRID, max(-(-people * GRID // size) for people, size in needs))
    else:
        far = max(0, min(people * GRID // size for people, size in needs))

    def possible(value: int) -> bool:
        """Whether a plan exists where this is the bound of all units that follow the default."""
        share = Decimal(value) / scale
        limits = [value if scale == 1 else (at_most if upper else at_least)(share, sizes[r]) for r in rows]
        low, high = ask.model.rows.lower.copy(), ask.model.rows.upper.copy()
        if upper:
            high[rows] = np.maximum(high[rows], limits)
        else:
            low[rows] = np.minimum(low[rows], limits)
        model = replace(ask.model, rows=ask.model.rows.between(low, high))
        return ask.least([], model=model) is not None

    good, bad = far, int(old.to_integral_value(ROUND_FLOOR if upper else ROUND_CEILING)) if isinstance(old, Decimal) else old
    while abs(good - bad) > 1:
        middle = (good + bad) // 2
        good, bad = (middle, bad) if possible(middle) else (good, middle)
    yield _default_proposal(ask, kind, good, scale, 0)


def _default_proposal(ask: Question, kind: Kind, value: int, scale: int, probe: int) -> Proposal:
    new: float = value if scale == 1 else float(Decimal(value) / scale)
    edited = ask.edited()
    edited.put(kind.key_for_all, new)
    old = kind.for_all.asked(ask.instance.scenario, tuple("" for _ in kind.scope))
    further = value + kind.side.value * 2**probe
    end = probe + 1 >= len(MORE) or not 0 <= further <= (MOST if scale == 1 else scale)
    wider = None if end else lambda: _default_proposal(ask, kind, further, scale, probe + 1)
    return Proposal(edited.change(), Message(f"requirement.{kind.name}.ease_default", {"old": float(old), "new": new}), wider)


def _bounds_proposal(ask: Question, eased: list[tuple[int, int]], step: int) -> Proposal | None:
    edited = ask.edited()
    more = MORE[step] + (len(ask.instance.people) // EDGE if len(eased) == 1 else 0)
    told = [put_bound(ask, edited, ask.name(row), value + more) for row, value in eased]
    change = edited.change()
    wider = (lambda: _bounds_proposal(ask, eased, step + 1)) if step + 1 < len(MORE) else None
    people = sum(value + more for _, value in eased)
    return Proposal(change, message_of(ask.name(eased[0][0]).kind, told, people), wider) if change else None


def message_of(kind: Kind, told: list[Told], people: int) -> Message:
    """One bound in a sentence; several as a list of `what it is about: old → new`."""
    if len(told) == 1:
        key = f"requirement.{kind.name}.ease"
        own = f"{key}_ministry" if told[0]["scope"] == "" else f"{key}{told[0]['of_quota']}"
        return Message(own if has(own) else key, {**told[0], "people": people})
    rows = counted([Message("repair.row", {**t, "new": "–" if t["new"] is None else t["new"]}) for t in told])
    return Message(f"requirement.{kind.name}.ease_many", {"count": len(told), "rows": rows, "people": people})


def _about(name: RowName, ask: Question) -> Message:
    """What a bound is about, in a word or two of a list: a unit's id, a period, a route, a skill and its unit."""
    names = ask.values.names(name)
    own = [names[key] for key in ("skill", "level") if key in names]
    dims = [(dim, v) for dim, v in zip(name.kind.scope, name.scope, strict=True) if dim not in KEY_ONLY and v != ""]
    own += [names[dim.word] if dim in (Dim.CATEGORY, Dim.UNIT_KIND) else word_of(dim, v) for dim, v in dims[: 1 if Dim.UNIT in name.kind.scope else None]]
    return Message("repair.about_many" if len(own) > 1 else "repair.about_one", dict(zip(("what", "where"), own, strict=False)))


def put_bound(ask: Question, edited: Edited, name: RowName, people: int) -> Told:
    """Writes a bound that gives way by so many people into the mapping; what to say of it. None as new value: it is dropped."""
    kind, old = name.kind, ask.values.bound(name)
    told: Told = {**ask.values.names(name), "scope": name.of_number, "what": _about(name, ask), "of_quota": of_quota(kind, ask.instance), "old": old}
    if Dim.UNIT in kind.scope:
        told.setdefault("unit", Message("words.ministry"))
    if kind.share_of is ShareOf.NUMBER:
        new = max(0, old + kind.side.value * people)
        edited.put(name.number, new)
        return {**told, "new": new}
    size, upper = ask.values.size(name)[0], kind.side is Side.UPPER
    new = old + kind.side.value * people
    dropped = new >= size if upper else new < 0
    share = None if dropped else share_above(max(0, new), size) if upper else share_below(new, size)
    edited.put(name.number, share)
    new_share = float(upper) if dropped else new / size
    return {**told, "new": (size if upper else 0) if dropped else new, "size": size, "old_share": old / size, "new_share": new_share}
