"""The roadmap on the Plan page: quarter by quarter exits, headcount, money out and salary saved."""

from __future__ import annotations

import streamlit as st

from planner.ui.parts.beyond.words import said
from planner.ui.session import plans, state
from planner.ui.widgets import grids, pictures

COLUMNS = (
    "quarter", "exits", "natural_exits", "headcount", "cost_vnd", "cost_to_date_vnd", "saving_vnd", "saving_to_date_vnd", "net_vnd", "saving_natural_vnd",
)  # fmt: skip


def section(plan: str) -> None:
    """The table of quarters; a click on a number lists who leaves in that quarter."""
    from planner.plan.tables import payback_month

    frame = plans.table("road_by_quarter", plan, state.lang())
    paid = payback_month(plans.table("money_by_month", plan, state.lang()))
    st.header(said("road_title"), anchor=False, help=said("road_means"))
    if paid:
        st.markdown(said("road_paid", quarter=pictures.quarter_word(paid)))
    key, starts = f"grid_road_{plan}", [day.strftime("%Y-%m") for day in frame["starts_on"]]
    grids.table(
        frame.assign(quarter=[pictures.quarter_word(day.date()) for day in frame["starts_on"]]), COLUMNS, key=key, as_text=True,
        selection_mode="single-cell", on_select=lambda: grids.cell_clicked(key, starts, lambda start, _: {"leaves_within": start}),
    )  # fmt: skip
