"""Birth dates in three columns: day, month, year; each part is looked at where it stands, and named where it is wrong."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt

from planner.core.errors import Place, Problem
from planner.roster.tables.grid import Coded, encode
from planner.roster.tables.headings import JOINT, Heading, heading_key
from planner.roster.tables.table import Parts, Table
from planner.roster.values.dates import FIRST_YEAR, LAST_YEAR, parse_date
from planner.roster.values.faults import CellFault
from planner.roster.values.parse import EMPTY_MARKS, shown
from planner.roster.values.text import fold

BIRTH_PARTS = ("day", "month", "year")
_LIMITS = {"day": (1, 31), "month": (1, 12), "year": (FIRST_YEAR, LAST_YEAR)}
_DAY, _YEAR = frozenset({"ngày sinh", "day of birth", "birth day"}), frozenset({"năm sinh", "year of birth", "birth year"})
_NUMBER = re.compile(r"(?:ngày|tháng|năm|day|month|year|t\.?)?\s*(\d{1,4})(?:\.0)?")
_UNKNOWN = frozenset({"0", "00", "?", "…", "...", ".."})

Numbers = npt.NDArray[np.int64]


def birth_parts(matches: Sequence[Heading | None]) -> list[Heading | None]:
    """The matches with "Ngày sinh | Tháng sinh | Năm sinh" told apart as day, month and year.

    Without a year beside it, or with columns for men and women, a month of birth is not needed: it says nothing new.
    """
    own = [m for m in matches if m is not None and not m.ignored and m.column.name == "birth_date"]
    if not any(m.part == "month" for m in own):
        return list(matches)
    whole = {part: [m for m in own if not m.part and _last(m) in words] for part, words in (("day", _DAY), ("year", _YEAR))}
    divided = any(m.part == "year" for m in own) or bool(whole["year"])
    if not divided or any(m.part in ("male", "female") for m in own):
        return [None if m is not None and m in own and m.part in BIRTH_PARTS else m for m in matches]
    part_of = {id(m): part for part, found in whole.items() for m in found}
    return [replace(m, part=part_of[id(m)]) if m is not None and id(m) in part_of else m for m in matches]


def _last(heading: Heading) -> str:
    return heading_key(heading.text.split(JOINT)[-1])


def join_birth(table: Table, parts: Parts) -> list[Problem]:
    """Fills `birth_date` from the columns of its day, month and year. The problems of the cells.

    A part out of its range, a day without its month or a month without its year is an error at its own cell. An unknown
    day or month (empty, 0) is left to the rule for dates of which only the year is known.
    """
    problems: list[Problem] = []
    height = len(table.rows)
    numbers: dict[str, Numbers] = {part: np.zeros(height, dtype=np.int64) for part in BIRTH_PARTS}
    wrong = np.zeros(height, dtype=bool)
    for part in (p for p in BIRTH_PARTS if p in parts):
        place, coded = parts[part]
        read, faults = _numbers(coded, part)
        numbers[part] = read[coded.codes]
        for code, fault in faults.items():
            rows = coded.codes == code
            wrong |= rows
            problems += _at(table, table.rows[rows], place, fault.key, **fault.params)
    if "day" in parts:
        wrong |= _whole_dates(table, parts, numbers, problems)
    wrong |= _lacking(table, parts, numbers, wrong, problems)
    wrong |= _impossible(table, parts, numbers, wrong, problems)
    table.spoilt["birth_date"] = wrong
    table.columns["birth_date"] = _joined(numbers, ~wrong)
    table.derived.add("birth_date")
    return problems


def _at(table: Table, rows: Numbers, place: Place, key: str, /, **params: Any) -> list[Problem]:
    """A problem a row at the column of one part, which need not be the one that the table knows the birth date by."""
    return [table.problem(key, row, "birth_date", column=place, **params) for row in rows.tolist()]


def _numbers(coded: Coded, part: str) -> tuple[Numbers, dict[int, CellFault]]:
    """The number of each distinct cell, 0 where it is unknown or a whole date, one more at the end; faults by cell."""
    values, faults = np.zeros(len(coded.cells) + 1, dtype=np.int64), {}
    for at, cell in enumerate(coded.cells):
        try:
            values[at] = _number(cell, part)
        except CellFault as fault:
            faults[at] = fault
    return values, faults


def _number(cell: str, part: str) -> int:
    if cell[0] in "ef":
        raise CellFault("cell_error" if cell[0] == "e" else "formula_without_value", value=cell[1:])
    text = fold(cell[1:])
    if text in EMPTY_MARKS or text in _UNKNOWN or (part == "day" and _date_of(cell) is not None):
        return 0
    low, high = _LIMITS[part]
    match = _NUMBER.fullmatch(text) if cell[0] in "snp" else None
    if match is None or not low <= int(match[1]) <= high:
        raise CellFault(f"birth_{part}_wrong", value=shown(cell))
    return int(match[1])


def _date_of(cell: str) -> tuple[int, int, int] | None:
    """(day, month, year) of a cell under "Ngày sinh" that holds the whole date; None where it holds a number."""
    if cell[0] not in "sd" or len(cell) < 7:
        return None
    try:
        date = parse_date(cell)
    except CellFault:
        return None
    return date.day, date.month, date.year


def _whole_dates(table: Table, parts: Parts, numbers: dict[str, Numbers], problems: list[Problem]) -> npt.NDArray[np.bool_]:
    """Takes month and year from a day cell that holds the whole date; where they disagree the row has two readings."""
    coded, wrong = parts["day"][1], np.zeros(len(table.rows), dtype=bool)
    for code, cell in enumerate(coded.cells):
        if (date := _date_of(cell)) is None:
            continue
        rows = coded.codes == code
        for part, own in zip(BIRTH_PARTS, date, strict=True):
            other = rows & (numbers[part] > 0) & (numbers[part] != own) & ~wrong
            if other.any():
                wrong |= other
                problems += _at(table, table.rows[other], parts[part][0], "birth_parts_disagree", value=shown(cell))
            numbers[part][rows] = own
    return wrong


def _lacking(
    table: Table, parts: Parts, numbers: dict[str, Numbers], wrong: npt.NDArray[np.bool_], problems: list[Problem]
) -> npt.NDArray[np.bool_]:
    """Rows with a day but no month, or a month but no year: an error at the cell that is empty."""
    day, month, year = (numbers[part] > 0 for part in BIRTH_PARTS)
    first = next(iter(parts.values()))[0]
    no_year = (day | month) & ~year & ~wrong
    no_month = day & year & ~month & ~wrong
    for part, rows in (("year", no_year), ("month", no_month)):
        place = parts[part][0] if part in parts else first
        problems += _at(table, table.rows[rows], place, f"birth_{part}_missing")
    return no_year | no_month


def _impossible(
    table: Table, parts: Parts, numbers: dict[str, Numbers], wrong: npt.NDArray[np.bool_], problems: list[Problem]
) -> npt.NDArray[np.bool_]:
    """Rows whose month does not have the day: an error at the cell of the day."""
    day, month, year = (numbers[part] for part in BIRTH_PARTS)
    whole = (day > 0) & (month > 0) & (year > 0) & ~wrong
    first = (np.where(whole, year, 1970) - 1970) * 12 + np.where(whole, month, 1) - 1
    months = first.astype("datetime64[M]")
    length = ((months + 1).astype("datetime64[D]") - months.astype("datetime64[D]")).astype(np.int64)
    beyond = whole & (day > length)
    for at in np.flatnonzero(beyond):
        said = {"day": int(day[at]), "month": int(month[at]), "year": str(year[at])}
        problems += _at(table, table.rows[[at]], parts["day"][0], "birth_day_impossible", **said)
    return beyond


def _joined(numbers: dict[str, Numbers], whole: npt.NDArray[np.bool_]) -> Coded:
    """The dates as text, day first; 1975 alone where only the year is known."""
    key = (numbers["year"] * 13 + numbers["month"]) * 32 + numbers["day"]
    distinct, codes = np.unique(np.where(whole, key, 0), return_inverse=True)
    words: list[str | None] = []
    for value in distinct.tolist():
        rest, day = divmod(value, 32)
        year, month = divmod(rest, 13)
        known = [f"{day:02d}"] * bool(day) + [f"{month:02d}"] * bool(month) + [str(year)]
        words.append("s" + "/".join(known) if year else None)
    coded = encode(words)
    return Coded(coded.codes[codes], coded.cells)
