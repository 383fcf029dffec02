"""The session's plans at the side of every page: click one to stand there again; name, note and pin the one that is shown."""

from __future__ import annotations

from typing import Any

import streamlit as st

from planner.ui.elements import made
from planner.ui.parts.plan_names import plan_name, plan_names
from planner.ui.session import actions, history, plans, state
from planner.ui.session.words import money, t, value, whole

MOST = 20


def rail() -> None:
    """Draw the history; nothing where there is no plan yet."""
    desk = state.desk()
    known = [plan for plan in reversed(desk.plans) if plans.folder_of(plan)]
    shown = sorted(known, key=lambda plan: plan not in desk.pinned)[:MOST]
    if not shown:
        return
    left, right = st.columns([3, 2], vertical_alignment="center")
    left.markdown(f"**{t('history')}**", help=t("history_means"))
    with right.popover(t("history_edit"), width="stretch"):
        _edit(desk.current)
    names = plan_names(shown)
    made.draw(
        "rail",
        {"plans": [_entry(plan, names[plan]) for plan in shown], "words": {"history": t("history"), "pinned": t("history_pinned")}},
        "plan_rail",
        stand=history.stand_at,
    )


def _entry(plan: str, name: str) -> dict[str, Any]:
    desk, summary = state.desk(), plans.summary(plan) or {}
    people = summary.get("headcount")
    said = f"−{whole(people['leavers'])} · {money(summary['cost_vnd'])}" if people else value("status", summary.get("status"))
    return {
        "id": plan, "name": name, "figures": said, "share": round(100 * people["reduction"], 1) if people else 0, "shown": plan == desk.current,
        "pinned": plan in desk.pinned, "note": desk.notes.get(plan, ""),
    }  # fmt: skip


def _edit(plan: str) -> None:
    """Name, note, pin, compare."""
    desk = state.desk()
    if not plan:
        return
    name_key, note_key = f"w_plan_name_{plan}", f"w_plan_note_{plan}"
    st.text_input(t("history_name"), desk.names.get(plan, ""), key=name_key, placeholder=plan_name(plan), max_chars=80,
                  on_change=lambda: history.rename(plan, st.session_state[name_key], state.desk().notes.get(plan, "")))  # fmt: skip
    st.text_input(t("history_note"), desk.notes.get(plan, ""), key=note_key, max_chars=300,
                  on_change=lambda: history.rename(plan, state.desk().names.get(plan, ""), st.session_state[note_key]))  # fmt: skip
    line = st.container(horizontal=True)
    line.button(
        t("history_unpin" if plan in desk.pinned else "history_pin"),
        icon=":material/keep:",
        key="pin_plan",
        on_click=history.pin,
        args=(plan,),
    )
    line.button(
        t("compare_title"),
        icon=":material/compare_arrows:",
        key="compare_plans",
        on_click=actions.go_to,
        args=("compare",),
        disabled=not desk.before,
    )
