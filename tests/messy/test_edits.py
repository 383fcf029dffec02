"""Random edits of a clean workbook never change a value silently: the roster is the same, or a problem names the place."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from typing import Any

import hypothesis.strategies as st
import pandas as pd
import pytest
from hypothesis import HealthCheck, Phase, given, settings

from planner.roster import load
from planner.roster.read import Examined
from planner.roster.values.text import fold
from tests.messy import still_wrong
from tests.messy.edits import DO, KEYS, Edit, Sheet, clean, edited, examine

AT_ONCE = 40
"""Sheets of one workbook."""
EXAMPLES = 34
TEXTS = ("position_title", "full_name", "rank_code", "employee_id")
SAID: Counter[str] = Counter()


def changes(sheet: Sheet, found: Examined) -> list[str]:
    """The values of the sheet's people that changed without a word."""
    if any(p.severity == "error" and p.sheet in (sheet.name, None) for p in found.problems):
        return []  # refused, with its place
    frame, origin = (found.roster.people, found.roster.origin) if found.roster is not None else found.partial or (pd.DataFrame(), None)
    lines = {} if origin is None else {place[2]: line for line in range(len(frame)) if (place := origin.place(line, "full_name"))[1] == sheet.name}
    said = [(p.row, p.label) for p in found.problems if p.sheet == sheet.name]
    if found.roster is not None and found.roster.status is not None:
        said += [(d.row, d.label) for d in found.roster.status.doubts if d.sheet == sheet.name]
    out = []
    for person, truth in enumerate(sheet.truth):
        row = sheet.place(person, "full_name")[0]
        line = lines.pop(row, None)
        if line is None:
            if not any(r in (row, None) for r, _ in said):
                out.append(f"{truth['employee_id']} is lost")
            continue
        read = frame.iloc[line]
        out += [f"{truth['employee_id']}: {key} is {read[key]!r}, not {right!r}" for key, right in truth.items() if not _same(key, read[key], right) and not _named(sheet, person, key, row, said)]
    return [*out, *(f"somebody was made of row {row}" for row in lines if not any(r == row for r, _ in said))]


def _same(key: str, read: Any, right: Any) -> bool:
    if isinstance(read, pd.Timestamp):
        read = read.date()
    if read is None or read is pd.NaT or (not isinstance(read, (str, dt.date)) and pd.isna(read)):
        return right in (0, False)
    if isinstance(right, dt.date):
        return bool(read == right)
    if key in TEXTS:
        return fold(str(read)).startswith(fold(str(right)))  # with what was written behind it
    return bool(read == right)


def _named(sheet: Sheet, person: int, key: str, row: int, said: list[tuple[int | None, str | None]]) -> bool:
    """Whether a value's cell, row or column is named."""
    at = {"position_level": "position_title"}.get(key, key)
    letter = sheet.place(person, at)[1] if at in KEYS else None
    head = sheet.head + 1
    return any((r == row and c in (None, letter)) or (c == letter and (r is None or r <= head)) or (r in (head, None) and c is None and at not in KEYS) for r, c in said)


def silent(plans: list[list[Edit]]) -> list[str]:
    """What changed silently when each plan of edits is made on a sheet of its own, all read as one workbook."""
    sheets = [edited(number, plan) for number, plan in enumerate(plans)]
    whole = examine(sheets)
    out = []
    for plan, sheet in zip(plans, sheets, strict=True):
        # alone, the law and the queue are there too, which a fault on another sheet withholds
        if changes(sheet, whole) and (found := changes(sheet, examine([sheet], load.examine))):
            out.append(f"{plan}: {found[:4]}")
    return out


FINDS: dict[str, tuple[int, list[Edit]]] = {
    "headings that stand again count alone where they are the better known": (0, [Edit("the headings again", 3), Edit("a heading that nobody knows", 9)]),
    "the same with a heading twice": (8, [Edit("the headings again", 0), Edit("the heading of another column", 12, 9)]),
    "a heading of names merged over a column of numbers": (14, [Edit("swap two columns", 87, 128), Edit("merge headings", 83)]),
    "headings of two rows that stand again in one": (39, [Edit("a title above", 167), Edit("the headings again", 144), Edit("a heading that nobody knows", 189, 107)]),
    "a value lost under merged cells beside a column that is read": (24, [Edit("merge across", 159, 44, 18), Edit("a heading that nobody knows", 62, 113)]),
    "Ð for Đ in a name": (1, [Edit("letters", 5, KEYS.index("full_name") - 1, 4)]),
}
"""What the random edits have found, by what goes wrong: the sheet's number and its edits."""


@pytest.mark.parametrize("find", [pytest.param(f, marks=pytest.mark.xfail(strict=True, reason=f) if f in still_wrong.FINDS else ()) for f in FINDS])
def test_what_random_edits_have_found(find: str) -> None:
    number, plan = FINDS[find]
    sheet = edited(number, plan)
    assert changes(sheet, examine([sheet], load.examine)) == []


OPEN = {each.kind for find, (_, plan) in FINDS.items() if find in still_wrong.FINDS for each in plan[:1]}
KINDS = sorted(set(DO) - set(still_wrong.EDITS) - OPEN)
"""The kinds of edit that are made at random: those that are right alone and together."""
NUMBER = st.integers(0, 200)


@pytest.mark.skipif(not KINDS, reason="no kind of edit is right yet")
@settings(max_examples=EXAMPLES, derandomize=True, deadline=None, database=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
@given(st.lists(st.lists(st.builds(Edit, st.sampled_from(KINDS or ["-"]), NUMBER, NUMBER, NUMBER), min_size=1, max_size=3), min_size=AT_ONCE, max_size=AT_ONCE))
def test_edits_never_change_a_value_silently(plans: list[list[Edit]]) -> None:
    for plan in plans:
        SAID.update(each.kind for each in plan)
    assert silent(plans) == []


def test_there_were_enough_edits_of_every_kind() -> None:
    if not SAID:
        pytest.skip("the random edits were not made in this process")
    assert sum(SAID.values()) >= 2000
    assert set(SAID) == set(KINDS)


def test_the_clean_sheets_are_read_without_a_word() -> None:
    sheets = [clean(number) for number in range(AT_ONCE)]
    found = examine(sheets)
    assert [p for p in found.problems if p.row is not None] == [] and found.people == 6 * AT_ONCE
    assert [changes(sheet, found) for sheet in sheets] == [[]] * AT_ONCE


def wrong(kinds: Iterable[str]) -> list[Any]:
    """The kinds as parameters; those that are still wrong must fail."""
    reasons = still_wrong.EDITS
    return [pytest.param(kind, marks=pytest.mark.xfail(strict=True, reason=reasons[kind]) if kind in reasons else ()) for kind in sorted(kinds)]


HARMLESS = ("swap two columns", "another word for a heading", "an empty row", "numbers as text", "hide a row", "hide a column", "the headings again")


@pytest.mark.parametrize("kind", wrong(DO))
def test_each_kind_of_edit_at_every_place(kind: str) -> None:
    assert silent(everywhere(kind)) == []


def everywhere(kind: str) -> list[list[Edit]]:
    """The edit of each column, in three places and ways."""
    return [[Edit(kind, a, 5 * a + 3 * b, a + b)] for a in range(len(KEYS)) for b in range(3)]


@pytest.mark.parametrize("kind", wrong(HARMLESS))
def test_what_changes_no_meaning_is_not_refused(kind: str) -> None:
    sheets = [edited(number, plan) for number, plan in enumerate(everywhere(kind))]
    assert [p.sentence() for p in examine(sheets).problems if p.severity == "error"] == []
