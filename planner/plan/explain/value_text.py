"""Values inside messages that are worded only when the reader's language is known."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np

from planner.core.columns import ROSTER_BY_NAME
from planner.core.dates import month_text
from planner.core.texts import Message, date, number
from planner.core.value_text import value_text
from planner.plan.tables.labels import label

POINTS = ("merit",)


class Points(Message):
    """A number of points with one decimal: `Points("explain.points", {"value": 12.34})`."""

    def render(self, lang: str = "en") -> str:
        """12.3 (en) or 12,3 (vi)."""
        return number(float(self.params["value"]) + 0.0, lang, 1)


class Word(Message):
    """A value of a column: `Word("explain.word", {"column": "sex", "value": "F"})`."""

    def render(self, lang: str = "en") -> str:
        """The value as the language words it; a dash where there is none."""
        return shown(self.params["column"], self.params["value"], lang)


def points(value: float) -> Points:
    """A number of points inside a message; never "-0.0"."""
    return Points("explain.points", {"value": 0.0 if abs(value) < 0.05 else value})


def word(column: str, value: Any) -> Word:
    """A value of a column inside a message."""
    return Word("explain.word", {"column": column, "value": value})


def shown(column: str, value: Any, lang: str) -> str:
    """A value of a column as text in `lang`; a dash where it is absent."""
    if column in ROSTER_BY_NAME:
        return value_text(column, value, lang)
    if value is None or value != value or value == "":
        return "–"
    if column == "retirement_month":
        month = str(month_text(np.array([value]))[0])
        return f"{month[5:]}/{month[:4]}" if lang == "vi" else month
    if isinstance(value, dt.date):
        return date(value.date() if isinstance(value, dt.datetime) else value, lang)
    if column in POINTS:
        return Points("", {"value": value}).render(lang)
    if isinstance(value, int | np.integer):
        return number(int(value), lang)
    return label(column, str(value), lang)


def money_of(value: int) -> Word:
    """An amount inside a message."""
    return Word("explain.word", {"column": "cost_vnd", "value": value})
