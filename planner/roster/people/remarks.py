"""What stands outside the known columns and speaks against a row: notes, groups of those who are away, comments, strikes.

Each becomes a warning of its row, and so an entry of the verification queue: with the value of the column that it means
where that is plain, else with the question whether the person counts at all.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import PurePath

import numpy as np

from planner.core.columns import ROSTER_BY_NAME
from planner.core.dates import add_months, whole_months
from planner.core.errors import Place, Problem
from planner.core.texts import Message
from planner.roster.people.asides import Spoken, spoken_around, unassigned
from planner.roster.people.build import Rows
from planner.roster.tables.grid import Coded
from planner.roster.tables.table import Table
from planner.roster.values.as_of import day_of_name, day_of_title
from planner.roster.values.notes import (
    AWAY,
    MEANS,
    UNCLEAR,
    Remark,
    asks_whether_at_work,
    remarks_beside,
    remarks_in,
    remarks_of_heading,
    remarks_within,
    worth_a_look,
)
from planner.roster.values.old_letters import converted
from planner.roster.values.parse import EMPTY_MARKS, is_tick, shown
from planner.roster.values.text import clean_text, fold

AGAINST = frozenset({"note_away", "note_keep", "note_means", "note_unclear", "row_struck", "cell_struck"})
"""The warnings about a person that notes, groups, comments and strikes give."""
ILLNESS = "illness"
"""The attention group that long sick leave means."""
_HOLD_MORE = ("full_name", "position_title")
"""Columns of words beside which a note may stand, in brackets or behind a dash."""
_HOLD_OTHERS = ("employee_id", "unit", "category", "rank_code", "education", "rating_1", "rating_2", "rating_3")
"""Columns of words in which leave is told where nobody looks for it."""
_STATES = frozenset({"maternity", "pregnant", "suspended"})
"""Kinds whose heading speaks of everybody with anything below it, a day for instance."""
_NO = EMPTY_MARKS | frozenset({"0", "không", "no", "chưa", "false"})
OLD_MONTHS, APART_MONTHS = 12, 3
"""A sheet that holds a day so long ago is doubted; and one so much older than another sheet."""


def check_remarks(people: Rows) -> list[Problem]:
    """A warning for each remark that speaks against a row, at its cell; several of one row are several."""
    return [problem for number, table in enumerate(people.tables) for problem in _of_table(people, number, table)]


def _of_table(people: Rows, number: int, table: Table) -> Iterator[Problem]:
    said: set[tuple[int, str]] = set()
    lines = np.flatnonzero(people.table == number)
    for each in (*_texts(table), *spoken_around(table)):
        for remark in each.remarks:
            if (each.at, remark.kind) not in said:
                said.add((each.at, remark.kind))
                yield from _said(people, table, int(lines[each.at]), each, remark)
    for row, field, place in table.struck:
        yield table.problem("row_struck" if field == "full_name" else "cell_struck", row, field, column=place, severity="warning")
    yield from unassigned(table)


def _texts(table: Table) -> Iterator[Spoken]:
    """Every text of a table's rows and groups that may speak against a row."""
    for place, heading, coded in table.beside:
        few = 2 * int(coded.filled().sum()) <= len(table.rows)
        headed = remarks_of_heading(heading) if heading and few else ()
        asked = bool(heading) and asks_whether_at_work(heading)
        coded = replace(coded, cells=converted(coded.cells).cells)
        yield from _cells(coded, place, lambda cell, headed=headed, asked=asked: _of_note(cell, headed, asked), heading if headed or asked else "")
    for name in (*_HOLD_MORE, *_HOLD_OTHERS):
        if name in table.columns and name in table.places:  # a category of the titles above has no cells
            coded, beside = table.columns[name], name in _HOLD_MORE
            read = remarks_beside if beside else remarks_within
            among = worth_a_look([cell[1:] if cell[0] == "s" else "" for cell in coded.cells], beside)
            yield from _cells(coded, table.places[name], lambda cell, read=read: read(cell[1:]), among=among)
    for row, place, text in table.comments:
        if remarks := remarks_in(text):
            yield Spoken(int(np.searchsorted(table.rows, row)), place, text, remarks)
    ends = [*(at for at, _ in table.groups[1:]), len(table.rows)]
    for (start, text), end in zip(table.groups, ends, strict=bool(table.groups)) if table.groups else ():
        if remarks := remarks_in(text):
            yield from (Spoken(at, None, text, remarks) for at in range(start, end))


def _cells(
    coded: Coded, place: Place, read: Callable[[str], tuple[Remark, ...]], heading: str = "", among: Iterable[int] | None = None
) -> Iterator[Spoken]:
    """What the cells of a column say. heading: what speaks where a cell alone says nothing; it is told with the cell. among: the codes of
    cells that may say anything; all where absent."""
    found = {code: remarks for code in (range(len(coded.cells)) if among is None else among) if (remarks := read(coded.cells[code]))}
    if found:
        for at in np.flatnonzero(np.isin(coded.codes, list(found))).tolist():
            code = int(coded.codes[at])
            text = shown(coded.cells[code])
            alone = not heading or (coded.cells[code][0] == "s" and bool(remarks_in(coded.cells[code][1:])))
            yield Spoken(at, place, text if alone else f"{heading}: {text}", found[code])


def _of_note(cell: str, headed: tuple[Remark, ...], asked: bool) -> tuple[Remark, ...]:
    """What a cell of an unread column says; under a heading that speaks of leaving any cell does, under one that means
    another column a tick, or anything where it speaks of a state. asked: the heading asks whether the person is at work."""
    if cell[0] == "s" and (found := remarks_in(cell[1:])):
        return found
    if fold(cell[1:]) in _NO:
        return (Remark(UNCLEAR),) if asked and fold(cell[1:]) not in EMPTY_MARKS else ()
    return headed if is_tick(cell) else tuple(remark for remark in headed if remark.kind not in MEANS or remark.kind in _STATES)


def _said(people: Rows, table: Table, line: int, each: Spoken, remark: Remark) -> Iterator[Problem]:
    note = clean_text(each.text)[:200]
    column = MEANS.get(remark.kind)
    if remark.kind == UNCLEAR:
        yield _at(table, each, "lock", "note_unclear", note=note)
        return
    if column is None:
        kind = Message(f"roster.away_{remark.kind}", {})
        away = remark.kind in AWAY
        yield _at(table, each, "lock" if away else "full_name", "note_keep" if away else "note_away", note=note, kind=kind)
        return
    read = people.frame[column].iloc[line]
    known = "" if read is None or read != read else str(read)
    if read is True or (remark.kind == "small_child" and known) or (remark.kind == "sick" and ILLNESS in known):
        return  # the column says so already
    value: bool | str | dt.date | None = remark.born if remark.kind == "small_child" else True
    if remark.kind == "sick":
        value = ";".join([*filter(None, [known]), ILLNESS])
    heading = ROSTER_BY_NAME[column]
    said = {"note": note, "vi": heading.vi, "en": heading.en}
    yield _at(table, each, column, "note_means", **said, **({} if value is None else {"reads": value}))


def _at(table: Table, each: Spoken, field: str, key: str, **params: object) -> Problem:
    """A warning at a text's place, which need not be that of the column it doubts; where it has none, it is about the row."""
    found = table.problem(key, int(table.rows[each.at]), field, column=0, severity="warning", **params)
    return replace(found, row=found.row if each.row is None else each.row, column=each.place)


def check_days(tables: Iterable[Table], today: dt.date) -> list[Problem]:
    """A warning for each sheet whose title says that it holds a day long ago, or much older than another sheet does."""
    found = [each for table in tables for each in _days(table)]
    if not found:
        return []
    oldest = max(_before(today, OLD_MONTHS), _before(max(day for *_, day in found), APART_MONTHS))
    late = [(table, row, day, int(whole_months(day, today))) for table, row, day in found if day < oldest]
    return [table.problem("sheet_of_another_day", row, None, day=day, months=months, severity="warning") for table, row, day, months in late]


def _days(table: Table) -> Iterator[tuple[Table, int | None, dt.date]]:
    """The days of which the titles of a list say that it holds them; where none does, that in the name of its tab or file."""
    titles = [(table, row, day) for row, text in table.above if (day := day_of_title(text)) is not None]
    names = (day_of_name(name) for name in (table.sheet, PurePath(table.file).stem) if name)
    named = next((day for day in names if day is not None), None)
    yield from titles or ([(table, None, named)] if named is not None else [])


def _before(day: dt.date, months: int) -> dt.date:
    earlier: dt.date = add_months(np.datetime64(day), -months).item()
    return earlier
