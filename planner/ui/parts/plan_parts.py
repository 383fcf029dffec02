"""The parts of the Plan page: overview, units, moves and exits, money, requirements. A click on a figure lists its people."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import streamlit as st

from planner.core.errors import InputError
from planner.core.texts import number
from planner.scenario.requirement_kinds import FAIRNESS
from planner.ui.parts import plan_files, plan_pictures, plan_units
from planner.ui.parts.beyond import road, rules
from planner.ui.parts.plan_figures import grouping, of_period
from planner.ui.parts.view_choice import choose_view
from planner.ui.session import of_workspace, plans, state
from planner.ui.session.words import named, plain, t, value
from planner.ui.session.words import of as word_of
from planner.ui.widgets import draw, grids, pictures, problems
from planner.ui.widgets.part_choice import part_choice

FLOW_GROUPS = ("unit", "position_level", "category", "age_band", "sex")


@st.fragment
def choose() -> None:
    """Draw the choice of parts beside the plan's files, and the part that is open: another part changes nothing else on the page."""
    parts: dict[str, Callable[[str], None]] = {
        "units": plan_units.units, "overview": plan_pictures.overview, "flows": flows, "money": money_part, "requirements": requirements,
    }  # fmt: skip
    plan = state.desk().current
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):  # breaks into two lines where it is narrow
        part = part_choice(state.PLAN_PART, "plan_part", {part: t(f"part_{part}") for part in parts}, width="content")
        with st.container(horizontal=True, gap="xsmall", key="plan_files", width="content"):
            plan_files.section(plan, plans.summary(plan) or {})
    parts[part](plan)


def flows(plan: str) -> None:
    """What is decided for each group as bars of parts (before and after with those who stay), and units by level or rank."""
    lang, view = state.lang(), state.view()
    left, middle, right = st.columns([3, 2, 2], vertical_alignment="bottom")
    choose_view(middle)
    left.header(t("plan_flows"), anchor=False, help=t("help_flows"))
    by = (
        right.selectbox(t("flow_by"), FLOW_GROUPS, format_func=named(FLOW_GROUPS, grouping), key=state.spoken("w_flow_by"))
        or FLOW_GROUPS[0]
    )
    edges = plans.flows(plan, lang, by, view == "changes")
    if not len(edges):
        st.info(t("nobody_leaves"))
        return
    st.caption(t("flow_changes" if view == "changes" else "flow_all"))
    names = {source: value(by, source) or source for source in edges["source"].unique()}
    names["…"] = t("flow_others")
    spec, figures = pictures.moves_and_exits(edges, by, names)
    draw.picture(spec, f"picture_flows_{plan}_{by}_{view == 'changes'}", t("alt_flows"), figures)
    plan_units.heat(plan)


def money_part(plan: str) -> None:
    """Cost and saving along the months, with the month in which the saving has paid the cost."""
    from planner.plan.tables import money_by_quarter, payback_month

    lang, frame = state.lang(), plans.table("money_by_month", plan, state.lang())
    paid = payback_month(frame)
    st.header(t("plan_money"), anchor=False, help=t("help_money"))
    st.markdown(_paid_back(plans.summary(plan) or {}, paid))
    draw.picture(pictures.cash(money_by_quarter(frame), paid, lang), f"picture_money_{plan}", t("alt_money"))
    periods = plans.table("by_period", plan, lang)
    names, key = list(periods["period"]), f"grid_money_{plan}"
    grids.table(
        periods, ("period", "leave_on", "leavers", "cost_vnd", "saving_vnd_per_year", "saving_natural_vnd_per_year"), key=key, as_text=True, selection_mode="single-cell",
        on_select=lambda: grids.cell_clicked(key, range(len(names)), lambda i, column: of_period(names, i, column)),
    )  # fmt: skip
    road.section(plan)


def _paid_back(summary: dict[str, Any], month: dt.date | None) -> str:
    """The plan's payback, and from which month on, along the calendar, the saving to date is more than the cost."""
    lang, months = state.lang(), summary.get("payback_months")
    if months is None:
        return t("money_saves_nothing")
    along = t("money_paid", month=pictures.month_word(month, lang)) if month else t("money_never")
    return t("money_payback", months=number(months, lang, 1)) + " " + along


def _fairness(plan: str, said: list[str]) -> None:
    """Exit rates of groups; shown once the look at them is noted in the workspace, where there is one."""
    st.header(word_of(FAIRNESS, "form"), anchor=False, help=t("help_fairness_rates"))
    try:
        of_workspace.note_look(plan)
    except InputError as error:
        problems.show_error(error)
        return
    st.markdown("\n".join(f"- {plain(line)}" for line in said))


def requirements(plan: str) -> None:
    """How much of each requirement is used; those without room first."""
    said = plans.table("fairness", plan, state.lang())["said"]
    if len(said):
        _fairness(plan, list(said))
    st.header(t("plan_binding"), anchor=False, help=t("help_binding"))
    st.caption(t("plan_binding_means"))
    frame = plans.table("requirements", plan, state.lang())
    every = st.toggle(t("binding_all", n=len(frame)), key="w_binding_all")
    shown = frame if every else frame[frame["binds"]]
    if not len(shown):
        st.info(t("nothing_binds"))
        rules.section(plan)
        return
    key, rows = f"grid_binding_{plan}_{every}", list(zip(shown["requirement"], shown["scope"], strict=True))
    ready = shown.assign(requirement=shown["label"])
    columns = ("requirement", "activity", "lower", "upper", "slack")
    grids.table(
        ready, columns, key=key, as_text=len(ready) <= 60, height="content" if len(ready) <= 12 else 460, selection_mode="single-cell",
        headings={"slack": t("binding_slack")}, on_select=lambda: grids.cell_clicked(key, rows, lambda row, _: {"requirement": row[0], "scope": row[1]}),
    )  # fmt: skip
    rules.section(plan)
