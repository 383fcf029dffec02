"""The work of units on the Scenario page: volumes, the people they take, and whether units keep as many."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from planner.core.texts import text
from planner.scenario.parts.workload import BY_WORKLOAD
from planner.scenario.requirement_kinds import UNIT_MINIMUMS
from planner.ui.forms import fields
from planner.ui.forms.row_lists import Cell
from planner.ui.session import actions, state
from planner.ui.session.words import heading


def said(name: str, /, **params: Any) -> str:
    """The text `name` of `workload.toml`, in the language of the session."""
    return text(f"workload.{name}", state.lang(), **params)


def is_named() -> bool:
    """Whether the draft names the work of any unit."""
    return bool(fields.now_at(("workload",)))


def section(rows: Callable[..., None]) -> None:
    """The editor of volumes, and the limit of every unit that follows from them. rows: draws an editor of a list."""
    with st.expander(said("title"), icon=":material/work_history:"):
        shares = Cell("remains", heading("remains"), "share")
        numbers = (Cell("volume", heading("volume"), "decimal"), Cell("people_per_100", heading("people_per_100"), "decimal"))
        rows(("workload",), (Cell("unit", heading("unit")), Cell("driver", heading("driver")), *numbers, shares), said("means"))
        path = UNIT_MINIMUMS.key_for_all
        if is_named():
            st.toggle(said("every"), fields.now_at(path) == BY_WORKLOAD, **_toggled(path))


def _toggled(path: tuple[str, ...]) -> dict[str, Any]:
    """key and on_change of the toggle, which stands beside the field of the same number."""
    key = fields.widget("every_unit_by_work")
    return {"key": key, "on_change": state.while_drawn(lambda: actions.change(path, BY_WORKLOAD if st.session_state[key] else None, True))}
