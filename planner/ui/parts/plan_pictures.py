"""The pictures that leaders ask for: from today to the end, exits by quarter, what the change costs, who bears it, who remains."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import streamlit as st

from planner.ui.parts.plan_figures import of_period, of_route
from planner.ui.session import against, history, plans, state
from planner.ui.session.words import heading, money, percent, t, value, whole
from planner.ui.widgets import charts, draw, grids, pictures, style

if TYPE_CHECKING:
    import pandas as pd

POLL_S = 1.0
PATIENCE_S = 150.0
"""Other targets are planned within this time, or not at all."""
PERIOD_COLUMNS = ("period", "leave_on", "leavers", "involuntary", "cumulative", "reached", "target_share", "remaining", "cost_vnd",
                  "saving_vnd_per_year", "saving_natural_vnd_per_year")  # fmt: skip
ROUTE_COLUMNS = ("route", "people", "involuntary", "cost_vnd", "average_cost_vnd")


def overview(plan: str) -> None:
    """Pictures two by two, and the tables with the same numbers below."""
    left, right = st.columns(2, gap="medium")
    with left:
        _waterfall(plan)
    with right:
        _exits(plan)
    left, right = st.columns(2, gap="medium")
    with left:
        _shares(plan)
    with right:
        _bridge(plan)
        _group(plan, "position_level")
    left, right = st.columns(2, gap="medium")
    with left:
        _pyramid(plan)
    with right:
        _group(plan, "rank_group")
    _by_target(plan)
    _tables(plan)


@st.fragment
def _by_target(plan: str) -> None:
    """Cost and involuntary exits against the target; where nobody has asked for it yet, what plans the other targets."""
    found, (asked, since) = plans.targets(plan), st.session_state.get(state.TARGETS, ("", 0.0))
    with st.container(key=style.ASKED_KEY if found is None else None):  # paper has no heading of what nobody asked for
        st.header(t("picture_targets"), anchor=False, help=t("help_targets_about"))
    if found is None and asked == plan and time.time() - since < PATIENCE_S:
        _watch(plan)
    elif found is None and "stay_close" in plans.asked(plan).get("scenario", {}):
        st.caption(t("targets_close"))  # the other plan that is meant lies with the job of this one alone
    elif found is None:
        if asked == plan:
            st.warning(t("targets_failed"))
        st.button(t("targets_ask"), key="ask_targets", icon=":material/insights:", on_click=history.ask_for_targets, args=(plan,))
    else:
        _draw_targets(plan, found)


@st.fragment(run_every=POLL_S)
def _watch(plan: str) -> None:
    if plans.targets(plan) is not None or time.time() - st.session_state[state.TARGETS][1] >= PATIENCE_S:
        st.rerun()
    st.info(t("targets_working"), icon=":material/hourglass_top:")


def _draw_targets(plan: str, found: list[dict[str, Any]]) -> None:
    shown = [row for row in found if row["cost_vnd"] is not None]
    if len(shown) > 1:
        draw.picture(charts.by_target(shown, state.lang()), f"picture_targets_{plan}", t("alt_targets"))
    draw.small_table(
        (t("targets_target"), t("targets_status"), t("head_leavers"), t("head_involuntary"), heading("cost_vnd")),
        [(percent(row["target"]), value("status", row["status"]), whole(row["leavers"]), whole(row["involuntary"]), whole(row["cost_vnd"])) for row in found],
    )


def _waterfall(plan: str) -> None:
    lang, frame = state.lang(), plans.table("waterfall", plan, state.lang())
    st.header(t("plan_waterfall"), anchor=False, help=t("help_waterfall"))
    floor = charts.floor_of(frame)
    if floor:
        st.caption(t("waterfall_from", n=floor))
    spec, figures = charts.waterfall(frame, lang)
    draw.picture(spec, f"chart_waterfall_{plan}", t("alt_waterfall", text=_told(frame)), figures)


def _exits(plan: str) -> None:
    from planner.plan.tables import exits_by_quarter

    st.header(t("plan_timeline"), anchor=False, help=t("help_timeline"))
    exits = plans.timeline(plan, state.lang())
    if not len(exits):
        st.info(t("nobody_leaves"))
        return
    spec, figures = pictures.exits(exits_by_quarter(exits), state.lang())
    draw.picture(spec, f"picture_exits_{plan}", t("alt_timeline"), figures)


def _shares(plan: str) -> None:
    st.header(t("picture_shares"), anchor=False, help=t("help_shares"))
    frame = against.canvas(plan)
    if frame["change"].any():
        st.caption(t("shares_colours"))
    spec, figures = charts.shares_lost(frame, state.lang())
    draw.picture(spec, f"picture_shares_{plan}", t("alt_shares"), figures)


def _bridge(plan: str) -> None:
    frame = against.cost_bridge(plan)
    if frame is None or len(frame) < 3:
        return  # no plan to compare with, or the money did not change
    st.header(t("picture_bridge"), anchor=False, help=t("help_bridge"))
    spec = charts.bridge(frame, state.lang())
    if spec["yAxis"]["min"]:
        st.caption(t("bridge_from", amount=money(spec["yAxis"]["min"] * 1e9)))
    draw.picture(spec, f"picture_bridge_{plan}", t("alt_bridge"))


def _pyramid(plan: str) -> None:
    from planner.plan.tables.profile import band_names

    frame = plans.before_and_after(plan, state.lang(), "age_band", "sex")
    order = {band: i for i, band in enumerate(band_names())}
    known = frame[frame["age_band"].isin(list(order))].sort_values("age_band", key=lambda band: band.map(order), kind="stable")
    st.header(t("picture_pyramid"), anchor=False, help=t("help_before_after"))
    draw.picture(charts.two_sides(known, state.lang()), f"picture_pyramid_{plan}", t("alt_pyramid"))


def _group(plan: str, column: str) -> None:
    from planner.core.columns import LEVELS, values
    from planner.plan.tables.profile import RANK_GROUPS

    order: dict[Any, int] = {code: i for i, code in enumerate(values(LEVELS) if column == "position_level" else RANK_GROUPS)}
    frame = plans.before_and_after(plan, state.lang(), column)
    frame = frame.sort_values(column, key=lambda codes: codes.map(order).fillna(len(order)), kind="stable")
    st.header(t(f"picture_{column}"), anchor=False, help=t("help_before_after"))
    spec, figures = charts.today_and_after(frame, column, state.lang())
    draw.picture(spec, f"picture_{column}_{plan}", t("alt_before_after"), figures)


def _tables(plan: str) -> None:
    lang = state.lang()
    periods = plans.table("by_period", plan, lang)
    names, key = list(periods["period"]), f"grid_periods_{plan}"
    st.header(t("plan_periods"), anchor=False)
    grids.table(
        periods, PERIOD_COLUMNS, key=key, as_text=True, selection_mode="single-cell",
        on_select=lambda: grids.cell_clicked(key, range(len(names)), lambda i, column: of_period(names, i, column)),
    )  # fmt: skip
    st.header(t("plan_routes"), anchor=False, help=t("help_routes_law"))
    routes, key_routes = plans.table("by_route", plan, lang), f"grid_routes_{plan}"
    grids.table(
        routes, ROUTE_COLUMNS, key=key_routes, as_text=True, selection_mode="single-cell",
        on_select=lambda: grids.cell_clicked(key_routes, list(routes["route"]), of_route),
    )  # fmt: skip


def _told(frame: pd.DataFrame) -> str:
    return "; ".join(f"{value('step', step)}: {whole(people)}" for step, people in zip(frame["step"], frame["people"], strict=True))
