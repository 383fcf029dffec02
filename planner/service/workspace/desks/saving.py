"""Desks in the workspace's database: saved and found again, each saving on the number of the one before.

A desk is working state, saved several times a click: a saving is no entry of the audit, and no version stays but the newest. What
becomes of a desk is noted where it is kept, exported or decided on as a plan, and where desks are taken over or removed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import Connection

from planner.service.workspace.audit import Event
from planner.service.workspace.desks.desk import Desk, is_id, key_of_person
from planner.service.workspace.desks.kept import KeptDesk, add, drop, every, find, find_newer, of_owner, put
from planner.service.workspace.rights import Action, Actor, require
from planner.service.workspace.workspace import Workspace

REMOVED = "remove_desks"
"""What the audit calls it that desks were removed which nobody used."""


class Overtaken(Exception):
    """Somebody else has saved the desk since it was read."""


class AnothersDesk(Exception):
    """The desk is another person's than the one who signed in."""


def save(workspace: Workspace, actor: Actor, desk: Desk) -> None:
    """Put the desk into the store and count its version up. `Overtaken` where another one stands there by now, `AnothersDesk`
    where it is somebody else's. Who saves what stands there already is not overtaken."""
    require(actor, Action.KEEP)
    _require_own(actor, desk.owner)
    made = replace(desk, version=desk.version + 1)
    with workspace.database.writing() as connection:
        if not desk.version or not put(connection, actor.id, made, desk.version, desk.owner):
            made = _saved_again(connection, actor, desk)
    desk.version = made.version


def _saved_again(connection: Connection, actor: Actor, desk: Desk) -> Desk:
    """Save a desk that is new, has another owner than before, or was saved by somebody else meanwhile; as it was saved."""
    stands = find(connection, desk.id)
    made = replace(desk, version=(desk if stands is None else stands).version + 1)
    if stands is None:
        add(connection, actor.id, made)
        return made
    _require_own(actor, stands.owner)
    if stands.version != desk.version and not _is_same(stands, desk):
        raise Overtaken
    put(connection, actor.id, made, stands.version, stands.owner)
    return made


def load(workspace: Workspace, actor: Actor, desk: str) -> Desk | None:
    """The desk of an id; None where there is none or its content is damaged. `AnothersDesk` where it is somebody else's."""
    require(actor, Action.KEEP)
    if not is_id(desk):
        return None
    with workspace.database.reading() as connection:
        found = find(connection, desk)
    if found is None:
        return None
    _require_own(actor, found.owner)
    return found.desk


def newer(workspace: Workspace, actor: Actor, desk: Desk) -> Desk | None:
    """What another tab has saved since this desk was read; None where nobody has."""
    require(actor, Action.KEEP)
    with workspace.database.reading() as connection:
        found = find_newer(connection, desk.id, desk.version)
    if found is None:
        return None
    _require_own(actor, found.owner)
    return None if _is_same(found, desk) else found.desk


def newest(workspace: Workspace, actor: Actor, owner: str) -> Desk | None:
    """The desk that an owner saved last; None where they have none."""
    require(actor, Action.KEEP)
    _require_own(actor, owner)
    with workspace.database.reading() as connection:
        return next((found.desk for found in of_owner(connection, owner) if found.desk is not None), None)


def kept_desks(workspace: Workspace, actor: Actor) -> list[KeptDesk]:
    """Every desk, the one that was saved longest ago first, for who removes what nobody uses."""
    require(actor, Action.DELETE)
    with workspace.database.reading() as connection:
        return list(every(connection))


def remove_desks(workspace: Workspace, actor: Actor, desks: Sequence[KeptDesk]) -> list[str]:
    """Remove desks, noted in the audit; the ids of those that went. One that was saved since it was listed stays."""
    require(actor, Action.DELETE)
    with workspace._change() as change:
        gone = [each.id for each in desks if drop(change.connection, each.id, each.version)]
        if gone:
            change.note(Event(actor.id, REMOVED, after={"desks": gone}))
    workspace.database.settle()
    return gone


def _require_own(actor: Actor, owner: str) -> None:
    """AnothersDesk where people sign in and this is not the person's. In the open mode pages tell browsers apart."""
    if actor.signed_in and owner != key_of_person(actor.id):
        raise AnothersDesk


def _is_same(stands: KeptDesk, desk: Desk) -> bool:
    """Whether what stands in the store is what is on a desk, however often it was saved."""
    return stands.desk is not None and replace(stands.desk, version=desk.version) == desk
