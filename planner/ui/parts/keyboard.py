"""Shortcuts of every page, the list of them, and presenting on a wall."""

from __future__ import annotations

import streamlit as st

from planner.scenario.paths import get
from planner.ui.elements import made
from planner.ui.parts.plan_names import target_said
from planner.ui.session import drafts, history, state
from planner.ui.session.words import t

KEYS = {"s": "solve", "ArrowLeft": "back", "ArrowRight": "forth", "+": "more", "=": "more", "-": "fewer", "p": "present", "z": "undo", "y": "redo", "?": "help"}
END = {"Escape": "present"}
"""What a key does besides, while the pages are shown on a wall."""
SHOWN = (("S", "solve"), ("← →", "walk"), ("+ −", "target"), ("P", "present"), ("Esc", "end"), ("Z", "undo"), ("Y", "redo"), ("?", "help"))


def listen() -> None:
    """Take what is pressed on the keyboard, on every page."""
    made.draw("keys", {"keys": KEYS | (END if st.session_state[state.PRESENTING] else {})}, "plan_keys", press=_pressed)


def _pressed(verb: str) -> None:
    if verb == "help":
        history.ask_for_help()
    else:
        history.press(verb)


def listed() -> None:
    """The dialog with the list of shortcuts, where it was asked for."""
    if history.help_is_wanted():
        st.dialog(t("keys_title"))(_list)()


def buttons() -> None:
    """Presenting, and the list of shortcuts, for the pointer."""
    line = st.container(horizontal=True, gap="xsmall")
    line.button(t("present"), icon=":material/slideshow:", key="present", on_click=history.present, help=t("present_means"))
    line.button("?", key="keys_help", on_click=history.ask_for_help, help=t("keys_title"))


def presenting() -> None:
    """What stands on the wall in place of the side bar: target, Solve, the way through the plans, the end of it."""
    line = st.container(key="presenting", horizontal=True, vertical_alignment="center", gap="xsmall")
    for label, icon, verb in (("present_back", "arrow_back", "back"), ("present_forth", "arrow_forward", "forth"), ("present_fewer", "remove", "fewer"), ("present_more", "add", "more")):
        if label == "present_more":
            line.markdown(f"**{_target()}**", width="content")
        line.button(t(label), icon=f":material/{icon}:", key=label, on_click=history.press, args=(verb,))
    line.button(t("solve"), type="primary", icon=":material/play_arrow:", key="solve_presenting", on_click=history.press, args=("solve",))
    line.button(t("present_end"), icon=":material/close_fullscreen:", key="present_end", on_click=history.present)


def _target() -> str:
    """What is asked for by the end of the last period; a dash where nothing is."""
    draft = state.desk().draft
    last = drafts.last_period(draft)
    share = None if last is None else get(draft, ("periods", last, "reduction_at_least"))
    return t("present_target", share="–" if share is None else target_said(share))


def _list() -> None:
    for key, name in SHOWN:
        left, right = st.columns([1, 5])
        left.markdown(f"`{key}`")
        right.markdown(t(f"keys_{name}"))

