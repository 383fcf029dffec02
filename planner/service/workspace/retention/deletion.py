"""Deleting an object, all its versions, files, lines, approvals and unlocks, or a desk. The audit keeps who did what, without content."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Table, delete, func, insert, select

from planner.core.errors import InputError, problem
from planner.core.texts import Message
from planner.service.workspace import plan_states
from planner.service.workspace.audit import Event, canonical, head_of, now
from planner.service.workspace.desks.kept import KIND as DESK
from planner.service.workspace.desks.kept import drop, find
from planner.service.workspace.follow_up.kept import lines_print, newest_lines
from planner.service.workspace.kept_files import digest, sweep
from planner.service.workspace.retention.certificate import signed
from planner.service.workspace.retention.periods import is_over, last_day, periods_of, written_on
from planner.service.workspace.rights import Action, Actor, require
from planner.service.workspace.tables import APPROVALS, DELETIONS, FILES, FOLLOW_LINES, OBJECTS, UNLOCKS, VERSIONS
from planner.service.workspace.versions import FOLLOW_UP, PLAN, Version, history, newest_or_none, object_id, prints_of
from planner.service.workspace.workspace import Workspace

_OF_AN_OBJECT: tuple[Table, ...] = (FOLLOW_LINES, FILES, VERSIONS, APPROVALS, UNLOCKS)
_DECIDED = (plan_states.APPROVED, plan_states.IMPLEMENTED)


@dataclass(frozen=True)
class Deleted:
    """A deletion. number: of its certificate in this store; text, signature: the certificate; left: files that still lie there
    because somebody reads; the next write removes them."""

    number: int
    text: str
    signature: str
    left: int = 0

    @property
    def said(self) -> dict[str, Any]:
        """What the certificate says."""
        content: dict[str, Any] = json.loads(self.text)
        return content


def delete_object(workspace: Workspace, actor: Actor, kind: str, name: str, reason: str, on: dt.date) -> Deleted:
    """Delete an object, or a desk, with a reason; its certificate. on: the day of the deletion.

    InputError without a reason; where a plan is approved or in effect, or it is a follow-up, and no period is set for its kind or
    it is not over; where a plan is followed up.
    """
    require(actor, Action.DELETE)
    if not reason.strip():
        raise InputError(problem("workspace.no_reason", file=f"{kind}/{name}"))
    with workspace._change() as change:
        going = _desk(change.connection, name) if kind == DESK else _object(change.connection, kind, name, on)
        period = periods_of(change.connection).get(kind)
        content = {
            "object": going.name,
            "versions": going.versions,
            "lines_sha256": going.lines_sha256,
            "deleted_at": now(),
            "by": actor.id,
            "reason": reason.strip(),
            "period_months": None if period is None else period.months,
            "period_basis": None if period is None else period.basis,
            "written_on": going.written.isoformat(),
            "store": change.store,
            "audit_head_before": head_of(change.connection).printed,
        }
        content["sha256"] = digest(canonical([content["versions"], content["lines_sha256"]]).encode())
        text, signature = signed(content)
        number = (change.connection.execute(select(func.max(DELETIONS.c.number))).scalar() or 0) + 1
        going.remove()
        change.connection.execute(insert(DELETIONS).values(number=number, content=text, signature=signature))
        newest = going.versions[-1]["number"]
        change.note(Event(actor.id, Action.DELETE, going.name, newest, after={"certificate": number, "sha256": digest(text.encode())}))
    with workspace.database.writing() as connection:
        sweep(workspace.database.files, connection)
    workspace.database.settle()
    return Deleted(number, text, signature, sum((workspace.database.files / path).exists() for path in going.paths))


@dataclass(frozen=True)
class _Going:
    """What is about to be deleted. name: KIND/NAME; versions: number and hashes of each; written: the day of the last writing;
    paths: its files; remove: takes it out of the tables."""

    name: str
    versions: list[dict[str, Any]]
    lines_sha256: str | None
    written: dt.date
    paths: list[str]
    remove: Callable[[], Any]


def _object(connection: Connection, kind: str, name: str, on: dt.date) -> _Going:
    """An object with all its versions. InputError where it may not go yet."""
    versions = history(connection, kind, name)
    newest = versions[-1]
    written = written_on(connection, newest.object)
    _refuse_held(connection, newest, written, on)
    identity = object_id(connection, newest)

    def remove() -> None:
        for table in _OF_AN_OBJECT:
            connection.execute(delete(table).where(table.c.object == identity))
        connection.execute(delete(OBJECTS).where(OBJECTS.c.id == identity))

    lines = lines_print(newest_lines(connection, newest)) if kind == FOLLOW_UP else None
    prints = [{"number": version.number, **prints_of(version)} for version in versions]
    return _Going(newest.object, prints, lines, written, [file.path for version in versions for file in version.files], remove)


def _desk(connection: Connection, name: str) -> _Going:
    """A desk, of which the version that was saved last is kept. InputError where there is none."""
    found = find(connection, name)
    if found is None:
        raise InputError(problem("workspace.no_object", file=f"{DESK}/{name}"))
    prints = {"number": found.version, "content": found.sha256, "author": found.author, "at": found.at.isoformat(), "files": {}}
    return _Going(f"{DESK}/{name}", [prints], None, found.at.date(), [], lambda: drop(connection, found.id, found.version))


def deletions(workspace: Workspace, actor: Actor) -> list[Deleted]:
    """Every deletion with its certificate, the first one first."""
    require(actor, Action.VERIFY_AUDIT)
    with workspace.database.reading() as connection:
        rows = connection.execute(select(DELETIONS).order_by(DELETIONS.c.number)).all()
    return [Deleted(row.number, row.content, row.signature) for row in rows]


def _refuse_held(connection: Connection, newest: Version, written: dt.date, on: dt.date) -> None:
    """InputError where the object may not go yet."""
    if newest.kind == PLAN and newest_or_none(connection, FOLLOW_UP, newest.name) is not None:
        raise InputError(problem("retention.followed", file=newest.object, name=newest.name))
    if newest.kind != FOLLOW_UP and newest.state not in _DECIDED:
        return
    period = periods_of(connection).get(newest.kind)
    if period is None:
        raise InputError(problem("retention.no_period", file=newest.object, kind=Message(f"workspace.word_kind_{newest.kind}")))
    if not is_over(written, period, on):
        raise InputError(problem("retention.within", file=newest.object, until=last_day(written, period)))
