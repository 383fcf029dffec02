"""What every long list of people has: a search field, a choice of units, and how many rows are sent at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import streamlit as st

from planner.ui.session import state
from planner.ui.session.words import heading, named, t
from planner.ui.widgets import grids

if TYPE_CHECKING:
    import pandas as pd

MOST_TO_PICK = 100
"""So many names a list to pick from can hold."""
SEARCHED = ("employee_id", "full_name", "position_title")
MOST_ROWS = 500
"""So many rows are sent at once; the others when they are asked for."""
AS_LISTED, DOWN = "", "-"
"""Codes of a list's order: as it comes, and the sign before a column whose highest values come first."""


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


def sent(found: pd.DataFrame, of: int, name: str, more: str = "", by: Sequence[str] = ()) -> pd.DataFrame:
    """The rows to send: all of a short list, of a long one its first until all are asked for; says how many there are.

    of: how many people there are without the filters. more: a sentence to say beside the number. by: columns by which a
    long list can be put in order as a whole: a click on a heading orders only the rows that were sent.
    """
    line = st.container(horizontal=True, vertical_alignment="center")
    said = line.container(width="content")
    long = len(found) > MOST_ROWS
    every = not long or line.toggle(t("rows_all"), key=f"w_{name}_all", help=t("rows_all_means"))
    shown = t("rows_shown", n=len(found), of=of) if every else t("rows_first", shown=MOST_ROWS, n=len(found), of=of)
    said.caption(f"{shown} {more}".strip())
    if long and by:
        orders = [AS_LISTED, *(sign + column for column in by for sign in ("", DOWN))]
        line.selectbox(
            t("rows_order"), orders, format_func=named(orders, _ordered_by), key=_order_key(name), label_visibility="collapsed", width=300
        )
        found = _in_order(found, order(name))
    return found if every else found.head(MOST_ROWS)


def order(name: str) -> str:
    """How a list is ordered: a column, with `DOWN` before it where the highest come first; "" as it is listed.

    Part of the key of the list's table, so that no row stays marked when another person stands in it.
    """
    return str(st.session_state.get(_order_key(name)) or AS_LISTED)


def _order_key(name: str) -> str:
    return state.spoken(f"w_{name}_order")


def _ordered_by(code: str) -> str:
    if code == AS_LISTED:
        return t("order_as_listed")
    return t("order_down" if code.startswith(DOWN) else "order_up", column=heading(code.removeprefix(DOWN)))


def _in_order(found: pd.DataFrame, code: str) -> pd.DataFrame:
    """The rows in an order of `sent`; equal ones and those without a value as they are listed, the latter last."""
    column = code.removeprefix(DOWN)
    return found.sort_values(column, ascending=code == column, kind="stable", na_position="last") if column in found else found
