"""What the planner decides about each change, and the ledger entries that follow."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from planner.core.errors import InputError, Problem, problem
from planner.core.texts import LANGUAGES, text
from planner.report.exchange.returned.compare import ID, REVIEW_COLUMNS
from planner.roster.corrections import now
from planner.roster.people.correction import Correction
from planner.roster.values.text import clean_text, fold
from planner.roster.workbook.guarded_reader import RawSheet, read_workbooks

SEALED = ("employee_id", "column", "before", "after", "kind", "file")
"""What a decision is about; it comes back as it was, or the row is refused."""
READ = ("number", "accept", "employee_id", "column", "before", "after", "kind", "file", "reason", "seal")


def seal_of(row: Sequence[str]) -> str:
    """A short fingerprint of what a row of the review is about (`SEALED`, in that order)."""
    return hashlib.sha256("\t".join(row).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def decided(review: pd.DataFrame, answers: Sequence[bool | None], by: str, at: str | None = None) -> list[Correction]:
    """The ledger entries of a review (`REVIEW_COLUMNS`) and an answer for each row; None leaves a row out.

    InputError where nobody decides, where an unreadable row is accepted, or two accepted rows want the same cell.
    """
    if not clean_text(by):
        raise InputError(problem("returned.who", column="--by"))
    moment, wrong, taken = at or now(), [], {}
    entries = []
    for row, answer in zip(review.to_dict("records"), answers, strict=True):
        names = {"name": row["employee_id"], "column_name": row["column"]}
        if answer is None or (not answer and row["kind"] == "unreadable"):
            continue
        if row["kind"] == "unreadable":
            wrong.append(problem("returned.cannot_accept", **names))
            continue
        if answer and taken.setdefault((row["employee_id"], row["column"]), row["after"]) != row["after"]:
            wrong.append(problem("returned.both_accepted", **names))
        reason = clean_text(str(row["reason"]))
        entries.append(
            Correction(row["employee_id"], row["column"], row["before"], row["after"], answer, clean_text(by), moment, row["file"], reason)
        )
    if wrong:
        raise InputError(wrong)
    return entries


def read_review(path: Path, by: str, at: str | None = None) -> list[Correction]:
    """The ledger entries of a filled-in review workbook. InputError lists every row that is undecided or was changed."""
    (book,) = read_workbooks([path])
    if book.problem is not None:
        raise InputError(book.problem)
    sheet, first, names = _table_of(book.sheets, path.name)
    at_column = {name: names.index(name) for name in READ}
    wrong: list[Problem] = []
    rows, answers = [], []
    for excel_row, cells in sheet.rows[first:]:
        found = {name: _text(cells[at] if len(cells) > at else None) for name, at in at_column.items()}
        if not found["seal"]:
            continue
        if seal_of([found[name] for name in SEALED]) != found["seal"]:
            wrong.append(problem("returned.review_changed", file=path.name, sheet=sheet.name, row=excel_row))
            continue
        answer, fault = _answer(found)
        if fault:
            params = {"name": found[ID], "column_name": found["column"], "value": found["accept"][:40]}
            wanted = {"undecided": ("name", "column_name"), "answer_unknown": ("name", "column_name", "value")}[fault]
            wrong.append(problem(f"returned.{fault}", file=path.name, sheet=sheet.name, row=excel_row, **{k: params[k] for k in wanted}))
        rows.append({**dict.fromkeys(REVIEW_COLUMNS, ""), **found})
        answers.append(answer)
    if wrong:
        raise InputError(wrong)
    order = sorted(range(len(rows)), key=lambda i: int(rows[i]["number"] or 0))  # it may have been sorted for reading
    frame = pd.DataFrame([rows[i] for i in order], columns=list(REVIEW_COLUMNS))
    return decided(frame, [answers[i] for i in order], by, at)


def _table_of(sheets: Sequence[RawSheet], file: str) -> tuple[RawSheet, int, list[str]]:
    """The sheet of changes, the position of its first row, and the names of its columns."""
    for sheet in sheets:
        for position, (_, cells) in enumerate(sheet.rows[:20]):
            names = [_text(cell) for cell in cells]
            if all(names.count(name) == 1 for name in READ):
                return sheet, position + 1, names
    raise InputError(problem("returned.not_a_review", file=file))


def _text(cell: str | None) -> str:
    """A cell of our own workbook as it was written."""
    if not cell or cell[0] not in "snb":
        return ""
    return cell[1:] if cell[0] != "b" else {"1": "yes", "0": "no"}[cell[1:]]


def _answer(found: dict[str, str]) -> tuple[bool | None, str]:
    """(yes, no or None, the fault): a row that cannot be taken may stay open, every other one is decided."""
    word = fold(found["accept"])
    if not word:
        return None, "" if found["kind"] == "unreadable" else "undecided"
    if word in _YES:
        return True, ""
    return (False, "") if word in _NO else (None, "answer_unknown")


_YES = {*(fold(text("returned.yes", lang)) for lang in LANGUAGES), "y", "x", "true", "1"}
_NO = {*(fold(text("returned.no", lang)) for lang in LANGUAGES), "n", "false", "0"}
