"""Deleting an object: all its versions, files, lines, approvals and unlocks. The audit keeps who did what, without content."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Table, delete, func, insert, select

from planner.core.errors import InputError, problem
from planner.core.texts import Message
from planner.service.workspace import plan_states
from planner.service.workspace.audit import Event, canonical, head_of, now
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
    """Delete an object with a reason; its certificate. on: the day of the deletion.

    InputError without a reason; where a plan is approved or in effect, or it is a follow-up, and no period is set for its kind or
    it is not over; where a plan is followed up.
    """
    require(actor, Action.DELETE)
    if not reason.strip():
        raise InputError(problem("workspace.no_reason", file=f"{kind}/{name}"))
    with workspace._change() as change:
        connection = change.connection
        versions = history(connection, kind, name)
        newest, period = versions[-1], periods_of(connection).get(kind)
        written = written_on(connection, newest.object)
        _refuse_held(connection, newest, written, on)
        content = {
            "object": newest.object,
            "versions": [{"number": version.number, **prints_of(version)} for version in versions],
            "lines_sha256": lines_print(newest_lines(connection, newest)) if kind == FOLLOW_UP else None,
            "deleted_at": now(),
            "by": actor.id,
            "reason": reason.strip(),
            "period_months": None if period is None else period.months,
            "period_basis": None if period is None else period.basis,
            "written_on": written.isoformat(),
            "store": change.store,
            "audit_head_before": head_of(connection).printed,
        }
        content["sha256"] = digest(canonical([content["versions"], content["lines_sha256"]]).encode())
        text, signature = signed(content)
        number = (connection.execute(select(func.max(DELETIONS.c.number))).scalar() or 0) + 1
        identity, paths = object_id(connection, newest), [file.path for version in versions for file in version.files]
        for table in _OF_AN_OBJECT:
            connection.execute(delete(table).where(table.c.object == identity))
        connection.execute(delete(OBJECTS).where(OBJECTS.c.id == identity))
        connection.execute(insert(DELETIONS).values(number=number, content=text, signature=signature))
        change.note(Event(actor.id, Action.DELETE, newest.object, newest.number, after={"certificate": number, "sha256": digest(text.encode())}))
    with workspace.database.writing() as connection:
        sweep(workspace.database.files, connection)
    workspace.database.settle()
    return Deleted(number, text, signature, sum((workspace.database.files / path).exists() for path in paths))


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
