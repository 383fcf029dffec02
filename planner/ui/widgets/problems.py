"""What is wrong, as sentences with their places."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import streamlit as st

from planner.core.errors import InputError
from planner.service.jobs.state import problem_records
from planner.ui.session import state
from planner.ui.session.words import plain, t

MOST = 12


def show(problems: Sequence[dict[str, Any]], heading: str = "") -> None:
    """Show problems, in the form of `problem_records`. heading: an error above them."""
    if heading:
        st.error(heading, icon=":material/error:")
    for entry in (p[state.lang()] for p in problems[:MOST]):
        place = ", ".join(str(entry[k]) for k in ("file", "sheet", "row", "column") if entry[k] is not None)
        st.markdown(f"- **{plain(place)}** {plain(entry['message'])}" if place else f"- {plain(entry['message'])}")
    if len(problems) > MOST:
        st.caption(t("more_problems", n=len(problems) - MOST))


def show_error(error: InputError, heading: str = "") -> None:
    """Show the problems of an error, as `show`."""
    show(problem_records(error.problems), heading)
