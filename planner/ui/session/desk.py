"""The desk of a session, kept in the workspace's store as whoever acts in it, so that F5 and a link find it again.

A desk is its owner's: the person who signed in, else the browser that made it. Whoever else opens it by its address in the open mode
gets a copy. Each saving has a number; one that is not based on the last one is refused, so that of two tabs none overwrites what the
other did.
"""

from __future__ import annotations

from dataclasses import replace

from planner.service.workspace.desks import saving
from planner.service.workspace.desks.desk import Desk, copied
from planner.ui import access


def save_desk(desk: Desk) -> None:
    """Put the desk into the store, whole or not at all, and count its version up. `saving.Overtaken` where another one stands there
    by now; InputError where the store cannot take it."""
    saving.save(access.workspace(), access.actor(), desk)


def kept_or_copy(desk: Desk) -> Desk:
    """Put the desk into the store; the desk to go on with: a copy of its own where another tab has changed it meanwhile, with the
    job under way. InputError where the store cannot take it."""
    try:
        save_desk(desk)
    except saving.Overtaken:
        desk = replace(copied(desk, desk.owner), job=desk.job)
        save_desk(desk)
    return desk


def newer_desk(desk: Desk) -> Desk | None:
    """What another tab has saved since this desk was read; None where nobody has."""
    return saving.newer(access.workspace(), access.actor(), desk)


def load_desk(desk: str) -> Desk | None:
    """The desk of an id; None where there is none or it is damaged. `saving.AnothersDesk` where people sign in and it is another's."""
    return saving.load(access.workspace(), access.actor(), desk)


def newest_desk(owner: str) -> Desk | None:
    """The desk that an owner saved last; None where they have none."""
    return saving.newest(access.workspace(), access.actor(), owner)
