"""The parts of the Plan page: overview, units, moves and exits, money, requirements. A click on a figure lists its people."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import streamlit as st

from planner.core.texts import number
from planner.core.vocabulary import SECONDMENTS
from planner.scenario.requirement_kinds import FAIRNESS
from planner.ui.session import actions, plans, state
from planner.ui.session.words import heading, money, named, percent, plain, t, value, whole, word
from planner.ui.session.words import of as word_of
from planner.ui.widgets import charts, draw, grids, pictures
from planner.ui.widgets.part_choice import part_choice

if TYPE_CHECKING:
    import pandas as pd

UNIT_COLUMNS = ("unit", "name", "kind", "quota", "before", "after", "leavers", "involuntary", "redeployed_in", "redeployed_out",
                "reduction", "minimum", "at_least", "at_most", "cost_vnd")  # fmt: skip
PERIOD_COLUMNS = ("period", "leave_on", "leavers", "involuntary", "cumulative", "reached", "target_share", "remaining", "cost_vnd",
                  "saving_vnd_per_year", "saving_natural_vnd_per_year")  # fmt: skip
ROUTE_COLUMNS = ("route", "people", "involuntary", "cost_vnd", "average_cost_vnd")
HEAT_COLUMNS = ("position_level", "rank_group", "age_band", "category", "rating_1")
FLOW_GROUPS = ("unit", "position_level", "category", "age_band", "sex")
MOST_UNITS_DRAWN = 60
"""Beyond it the table of units, which scrolls, says more than a picture."""
MOST_UNITS_IN_HEAT = 40
"""The heat map of more units would be several screens high, and a browser draws every cell with its number."""


@st.fragment
def choose() -> None:
    """Draw the choice of parts, and the part that is open: another part changes nothing else on the page."""
    parts: dict[str, Callable[[str], None]] = {
        "overview": overview, "units": units, "flows": flows, "money": money_part, "requirements": requirements,
    }  # fmt: skip
    parts[part_choice(state.PLAN_PART, "plan_part", {part: t(f"part_{part}") for part in parts})](state.desk().current)


def overview(plan: str) -> None:
    """From today's headcount to the end, exits along the calendar, and both as tables."""
    lang = state.lang()
    left, right = st.columns([3, 2], gap="medium")
    with left:
        st.subheader(t("plan_waterfall"), anchor=False, help=t("help_waterfall"))
        frame = plans.table("waterfall", plan, lang)
        spec, figures = charts.waterfall(frame, lang)
        draw.picture(spec, f"chart_waterfall_{plan}", t("alt_waterfall", text=_told(frame)), figures)
    with right:
        st.subheader(t("plan_timeline"), anchor=False, help=t("help_timeline"))
        exits = plans.timeline(plan, lang)
        if len(exits):
            spec, figures = pictures.exits(exits, lang)
            draw.picture(spec, f"picture_exits_{plan}", t("alt_timeline"), figures)
        else:
            st.info(t("nobody_leaves"))
    st.caption(t("plan_click"))
    periods = plans.table("by_period", plan, lang)
    names = list(periods["period"])
    key = f"grid_periods_{plan}"
    grids.table(
        periods, PERIOD_COLUMNS, key=key, as_text=True, selection_mode="single-cell",
        on_select=lambda: grids.cell_clicked(key, range(len(names)), lambda i, column: _of_period(names, i, column)),
    )  # fmt: skip
    st.subheader(t("plan_routes"), anchor=False, help=t("help_routes_law"))
    routes, key_routes = plans.table("by_route", plan, lang), f"grid_routes_{plan}"
    grids.table(
        routes, ROUTE_COLUMNS, key=key_routes, as_text=True, selection_mode="single-cell",
        on_select=lambda: grids.cell_clicked(key_routes, list(routes["route"]), _of_route),
    )  # fmt: skip


def units(plan: str) -> None:
    """Units before and after with their bounds, and the heat map of units by level or rank."""
    lang, view = state.lang(), state.view()
    frame = plans.table("by_unit", plan, lang)
    st.subheader(t("plan_units"), anchor=False, help=t("help_units"))
    if len(frame) <= MOST_UNITS_DRAWN:
        st.caption(t(f"plan_units_{view}"))
        column = {"before": "before", "after": "after"}.get(view, "leavers")
        spec, marks = charts.units(frame, lang, view)
        figures = {mark: _of_unit(figure["unit"], column) for mark, figure in marks.items()}
        draw.picture(spec, f"chart_units_{plan}_{view}", t("alt_units"), figures)
    else:
        st.caption(t("plan_units_many", n=len(frame)))
    grid = f"grid_units_{plan}"
    with st.expander(t("plan_units_table"), expanded=len(frame) > MOST_UNITS_DRAWN, icon=":material/table_rows:"):
        grids.table(
            frame, UNIT_COLUMNS, key=grid, height=460 if len(frame) > 12 else "content", selection_mode="single-cell",
            on_select=lambda: grids.cell_clicked(grid, list(frame["unit"]), _of_unit),
        )  # fmt: skip
    _heat(plan, dict(zip(frame["unit"], frame["name"], strict=True)))


def _heat(plan: str, units: dict[str, str]) -> None:
    lang, view = state.lang(), state.view()
    left, right = st.columns([3, 2], vertical_alignment="bottom")
    left.subheader(t("plan_heat"), anchor=False, help=t("help_heat"))
    across = (
        right.selectbox(t("heat_by"), HEAT_COLUMNS, format_func=named(HEAT_COLUMNS, _grouping), key=state.spoken("w_heat_by"))
        or HEAT_COLUMNS[0]
    )
    cells = _largest(_ordered(plans.cells(plan, lang, "unit", across), across))
    names = (
        {unit: f"{unit} · {name}" for unit, name in units.items()},
        {c: value(across, c) or t("data_unknown") for c in cells[across].unique()},
    )
    st.caption(t(f"heat_{view}") + (" " + t("heat_largest", n=MOST_UNITS_IN_HEAT) if len(units) > MOST_UNITS_IN_HEAT else ""))
    spec, figures = pictures.heat(cells, "unit", across, view, names)
    draw.picture(spec, f"picture_heat_{plan}_{across}_{view}", t("alt_heat"), figures)


def _largest(cells: pd.DataFrame) -> pd.DataFrame:
    """The cells of the largest units, as many as a picture can show; all of them stand in the table of units."""
    size = cells.groupby("unit", sort=False)["people"].sum()
    return cells if len(size) <= MOST_UNITS_IN_HEAT else cells[cells["unit"].isin(size.nlargest(MOST_UNITS_IN_HEAT).index)]


def _ordered(cells: pd.DataFrame, column: str) -> pd.DataFrame:
    """Cells with the columns in the order that people expect: highest level first, youngest first."""
    from planner.core.columns import CATEGORIES, LEVELS, RATINGS, values
    from planner.plan.tables.profile import RANK_GROUPS, band_names

    order = {
        "position_level": values(LEVELS),
        "rank_group": RANK_GROUPS,
        "age_band": band_names(),
        "category": values(CATEGORIES),
        "rating_1": values(RATINGS),
    }[column]
    rank = {code: i for i, code in enumerate(order)}
    return cells.sort_values(column, key=lambda c: c.map(rank).fillna(len(order)), kind="stable").sort_values(
        "unit", kind="stable", key=lambda c: c.map({u: i for i, u in enumerate(dict.fromkeys(cells["unit"]))})
    )


def flows(plan: str) -> None:
    """Moves and exits as a Sankey; before and after also show those who stay."""
    lang, view = state.lang(), state.view()
    left, right = st.columns([3, 2], vertical_alignment="bottom")
    left.subheader(t("plan_flows"), anchor=False, help=t("help_flows"))
    by = (
        right.selectbox(t("flow_by"), FLOW_GROUPS, format_func=named(FLOW_GROUPS, _grouping), key=state.spoken("w_flow_by"))
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


def money_part(plan: str) -> None:
    """Cost and saving along the months, with the month in which the saving has paid the cost."""
    from planner.plan.tables import payback_month

    lang, frame = state.lang(), plans.table("money_by_month", plan, state.lang())
    paid = payback_month(frame)
    st.subheader(t("plan_money"), anchor=False, help=t("help_money"))
    st.markdown(_paid_back(plans.summary(plan) or {}, paid))
    draw.picture(pictures.cash(frame, paid, lang), f"picture_money_{plan}", t("alt_money"))
    periods = plans.table("by_period", plan, lang)
    names, key = list(periods["period"]), f"grid_money_{plan}"
    grids.table(
        periods, ("period", "leave_on", "leavers", "cost_vnd", "saving_vnd_per_year", "saving_natural_vnd_per_year"), key=key, as_text=True, selection_mode="single-cell",
        on_select=lambda: grids.cell_clicked(key, range(len(names)), lambda i, column: _of_period(names, i, column)),
    )  # fmt: skip


def _paid_back(summary: dict[str, Any], month: dt.date | None) -> str:
    """The plan's payback, and from which month on, along the calendar, the saving to date is more than the cost."""
    lang, months = state.lang(), summary.get("payback_months")
    if months is None:
        return t("money_saves_nothing")
    along = t("money_paid", month=pictures.month_word(month, lang)) if month else t("money_never")
    return t("money_payback", months=number(months, lang, 1)) + " " + along


def requirements(plan: str) -> None:
    """How much of each requirement is used; those without room first, with the price of their limit."""
    said = plans.table("fairness", plan, state.lang())["said"]
    if len(said):
        st.subheader(word_of(FAIRNESS, "form"), anchor=False, help=t("help_fairness_rates"))
        st.markdown("\n".join(f"- {plain(line)}" for line in said))
    st.subheader(t("plan_binding"), anchor=False, help=t("help_binding"))
    st.caption(t("plan_binding_means"))
    frame = plans.table("requirements", plan, state.lang())
    every = st.toggle(t("binding_all", n=len(frame)), key="w_binding_all")
    shown = frame if every else frame[frame["binds"]]
    if not len(shown):
        st.info(t("nothing_binds"))
        return
    key, rows = f"grid_binding_{plan}_{every}", list(zip(shown["requirement"], shown["scope"], strict=True))
    ready = shown.assign(requirement=shown["label"])
    columns = ("requirement", "activity", "lower", "upper", "slack", "price")
    grids.table(
        ready, columns, key=key, as_text=len(ready) <= 60, height="content" if len(ready) <= 12 else 460, selection_mode="single-cell",
        headings={"slack": t("binding_slack")}, on_select=lambda: grids.cell_clicked(key, rows, lambda row, _: {"requirement": row[0], "scope": row[1]}),
    )  # fmt: skip


def _of_period(names: list[str], row: int, column: str) -> dict[str, Any]:
    """Who stands behind a number of the table of periods."""
    here = {"period": names[row]}
    special: dict[str, dict[str, Any]] = {
        "involuntary": {**here, "group": "involuntary"}, "cumulative": {"left_by": names[: row + 1]}, "reached": {"left_by": names[: row + 1]},
        "remaining": {"here_after": names[: row + 1]}, "cost_vnd": {**here, "paid": True},
    }  # fmt: skip
    return special.get(column, {**here, "group": "leavers"})


def _of_route(route: str, column: str) -> dict[str, Any]:
    more: dict[str, dict[str, Any]] = {
        "involuntary": {"group": "involuntary"},
        "cost_vnd": {"paid": True},
        "average_cost_vnd": {"paid": True},
    }
    return {"decision": route, **more.get(column, {})}


def _of_unit(unit: str, column: str) -> dict[str, Any]:
    """Who stands behind a number of a unit's row."""
    special: dict[str, dict[str, Any]] = {
        "after": {"ends_in": unit}, "leavers": {"unit": unit, "group": "leavers"}, "involuntary": {"unit": unit, "group": "involuntary"},
        "redeployed_in": {"into": unit}, "redeployed_out": {"unit": unit, "group": "moved"}, "reduction": {"unit": unit, "view": "changes"},
        "cost_vnd": {"unit": unit, "paid": True}, "minimum": {"ends_in": unit},
    }  # fmt: skip
    return special.get(column, {"unit": unit})


def figure_said(figure: dict[str, Any], plan: str) -> str:
    """A figure of a plan in words, for the heading of the list of its people."""
    said = []
    for name, wanted in figure.items():
        if name == "group":
            said.append(t(f"group_{wanted}"))
        elif name == "view":
            said.append(t(f"view_{wanted}"))
        elif name == "leaves_in":
            said.append(t("figure_leaves_in", what=pictures.month_word(dt.date.fromisoformat(f"{wanted}-01"), state.lang())))
        elif name in ("left_by", "here_after", "ends_in", "into"):
            said.append(t(f"figure_{name}", what=wanted[-1] if isinstance(wanted, list) else wanted))
        elif name == "paid":
            said.append(t("figure_paid"))
        elif name == "requirement":
            said.append(t("figure_requirement", what=plans.requirement_said(plan, wanted, figure.get("scope", ""), state.lang())))
        elif name != "scope":
            said.append(value(name, wanted) or str(wanted) or t("data_unknown"))
    return " · ".join(said)


def _grouping(column: str) -> str:
    return t(f"grouping_{column}") if column in ("rank_group", "age_band") else heading(column)


def _told(frame: pd.DataFrame) -> str:
    return "; ".join(f"{value('step', step)}: {whole(people)}" for step, people in zip(frame["step"], frame["people"], strict=True))


def figures_row(plan: str, summary: dict[str, Any]) -> None:
    """Saving, payback, voluntary exits, moves: each with its people a click away."""
    payback = summary["payback_months"]
    merit = number(summary["objective"], state.lang(), 1)
    shown = (
        ("saving", t("figure_saving"), money(summary["saving_vnd_per_year"]), t("help_saving"), {"group": "chosen"}),
        ("natural", t("figure_saving_natural"), money(summary.get("saving_natural_vnd_per_year")), t("help_saving_natural"), {"group": "natural"}),
        ("payback", t("figure_payback"), "–" if payback is None else number(payback, state.lang(), 1), t("help_payback"), {"paid": True}),
        ("voluntary", t("figure_voluntary"), whole(plans.counts(plan, state.lang())["voluntary"]), t("help_volunteers"), {"group": "voluntary"}),
        ("moved", word("figure_redeployed"), whole(summary["redeployed"]), t("help_moved"), {"group": "moved"}),
        ("objective", word("figure_objective"), merit, t("help_objective", bound=number(summary["bound"], state.lang(), 1), gap=percent(summary["gap"], 4)), None),
    )  # fmt: skip
    if summary.get("seconded"):
        away = {"decision": [decision.value for decision in SECONDMENTS.values()]}
        shown = (
            *shown[:-1],
            ("seconded", word("figure_seconded"), whole(summary["seconded"]), t("form_secondment_means"), away),
            shown[-1],
        )
    columns = draw.figures([(label, figure, means) for _, label, figure, means, _ in shown])
    for column, (name, *_, behind) in zip(columns, shown, strict=True):
        if behind is not None:
            column.button(
                t("see_people"), key=f"see_{name}", type="tertiary", icon=":material/group:", on_click=actions.list_people, args=(behind,)
            )
