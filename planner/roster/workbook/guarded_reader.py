"""Guarded opening: no workbook is parsed in this process, and no CSV or Parquet file before a child has come to its end.

A child (`planner.roster.workbook.worker`) parses within limits of memory, processor and wall time and returns plain cells as
lines of JSON; CSV and Parquet it only looks through. A hostile or broken file costs that child, one sentence, and nothing else.

A cell is None where empty, else a letter and text: s text, n number, p number shown as per cent, d ISO date (with its time unless that is midnight), b 1 or 0,
e error value, f formula without a stored value, t time or duration.
"""

from __future__ import annotations

import gc
import queue
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from planner.core.child import Child
from planner.core.errors import Problem, problem
from planner.core.guard.limits import ended_for_time
from planner.core.guard.ordinary import NotOrdinary, refuse_strange

MAX_FILE_BYTES = 100 * 2**20
WALL_SECONDS = 45.0
"""A file ends after 16 s of processor time (`worker`); this is for a machine with much else to do."""
WORKBOOK_ENDINGS = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods")

Cell = str | None


@dataclass
class RawSheet:
    """One sheet as it stands: `rows` are (Excel row, cells from column A on), empty rows left out.

    hidden_rows, hidden_columns: Excel's numbers, from 1. merged: (first row, first column, last row, last column) of the
    merged cells, from 1. comments: (row, column, text). struck: (row, column) of cells that are struck through. boxes: the
    texts of boxes over the cells. pictures, embedded: how many pictures and files lie there.
    """

    file: str
    name: str
    visible: bool
    epoch_1904: bool
    rows: list[tuple[int, list[Cell]]] = field(default_factory=list)
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    merged: tuple[tuple[int, int, int, int], ...] = ()
    comments: tuple[tuple[int, int, str], ...] = ()
    struck: frozenset[tuple[int, int]] = frozenset()
    boxes: tuple[str, ...] = ()
    pictures: int = 0
    embedded: int = 0


@dataclass
class RawWorkbook:
    """The sheets of one file (none of CSV and Parquet), or the problem that kept it from being read."""

    path: Path
    sheets: list[RawSheet] = field(default_factory=list)
    problem: Problem | None = None


class Reading:
    """Files being read by a child process; construction starts it, `results` waits for it.

    The caller imports heavy libraries in between, so that both happen at once.
    """

    def __init__(self, paths: Sequence[Path], wall_seconds: float = WALL_SECONDS) -> None:
        self.wall_seconds = wall_seconds
        self.workbooks = [RawWorkbook(path, problem=_refusal(path)) for path in paths]
        self.waiting = [book for book in self.workbooks if book.problem is None]
        self.child = _Child(self.waiting) if self.waiting else None

    def has_ended(self, patience_s: float) -> bool:
        """Whether the child has come through every file; waited for so long. A child that died has not."""
        return self.child is None or (self.child.has_ended(patience_s) and self.child.process.returncode == 0)

    def results(self) -> list[RawWorkbook]:
        """Every file, in order. A child that dies takes one file with it; the next one goes on with the rest."""
        collecting = gc.isenabled()
        gc.disable()  # rows of text hold no cycles; looking for them takes half the time
        try:
            while self.child is not None:
                done = self._collect(self.child)
                self.waiting = self.waiting[done:]
                self.child = _Child(self.waiting) if self.waiting else None
        finally:
            if collecting:
                gc.enable()
        return self.workbooks

    def _collect(self, child: _Child) -> int:
        """The number of files that are finished, well or badly, when the child has ended."""
        done = 0
        try:
            for message in child.messages(self.wall_seconds):
                book = self.waiting[done]
                if "sheet" in message:
                    book.sheets.append(_sheet_of(book, message))
                elif "rows" in message:
                    book.sheets[-1].rows.extend((row, cells) for row, cells in message["rows"])
                elif "refused" in message:
                    book.sheets.clear()
                    book.problem = problem(f"roster.{message['refused']}", file=book.path.name, **message["params"])
                    done += 1
                else:
                    done += 1
        except _ChildDied as death:
            if done < len(self.waiting):
                book = self.waiting[done]
                book.sheets.clear()
                book.problem = problem(f"roster.{death.key}", file=book.path.name)
                done += 1
        return done


def _sheet_of(book: RawWorkbook, message: dict[str, Any]) -> RawSheet:
    return RawSheet(
        book.path.name,
        message["sheet"],
        message["visible"],
        message["epoch_1904"],
        hidden_rows=frozenset(message.get("hidden_rows", ())),
        hidden_columns=frozenset(message.get("hidden_columns", ())),
        merged=tuple(tuple(block) for block in message.get("merged", ())),
        comments=tuple((row, column, text) for row, column, text in message.get("comments", ())),
        struck=frozenset((row, column) for row, column in message.get("struck", ())),
        boxes=tuple(message.get("boxes", ())),
        pictures=message.get("pictures", 0),
        embedded=message.get("embedded", 0),
    )


def read_workbooks(paths: Sequence[Path], wall_seconds: float = WALL_SECONDS) -> list[RawWorkbook]:
    """The sheets of every workbook, read by one child process."""
    return Reading(paths, wall_seconds).results()


def _refusal(path: Path) -> Problem | None:
    """What can be seen without opening: the file is missing, no ordinary one, empty or beyond the limit."""
    try:
        refuse_strange(path)
        size = path.stat().st_size
    except NotOrdinary:
        return problem("roster.not_ordinary", file=path.name)
    except OSError:
        return problem("roster.file_missing", file=path.name)
    if size == 0:
        return problem("roster.file_empty", file=path.name)
    if size > MAX_FILE_BYTES:
        return problem("roster.file_too_large", file=path.name, mb=size // 2**20, limit=MAX_FILE_BYTES // 2**20)
    return None


class _ChildDied(Exception):
    """The child ended without finishing; `key` says why."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


class _Child(Child):
    """The process that parses some books; what it says waits in a queue, so that a silent child can be given up."""

    def __init__(self, books: Sequence[RawWorkbook]) -> None:
        self.said: queue.Queue[dict[str, Any] | None] = queue.Queue()
        super().__init__("planner.roster.workbook.worker", self.said.put, lambda: self.said.put(None))
        self.tell([str(book.path.resolve()) for book in books])

    def messages(self, wall_seconds: float) -> Iterator[dict[str, Any]]:
        """What the child says, until it has ended. `_ChildDied` where it was killed or one file took too long."""
        deadline = time.monotonic() + wall_seconds
        try:
            while True:
                try:
                    message = self.said.get(timeout=max(0.0, deadline - time.monotonic()))
                except queue.Empty:
                    raise _ChildDied("too_slow") from None
                if message is None:
                    break
                if "refused" in message or "done" in message:
                    deadline = time.monotonic() + wall_seconds
                yield message
            if code := self.process.wait():
                raise _ChildDied("too_slow" if ended_for_time(code) else "child_died")
        finally:
            self.kill()
