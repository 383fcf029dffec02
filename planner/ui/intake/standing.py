"""What is to be known before anybody plans: what speaks against rows, protections that could not be applied, people past
the retirement age. Counts at the top of the page, the names one click away.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from planner.ui.session import drafts, intake, rosters, state, workers
from planner.ui.session.words import day, heading, named, plain, t, whole
from planner.ui.widgets import grids, problems

PEOPLE = ("employee_id", "full_name", "unit", "birth_date", "sex", "position_title", "category")
AGAINST = ("employee_id", "full_name", "unit", "why", "column", "value", "other", "place")
MOST_NAMED = 500
WHOLE = "full_name"
"""The column of remarks that are about whether the person counts at all."""
GOES = "employee_id"
"""The column of a correction that takes a person out of the list."""


def box() -> None:
    """What is to be known of the roster on the desk, a button for each kind; nothing where there is nothing."""
    try:
        told = _told()
    except workers.Unanswered as failed:
        st.warning(t("standing_unknown"), icon=":material/warning:")
        problems.show(failed.problems)
        return
    count = told["counts"]
    kinds: dict[str, tuple[int, Callable[[], None]]] = {
        "against": (count["against"], _against),
        "protections": (len(told["protections"]), _protections),
        "overdue": (count["overdue"], _overdue),
    }
    here = {kind: found for kind, found in kinds.items() if found[0]}
    if not here:
        st.caption(f":material/check_circle: {t('standing_nothing')}")
        return
    with st.container(border=True, key="standing"):
        st.markdown(f"**:material/warning: {t('standing_title')}**", help=t("help_standing"))
        for column, (kind, (n, dialog)) in zip(st.columns(len(here)), here.items(), strict=True):
            with column:
                said = t(f"standing_{kind}", n=n, people=count["protected"])
                if st.button(said, key=f"standing_{kind}", width="stretch"):
                    dialog()


def _told() -> dict[str, Any]:
    return rosters.standing(state.desk().roster, drafts.snapshot(state.desk().draft))


def _titled(name: str, draw: Callable[[], None]) -> None:
    """Open a dialog, its title in the language of the page."""
    st.dialog(t(name), width="large")(draw)()


def _against() -> None:
    _titled("against_title", _draw_against)


def _draw_against() -> None:
    """Every remark that speaks against a row; marked ones are taken over, confirmed as they stand, or their people taken out."""
    import pandas as pd

    entries, lang = _told()["against"], state.lang()
    st.caption(t("against_means"))
    frame = pd.DataFrame([_shown(entry, lang) for entry in entries])
    headings = {"why": t("against_why"), "column": t("against_column"), "value": t("queue_value"), "other": t("against_other"), "place": t("against_place")}
    event = grids.table(frame, AGAINST, key="grid_against", headings=headings, on_select="rerun", selection_mode="multi-row", height=320)
    marked = event["selection"]["rows"] if event else []
    about = [entries[at] for at in marked if at < len(entries)] or entries
    by, reason = _who(t("against_reason"))
    suggested = [e for e in about if e["suggested"] is not None]
    away = [e for e in about if e["column"] == WHOLE]
    st.caption(t("against_marked" if marked else "against_all", n=len(about)))
    with st.container(horizontal=True):
        if st.button(t("against_take", n=len(suggested)), type="primary", icon=":material/done_all:", key="against_take", disabled=not suggested):
            values = [{"employee_id": e["employee_id"], "column": e["column"], "written": e["suggested"]} for e in suggested]
            _done(by, reason, lambda: intake.correct(values, by, reason, t("against_taken", n=len(values))))
        if st.button(t("against_confirm", n=len(about)), icon=":material/check:", key="against_confirm", help=t("help_correct_confirm")):
            cells = [(e["employee_id"], e["column"]) for e in about]
            _done(by, reason, lambda: intake.confirm(list(dict.fromkeys(cells)), by, reason, t("against_confirmed", n=len(cells))))
        if st.button(t("against_goes", n=len(away)), icon=":material/person_off:", key="against_goes", disabled=not away, help=t("help_against_goes")):
            gone = [{"employee_id": person, "column": GOES, "written": ""} for person in dict.fromkeys(e["employee_id"] for e in away)]
            _done(by, reason, lambda: intake.correct(gone, by, reason, t("against_gone", n=len(gone))))


def _shown(entry: dict[str, Any], lang: str) -> dict[str, Any]:
    """An entry as the table shows it; what is about the person as a whole doubts no value."""
    place = ", ".join(str(entry[k]) for k in ("file", "sheet", "row") if entry[k] is not None)
    about = {"column": heading(entry["column"]), "value": entry["value"][lang], "other": entry["other"][lang]}
    if entry["column"] == WHOLE:
        about = {"column": t("against_whole"), "value": "", "other": ""}
    return {**entry, "why": entry["why"][lang], **about, "place": place}


def _who(why: str) -> tuple[str, str]:
    """Who decides, and why: both go into the ledger."""
    left, right = st.columns(2)
    by = left.text_input(t("correct_by"), value=st.session_state.get(state.WHO, ""), key="w_against_by", max_chars=120)
    return by.strip(), right.text_input(t("correct_reason"), value=why, key=state.spoken("w_against_reason"), max_chars=300).strip()


def _done(by: str, reason: str, verb: Callable[[], list[dict[str, Any]]]) -> None:
    if not by or not reason:
        st.error(t("correct_lacks"), icon=":material/error:")
        return
    with st.spinner(t("data_reading")):
        problems.show(verb())


def _protections() -> None:
    _titled("protections_title", _draw_protections)


def _draw_protections() -> None:
    """The columns that no sheet has and that protect, each with those whom it could concern."""
    lacking = {each["column"]: each for each in _told()["protections"]}
    st.caption(t("protections_mean"))
    words = {column: t("protections_of", column=heading(column), n=len(each["employee_ids"])) for column, each in lacking.items()}
    chosen = st.radio(t("protections_which"), list(lacking), format_func=named(list(lacking), words.__getitem__), key=state.spoken("w_protection"))
    if chosen is None:
        return
    st.markdown(plain(t(f"protections_{lacking[chosen]['group']}")))
    _people(lacking[chosen]["employee_ids"], f"protection_{chosen}")


def _overdue() -> None:
    _titled("overdue_title", _draw_overdue)


def _draw_overdue() -> None:
    """Those who were past the retirement age on the day of the roster."""
    st.caption(t("overdue_means", day=day(drafts.snapshot(state.desk().draft))))
    _people(_told()["overdue"], "overdue")


def _people(ids: list[str], key: str) -> None:
    people = rosters.roster_of(state.desk().roster).people
    found = people[people["employee_id"].isin(ids)]
    if len(found) > MOST_NAMED:
        st.caption(t("standing_first", n=whole(MOST_NAMED), all=whole(len(found))))
    grids.table(found.head(MOST_NAMED), PEOPLE, key=f"grid_{key}", height=320)
