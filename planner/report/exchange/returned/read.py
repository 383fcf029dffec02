"""Reading a returned pack. It is somebody's upload: only the guarded child opens it, and nothing in it is believed unchecked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd

from planner.core.columns import ROSTER_BY_NAME
from planner.core.errors import Problem, problem
from planner.core.texts import Message
from planner.report.exchange.layout import ADDED_COLUMNS, ASKED, COLUMNS, META_SHEET, SENT_COLUMNS, SENT_SHEET, VERSION, digest
from planner.report.exchange.pack import cut, texts_of
from planner.roster.corrections import canonical
from planner.roster.people.frame import Roster
from planner.roster.values.parse import Manner, parse_cells
from planner.roster.values.text import clean_text
from planner.roster.workbook.guarded_reader import Cell, RawSheet, RawWorkbook, read_workbooks

ENDINGS = (".xlsx",)
MOST_ROWS = 60_000
KEYS_WITHIN = 60
"""Rows in which the row of canonical names is looked for."""
Texts = npt.NDArray[np.object_]


@dataclass(frozen=True)
class Side:
    """The people of one sheet, row by row: canonical texts of each column, and what could not be read.

    row: int64[n], the Excel rows. cells: column to object[n] of canonical text. faults: (column, line) to the message;
    doubts: the same for cells that were read with a doubt. added: the sheet of people whom the roster lacks, which the lines
    from `added_from` on stand on; "" where no line does.
    """

    row: npt.NDArray[np.int64]
    cells: dict[str, Texts]
    faults: dict[tuple[str, int], Message]
    doubts: dict[tuple[str, int], Message]
    added: str = ""
    added_from: int = 0


@dataclass(frozen=True)
class ReturnedPack:
    """A pack that came back: its own words, the cells as sent, the cells as they are now in the file, and the fingerprint
    of what was sent."""

    file: str
    meta: dict[str, str]
    sent: Side
    back: Side
    digest: str


def read_packs(paths: Sequence[Path]) -> tuple[list[ReturnedPack], list[Problem]]:
    """The packs among `paths`, and a problem for each file that cannot be taken: damaged, hostile, no pack, changed inside."""
    wrong = [problem("returned.ending", file=path.name) for path in paths if path.suffix.casefold() not in ENDINGS]
    books = read_workbooks([path for path in paths if path.suffix.casefold() in ENDINGS])
    packs: list[ReturnedPack] = []
    for book in books:
        found = book.problem or _pack_of(book)
        if isinstance(found, Problem):
            wrong.append(found)
        else:
            packs.append(found)
    return packs, wrong


def _pack_of(book: RawWorkbook) -> ReturnedPack | Problem:
    file = book.path.name
    sheets = {sheet.name: sheet for sheet in book.sheets}
    if META_SHEET not in sheets or SENT_SHEET not in sheets:
        return problem("returned.not_a_pack", file=file)
    meta = _meta_of(sheets[META_SHEET])
    people, added = sheets.get(meta.pop("sheet", "")), sheets.get(meta.pop("added", ""))
    written = meta.pop("digest", "")
    if meta.get("version") != VERSION or people is None:
        return problem("returned.not_a_pack", file=file)
    sent, back = _side(sheets[SENT_SHEET], SENT_COLUMNS), _side(people, COLUMNS)
    if sent is None or back is None:
        return problem("returned.columns_changed", file=file, sheet=people.name)
    if added is not None:  # packs of former versions have empty rows on the people's sheet instead
        new = _side(added, ADDED_COLUMNS)
        if new is None:
            return problem("returned.columns_changed", file=file, sheet=added.name)
        back = _with_added(back, new, added.name)
    if len(back.row) > MOST_ROWS or len(sent.row) > MOST_ROWS:
        return problem("returned.too_many_rows", file=file, limit=MOST_ROWS)
    rows = zip(*(sent.cells[name] for name in SENT_COLUMNS), strict=True)
    if sent.faults or digest(meta, rows) != written:
        return problem("returned.tampered", file=file)
    return ReturnedPack(file, meta, sent, back, written)


def _with_added(back: Side, new: Side, sheet: str) -> Side:
    """The people of a sheet and, below them, those of the sheet of added ones."""
    if not len(new.row):
        return back
    first = len(back.row)
    empty = np.full(len(new.row), "", dtype=object)
    cells = {name: np.concatenate([texts, new.cells.get(name, empty)]) for name, texts in back.cells.items()}
    faults, doubts = ({(name, line + first): said for (name, line), said in each.items()} for each in (new.faults, new.doubts))
    return Side(np.concatenate([back.row, new.row]), cells, back.faults | faults, back.doubts | doubts, sheet, first)


def _meta_of(sheet: RawSheet) -> dict[str, str]:
    """Key and value of each row with two texts."""
    pairs = ([clean_text(cell[1:]) for cell in cells if cell] for _, cells in sheet.rows)
    return {pair[0]: pair[1] for pair in pairs if len(pair) == 2}


def _side(sheet: RawSheet, columns: Iterable[str]) -> Side | None:
    """The rows under the row of canonical names; None where a column is not there exactly once."""
    wanted = tuple(columns)
    found = _named_row(sheet)
    if found is None:
        return None
    position, names = found
    if any(names.count(name) != 1 for name in wanted):
        return None
    body = sheet.rows[position + 1 :]
    at = {name: names.index(name) for name in wanted}
    kept = [(row, cells) for row, cells in body if _is_person(cells, at)]
    if kept and _is_heading(kept[0][1], at):
        kept = kept[1:]
    return _parsed(kept, at, sheet.epoch_1904)


def _named_row(sheet: RawSheet) -> tuple[int, list[str]] | None:
    """The position of the row of canonical names, and its texts."""
    for position, (_, cells) in enumerate(sheet.rows[:KEYS_WITHIN]):
        names = [cell[1:] if cell else "" for cell in cells]
        if "employee_id" in names and "full_name" in names:
            return position, names
    return None


def _is_person(cells: Sequence[Cell], at: dict[str, int]) -> bool:
    """Whether anything that a unit may write stands in the row."""
    return any(len(cells) > index and cells[index] for index in at.values())


def _is_heading(cells: Sequence[Cell], at: dict[str, int]) -> bool:
    """The row of headings under the row of names: its required columns carry their star."""
    words = [cells[at[name]] or "" for name in ("employee_id", "full_name", "birth_date") if len(cells) > at[name]]
    return len(words) == 3 and all(word[:1] == "s" and word.endswith("*") for word in words)


def _parsed(rows: Sequence[tuple[int, Sequence[Cell]]], at: dict[str, int], epoch_1904: bool) -> Side:
    """Every column through the parser of its kind, each different cell once."""
    cells: dict[str, Texts] = {}
    faults: dict[tuple[str, int], Message] = {}
    doubts: dict[tuple[str, int], Message] = {}
    manner = Manner(months="months", epoch_1904=epoch_1904)
    for name, index in at.items():
        column = ROSTER_BY_NAME.get(name)
        written = [row[index] if len(row) > index else None for _, row in rows]
        if column is None:
            cells[name] = np.array([clean_text(cell[1:]) if cell else "" for cell in written], dtype=object)
            continue
        codes, distinct = pd.factorize(np.array(written, dtype=object))
        values, found = parse_cells(column, [str(cell) for cell in distinct], manner)
        texts = np.array([*(canonical(value, column) for value in values), canonical(None, column)], dtype=object)
        cells[name] = texts[codes]
        for code, fault in found.items():
            kept = faults if fault.severity == "error" else doubts
            kept.update({(name, int(line)): fault.message for line in np.flatnonzero(codes == code)})
    return Side(np.array([row for row, _ in rows], dtype=np.int64), cells, faults, doubts)


def asked_of(side: Side) -> tuple[Texts, Texts]:
    """(request, its reason) as written, row by row."""
    request, reason = (side.cells[name] for name in ASKED)
    return request, reason


def stray_packs(packs: Sequence[ReturnedPack], own: Roster) -> tuple[list[ReturnedPack], list[Problem]]:
    """The packs that can be compared with a plan's roster, and what is to be said of the others.

    A pack of the plan's own roster must show what that roster holds; one of another roster is taken with a warning.
    """
    kept: list[ReturnedPack] = []
    problems: list[Problem] = []
    for pack in packs:
        if pack.meta.get("roster") != own.sha256:
            problems.append(problem("returned.other_plan", file=pack.file, severity="warning"))
        elif count := _differing(pack, own):
            problems.append(problem("returned.not_as_sent", file=pack.file, count=count))
            continue
        kept.append(pack)
    return kept, problems


def _differing(pack: ReturnedPack, own: Roster) -> int:
    """How many cells the pack says were sent that the roster does not hold; a missing or foreign person counts as all cells."""
    people = own.people
    mine = people[people["unit"].eq(pack.meta.get("unit", ""))].reset_index(drop=True)
    held = {row[0]: row for row in texts_of(cut(mine))}
    shown = list(zip(*(pack.sent.cells[name] for name in SENT_COLUMNS), strict=True))
    told = {row[0]: row for row in shown}
    width = len(SENT_COLUMNS)
    return sum(sum(a != b for a, b in zip(held.get(i, ("",) * width), told.get(i, ("",) * width), strict=True)) for i in {*held, *told})
