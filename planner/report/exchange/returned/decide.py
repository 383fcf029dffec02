"""What the planner decides about each change, and the ledger entries that follow."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from planner.core.errors import InputError, Problem, problem
from planner.core.texts import LANGUAGES, text
from planner.report.exchange.returned.compare import ID, REVIEW_COLUMNS
from planner.report.exchange.returned.origin import ORIGIN_SHEET, SEAL, is_origin, seal_of_all
from planner.roster.corrections import now
from planner.roster.people.correction import Correction
from planner.roster.values.text import clean_text, fold
from planner.roster.workbook.guarded_reader import RawSheet, read_workbooks

SEALED = ("employee_id", "column", "before", "after", "kind", "file", "reason")
"""What a decision is about; it comes back as it was, or the row is refused."""
READ = ("number", "accept", *SEALED, "seal")


@dataclass(frozen=True)
class Decided:
    """A filled-in review: what was decided, the row of the workbook in which each entry stands, and where the review comes
    from (`origin_of`)."""

    entries: tuple[Correction, ...]
    rows: tuple[int, ...]
    origin: dict[str, str]


def sealed(row: Sequence[object]) -> list[str]:
    """The cells of `SEALED` as the workbook holds them."""
    return [clean_text(str(cell)) for cell in row]


def seal_of(row: Sequence[str]) -> str:
    """A short fingerprint of what a row of the review is about (`SEALED`, in that order)."""
    return hashlib.sha256("\t".join(row).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def decided(review: pd.DataFrame, answers: Sequence[bool | None], by: str, at: str | None = None, author: str = "") -> list[Correction]:
    """The ledger entries of a review (`REVIEW_COLUMNS`) and an answer for each row; None leaves a row out. author: who has
    signed in.

    InputError where nobody decides, where an unreadable row is accepted, or two accepted rows want the same cell.
    """
    return [entry for _, entry in _decided(review, answers, by, at, author)]


def _decided(review: pd.DataFrame, answers: Sequence[bool | None], by: str, at: str | None, author: str) -> list[tuple[int, Correction]]:
    """As `decided`, each entry with the place of its row."""
    if not clean_text(by):
        raise InputError(problem("returned.who", column="--by"))
    moment, wrong, taken = at or now(), [], {}
    entries = []
    for place, (row, answer) in enumerate(zip(review.to_dict("records"), answers, strict=True)):
        names = {"name": row["employee_id"], "column_name": row["column"]}
        if answer is None or (not answer and row["kind"] == "unreadable"):
            continue
        if row["kind"] == "unreadable":
            wrong.append(problem("returned.cannot_accept", **names))
            continue
        if answer and taken.setdefault((row["employee_id"], row["column"]), row["after"]) != row["after"]:
            wrong.append(problem("returned.both_accepted", **names))
        reason = clean_text(str(row["reason"]))
        entry = Correction(row["employee_id"], row["column"], row["before"], row["after"], answer, clean_text(by), moment, row["file"], reason, author)
        entries.append((place, entry))
    if wrong:
        raise InputError(wrong)
    return entries


def read_review(path: Path, by: str, at: str | None = None, author: str = "") -> Decided:
    """A filled-in review workbook, decided by whom (author: who has signed in). InputError where `returned` did not write it as it stands, with every row that is
    undecided or was changed."""
    (book,) = read_workbooks([path])
    if book.problem is not None:
        raise InputError(book.problem)
    sheet, first, names = _table_of(book.sheets, path.name)
    origin = _origin_of(book.sheets, path.name)
    at_column = {name: names.index(name) for name in READ}
    wrong: list[Problem] = []
    rows, answers, places = [], [], []
    for excel_row, cells in sheet.rows[first:]:
        found = {name: _text(cells[at] if len(cells) > at else None) for name, at in at_column.items()}
        if not found["seal"]:
            continue  # the headings, or a remark; a row that lost its seal is missing from the whole
        if seal_of(sealed([found[name] for name in SEALED])) != found["seal"]:
            wrong.append(problem("returned.review_changed", file=path.name, sheet=sheet.name, row=excel_row))
            continue
        answer, fault = _answer(found)
        if fault:
            params = {"name": found[ID], "column_name": found["column"], "value": found["accept"][:40]}
            wanted = {"undecided": ("name", "column_name"), "answer_unknown": ("name", "column_name", "value")}[fault]
            wrong.append(problem(f"returned.{fault}", file=path.name, sheet=sheet.name, row=excel_row, **{k: params[k] for k in wanted}))
        rows.append({**dict.fromkeys(REVIEW_COLUMNS, ""), **found})
        answers.append(answer)
        places.append(excel_row)
    if not any(p.message.key == "returned.review_changed" for p in wrong) and origin[SEAL] != seal_of_all(origin, [sealed([row[n] for n in SEALED]) for row in rows]):
        wrong.append(problem("returned.review_incomplete", file=path.name))
    if wrong:
        raise InputError(wrong)
    order = sorted(range(len(rows)), key=lambda i: _number(rows[i]["number"]))  # it may have been sorted for reading
    frame = pd.DataFrame([rows[i] for i in order], columns=list(REVIEW_COLUMNS))
    entries = _decided(frame, [answers[i] for i in order], by, at, author)
    return Decided(tuple(entry for _, entry in entries), tuple(places[order[place]] for place, _ in entries), origin)


def _table_of(sheets: Sequence[RawSheet], file: str) -> tuple[RawSheet, int, list[str]]:
    """The sheet of changes, the position of its first row, and the names of its columns."""
    for sheet in sheets:
        for position, (_, cells) in enumerate(sheet.rows[:20]):
            names = [_text(cell) for cell in cells]
            if all(names.count(name) == 1 for name in READ):
                return sheet, position + 1, names
    raise InputError(problem("returned.not_a_review", file=file))


def _origin_of(sheets: Sequence[RawSheet], file: str) -> dict[str, str]:
    """What the hidden sheet says."""
    for sheet in sheets:
        if sheet.name == ORIGIN_SHEET:
            pairs = [[_text(cell) for cell in cells[:2]] for _, cells in sheet.rows]
            found = {pair[0]: pair[1] if len(pair) > 1 else "" for pair in pairs if pair}
            if is_origin(found):
                return found
    raise InputError(problem("returned.not_a_review", file=file))


def _text(cell: str | None) -> str:
    """A cell of our own workbook as it was written."""
    if not cell or cell[0] not in "snb":
        return ""
    return cell[1:] if cell[0] != "b" else {"1": "yes", "0": "no"}[cell[1:]]


def _number(written: str) -> int:
    """The place of a row in the review; 0 where somebody wrote something else there."""
    return int(written) if written.isascii() and written.isdigit() and len(written) < 10 else 0


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
