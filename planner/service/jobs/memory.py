"""What a worker keeps in memory: the last rosters and runs, so that a re-plan reads nothing and starts from the plan before it."""

from __future__ import annotations

from collections import OrderedDict
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from planner.service.jobs.saved_rosters import kept_roster

if TYPE_CHECKING:
    from planner.plan.plan import Run
    from planner.roster.people.frame import Roster

K, T = TypeVar("K"), TypeVar("T")

REMEMBERED = 6
_rosters: OrderedDict[str, Roster] = OrderedDict()
_runs: OrderedDict[tuple[str, int], Run] = OrderedDict()


def roster_of(root: Path, sha256: str) -> Roster:
    """The kept roster of a fingerprint. InputError, ValueError: as `kept_roster`."""
    known = _remembered(_rosters, sha256)
    return known if known is not None else _remember(_rosters, sha256, kept_roster(root, sha256))


def run_of(folder: Path) -> Run:
    """The run of a plan's folder as it stands now. InputError where its files are gone or do not fit one another."""
    from planner.service.saved_runs import load_run

    known = known_run(folder)
    return known if known is not None else keep_run(folder, load_run(folder))


def known_run(folder: Path) -> Run | None:
    """The run of a plan's folder, where it is in memory."""
    return _remembered(_runs, _key(folder))


def keep_run(folder: Path, run: Run) -> Run:
    """Remember the run that stands in a folder; the run."""
    return _remember(_runs, _key(folder), run)


def _key(folder: Path) -> tuple[str, int]:
    """Folder and age of its plan: a command may write it anew."""
    from planner.service.saved_runs import PLAN

    plan = folder / PLAN
    return str(folder), plan.stat().st_mtime_ns if plan.is_file() else 0


def _remembered(store: OrderedDict[K, T], key: K) -> T | None:
    if key in store:
        store.move_to_end(key)
    return store.get(key)


def _remember(store: OrderedDict[K, T], key: K, value: T) -> T:
    store[key] = value
    while len(store) > REMEMBERED:
        store.popitem(last=False)
    return value
