"""How long each kind is kept: the ministry says it, with its basis; the programme knows no period of its own.

A period counts from the day on which an object was written last: a version, a change of a plan's state, a line of a follow-up, a desk.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, delete, func, insert, select

from planner.core.dates import add_months
from planner.core.errors import InputError, problem
from planner.service.workspace.audit import Event
from planner.service.workspace.desks.kept import KIND as DESK
from planner.service.workspace.desks.kept import every
from planner.service.workspace.rights import Action, Actor, require
from planner.service.workspace.tables import AUDIT, RETENTION
from planner.service.workspace.versions import KINDS, objects
from planner.service.workspace.workspace import Workspace

_WRITES = (
    Action.KEEP, Action.CORRECT, Action.COMMENT, Action.SUBMIT, Action.RETURN, Action.APPROVE, Action.IMPLEMENT, Action.FOLLOW,
)  # fmt: skip
MOST_MONTHS = 1200
DELETABLE = (*KINDS, DESK)
"""What a period can be set for, and what can be deleted."""


@dataclass(frozen=True)
class Period:
    """How long a kind is kept. basis: the ministry's words on whose decision."""

    months: int
    basis: str


@dataclass(frozen=True)
class Due:
    """An object with the last day on which it is kept. written_on: when it was written last."""

    object: str
    version: int
    written_on: dt.date
    until: dt.date
    period: Period


def set_period(workspace: Workspace, actor: Actor, kind: str, months: int | None, basis: str) -> None:
    """Say how long a kind is kept, with the basis; None takes the period away. InputError without a basis, or beyond a century."""
    require(actor, Action.RETENTION)
    if not basis.strip():
        raise InputError(problem("retention.no_basis", file=kind))
    if months is not None and not 0 <= months <= MOST_MONTHS:
        raise InputError(problem("retention.no_months", file=kind, most=MOST_MONTHS))
    with workspace._change() as change:
        before = periods_of(change.connection).get(kind)
        change.connection.execute(delete(RETENTION).where(RETENTION.c.kind == kind))
        if months is not None:
            change.connection.execute(insert(RETENTION).values(kind=kind, months=months, basis=basis.strip()))
        was = None if before is None else {"months": before.months, "basis": before.basis}
        change.note(Event(actor.id, Action.RETENTION, kind, before=was, after={"months": months, "basis": basis.strip()}))


def periods(workspace: Workspace, actor: Actor) -> dict[str, Period]:
    """The period of each kind that has one."""
    require(actor, Action.SEE_FIGURES)
    with workspace.database.reading() as connection:
        return periods_of(connection)


def due(workspace: Workspace, actor: Actor, on: dt.date) -> list[Due]:
    """What is past its period on a day, the longest first. Kinds without a period are never."""
    require(actor, Action.DELETE)
    with workspace.database.reading() as connection:
        known = periods_of(connection)
        written = [(each.object, each.newest, written_on(connection, each.object), known[each.kind]) for each in objects(connection) if each.kind in known]
        if DESK in known:
            written += [(f"{DESK}/{each.id}", each.version, day_here(each.at), known[DESK]) for each in every(connection)]
    found = [Due(name, version, day, last_day(day, period), period) for name, version, day, period in written if is_over(day, period, on)]
    return sorted(found, key=lambda each: (each.until, each.object))


def periods_of(connection: Connection) -> dict[str, Period]:
    """The period of each kind that has one."""
    return {row.kind: Period(row.months, row.basis) for row in connection.execute(select(RETENTION))}


def written_on(connection: Connection, name: str) -> dt.date:
    """The day on which an object (`kind/name`) was written last."""
    last = connection.execute(select(func.max(AUDIT.c.at)).where(AUDIT.c.object == name, AUDIT.c.action.in_(_WRITES))).scalar_one()
    return day_here(dt.datetime.fromisoformat(last))


def day_here(at: dt.datetime) -> dt.date:
    """The day of an instant where this computer stands. A period is counted in such days: its end is compared with the calendar on the wall."""
    return at.astimezone().date()


def last_day(written: dt.date, period: Period) -> dt.date:
    """The last day of a period that began on a day; a period of no months holds nothing."""
    until: dt.date = add_months(written, period.months).item()
    return until


def is_over(written: dt.date, period: Period | None, on: dt.date) -> bool:
    """Whether a period has ended; one that nobody set never does."""
    return period is not None and (period.months == 0 or last_day(written, period) < on)


def as_said(known: Mapping[str, Period]) -> dict[str, dict[str, object]]:
    """Periods as the audit tells them."""
    return {kind: {"months": period.months, "basis": period.basis} for kind, period in known.items()}
