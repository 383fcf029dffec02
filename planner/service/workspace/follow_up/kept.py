"""The lines of follow-ups in the database: versions that never change, and what of them is not what the audit says.

The audit holds of each version the SHA-256 alone, so that a person's content can be removed one day and the chain still holds.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, func, insert, select

from planner.core.errors import InputError, Problem, problem
from planner.service.workspace.audit import canonical, now
from planner.service.workspace.follow_up.lines import Line
from planner.service.workspace.kept_files import digest
from planner.service.workspace.tables import FOLLOW_LINES
from planner.service.workspace.versions import Version, object_id

_TABLE = FOLLOW_LINES.c


def newest_lines(connection: Connection, followed: Version) -> list[Line]:
    """The newest version of every line, by number."""
    identity = object_id(connection, followed)
    newest = select(_TABLE.line, func.max(_TABLE.number).label("number")).where(_TABLE.object == identity).group_by(_TABLE.line).subquery()
    joined = FOLLOW_LINES.join(newest, (_TABLE.line == newest.c.line) & (_TABLE.number == newest.c.number))
    rows = connection.execute(select(FOLLOW_LINES).select_from(joined).where(_TABLE.object == identity).order_by(_TABLE.line))
    return [_line(row) for row in rows]


def line_history(connection: Connection, followed: Version, line: int) -> list[Line]:
    """Every version of a line, the first one first. InputError where there is no such line."""
    wanted = (_TABLE.object == object_id(connection, followed)) & (_TABLE.line == line)
    found = [_line(row) for row in connection.execute(select(FOLLOW_LINES).where(wanted).order_by(_TABLE.number))]
    if not found:
        raise InputError(problem("follow.no_line", file=followed.object, line=line))
    return found


def add_lines(connection: Connection, followed: Version, author: str, contents: Sequence[tuple[int, int, dict[str, Any]]]) -> list[Line]:
    """Write versions of lines in a writing transaction: (line, number, content) each; what was written."""
    at, identity = now(), object_id(connection, followed)
    made = [Line(line, number, at, author, content) for line, number, content in contents]
    if made:
        rows = [
            {"object": identity, "line": m.line, "number": m.number, "at": m.at, "author": m.author, "content": canonical(m.content)}
            for m in made
        ]
        connection.execute(insert(FOLLOW_LINES), rows)
    return made


def line_print(line: Line) -> str:
    """The SHA-256 of a version of a line, its author and time in it."""
    return digest(canonical([line.line, line.number, line.at, line.author, line.content]).encode())


def lines_print(lines: Iterable[Line]) -> str:
    """The SHA-256 of several."""
    return digest(canonical([line_print(line) for line in lines]).encode())


class SaidOfLines:
    """What the audit says of the lines of follow-ups, told in its order."""

    def __init__(self) -> None:
        self.first: dict[str, tuple[int, str]] = {}
        self.later: dict[tuple[str, int, int], str] = {}

    def take(self, name: str, after: dict[str, Any]) -> None:
        """A follow-up began with so many lines, or a version of a line was written."""
        if "lines" in after:
            self.first[name] = (after["lines"], after["lines_sha256"])
        else:
            self.later[name, after["line"], after["number"]] = after["sha256"]

    def drop(self, name: str) -> None:
        """A follow-up was deleted."""
        self.first.pop(name, None)
        self.later = {place: sha256 for place, sha256 in self.later.items() if place[0] != name}

    def faults(self, connection: Connection, names: dict[str, str]) -> Iterator[Problem]:
        """Which follow-ups are not what was said. names: of each object's id."""
        held: dict[str, list[Line]] = {name: [] for name in self.first}
        for row in connection.execute(select(FOLLOW_LINES).order_by(_TABLE.object, _TABLE.line, _TABLE.number)):
            held.setdefault(names.get(row.object, row.object), []).append(_line(row))
        for name in sorted(held):
            count, expected = self.first.get(name, (0, ""))
            first = [line for line in held[name] if line.line <= count and line.number == 1]
            later = {(name, line.line, line.number): line_print(line) for line in held[name] if line.line > count or line.number > 1}
            said = {place: sha256 for place, sha256 in self.later.items() if place[0] == name}
            if name not in self.first or len(first) != count or lines_print(first) != expected or later != said:
                yield problem("follow.lines_differ", file=name)


def _line(row: Any) -> Line:
    return Line(row.line, row.number, row.at, row.author, json.loads(row.content))
