"""The top of every page: its head, what the last click has to say, and the work under way."""

from __future__ import annotations

import streamlit as st

from planner.ui import head as head_of_page
from planner.ui.forms import draft_faults
from planner.ui.parts import job_panel
from planner.ui.parts.view_choice import choose_view
from planner.ui.session import history, state
from planner.ui.session.words import t
from planner.ui.widgets import draw, style

OF_THE_PLAN = frozenset({"plan"})
"""Pages that are about the plan, and have its whole head."""


def head(page: str, views: bool = False) -> None:
    """The top of a page: its name and the plan's figures, notices, and what the worker is doing.

    views: whether the page shows a plan before, after and as changes, and so offers the choice.
    """
    if st.session_state.get(state.PAGE) != page:
        history.rank_units()
    st.session_state[state.PAGE] = page
    style.apply()
    head_of_page.draw(page, small=page not in OF_THE_PLAN)
    if views:
        choose_view()
    with st.container(gap=None, key=style.NOTICES_KEY):  # always there: what comes and goes above must not fold up what is open below
        if note := st.session_state.pop(state.NOTE, None):
            st.warning(t(note), icon=":material/tab_duplicate:")
        draw.what_was_said()
        job_panel.panel(draft_faults.show_refused)
