"""Compare: plans side by side, figure by figure, unit by unit, and the people on whom they differ."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from planner.core.texts import number
from planner.ui import layout
from planner.ui.parts.beyond import curve
from planner.ui.parts.plan_names import plan_name, plan_names
from planner.ui.session import plans, state, workers
from planner.ui.session.words import heading, money, named, percent, plain, signed, signed_money, t, value, whole, word
from planner.ui.widgets import charts, draw, grids
from planner.ui.widgets.download import download

if TYPE_CHECKING:
    import pandas as pd

    from planner.plan.comparison import Comparison

BARS = ("leavers", "involuntary", "cost_vnd", "saving_vnd_per_year", "payback_months", "redeployed")

NOT_SHOWN = ("objective", "bound", "gap", "seconds")
"""Figures of the search: who wants them finds them behind a plan's seal, and in the workbook."""


def compare_page() -> None:
    """Draw the page."""
    layout.head("compare", views=True)
    known = plans.known()
    if len(known) < 2:
        st.info(t("compare_empty"), icon=":material/compare_arrows:")
        return
    chosen, base = _choice(known)
    solved = [p for p in chosen if plans.decides(p)]
    for plan in chosen:
        if plan not in solved:
            status = value("status", (plans.summary(plan) or {}).get("status"))
            st.warning(t("compare_no_plan", title=plain(plan_name(plan)), status=status))
    if len(solved) < 2:
        st.info(t("compare_pick_two"), icon=":material/compare_arrows:")
        return
    compared = sorted(solved, key=lambda plan: plan != base)  # the base first, the others as chosen
    names = plan_names(compared)
    _comparison(compared, [f"{letter(i)} · {names[plan]}" for i, plan in enumerate(compared)])


def _choice(known: list[str]) -> tuple[list[str], str]:
    """The plans that are compared, and which of them is the base."""
    desk = state.desk()
    first = [p for p in (desk.before, desk.current) if p in known]
    names = plan_names(known)
    left, right = st.columns([3, 2], vertical_alignment="bottom")
    key = state.spoken(f"w_compare_{len(desk.plans)}_{desk.current}")
    chosen = left.multiselect(
        t("compare_pick"),
        known,
        default=first if len(first) == 2 else known[:2],
        format_func=named(known, names.__getitem__),
        key=key,
        select_all=False,
    )
    base = (
        right.selectbox(
            t("compare_base"),
            chosen,
            format_func=named(chosen, names.__getitem__),
            key=state.spoken(f"w_compare_base_{len(chosen)}_{desk.current}"),
        )
        if chosen
        else None
    )
    return chosen, base or ""


def letter(i: int) -> str:
    """A, B, …, Z, A2, B2, …: the short name of a plan."""
    return chr(ord("A") + i % 26) + (str(i // 26 + 1) if i >= 26 else "")


def _comparison(compared: list[str], names: list[str]) -> None:
    with st.spinner(t("compare_working")):
        comparison = plans.comparison(compared, names, state.lang())
    top, side = st.columns([4, 1], vertical_alignment="bottom")
    top.header(t("compare_figures"), anchor=False, help=t("help_compare"))
    with side:
        _download(compared, names)
    st.caption("  \n".join([t("compare_first", name=plain(names[0])), *map(plain, names[1:])]))
    figures = _figures(comparison)
    right = {name: st.column_config.TextColumn(name, alignment="right") for name in list(figures[0])[1:]} if figures else {}
    grids.put(figures, right, key=f"grid_compare_figures_{len(compared)}", height="content")
    left, right = st.columns(2, gap="medium")
    with left:
        st.header(t("compare_chart"), anchor=False)
        draw.picture(charts.plans(_points(compared), state.lang()), "chart_compare", t("alt_compare"))
    with right:
        _bars(comparison)
    curve.section(compared, names, [letter(i) for i in range(len(compared))])
    _units(comparison)
    st.header(t("compare_people", n=len(comparison.people)), anchor=False)
    _people(comparison)


def _bars(comparison: Comparison) -> None:
    """One figure of every plan as bars."""
    import pandas as pd

    left, right = st.columns([3, 2], vertical_alignment="bottom")
    left.header(t("compare_one"), anchor=False)
    figure = (
        right.selectbox(
            t("compare_figure"),
            BARS,
            format_func=named(BARS, lambda f: word(f"figure_{f}")),
            key=state.spoken("w_compare_figure"),
            label_visibility="collapsed",
        )
        or BARS[0]
    )
    row = comparison.figures[comparison.figures["figure"] == figure].iloc[0]
    amounts = [row[f"plan_{i}"] for i in range(1, len(comparison.names) + 1)]
    frame = pd.DataFrame({
        "plan": [letter(i) for i in range(len(amounts))], "amount": [float(amount or 0) for amount in amounts],
        "shown": [_shown(row["kind"], amount) for amount in amounts], "name": list(comparison.names),
    })  # fmt: skip
    told = "; ".join(f"{name}: {shown}" for name, shown in zip(frame["name"], frame["shown"], strict=True))
    draw.picture(charts.bars(frame), f"chart_compare_{figure}", told)


def _figures(comparison: Comparison) -> list[dict[str, str]]:
    """A row a figure; a difference stands beside its value, with its sign."""
    rows = []
    for row in comparison.figures.to_dict("records"):
        if row["figure"] in NOT_SHOWN:
            continue
        shown = {heading("figure"): word(f"figure_{row['figure']}")}
        for i in range(1, len(comparison.names) + 1):
            text = _shown(row["kind"], row[f"plan_{i}"])
            difference = row.get(f"difference_{i}")
            if isinstance(difference, int | float) and difference == difference and difference != 0:
                text += f"  ({_difference(row['kind'], difference)})"
            shown[letter(i - 1)] = text
        rows.append(shown)
    return rows


def _shown(kind: str, figure: Any) -> str:
    if figure is None or figure != figure:
        return "–"
    if kind == "status":
        return t(f"short_{figure}")
    if kind in ("pct", "gap"):
        return percent(figure, 1 if kind == "pct" else 4)
    if kind == "money":
        return money(figure)
    return whole(figure) if kind == "int" else number(figure, state.lang(), 2)


def _difference(kind: str, difference: float) -> str:
    if kind == "money":
        return signed_money(difference)
    if kind in ("pct", "gap"):
        return t("points", amount=signed(100 * difference, 1 if kind == "pct" else 4))
    return signed(difference, 0 if kind == "int" else 2)


def _points(compared: list[str]) -> pd.DataFrame:
    import pandas as pd

    rows = []
    for i, plan in enumerate(compared):
        summary = plans.summary(plan) or {}
        rows.append(
            {
                "letter": letter(i),
                "plan": plan_name(plan),
                "leavers": summary["headcount"]["leavers"],
                "cost_vnd": summary["cost_vnd"],
                "involuntary": summary["involuntary"],
            }
        )
    return pd.DataFrame(rows)


def _units(comparison: Comparison) -> None:
    """Unit by unit: before, after, or how each plan differs from the base."""
    k, view = len(comparison.names), state.view()
    st.header(t("compare_units"), anchor=False)
    shown = {
        "before": [f"before_{i}" for i in range(1, k + 1)],
        "after": [f"after_{i}" for i in range(1, k + 1)],
        "changes": ["after_1", *(f"difference_after_{i}" for i in range(2, k + 1)), *(f"difference_cost_vnd_{i}" for i in range(2, k + 1))],
    }[view]
    headings = {}
    for i in range(1, k + 1):
        plan = letter(i - 1)
        headings |= {
            f"before_{i}": t("compare_before", plan=plan), f"after_{i}": t("compare_after", plan=plan), f"difference_after_{i}": t("compare_difference", plan=plan),
            f"difference_cost_vnd_{i}": t("compare_difference_cost", plan=plan),
        }  # fmt: skip
    if view == "changes" and k == 2 and len(comparison.units) <= 60:
        draw.picture(charts.unit_differences(comparison.units, state.lang(), letter(1)), "chart_compare_units", t("alt_compare_units"))
    grids.table(comparison.units, ["unit", "name", *shown], key=f"grid_compare_units_{k}_{view}", headings=headings)


def _people(comparison: Comparison) -> None:
    k = len(comparison.names)
    people = comparison.people.copy()
    if people.empty:
        st.info(t("compare_same_people"))
        return
    headings = {}
    for i in range(1, k + 1):
        words = {code: t("compare_absent") if code == "absent" else value("decision", code) for code in people[f"decision_{i}"].unique()}
        people[f"decision_{i}"] = people[f"decision_{i}"].map(words)
        headings |= {
            f"decision_{i}": f"{letter(i - 1)}: {heading('decision')}",
            f"period_{i}": f"{letter(i - 1)}: {heading('period')}",
        }
    columns = [
        "employee_id",
        "full_name",
        "unit",
        "position_title",
        *(f"{c}_{i}" for i in range(1, k + 1) for c in ("decision", "period")),
    ]
    grids.table(people, columns, key=f"grid_compare_people_{k}", headings=headings, height="auto" if len(people) < 12 else 420)


def _download(compared: list[str], names: list[str]) -> None:
    task = {"sources": [str(plans.folder_of(plan)) for plan in compared], "names": names, "lang": state.lang()}
    make = workers.file_of("comparison", task, "comparison.xlsx")
    download(t("download_excel"), make, "comparison.xlsx", key="download_comparison", width="stretch")
