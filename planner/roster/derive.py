"""Values that follow from others: the unit of a sheet, an id where there is none, the level of a title."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from pathlib import PurePath

import numpy as np
import pandas as pd

from planner.errors import Problem
from planner.roster.build import Rows
from planner.roster.table import Table
from planner.roster.text import fold, sheet_key
from planner.schema import LEVELS

_GENERIC = re.compile(
    r"(sheet|trang tính|trang_tính|bảng tính|bảng|worksheet|tabelle|feuil\w*|hoja|table|data|dữ liệu"
    r"|danh sách( nhân sự| cán bộ)?"
    r"|ds|dsns|nhân sự|nhân viên|roster|people|staff|employees)[\s_\-]*\(?\d*\)?"
)
_PARTS_OF_TITLE = re.compile(r"\s*[,;/&+]\s*|\s+kiêm\s+|\s+-\s+")
_ACTING = re.compile(r"^(q\.|quyền|phụ trách|acting)\s*")
_LEADING = re.compile(r"\b(trưởng|phó|giám đốc|chủ tịch|chủ nhiệm|head|deputy|director|chief|manager)\b")
_SENIORITY = tuple(choice.value for choice in LEVELS)


class UnitNames:
    """The units table as a reader of names: an id, a full name, or a tab that Excel cut to 31 characters."""

    def __init__(self, units: pd.DataFrame) -> None:
        self.known: dict[str, str] = {}
        ids = [u for u in units["unit"] if u]
        pairs = [(u, n) for u, n in zip(units["unit"], units["name"], strict=True) if u and n]
        for key, unit in [
            *((fold(u), u) for u in ids),
            *((fold(n), u) for u, n in pairs),
            *((sheet_key(u), u) for u in ids),
            *((sheet_key(n), u) for u, n in pairs),
        ]:
            self.known.setdefault(key, unit)

    def find(self, text: str) -> str | None:
        """The id that `text` stands for."""
        return self.known.get(fold(text))


def is_generic(name: str) -> bool:
    """Whether a tab's name says nothing about a unit: Sheet1, Trang tính1, Danh sách."""
    return _GENERIC.fullmatch(fold(name)) is not None


def set_units(people: Rows, names: UnitNames | None) -> list[Problem]:
    """Fills `unit` with ids: the unit cell, else the tab, else the file. `names` is None without a units table."""
    problems: list[Problem] = []
    written = people.frame["unit"].to_numpy(dtype=object)
    of_table = [_unit_of(table, names) for table in people.tables]
    out = np.empty(len(written), dtype=object)
    empty = pd.isna(written) & ~people.unread["unit"]
    seen: dict[str, str] = {}
    distinct = {text: _unit_of_cell(text, names, seen) for text in dict.fromkeys(written[~pd.isna(written)])}
    out[~empty] = [distinct.get(text) for text in written[~empty]]
    for number, (unit, called) in enumerate(of_table):
        mask = empty & (people.table == number)
        out[mask] = unit
        if unit is None and mask.any():
            problems.append(people.tables[number].problem("sheet_unit_unknown", None, None, name=called))
    for line in np.flatnonzero(~empty & pd.isna(out) & ~people.unread["unit"]):
        problems.append(people.problem("unit_unknown", int(line), "unit", name=written[line]))
    people.fill("unit", out)
    return problems


def _unit_of_cell(text: str, names: UnitNames | None, seen: dict[str, str]) -> str | None:
    """The id; without a units table the text itself, in the spelling that came first."""
    return seen.setdefault(fold(text), text) if names is None else names.find(text)


def _unit_of(table: Table, names: UnitNames | None) -> tuple[str | None, str]:
    """The unit that a whole table belongs to, and the name that it was sought under."""
    stem = PurePath(table.file).stem
    own = table.sheet if table.sheet is not None and not is_generic(table.sheet) else stem
    if names is None:
        return own, own
    candidates = [name for name in (table.sheet, stem) if name]
    return next((unit for unit in map(names.find, candidates) if unit), None), own


def set_ids(people: Rows) -> list[Problem]:
    """Fills `employee_id` where it is empty with the sheet's name and the row; a warning for the sheet or the row."""
    problems: list[Problem] = []
    ids = people.frame["employee_id"].to_numpy(dtype=object).copy()
    empty = pd.isna(ids) & ~people.unread["employee_id"]
    bases = _bases(people.tables)
    for line in np.flatnonzero(empty):
        ids[line] = f"{bases[people.table[line]]}-{people.row[line]}"
    for number, table in enumerate(people.tables):
        mine = empty & (people.table == number)
        if "employee_id" not in table.columns and mine.any():
            example = ids[int(np.flatnonzero(mine)[0])]
            problems.append(table.problem("ids_made", table.heading_row, None, example=example, severity="warning"))
        else:
            for line in np.flatnonzero(mine):
                problems.append(people.problem("id_made", int(line), "employee_id", made=ids[line], severity="warning"))
    people.fill("employee_id", ids)
    return problems


def _bases(tables: Iterable[Table]) -> list[str]:
    """A different word for each table: its tab where that says something, else its file."""
    out: list[str] = []
    for table in tables:
        word = table.sheet if table.sheet is not None and not is_generic(table.sheet) else PurePath(table.file).stem
        base, count = word, 1
        while base in out:
            count += 1
            base = f"{word}-{count}"
        out.append(base)
    return out


def set_levels(people: Rows) -> list[Problem]:
    """Fills an empty `position_level` from the title; a warning where a title speaks of leading in unknown words."""
    frame = people.frame
    levels = frame["position_level"].to_numpy(dtype=object).copy()
    titles = frame["position_title"].to_numpy(dtype=object)
    empty = pd.isna(levels) & ~people.unread["position_level"]
    read = {title: level_of(title) for title in dict.fromkeys(titles[empty & ~pd.isna(titles)])}
    problems = []
    for title in [t for t, level in read.items() if level is None]:
        for line in np.flatnonzero(empty & (titles == title)):
            problems.append(
                people.problem("title_unknown", int(line), "position_title", title=title, severity="warning")
            )
    levels[empty] = [read.get(title) or "staff" for title in titles[empty]]
    people.fill("position_level", levels)
    return problems


def level_of(title: str) -> str | None:
    """The level of a title, the highest where it names several; `staff` where it leads nothing; None where unclear.

    A title begins with a word of the schema (`Phó Vụ trưởng phụ trách`); the longest such word counts.
    """
    known = _level_words()
    found = []
    for part in _PARTS_OF_TITLE.split(fold(title)):
        words = _ACTING.sub("", part).split()
        starts = (" ".join(words[:count]) for count in range(len(words), 0, -1))
        found.append(next((known[start] for start in starts if start in known), None))
    levels = [level for level in found if level is not None]
    if levels:
        return min(levels, key=_SENIORITY.index)
    return None if _LEADING.search(fold(title)) else "staff"


@cache
def _level_words() -> dict[str, str]:
    return {
        fold(word): choice.value
        for choice in reversed(LEVELS)
        for word in (*choice.aliases, choice.en, choice.vi, choice.value)
    }
