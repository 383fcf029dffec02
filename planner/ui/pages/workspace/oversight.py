"""The audit: whether it holds, and who did what."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import streamlit as st

from planner.core.texts import text
from planner.service.jobs.state import problem_records
from planner.service.workspace.rights import Action, Actor, missing
from planner.ui.pages.workspace.common import called, moment, w, word
from planner.ui.session import state
from planner.ui.widgets import grids, problems

if TYPE_CHECKING:
    from planner.service.workspace.workspace import Workspace

NEWEST = 500


def audit_part(work: Workspace, acts: Actor) -> None:
    """Draw the part: checking for who may, reading for who may."""
    if missing(acts, Action.VERIFY_AUDIT) is None:
        st.caption(w("check_means"))
        if st.button(w("check"), key="workspace_check", icon=":material/policy:"):
            _check(work, acts)
    if missing(acts, Action.SEE_AUDIT) is None:
        person = st.text_input(w("read_person"), key="w_workspace_audit_person", max_chars=600).strip()
        if st.button(w("read"), key="workspace_read", icon=":material/history_edu:"):
            _read(work, acts, person or None)


def _check(work: Workspace, acts: Actor) -> None:
    with st.spinner(w("check")):
        faults, head = work.verify(acts)
    if faults:
        problems.show(problem_records(faults), w("check_failed"))
    else:
        st.success(text("workspace.holds", state.lang(), number=head.number, head=head.printed), icon=":material/verified:")


def _read(work: Workspace, acts: Actor, person: str | None) -> None:
    import pandas as pd

    entries, names = work.audit(acts, person), work.names(acts)
    if not entries:
        st.info(text("workspace.no_entries", state.lang()))
        return
    if len(entries) > NEWEST:
        st.caption(w("read_newest", shown=NEWEST, all=len(entries)))
    rows = [
        (
            each["number"], moment(each["at"]), called(each["actor"], names), word("action", each["action"]), _object(each),
            called(each["about"], names) if each["about"] else "", _after(each["after"]),
        )
        for each in reversed(entries[-NEWEST:])
    ]  # fmt: skip
    heads = {
        "number": w("entry_number"), "at": w("at"), "who": w("entry_who"), "what": w("entry_what"), "object": w("kept_what"),
        "about": w("entry_about"), "after": w("entry_after"),
    }  # fmt: skip
    grids.table(pd.DataFrame(rows, columns=list(heads)), tuple(heads), key="grid_workspace_audit", headings=heads, height=520)


def _object(entry: dict[str, Any]) -> str:
    return "" if entry["object"] is None else f"{entry['object']}, {entry['version']}"


def _after(after: Any) -> str:
    """What came of it, without the hashes of a version, which are for programmes."""
    if not isinstance(after, dict) or "files" in after:
        return ""
    return "; ".join(f"{name}: {said if isinstance(said, str) else json.dumps(said, ensure_ascii=False)}" for name, said in after.items() if said is not None)
