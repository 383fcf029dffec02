"""A conflict in words that a planner understands: what each clashing requirement asks, in numbers of people and money."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from planner.case import Case
from planner.floors import WHOLE_MINISTRY, room_of, unit_bounds
from planner.groups import groups_of
from planner.model.blocks import is_exit
from planner.model.rows import RowName
from planner.options import Bar
from planner.plan import Clash
from planner.rounding import at_least, at_most
from planner.schema import DECISIONS, NATURAL_ROUTES, ROSTER_BY_NAME, UNITS_BY_NAME
from planner.solve.status import BarName, Bars
from planner.texts import Message, has

FAMILIES = (
    (Bar.KEY_ROLE, "keep.key_roles"),
    (Bar.KEEP_PEOPLE, "keep.people"),
    (Bar.LOCK_KEEP | Bar.LOCK_LEAVE, "lock"),
    (Bar.PROTECTED, "law"),
)
NATURAL = [DECISIONS.index(route) for route in NATURAL_ROUTES]
PEOPLE_NAMED = 5


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


def bars_of(case: Case) -> Bars:
    """What forbids options beside the rows: the bars of each family, people who are left with nothing one by one."""
    options = case.options
    stuck = stuck_people(case)
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
                groups.append((BarName(requirement, str(case.people["employee_id"].iloc[person])), own))
    return groups


def stuck_people(case: Case) -> npt.NDArray[np.int64]:
    """Rows of the people for whom no option is left."""
    open_options = np.bincount(case.options.person[case.options.barred == 0], minlength=case.options.people)
    return np.flatnonzero(open_options == 0)


def clashes_of(case: Case, names: Sequence[RowName | BarName]) -> tuple[Clash, ...]:
    """The conflict's entries with their sentences; bars are told for the one unit where all rows speak of one."""
    units = set(case.structure.units["unit"].astype(str))
    scopes = {name.scope for name in names if isinstance(name, RowName)}
    unit = next(iter(scopes)) if len(scopes) == 1 and scopes <= units else None
    return tuple(_clash(case, name, unit) for name in names)


def _clash(case: Case, name: RowName | BarName, unit: str | None) -> Clash:
    requirement, scope = name.requirement, name.scope
    if isinstance(name, BarName):
        scope = scope or unit or ""
        return Clash(requirement, scope, _bar_message(case, requirement, scope))
    part = requirement.split(".")
    if part[0] == "periods":
        return Clash(requirement, scope, _period_message(case, ".".join(part[1:-1]), part[-1]))
    if part[0] == "units":
        return Clash(requirement, scope, _unit_message(case, scope, part[-1]))
    if part[0] == "budget":
        money = case.scenario.budget.total_vnd if part[1] == "total_vnd" else case.scenario.budget.by_period[scope]
        key = "conflict.budget_total" if part[1] == "total_vnd" else "conflict.budget_period"
        return Clash(requirement, scope, Message(key, {"money": money, "period": scope}))
    if part[0] == "keep":
        return Clash(requirement, scope, _pair_message(case, int(part[2])) if part[1] == "succession" else _floor_message(case, name))
    if part[0] == "fairness":
        return Clash(requirement, scope, _fairness_message(case, name))
    if part[0] in ("reduction", "by_route"):
        return Clash(requirement, scope, _group_message(case, part, scope))
    if part[0] == "stay_close":
        return Clash(requirement, scope, Message("conflict.stay_close", {"most": case.scenario.stay_close}))
    if part[0] in ("redeploy", "deputies"):
        return Clash(requirement, scope, _room_message(case, part[0], scope))
    return Clash(requirement, scope, Message("conflict.other", {"requirement": requirement, "scope": scope}))


def _room_message(case: Case, requirement: str, scope: str) -> Message:
    row, unit = _unit_row(case, scope), _unit(case, scope)
    size = int(case.structure.headcount[row])
    if requirement == "redeploy":
        room = int(room_of(case.scenario, case.structure)[row])
        return Message("conflict.redeploy", {"unit": unit, "size": size, "room": room})
    own = (case.structure.level == "deputy") & (case.structure.unit_of == row)
    return Message("conflict.deputies", {"unit": unit, "size": size, "count": int(own.sum()), "most": int(case.caps[row])})


def _group_message(case: Case, part: Sequence[str], scope: str) -> Message:
    """Bounds on a category, on all units of a kind, or on a route."""
    if part[0] == "by_route":
        limits = case.scenario.by_route[scope]
        return Message(f"conflict.route_{part[-1]}", {"route": Message(f"words.decision_{scope}"), "people": getattr(limits, part[-1])})
    if part[1] == "by_category":
        members, bounds = (case.people["category"] == scope).to_numpy(), case.scenario.reduction.by_category[scope]
    else:
        of_kind = case.structure.units["kind"].astype(str).to_numpy() == scope
        members, bounds = of_kind[case.structure.unit_of], case.scenario.reduction.by_kind[scope]
    share, size = getattr(bounds, part[-1]), int(members.sum())
    free = len(np.unique(case.options.person[is_exit(case) & (case.options.barred == 0) & members[case.options.person]]))
    people = (at_least if part[-1] == "reduction_at_least" else at_most)(share, size)
    label = value_label("category" if part[1] == "by_category" else "kind", scope)
    shown = {"group": label, "size": size, "free": free, "share": float(share), "people": people}
    return Message(f"conflict.group_{part[-1].removeprefix('reduction_')}", shown)


def _pair_message(case: Case, index: int) -> Message:
    pair = case.scenario.keep.succession[index]
    return Message("conflict.succession", {"leaves": pair.if_leaves, "keep": pair.keep})


def _floor_message(case: Case, name: RowName) -> Message:
    floor = next(f for f in case.floors if (f.path, f.scope) == (name.requirement, name.scope))
    kind, index = name.requirement.split(".")[1:]
    where = "ministry" if floor.unit == WHOLE_MINISTRY else "unit"
    here = floor.members if floor.unit == WHOLE_MINISTRY else floor.members & (case.structure.unit_of == floor.unit)
    asked = getattr(case.scenario.keep, kind)[int(index)]
    what = asked.skill if kind == "skills" else value_label("position_level", asked.level)
    shown = {"what": what, "count": int(here.sum()), "least": floor.held}
    if floor.unit != WHOLE_MINISTRY:
        shown |= {"unit": _unit(case, name.scope), "size": int(case.structure.headcount[floor.unit])}
    return Message(f"conflict.{kind}_{where}", shown)


def _fairness_message(case: Case, name: RowName) -> Message:
    by = name.requirement.removeprefix("fairness.")
    rule = next(r for r in case.scenario.fairness if r.by == by)
    groups = dict(groups_of(by, case.people, case.structure, case.scenario.snapshot_on))
    shown = {"by": attribute(by), "group": group_label(by, name.scope), "size": int(groups[name.scope].sum()), "ratio": float(rule.max_ratio)}
    return Message("conflict.fairness", shown)


def _period_message(case: Case, period: str, key: str) -> Message:
    row = next(i for i, p in enumerate(case.scenario.periods) if p.name == period)
    share = getattr(case.scenario.periods[row], key)
    baseline = case.baseline
    by_then = is_exit(case) & (case.options.period <= row)
    lawful = len(np.unique(case.options.person[by_then]))
    free = len(np.unique(case.options.person[by_then & (case.options.barred == 0)]))
    natural = len(np.unique(case.options.person[by_then & np.isin(case.options.decision, NATURAL)]))
    rounded = at_least if key == "reduction_at_least" else at_most
    return Message(
        f"conflict.period_{key.removeprefix('reduction_')}",
        {"period": period, "share": float(share), "people": rounded(share, baseline), "baseline": baseline,
         "lawful": lawful, "free": free, "natural": natural},
    )  # fmt: skip


def _unit_message(case: Case, scope: str, key: str) -> Message:
    row = _unit_row(case, scope)
    size = int(case.structure.headcount[row])
    own = is_exit(case) & (case.structure.unit_of[case.options.person] == row)
    free = len(np.unique(case.options.person[own & (case.options.barred == 0)]))
    shown = {"unit": _unit(case, scope), "size": size, "free": free}
    if key == "minimum_headcount":
        floor = next(f.held for f in case.floors if f.unit == row and f.path.startswith("units."))
        return Message("conflict.unit_minimum", {**shown, "least": floor})
    share = next(bound for at, _, bound in unit_bounds(case.scenario, case.structure.units, key) if at == row)
    rounded = at_least if key == "reduction_at_least" else at_most
    number = rounded(share, size)  # type: ignore[arg-type]
    return Message(f"conflict.unit_{key.removeprefix('reduction_')}", {**shown, "share": float(str(share)), "people": number})


def _bar_message(case: Case, requirement: str, scope: str) -> Message:
    bits = next(b for b, name in FAMILIES if name == requirement)
    barred = (case.options.barred & int(bits)) > 0
    ids = case.people["employee_id"].astype(str)
    if scope in set(case.structure.units["unit"].astype(str)):
        barred = barred & (case.structure.unit_of[case.options.person] == _unit_row(case, scope))
    elif scope:
        barred = barred & ids.eq(scope).to_numpy()[case.options.person]
    people = np.unique(case.options.person[barred])
    named = ", ".join(ids.iloc[people[:PEOPLE_NAMED]]) + (", …" if len(people) > PEOPLE_NAMED else "")
    key = requirement.replace(".", "_") + ("_person" if len(people) == 1 and scope == named else "")
    return Message(f"conflict.{key}", {"count": len(people), "named": named})


def _unit_row(case: Case, unit: str) -> int:
    return int(np.flatnonzero(case.structure.units["unit"].astype(str) == unit)[0])


def _unit(case: Case, unit: str) -> str:
    name = str(case.structure.units["name"].iloc[_unit_row(case, unit)])
    return name if name == unit else f"{name} ({unit})"
