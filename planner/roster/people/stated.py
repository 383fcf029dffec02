"""Numbers that the sheets themselves state, compared with what was read: sums below a list, head-counts of groups, titles,
the people present in the table of units and in sheets of sums.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from planner.core.errors import Problem, problem
from planner.roster.people.build import Rows
from planner.roster.tables.headings import heading_key
from planner.roster.tables.summary import PRESENT, WOMEN, Stated
from planner.roster.tables.table import Table
from planner.roster.values.numbers import is_bare_number
from planner.roster.values.text import fold, head_count

SUMMED = ("salary_coefficient", "leadership_allowance", "si_months", "contract_salary_vnd")
"""Columns whose sums mean something."""
_WORD = r"(?:người|đồng chí|đ/c|đc|cán bộ|công chức|viên chức|cbccvc|ccvc|nhân sự|people|persons|civil servants)"
_COUNT = re.compile(rf"(?:(?:tổng|cộng|total|có|gồm|danh sách|list of)\b[^\d(]{{0,30}}?)(\d{{1,6}})\s*{_WORD}\b")
_WOMEN = re.compile(r"\b(?:nữ|women|female)\b\s*[:=]?\s*(\d{1,5})\b")
_MEN = re.compile(r"(?:^|[(,;:]\s*|trong đó:?\s*|[^\w\s]\s*)(?:nam|men|male)\b\s*[:=]?\s*(\d{1,5})\b")
_PRESENT = re.compile(r"(?:(?:số|hiện)\s+)?\bcó mặt\b[^\d;,.]{0,25}(\d{1,5})\b(?![/.-]\d)")
_QUOTA = re.compile(r"biên chế (?:được )?giao\b(?: năm 20\d\d| \(?20\d\d\)?)?[^\d;]{0,12}(\d{1,5})\b(?![/.-]\d)")
_TOTAL = re.compile(r"(?:tổng|cộng|tổng cộng|tổng số|toàn bộ|total)\b.*")
_POSTS = re.compile(r"biên chế|chỉ tiêu|định mức|vị trí")
"""What is counted in posts and not in people."""
_SUM_ALONE = re.compile(r"(?:tổng cộng|tổng số|tổng|cộng|total)\s*:?\s*(\d{1,6})")
_OF_WORDS = frozenset({"full_name", "employee_id", "birth_date", "position_title", "category", "rank_code"})
"""Columns of no sums: a number below them counts people."""
_NEAR = 0.011

IntArray = npt.NDArray[np.int64]
Find = Callable[[str], str | None]


def check_stated(people: Rows, units: Rows, summaries: Sequence[Stated], find: Find | None) -> Iterator[Problem]:
    """A warning at each stated number that is not what was read. units: the table of units, empty where there is none.
    summaries: what sheets of sums state. find: the id of a unit by its name; None where there is no table of units."""
    frame = units.frame
    quota = dict(zip(frame["unit"], frame["assigned_quota"], strict=True)) if len(frame) else {}
    for number, table in enumerate(people.tables):
        yield from _of_table(people, np.flatnonzero(people.table == number), table, quota)
    counts = _counts(people)
    for number, table in enumerate(units.tables):
        yield from _of_units(frame["unit"].to_numpy(object)[units.table == number], table, counts)
    for each in summaries:
        yield from _of_summary(each, counts, find)


# ---- within a list


def _of_table(people: Rows, lines: IntArray, table: Table, quota: dict[str, float]) -> Iterator[Problem]:
    frame = people.frame
    sexes = frame["sex"].to_numpy(object)
    counted = ((_COUNT, "stated_people", np.ones(len(lines), bool)), (_WOMEN, "stated_women", sexes[lines] == "F"), (_MEN, "stated_men", sexes[lines] == "M"))
    starts = sorted({0, *(at for at, _ in table.groups), *(at for at, *_ in table.sums)})
    for at, row, texts, cells in table.sums:
        whole, heads_group = fold(" ; ".join(texts)), row in table.group_rows
        windows = [(start, at) for start in starts if start < at] or [(at, end) for end in (*starts, len(lines)) if end > at]
        if heads_group:  # its sums are those of the people below, up to any later heading or sum
            windows = [*((at, end) for end in (*starts, len(lines)) if end > at), *windows]
        else:
            said = [list(_count(table, row, pattern, whole, [int(mask[start:end].sum()) for start, end in windows], key)) for pattern, key, mask in counted]
            yield from (each for found in said for each in found)
            if not _COUNT.search(whole):
                yield from _alone(table, row, texts, cells, windows, [int((sexes[lines] == sex).sum()) for sex in ("F", "M")])
        for name in SUMMED:
            if name in cells and is_bare_number(cells[name]):
                yield from _sum(table, row, name, cells[name][1:], frame[name].to_numpy(np.float64)[lines], windows)
    for row, text in table.above:
        present = list(_count(table, row, _PRESENT, fold(text), [len(lines)], "stated_people"))
        yield from present
        for pattern, key, mask in counted[bool(present) :]:  # a title may speak of this list, or of all of them
            yield from _count(table, row, pattern, fold(text), [int(mask.sum()), *_of_all(sexes, key)], key)
        used = set(frame["unit"].to_numpy(object)[lines])
        known = quota.get(next(iter(used))) if len(used) == 1 else None
        if known is not None and known == known:
            yield from _count(table, row, _QUOTA, fold(text), [int(known)], "stated_quota")
    yield from _groups(table, len(lines))


def _of_all(sexes: npt.NDArray[np.object_], key: str) -> list[int]:
    return [int({"stated_people": len(sexes), "stated_women": (sexes == "F").sum(), "stated_men": (sexes == "M").sum()}[key])]


def _count(table: Table, row: int, pattern: re.Pattern[str], text: str, read: list[int], key: str) -> Iterator[Problem]:
    """What a text states as a number, where none of the numbers read is that; the first of them is named."""
    match = pattern.search(text)
    if match and read and int(match[1]) not in read and not (key == "stated_people" and _POSTS.search(match[0])):
        yield table.problem(key, row, None, stated=int(match[1]), read=read[0], severity="warning")


def _alone(table: Table, row: int, texts: Sequence[str], cells: dict[str, str], windows: list[tuple[int, int]], sexes: list[int]) -> Iterator[Problem]:
    """A number that stands alone with the word for a sum, "Tổng cộng: 42", or below a column of words: how many people."""
    stated = [int(match[1]) for text in texts if (match := _SUM_ALONE.fullmatch(fold(text)))]
    alone = [float(cell[1:].strip().replace(",", ".")) for name, cell in cells.items() if name in _OF_WORDS and is_bare_number(cell)]
    stated += [int(number) for number in alone if number.is_integer()]
    read = [end - start for start, end in windows]
    for number in stated[:1] if any(_TOTAL.fullmatch(fold(text)) for text in texts) else ():
        if read and number not in (*read, *sexes):
            yield table.problem("stated_people", row, None, stated=number, read=read[0], severity="warning")


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


# ---- beside the lists


def _counts(people: Rows) -> pd.DataFrame:
    """How many people and women each unit has: [people, women], by the unit's id."""
    frame = people.frame
    return pd.DataFrame({"people": 1, "women": frame["sex"].eq("F").astype(int)}).groupby(frame["unit"].to_numpy(object)).sum()


def _read(counts: pd.DataFrame, unit: str, women: bool) -> int:
    return int(counts["women" if women else "people"].get(unit, 0))


def _of_units(units: npt.NDArray[np.object_], table: Table, counts: pd.DataFrame) -> Iterator[Problem]:
    """The people present that a table of units states in a column of its own."""
    for place, heading, coded in table.beside:
        key = heading_key(heading)
        if not (PRESENT.fullmatch(key) or WOMEN.fullmatch(key)):
            continue
        women = WOMEN.fullmatch(key) is not None
        for unit, row, code in zip(units, table.rows.tolist(), coded.codes.tolist(), strict=True):
            stated = coded.cells[code][1:].removesuffix(".0") if code >= 0 else ""
            if unit and stated.isdecimal() and int(stated) != (read := _read(counts, unit, women)):
                yield table.problem(f"stated_{'women' if women else 'people'}", row, None, column=place, stated=int(stated), read=read, severity="warning")


def _of_summary(each: Stated, counts: pd.DataFrame, find: Find | None) -> Iterator[Problem]:
    """What a sheet of sums states of a unit that is known, or of all."""
    if _TOTAL.fullmatch(fold(each.unit)):
        read = int(counts["women" if each.women else "people"].sum())
    else:
        unit = find(each.unit) if find is not None else next((u for u in counts.index if fold(u) == fold(each.unit)), None)
        if unit is None:
            return
        read = _read(counts, unit, each.women)
    if each.number != read:
        where = {"file": each.file, "sheet": each.sheet, "row": each.row, "column": each.column}
        yield problem(f"roster.stated_{'women' if each.women else 'people'}", stated=each.number, read=read, severity="warning", **where)
