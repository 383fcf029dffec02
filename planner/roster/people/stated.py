"""Numbers that a sheet itself states, compared with what was read: sums below a list, head-counts of groups, titles."""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
import pandas as pd

from planner.core.errors import Problem
from planner.roster.people.build import Rows
from planner.roster.tables.table import Table
from planner.roster.values.numbers import is_bare_number
from planner.roster.values.text import fold, head_count

SUMMED = ("salary_coefficient", "leadership_allowance", "si_months", "contract_salary_vnd")
"""Columns whose sums mean something."""
_WORD = r"(?:người|đồng chí|đ/c|đc|cán bộ|công chức|viên chức|cbccvc|nhân sự|people|persons)"
_COUNT = re.compile(rf"(?:(?:tổng|cộng|total|có|gồm)\b[^\d(]{{0,30}}?)(\d{{1,6}})\s*{_WORD}\b")
_WOMEN = re.compile(r"\b(?:nữ|women|female)\b\s*[:=]?\s*(\d{1,5})\b")
_PRESENT = re.compile(r"(?:(?:số|hiện)\s+)?\bcó mặt\b[^\d;,.]{0,25}(\d{1,5})\b(?![/.-]\d)")
_QUOTA = re.compile(r"biên chế (?:được )?giao\b(?: năm 20\d\d| \(?20\d\d\)?)?[^\d;]{0,12}(\d{1,5})\b(?![/.-]\d)")
_NEAR = 0.011


def check_stated(people: Rows, units: pd.DataFrame) -> list[Problem]:
    """A warning at each stated number that is not what was read. units: the table of units, empty where there is none."""
    quota = dict(zip(units["unit"], units["assigned_quota"], strict=True)) if len(units) else {}
    return [problem for number, table in enumerate(people.tables) for problem in _of_table(people, np.flatnonzero(people.table == number), table, quota)]


def _of_table(people: Rows, lines: npt.NDArray[np.int64], table: Table, quota: dict[str, float]) -> Iterator[Problem]:
    frame = people.frame
    women = frame["sex"].eq("F").to_numpy(bool)[lines]
    starts = sorted({0, *(at for at, _ in table.groups), *(at for at, *_ in table.sums)})
    for at, row, texts, cells in table.sums:
        whole, heads_group = fold(" ; ".join(texts)), row in table.group_rows
        windows = [(start, at) for start in starts if start < at]
        if heads_group:  # its sums are those of the people below, up to any later heading or sum
            windows = [*((at, end) for end in (*starts, len(lines)) if end > at), *windows]
        else:
            yield from _count(table, row, _COUNT, whole, [end - start for start, end in windows], "stated_people")
            yield from _count(table, row, _WOMEN, whole, [int(women[start:end].sum()) for start, end in windows], "stated_women")
        for name in SUMMED:
            if name in cells and is_bare_number(cells[name]):
                yield from _sum(table, row, name, cells[name][1:], frame[name].to_numpy(np.float64)[lines], windows)
    for row, text in table.above:
        yield from _count(table, row, _PRESENT, fold(text), [len(lines)], "stated_people")
        used = set(frame["unit"].to_numpy(object)[lines])
        known = quota.get(next(iter(used))) if len(used) == 1 else None
        if known is not None and known == known:
            yield from _count(table, row, _QUOTA, fold(text), [int(known)], "stated_quota")
    yield from _groups(table, len(lines))


def _count(table: Table, row: int, pattern: re.Pattern[str], text: str, read: list[int], key: str) -> Iterator[Problem]:
    """What a text states as a number, where none of the numbers read is that; the first of them is named."""
    match = pattern.search(text)
    if match and read and int(match[1]) not in read:
        yield table.problem(key, row, None, stated=int(match[1]), read=read[0], severity="warning")


def _sum(table: Table, row: int, name: str, cell: str, values: npt.NDArray[np.float64], windows: list[tuple[int, int]]) -> Iterator[Problem]:
    stated = float(cell.strip().replace(",", "."))
    sums = [float(np.nansum(values[start:end])) for start, end in windows]
    if sums and not any(abs(stated - each) < _NEAR for each in sums):
        yield table.problem("stated_sum", row, name, stated=f"{stated:.10g}", read=f"{sums[0]:.10g}", severity="warning")


def _groups(table: Table, people: int) -> Iterator[Problem]:
    """Head-counts in the headings of groups; of groups within groups, the count up to any later heading is right."""
    ends = [*(at for at, _ in table.groups), people]
    for number, ((at, text), row) in enumerate(zip(table.groups, table.group_rows, strict=True)):
        stated, read = head_count(text), [end - at for end in ends[number + 1 :]]
        if stated is not None and stated not in read:
            yield table.problem("stated_people", row, None, stated=stated, read=read[0], severity="warning")
