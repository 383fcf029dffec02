"""The words that cells of a scenario workbook may hold, in both languages, and what they stand for."""

from __future__ import annotations

import unicodedata
from functools import cache
from typing import get_args

from planner.core.columns import ATTENTION_GROUPS, CATEGORIES, LEVELS, UNIT_KINDS, Choice
from planner.core.texts import text
from planner.core.vocabulary import CHOSEN_ROUTES, SECONDMENTS
from planner.policy.terms import Regime

SETS: dict[str, tuple[str, ...]] = {
    "yes": ("yes", "no"),
    "regime": get_args(Regime),
    "of": ("headcount", "quota"),
    "deputies": ("law", "each", "ignore"),
    "per": ("unit", "ministry"),
    "minimise": ("involuntary", "attention_group", "cost", "redeploy"),
    "maximise": ("retained_merit", "objective"),
}
"""Sets whose words stand in the catalogue under `scenario_book.SET.VALUE`."""
FAIR = ("sex", "age_band", "category", "position_level", "unit")
_TICKS = {"yes": ("x", "✓", "true", "y"), "no": ("false", "n")}


def key_of(said: str) -> str:
    """A word for comparison: one way of writing letters, no capitals, single blanks."""
    return " ".join(unicodedata.normalize("NFC", said).casefold().split())


@cache
def choices(name: str) -> tuple[Choice, ...]:
    """The words of a set. KeyError where there is no such set."""
    known = {"category": CATEGORIES, "kind": UNIT_KINDS, "level": LEVELS}
    if name in known:
        return known[name]
    if name == "route":
        return tuple(_said(route.value, f"words.decision_{route.value}") for route in CHOSEN_ROUTES)
    if name == "place":
        return tuple(_said(place, f"words.decision_{decision.value}") for place, decision in SECONDMENTS.items())
    if name == "group":
        return (*CATEGORIES, *UNIT_KINDS)
    if name == "way":
        return (*choices("route"), *choices("place"))
    if name == "fair":
        return (*(_said(value, f"scenario_book.fair.{value}") for value in FAIR), *ATTENTION_GROUPS)
    return tuple(_said(value, f"scenario_book.{name}.{value}", _TICKS.get(value, ())) for value in SETS[name])


def word_for(name: str, value: str, lang: str) -> str:
    """The word of a set for a value; the value itself where the set lacks it."""
    return next((choice.word(lang) for choice in choices(name) if choice.value == value), value)


def _said(value: str, key: str, aliases: tuple[str, ...] = ()) -> Choice:
    return Choice(value, text(key, "vi"), text(key, "en"), aliases)
