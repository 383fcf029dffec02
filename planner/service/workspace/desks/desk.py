"""A desk: the roster, the scenario and the plans that somebody works with, and how it is written down.

A desk is its owner's: the person who signed in, else the browser that made it.
"""

from __future__ import annotations

import copy
import datetime as dt
import hashlib
import json
import re
import secrets
from dataclasses import dataclass, field, fields, replace
from typing import Any

from planner.core.plain import plain
from planner.service.jobs.saved_rosters import Lock

_ID = re.compile(r"[0-9a-f]{24}")
PLANS_REMEMBERED = 60
_COLUMNS = ("id", "owner", "version")
"""What of a desk has a column of its own, and is no part of its content."""
_DATE, _PAIRS = "$date", "$pairs"
"""How a date is written in JSON, and a mapping that would be taken for one of these two."""


@dataclass
class Desk:
    """What is on the desk.

    roster: fingerprint of the roster as read ("" before there is one). roster_name: the file's name. sample: whether it
    is the made-up ministry. base, base_name: the scenario that was opened. draft: the scenario as edited. locks: what
    was decided for single people in this session. plans: references of the plans made or opened here, oldest first.
    current, before: the plan shown and the one that was shown before it. job: the job under way or last made.
    close_to: the plan that `stay_close` means ("": the one shown). unfinished: what was entered and the draft cannot hold
    yet, by the name of its field (`edits`). names, notes: what plans are called and what was noted about them, where somebody said so.
    pinned: plans that stay at the top of the history. owner: who may change it ("": anybody). version: how many times it was
    saved.
    """

    id: str
    roster: str = ""
    roster_name: str = ""
    sample: bool = False
    base: dict[str, Any] = field(default_factory=dict)
    base_name: str = ""
    draft: dict[str, Any] = field(default_factory=dict)
    locks: dict[str, Lock] = field(default_factory=dict)
    plans: list[str] = field(default_factory=list)
    current: str = ""
    before: str = ""
    job: str = ""
    close_to: str = ""
    unfinished: dict[str, dict[str, Any]] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    notes: dict[str, str] = field(default_factory=dict)
    pinned: list[str] = field(default_factory=list)
    owner: str = ""
    version: int = 0

    def show(self, plan: str) -> None:
        """Put a plan before the user; the one that was there becomes the one to compare with."""
        if plan != self.current:
            self.before, self.current = self.current, plan
        if plan not in self.plans:
            self.plans = [*self.plans, plan][-PLANS_REMEMBERED:]


def new_desk(owner: str = "") -> Desk:
    """An empty desk with an id that cannot be guessed."""
    return Desk(secrets.token_hex(12), owner=owner)


def copied(desk: Desk, owner: str) -> Desk:
    """The same things on a desk of its own; the job under way stays with the other desk."""
    return replace(copy.deepcopy(desk), id=secrets.token_hex(12), owner=owner, version=0, job="")


def is_id(text: str) -> bool:
    """Whether `text`, which may come from an address bar, has the form of a desk's id."""
    return _ID.fullmatch(text) is not None


def key_of_person(person: str) -> str:
    """By what desks know that they are a signed-in person's."""
    return hashlib.sha256(f"person {person}".encode()).hexdigest()[:32]


def written(desk: Desk) -> str:
    """A desk's content as JSON, which `read` gives back as it was: dates too, and the order of every mapping."""
    content = {each.name: getattr(desk, each.name) for each in fields(desk) if each.name not in _COLUMNS}
    return json.dumps(_tagged(plain(content, bare=(dt.date,))), separators=(",", ":"))


def read(text: str, desk: str, owner: str, version: int) -> Desk:
    """The desk of a content. ValueError where it is none."""
    return of_values({**json.loads(text, object_hook=_untagged), "id": desk, "owner": owner, "version": version})


def of_values(values: dict[str, Any]) -> Desk:
    """The desk of its fields by name; those that are not named are as on an empty desk. ValueError where a name is unknown, or a
    value is of another kind."""
    empty = Desk("")
    for name, value in values.items():
        if not hasattr(empty, name) or not isinstance(value, type(getattr(empty, name))):
            raise ValueError(name)
    return Desk(**values)


def _tagged(value: Any) -> Any:
    """A plain value with its dates as JSON can hold them."""
    if isinstance(value, dt.date):
        return {_DATE: value.isoformat()}
    if isinstance(value, list):
        return [_tagged(inner) for inner in value]
    if not isinstance(value, dict):
        return value
    if _DATE in value or _PAIRS in value:
        return {_PAIRS: [[key, _tagged(inner)] for key, inner in value.items()]}
    return {key: _tagged(inner) for key, inner in value.items()}


def _untagged(found: dict[str, Any]) -> Any:
    if _DATE in found:
        written_date = str(found[_DATE])
        return dt.datetime.fromisoformat(written_date) if "T" in written_date else dt.date.fromisoformat(written_date)
    return dict(found[_PAIRS]) if _PAIRS in found else found
