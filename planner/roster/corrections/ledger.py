"""The file of the ledger: a CSV that people can read, written whole, read strictly."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterable, Sequence
from dataclasses import astuple, fields
from pathlib import Path

import pandas as pd

from planner.core.errors import InputError, Problem, problem
from planner.core.files import atomic_path
from planner.core.guard.ordinary import TooLarge, read_ordinary
from planner.roster.people.correction import Correction
from planner.roster.values.text import clean_text, unprotect, write_texts

LEDGER_COLUMNS = tuple(entry.name for entry in fields(Correction))
REQUIRED = LEDGER_COLUMNS[:7]
"""A ledger without these is none; file and reason may be absent."""
MAX_FILE_BYTES = 50_000_000
YES, NO = ("true", "yes", "có", "1", "x"), ("false", "no", "không", "0")


def write_corrections(corrections: Sequence[Correction], out: str | Path) -> None:
    """The ledger as `out` (.csv): UTF-8, a row an entry, an apostrophe before text that a spreadsheet would run."""
    frame = pd.DataFrame([astuple(entry) for entry in corrections], columns=list(LEDGER_COLUMNS), dtype=object)
    frame["accepted"] = frame["accepted"].map({True: "true", False: "false"})
    with atomic_path(out) as temporary:
        write_texts(frame, temporary)


def append_corrections(new: Iterable[Correction], out: str | Path) -> int:
    """Puts entries below those that `out` holds already, if it exists; how many were new.

    An entry that stands there word for word but for its time is not written again. InputError where `out` is no ledger.
    """
    path = Path(out)
    known = list(read_corrections(path)) if path.exists() else []
    seen = {_without_time(entry) for entry in known}
    added = [entry for entry in new if _without_time(entry) not in seen]
    if added or not path.exists():
        write_corrections([*known, *added], path)
    return len(added)


def read_corrections(path: str | Path) -> tuple[Correction, ...]:
    """The entries of a ledger in its order. InputError lists everything that is wrong with it, with line and column."""
    file = Path(path)
    rows = _rows(file)
    if not rows:
        raise InputError(problem("corrections.no_heading", file=file.name, columns=", ".join(LEDGER_COLUMNS)))
    heading = [clean_text(cell).casefold() for cell in rows[0]]
    problems = [problem("corrections.column_missing", file=file.name, row=1, column=name) for name in REQUIRED if name not in heading]
    problems += [
        problem("corrections.column_unknown", file=file.name, row=1, name=name[:80])
        for name in heading
        if name and name not in LEDGER_COLUMNS
    ]
    if problems:
        raise InputError(problems)
    entries: list[Correction] = []
    for line, cells in enumerate(rows[1:], 2):
        if any(cell.strip() for cell in cells):
            found = dict(zip(heading, map(clean_text, unprotect(cells)), strict=False))
            entry, wrong = _entry(found, file.name, line)
            entries += [] if entry is None else [entry]
            problems += wrong
    if problems:
        raise InputError(problems)
    return tuple(entries)


def _rows(file: Path) -> list[list[str]]:
    try:
        text = read_ordinary(file, MAX_FILE_BYTES).decode("utf-8-sig")
        return list(csv.reader(io.StringIO(text, newline="")))
    except TooLarge:
        raise InputError(problem("corrections.too_large", file=file.name)) from None
    except UnicodeDecodeError:
        raise InputError(problem("corrections.not_utf8", file=file.name)) from None
    except csv.Error:
        raise InputError(problem("corrections.not_csv", file=file.name)) from None
    except (OSError, ValueError):
        raise InputError(problem("corrections.no_such_file", file=str(file))) from None


def _entry(found: dict[str, str], file: str, line: int) -> tuple[Correction | None, list[Problem]]:
    """The entry of one line, or what is wrong with it."""
    wrong = [
        problem("corrections.cell_empty", file=file, row=line, column=name)
        for name in ("employee_id", "column", "by", "at")
        if not found.get(name)
    ]
    word = found.get("accepted", "").casefold()
    if word not in (*YES, *NO):
        wrong.append(problem("corrections.accepted_unclear", file=file, row=line, column="accepted", value=word[:40] or "–"))
    if found.get("at") and not _is_time(found["at"]):
        wrong.append(problem("corrections.time_unreadable", file=file, row=line, column="at", value=found["at"][:40]))
    if wrong:
        return None, wrong
    texts = {name: found.get(name, "") for name in LEDGER_COLUMNS if name != "accepted"}
    return Correction(accepted=word in YES, **texts), []


def _is_time(text: str) -> bool:
    try:
        dt.datetime.fromisoformat(text)
    except ValueError:
        return False
    return True


def _without_time(entry: Correction) -> tuple[object, ...]:
    return tuple(value for name, value in zip(LEDGER_COLUMNS, astuple(entry), strict=True) if name != "at")
