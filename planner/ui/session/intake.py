"""The verbs of bringing data in: files are read as soon as they are dropped, and again when a heading gets another meaning
or a cell is mended; corrections of people and units.

As those of `actions`: each does its whole work. What came of the last upload stands on disk (`uploads.noted`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from planner.core.errors import InputError
from planner.service.jobs.state import problem_records
from planner.ui.session import actions, drafts, paths, rosters, state, uploads
from planner.ui.session.words import plain, t

Problems = list[dict[str, Any]]


def last() -> dict[str, Any] | None:
    """The last upload of this desk: {name, files}, and once it was read what `read.json` says; None where there is none."""
    return uploads.noted(paths.uploads(state.desk().id))


def is_laid(upload: Mapping[str, Any]) -> bool:
    """Whether the roster on the desk is the one that was read from this upload, corrected or not."""
    return bool(upload.get("laid")) and not state.desk().sample


def are_new(files: Sequence[Any]) -> bool:
    """Whether the files of the upload field are not those that were taken last."""
    return bool(files) and _numbers(files) != st.session_state.get(state.DROPPED)


def take(files: Sequence[Any]) -> None:
    """Read what was dropped, and lay it on the desk where nothing is wrong with it."""
    st.session_state[state.DROPPED] = _numbers(files)
    if uploads.too_large(files):
        actions.say("error", t("data_too_large", mb=uploads.MOST_BYTES // 2**20))
        st.rerun()
    uploads.keep(files, paths.uploads(state.desk().id))
    _read("read", {})


def mend(cells: list[dict[str, Any]]) -> None:
    """Put other values into cells of the uploaded copy, and read it again. cells: as `jobs.reading.mend_task`."""
    _read("mend", {"cells": cells})


def choose_headings(chosen: Mapping[str, str]) -> Problems:
    """Give headings a meaning ("" takes it away again) and read the upload again; what is wrong with that."""
    from planner.roster.tables.headings import heading_key
    from planner.roster.tables.mapping import Mapping as Meanings
    from planner.roster.tables.mapping import read_mapping, write_mapping

    path = paths.mapping(state.desk().id)
    try:
        known = read_mapping(path) if path.is_file() else Meanings()
        again = set(map(heading_key, chosen))
        kept = {heading: target for heading, target in known.headings.items() if heading_key(heading) not in again}
        write_mapping(path, Meanings({**kept, **{h: target for h, target in chosen.items() if target}}, known.only_in), known=Meanings())
    except InputError as error:
        return problem_records(error.problems)
    _read("read", {})
    return []


def chosen_headings() -> dict[str, str]:
    """What headings were given a meaning on this desk: heading to target."""
    from planner.roster.tables.mapping import read_mapping

    path = paths.mapping(state.desk().id)
    try:
        return dict(read_mapping(path).headings) if path.is_file() else {}
    except InputError:
        return {}  # somebody has edited the file; the reader says what is wrong with it


def correct(entries: list[dict[str, Any]], by: str, reason: str, said: str) -> Problems:
    """Put values into the roster on the desk; what is wrong with them. entries: as `tasks.correct_task`, without by and
    reason. said: what there is to say once it is done."""
    st.session_state[state.WHO] = by
    sha256, faults = rosters.correct(state.desk().roster, [{**entry, "by": by, "reason": reason} for entry in entries])
    return _corrected(sha256, faults, said)


def confirm(cells: list[tuple[str, str]], by: str, reason: str, said: str) -> Problems:
    """As `correct`: these cells (employee id, column) are right as they stand."""
    st.session_state[state.WHO] = by
    return _corrected(*rosters.confirm(state.desk().roster, cells, by, reason), said)


def _corrected(sha256: str | None, faults: Problems, said: str) -> Problems:
    if sha256 is None:
        return faults
    actions.use_corrected(sha256, said)
    return []


def _read(kind: str, more: dict[str, Any]) -> None:
    desk, folder = state.desk(), paths.uploads(state.desk().id)
    upload = uploads.noted(folder)
    if upload is None:
        st.rerun()  # it was removed in another tab
    again = is_laid(upload)
    asked = {**more, "ledger": desk.roster if again else None, "on": drafts.snapshot(desk.draft).isoformat()}
    found = rosters.read_upload(kind, uploads.source(folder, upload), paths.mapping(desk.id), asked)
    sha256, name = found["sha256"], upload["name"]
    uploads.note(folder, {"name": name, "files": upload["files"], **found, "laid": again or sha256 is not None})
    if sha256 is None:
        st.rerun()
    if again:
        actions.use_corrected(sha256, t("data_read_again", name=plain(name), people=found["people"]))
    actions.use_roster(sha256, name, t("data_was_read", name=plain(name), people=found["people"]))


def _numbers(files: Sequence[Any]) -> list[str]:
    return [file.file_id for file in files]
