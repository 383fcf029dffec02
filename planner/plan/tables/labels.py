"""The words of the tables in either language: headings, values, requirements."""

from __future__ import annotations

from functools import cache

from planner.core.columns import ROSTER_BY_NAME, UNITS_BY_NAME
from planner.core.texts import Message, has, text
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


def word_of(dim: Dim, value: str | int) -> Message | str:
    """The word for what a requirement is about; ids and names as they are."""
    if dim is Dim.UNIT and not value:
        return Message("words.ministry")
    key = "{}.{}_{}".format(*WORDS[dim], value) if dim in WORDS else ""
    return Message(key) if has(key) else str(value)


def requirement_message(name: RowName) -> Message:
    """What a row says, in a few words: "Least reduction by 2030"."""
    words = {dim.word: word_of(dim, value) for dim, value in zip(name.kind.scope, name.scope, strict=True)}
    return Message(f"requirement.{name.kind.name}.label", {**words, "requirement": name.requirement})
