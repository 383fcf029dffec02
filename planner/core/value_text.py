"""A value of the roster as a text in a language: one function for queue, explanations, reviews and pages."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pandas as pd

from planner.core.columns import ROSTER_BY_NAME, Column
from planner.core.texts import date, number, text

_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_NUMBER = re.compile(r"-?\d{1,15}(\.\d+)?", re.ASCII)
_BOOL = {"true": True, "false": False}
WHOLE = ("int", "months", "money")


def value_text(name: str, value: Any, lang: str, absent: str = "–") -> str:
    """`Nữ`, `15/01/1970`, `3,66` for a value of the canonical column `name`; `absent` where there is none.

    value: typed as in the roster's frame, or canonical text as its files hold it (`F`, `1970-01-15`, `true`). Text that the
    column cannot hold, and any value of another column, is shown as it is written.
    """
    column = ROSTER_BY_NAME.get(name)
    if isinstance(value, str) and column is not None:
        value = _typed(value, column)
    if pd.isna(value) or value == "":
        return absent
    if column is None or (isinstance(value, str) and not column.choices and column.kind != "list"):
        return str(value)
    if column.kind in ("enum", "list"):
        return column.words(value, lang)
    if column.kind == "date":
        return date(value.date() if isinstance(value, dt.datetime) else value, lang)
    if column.kind == "bool":
        return text("words.yes" if value else "words.no", lang)
    if column.kind in WHOLE:
        return number(int(value), lang)
    written = f"{float(value):.15g}"  # every decimal counts, and none are so large that they have groups
    return written.replace(".", ",") if lang == "vi" else written


def _typed(written: str, column: Column) -> Any:
    """What a canonical text stands for; the text itself where the column's kind is text, or cannot hold it."""
    if column.kind == "date" and _DAY.fullmatch(written):
        try:
            return dt.date.fromisoformat(written)
        except ValueError:
            return written
    if column.kind == "bool":
        return _BOOL.get(written, written)
    if column.kind in (*WHOLE, "decimal", "percent") and _NUMBER.fullmatch(written):
        return float(written)
    return written
