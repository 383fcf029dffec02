"""A plan made by hand on the Compare page: its file is read at once and measured in the background by the first plan's people and rules."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import streamlit as st

from planner.core.errors import problem
from planner.core.files import write_json
from planner.core.texts import number
from planner.scenario.requirement_kinds import LAW
from planner.service.jobs.by_hand import TABLE_FILE, measure_file
from planner.service.jobs.state import problem_records
from planner.ui.parts.beyond import answers
from planner.ui.parts.beyond.words import said
from planner.ui.session import actions, paths, plans, state, uploads, workers
from planner.ui.session.words import money, plain, t
from planner.ui.widgets import grids, problems
from planner.ui.widgets.frontier_chart import Stand

ENDINGS = ("xlsx", "csv")
LETTER = "✎"
TAKEN = "by_hand_taken"
"""Key of the session: the file of the upload field that was taken last, by the number that Streamlit gives it."""
TIMES = "by_hand_times"
"""Key of the session: how often a file was taken away; part of the key of the upload field, so that it is empty then."""
WITHOUT_ROW = {LAW.name: "rule_law", "routes": "rule_routes", "redeploy.allowed": "rule_moves", "secondment": "rule_secondment"}
"""What a breach can be of and no row of a plan has, and the text that names it."""


def stand(plan: str) -> Stand | None:
    """Where the plan by hand stands by the rules of `plan`; None where none is at hand, it was not measured yet or it breaks one."""
    found, note = _measure(plan), _noted()
    if found is None or note is None or found["cost_vnd"] is None:
        return None
    return Stand(LETTER, note["name"], found["cost_vnd"], found["merit"], by_hand=True)


def section(plan: str) -> None:
    """The place for the file, and what came of the last one."""
    st.header(said("hand_title"), anchor=False, help=said("hand_help"))
    file = st.file_uploader(said("hand_upload"), type=list(ENDINGS), key=f"w_by_hand_{st.session_state.get(TIMES, 0)}")
    if file is not None and file.file_id != st.session_state.get(TAKEN):
        st.session_state[TAKEN] = file.file_id
        with st.spinner(t("data_reading")), state.undisturbed():
            _take(file, plan)
    note = _noted()
    if note is None:
        return
    if note.get("problems"):
        problems.show(note["problems"], said("hand_refused", name=plain(note["name"])))
    elif (asked := _question(plan)) is not None and answers.is_there(*asked, plan):
        _told(plan, note["name"])
    st.button(said("hand_remove"), on_click=_forget, key="forget_by_hand", icon=":material/close:")


def _take(file: uploads.Upload, plan: str) -> None:
    """Keep an uploaded file, have it read, and have what it says measured."""
    if uploads.too_large([file]):
        actions.say("error", t("data_too_large", mb=uploads.MOST_BYTES // 2**20))
        st.rerun()
    folder = _folder()
    _table().unlink(missing_ok=True)
    uploads.keep([file], folder)
    note = uploads.noted(folder) or {}
    try:
        record = json.loads(workers.answer("hand_table", {"path": str(uploads.source(folder, note))}, TABLE_FILE, quick=False))
    except workers.Unanswered as failed:
        faults = list(failed.problems) or problem_records([problem("ui.read_stopped", file=note["name"])])
        uploads.note(folder, {**note, "problems": faults})
        return
    uploads.forget(folder)  # what was read stays, the file does not
    write_json(_table(), record)
    uploads.note(folder, note)
    if (asked := _question(plan)) is not None and not asked[0].is_file():
        answers.ask(*asked)


def _question(plan: str) -> tuple[Path, str, str, dict[str, Any]] | None:
    """What `answers.is_there` is asked for: the measure of the table at hand by a plan; None where one of them is gone."""
    folder, table = plans.folder_of(plan), _table()
    if folder is None or not table.is_file():
        return None
    return measure_file(folder, table), "measured", "measured", {"source": str(folder), "table": str(table)}


def _measure(plan: str) -> dict[str, Any] | None:
    asked = _question(plan)
    try:
        return None if asked is None else dict(json.loads(asked[0].read_text(encoding="utf-8")))
    except (OSError, ValueError):
        return None


def _told(plan: str, name: str) -> None:
    """What is broken, in words; or where the plan stands and what could be had instead."""
    found, lang = _measure(plan), state.lang()
    if found is None:
        return
    if found["undecided"]:
        st.caption(said("hand_undecided", count=found["undecided"]))
    if found["breaches"]:
        st.markdown(said("hand_breaks", name=plain(name), count=len(found["breaches"])))
        _breaches(plan, found["breaches"])
        return
    merit = number(round(found["merit"], 1), lang)
    lines = [said("hand_stands", name=plain(name), cost=money(found["cost_vnd"]), merit=merit), _less(found)]
    lines.append(said("hand_worth", **{key: number(round(found[key], 1), lang) for key in ("objective", "best", "bound")}))
    if not found["proven"]:
        lines.append(f"({said('not_proven')})")
    st.markdown(" ".join(lines))


def _less(found: dict[str, Any]) -> str:
    """What the same merit costs less, and what the same money keeps more; that neither is there."""
    less = found["cost_vnd"] - found["same_merit_least_cost_vnd"]
    more = round(found["same_cost_most_merit"] - found["merit"], 1)
    parts = [said("frontier_less", money=money(less))] if less > 0 else []
    if more > 0:
        parts.append(said("hand_more", points=number(more, state.lang())))
    return " ".join(parts) or said("hand_on")


def _breaches(plan: str, breaches: list[dict[str, Any]]) -> None:
    import pandas as pd

    lang = state.lang()
    rows = [{"requirement": _requirement(plan, b["requirement"], b["scope"]), "message": b[lang]} for b in breaches]
    grids.table(pd.DataFrame(rows), ("requirement", "message"), key=f"grid_by_hand_{plan}_{len(rows)}")


def _requirement(plan: str, requirement: str, scope: str) -> str:
    own = WITHOUT_ROW.get(requirement)
    return said(own) if own else plans.requirement_said(plan, requirement, scope, state.lang())


def _forget() -> None:
    """Take the plan by hand away."""
    _table().unlink(missing_ok=True)
    uploads.forget(_folder())
    st.session_state[TIMES] = st.session_state.get(TIMES, 0) + 1


def _noted() -> dict[str, Any] | None:
    """The file that was uploaded last: {name, files, problems where it could not be read}."""
    return uploads.noted(_folder())


def _folder() -> Path:
    return paths.uploads(state.desk().id) / "by_hand"


def _table() -> Path:
    return _folder() / TABLE_FILE
