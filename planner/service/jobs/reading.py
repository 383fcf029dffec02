"""Reading what was uploaded, and mending single cells of it, in a worker: a file of a user is never opened by the page's process.

The worker has the limits of every opening (`core.guard.limits`): a file that needs more is refused in one sentence, and the
worker goes on with the next.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from planner.core.child import Say
from planner.core.errors import InputError, Problem, problem
from planner.core.files import atomic_path, write_json
from planner.core.guard.limits import TooSlow, within
from planner.service.jobs.saved_rosters import account_records, keep_roster, kept_roster
from planner.service.jobs.standing import standing_task
from planner.service.jobs.state import problem_records

if TYPE_CHECKING:
    from planner.roster.people.correction import Correction
    from planner.roster.people.frame import Roster

YIELDS = "PLANNER_WORKER_YIELDS"
"""The variable that tells a worker that others go before it."""
READING = "PLANNER_WORKER_READS"
"""In the environment of a worker that does nothing but read."""
READ_FILE, ROW_FILE = "read.json", "row.json"
MENDED = (".xlsx", ".xlsm", ".csv")
"""Kinds of file whose cells can be mended here; others are corrected where they come from."""
WIDEST = 200


def warm_reading() -> None:
    """Import what the first reading would otherwise wait for."""
    import importlib

    for name in ("planner.roster.load", "planner.roster.tables.find", "planner.roster.people.frame", "planner.policy.person.ranks", "planner.roster.write"):
        importlib.import_module(name)


@contextmanager
def limited(file: Path) -> Iterator[None]:
    """The limits of opening for what is done to an uploaded file. InputError where they do not suffice."""
    try:
        with within():
            yield
    except MemoryError:
        raise InputError(problem("roster.too_much_memory", file=file.name)) from None
    except TooSlow:
        raise InputError(problem("roster.too_slow", file=file.name)) from None


def read_task(task: dict[str, Any], say: Say) -> None:
    """Read an upload and keep its roster; `read.json` in the job's folder says what came of it.

    task: path, mapping (file or None), rosters (folder of kept rosters), folder; ledger: fingerprint of the kept roster
    whose corrections are put into this reading as well, or None; on: the day for which it is also written what is to be
    known of the roster (`standing`), or None. read.json: {sha256 (None with errors), problems (`problem_records`), unknown
    [{file, sheet, row, column, heading, examples, suggestions}], people, units, account (`account_records`)}.
    """
    from planner.roster.load import examine
    from planner.roster.read import unknown_headings

    root, mapping = Path(task["rosters"]), Path(task["mapping"]) if task.get("mapping") else None
    found = examine(Path(task["path"]), mapping)
    roster, problems = found.roster, list(found.problems)
    if roster is not None and task.get("ledger"):
        roster, lost = corrected_again(roster, kept_roster(root, task["ledger"]).corrections)
        problems = [*roster.problems, *lost]
    account = account_records(found.account)
    sha256 = None if roster is None else keep_roster(root, roster, tuple(problems), account=account)
    if sha256 is not None and task.get("on"):
        with suppress(InputError):  # the law of that day is not known; whoever asks for it is told why
            standing_task({"rosters": task["rosters"], "roster": sha256, "on": task["on"]}, say)
    unknown = [{k: list(v) if isinstance(v, tuple) else v for k, v in row.items()} for row in unknown_headings(found).to_dict("records")]
    result = {"sha256": sha256, "problems": problem_records(problems), "unknown": unknown, "people": found.people, "units": found.units}
    write_json(Path(task["folder"]) / READ_FILE, {**result, "account": account})


def corrected_again(roster: Roster, entries: Sequence[Correction]) -> tuple[Roster, list[Problem]]:
    """A roster that was read anew with the corrections made before in it; a warning for each that fits no more."""
    from planner.roster.corrections import apply

    left, lost = list(entries), []
    while left:
        made, problems = apply(roster, left)
        if made is not None:
            return made, lost
        wrong = {p.row - 2 for p in problems if p.row is not None and p.severity == "error"} or set(range(len(left)))
        lost += [_lost(roster, left[at]) for at in sorted(wrong)]
        left = [entry for at, entry in enumerate(left) if at not in wrong]
    return roster, lost


def _lost(roster: Roster, entry: Correction) -> Problem:
    said = {"who": entry.employee_id, "column_name": entry.column, "after": entry.after or "–", "by": entry.by}
    return problem("ui.correction_lost", file=Path(roster.source).name, severity="warning", **said)


def row_task(task: dict[str, Any], say: Say) -> None:
    """One row of an uploaded file as it stands there; `row.json`: {cells: [[column (number in a sheet, name in a CSV), text], …]}.

    task: path (the file), sheet (None for CSV), row (as the file numbers it), folder. InputError where it cannot be shown.
    """
    file = Path(task["path"])
    with limited(file):
        cells = _csv_row(file, task["row"]) if file.suffix.casefold() == ".csv" else _sheet_row(file, task["sheet"], task["row"])
    write_json(Path(task["folder"]) / ROW_FILE, {"cells": cells})


def mend_task(task: dict[str, Any], say: Say) -> None:
    """Put other values into cells of an uploaded file, which is replaced whole; then read it as `read_task`.

    task: as `read_task`, and cells: [{file (path), sheet, row, column (as in `row_task`), value (as a user types it)}].
    InputError where a file is of a kind that cannot be mended here.
    """
    by_file: dict[str, list[dict[str, Any]]] = {}
    for cell in task["cells"]:
        by_file.setdefault(cell["file"], []).append(cell)
    for name, cells in by_file.items():
        file = Path(name)
        with limited(file):
            (_mend_csv if file.suffix.casefold() == ".csv" else _mend_workbook)(file, cells)
    read_task(task, say)


def _sheet_row(file: Path, sheet: str | None, row: int) -> list[tuple[int, str]]:
    from openpyxl import load_workbook

    _only_mended(file)
    book = load_workbook(file, read_only=True, data_only=True)
    try:
        table = book[sheet] if sheet in book.sheetnames else book.worksheets[0]
        found = next(table.iter_rows(min_row=row, max_row=row, max_col=WIDEST, values_only=True), ())
    finally:
        book.close()
    return [(column, _text(value)) for column, value in enumerate(found, 1) if value is not None]


def _mend_workbook(file: Path, cells: list[dict[str, Any]]) -> None:
    from openpyxl import load_workbook

    _only_mended(file)
    book = load_workbook(file, keep_vba=False)
    for cell in cells:
        sheet = book[cell["sheet"]] if cell["sheet"] in book.sheetnames else book.worksheets[0]
        place = sheet.cell(int(cell["row"]), int(cell["column"]))
        place.value, place.data_type, place.number_format = cell["value"], "s", "@"  # text, never a formula
    with atomic_path(file) as temporary:
        book.save(temporary)


def _csv_row(file: Path, row: int) -> list[tuple[str, str]]:
    lines = _csv_lines(file)
    head, own = lines[0], lines[row - 1] if 0 < row <= len(lines) else []
    return list(zip(head, own, strict=False))


def _mend_csv(file: Path, cells: list[dict[str, Any]]) -> None:
    lines = _csv_lines(file)
    for cell in cells:
        row, column = int(cell["row"]) - 1, lines[0].index(cell["column"])
        lines[row] += [""] * (column + 1 - len(lines[row]))
        lines[row][column] = cell["value"]
    with atomic_path(file) as temporary, temporary.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows(lines)


def _csv_lines(file: Path) -> list[list[str]]:
    text = file.read_text(encoding="utf-8-sig")
    try:
        dialect: Any = csv.Sniffer().sniff(text[:20_000], delimiters=",;\t")
    except csv.Error:
        dialect = "excel"
    return list(csv.reader(text.splitlines(), dialect))


def _only_mended(file: Path) -> None:
    if file.suffix.casefold() not in MENDED:
        raise InputError(problem("ui.not_mended", file=file.name, known=", ".join(MENDED)))


def _text(value: Any) -> str:
    return value.strftime("%d/%m/%Y") if hasattr(value, "strftime") else str(value)
