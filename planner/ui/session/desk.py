"""A desk: the roster, the scenario and the plans that somebody works with. Kept on disk, so that F5 and a link find it again.

A desk is its owner's: the browser that made it. Whoever else opens it by its address gets a copy. Each saving has a number;
one that is not based on the last one is refused, so that of two tabs none overwrites what the other did.
"""

from __future__ import annotations

import copy
import json
import re
import secrets
from dataclasses import asdict, dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from planner.core.files import make_folder, write_json
from planner.core.folders import locked
from planner.scenario.load import parse_yaml, to_yaml
from planner.service.jobs.saved_rosters import Lock

_ID = re.compile(r"[0-9a-f]{24}")
PLANS_REMEMBERED = 60


@dataclass
class Desk:
    """What is on the desk.

    roster: fingerprint of the roster as read ("" before there is one). roster_name: the file's name. sample: whether it
    is the made-up ministry. base, base_name: the scenario that was opened. draft: the scenario as edited. locks: what
    was decided for single people in this session. plans: references of the plans made or opened here, oldest first.
    current, before: the plan shown and the one that was shown before it. job: the job under way or last made.
    close_to: the plan that `stay_close` means ("": the one shown). unfinished: what was entered and the draft cannot hold
    yet, by the name of its field (`edits`). names, notes: what plans are called and what was noted about them, where somebody said so.
    pinned: plans that stay at the top of the history. owner: who may change it (`access.own_key`; "": anybody). version: how many
    times it was saved.
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


class Overtaken(Exception):
    """Somebody else has saved the desk since it was read."""


def new_desk(owner: str = "") -> Desk:
    """An empty desk with an id that cannot be guessed."""
    return Desk(secrets.token_hex(12), owner=owner)


def copied(desk: Desk, owner: str) -> Desk:
    """The same things on a desk of its own; the job under way stays with the other desk."""
    return replace(copy.deepcopy(desk), id=secrets.token_hex(12), owner=owner, version=0, job="")


def is_id(text: str) -> bool:
    """Whether `text`, which may come from an address bar, has the form of a desk's id."""
    return _ID.fullmatch(text) is not None


def save_desk(folder: Path, desk: Desk) -> None:
    """Put the desk on disk, whole or not at all, and count its version up. `Overtaken` where another one stands there by now."""
    make_folder(folder)
    file = folder / f"{desk.id}.json"
    with locked(file):
        stands = load_desk(folder, desk.id)
        if stands is not None and stands.version != desk.version and replace(stands, version=desk.version) != desk:
            raise Overtaken
        made = replace(desk, version=desk.version + 1 if stands is None else stands.version + 1)
        write_json(file, {**asdict(made), "base": to_yaml(desk.base), "draft": to_yaml(desk.draft)})
    desk.version = made.version


def newer_desk(folder: Path, desk: Desk) -> Desk | None:
    """What another tab has saved since this desk was read; None where nobody has."""
    stands = load_desk(folder, desk.id)
    return stands if stands is not None and stands.version > desk.version and replace(stands, version=desk.version) != desk else None


def load_desk(folder: Path, desk: str) -> Desk | None:
    """The desk of an id; None where there is none or it cannot be read."""
    if not is_id(desk):
        return None
    try:
        content = json.loads((folder / f"{desk}.json").read_text(encoding="utf-8"))
        for name in ("base", "draft"):
            content[name] = copy.deepcopy(_parsed(content[name], name)) if content[name].strip() not in ("", "{}") else {}
        return Desk(**content)
    except (OSError, ValueError, TypeError, KeyError):
        return None


def newest_desk(folder: Path, owner: str) -> Desk | None:
    """The desk that an owner saved last; None where they have none."""
    files = sorted(folder.glob("*.json"), key=lambda file: file.stat().st_mtime_ns, reverse=True) if folder.is_dir() else []
    return next((found for file in files if (found := load_desk(folder, file.stem)) is not None and found.owner == owner), None)


@lru_cache(maxsize=64)
def _parsed(text: str, name: str) -> dict[str, Any]:
    """A scenario of a desk: reading it takes long enough to be felt at every reload."""
    return parse_yaml(text, name)
