"""The words of the tables in either language: headings, values, requirements."""

from __future__ import annotations

from functools import cache
from typing import Any

from pydantic import BaseModel

from planner.core.columns import ROSTER_BY_NAME, UNITS_BY_NAME
from planner.core.texts import Message, has, text
from planner.core.value_text import attribute, group_label, value_label
from planner.instance.instance import Instance
from planner.optimise.model.rows import RowName
from planner.scenario.requirement_kinds import Dim

EVIDENCE_KEYS = {"?": "unsure"}
"""Marks that cannot stand in a catalogue key."""


@cache
def heading(column: str, lang: str) -> str:
    """The heading of a column: the catalogue's, else the roster's, else the units table's, else the name itself."""
    if has(f"words.column_{column}"):
        return text(f"words.column_{column}", lang)
    for table in (ROSTER_BY_NAME, UNITS_BY_NAME):
        if column in table:
            return table[column].heading(lang)
    return column


@cache
def label(kind: str, value: object, lang: str) -> str:
    """The word for a value; what is not known is shown as it is.

    kind: `decision`, `status`, `step`, `regime`, `evidence`, `severity`, or a column with choices (`sex`,
    `position_level`, `category`, `kind`, `rating_1`, `volunteers`, `lock`, `attention_groups`). An empty value gives "".
    """
    if value is None or value != value or value == "":
        return ""
    if isinstance(value, bool):
        return text("words.yes" if value else "words.no", lang)
    key = f"words.{kind}_{EVIDENCE_KEYS.get(str(value), value)}"
    if has(key):
        return text(key, lang)
    for table in (ROSTER_BY_NAME, UNITS_BY_NAME):
        for choice in table[kind].choices if kind in table else ():
            if choice.value == value:
                return choice.vi if lang == "vi" else choice.en
    return str(value)


def labels_of_list(kind: str, items: str, lang: str) -> str:
    """As `label` for items joined by ";"."""
    return "; ".join(label(kind, item, lang) for item in str(items).split(";") if item)


WORDS = {
    Dim.CATEGORY: ("words", "group"), Dim.UNIT_KIND: ("words", "group"), Dim.ROUTE: ("words", "decision"), Dim.PLACE: ("words", "decision_secondment"),
    Dim.GOAL: ("goals", "what"), Dim.CLAUSE: ("words", "deputies"),
}  # fmt: skip
"""The catalogue's file, and the first part of the name of its words, for what a requirement may be about."""
ENTRY_WORDS = {"level": "position_level"}
"""Fields of an entry whose value has words, and the column that knows them."""


def word_of(dim: Dim, value: str | int) -> Message | str:
    """The word for what a requirement is about; ids and names as they are."""
    if dim is Dim.UNIT and not value:
        return Message("words.ministry")
    key = "{}.{}_{}".format(*WORDS[dim], value) if dim in WORDS else ""
    return Message(key) if has(key) else str(value)


def unit_label(instance: Instance, unit: str) -> str:
    """`Name (id)` of a unit after `reorganise`."""
    return instance.structure.labels.get(unit, unit)


def names_of(name: RowName, instance: Instance) -> dict[str, Any]:
    """What a requirement is about, in words, by dimension: of an entry of a list its fields too, of a group its attribute `by`."""
    out: dict[str, Any] = {}
    for dim, value in zip(name.kind.scope, name.scope, strict=True):
        if dim is Dim.UNIT:
            out |= {"unit": unit_label(instance, str(value))} if value else {}
        elif dim in (Dim.CATEGORY, Dim.UNIT_KIND):
            out[dim.word] = value_label("category" if dim is Dim.CATEGORY else "kind", str(value))
        elif dim is Dim.GROUP:
            by = str(name.at(Dim.ATTRIBUTE))
            unit = by == "unit" and bool((instance.structure.units["unit"] == value).any())
            out |= {"by": attribute(by), "group": unit_label(instance, str(value)) if unit else group_label(by, str(value))}
        else:
            out[dim.value] = word_of(dim, value)
    entry = name.kind.asked(instance.scenario, name.scope) if {Dim.ENTRY, Dim.RULE} & set(name.kind.scope) else None
    if isinstance(entry, BaseModel):
        out |= {k: value_label(ENTRY_WORDS[k], v) if k in ENTRY_WORDS else v for k, v in entry if isinstance(v, str) and k not in ("unit", "per")}
    return out


def requirement_message(name: RowName, instance: Instance) -> Message:
    """What a row says, in a few words, with the unit, group or skill that it is about: "Least reduction by 2030"."""
    return Message(f"requirement.{name.kind.name}.label", {"unit": Message("words.ministry"), **names_of(name, instance)})
