"""Before, after, changes: what a page shows of a plan."""

from __future__ import annotations

from typing import Any

import streamlit as st

from planner.ui.session import actions, state
from planner.ui.session.words import named, t


def choose_view(place: Any = st) -> None:
    """Draw the choice, each page its own."""
    from planner.plan.tables.behind import VIEWS

    key = f"w_view_{st.session_state[state.PAGE]}"
    place.segmented_control(
        t("view"), VIEWS, default=state.view(), format_func=named(VIEWS, lambda v: t(f"view_{v}")), key=key, required=True, label_visibility="collapsed",
        on_change=lambda: actions.choose_view(st.session_state[key]),
    )  # fmt: skip
