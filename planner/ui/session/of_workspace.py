"""What pages read of the workspace and write to it: a follow-up, read once and kept for the session, since every look at people is
noted; and that fairness figures of a plan are looked at."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import streamlit as st

from planner.core.errors import InputError
from planner.core.folders import passing_folder
from planner.core.texts import text
from planner.service.jobs.state import problem_records
from planner.service.manifest import read_manifest
from planner.ui import access
from planner.ui.session import plans, state, uploads

if TYPE_CHECKING:
    from collections.abc import Callable

    import pandas as pd

    from planner.service.workspace.follow_up.follow import FollowUp
    from planner.service.workspace.follow_up.lines import Line
    from planner.service.workspace.follow_up.progress import Reached
    from planner.service.workspace.rights import Actor
    from planner.service.workspace.workspace import Workspace

SEEN = "follow_up_seen"
"""What was read last: (who, plan, `Standing`)."""
FAULTS = "follow_up_faults"
"""Why nothing was written, as `problem_records`."""
SAID = "follow_up_said"
"""What was written last, as a sentence."""
LOOKED = "fairness_looked"
"""The plans of which a look at fairness figures was noted: (who, fingerprint)."""


@dataclass(frozen=True)
class Standing:
    """A follow-up as it was read: its lines, head figures, months, and what came after exits, on the day `on`."""

    found: FollowUp
    on: dt.date
    figures: Reached
    months: pd.DataFrame
    after: list[dict[str, Any]]


def names() -> list[str]:
    """The plans that are followed up."""
    return [each.name for each in access.workspace().listed(access.actor(), "follow_up")]


def standing(name: str) -> Standing:
    """The follow-up of a plan as this session read it last; read now where it has not, or another person acts."""
    from planner.service.workspace.follow_up.follow import follow_up
    from planner.service.workspace.follow_up.progress import after_exits, by_month, reached

    acts, seen = access.actor(), st.session_state.get(SEEN)
    if seen is not None and seen[:2] == (acts, name):
        found: Standing = seen[2]
        return found
    read, on = follow_up(access.workspace(), acts, name), dt.date.today()
    people, snapshot = read.about["people"], dt.date.fromisoformat(read.about["snapshot_on"])
    made = Standing(read, on, reached(people, read.lines, on), by_month(people, snapshot, read.lines, on), after_exits(read.lines))
    st.session_state[SEEN] = acts, name, made
    return made


def forget() -> None:
    """Read it again with the next drawing."""
    st.session_state.pop(SEEN, None)


def write(name: str, line: int, version: int, changes: dict[str, Any]) -> bool:
    """Write on a line that was seen in a version; whether it could be. What came of it is kept for the page to say."""
    from planner.service.workspace.follow_up.follow import Asked
    from planner.service.workspace.follow_up.follow import write as put

    def ask() -> str:
        made = put(access.workspace(), access.actor(), name, [Asked(line, changes, version)])
        return text("follow.page_saved" if made else "follow.page_unchanged", state.lang(), line=line)

    return _done(ask)


def take(name: str, file: uploads.Upload) -> bool:
    """Write what an office's sheet says; whether all of it could be."""
    from planner.service.workspace.follow_up.follow import write as put
    from planner.service.workspace.follow_up.sheet import read_sheet

    def ask() -> str:
        with passing_folder() as folder:
            path = Path(folder) / uploads.safe_name(file.name)
            path.write_bytes(file.getbuffer())
            made = put(access.workspace(), access.actor(), name, read_sheet(path))
        return text("follow.page_taken", state.lang(), n=len(made))

    return _done(ask)


def evidence(file: uploads.Upload | None) -> dict[str, str]:
    """What a line keeps of a file that is evidence: its name and SHA-256."""
    if file is None:
        return {}
    return {"evidence_file": uploads.safe_name(file.name), "evidence_sha256": hashlib.sha256(file.getbuffer()).hexdigest()}


def versions(name: str, line: int) -> list[Line]:
    """Every version of a line."""
    from planner.service.workspace.follow_up.follow import history_of

    return history_of(access.workspace(), access.actor(), name, line)


def lines_file(name: str) -> Callable[[], bytes]:
    """What makes the sheet for the office when its button is pressed, in a thread that knows no session."""
    return partial(_lines_file, access.workspace(), access.actor(), name, state.lang())


def months_file(shown: Standing) -> Callable[[], bytes]:
    """What makes the table of months."""
    return partial(_as_book, shown.months, "months", state.lang())


def note_look(plan: str) -> None:
    """Note that somebody looks at fairness figures of a plan, once a session. InputError where it cannot be noted."""
    from planner.service.workspace.tuning.views import saw_fairness

    folder = plans.folder_of(plan)
    if folder is None:
        return
    acts = access.actor()
    seen = (acts.id, read_manifest(folder)["sha256"])
    looked: set[tuple[str, str]] = st.session_state.setdefault(LOOKED, set())
    if seen not in looked:
        saw_fairness(access.workspace(), acts, folder)
        looked.add(seen)


def _lines_file(work: Workspace, acts: Actor, name: str, lang: str) -> bytes:
    from planner.service.workspace.follow_up.follow import exported
    from planner.service.workspace.follow_up.sheet import HEAD, sheet_of

    found, head = exported(work, acts, name)
    return _as_book(sheet_of(found).assign(**{HEAD: head.printed}), "lines", lang)


def _as_book(frame: pd.DataFrame, name: str, lang: str) -> bytes:
    from planner.report.books.table_file import write_table

    with passing_folder() as folder:
        write_table(frame, Path(folder) / f"{name}.xlsx", lang)
        return (Path(folder) / f"{name}.xlsx").read_bytes()


def _done(ask: Callable[[], str]) -> bool:
    """Do something; whether it could be done."""
    with state.undisturbed():
        try:
            said = ask()
        except InputError as error:
            st.session_state[FAULTS] = problem_records(error.problems)
            return False
        st.session_state[FAULTS], st.session_state[SAID] = [], said
        forget()
        return True
