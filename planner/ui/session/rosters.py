"""What pages read of rosters: uploads, corrections, single persons, the verification queue, the new structure.

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
from planner.service.jobs.state import JobState, problem_records
from planner.service.jobs.state import folder_of as job_folder
from planner.ui.session import paths, plans

if TYPE_CHECKING:
    import pandas as pd

READ_LIMIT_S = 300.0
ROW_LIMIT_S = 60.0


def read_upload(kind: str, path: Path, mapping: Path, more: dict[str, Any]) -> dict[str, Any]:
    """Read an upload in a worker (kind `read`), or mend cells of it first (`mend`, with `cells`): what `read.json` says.

    A file that brings the worker down comes back as refused with a problem that says so.
    """
    from planner.core.errors import problem

    task = {"path": str(path), "mapping": str(mapping) if mapping.is_file() else None, "rosters": str(paths.rosters()), **more}
    folder, ended = _worked(kind, task, READ_LIMIT_S)
    try:
        return dict(json.loads((folder / "read.json").read_text(encoding="utf-8")))
    except (OSError, ValueError):
        faults = list(ended.problems) if ended else []
        stopped = problem_records([problem("ui.read_stopped", file=path.name)])
        return {"sha256": None, "problems": faults or stopped, "unknown": [], "people": 0, "units": 0}


def uploaded_row(file: Path, sheet: str | None, row: int) -> list[tuple[Place, str]] | None:
    """(column, text) of each cell in a row of an uploaded file; None where it cannot be shown."""
    stat = file.stat() if file.is_file() else None
    return _uploaded_row(str(file), stat.st_mtime_ns, sheet, row) if stat else None


@st.cache_data(show_spinner=False, max_entries=200)
def _uploaded_row(file: str, mtime_ns: int, sheet: str | None, row: int) -> list[tuple[Place, str]] | None:
    folder, _ = _worked("row", {"path": file, "sheet": sheet, "row": row}, ROW_LIMIT_S)
    try:
        return [(column, text) for column, text in json.loads((folder / "row.json").read_text(encoding="utf-8"))["cells"]]
    except (OSError, ValueError, KeyError):
        return None


def correct(sha256: str, entries: list[dict[str, str]]) -> tuple[str | None, list[dict[str, Any]]]:
    """The fingerprint of the roster with corrections in it (None where one is refused), and the problems."""
    folder, ended = _worked("correct", {"rosters": str(paths.rosters()), "roster": sha256, "corrections": entries}, READ_LIMIT_S)
    try:
        return str(json.loads((folder / "corrected.json").read_text(encoding="utf-8"))["sha256"]), []
    except (OSError, ValueError, KeyError):
        return None, list(ended.problems) if ended else []


def confirm(sha256: str, person: str, column: str, by: str, reason: str) -> tuple[str | None, list[dict[str, Any]]]:
    """As `correct`: the value stays as it stands, and the ledger says who found it right."""
    from planner.roster.corrections import current

    written = current(plans.roster(sha256), person, column)
    return correct(sha256, [{"employee_id": person, "column": column, "written": written, "by": by, "reason": reason}])


def _worked(kind: str, task: dict[str, Any], limit_s: float) -> tuple[Path, JobState | None]:
    """A short task done by a worker while this session waits: (its folder, how it ended)."""
    made = plans.pool()
    job = made.submit(kind, task, title=kind, limit_s=limit_s)
    return job_folder(paths.app_runs(), job), made.wait(job, limit_s)


def values_of(sha256: str, person: str, lang: str) -> list[dict[str, str]]:
    """Every value of a person: [{column, heading, shown, status (of `roster.status.STATUSES`, `read` where not known)}]."""
    from planner.core.columns import ROSTER
    from planner.core.value_text import value_text
    from planner.roster.people.field_status import STATUSES

    found = plans.roster(sha256)
    rows = (found.people["employee_id"] == person).to_numpy().nonzero()[0]
    if not len(rows):
        return []
    line, out = int(rows[0]), []
    for column in ROSTER:
        shown = value_text(column.name, found.people[column.name].iloc[line], lang)
        status = STATUSES[int(found.status.of(column.name)[line])] if found.status is not None else "read"
        out.append({"column": column.name, "heading": column.heading(lang), "shown": shown, "status": status})
    return out


def queue(sha256: str, plan: str, lang: str) -> pd.DataFrame:
    """The verification queue of a roster, with what hangs on it in a plan of the same roster ("" for none); a copy."""
    return _queue(sha256, plan, lang)


@st.cache_data(show_spinner=False, max_entries=6)
def _queue(sha256: str, plan: str, lang: str) -> pd.DataFrame:
    from planner.plan.unverified_data import verification_queue

    found = plans.roster(sha256)
    made = plans.loaded(plan) if plan else None
    return verification_queue(found, made if made is not None and made.instance.roster.sha256 == found.sha256 else None, lang)


@st.cache_data(show_spinner=False, max_entries=6)
def unit_profile(sha256: str, on: dt.date) -> pd.DataFrame:
    """`tables.unit_profile` of a roster, the average age to one decimal."""
    from planner.plan import tables

    return tables.unit_profile(plans.roster(sha256), on).round({"average_age": 1})


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
        found = plans.roster(sha256)
        return tables.structure_flow(found, scenario), tables.structure_units(found, scenario)
    except InputError:
        return None
