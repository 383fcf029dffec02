"""Compare: plans side by side, figure by figure, unit by unit, and the people on whom they differ."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from planner.jobs.state import folder_of
from planner.texts import number
from planner.ui import charts, grids, layout, places, state, store
from planner.ui.plan_page import plan_name
from planner.ui.words import heading, money, named, percent, plain, signed, t, value, whole, word

if TYPE_CHECKING:
    import pandas as pd

    from planner.compare import Comparison

WORKBOOK_LIMIT_S = 120.0


def compare_page() -> None:
    """Draw the page."""
    layout.head("compare")
    desk = state.desk()
    known = list(dict.fromkeys([*(p for p in desk.plans if store.folder_of(p)), *store.commanded_plans()]))
    if len(known) < 2:
        st.info(t("compare_empty"), icon=":material/compare_arrows:")
        return
    first = [p for p in (desk.before, desk.current) if p in known]
    key = f"w_compare_{len(desk.plans)}_{desk.current}"
    chosen = st.multiselect(
        t("compare_pick"), known, default=first if len(first) == 2 else known[:2], format_func=named(known, plan_name), key=key
    )
    solved = [p for p in chosen if (store.summary(p) or {}).get("headcount")]
    for plan in chosen:
        if plan not in solved:
            st.warning(
                t(
                    "compare_no_plan",
                    title=plain(plan_name(plan)),
                    status=value("status", (store.summary(plan) or {}).get("status")),
                )
            )
    if len(solved) < 2:
        st.info(t("compare_pick_two"), icon=":material/compare_arrows:")
        return
    names = [f"{letter} · {plan_name(plan)}" for letter, plan in zip("ABCDEFGHIJKLMNOPQRSTUVWXYZ", solved, strict=False)]
    _comparison(solved[: len(names)], names)


def _comparison(plans: list[str], names: list[str]) -> None:
    from planner.compare import compare

    with st.spinner(t("compare_working")):
        comparison = compare([store.run(plan, state.lang()) for plan in plans], names)
    top, side = st.columns([4, 1], vertical_alignment="bottom")
    top.subheader(t("compare_figures"), anchor=False)
    with side:
        _download(plans, names)
    st.caption(t("compare_first", name=plain(names[0])))
    st.dataframe(_figures(comparison), hide_index=True, key=f"grid_compare_figures_{len(plans)}", height="content")
    st.subheader(t("compare_chart"), anchor=False)
    st.altair_chart(charts.plans(_points(plans), state.lang()), key="chart_compare", alt=t("alt_compare"))
    st.subheader(t("compare_units"), anchor=False)
    _units(comparison)
    st.subheader(t("compare_people", n=len(comparison.people)), anchor=False)
    _people(comparison)


def _letter(i: int) -> str:
    return "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[i]


def _figures(comparison: Comparison) -> list[dict[str, str]]:
    """A row a figure; a difference stands beside its value, with its sign."""
    rows = []
    for row in comparison.figures.to_dict("records"):
        shown = {heading("figure"): word(f"figure_{row['figure']}")}
        for i, name in enumerate(comparison.names, 1):
            text = _shown(row["kind"], row[f"plan_{i}"])
            difference = row.get(f"difference_{i}")
            if isinstance(difference, int | float) and difference == difference and difference != 0:
                text += f"  ({_difference(row['kind'], difference)})"
            shown[name] = text
        rows.append(shown)
    return rows


def _shown(kind: str, figure: Any) -> str:
    if figure is None or figure != figure:
        return "–"
    if kind == "status":
        return value("status", figure)
    if kind in ("pct", "gap"):
        return percent(figure, 1 if kind == "pct" else 4)
    if kind == "money":
        return money(figure)
    return whole(figure) if kind == "int" else number(figure, state.lang(), 2)


def _difference(kind: str, difference: float) -> str:
    if kind == "money":
        return ("+" if difference > 0 else "−") + money(abs(difference))
    if kind in ("pct", "gap"):
        return t("points", amount=signed(100 * difference, 1 if kind == "pct" else 4))
    return signed(difference, 0 if kind == "int" else 2)


def _points(plans: list[str]) -> pd.DataFrame:
    import pandas as pd

    rows = []
    for i, plan in enumerate(plans):
        summary = store.summary(plan) or {}
        rows.append(
            {
                "letter": _letter(i),
                "plan": plan_name(plan),
                "leavers": summary["headcount"]["leavers"],
                "cost_vnd": summary["cost_vnd"],
                "involuntary": summary["involuntary"],
            }
        )
    return pd.DataFrame(rows)


def _units(comparison: Comparison) -> None:
    k = len(comparison.names)
    columns = [
        "unit",
        "name",
        "before_1",
        *(f"after_{i}" for i in range(1, k + 1)),
        *(f"difference_after_{i}" for i in range(2, k + 1)),
    ]
    headings = {"before_1": word("column_before"), **{f"after_{i}": t("compare_after", plan=_letter(i - 1)) for i in range(1, k + 1)},
                **{f"difference_after_{i}": t("compare_difference", plan=_letter(i - 1)) for i in range(2, k + 1)}}  # fmt: skip
    grids.table(comparison.units, columns, key=f"grid_compare_units_{k}", headings=headings)


def _people(comparison: Comparison) -> None:
    k = len(comparison.names)
    people = comparison.people.copy()
    headings = {}
    for i in range(1, k + 1):
        words = {code: t("compare_absent") if code == "absent" else value("decision", code) for code in people[f"decision_{i}"].unique()}
        people[f"decision_{i}"] = people[f"decision_{i}"].map(words)
        headings |= {
            f"decision_{i}": f"{_letter(i - 1)}: {heading('decision')}",
            f"period_{i}": f"{_letter(i - 1)}: {heading('period')}",
        }
    columns = [
        "employee_id",
        "full_name",
        "unit",
        "position_title",
        *(f"{c}_{i}" for i in range(1, k + 1) for c in ("decision", "period")),
    ]
    grids.table(people, columns, key=f"grid_compare_people_{k}", headings=headings, height="auto" if len(people) < 12 else 420)


def _download(plans: list[str], names: list[str]) -> None:
    pool, lang, root = store.pool(), state.lang(), places.app_runs()
    sources = [str(store.folder_of(plan)) for plan in plans]

    def workbook() -> bytes:
        job = pool.submit(
            "comparison",
            {"sources": sources, "names": names, "lang": lang},
            title="comparison",
            limit_s=WORKBOOK_LIMIT_S,
        )
        pool.wait(job, WORKBOOK_LIMIT_S)
        return (folder_of(root, job) / "comparison.xlsx").read_bytes()

    st.download_button(
        t("download_excel"), workbook, "comparison.xlsx", key="download_comparison", icon=":material/download:", on_click="ignore",
        mime="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", width="stretch",
    )  # fmt: skip
