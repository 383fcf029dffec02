"""Whether what the planner reads and says of a difficult file is right: every fault as a sentence."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import Any

import pandas as pd

from planner.roster.values.text import fold
from tests.messy.difficult.draft import WHOLE, At, Case, Person
from tests.messy.difficult.page import ANY, Either, OneOf
from tests.messy.difficult.seen import Said, Seen

_ROWS = re.compile(r"(?<![\w/.,])[A-Z]{0,3}(\d+)(?:\s*(?:-|–|:|đến)\s*[A-Z]{0,3}(\d+))?(?![\w/])")
_ABSENT = (None, 0, False, "", "no", "none")


def faults(case: Case, seen: Seen) -> list[str]:
    """What is wrong; empty where all is right."""
    return [*_people_faults(case, seen), *_silences(case, seen), *_false_alarms(case, seen)]


# ---------------------------------------------------------------------------------------------------- people


def _people_faults(case: Case, seen: Seen) -> Iterator[str]:
    left = dict(enumerate(seen.places))
    for person in case.people:
        line = next((at for at, place in left.items() if _same_place(place, person)), None)
        if line is None:
            if not _row_reported(person, seen):
                yield f"nobody was read from row {person.row} of {person.sheet or person.file}, without a word"
            continue
        del left[line]
        read = seen.people.iloc[line]
        yield from _cell_faults(person, dict(zip(read.index, read.array, strict=True)), seen)
    for line, (file, sheet, row) in left.items():
        if not any(s.severity == "error" and (s.sheet, s.row) == (sheet, row) for s in seen.said):
            yield f"row {row} of {sheet or file} was read as a person: {seen.people['full_name'].iloc[line]}"


def _same_place(place: tuple[Any, ...], person: Person) -> bool:
    file, sheet, row = place
    return _is_file(file, person.file) and (sheet, row) == (person.sheet, person.row)


def _is_file(said: str | None, path: str) -> bool:
    return said is not None and (said == path or path.endswith("/" + said))


def _row_reported(person: Person, seen: Seen) -> bool:
    """Whether the whole row, its sheet or its file is named; a file or sheet only where the row may be refused."""
    for said in seen.said:
        if said.sheet == person.sheet and said.row == person.row and _is_file(said.file, person.file):
            return True
        whole = said.row is None or said.row <= person.heading_row or (said.sheet is None and person.sheet is not None)
        named = _is_file(said.file, person.file) or any(part and part in said.message + (said.file or "") for part in _parts(person.file))
        if person.maybe and whole and named and said.sheet in (None, person.sheet) and (said.severity == "error" or said.sheet == person.sheet):
            return True
    return False


def _parts(path: str) -> list[str]:
    """The folder and the name of a file in a folder: either names it."""
    return path.split("/") if "/" in path else []


def _cell_faults(person: Person, read: dict[str, Any], seen: Seen) -> Iterator[str]:
    for key, right in person.values.items():
        if right is ANY:
            continue
        if isinstance(right, Either):
            wrong = not _equal(read[key], right.value) and not _cell_reported(person, key, seen)
        else:
            values = right.values if isinstance(right, OneOf) else (right,)
            wrong = not any(_equal(read[key], value) for value in values)
        if wrong:
            yield f"row {person.row} of {person.sheet or person.file}: {key} is {read[key]!r}, not {right!r}"


def _equal(read: Any, right: Any) -> bool:
    read = None if read is None or read is pd.NA or read is pd.NaT or (isinstance(read, float) and read != read) else read
    if isinstance(read, pd.Timestamp):
        read = read.date()
    if isinstance(right, dt.date) or isinstance(read, dt.date):
        return bool(read == right)
    if right in _ABSENT and read in _ABSENT:
        return True
    return bool(fold(str(read)) == fold(str(right)) if isinstance(right, str) else read == right)


def _cell_reported(person: Person, key: str, seen: Seen) -> bool:
    """Whether anything is said of a cell: at it, at its row, at its column, or an error of its sheet or file."""
    label = person.labels.get(key)
    for said in seen.said:
        if not (_is_file(said.file, person.file) or said.file is None):
            continue
        in_sheet, whole = said.sheet == person.sheet, said.row is None or said.row <= person.heading_row
        if in_sheet and said.row == person.row and said.column in (None, label):
            return True
        if in_sheet and label is not None and said.column == label and (whole or person.row in _rows_named(said.message)):
            return True
        if said.severity == "error" and whole and said.column is None and said.sheet in (None, person.sheet):
            return True
    return False


def _rows_named(message: str) -> set[int]:
    """The rows that a sentence names: 3, D3, 5-7, D5:D7."""
    rows: set[int] = set()
    for first, last in _ROWS.findall(message):
        rows |= set(range(int(first), int(last) + 1)) if last and int(last) - int(first) < 10_000 else {int(first)}
    return rows


# ---------------------------------------------------------------------------------------------------- what must be said


def _silences(case: Case, seen: Seen) -> Iterator[str]:
    for at in case.said:
        places = [at] if at.or_at is None else [at, at.or_at]
        if at.account and seen.account is not None and any(entry["file"] == at.file for entry in seen.account["files"]["unread"]):
            continue
        if not any(_is_said(place, said) for place in places for said in seen.said):
            where = ", ".join(str(x) for x in (at.file, at.sheet, at.row, at.column) if x is not None)
            what = " in the queue" if at.queue else ""
            yield f"nothing is said{what} at {where} {at.words or ''} {at.suggests or ''}".rstrip()


def _is_said(at: At, said: Said) -> bool:
    if (at.queue and said.severity != "queue") or not _covers(at, said):
        return False
    message = fold(" ".join([said.message, *(str(said.entry.get(name, "")) for name in ("value", "other"))]))
    if not all(any(fold(word) in message for word in ((spellings,) if isinstance(spellings, str) else spellings)) for spellings in at.words):
        return False
    if at.suggests is not None:
        column, word = at.suggests
        return said.entry.get("column") == column and fold(word) in fold(str(said.entry.get("other", "")))
    return True


def _covers(at: At, said: Said) -> bool:
    """Whether what is said stands at the place, or names it: "D3, D4 and D6" at the heading of column D."""
    if at.severity is not None and (said.severity == "error") != (at.severity == "error"):
        return False
    if at.file is not None and not _is_file(said.file, at.file) and not (said.file is None and at.row is None):
        named = at.sheet is None and at.row is None and any(part in said.message for part in at.file.split("/"))
        if not named:
            return False
    if at.sheet is not None and said.sheet != at.sheet:
        return False
    if at.row == WHOLE:
        return said.row is None
    if at.row is not None and said.row != at.row:
        return said.column is not None and said.column == at.column and at.row in _rows_named(said.message)
    return at.column is None or said.column == at.column


# ---------------------------------------------------------------------------------------------------- what must not be said


def _false_alarms(case: Case, seen: Seen) -> Iterator[str]:
    """Errors, and anything about a single row, that stand where nothing is to be said."""
    rows = {(person.sheet, person.row): person for person in case.people}
    for at in case.silent:
        yield from (f"said of row {at.row}, of which all is right: {said.message[:150]}" for said in seen.said if _covers(at, said))
    for said in seen.said:
        person = rows.get((said.sheet, said.row or 0))
        if said.severity != "error" and (said.row is None or (said.sheet, said.row) not in rows):
            continue
        if any(_covers(at, said) or (at.or_at is not None and _covers(at.or_at, said)) for at in (*case.said, *case.may)):
            continue
        if person is not None and _is_open(person, said):
            continue
        if person is None and _open_column(case, said):
            continue
        yield f"said where all is right: {said.severity} {said.file}, {said.sheet}, {said.row}, {said.column}: {said.message[:150]}"


def _is_open(person: Person, said: Said) -> bool:
    """Whether what is said is of a cell that may be reported."""
    keys = [key for key, label in person.labels.items() if label == said.column]
    open_keys = [key for key, right in person.values.items() if isinstance(right, Either) or right is ANY]
    if person.maybe:
        return True
    return any(key in open_keys for key in keys) or (said.column is None and bool(open_keys))


def _open_column(case: Case, said: Said) -> bool:
    """Whether an error of a heading or a sheet is of people, or of a column, that may be reported."""
    people = [p for p in case.people if p.sheet == said.sheet or said.sheet is None]
    if said.column is None:
        return bool(people) and all(p.maybe for p in people)
    return bool(people) and any(p.maybe or _is_open(p, said) for p in people)
