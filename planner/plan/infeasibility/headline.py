"""A clash in one sentence, entries that say the same of many units taken together, and clashes that counting alone shows."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from decimal import Decimal
from typing import Any

import numpy as np

from planner.core.texts import Message, has, room
from planner.core.vocabulary import NATURAL
from planner.instance.groups import groups_of
from planner.instance.instance import Instance
from planner.optimise.model.blocks import is_exit
from planner.optimise.model.rows import Model, RowName
from planner.optimise.solve.presolve.reduce import activity_range, person_of
from planner.plan.infeasibility.sentences import BARS, bars_of, clashes_of, grouped, stuck_people
from planner.plan.plan import Clash
from planner.scenario import requirement_kinds as record
from planner.scenario.requirement_kinds import Counts, Kind, Side

PARTS = 4


class Joined(Message):
    """Several messages in a row, with the reader's language's comma and last word."""

    def render(self, lang: str = "en") -> str:
        said = [part.render(lang) for part in self.params["parts"]]
        if len(said) < 2:
            return "".join(said)
        return Message("conflict.list", {"first": ", ".join(said[:-1]), "last": said[-1]}).render(lang)


def headline_of(instance: Instance, clashes: Sequence[Clash]) -> Message | None:
    """The clash in one sentence: what is asked, and what stands against it. None without a clash."""
    if not clashes:
        return None
    whole = grouped(clashes)
    asked = [c for c in whole if c.kind is not None and c.kind.side is Side.LOWER and c.kind.counts is Counts.LEAVERS]  # the rest stands against it
    against = [c for c in whole if c not in asked]
    unit = _of_one_unit(whole, clashes)
    parts = [_part(c, unit is None) for c in against]
    parts += _money_needed(instance, asked, against)
    if not asked:
        parts, asked_parts = parts[:-1], parts[-1:]
    else:
        asked_parts = [_part(c, unit is None) for c in asked]
    if len(parts) > PARTS:
        parts = [*parts[: PARTS - 1], Message("conflict.and_more", {"count": len(parts) - PARTS + 1})]
    shown: dict[str, Any] = {"parts": Joined("", {"parts": parts}), "asked": Joined("", {"parts": asked_parts})}
    if unit is not None:
        return Message("conflict.headline_unit" if parts else "conflict.headline_unit_alone", {**shown, **unit})
    return Message("conflict.headline" if parts else "conflict.headline_alone", shown)


def _of_one_unit(whole: Sequence[Clash], clashes: Sequence[Clash]) -> dict[str, Any] | None:
    """The unit, and its people, that every entry speaks of; None where they speak of several, of a period or of the ministry."""
    units = {c.message.params.get("unit") for c in clashes}
    sizes = [c.message.params["size"] for c in clashes if "size" in c.message.params]
    if len(units) != 1 or None in units or not sizes or len(whole) != len(clashes) or any("period" in c.message.params for c in clashes):
        return None
    return {"unit": units.pop(), "size": sizes[0]}


def told_clashes(instance: Instance, model: Model, clashes: tuple[Clash, ...]) -> tuple[Clash, ...]:
    """The entries that sentence and list speak of: those of the conflict; where several units clash and counting shows it for all
    of them, what counting shows."""
    shown = seen(instance, model) if len(grouped(clashes)) < len(clashes) else ()
    if shown and {n.requirement for n in shown} == {c.requirement for c in clashes}:
        return clashes_of(instance, model, shown)
    return clashes


def _part(clash: Clash, named: bool) -> Message:
    """The short form of an entry. named: with its unit, which the whole sentence does not name."""
    key = "" if clash.kind is None else f"requirement.{clash.kind.name}.{SHORT.get(clash.said, '')}"
    if not has(key):
        return clash.message
    part = Message(key, clash.message.params)
    tells_unit = "{unit}" in room("requirement")[key.partition(".")[2]]["en"]
    return Message("conflict.in_unit", {"part": part, "unit": clash.message.params["unit"]}) if named and "unit" in part.params and not tells_unit else part


def _money_needed(instance: Instance, asked: Sequence[Clash], against: Sequence[Clash]) -> list[Message]:
    """What the cheapest exits of a target cost, where that alone is more than the money there is."""
    budgets = {c.requirement for c in against if c.kind in (record.BUDGET_TOTAL, record.BUDGET_PERIOD)}
    for clash in asked if budgets else ():
        for row, needed in _cheapest(instance):
            period = instance.scenario.periods[row].name
            money = _money(instance, row, budgets)
            if clash.scope == period and money is not None and needed > money:
                return [Message("conflict.part_cheapest", {"money": needed, "people": clash.message.params["bound"]})]
    return []


def _cheapest(instance: Instance) -> Iterator[tuple[int, int]]:
    """(period, the least that its target's number of exits costs when nothing else is asked), for each target."""
    options = instance.options
    for row, period in enumerate(instance.scenario.periods):
        if period.reduction_at_least is None:
            continue
        open_exits = np.flatnonzero(is_exit(instance) & (options.barred == 0) & (options.period <= row))
        cost = np.full(options.people, np.iinfo(np.int64).max, dtype=np.int64)
        np.minimum.at(cost, options.person[open_exits], options.cost_vnd[open_exits])
        cost = np.sort(cost[cost < np.iinfo(np.int64).max])
        wanted = _wanted(instance, row)
        if 0 < wanted <= len(cost):
            yield row, int(cost[:wanted].sum())


def _wanted(instance: Instance, row: int) -> int:
    """Exits that a period's target asks for."""
    from planner.core.rounding import at_least

    share = instance.scenario.periods[row].reduction_at_least
    return 0 if share is None else at_least(share, instance.baseline) - (instance.baseline - len(instance.people))


def _money(instance: Instance, row: int, budgets: Collection[str]) -> int | None:
    """What these budgets, by their key paths, leave for the exits up to a period; None where they do not limit them."""
    budget, names = instance.scenario.budget, [p.name for p in instance.scenario.periods[: row + 1]]
    limits = [budget.total_vnd] if record.BUDGET_TOTAL.path(()) in budgets and budget.total_vnd is not None else []
    if all(record.BUDGET_PERIOD.path((n,)) in budgets for n in names):
        limits.append(sum(budget.by_period[n] for n in names))
    return min(limits, default=None)


Names = tuple[RowName, ...]
SHORT = {"clash": "part", "clash_quota": "part_quota", "each": "part_each"}
"""The short form of a sentence, where a requirement has one."""


def seen(instance: Instance, model: Model) -> Names:
    """Names that clash as counting alone shows, no solver asked; not always the fewest. Empty where counting shows nothing."""
    stuck = stuck_people(instance)
    if len(stuck):
        person = str(instance.people["employee_id"].iloc[stuck[0]])
        return tuple(name for name, _ in bars_of(instance) if name.scope == (person,))
    return _one_row(instance, model) or _one_unit(instance, model) or _target_and_rates(instance, model) or _target_and_units(instance, model) or _target_and_money(instance, model)



def _one_row(instance: Instance, model: Model) -> Names:
    """A row beyond what all options together reach, and the bars on its options."""
    rows = model.rows
    least, most = activity_range(model, person_of(model))
    broken = np.flatnonzero((most < rows.lower) | (least > rows.upper))
    if not len(broken):
        return ()
    r = int(broken[0])
    mine = rows.matrix.indices[rows.matrix.indptr[r] : rows.matrix.indptr[r + 1]]
    barred = instance.options.barred[mine[mine < len(instance.options)]]
    return (rows.names[r], *(RowName(kind, ("",)) for bits, kind in BARS if np.any(barred & int(bits))))


def _bounds(model: Model, of: Kind) -> dict[str, tuple[RowName, float]]:
    """The rows of a requirement of one dimension, by unit or period, with their bound."""
    side = model.rows.lower if of.side is Side.LOWER else model.rows.upper
    return {str(n.scope[0]): (n, float(side[i])) for i, n in enumerate(model.rows.names) if n.kind.name == of.name}


def _unit_limits(instance: Instance, model: Model) -> dict[str, tuple[RowName, float]]:
    """The most that each unit may lose, by its largest share or its minimum, whichever is less."""
    size = dict(zip(instance.structure.units["unit"].astype(str), instance.structure.headcount.tolist(), strict=True))
    most = dict(_shares(model))
    for scope, (name, least) in _bounds(model, record.UNIT_MINIMUMS).items():
        if scope not in most or size[scope] - least < most[scope][1]:
            most[scope] = (name, size[scope] - least)
    return most


def _shares(model: Model) -> dict[str, tuple[RowName, float]]:
    """The most that each unit may lose by its largest share."""
    return _bounds(model, record.UNIT_CAPS)


def _one_unit(instance: Instance, model: Model) -> Names:
    """A unit that is asked for more people than its own limits let go."""
    limits = _unit_limits(instance, model)
    for scope, (name, least) in _bounds(model, record.UNIT_TARGETS).items():
        if scope in limits and limits[scope][1] < least:
            return (name, limits[scope][0])
    return ()


def _target_and_units(instance: Instance, model: Model) -> Names:
    """A target above what all units together may lose (moves between them change nothing); by their shares alone, if these do."""
    for most in (_shares(model), _unit_limits(instance, model)):
        if len(most) < len(instance.structure.units):
            continue
        total = sum(bound for _, bound in most.values())
        for name, least in _bounds(model, record.PERIOD_TARGETS).values():
            if least > total:
                return (name, *(row for row, _ in most.values()))
    return ()


def _target_and_rates(instance: Instance, model: Model) -> Names:
    """A target above what a rule of fairness below 1 leaves: E chosen exits of n people are at most others / (1 - ratio * compared / n).

    Each compared group has at most ratio * its people * E / n of them, so that all compared groups have at most
    ratio * compared / n * E; `others` are the people in no compared group.
    """
    n = len(instance.people)
    for rule in instance.scenario.fairness:
        rows = [name for name in model.rows.names if name.kind == record.FAIRNESS and name.scope[0] == rule.by]
        groups = [members for label, members in groups_of(rule.by, instance.people, instance.structure, instance.scenario.snapshot_on) if label in {r.scope[1] for r in rows}]
        compared = np.logical_or.reduce(groups) if groups else np.zeros(n, dtype=bool)
        share = Decimal(rule.max_ratio) * int(compared.sum()) / max(1, n)
        if not groups or share >= 1 or sum(int(g.sum()) for g in groups) > compared.sum():
            continue
        most, natural = int((n - int(compared.sum())) / (1 - share)), _natural(instance)
        for row, (name, least) in enumerate(_bounds(model, record.PERIOD_TARGETS).values()):
            if least > most + natural[row]:
                return (name, *rows)
    return ()


def _natural(instance: Instance) -> list[int]:
    """Natural exits up to each period that has a target, at most."""
    options, asked = instance.options, [row for row, period in enumerate(instance.scenario.periods) if period.reduction_at_least is not None]
    natural = np.isin(options.decision, NATURAL) & (options.barred == 0)
    return [len(np.unique(options.person[natural & (options.period <= row)])) for row in asked]


def _target_and_money(instance: Instance, model: Model) -> Names:
    """A target whose cheapest exits cost more than there is."""
    budgets = [[name for name in model.rows.names if name.kind == kind] for kind in (record.BUDGET_TOTAL, record.BUDGET_PERIOD)]
    targets = _bounds(model, record.PERIOD_TARGETS)
    for row, needed in _cheapest(instance):
        for clashing in budgets:
            money = _money(instance, row, [b.requirement for b in clashing])
            if money is not None and needed > money:
                upto = {p.name for p in instance.scenario.periods[: row + 1]}
                return (targets[instance.scenario.periods[row].name][0], *(b for b in clashing if upto.issuperset(b.scope)))
    return ()
