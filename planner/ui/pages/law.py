"""The law: what is in force on a day, on what evidence, checked on which day, and what began or ended since another day."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import streamlit as st

from planner.core.errors import InputError
from planner.ui import layout
from planner.ui.session import state
from planner.ui.session.words import date_format, heading, t, word
from planner.ui.session.workers import read_law
from planner.ui.widgets import grids, problems

if TYPE_CHECKING:
    import pandas as pd

EARLIEST, LATEST = dt.date(2004, 10, 1), dt.date(2100, 12, 31)
NUMBERS = ("description", "value", "measure", "valid_from", "valid_until", "was", "citation", "evidence", "checked_on", "name", "href")
TEXTS = ("name", "description", "valid_from", "valid_until", "was", "evidence", "checked_on")


def law_page() -> None:
    """Draw the page."""
    layout.head("law")
    st.caption(t("law_means"))
    left, right = st.columns(2)
    settings = {"min_value": EARLIEST, "max_value": LATEST, "format": date_format()}
    on = left.date_input(t("law_on"), value="today", key="w_law_on", help=t("help_law_on"), **settings)
    since = right.date_input(t("law_since"), value=None, key="w_law_since", help=t("help_law_since"), **settings)
    try:
        frame = _calendar(on, since, state.lang())
    except InputError as error:
        problems.show_error(error, t("law_refused"))
        return
    st.header(t("law_texts"), anchor=False)
    _table(frame[frame["part"].eq("text")], TEXTS, "texts")
    st.header(t("law_numbers"), anchor=False)
    _table(frame[frame["part"].eq("number")], NUMBERS, "numbers")


@st.cache_resource(show_spinner=False, max_entries=12)
def _calendar(on: dt.date, since: dt.date | None, lang: str) -> pd.DataFrame:
    """The table of `planner law`, with measures and days as they are shown; nobody may change it."""
    from planner.policy.calendar import calendar
    from planner.policy.law.parameters import load_law
    from planner.report.books.law_calendar import calendar_shown

    read_law()
    return calendar_shown(calendar(load_law(), on, since), lang)


def _table(frame: pd.DataFrame, columns: tuple[str, ...], key: str) -> None:
    headings = {"valid_until": word("column_valid_until"), "was": word("column_was"), "name": heading("parameter") if key == "numbers" else t("law_title")}
    grids.table(frame, columns, key=f"grid_law_{key}", headings=headings, height="content" if key == "texts" else 560)
