"""Which part of a page is open."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import streamlit as st

from planner.ui.session import actions
from planner.ui.session.words import named, t


def part_choice(where: str, label: str, parts: Mapping[str, str], width: Literal["stretch", "content"] = "stretch") -> str:
    """Draw the choice among the parts of a page (code to word): the part that is open, also when the page is opened anew.

    where: the session's key for it. label: the name of a text.
    """
    codes, key = list(parts), f"w_{where}"
    kept = st.session_state.get(where)
    now = kept if kept in codes else codes[0]
    st.segmented_control(
        t(label), codes, default=now, format_func=named(codes, parts.__getitem__), key=key, required=True, label_visibility="collapsed", width=width,
        on_change=lambda: actions.open_part(where, st.session_state[key]),
    )  # fmt: skip
    return now
