"""A value of the roster as a text in a language, and as a word inside a message whose reader is not known yet."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pandas as pd

from planner.core.columns import ROSTER_BY_NAME, UNITS_BY_NAME, Column
from planner.core.texts import Message, date, has, number, text

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
