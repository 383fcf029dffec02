"""Choosing among the plans of this session and those that commands made."""

from __future__ import annotations

import streamlit as st

from planner.ui.parts.plan_names import plan_name
from planner.ui.session import plans as store
from planner.ui.session import state
from planner.ui.session.words import named, t


def known() -> list[str]:
    """References of every plan at hand, those of this session first, newest first."""
    return list(dict.fromkeys([*(p for p in reversed(state.desk().plans) if store.folder_of(p)), *store.commanded_plans()]))


def solved() -> list[str]:
    """As `known`, those with a plan only."""
    return [plan for plan in known() if (store.summary(plan) or {}).get("headcount")]


def close_to() -> None:
    """The plan that `stay_close` means: the one chosen here, else the one that is shown."""
    plans = solved()
    if not plans:
        st.warning(t("close_to_none"), icon=":material/info:")
        return
    now = reference()
    key = f"w_close_to_{state.edition()}"
    st.selectbox(
        t("form_close_to"),
        plans,
        index=plans.index(now) if now in plans else 0,
        format_func=named(plans, plan_name),
        key=key,
        on_change=lambda: _choose(st.session_state[key]),
    )


def reference() -> str:
    """The plan to stay close to; "" where there is none."""
    desk = state.desk()
    for plan in (desk.close_to, desk.current, desk.before):
        if (store.summary(plan) or {}).get("headcount"):
            return plan
    return ""


def _choose(plan: str) -> None:
    state.desk().close_to = plan
    state.save()
