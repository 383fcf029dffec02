"""A conflict in words that a planner understands: what each clashing requirement asks, in numbers of people and money."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from planner.core.texts import Message, has
from planner.instance.instance import Instance
from planner.instance.options import Bar
from planner.optimise.model.rows import Model, RowName
from planner.optimise.solve.result import Bars
from planner.plan.infeasibility.values import Values
from planner.plan.plan import Clash
from planner.scenario.requirement_kinds import KEPT_PEOPLE, KEY_ROLES, LAW, LOCK, Dim, Kind, ShareOf

BARS = (
    (Bar.KEY_ROLE, KEY_ROLES),
    (Bar.KEEP_PEOPLE, KEPT_PEOPLE),
    (Bar.LOCK_KEEP | Bar.LOCK_LEAVE, LOCK),
    (Bar.PROTECTED | Bar.ON_REQUEST, LAW),
)
"""What forbids options, and the requirement that it stands for."""
PEOPLE_NAMED = 5
NAMED = 6


class Named(Message):
    """The first few of several units, people or groups, and how many more there are."""

    def render(self, lang: str = "en") -> str:
        parts = [part.render(lang) if isinstance(part, Message) else part for part in self.params["parts"]]
        return ", ".join(parts[:NAMED]) + (f", … (+{len(parts) - NAMED})" if len(parts) > NAMED else "")


def bars_of(instance: Instance) -> Bars:
    """What forbids options beside the rows: the bars of each family, people who are left with nothing one by one."""
    options = instance.options
    stuck = stuck_people(instance)
    of_stuck = np.isin(options.person, stuck)
    groups = []
    for bits, kind in BARS:
        forbidden = (options.barred & int(bits)) > 0
        together = np.flatnonzero(forbidden & ~of_stuck)
        if len(together):
            groups.append((RowName(kind, ("",)), together))
        for person in stuck:
            own = np.flatnonzero(forbidden & (options.person == person))
            if len(own):
                groups.append((RowName(kind, (str(instance.people["employee_id"].iloc[person]),)), own))
    return groups


def stuck_people(instance: Instance) -> npt.NDArray[np.int64]:
    """Rows of the people for whom no option is left."""
    open_options = np.bincount(instance.options.person[instance.options.barred == 0], minlength=instance.options.people)
    return np.flatnonzero(open_options == 0)


def clashes_of(instance: Instance, model: Model, names: Sequence[RowName]) -> tuple[Clash, ...]:
    """The conflict's entries with their sentences; bars are told for the one unit where all rows speak of one.

    A name that is no row of the model stands for all rows of its key (`RowName.every`), and gets one sentence for all of them.
    """
    values = Values(instance, model)
    bars = {kind: bits for bits, kind in BARS}
    about = {str(name.at(Dim.UNIT)) if Dim.UNIT in name.kind.scope else "" for name in names if name.kind not in bars}
    unit = next(iter(about)) if len(about) == 1 and about <= values.unit_row.keys() else ""
    out: list[Clash] = []
    for name in names:
        if name.kind in bars:
            out.append(_bar_clash(values, name, bars[name.kind], unit))
        elif name in values.row:
            out.append(_clash(values, name))
        else:
            members = [_clash(values, row) for row in values.row if row.every == name]
            out.append(Clash(name.requirement, "", _each(members, "each"), name.kind, "each"))
    return tuple(out)


def _clash(values: Values, name: RowName) -> Clash:
    """The entry of one row."""
    said = "clash_ministry" if Dim.UNIT in name.kind.scope and not name.at(Dim.UNIT) else f"clash{of_quota(name.kind, values.instance)}"
    message = Message(f"requirement.{name.kind.name}.{said}", values.shown(name))
    return Clash(name.requirement, name.shown, message, name.kind, said)


def of_quota(kind: Kind, instance: Instance) -> str:
    """The end of the name of a sentence that speaks of posts where the scenario's shares are of the quotas; else empty."""
    return "_quota" if kind.share_of is ShareOf.BASELINE and instance.scenario.reduction.of == "quota" else ""


def _bar_clash(values: Values, name: RowName, bits: Bar, unit: str) -> Clash:
    """The entry of what forbids options: for everybody, for one unit, or for one person."""
    instance, person = values.instance, str(name.scope[0])
    barred = (instance.options.barred & int(bits)) > 0
    ids = instance.people["employee_id"].astype(str)
    if person:
        barred = barred & ids.eq(person).to_numpy()[instance.options.person]
    elif unit:
        barred = barred & (instance.structure.unit_of[instance.options.person] == values.unit_row[unit])
    people = np.unique(instance.options.person[barred])
    named = ", ".join(ids.iloc[people[:PEOPLE_NAMED]]) + (", …" if len(people) > PEOPLE_NAMED else "")
    said = "clash_person" if len(people) == 1 and person == named else "clash"
    told = {"count": len(people), "named": named}
    message = Message(f"requirement.{name.kind.name}.{said}", told)
    if unit and not person:
        shown = values.unit(unit)
        message = Message("conflict.said_of_unit", {**told, "unit": shown, "said": message})
    return Clash(name.requirement, person or unit, message, name.kind, said)


def grouped(clashes: Sequence[Clash]) -> tuple[Clash, ...]:
    """The entries with those that say the same of several units, or several people, as one; `scope` then lists them."""
    alike: dict[tuple[str, Kind | None, str], list[Clash]] = {}
    for clash in clashes:
        alike.setdefault((clash.requirement, clash.kind, clash.said), []).append(clash)
    out: list[Clash] = []
    for (requirement, _, said), members in alike.items():
        kind, each = members[0].kind, said.replace("clash", "each")
        if len(members) == 1 or kind is None or not has(f"requirement.{kind.name}.{each}"):
            out += members
        else:
            out.append(Clash(requirement, Named("", {"parts": [c.scope for c in members]}).render(), _each(members, each), kind, each))
    return tuple(out)


def _each(members: Sequence[Clash], said: str) -> Message:
    """One sentence for several entries of a key: numbers added up, the share where it is the same for all."""
    shown: dict[str, Any] = {"units": len(members), "named": Named("", {"parts": [c.message.params.get("group", c.scope) for c in members]})}
    for name, value in members[0].message.params.items():
        values = [c.message.params[name] for c in members]
        if name == "share":
            shown[name] = Message("conflict.same_share", {"share": value}) if len(set(values)) == 1 else Message("conflict.own_share")
        elif isinstance(value, int) and not isinstance(value, bool):
            shown[name] = sum(values)
        elif name not in shown:
            shown[name] = value
    kind = members[0].kind
    assert kind is not None
    return Message(f"requirement.{kind.name}.{said}", shown)
