"""The judge of difficult files judged: what is right passes, and one wrong value, one lost person or one silence does not."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd
import pytest

from planner.core.columns import ROSTER
from tests.messy.difficult.account import account_faults
from tests.messy.difficult.cases import IDS, case_of
from tests.messy.difficult.draft import WHOLE, At, Case
from tests.messy.difficult.judge import faults
from tests.messy.difficult.page import ANY, Either, OneOf
from tests.messy.difficult.seen import Said, Seen


def perfect(case: Case) -> Seen:
    """What a reader says that reads everything right and reports everything that is to be reported."""
    rows = [{column.name: _right(person.values.get(column.name)) for column in ROSTER} for person in case.people]
    frame = pd.DataFrame(rows, columns=[column.name for column in ROSTER], dtype=object)
    said = [_said(at) for at in case.said]
    return Seen(2 if any(s.severity == "error" for s in said) else 0, said, None, frame, [(p.file, p.sheet, p.row) for p in case.people], (len(rows), 1))


def _right(value: Any) -> Any:
    if value is ANY:
        return None
    return value.value if isinstance(value, Either) else value.values[0] if isinstance(value, OneOf) else value


def _said(at: At) -> Said:
    words = " ".join(word if isinstance(word, str) else word[0] for word in at.words)
    entry = {"column": at.suggests[0], "other": at.suggests[1]} if at.suggests else {}
    severity = "queue" if at.queue else "error" if at.severity == "error" else "warning"
    return Said(severity, at.file, at.sheet, at.row if at.row != WHOLE else None, at.column, words, entry)


@pytest.mark.parametrize("id", IDS)
def test_what_is_right_passes_and_each_silence_does_not(id: str) -> None:
    case = case_of(id)
    seen = perfect(case)
    assert faults(case, seen) == []
    for left_out in range(len(seen.said)):
        rest = [s for at, s in enumerate(seen.said) if at != left_out]
        others = any(s.sheet == seen.said[left_out].sheet and (s.row == seen.said[left_out].row or seen.said[left_out].row is None) for s in rest)
        assert others or faults(case, replace(seen, said=rest)), seen.said[left_out]


@pytest.mark.parametrize("id", IDS)
def test_a_wrong_value_and_a_lost_person_do_not_pass(id: str) -> None:
    case = case_of(id)
    seen = replace(perfect(case), said=[])
    frame = seen.people
    for line, person in enumerate(case.people):
        for name, right in person.values.items():
            if right is ANY:
                continue
            before = frame.at[line, name]
            frame.at[line, name] = "something else" if isinstance(_right(right), str) else 98765
            assert any(f.startswith(f"row {person.row} ") and f" {name} is " in f for f in faults(case, seen)), (person.row, name)
            frame.at[line, name] = before
        rest = replace(seen, people=seen.people.drop(index=line).reset_index(drop=True), places=[p for at, p in enumerate(seen.places) if at != line])
        assert any(f.startswith(f"nobody was read from row {person.row}") for f in faults(case, rest))


def test_a_person_too_many_and_a_false_alarm_do_not_pass() -> None:
    case = case_of("00")
    seen = perfect(case)
    more = replace(seen, people=pd.concat([seen.people, seen.people[:1]], ignore_index=True), places=[*seen.places, ("00.xlsx", "VPC", 9)])
    assert faults(case, more)
    for severity, row, column in (("error", None, None), ("error", 3, "D"), ("warning", 3, "D"), ("queue", 4, "C")):
        assert faults(case, replace(seen, said=[Said(severity, "00.xlsx", "VPC", row, column, "?")]))
    assert not faults(case, replace(seen, said=[Said("warning", "00.xlsx", None, None, None, "no units")]))


def test_rows_that_a_sentence_names_are_reported() -> None:
    case = case_of("B02")
    seen = perfect(case)
    for words in ("D3, D4 and D6", "các dòng 3, 4, 6", "rows 3–6", "D3:D4 and D6"):
        assert faults(case, replace(seen, said=[Said("error", "B02.xlsx", "VPC", 1, "D", words)])) == [], words
    for words in ("D3 and D4", "1975-06-03", "rows 13-16"):
        assert faults(case, replace(seen, said=[Said("error", "B02.xlsx", "VPC", 1, "D", words)])), words


def an_account() -> dict[str, Any]:
    """The account of the clean file: five people and a unit, headings and the running number not read."""
    here = {"file": "00.xlsx", "sheet": "VPC"}
    return {
        "files": {"seen": 1, "read": 1, "unread": []},
        "sheets": {"seen": 2, "read": 2, "unread": []},
        "rows": {"seen": 8, "read": 6, "unread": [{**here, "rows": [1], "reason": "headings"}, {**here, "sheet": "units", "rows": [1], "reason": "headings"}]},
        "columns": {"seen": 17, "read": 16, "unread": [{**here, "column": "A", "heading": "STT", "reason": "a running number"}]},
    }


def test_an_account_that_adds_up_passes_and_one_that_does_not_fails() -> None:
    case = case_of("00")
    seen = replace(perfect(case), account=an_account())
    assert account_faults(case, seen) == []
    for part, key, value in (("rows", "read", 7), ("rows", "seen", 9), ("files", "seen", 2), ("sheets", "read", 1), ("columns", "seen", 16), ("columns", "unread", [])):
        account = an_account()
        account[part][key] = value
        assert account_faults(case, replace(seen, account=account)), (part, key)
    account = an_account()
    account["rows"]["unread"][0]["reason"] = " "
    assert account_faults(case, replace(seen, account=account))
    assert account_faults(case, replace(seen, account=None))
