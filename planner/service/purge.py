"""What the app keeps and nobody has touched for so many days: listed, then removed.

Desks lie in the workspace's store; those that an older version left as files count until they are taken over. A plan or roster that
a desk still holds goes with the last of these desks and not before.
"""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from planner.service.jobs.pool import TASK_FILE
from planner.service.jobs.saved_rosters import is_fingerprint
from planner.service.jobs.state import is_id, read_state
from planner.service.places import DESKS, ROSTERS, UPLOADS
from planner.service.workspace.desks.kept import KeptDesk
from planner.service.workspace.desks.takeover import ASIDE

DAY_S = 86_400.0


@dataclass(frozen=True)
class Kept:
    """One thing that the app keeps. kind: `desk`, `job`, `roster` or `upload`; title: the scenario's or the file's name;
    days: since it was changed last; size: bytes; path: the file or folder; desk: where it lies in the store, and path then says
    what to call it."""

    kind: str
    title: str
    days: float
    size: int
    path: Path
    desk: KeptDesk | None = None


def old_things(app: Path, older_than_days: float, now: float | None = None, kept: Sequence[KeptDesk] = ()) -> list[Kept]:
    """What of the app's folder, and of the desks in the store, is older: desks first, then uploads, plans and other jobs, rosters;
    oldest first in each.

    What a desk that stays still holds is left out, whatever its age, and so is a job that is under way.
    """
    moment = time.time() if now is None else now

    def is_old(each: Kept) -> bool:
        return each.days >= older_than_days

    desks = [(path.stem, _desk(path, moment), _read(path)) for path in sorted((app / DESKS).glob("*.json"))]
    desks += [(each.id, _in_store(each, moment), {} if each.desk is None else vars(each.desk)) for each in kept]
    staying = [(name, content) for name, desk, content in desks if not is_old(desk)]
    names, held = {name for name, _ in staying}, {str(plan) for _, content in staying for plan in _plans(content)}
    jobs = list(_jobs(app, moment))
    going = [job for job in jobs if is_old(job) and job.path.name not in held and _is_over(app, job)]
    rosters = {str(content.get("roster", "")) for _, content in staying}
    rosters |= {str(_read(job.path / TASK_FILE).get("roster", "")) for job in jobs if job not in going}
    uploads = [_kept("upload", "", path, moment) for path in _folders(app / UPLOADS) if path.name not in names]
    unheld = [_kept("roster", "", path, moment) for path in _folders(app / ROSTERS) if is_fingerprint(path.name) and path.name not in rosters]
    aside = [_desk(path, moment) for path in sorted((app / DESKS / ASIDE).glob("*.json"))]
    groups = ([*(desk for _, desk, _ in desks), *aside], uploads, going, unheld)
    return [each for group in groups for each in sorted(group, key=lambda one: -one.days) if is_old(each)]


def remove(things: list[Kept]) -> list[Path]:
    """Remove those that are files or folders, in their order; the paths of those that could not be removed."""
    left = []
    for each in (each for each in things if each.desk is None):
        try:
            shutil.rmtree(each.path) if each.path.is_dir() else each.path.unlink(missing_ok=True)
        except OSError:
            left.append(each.path)
    return left


def _desk(path: Path, now: float) -> Kept:
    title = str(_read(path).get("roster_name", ""))
    return _kept("desk", title, path, now)


def _in_store(desk: KeptDesk, now: float) -> Kept:
    title = "" if desk.desk is None else desk.desk.roster_name
    return Kept("desk", title, max(0.0, now - desk.at.timestamp()) / DAY_S, desk.size, Path("desk", desk.id), desk)


def _plans(desk: dict[str, Any]) -> list[Any]:
    plans = desk.get("plans")
    return [*(plans if isinstance(plans, list) else []), *(desk.get(name, "") for name in ("current", "before", "job", "close_to"))]


def _jobs(app: Path, now: float) -> Iterator[Kept]:
    for path in _folders(app):
        if is_id(path.name):
            state = read_state(app, path.name)
            yield _kept("job", state.title if state else "", path, now)


def _is_over(app: Path, job: Kept) -> bool:
    """Whether nobody works at a job: it has ended, or it is so old that its server must be gone."""
    state = read_state(app, job.path.name)
    return state is None or state.finished or job.days > 1


def _folders(place: Path) -> list[Path]:
    return sorted(path for path in place.iterdir() if path.is_dir() and not path.is_symlink()) if place.is_dir() else []


def _kept(kind: str, title: str, path: Path, now: float) -> Kept:
    files = [each for each in ([path] if path.is_file() else path.rglob("*")) if each.is_file() and not each.is_symlink()]
    times, size = [path.stat().st_mtime], 0
    for each in files:
        with suppress(FileNotFoundError):  # the app is at work
            times.append(each.stat().st_mtime)
            size += each.stat().st_size
    return Kept(kind, title, max(0.0, now - max(times)) / DAY_S, size, path)


def _read(path: Path) -> dict[str, Any]:
    """A JSON mapping; {} where it cannot be read."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    return content if isinstance(content, dict) else {}
