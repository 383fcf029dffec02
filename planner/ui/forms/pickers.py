"""What several forms pick from: people, and the groups that fairness goes by."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from planner.scenario.checks import FAIR_ATTRIBUTES
from planner.ui.session import rosters, state
from planner.ui.session.words import heading, t, value
from planner.ui.widgets import grids
from planner.ui.widgets.long_list import MOST_TO_PICK, SEARCHED

if TYPE_CHECKING:
    import pandas as pd



def people_to_pick(where: str) -> dict[str, str]:
    """Employee id to name of those whom a search field, drawn here, lets through, as far as a list to pick from can hold them."""
    people: pd.DataFrame | None = rosters.roster_of(state.desk().roster).people if state.desk().roster else None
    if people is None:
        return {}
    words = st.text_input(t("people_search", n=len(people)), placeholder=t("search_hint"), key=f"w_people_to_{where}")
    few = (people[grids.matches(people, words, SEARCHED)] if words.strip() else people).head(MOST_TO_PICK)
    return dict(zip(few["employee_id"].astype(str), few["full_name"].astype(str), strict=True))


def group_word(code: str) -> str:
    """The word for what `fairness` may go by."""
    if code == "age_band":
        return t("grouping_age_band")
    return heading(code) if code in FAIR_ATTRIBUTES else value("attention_groups", code)
