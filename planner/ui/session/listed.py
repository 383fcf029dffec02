"""Whose people the list at the foot of a page shows."""

from __future__ import annotations

from typing import Any

import streamlit as st

from planner.ui.session import state
from planner.ui.session.words import t


def show_people(figure: dict[str, Any]) -> None:
    """List the people behind a figure; {} lists everybody the filters let through."""
    st.session_state[state.FIGURE] = figure
    st.session_state[state.LISTED] += 1
    if figure:
        if st.session_state.get(state.PAGE) == "plan":
            st.toast(t("listed_below"), icon=":material/south:")  # the list may stand below what the screen shows
        else:
            state.notice("info", t("listed_below"))


def click_figure(figure: dict[str, Any]) -> None:
    """As `show_people`, for a click inside a part of a page that is drawn apart from the list."""
    show_people(figure)
    st.session_state[state.CLICKED] = True


def figure() -> dict[str, Any]:
    """The figure whose people are listed."""
    return dict(st.session_state[state.FIGURE])
