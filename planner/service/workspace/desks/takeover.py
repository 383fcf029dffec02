"""Desks that an older version of the programme kept as files: read into the store once, all of them or none, and moved aside."""

from __future__ import annotations

import json
import os
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from planner.core.errors import InputError
from planner.core.files import flush, make_folder
from planner.scenario.load import parse_yaml
from planner.service.workspace.audit import Event
from planner.service.workspace.desks.desk import Desk, is_id, of_values
from planner.service.workspace.desks.kept import add, find
from planner.service.workspace.rights import open_actor
from planner.service.workspace.workspace import Workspace

ASIDE = "taken-over"
"""Where files go, below their folder, once what they hold is in the store."""
TAKEN_OVER = "take_over_desks"
"""What the audit calls it."""
_SCENARIOS = ("base", "draft")
"""What a file holds as YAML, for its dates."""


@dataclass(frozen=True)
class Taken:
    """What came of a takeover. desks: how many were put into the store; broken: files that hold no desk, and stay where they are."""

    desks: int
    broken: tuple[str, ...]


def take_over(workspace: Workspace, folder: Path) -> Taken:
    """Put the desks of a folder's files into the store, in one transaction, with the day on which each was saved last; then move
    the files aside. One that is killed is done again by the next start: what is in the store already stays as it is there."""
    files = sorted(folder.glob("*.json")) if folder.is_dir() else []
    found = {file: _desk_of(file) for file in files}
    desks = {file: desk for file, desk in found.items() if desk is not None}
    put = _put(workspace, desks) if desks else 0
    for file in desks:
        with suppress(FileNotFoundError):  # another server has begun with the same folder
            os.rename(file, make_folder(folder / ASIDE) / file.name)
    if desks:
        flush(folder)
    return Taken(put, tuple(file.name for file in files if file not in desks))


def _put(workspace: Workspace, desks: dict[Path, Desk]) -> int:
    """Put desks into the store, those that it has not yet; how many those were."""
    me = open_actor().id
    saved = {file: _saved_at(file) for file in desks}
    with workspace._change() as change:
        new = {file: desk for file, desk in desks.items() if find(change.connection, desk.id) is None}
        for file, desk in new.items():
            add(change.connection, me, desk, saved[file])
        if new:
            change.note(Event(me, TAKEN_OVER, after={"desks": [desk.id for desk in new.values()]}))
    return len(new)


def _desk_of(file: Path) -> Desk | None:
    """The desk that a file holds; None where it holds none."""
    try:
        values = json.loads(file.read_text(encoding="utf-8"))
        for name in _SCENARIOS:
            text = values.get(name, "")
            values[name] = parse_yaml(text, name) if text.strip() not in ("", "{}") else {}
        desk = of_values(values)
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError, InputError):
        return None
    return replace(desk, version=max(1, desk.version)) if desk.id == file.stem and is_id(desk.id) else None


def _saved_at(file: Path) -> str:
    """When a file was written last, as the store writes moments."""
    try:
        moment = file.stat().st_mtime
    except FileNotFoundError:
        moment = 0.0
    return datetime.fromtimestamp(moment, UTC).isoformat(timespec="microseconds")
