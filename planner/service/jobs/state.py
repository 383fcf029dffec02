"""What is known about a job: one small file in its folder, so that a closed tab or a restart loses nothing."""

from __future__ import annotations

import datetime as dt
import json
import re
import secrets
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from enum import StrEnum
from pathlib import Path
from typing import Any

from planner.core.errors import Problem
from planner.core.files import write_json
from planner.core.texts import LANGUAGES

STATE_FILE = "job.json"
_ID = re.compile(r"\d{8}-\d{6}-[0-9a-f]{12}")


class Phase(StrEnum):
    """Where a job stands."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    REFUSED = "refused"
    """The input is wrong; `problems` says where."""
    CANCELLED = "cancelled"
    CRASHED = "crashed"
    """The worker died, or took longer than its limit; nothing else was harmed."""
    LOST = "lost"
    """The server was stopped while the job was under way."""


FINISHED = (Phase.DONE, Phase.REFUSED, Phase.CANCELLED, Phase.CRASHED, Phase.LOST)


@dataclass(frozen=True)
class JobState:
    """One job as a page shows it.

    id: of the job, also its folder's name. kind: `plan`, or an export. title: the scenario's. ahead: jobs that are
    worked on or wait before it, 0 where it need not wait for any. seconds: running time so far. progress:
    `{phase, seconds, objective, bound, gap}` of the solver, None before it speaks. trail: what `progress` was before, oldest first. problems: each
    `{severity, vi: {file, sheet, row, column, message, sentence}, en: {...}}`.
    """

    id: str
    kind: str
    title: str
    phase: Phase
    ahead: int = 0
    seconds: float = 0.0
    progress: dict[str, Any] | None = None
    trail: tuple[dict[str, Any], ...] = ()
    problems: tuple[dict[str, Any], ...] = field(default_factory=tuple)

    @property
    def finished(self) -> bool:
        """Whether nothing more will happen."""
        return self.phase in FINISHED


def new_id(now: dt.datetime | None = None) -> str:
    """A job's id: sortable by time, and not to be guessed."""
    return f"{now or dt.datetime.now():%Y%m%d-%H%M%S}-{secrets.token_hex(6)}"


def is_id(text: str) -> bool:
    """Whether `text`, which may come from an address bar, has the form of an id (and so is a safe folder name)."""
    return _ID.fullmatch(text) is not None


def folder_of(root: Path, job: str) -> Path:
    """The job's folder. ValueError where `job` is no id."""
    if not is_id(job):
        raise ValueError("not a job id")
    return root / job


def write_state(root: Path, state: JobState) -> None:
    """Put the state into the job's folder, whole or not at all."""
    write_json(folder_of(root, state.id) / STATE_FILE, asdict(state))


def read_state(root: Path, job: str) -> JobState | None:
    """The state on disk; None where there is none or it cannot be read."""
    try:
        raw = json.loads((folder_of(root, job) / STATE_FILE).read_text(encoding="utf-8"))
        known = {name: raw[name] for name in JobState.__dataclass_fields__ if name in raw}  # a later version may have written more
        state = JobState(**{**known, "phase": Phase(raw["phase"]), "trail": tuple(raw["trail"]), "problems": tuple(raw["problems"])})
    except (OSError, ValueError, TypeError, KeyError):
        return None
    return state


def read_settled(root: Path, job: str) -> JobState | None:
    """As `read_state` for a job that no living pool knows: one that was under way is lost."""
    state = read_state(root, job)
    return state if state is None or state.finished else replace(state, phase=Phase.LOST)


def problem_records(problems: Sequence[Problem]) -> list[dict[str, Any]]:
    """Problems in every language, as plain values that a page in another process can show; `column` as `Problem` has it,
    `key` says which fault it is."""
    said = [{lang: {**p.as_dict(lang), "sentence": p.sentence(lang)} for lang in LANGUAGES} for p in problems]
    return [{"severity": p.severity, "key": p.message.key, "column": p.column, **words} for p, words in zip(problems, said, strict=True)]
