"""What lies on a new desk: the made-up ministry and the first scenario, so that there is something to try at once."""

from __future__ import annotations

from typing import Any

import streamlit as st

from planner.core.errors import InputError
from planner.scenario.load import load_scenario
from planner.ui.session import draft as drafts
from planner.ui.session import paths, plans, state


def lay_the_desk() -> None:
    """Lay roster and scenario on a desk that has none, and the plan that the address names."""
    desk = state.desk()
    asked = st.query_params.get("run", "")
    if asked and asked != desk.current and plans.folder_of(asked):
        desk.show(asked)
    if desk.roster and not plans.has_roster(desk.roster):
        desk.roster = ""  # the folder of results was emptied
    if not desk.draft:
        base = first_scenario()
        if base:
            desk.base_name, desk.base = base
            desk.draft = desk.base
    if not desk.roster:
        use_sample()


def use_sample() -> None:
    """Lay the made-up ministry on the desk; where it cannot be read its problems are kept for the Data page."""
    sha256, problems = plans.sample()
    if sha256 is None:
        st.session_state[state.UPLOAD_PROBLEMS] = problems
        return
    was_other = bool(state.desk().roster) and not state.desk().sample
    state.lay_roster(sha256, paths.SAMPLE.name, True)
    base = first_scenario()
    if was_other and base:
        state.open_base(base[1], base[0])


def first_scenario() -> tuple[str, dict[str, Any]] | None:
    """File name and content of the first shipped scenario that can be read."""
    for name, path in paths.shipped_scenarios().items():
        try:
            return name, load_scenario(path).data
        except InputError:
            continue  # a scenario that somebody is editing in the folder must not keep the app from opening
    return None


def fit_to_roster(name: str) -> None:
    """After an upload: the scenario without what names units or people of the roster before."""
    draft = drafts.for_roster(state.desk().draft, name)
    if draft != state.desk().draft:
        state.open_base(draft, state.desk().base_name)
