"""What every long list of people has: a search field, a choice of units, and how many rows are sent at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from planner.ui import grids
from planner.ui.words import heading, t

if TYPE_CHECKING:
    import pandas as pd

SEARCHED = ("employee_id", "full_name", "position_title")
MOST_ROWS = 500
"""So many rows are sent at once; the others when they are asked for."""


def search_and_unit(frame: pd.DataFrame, name: str, search_in: Any, units_in: Any) -> pd.Series:
    """Draw a search field and a choice of units into two columns of the page; which rows they let through.

    name: of the list, for the keys of the fields. frame: with the columns `SEARCHED` and `unit`.
    """
    words = search_in.text_input(t("search"), placeholder=t("search_hint"), key=f"w_{name}_search")
    units = units_in.multiselect(
        heading("unit"), sorted(frame["unit"].unique()), key=f"w_{name}_unit", placeholder=t("all"), select_all=False
    )
    hit = grids.matches(frame, words, SEARCHED) if words.strip() else frame["employee_id"].notna()
    return hit & frame["unit"].isin(units) if units else hit


def sent(found: pd.DataFrame, of: int, name: str, more: str = "") -> pd.DataFrame:
    """The rows to send: all of a short list, of a long one its first until all are asked for; says how many there are.

    of: how many people there are without the filters. more: a sentence to say beside the number.
    """
    line = st.container(horizontal=True, vertical_alignment="center")
    said = line.container(width="content")
    every = len(found) <= MOST_ROWS or line.toggle(t("rows_all"), key=f"w_{name}_all", help=t("rows_all_means"))
    shown = t("rows_shown", n=len(found), of=of) if every else t("rows_first", shown=MOST_ROWS, n=len(found), of=of)
    said.caption(f"{shown} {more}".strip())
    return found if every else found.head(MOST_ROWS)
