"""What could give way where no plan is possible: the menu of repairs, each with a button that takes it and plans anew."""

from __future__ import annotations

import time
from typing import Any

import streamlit as st

from planner.ui.session import actions, plans, state
from planner.ui.session.words import money, plain, t, whole

POLL_S = 0.5
PATIENCE_S = 45.0
"""The menu comes within this time after the conflict, or not at all."""


def section(plan: str) -> None:
    """Draw the menu of an impossible plan; look again while it is still being made."""
    st.header(t("repair_title"), anchor=False)
    menu = plans.menu(plan, state.lang())
    if menu["repairs"] is None and time.time() - menu["since"] < PATIENCE_S:
        _watch(plan)
        return
    _draw(menu)


@st.fragment(run_every=POLL_S)
def _watch(plan: str) -> None:
    menu = plans.menu(plan, state.lang())
    if menu["repairs"] is not None or time.time() - menu["since"] >= PATIENCE_S:
        st.rerun()
    st.info(t("repair_looking"), icon=":material/hourglass_top:")


def _draw(menu: dict[str, Any]) -> None:
    repairs = menu["repairs"] or []
    if repairs:
        st.caption(t("repair_means"))
    for i, repair in enumerate(repairs):
        with st.container(border=True):
            left, right = st.columns([5, 1], vertical_alignment="center")
            left.markdown(plain(repair["message"]))
            cost = money(repair["cost_vnd"])
            about = cost if repair["status"] == "optimal" else t("repair_about", cost=cost)
            figures = t("repair_figures", cost=about, leavers=whole(repair["leavers"]), involuntary=whole(repair["involuntary"]))
            left.caption(figures)
            right.button(
                t("repair_use"), key=f"use_repair_{i}", on_click=actions.take_repair, args=(repair["change"],), width="stretch", icon=":material/build:"
            )
    for note in menu["notes"]:
        st.caption(plain(note))
