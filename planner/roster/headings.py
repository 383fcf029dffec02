"""Headings: which column of the schema a cell of text names, and in which unit of time or money it speaks."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Literal

from planner.roster.text import fold
from planner.schema import Column

MonthsUnit = Literal["months", "years", "unsaid"]

# Headings that every sheet has and nobody needs: no warning for them.
UNNEEDED = frozenset({"tt", "stt", "số tt", "số thứ tự", "no", "no.", "#", "ghi chú", "note", "notes", "remarks"})

_BRACKETS = re.compile(r"\s*\(([^()]*)\)$")
_BREAKS = re.compile(r"\s*([/,\-])\s*")
_YEAR_WORDS = re.compile(r"\b(năm|years?)\b")
_MONTH_WORDS = re.compile(r"\b(tháng|months?)\b")
_THOUSANDS = re.compile(r"\b(nghìn|ngàn|triệu|tỷ|tỉ|thousand|million|billion|1\.?000đ?)\b")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading that the schema knows: the column, the text as written, and the unit it names.

    months: of a `months` column, what its bare numbers count. scaled: a money heading that speaks of thousands or
    millions of đồng.
    """

    column: Column
    text: str
    months: MonthsUnit = "months"
    scaled: bool = False


def heading_key(text: str) -> str:
    """The heading as it is compared: folded, without required marks and colons, no blanks around / , and -."""
    return _BREAKS.sub(r"\1", fold(text.replace("_", " ")).strip("*:. "))


@cache
def known_headings(columns: tuple[Column, ...]) -> dict[str, Column]:
    """Every spelling of the schema, by its key; the canonical name and headings come before other people's words."""
    known: dict[str, Column] = {}
    for column in columns:
        for word in (column.name, column.vi, column.en):
            known.setdefault(heading_key(word), column)
    for column in columns:
        for word in column.aliases:
            known.setdefault(heading_key(word), column)
    for column in columns:  # a heading without its unit: "Lương hợp đồng" for "Lương hợp đồng (đồng)"
        for word in (column.vi, column.en):
            known.setdefault(heading_key(_BRACKETS.sub("", word)), column)
    return known


def match_heading(text: str, columns: tuple[Column, ...]) -> Heading | None:
    """The column that `text` names, as a whole or without its last brackets; None where the schema does not know it."""
    known = known_headings(columns)
    key = heading_key(text)
    column = known.get(key)
    if column is None:
        column = known.get(heading_key(_BRACKETS.sub("", key)))
    if column is None:
        return None
    scaled = column.kind == "money" and _THOUSANDS.search(key) is not None
    return Heading(column, text, _months_unit(column, key), scaled)


def _months_unit(column: Column, key: str) -> MonthsUnit:
    if column.kind != "months" or key == heading_key(column.name) or _MONTH_WORDS.search(key):
        return "months"
    return "years" if _YEAR_WORDS.search(key) else "unsaid"
