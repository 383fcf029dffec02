"""The category where no column holds it: the headings of groups say it ("I. Công chức", "II. Viên chức"), or the title does."""

from __future__ import annotations

import re

from planner.core.columns import CATEGORIES, ROSTER_BY_NAME
from planner.core.errors import Problem
from planner.roster.tables.grid import encode
from planner.roster.tables.headings import Heading
from planner.roster.tables.table import Table
from planner.roster.values.parse import Manner
from planner.roster.values.text import fold

_BEFORE = r"(?:danh sách |khối |nhóm |đội ngũ |số )?"
_GROUPS = (
    ("civil_servant", re.compile(_BEFORE + r"công chức(?: \(.*\)| (?:hành chính|lãnh đạo|quản lý|chuyên môn|trong biên chế).*)?")),
    ("public_employee", re.compile(_BEFORE + r"viên chức(?: \(.*\)| (?:quản lý|chuyên môn|trong biên chế).*)?")),
    ("contract", re.compile(_BEFORE + r"(?:lao động )?(?:hợp đồng|hđ|hđlđ)\b.*|" + _BEFORE + r"người lao động(?: hợp đồng.*)?")),
)
_WITHIN = {"civil_servant": re.compile(r"\bcông chức\b"), "public_employee": re.compile(r"\bviên chức\b"), "contract": re.compile(r"\b(?:hợp đồng|hđlđ|người lao động|lao động hợp đồng)\b")}
_TITLE = re.compile(r"(?:danh sách|ds|biểu|bảng)\b.*")


def category_from_words(table: Table) -> list[Problem]:
    """Fills the category of a table that has no column for it from the headings of its groups, where they say it of
    everybody, or from the one title of a list that names a single one. A warning for the latter."""
    if "category" in table.columns or not len(table.rows):
        return []
    found = [(at, name) for at, text in table.groups if (name := _of_group(text))]
    if found:
        if found[0][0] > 0:
            return []
        words: list[str | None] = [None] * len(table.rows)
        for (at, name), end in zip(found, [*(at for at, _ in found[1:]), len(table.rows)], strict=True):
            words[at:end] = [f"s{name}"] * (end - at)
        _fill(table, words)
        return []
    for row, title in table.above:
        named = [name for name, pattern in _WITHIN.items() if pattern.search(fold(title))] if _TITLE.fullmatch(fold(title)) else []
        if len(named) == 1:
            _fill(table, [f"s{named[0]}"] * len(table.rows))
            read = next(choice.vi for choice in CATEGORIES if choice.value == named[0])
            return [table.problem("category_from_title", row, None, title=title[:80], read=read, severity="warning")]
    return []


def _of_group(text: str) -> str:
    return next((name for name, pattern in _GROUPS if pattern.fullmatch(fold(text))), "")


def _fill(table: Table, words: list[str | None]) -> None:
    table.columns["category"] = encode(words)
    table.headings["category"] = Heading(ROSTER_BY_NAME["category"], "")
    table.manners["category"] = Manner()
    table.derived.add("category")
