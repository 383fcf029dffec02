"""Names, kinds and quotas of the units, edited on the page: each change is a correction with who and why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from planner.core.columns import UNITS_BY_NAME
from planner.ui.session import drafts, intake, rosters, state
from planner.ui.session.words import heading, plain, t
from planner.ui.widgets import problems

if TYPE_CHECKING:
    import pandas as pd

EDITED = ("name", "kind", "assigned_quota")


def section() -> None:
    """The table of units as it can be edited, and what puts the changes into the roster."""
    roster, lang = state.desk().roster, state.lang()
    units = rosters.roster_of(roster).units
    kinds = UNITS_BY_NAME["kind"].choices
    words = {choice.value: choice.word(lang) for choice in kinds}
    people = rosters.unit_profile(roster, drafts.snapshot(state.desk().draft)).set_index("unit")["people"]
    shown = units[["unit", *EDITED]].assign(kind=units["kind"].map(words), people=units["unit"].map(people).astype("Int64"))
    st.caption(t("units_mean"))
    of = st.column_config
    edited = st.data_editor(
        shown, hide_index=True, key=state.spoken(f"w_units_{roster}"), disabled=["unit", "people"], height=min(560, 35 * (len(shown) + 1) + 3), num_rows="fixed",
        column_config={
            "unit": of.TextColumn(heading("unit"), width="small"),
            "name": of.TextColumn(t("units_name"), width="large", required=True, max_chars=200),
            "kind": of.SelectboxColumn(heading("kind"), options=list(words.values()), required=True),
            "assigned_quota": of.NumberColumn(t("data_quota"), min_value=0, step=1, format="%d"),
            "people": of.NumberColumn(t("data_people"), format="%d"),
        },
    )  # fmt: skip
    changes = changed(shown, edited)
    left, right = st.columns(2)
    by = left.text_input(t("correct_by"), value=st.session_state.get(state.WHO, ""), key="w_units_by", max_chars=120).strip()
    reason = right.text_input(t("correct_reason"), key="w_units_reason", max_chars=300).strip()
    if not st.button(t("units_apply", n=len(changes)), type="primary", icon=":material/edit:", key="apply_units", disabled=not changes):
        return
    if not by or not reason:
        st.error(t("correct_lacks"), icon=":material/error:")
        return
    with st.spinner(t("data_reading")):
        faults = intake.correct(changes, by, reason, t("units_done", n=len(changes), units=plain(", ".join(dict.fromkeys(c["unit"] for c in changes)))))
    problems.show(faults, t("correct_refused"))


def changed(before: pd.DataFrame, after: pd.DataFrame) -> list[dict[str, Any]]:
    """What was edited, a correction for each cell: [{unit, column (`units.NAME`), written (as a user types it)}]."""
    made = []
    for name in EDITED:
        old, new = (frame[name].astype(object).where(frame[name].notna(), "") for frame in (before, after))
        for unit, was, now in zip(before["unit"], old, new, strict=True):
            if str(was) != str(now):
                made.append({"unit": str(unit), "column": f"units.{name}", "written": str(int(now)) if name == "assigned_quota" and now != "" else str(now)})
    return made
