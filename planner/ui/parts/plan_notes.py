"""What is to be known of a plan, at its top: units without a head, and of those who leave remarks against rows, protections that
could not be checked, exits that were overdue anyway. The names are one click away.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import streamlit as st

from planner.ui.session import history, plans, state
from planner.ui.session.words import plain, t, whole
from planner.ui.widgets import grids

KINDS = ("against", "unprotected", "overdue")
COLUMNS = ("employee_id", "full_name", "unit", "said")


def section(plan: str) -> None:
    """Draw what is to be known of a plan in one line, the names and sentences a click away; nothing where there is nothing."""
    known = plans.table("notes", plan, state.lang())
    said = list(known.loc[~known["note"].str.startswith("leavers."), "said"])
    frame = plans.table("leaver_notes", plan, state.lang())
    counts = {kind: frame.loc[frame["kind"].eq(kind), "employee_id"].nunique() for kind in KINDS}
    here = [kind for kind in KINDS if counts[kind]]
    if not here and not said:
        return
    line = st.container(key="leaver_notes", horizontal=True, gap="xsmall", vertical_alignment="center")
    if said:
        with line.popover(f":material/priority_high: {t('notes_known', n=len(said))}"):
            for sentence in said:
                st.markdown(plain(sentence))
    for kind in here:
        if line.button(f":material/warning: {t(f'notes_{kind}', n=counts[kind])}", key=f"notes_{kind}"):
            _open(partial(_names, plan, kind))


def _open(draw: Callable[[], None]) -> None:
    st.dialog(t("notes_title"), width="large")(draw)()


def _names(plan: str, kind: str) -> None:
    """Those whom a kind of note is about, each with what is said; a chosen one is looked up on the Person page."""
    frame = plans.table("leaver_notes", plan, state.lang())
    mine = frame[frame["kind"].eq(kind)].groupby(["employee_id", "full_name", "unit"], as_index=False, sort=False).agg({"said": "; ".join})
    st.caption(t(f"notes_mean_{kind}"))
    event = grids.table(
        mine,
        COLUMNS,
        key=f"grid_notes_{kind}",
        headings={"said": t("against_why")},
        on_select="rerun",
        selection_mode="single-row",
        height=340,
    )
    st.caption(t("notes_count", n=whole(len(mine))))
    marked = event["selection"]["rows"] if event else []
    people = list(mine["employee_id"])
    who = people[marked[0]] if marked and marked[0] < len(people) else None
    if who is not None and st.button(t("notes_look_up", person=who), key="notes_look_up", icon=":material/person_search:"):
        history.look_up(who)
