"""A clash in one sentence, entries that say the same of many units taken together, and clashes that counting alone shows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

import numpy as np
import numpy.typing as npt

from planner.core.texts import Message, has
from planner.core.vocabulary import NATURAL
from planner.instance.groups import groups_of
from planner.instance.instance import Instance
from planner.optimise.model.blocks import is_exit
from planner.optimise.model.rows import Model, RowName
from planner.optimise.solve.presolve.reduce import activity_range, person_of
from planner.optimise.solve.result import BarName
from planner.plan.infeasibility.sentences import FAMILIES, bars_of, clashes_of, grouped, sentence_of, stuck_people
from planner.plan.plan import Clash

PARTS = 4
TARGETS = ("period_at_least", "unit_at_least", "group_at_least", "route_at_least")
"""What is asked; all else is what stands against it."""


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
    asked = [c for c in whole if sentence_of(c).removeprefix("each_") in TARGETS]
    against = [c for c in whole if c not in asked]
    parts = [_part(c) for c in against]
    parts += _money_needed(instance, asked, against)
    if not asked:
        parts, asked_parts = parts[:-1], parts[-1:]
    else:
        asked_parts = [_part(c) for c in asked]
    if len(parts) > PARTS:
        parts = [*parts[: PARTS - 1], Message("conflict.and_more", {"count": len(parts) - PARTS + 1})]
    units = {c.message.params.get("unit") for c in clashes if "unit" in c.message.params}
    sizes = {c.message.params.get("size") for c in clashes if "unit" in c.message.params}
    shown: dict[str, Any] = {"parts": Joined("", {"parts": parts}), "asked": Joined("", {"parts": asked_parts})}
    if len(units) == 1 and len(whole) == len(clashes) and not any("period" in c.message.params for c in clashes):
        shown |= {"unit": units.pop(), "size": next(s for s in sizes if s is not None)}
        return Message("conflict.headline_unit" if parts else "conflict.headline_unit_alone", shown)
    return Message("conflict.headline" if parts else "conflict.headline_alone", shown)


def best_headline(instance: Instance, model: Model, clashes: Sequence[Clash]) -> Message | None:
    """As `headline_of`; where several units clash and counting shows it for all of them, what counting shows."""
    shown = seen(instance, model) if len(grouped(clashes)) < len(clashes) else ()
    if shown and {n.requirement for n in shown} == {c.requirement for c in clashes}:
        clashes = clashes_of(instance, model, shown)
    return headline_of(instance, clashes)


def _part(clash: Clash) -> Message:
    key = f"conflict.part_{sentence_of(clash)}"
    return Message(key, clash.message.params) if has(key) else clash.message


def _money_needed(instance: Instance, asked: Sequence[Clash], against: Sequence[Clash]) -> list[Message]:
    """What the cheapest exits of a target cost, where that alone is more than the money there is."""
    budgets = [c for c in against if c.requirement.startswith("budget.")]
    for clash in asked if budgets else ():
        for row, needed in _cheapest(instance):
            period = instance.scenario.periods[row].name
            money = _money(instance, row, [c.requirement for c in budgets])
            if clash.scope == period and money is not None and needed > money:
                return [Message("conflict.part_cheapest", {"money": needed, "people": clash.message.params["people"]})]
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


def _money(instance: Instance, row: int, requirements: Sequence[str]) -> int | None:
    """What these budgets leave for the exits up to a period; None where they do not limit them."""
    budget, names = instance.scenario.budget, [p.name for p in instance.scenario.periods[: row + 1]]
    limits = [budget.total_vnd] if "budget.total_vnd" in requirements and budget.total_vnd is not None else []
    if all(f"budget.by_period.{n}" in requirements for n in names):
        limits.append(sum(budget.by_period[n] for n in names))
    return min(limits, default=None)


def seen(instance: Instance, model: Model) -> tuple[RowName | BarName, ...]:
    """Names that clash as counting alone shows, no solver asked; not always the fewest. Empty where counting shows nothing."""
    stuck = stuck_people(instance)
    if len(stuck):
        person = str(instance.people["employee_id"].iloc[stuck[0]])
        return tuple(name for name, _ in bars_of(instance) if name.scope == person)
    return _one_row(instance, model) or _one_unit(instance, model) or _target_and_rates(instance, model) or _target_and_units(instance, model) or _target_and_money(instance, model)


Names = tuple[RowName | BarName, ...]


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
    return (rows.names[r], *(BarName(name, "") for bits, name in FAMILIES if np.any(barred & int(bits))))


def _bounds(model: Model, start: str, end: str, side: npt.NDArray[np.float64]) -> dict[str, tuple[RowName, float]]:
    """The rows of one kind by scope, with their bound."""
    names = model.rows.names
    hits = [i for i, n in enumerate(names) if n.requirement.startswith(start) and n.requirement.endswith(end)]
    return {names[i].scope: (names[i], float(side[i])) for i in hits}


def _unit_limits(instance: Instance, model: Model) -> dict[str, tuple[RowName, float]]:
    """The most that each unit may lose, by its largest share or its minimum, whichever is less."""
    size = dict(zip(instance.structure.units["unit"].astype(str), instance.structure.headcount.tolist(), strict=True))
    most = dict(_shares(model))
    for scope, (name, least) in _bounds(model, "units.", "minimum_headcount", model.rows.lower).items():
        if scope not in most or size[scope] - least < most[scope][1]:
            most[scope] = (name, size[scope] - least)
    return most


def _shares(model: Model) -> dict[str, tuple[RowName, float]]:
    """The most that each unit may lose by its largest share."""
    return _bounds(model, "units.", "reduction_at_most", model.rows.upper)


def _one_unit(instance: Instance, model: Model) -> Names:
    """A unit that is asked for more people than its own limits let go."""
    limits = _unit_limits(instance, model)
    for scope, (name, least) in _bounds(model, "units.", "reduction_at_least", model.rows.lower).items():
        if scope in limits and limits[scope][1] < least:
            return (name, limits[scope][0])
    return ()


def _target_and_units(instance: Instance, model: Model) -> Names:
    """A target above what all units together may lose (moves between them change nothing); by their shares alone, if these do."""
    for most in (_shares(model), _unit_limits(instance, model)):
        if len(most) < len(instance.structure.units):
            continue
        total = sum(bound for _, bound in most.values())
        for name, least in _bounds(model, "periods.", "reduction_at_least", model.rows.lower).values():
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
        rows = [name for name in model.rows.names if name.requirement == f"fairness.{rule.by}"]
        groups = [members for label, members in groups_of(rule.by, instance.people, instance.structure, instance.scenario.snapshot_on) if label in {r.scope for r in rows}]
        compared = np.logical_or.reduce(groups) if groups else np.zeros(n, dtype=bool)
        share = Decimal(rule.max_ratio) * int(compared.sum()) / max(1, n)
        if not groups or share >= 1 or sum(int(g.sum()) for g in groups) > compared.sum():
            continue
        most, natural = int((n - int(compared.sum())) / (1 - share)), _natural(instance)
        for row, (name, least) in enumerate(_bounds(model, "periods.", "reduction_at_least", model.rows.lower).values()):
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
    budgets = [name for name in model.rows.names if name.requirement.startswith("budget.")]
    targets = _bounds(model, "periods.", "reduction_at_least", model.rows.lower)
    for row, needed in _cheapest(instance):
        for clashing in ([b for b in budgets if b.requirement == "budget.total_vnd"], [b for b in budgets if b.scope]):
            money = _money(instance, row, [b.requirement for b in clashing])
            if money is not None and needed > money:
                upto = {p.name for p in instance.scenario.periods[: row + 1]}
                return (targets[instance.scenario.periods[row].name][0], *(b for b in clashing if not b.scope or b.scope in upto))
    return ()
