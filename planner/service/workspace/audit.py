"""The audit: who did what, when, with what before and after, in a chain that shows every change of it.

Each entry holds HMAC-SHA256(key, HMAC of the entry before + canonical JSON of this one); the key stands outside the database
(`head`). Who has the database and not the key cannot edit, remove, reorder or add an entry without being found.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, insert, select

from planner.core.errors import Problem, problem
from planner.service.workspace.head import Head, Noted
from planner.service.workspace.tables import AUDIT

_SIGNED = ("number", "at", "actor", "action", "object", "version", "about", "before", "after")
_MOST_TOLD = 100
"""Faults that are told one by one."""


@dataclass(frozen=True)
class Event:
    """Something that was done. object: `kind/name`; about: the person of the roster whom it concerns; before, after: values
    that JSON can hold, None where there is none."""

    actor: str
    action: str
    object: str | None = None
    version: int | None = None
    about: str | None = None
    before: Any = None
    after: Any = None


def canonical(value: Any) -> str:
    """The one JSON text of a value: keys in order, nothing between."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def now() -> str:
    """This moment by the machine's clock, UTC, ISO 8601 to the microsecond."""
    return datetime.now(UTC).isoformat(timespec="microseconds")


def append(connection: Connection, key: bytes, store: str, event: Event) -> Head:
    """Add an entry at the end of the chain, in the writing transaction of what it tells; the new head."""
    last = head_of(connection)
    row: dict[str, Any] = {
        "number": last.number + 1,
        "at": now(),
        "actor": event.actor,
        "action": event.action,
        "object": event.object,
        "version": event.version,
        "about": event.about,
        "before": None if event.before is None else canonical(event.before),
        "after": None if event.after is None else canonical(event.after),
    }
    mac = _mac(key, last.mac if last.number else store, row)
    connection.execute(insert(AUDIT).values(**row, mac=mac))
    return Head(row["number"], mac)


def head_of(connection: Connection) -> Head:
    """The newest entry."""
    last = connection.execute(select(AUDIT.c.number, AUDIT.c.mac).order_by(AUDIT.c.number.desc()).limit(1)).first()
    return Head(0, "") if last is None else Head(last.number, last.mac)


def mac_of(connection: Connection, number: int) -> str | None:
    """The HMAC of an entry, "" before the first one; None where there is no such entry."""
    return "" if number == 0 else connection.execute(select(AUDIT.c.mac).where(AUDIT.c.number == number)).scalar()


def entries(connection: Connection) -> Iterator[dict[str, Any]]:
    """Every entry from the first on, as it stands in the table."""
    for row in connection.execution_options(yield_per=1000).execute(select(AUDIT).order_by(AUDIT.c.number)):
        yield dict(row._mapping)


def chain_faults(connection: Connection, key: bytes, store: str, noted: Noted) -> list[Problem]:
    """Where the chain does not hold: entries that are gone, changed or elsewhere than they were written, and a tail that was cut.

    noted: what is kept outside of the newest entry.
    """
    faults: list[Problem] = []
    before, number, seen = store, 0, {head.number for head in noted.heads or []}
    held = {0: ""}
    for row in entries(connection):
        if row["number"] != number + 1:
            faults.append(problem("workspace.entries_gone", first=number + 1, last=row["number"] - 1))
        elif not hmac.compare_digest(_mac(key, before, row), str(row["mac"])):
            faults.append(problem("workspace.entry_changed", number=row["number"]))
        number, before = row["number"], str(row["mac"])
        if number in seen:
            held[number] = before
        if len(faults) >= _MOST_TOLD:
            return faults
    return faults + _at_the_end(number, held, noted.heads)


def lost_faults(connection: Connection, noted: Noted) -> list[Problem]:
    """Entries that had been cut off when others were written in their place, and have not come back (`planner restore`)."""
    gone = [(head, after) for head, after in noted.lost if mac_of(connection, head.number) != head.mac]
    return [problem("workspace.tail_lost", first=min(after + 1, head.number), last=head.number) for head, after in gone]


def _at_the_end(number: int, held: dict[int, str], noted: list[Head] | None) -> list[Problem]:
    """Whether the entry that was noted as the newest is there."""
    if noted is None:
        return [problem("workspace.no_head")]
    if any(held.get(head.number) == head.mac for head in noted):
        return []
    if number < noted[0].number:
        return [problem("workspace.tail_cut", first=number + 1, last=noted[0].number)]
    return [problem("workspace.head_differs", number=noted[0].number)]


def _mac(key: bytes, before: str, row: dict[str, Any]) -> str:
    content = canonical({name: row[name] for name in _SIGNED})
    return hmac.new(key, (before + content).encode(), hashlib.sha256).hexdigest()
