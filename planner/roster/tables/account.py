"""The account of everything: what the files hold is what was read, and what is named as not read, each with its reason."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from planner.core.errors import Problem, shown_place
from planner.core.texts import Message, text
from planner.roster.tables.table import Table

ROWS_SHOWN = 8
_BINARY = (".xls", ".xlsb")


@dataclass(frozen=True)
class Unread:
    """Something that was not read: its place as far as it has one, and why."""

    file: str
    reason: Message
    sheet: str | None = None
    rows: tuple[int, ...] = ()
    column: str | None = None
    heading: str | None = None

    def as_dict(self, part: str, lang: str) -> dict[str, Any]:
        """An entry of `unread` of a part of the account."""
        shown: dict[str, Any] = {"file": self.file}
        if part != "files":
            shown["sheet"] = self.sheet
        if part == "rows":
            shown["rows"] = list(self.rows)
        if part == "columns":
            shown |= {"column": self.column, "heading": self.heading}
        return shown | {"reason": self.reason.render(lang)}

    def sentence(self, lang: str) -> str:
        """Place and reason as one line."""
        rows = ", ".join(map(str, self.rows[:ROWS_SHOWN])) + (" …" if len(self.rows) > ROWS_SHOWN else "")
        named = f" “{self.heading}”" if self.heading and self.heading != self.column else ""
        column = f"{self.column}{named}" if self.column else ""
        at = text("account.at_rows", lang, rows=rows) if rows else text("account.at_column", lang, column=column) if column else ""
        return f"{', '.join(part for part in (self.file, self.sheet, at) if part)}: {self.reason.render(lang)}"


@dataclass(frozen=True)
class Part:
    """Files, sheets, rows or columns: seen is read and the ones of `unread`."""

    seen: int = 0
    read: int = 0
    unread: tuple[Unread, ...] = ()


@dataclass(frozen=True)
class Account:
    """What was seen, read and not read. Rows and columns are those of the sheets and files that were read.

    notes: what a kind of file does not show, of those that were read.
    """

    files: Part = field(default_factory=Part)
    sheets: Part = field(default_factory=Part)
    rows: Part = field(default_factory=Part)
    columns: Part = field(default_factory=Part)
    notes: tuple[Message, ...] = ()

    def parts(self) -> dict[str, Part]:
        """The four parts by name."""
        return {"files": self.files, "sheets": self.sheets, "rows": self.rows, "columns": self.columns}

    def as_dict(self, lang: str = "en") -> dict[str, Any]:
        """`account` of `planner check --json`."""
        shown: dict[str, Any] = {
            name: {"seen": part.seen, "read": part.read, "unread": [each.as_dict(name, lang) for each in part.unread]}
            for name, part in self.parts().items()
        }
        return shown | {"notes": [note.render(lang) for note in self.notes]}


def account_of(files: Iterable[str], left: Sequence[Unread], sheets: Sequence[Unread], tables: Sequence[Table], problems: Sequence[Problem]) -> Account:
    """The account of files of which these tables were read. files: all that were to be read. left: those that were not
    to be. sheets: those without a table."""
    read = {table.file for table in tables}
    why = {p.file: p.message for p in reversed(problems) if p.severity == "error" and p.row is None and p.column is None and p.sheet is None}
    lost = [Unread(name, why.get(name, _reason("no_list"))) for name in files if name not in read]
    own = [table for table in tables if table.sheet is not None]
    unread = tuple(sheet for sheet in sheets if sheet.file in read)
    return Account(
        _part(len(read), (*lost, *left)),
        _part(len({(table.file, table.sheet) for table in own}), unread),
        _rows(tables),
        _columns(tables),
        _notes(sorted(read)),
    )


def account_of_nothing(file: str, left: Sequence[Unread], problem: Problem) -> Account:
    """The account where nothing could be opened; `left` are the files of a folder, empty where `file` is the only one."""
    return Account(_part(0, tuple(left) or (Unread(file, problem.message),)))


def _notes(files: Sequence[str]) -> tuple[Message, ...]:
    """What the binary kinds of workbook do not show: a text of which only some letters are struck through."""
    binary = [name for name in files if name.casefold().endswith(_BINARY)]
    return (Message("account.strikes_within", {"files": ", ".join(binary)}),) if binary else ()


def _part(read: int, unread: Sequence[Unread]) -> Part:
    return Part(read + len(unread), read, tuple(unread))


def _reason(key: str) -> Message:
    return Message(f"account.{key}", {})


def _rows(tables: Sequence[Table]) -> Part:
    unread = [Unread(t.file, _reason(why), t.sheet, rows) for t in tables for why, rows in t.left_rows]
    read = sum(len(table.rows) for table in tables)
    return Part(read + sum(len(each.rows) for each in unread), read, tuple(unread))


def _columns(tables: Sequence[Table]) -> Part:
    unread = [Unread(t.file, _reason(why), t.sheet, (), shown_place(place), heading) for t in tables for why, place, heading in t.left_columns]
    return _part(sum(table.columns_read for table in tables), unread)


def unread_sheet(file: str, sheet: str, reason: str) -> Unread:
    """A sheet without a table of people or units. reason: a text of `account`."""
    return Unread(file, _reason(reason), sheet)


def unread_file(file: str, reason: str) -> Unread:
    """A file that is none of a roster. reason: a text of `account`."""
    return Unread(file, _reason(reason))
