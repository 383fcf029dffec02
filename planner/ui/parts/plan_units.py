"""The units of a plan: the rows that leaders look at and move, and the heat map of what they lose."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from planner.ui.elements import made
from planner.ui.parts.beyond import need
from planner.ui.parts.plan_figures import grouping, of_unit
from planner.ui.session import actions, against, history, plans, state
from planner.ui.session.words import named, percent, signed, t, value, whole
from planner.ui.widgets import draw, grids, pictures, style

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = ("unit", "name", "kind", "quota", "before", "after", "need", "need_gap", "leavers", "involuntary", "redeployed_in", "redeployed_out",
           "reduction", "minimum", "at_least", "at_most", "cost_vnd")  # fmt: skip
HEAT_COLUMNS = ("position_level", "rank_group", "age_band", "category", "rating_1")
MOST_UNITS_IN_HEAT = 40
"""The heat map of more units would be several screens high, and a browser draws every cell with its number."""
MOST_ROWS = 60
"""So many rows are drawn at first; all of a larger ministry when that is asked for."""


def units(plan: str) -> None:
    """A row a unit, the most telling first; what it keeps or releases is planned at once. The whole table below, folded up."""
    frame, kept = against.unit_rows(plan)
    every = len(frame) <= MOST_ROWS or st.toggle(t("units_all", n=len(frame)), key="w_units_all")
    shown = frame if every else frame.head(MOST_ROWS)
    data = {
        "plan": plan, "edition": state.edition(), "solving": state.is_solving(), "units": [_row(row) for row in shown.to_dict("records")], "widest": max(1, int(frame["before"].max())),
        "caption": t("units_kept" if kept else "units_caption"), "kept": kept, "words": _words(),
    }  # fmt: skip
    made.draw("unit_rows", data, "unit_rows", step=_step, people=_people, rank=lambda _: history.rank_units())
    with st.expander(t("plan_units_table"), icon=":material/table_rows:"):
        whole_table, grid = need.beside(plans.table("by_unit", plan, state.lang())), f"grid_units_{plan}"
        grids.table(
            whole_table, COLUMNS, key=grid, height=460 if len(whole_table) > 12 else "content", selection_mode="single-cell",
            on_select=lambda: grids.cell_clicked(grid, list(whole_table["unit"]), of_unit),
        )  # fmt: skip


def _step(asked: dict[str, Any]) -> None:
    history.step_unit(str(asked["unit"]), int(asked["by"]), str(asked.get("plan", "")))


def _people(asked: dict[str, Any]) -> None:
    actions.list_people(of_unit(str(asked["unit"]), str(asked["what"])))


def _row(row: dict[str, Any]) -> dict[str, Any]:
    least, most = (
        None if row[name] is None or row[name] != row[name] or str(row[name]) == "<NA>" else int(row[name]) for name in ("least", "most")
    )
    limits = " · ".join(
        [
            *([f"≥ {whole(least)}"] if least is not None else []),
            *([f"≤ {whole(most)}"] if most is not None and most < row["before"] else []),
        ]
    )
    return {
        "unit": str(row["unit"]), "name": str(row["name"]), "before": int(row["before"]), "after": int(row["after"]), "least": least, "most": most, "change": int(row["change"]),
        "before_said": whole(row["before"]), "after_said": whole(row["after"]), "leavers_said": f"−{whole(row['leavers'])}" if row["leavers"] else "0", "share_said": percent(row["share"]),
        "limits_said": limits, "change_said": signed(row["change"]) if row["change"] else "", "most_more": int(row["most_more"]), "most_less": int(row["most_less"]),
    }  # fmt: skip


def _words() -> dict[str, str]:
    return {
        name: t(f"units_{name}")
        for name in (
            "unit",
            "picture",
            "today",
            "after",
            "leavers",
            "share",
            "limits",
            "change",
            "do",
            "more",
            "less",
            "no_more",
            "no_less",
            "people",
            "rank",
            "hint",
        )
    }


def heat(plan: str) -> None:
    """The heat map of units by level, rank, age or rating."""
    units = dict(plans.table("by_unit", plan, state.lang())[["unit", "name"]].itertuples(index=False))
    lang, view = state.lang(), state.view()
    left, right = st.columns([3, 2], vertical_alignment="bottom")
    left.header(t("plan_heat"), anchor=False, help=t("help_heat"))
    across = (
        right.selectbox(t("heat_by"), HEAT_COLUMNS, format_func=named(HEAT_COLUMNS, grouping), key=state.spoken("w_heat_by"))
        or HEAT_COLUMNS[0]
    )
    cells = _largest(_ordered(plans.cells(plan, lang, "unit", across), across))
    names = (
        {unit: f"{unit} · {name}" for unit, name in units.items()},
        {c: value(across, c) or t("data_unknown") for c in cells[across].unique()},
    )
    st.caption(t(f"heat_{view}") + (" " + t("heat_largest", n=MOST_UNITS_IN_HEAT) if len(units) > MOST_UNITS_IN_HEAT else ""))
    spec, figures = pictures.heat(cells, "unit", across, view, names, style.is_dark())
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
