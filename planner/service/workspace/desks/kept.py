"""Desks as they lie in the database, for whoever reads, writes, checks or removes them in a transaction of its own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select, update

from planner.core.errors import InputError, Problem, problem
from planner.service.workspace.audit import now
from planner.service.workspace.desks.desk import Desk, is_id, read, written
from planner.service.workspace.encryption import decrypted_text, encrypted_text, store_key
from planner.service.workspace.kept_files import digest
from planner.service.workspace.tables import DESKS
from planner.service.workspace.versions import require_encryption

KIND = "desk"
"""What retention periods, deletions and the audit call a desk."""


@dataclass(frozen=True)
class KeptDesk:
    """A desk as it lies in the database. at: when it was saved last; size, sha256: of its content as it lies there; desk: what is on
    it, None where that is damaged."""

    id: str
    owner: str
    version: int
    at: datetime
    author: str
    size: int
    sha256: str
    desk: Desk | None


def find(connection: Connection, desk: str) -> KeptDesk | None:
    """The desk of an id; None where there is none. InputError where it is encrypted and the key is not here."""
    found = connection.execute(select(DESKS).where(DESKS.c.id == desk)).first()
    return None if found is None else _kept(found)


def find_newer(connection: Connection, desk: str, version: int) -> KeptDesk | None:
    """As `find`, where it has been saved since a version."""
    found = connection.execute(select(DESKS).where(DESKS.c.id == desk, DESKS.c.version > version)).first()
    return None if found is None else _kept(found)


def of_owner(connection: Connection, owner: str) -> Iterator[KeptDesk]:
    """An owner's desks, the one that was saved last first."""
    return map(_kept, connection.execute(select(DESKS).where(DESKS.c.owner == owner).order_by(DESKS.c.at.desc())))


def every(connection: Connection) -> Iterator[KeptDesk]:
    """Every desk, the one that was saved longest ago first."""
    return map(_kept, connection.execute(select(DESKS).order_by(DESKS.c.at, DESKS.c.id)))


def add(connection: Connection, author: str, desk: Desk, at: str | None = None) -> None:
    """Put a desk that is not there into the store. at: when it was saved, now where that is not said."""
    row = _row(connection, author, desk)
    connection.execute(insert(DESKS).values(id=desk.id, **{**row, "at": at or row["at"]}))


def put(connection: Connection, author: str, desk: Desk, before: int, owner: str) -> bool:
    """Put a desk in the place of its version `before` of an owner; whether that stood there."""
    stands = (DESKS.c.id == desk.id) & (DESKS.c.version == before) & (DESKS.c.owner == owner)
    return bool(connection.execute(update(DESKS).where(stands).values(**_row(connection, author, desk))).rowcount)


def drop(connection: Connection, desk: str, version: int) -> bool:
    """Remove a desk; whether it was there in this version."""
    return bool(connection.execute(delete(DESKS).where(DESKS.c.id == desk, DESKS.c.version == version)).rowcount)


def desk_faults(connection: Connection) -> Iterator[Problem]:
    """The desks that cannot be what was saved. One that is encrypted is looked into where the key is here."""
    for row in connection.execute(select(DESKS).order_by(DESKS.c.id)):
        is_closed = bool(row.encrypted) and store_key() is None
        if not is_id(row.id) or row.version < 1 or not (is_closed or _read(row) is not None):
            yield problem("workspace.desk_broken", file=f"{KIND}/{row.id}")


def _row(connection: Connection, author: str, desk: Desk) -> dict[str, Any]:
    """What is written of a desk. InputError where the store is encrypted and its key is not here."""
    require_encryption(connection)
    key, content = store_key(), written(desk)
    if key is not None:
        content = encrypted_text(content, key, _bound(desk.id, desk.owner, desk.version))
    return {"owner": desk.owner, "version": desk.version, "at": now(), "author": author, "content": content, "encrypted": key is not None}


def _read(row: Row[Any]) -> Desk | None:
    """The desk of a row; None where its content is damaged. InputError where it is encrypted and the key is not here."""
    content = row.content
    try:
        if row.encrypted:
            key = store_key()
            if key is None:
                raise InputError(problem("workspace.key_wanted", file=f"{KIND}/{row.id}"))
            content = decrypted_text(content, key, _bound(row.id, row.owner, row.version))
        return read(content, row.id, row.owner, row.version)
    except (ValueError, TypeError, RecursionError):
        return None


def _kept(row: Row[Any]) -> KeptDesk:
    content = row.content.encode()
    return KeptDesk(row.id, row.owner, row.version, datetime.fromisoformat(row.at), row.author, len(content), digest(content), _read(row))


def _bound(desk: str, owner: str, version: int) -> str:
    """What an encrypted content belongs to: in another row, or put back for a newer one, it cannot be read."""
    return f"{KIND} {desk} {owner} {version}"
