"""A conflict in words that a planner understands: what each clashing requirement asks, in numbers of people and money."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from planner.core.columns import ROSTER_BY_NAME, UNITS_BY_NAME
from planner.core.rounding import at_least, at_most
from planner.core.texts import Message, has
from planner.core.vocabulary import DECISION_INDEX, NATURAL, SECONDMENTS
from planner.instance.floors import WHOLE_MINISTRY, room_of, unit_bounds
from planner.instance.groups import groups_of
from planner.instance.instance import Instance
from planner.instance.options import Bar
from planner.optimise.model.blocks import is_exit
from planner.optimise.model.rows import Model, RowName, key_of
from planner.optimise.solve.result import BarName, Bars
from planner.plan.plan import Clash

FAMILIES = (
    (Bar.KEY_ROLE, "keep.key_roles"),
    (Bar.KEEP_PEOPLE, "keep.people"),
    (Bar.LOCK_KEEP | Bar.LOCK_LEAVE, "lock"),
    (Bar.PROTECTED, "law"),
)
PEOPLE_NAMED = 5
NAMED = 6


class _Label(Message):
    """A value of a column with choices, in the reader's language; as it is where the column does not know it."""

    def render(self, lang: str = "en") -> str:
        kind, value = self.params["kind"], self.params["value"]
        columns = [table[kind] for table in (ROSTER_BY_NAME, UNITS_BY_NAME) if kind in table]
        found = next((c for column in columns for c in column.choices if c.value == value), None)
        return value if found is None else found.vi if lang == "vi" else found.en


def value_label(kind: str, value: str) -> Message:
    """The word for a value of a column of the roster or of the units table."""
    return _Label("", {"kind": kind, "value": value})


def attribute(by: str) -> Message:
    """What a rule of fairness compares by: a column, age bands, or one attention group."""
    key = f"conflict.by_{by}"
    return Message(key) if has(key) else value_label("attention_groups", by)


def group_label(by: str, group: str) -> Message:
    """A group of a rule of fairness."""
    key = f"conflict.band_{group}"
    kind = by if by in ROSTER_BY_NAME else "attention_groups"
    return Message(key) if by == "age_band" and has(key) else value_label(kind, group)


def bars_of(instance: Instance) -> Bars:
    """What forbids options beside the rows: the bars of each family, people who are left with nothing one by one."""
    options = instance.options
    stuck = stuck_people(instance)
    of_stuck = np.isin(options.person, stuck)
    groups = []
    for bits, requirement in FAMILIES:
        has = (options.barred & int(bits)) > 0
        together = np.flatnonzero(has & ~of_stuck)
        if len(together):
            groups.append((BarName(requirement, ""), together))
        for person in stuck:
            own = np.flatnonzero(has & (options.person == person))
            if len(own):
                groups.append((BarName(requirement, str(instance.people["employee_id"].iloc[person])), own))
    return groups


def stuck_people(instance: Instance) -> npt.NDArray[np.int64]:
    """Rows of the people for whom no option is left."""
    open_options = np.bincount(instance.options.person[instance.options.barred == 0], minlength=instance.options.people)
    return np.flatnonzero(open_options == 0)


def clashes_of(instance: Instance, model: Model, names: Sequence[RowName | BarName]) -> tuple[Clash, ...]:
    """The conflict's entries with their sentences; bars are told for the one unit where all rows speak of one.

    A name that is no row of the model stands for all rows of its key (`key_of`), and gets one sentence for all of them.
    """
    rows = set(model.rows.names)
    units = set(instance.structure.units["unit"].astype(str))
    scopes = {name.scope for name in names if isinstance(name, RowName)}
    unit = next(iter(scopes)) if len(scopes) == 1 and scopes <= units else None
    view = _View(instance)
    out: list[Clash] = []
    for name in names:
        own = [] if isinstance(name, BarName) or name in rows else [row for row in model.rows.names if key_of(row.requirement) == name.requirement]
        if own:
            members = [_clash(view, row, None) for row in own]
            out.append(Clash(name.requirement, "", _for_all(members)))
        else:
            out.append(_clash(view, name, unit))
    return tuple(out)


def sentence_of(clash: Clash) -> str:
    """The kind of an entry: the name of its sentence."""
    return clash.message.key.rpartition(".")[2]


def grouped(clashes: Sequence[Clash]) -> tuple[Clash, ...]:
    """The entries with those that say the same of several units, or several people, as one; `scope` then lists them."""
    kinds: dict[tuple[str, str], list[Clash]] = {}
    for clash in clashes:
        kinds.setdefault((clash.requirement, sentence_of(clash)), []).append(clash)
    out: list[Clash] = []
    for (requirement, key), members in kinds.items():
        if len(members) == 1 or not has(f"conflict.each_{key}"):
            out += members
        else:
            out.append(Clash(requirement, _named([c.scope for c in members]), Message(f"conflict.each_{key}", _together(members))))
    return tuple(out)


def _for_all(members: Sequence[Clash]) -> Message:
    """One sentence for several entries of a key."""
    word = sentence_of(members[0])
    found = next((key for key in (f"conflict.each_{word}", f"conflict.each_{word.rpartition('_')[0]}") if has(key)), "conflict.each_other")
    return Message(found, {"requirement": members[0].requirement, **_together(members)})


def _named(scopes: Sequence[str]) -> str:
    return ", ".join(scopes[:NAMED]) + (f", … (+{len(scopes) - NAMED})" if len(scopes) > NAMED else "")


def _together(members: Sequence[Clash]) -> dict[str, Any]:
    """The values of several entries of one kind: numbers added up, the share where it is the same for all."""
    shown: dict[str, Any] = {"units": len(members), "named": _named([c.scope for c in members])}
    for name, value in members[0].message.params.items():
        values = [c.message.params[name] for c in members]
        if name == "share":
            shown[name] = Message("conflict.same_share", {"share": value}) if len(set(values)) == 1 else Message("conflict.own_share")
        elif isinstance(value, int) and not isinstance(value, bool):
            shown[name] = sum(values)
        elif name not in shown:
            shown[name] = value
    return shown


class _View:
    """An instance, and what many sentences about its units ask."""

    def __init__(self, instance: Instance) -> None:
        self.instance = instance
        self.row = {str(unit): row for row, unit in enumerate(instance.structure.units["unit"])}
        self.name = instance.structure.units["name"].astype(str).tolist()

    @cached_property
    def free(self) -> npt.NDArray[np.int64]:
        """int64[u]: people of each unit with an exit that nothing bars."""
        instance = self.instance
        people = np.unique(instance.options.person[is_exit(instance) & (instance.options.barred == 0)])
        return np.bincount(instance.structure.unit_of[people], minlength=len(self.name))

    @cached_property
    def bounds(self) -> dict[tuple[str, int], Any]:
        """The share that holds for (key, unit)."""
        instance, keys = self.instance, ("reduction_at_least", "reduction_at_most")
        return {(key, row): bound for key in keys for row, _, bound in unit_bounds(instance.scenario, instance.structure.units, key)}

    def unit(self, scope: str) -> str:
        """`Name (id)` of a unit."""
        name = self.name[self.row[scope]]
        return name if name == scope else f"{name} ({scope})"


def _clash(view: _View, name: RowName | BarName, unit: str | None) -> Clash:
    instance, requirement, scope = view.instance, name.requirement, name.scope
    if isinstance(name, BarName):
        scope = scope or unit or ""
        return Clash(requirement, scope, _bar_message(view, requirement, scope))
    part = requirement.split(".")
    if part[0] == "periods":
        return Clash(requirement, scope, _period_message(instance, ".".join(part[1:-1]), part[-1]))
    if part[0] == "units":
        return Clash(requirement, scope, _unit_message(view, scope, part[-1]))
    if part[0] == "budget":
        money = instance.scenario.budget.total_vnd if part[1] == "total_vnd" else instance.scenario.budget.by_period[scope]
        key = "conflict.budget_total" if part[1] == "total_vnd" else "conflict.budget_period"
        return Clash(requirement, scope, Message(key, {"money": money, "period": scope}))
    if part[0] == "keep":
        return Clash(requirement, scope, _pair_message(instance, int(part[2])) if part[1] == "succession" else _floor_message(view, name))
    if part[0] == "fairness":
        return Clash(requirement, scope, _fairness_message(instance, name))
    if part[0] in ("reduction", "by_route", "secondment"):
        return Clash(requirement, scope, _group_message(instance, part, scope))
    if part[0] == "stay_close":
        return Clash(requirement, scope, Message("conflict.stay_close", {"most": instance.scenario.stay_close}))
    if part[0] in ("redeploy", "deputies"):
        return Clash(requirement, scope, _room_message(view, part[0], scope))
    return Clash(requirement, scope, Message("conflict.other", {"requirement": requirement, "scope": scope}))


def _room_message(view: _View, requirement: str, scope: str) -> Message:
    instance, row, unit = view.instance, view.row[scope], view.unit(scope)
    size = int(instance.structure.headcount[row])
    if requirement == "redeploy":
        room = int(room_of(instance.scenario, instance.structure)[row])
        return Message("conflict.redeploy", {"unit": unit, "size": size, "room": room})
    own = (instance.structure.level == "deputy") & (instance.structure.unit_of == row)
    return Message("conflict.deputies", {"unit": unit, "size": size, "count": int(own.sum()), "most": int(instance.caps[row])})


def _group_message(instance: Instance, part: Sequence[str], scope: str) -> Message:
    """Bounds on a category, on all units of a kind, or on a route."""
    if part[0] == "by_route":
        limits = instance.scenario.by_route[scope]
        return Message(f"conflict.route_{part[-1]}", {"route": Message(f"words.decision_{scope}"), "people": getattr(limits, part[-1])})
    if part[0] == "secondment":
        limits, place = instance.scenario.secondment[scope], Message(f"words.decision_{SECONDMENTS[scope]}")
        able = int((instance.options.decision == DECISION_INDEX[SECONDMENTS[scope]]).sum())
        return Message(f"conflict.secondment_{part[-1]}", {"place": place, "people": getattr(limits, part[-1]), "able": able})
    if part[1] == "by_category":
        members, bounds = (instance.people["category"] == scope).to_numpy(), instance.scenario.reduction.by_category[scope]
    else:
        of_kind = instance.structure.units["kind"].astype(str).to_numpy() == scope
        members, bounds = of_kind[instance.structure.unit_of], instance.scenario.reduction.by_kind[scope]
    share, size = getattr(bounds, part[-1]), int(members.sum())
    free = len(np.unique(instance.options.person[is_exit(instance) & (instance.options.barred == 0) & members[instance.options.person]]))
    people = (at_least if part[-1] == "reduction_at_least" else at_most)(share, size)
    label = value_label("category" if part[1] == "by_category" else "kind", scope)
    shown = {"group": label, "size": size, "free": free, "share": float(share), "people": people}
    return Message(f"conflict.group_{part[-1].removeprefix('reduction_')}", shown)


def _pair_message(instance: Instance, index: int) -> Message:
    pair = instance.scenario.keep.succession[index]
    return Message("conflict.succession", {"leaves": pair.if_leaves, "keep": pair.keep})


def _floor_message(view: _View, name: RowName) -> Message:
    instance = view.instance
    floor = next(f for f in instance.floors if (f.path, f.scope) == (name.requirement, name.scope))
    kind, index = name.requirement.split(".")[1:]
    where = "ministry" if floor.unit == WHOLE_MINISTRY else "unit"
    here = floor.members if floor.unit == WHOLE_MINISTRY else floor.members & (instance.structure.unit_of == floor.unit)
    asked = getattr(instance.scenario.keep, kind)[int(index)]
    what = asked.skill if kind == "skills" else value_label("position_level", asked.level)
    shown = {"what": what, "count": int(here.sum()), "least": floor.held}
    if floor.unit != WHOLE_MINISTRY:
        shown |= {"unit": view.unit(name.scope), "size": int(instance.structure.headcount[floor.unit])}
    return Message(f"conflict.{kind}_{where}", shown)


def _fairness_message(instance: Instance, name: RowName) -> Message:
    by = name.requirement.removeprefix("fairness.")
    rule = next(r for r in instance.scenario.fairness if r.by == by)
    groups = dict(groups_of(by, instance.people, instance.structure, instance.scenario.snapshot_on))
    shown = {"by": attribute(by), "group": group_label(by, name.scope), "size": int(groups[name.scope].sum()), "ratio": float(rule.max_ratio)}
    return Message("conflict.fairness", shown)


def _period_message(instance: Instance, period: str, key: str) -> Message:
    row = next(i for i, p in enumerate(instance.scenario.periods) if p.name == period)
    share = getattr(instance.scenario.periods[row], key)
    baseline = instance.baseline
    by_then = is_exit(instance) & (instance.options.period <= row)
    lawful = len(np.unique(instance.options.person[by_then]))
    free = len(np.unique(instance.options.person[by_then & (instance.options.barred == 0)]))
    natural = len(np.unique(instance.options.person[by_then & np.isin(instance.options.decision, NATURAL)]))
    rounded = at_least if key == "reduction_at_least" else at_most
    return Message(
        f"conflict.period_{key.removeprefix('reduction_')}",
        {"period": period, "share": float(share), "people": rounded(share, baseline), "baseline": baseline,
         "lawful": lawful, "free": free, "natural": natural},
    )  # fmt: skip


def _unit_message(view: _View, scope: str, key: str) -> Message:
    instance, row = view.instance, view.row[scope]
    size = int(instance.structure.headcount[row])
    shown = {"unit": view.unit(scope), "size": size, "free": int(view.free[row])}
    if key == "minimum_headcount":
        floor = next(f.held for f in instance.floors if f.unit == row and f.path.startswith("units."))
        return Message("conflict.unit_minimum", {**shown, "least": floor})
    share = view.bounds[key, row]
    rounded = at_least if key == "reduction_at_least" else at_most
    number = rounded(share, size)
    return Message(f"conflict.unit_{key.removeprefix('reduction_')}", {**shown, "share": float(str(share)), "people": number})


def _bar_message(view: _View, requirement: str, scope: str) -> Message:
    instance = view.instance
    bits = next(b for b, name in FAMILIES if name == requirement)
    barred = (instance.options.barred & int(bits)) > 0
    ids = instance.people["employee_id"].astype(str)
    if scope in view.row:
        barred = barred & (instance.structure.unit_of[instance.options.person] == view.row[scope])
    elif scope:
        barred = barred & ids.eq(scope).to_numpy()[instance.options.person]
    people = np.unique(instance.options.person[barred])
    named = ", ".join(ids.iloc[people[:PEOPLE_NAMED]]) + (", …" if len(people) > PEOPLE_NAMED else "")
    key = requirement.replace(".", "_") + ("_person" if len(people) == 1 and scope == named else "")
    return Message(f"conflict.{key}", {"count": len(people), "named": named})
