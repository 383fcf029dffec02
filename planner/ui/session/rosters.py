"""What pages read of rosters: the made-up ministry, uploads, corrections, single persons, the new structure.

Everything remembered is shared by all sessions and found by fingerprint: nobody may change it.
"""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import streamlit as st

from planner.core.errors import InputError, Place
from planner.scenario.load import parse_yaml, to_yaml
from planner.service.jobs import saved_rosters
from planner.service.jobs.state import problem_records
from planner.ui import access
from planner.ui.session import paths, workers

if TYPE_CHECKING:
    import pandas as pd

    from planner.roster.people.frame import Roster


@st.cache_resource(show_spinner=False, max_entries=4)
def roster_of(sha256: str) -> Roster:
    """The roster of a fingerprint."""
    return saved_rosters.kept_roster(paths.rosters(), sha256)


def problems_of(sha256: str) -> list[dict[str, Any]]:
    """What was noticed when the roster was read."""
    return saved_rosters.kept_problems(paths.rosters(), sha256)


def is_here(sha256: str) -> bool:
    """Whether the roster is still there."""
    return saved_rosters.is_kept(paths.rosters(), sha256)


def sample() -> tuple[str | None, list[dict[str, Any]]]:
    """The made-up ministry: its fingerprint (None where it is missing or broken) and its problems."""
    try:
        stat = paths.SAMPLE.stat()
    except OSError:
        return None, []
    found = _sample(stat.st_mtime_ns, stat.st_size)
    if found[0] is not None and not is_here(found[0]):  # the folder of results was emptied meanwhile
        _sample.clear()
        found = _sample(stat.st_mtime_ns, stat.st_size)
    return found


@st.cache_resource(show_spinner=False, max_entries=1)
def _sample(mtime_ns: int, size: int) -> tuple[str | None, list[dict[str, Any]]]:
    note = paths.rosters() / "sample.json"
    try:
        known = json.loads(note.read_text(encoding="utf-8"))
        if known["of"] == [mtime_ns, size] and is_here(known["sha256"]):
            return known["sha256"], problems_of(known["sha256"])
    except (OSError, ValueError, KeyError, TypeError):
        pass  # not noted yet: read the workbook
    sha256, problems = read_roster(paths.SAMPLE)
    if sha256 is not None:
        note.write_text(json.dumps({"of": [mtime_ns, size], "sha256": sha256}), encoding="utf-8")
    return sha256, problems


def read_roster(path: Path) -> tuple[str | None, list[dict[str, Any]]]:
    """Read a roster through the guarded reader and keep it: its fingerprint (None with errors) and its problems."""
    from planner.roster.load import examine

    found = examine(path)
    if found.roster is None:
        return None, problem_records(found.problems)
    account = saved_rosters.account_records(found.account)
    return saved_rosters.keep_roster(paths.rosters(), found.roster, tuple(found.problems), account=account), problem_records(found.problems)


def read_upload(kind: str, path: Path, mapping: Path, more: dict[str, Any]) -> dict[str, Any]:
    """Read an upload in a worker (kind `read`), or mend cells of it first (`mend`, with `cells`): what `read.json` says.

    more: `ledger` and `on` of `jobs.reading.read_task`. A file that brings the worker down comes back as refused with a
    problem that says so.
    """
    from planner.core.errors import problem

    task = {"path": str(path), "mapping": str(mapping) if mapping.is_file() else None, "rosters": str(paths.rosters()), **more}
    try:
        return dict(json.loads(workers.answer(kind, task, "read.json", quick=False)))
    except workers.Unanswered as failed:
        faults = list(failed.problems) or problem_records([problem("ui.read_stopped", file=path.name)])
        return {"sha256": None, "problems": faults, "unknown": [], "people": 0, "units": 0, "account": None}


def account_of(sha256: str) -> dict[str, Any] | None:
    """What was seen, read and not read when the roster was read, in every language; None where that was not kept."""
    return saved_rosters.kept_account(paths.rosters(), sha256)


def standing(sha256: str, on: dt.date) -> dict[str, Any]:
    """What is to be known of a roster on a day (`jobs.standing`). Shared: nobody may change it. Unanswered: it cannot be told."""
    file = saved_rosters.standing_file(paths.rosters(), sha256, on)
    if not file.is_file():
        workers.answer("standing", {"rosters": str(paths.rosters()), "roster": sha256, "on": on.isoformat()})
    return _standing(str(file), file.stat().st_mtime_ns)


@st.cache_resource(show_spinner=False, max_entries=8)
def _standing(file: str, mtime_ns: int) -> dict[str, Any]:
    return dict(json.loads(Path(file).read_text(encoding="utf-8")))


def uploaded_row(file: Path, sheet: str | None, row: int) -> list[tuple[Place, str]] | None:
    """(column, text) of each cell in a row of an uploaded file; None where it cannot be shown."""
    stat = file.stat() if file.is_file() else None
    return _uploaded_row(str(file), stat.st_mtime_ns, sheet, row) if stat else None


@st.cache_data(show_spinner=False, max_entries=200)
def _uploaded_row(file: str, mtime_ns: int, sheet: str | None, row: int) -> list[tuple[Place, str]] | None:
    try:
        return [(column, text) for column, text in json.loads(workers.answer("row", {"path": file, "sheet": sheet, "row": row}, "row.json"))["cells"]]
    except workers.Unanswered:
        return None


def correct(sha256: str, entries: list[dict[str, Any]]) -> tuple[str | None, list[dict[str, Any]]]:
    """The fingerprint of the roster with corrections in it (None where one is refused), and the problems. Their author is who
    has signed in."""
    author = access.actor().id
    task = {"rosters": str(paths.rosters()), "roster": sha256, "corrections": [{**entry, "author": author} for entry in entries]}
    try:
        return str(json.loads(workers.answer("correct", task, "corrected.json", quick=False))["sha256"]), []
    except workers.Unanswered as failed:
        return None, list(failed.problems)


def confirm(sha256: str, cells: list[tuple[str, str]], by: str, reason: str) -> tuple[str | None, list[dict[str, Any]]]:
    """As `correct`: these cells (employee id, column) stay as they stand, and the ledger says who found them right."""
    from planner.roster.corrections import current

    roster, who = roster_of(sha256), {"by": by, "reason": reason}
    return correct(sha256, [{"employee_id": person, "column": column, "written": current(roster, person, column), **who} for person, column in cells])


def values_of(sha256: str, person: str, lang: str) -> list[dict[str, str]]:
    """Every value of a person: [{column, heading, shown, status (of `roster.status.STATUSES`, `read` where not known)}]."""
    from planner.core.columns import ROSTER
    from planner.core.value_text import value_text
    from planner.roster.people.field_status import STATUSES

    found = roster_of(sha256)
    rows = (found.people["employee_id"] == person).to_numpy().nonzero()[0]
    if not len(rows):
        return []
    line, out = int(rows[0]), []
    for column in ROSTER:
        shown = value_text(column.name, found.people[column.name].iloc[line], lang)
        status = STATUSES[int(found.status.of(column.name)[line])] if found.status is not None else "read"
        out.append({"column": column.name, "heading": column.heading(lang), "shown": shown, "status": status})
    return out


@st.cache_data(show_spinner=False, max_entries=6)
def unit_profile(sha256: str, on: dt.date) -> pd.DataFrame:
    """`tables.unit_profile` of a roster, the average age to one decimal."""
    from planner.plan import tables

    return tables.unit_profile(roster_of(sha256), on).round({"average_age": 1})


def structure(sha256: str, draft: dict[str, Any]) -> tuple[pd.DataFrame, pd.DataFrame] | None:
    """(`structure_flow`, `structure_units`) of a roster under a draft; None while the draft's steps cannot be taken."""
    return _structure(sha256, to_yaml({"reorganise": draft.get("reorganise") or [], "snapshot_on": draft.get("snapshot_on")}))


@st.cache_resource(show_spinner=False, max_entries=20)
def _structure(sha256: str, steps: str) -> tuple[pd.DataFrame, pd.DataFrame] | None:
    from planner.plan import tables
    from planner.scenario.load import scenario_from

    asked = parse_yaml(steps, "steps")
    on = asked["snapshot_on"]
    periods = [{"name": "1", "leave_on": on}]
    try:
        scenario = scenario_from({"title": "steps", "roster": "-", "decided_on": on, "periods": periods, **asked}).scenario
        found = roster_of(sha256)
        return tables.structure_flow(found, scenario), tables.structure_units(found, scenario)
    except InputError:
        return None
