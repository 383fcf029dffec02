"""Cells that people fill in: drop-downs on a hidden sheet, checks while typing, formats; for the template and the packs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from planner.core.columns import Column
from planner.core.errors import column_letter
from planner.core.texts import text

if TYPE_CHECKING:
    from xlsxwriter import Workbook

LONGEST_MESSAGE, LONGEST_TITLE = 255, 32
FIRST_DAY, LAST_DAY = dt.date(1930, 1, 1), dt.date(2100, 12, 31)
BOUNDS = {"decimal": 13, "percent": 100, "int": 100_000, "months": 720, "money": 10**12}
"""Largest number that each kind of cell takes."""
FORMATS: dict[str, dict[str, str]] = {
    "text": {"num_format": "@"},
    "date": {"num_format": "dd/mm/yyyy"},
    "decimal": {"num_format": "0.00##"},
    "whole": {"num_format": "0"},
    "money": {"num_format": "#,##0"},
    "word": {"num_format": "General"},
}
_FORMAT_OF = {"text": "text", "list": "text", "date": "date", "decimal": "decimal", "percent": "decimal", "money": "money"}


def format_of(column: Column) -> str:
    """The key in `FORMATS` of a column's cells: ids and codes are text, so that Excel keeps their zeros."""
    return _FORMAT_OF.get(column.kind, "whole" if column.kind in ("int", "months") else "word")


def words_of(column: Column, lang: str) -> list[str]:
    """The words that a cell may hold; empty where it is not a choice."""
    if column.kind == "bool":
        return [text("roster.yes", lang), text("roster.no", lang)]
    return [choice.word(lang) for choice in column.choices]


def shown_value(value: Any, column: Column, lang: str) -> Any:
    """A typed value of the roster as a cell shows it: words for choices, a plain date or number, None where absent."""
    if value is None or value != value or value == "":
        return None
    if column.kind == "bool":
        return words_of(column, lang)[0 if value else 1]
    if column.kind in ("enum", "list"):
        return column.words(str(value), lang)
    if column.kind == "date":
        return value if isinstance(value, dt.date) and not hasattr(value, "date") else value.date()
    if column.kind in ("int", "months", "money"):
        return int(value)
    if column.kind in ("decimal", "percent"):
        return float(value)
    return str(value)


class Lists:
    """The words of drop-downs, each in a column of a hidden sheet under a defined name: a list in a rule ends at 255 characters."""

    def __init__(self, book: Workbook, sheet: str) -> None:
        self.book, self.name = book, sheet
        self.sheet = book.add_worksheet(sheet)
        self.sheet.hide()
        self.words: list[tuple[str, Sequence[str]]] = []

    def named(self, name: str, words: Sequence[str]) -> str:
        """The defined name of a list, which is noted to be written."""
        defined = f"list_{name}"
        if defined not in [known for known, _ in self.words]:
            letter = column_letter(len(self.words) + 1)
            self.book.define_name(defined, f"='{self.name}'!${letter}$1:${letter}${len(words)}")
            self.words.append((defined, words))
        return defined

    def write(self) -> None:
        """Write the lists, row by row as streaming wants it."""
        for row in range(max((len(words) for _, words in self.words), default=0)):
            for at, (_, words) in enumerate(self.words):
                if row < len(words):
                    self.sheet.write_string(row, at, words[row])


def rule_of(column: Column, lists: Lists, lang: str, *, strict: bool = True) -> dict[str, Any]:
    """The check of a column's cells as XlsxWriter takes it, with the sentence shown in the cell and that for a wrong one.

    strict: what does not fit is refused; else dates and numbers outside the rule are asked about.
    """
    rule = _check(column, lists, lang)
    rule["input_title"] = column.heading(lang)[:LONGEST_TITLE]
    rule["input_message"] = hint(column, lang)[:LONGEST_MESSAGE]
    if rule["validate"] != "any":
        wrong = rule.pop("wrong")
        rule["error_title"] = text("roster.template_wrong_title", lang)[:LONGEST_TITLE]
        rule["error_message"] = text(f"roster.template_wrong_{wrong}", lang)[:LONGEST_MESSAGE]
        rule["error_type"] = "stop" if strict or wrong == "word" else "warning"
    return rule


def hint(column: Column, lang: str) -> str:
    """What belongs into a cell: meaning, form, whether it is needed."""
    told = (f"template_kind_{column.kind}", "template_required" if column.required else "template_optional")
    return ". ".join([column.meaning(lang), " ".join(text(f"roster.{name}", lang) for name in told)])


def _check(column: Column, lists: Lists, lang: str) -> dict[str, Any]:
    if column.kind in ("enum", "bool"):
        return {"validate": "list", "source": "=" + lists.named(column.name, words_of(column, lang)), "wrong": "word"}
    if column.kind == "date":
        return {"validate": "date", "criteria": "between", "minimum": FIRST_DAY, "maximum": LAST_DAY, "wrong": "date"}
    if column.kind in BOUNDS:
        kind = "integer" if column.kind in ("int", "months", "money") else "decimal"
        return {"validate": kind, "criteria": "between", "minimum": 0, "maximum": BOUNDS[column.kind], "wrong": "number"}
    return {"validate": "any"}
