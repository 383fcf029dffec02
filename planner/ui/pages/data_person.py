"""One person of the roster: every value with how it came about, corrections in place, and the ledger of those made."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import streamlit as st

from planner.core.columns import ROSTER, ROSTER_BY_NAME
from planner.core.value_text import value_text
from planner.ui.session import intake, plans, rosters, state
from planner.ui.session.words import day, heading, named, plain, t
from planner.ui.widgets import grids, problems

if TYPE_CHECKING:
    import pandas as pd

    from planner.roster.people.correction import Correction

MOST_QUEUED = 500


def card(person: str, column: str | None = None) -> None:
    """The person's values, and a form that corrects one of them. column: the value that the form starts with."""
    values = rosters.values_of(state.desk().roster, person, state.lang())
    if not values:
        st.info(t("no_rows"))
        return
    with st.container(border=True):
        name = next((v["shown"] for v in values if v["column"] == "full_name"), person)
        st.markdown(f"**{plain(name)} ({plain(person)})**")
        left, right = st.columns([3, 2], gap="medium")
        with left:
            rows = [
                {
                    t("person_fact"): ("➜ " if v["column"] == column else "") + v["heading"],
                    t("person_value"): v["shown"],
                    t("value_status"): t(f"status_of_{v['status']}"),
                }
                for v in values
            ]
            grids.put(rows, {}, key=f"grid_card_{person}", height=360)
        with right:
            _form(person, column)


def _form(person: str, column: str | None) -> None:
    """Corrects one value; a value that is in doubt can also be confirmed as it stands."""
    columns = [c.name for c in ROSTER if c.name != "employee_id"]
    with st.form(f"w_correct_{person}", border=False):
        which = st.selectbox(
            t("correct_which"),
            columns,
            index=columns.index(column) if column in columns else 0,
            format_func=named(columns, heading),
            key=state.spoken(f"w_correct_column_{person}_{column}"),
        )
        written = st.text_input(t("correct_value"), key=f"w_correct_value_{person}", max_chars=300, help=t("help_correct_value"))
        reason = st.text_input(t("correct_reason"), key=f"w_correct_reason_{person}", max_chars=300)
        by = st.text_input(t("correct_by"), value=st.session_state.get(state.WHO, ""), key=f"w_correct_by_{person}", max_chars=120)
        buttons = st.container(horizontal=True)
        if buttons.form_submit_button(t("correct_apply"), icon=":material/edit:", type="primary", key=f"apply_correction_{person}"):
            _correct(person, str(which), written.strip(), reason.strip(), by.strip())
        if column and buttons.form_submit_button(
            t("correct_confirm"), icon=":material/check:", key=f"confirm_value_{person}", help=t("help_correct_confirm")
        ):
            _correct(person, column, None, reason.strip(), by.strip())


def _correct(person: str, column: str, written: str | None, reason: str, by: str) -> None:
    """Put a value into the roster; `written` None: it is right as it stands."""
    if not reason or not by:
        st.error(t("correct_lacks"), icon=":material/error:")
        return
    with st.spinner(t("data_reading")):
        if written is None:
            faults = intake.confirm([(person, column)], by, reason, t("correct_confirmed", person=plain(person), column=heading(column)))
        else:
            entry = {"employee_id": person, "column": column, "written": written}
            faults = intake.correct([entry], by, reason, t("correct_done", person=plain(person), column=heading(column)))
    problems.show(faults, t("correct_refused"))


def queue() -> None:
    """The values that somebody should confirm, what matters most first; a chosen one opens its person."""
    desk = state.desk()
    plan = desk.current if plans.is_plan_of(desk.current, desk.roster) and not desk.locks else ""
    frame = plans.queue(desk.roster, plan, state.lang())
    if not len(frame):
        st.success(t("queue_empty"), icon=":material/check_circle:")
        return
    shown = frame.head(MOST_QUEUED)
    known = t("queue_with_plan") if plan else t("queue_without_plan")
    st.caption(f"{t('queue_count', n=len(frame), shown=len(shown))} {t('queue_means')} {known}")
    ready = shown.assign(
        effect=[t(f"effect_{e}") if e else t("effect_unknown") for e in shown["effect"]],
        status=[t(f"status_of_{s}") for s in shown["status"]],
    )
    columns = (
        "employee_id",
        "full_name",
        "unit",
        "heading",
        "value",
        "other",
        "effect",
        "change",
        "difference_vnd",
        "why",
        "people",
        "status",
        "file",
        "sheet",
        "row",
    )
    headings = {
        name: t(f"queue_{name}") for name in ("heading", "value", "other", "why", "effect", "change", "difference_vnd", "people", "status")
    }
    headings |= {name: t(f"place_{name}") for name in ("file", "sheet", "row")}
    event = grids.table(
        ready, columns, key=f"grid_queue_{len(frame)}", headings=headings, on_select="rerun", selection_mode="single-row", height=360
    )
    marked = event["selection"]["rows"] if event else []
    if marked and marked[0] < len(shown):
        row = shown.iloc[marked[0]]
        if row["employee_id"]:
            card(str(row["employee_id"]), str(row["column"]))
        else:
            st.info(t("queue_whole_column", column=heading(str(row["column"])), n=int(row["people"])))


def ledger() -> None:
    """The corrections that were made on this roster, newest last."""
    entries = rosters.roster_of(state.desk().roster).corrections
    if not entries:
        return
    with st.expander(t("ledger_title", n=len(entries)), icon=":material/history_edu:"):
        rows: list[dict[str, Any]] = [
            {"employee_id": e.employee_id, **_cell(e), "accepted": e.accepted, "by": e.by, "author": e.author, "at": _moment(e.at), "reason": e.reason} for e in entries
        ]
        headings = {name: t(f"ledger_{name}") for name in ("column", "before", "after", "accepted", "by", "author", "at")}
        grids.table(_frame(rows), list(rows[0]), key="grid_ledger", headings=headings)


def _cell(entry: Correction) -> dict[str, str]:
    """Column, before and after of an entry, in words; that of a unit with what it is of."""
    from planner.roster.corrections import unit_column

    lang = state.lang()
    if (column := unit_column(entry.column)) is not None:
        before, after = (column.words(text, lang) if column.choices else text or "–" for text in (entry.before, entry.after))
        return {"column": f"{t('ledger_unit')}: {column.heading(lang)}", "before": before, "after": after}
    column_said = heading(entry.column) if entry.column in ROSTER_BY_NAME else entry.column
    return {"column": column_said, **{k: value_text(entry.column, getattr(entry, k), lang) for k in ("before", "after")}}


def _moment(at: str) -> str:
    """A moment of the ledger as the language writes it, to the minute, in the time of this machine."""
    local = dt.datetime.fromisoformat(at).astimezone()
    return f"{day(local.date())} {local:%H:%M}"


def _frame(rows: list[dict[str, Any]]) -> pd.DataFrame:
    import pandas as pd

    return pd.DataFrame(rows)
