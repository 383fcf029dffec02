"""The words of the tables in either language: headings, values, requirements."""

from __future__ import annotations

from functools import cache

from planner.core.columns import ROSTER_BY_NAME, UNITS_BY_NAME
from planner.core.texts import Message, has, text
from planner.optimise.model.rows import RowName

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


FAMILIES = (
    ("periods.", "reduction_at_least", "reduction_at_least"),
    ("periods.", "reduction_at_most", "reduction_at_most"),
    ("units.", "reduction_at_least", "unit_at_least"),
    ("units.", "reduction_at_most", "unit_at_most"),
    ("units.", "minimum_headcount", "minimum_headcount"),
    ("deputies", "", "deputies"),
    ("budget.total_vnd", "", "budget_total"),
    ("budget.by_period", "", "budget_period"),
    ("keep.skills", "", "skills"),
    ("keep.positions", "", "positions"),
    ("fairness", "", "fairness"),
    ("redeploy", "", "redeploy"),
    ("reduction.", "reduction_at_least", "group_at_least"),
    ("reduction.", "reduction_at_most", "group_at_most"),
    ("by_route.", "at_least", "route_at_least"),
    ("by_route.", "at_most", "route_at_most"),
    ("keep.succession", "", "succession"),
    ("secondment.", "at_least", "secondment_at_least"),
    ("secondment.", "at_most", "secondment_at_most"),
    ("stay_close", "", "stay_close"),
    ("tiers.", "", "tier"),
)
"""Start and end of a key path, and the catalogue's word for such a requirement."""


SCOPES = (
    ("reduction.", "words", "group"),
    ("by_route.", "words", "decision"),
    ("secondment.", "words", "decision_secondment"),
    ("tiers.", "goals", "what"),
)
"""Start of a key path; the catalogue's file and the first part of the name of its words for such scopes."""


def requirement_message(name: RowName) -> Message:
    """What a row says, in a few words: "Least reduction by 2030"."""
    family = next(
        (word for start, end, word in FAMILIES if name.requirement.startswith(start) and name.requirement.endswith(end)),
        "other",
    )
    words = next((f"{room}.{kind}_{name.scope}" for start, room, kind in SCOPES if name.requirement.startswith(start)), "")
    scope = Message(words) if words and has(words) else name.scope or Message("words.ministry")
    return Message(f"words.requirement_{family}", {"scope": scope, "requirement": name.requirement})


def requirement_label(name: RowName, lang: str) -> str:
    """As `requirement_message`, in `lang`."""
    return requirement_message(name).render(lang)
