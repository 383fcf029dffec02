"""ECharts pictures of finished tables: moves and exits, heat map, timeline, money, structure. Each is a plain mapping.

What was clicked comes back as an index into the very lists made here, so every maker also says what its marks stand for:
`(spec, figures)`, where `figures[(series, data type, index)]` is the condition of `tables.behind` for that mark.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from planner.core.texts import number
from planner.core.vocabulary import DECISIONS
from planner.ui.session import state
from planner.ui.session.words import t, value, whole
from planner.ui.widgets.charts import BLUE, GREEN, GREY, ORANGE, RED, Picture, ink_on

if TYPE_CHECKING:
    import pandas as pd

DECISION_COLOURS = {
    "retain": BLUE, "redeploy": "#56b4e9", "normal_retirement": GREY, "contract_end": "#5e5e5e", "early_retirement": ORANGE,
    "immediate_separation": RED, "training_separation": "#cc79a7", "transfer_out": GREEN,
    "secondment_commune": "#8b6f47", "secondment_province": "#c2a878",
}  # fmt: skip
FATE_COLOURS = {"kept": GREY, "renamed": GREY, "grown": BLUE, "merged": ORANGE, "dissolved": RED, "new": GREEN}
HEAT_COLOURS = {
    (True, False): ["#fbf3ee", "#f08a4b"], (False, False): ["#eef4f9", "#5ba7da"], (True, True): ["#1b222d", "#a4501c"], (False, True): ["#1b222d", "#22618f"],
}  # fmt: skip
"""Of a heat map, by whether it shows what is lost and whether the page is dark: from nothing to the most."""
BILLION = 1e9
FEW_MONTHS = 8
"""Up to so many names of months stand upright below a picture."""
_QUIET = {"animation": False}
_NAMED = {"trigger": "item", "formatter": "{b}"}
"""What the mouse rests on says its name, which is written here: ECharts writes numbers the English way only."""


def _counted(people: int) -> dict[str, str]:
    """What a band between two nodes says: its two ends, and its people; a node's name holds its number already."""
    return {"formatter": "{b}: " + whole(int(people))}


def picked(event: Any, figures: Mapping[tuple[int, str, int], dict[str, Any]]) -> dict[str, Any] | None:
    """The condition of the mark that was clicked last; None where nothing is marked."""
    try:
        groups = event["selection"]["selected"]
        found = [(g["series_index"], g["data_type"], i) for g in groups for i in g["data_indices"]]
    except (KeyError, TypeError):
        return None
    return next((figures[mark] for mark in found if mark in figures), None)


def moves_and_exits(edges: pd.DataFrame, by: str, names: Mapping[str, str]) -> Picture:
    """What is decided for each group as a bar of parts, the largest group first; columns of `tables.flows`. names: group to what it is called."""
    from planner.plan.tables.flows import OTHERS

    groups = list(dict.fromkeys(edges["source"]))
    decided = [d.value for d in DECISIONS if d.value in set(edges["decision"])]
    people = edges.groupby(["source", "decision"])["people"].sum().to_dict()
    total = edges.groupby("source")["people"].sum().to_dict()
    widest = max(total.values(), default=0)
    series, figures = [], {}
    for at, decision in enumerate(decided):
        said = value("decision", decision)
        bars = []
        for i, group in enumerate(groups):
            n = int(people.get((group, decision), 0))
            if group != OTHERS:
                figures[at, "main", i] = {by: group, "decision": decision}
            bars.append(
                {
                    "value": n or None,
                    "name": f"{names.get(group, group)} · {said}: {whole(n)}",
                    "label": {"formatter": whole(n) if n >= widest / 28 else ""},
                }
            )
        series.append({
            "type": "bar", "stack": "all", "name": said, "data": bars, "barMaxWidth": 22, "selectedMode": "single",
            "itemStyle": {"color": DECISION_COLOURS[decision]}, "label": {"show": True, "fontSize": 12, "color": ink_on(DECISION_COLOURS[decision])},
        })  # fmt: skip
    spec = {
        **_QUIET, "_height": 28 * len(groups) + 70, "tooltip": _NAMED, "legend": {"top": 0, "left": 0, "itemWidth": 14, "itemGap": 8, "textStyle": {"fontSize": 12}},
        "grid": {"left": 8, "right": 16, "top": 34, "bottom": 4, "containLabel": True},
        "xAxis": {"type": "value", "axisLabel": {"show": False}, "splitLine": {"show": False}},
        "yAxis": {"type": "category", "inverse": True, "data": [f"{names.get(g, g)} ({whole(int(total[g]))})" for g in groups], "axisTick": {"show": False}, "axisLabel": {"fontSize": 12, "width": 300, "overflow": "truncate"}},
        "series": series,
    }  # fmt: skip
    return spec, figures


def _apart(side: str, label: str) -> str:
    """A node's name, which the reader sees: equal labels on both sides are told apart by a mark without width."""
    return label + ("\u200b" if side in ("to", "new") else "")


def heat(cells: pd.DataFrame, rows: str, columns: str, view: str, names: tuple[Mapping[str, str], Mapping[str, str]], dark: bool = False) -> Picture:
    """Heat map of `tables.by_group`: people before or after, or the share that leaves, with the numbers in the cells."""
    down, across = (list(dict.fromkeys(cells[c])) for c in (rows, columns))
    shown = {"before": cells["people"], "after": cells["after"], "changes": 100 * cells["reduction"].fillna(0)}[view]
    data, figures = [], {}
    base = {"before": {}, "after": {"group": "retained"}, "changes": {"group": "leavers"}}[view]
    for i, (row, column, people, leavers, depth) in enumerate(
        zip(cells[rows], cells[columns], cells["people"], cells["leavers"], shown, strict=True)
    ):
        figures[0, "main", i] = {rows: row, columns: column, **base}
        text = (
            ""
            if not people
            else f"−{whole(leavers)} / {whole(people)}"
            if view == "changes" and leavers
            else whole(int(depth) if view != "changes" else people)
        )
        data.append(
            {
                "value": [across.index(column), down.index(row), round(float(depth), 1)],
                "label": {"formatter": text},
                "name": f"{names[0].get(row, row)} · {names[1].get(column, column)}",
            }
        )
    top = float(shown.max()) if len(shown) else 1.0
    # Opaque from the page's ground to a middle tone: the numbers stay readable on all of it, without an outline, which is slow to draw.
    colours = HEAT_COLOURS[view == "changes", dark]
    spec = {
        **_QUIET, "_height": 26 * len(down) + 110,
        "tooltip": {"trigger": "item", "formatter": "{b}"},
        "grid": {"left": 8, "right": 16, "top": 36, "bottom": 12, "containLabel": True},
        "xAxis": {"type": "category", "position": "top", "data": [names[1].get(c, c) or t("data_unknown") for c in across], "axisLabel": {"interval": 0, "fontSize": 11, "width": 74, "overflow": "break", "lineHeight": 13}, "splitArea": {"show": False}},
        "yAxis": {"type": "category", "inverse": True, "data": [names[0].get(r, r) for r in down], "axisLabel": {"interval": 0, "fontSize": 11, "width": 240, "overflow": "truncate"}},
        "visualMap": {"show": False, "min": 0, "max": max(top, 1.0), "dimension": 2, "inRange": {"color": colours}},
        "series": [{"type": "heatmap", "progressive": 0, "data": data, "selectedMode": "single", "label": {"show": True, "fontSize": 11, "color": "#fff" if dark else "#111"}, "itemStyle": {"borderColor": "#8884", "borderWidth": 1}}],
    }  # fmt: skip
    return spec, figures


def exits(frame: pd.DataFrame, lang: str) -> Picture:
    """Exits by quarter (columns of `tables.exits_by_quarter`), a stack of routes at each; every quarter between the first and the last stands."""
    from planner.plan.tables import quarters_between

    people = frame.groupby(["quarter", "decision"])["people"].sum().to_dict()
    quarters = quarters_between(frame["quarter"])
    routes = [d.value for d in DECISIONS if d.value in set(frame["decision"])]
    words = [quarter_word(q) for q in quarters]
    total = [sum(people.get((q, route), 0) for route in routes) for q in quarters]
    least = max(total, default=0) / 14  # smaller pieces have no room for a number
    series, figures = [], {}
    for at, route in enumerate(routes):
        numbers = [int(people.get((quarter, route), 0)) for quarter in quarters]
        for i, quarter in enumerate(quarters):
            figures[at, "main", i] = {"decision": route, "leaves_within": f"{quarter:%Y-%m}"}
        said = value("decision", route)
        bars = [
            {"value": n or None, "name": f"{word} · {said}: {whole(n)}", "label": {"formatter": whole(n) if n >= least else ""}}
            for word, n in zip(words, numbers, strict=True)
        ]
        series.append({
            "type": "bar", "stack": "exits", "name": said, "data": bars, "barCategoryGap": "22%", "barMaxWidth": 70, "selectedMode": "single",
            "itemStyle": {"color": DECISION_COLOURS[route]}, "labelLayout": {"hideOverlap": True}, "label": {"show": True, "fontSize": 12, "color": ink_on(DECISION_COLOURS[route])},
        })  # fmt: skip
    spec = {
        **_QUIET, "_height": 340, "legend": {"top": 0, "left": 0, "itemWidth": 14, "itemGap": 8, "textStyle": {"fontSize": 12}}, "tooltip": _NAMED,
        "grid": {"left": 36 if len(quarters) > FEW_MONTHS else 8, "right": 16, "top": 30 + 20 * ((len(routes) - 1) // 3), "bottom": 8, "containLabel": True},
        "xAxis": {"type": "category", "data": words, "axisTick": {"show": False}, "axisLabel": {"interval": "auto", "fontSize": 11, "rotate": 45 if len(quarters) > FEW_MONTHS else 0}},
        "yAxis": {"type": "value", "axisLabel": {"show": False}, "splitLine": {"show": False}}, "series": series,
    }  # fmt: skip
    return spec, figures


def quarter_word(quarter: dt.date) -> str:
    """A quarter by its first day: III/2027 (vi) or Q3 2027 (en)."""
    n = (quarter.month + 2) // 3
    return t("quarter", quarter=("I", "II", "III", "IV")[n - 1] if state.lang() == "vi" else f"Q{n}", year=quarter.year)


def month_word(month: dt.date, lang: str) -> str:
    """A month as the language writes it: 07/2027 (vi) or 2027-07 (en)."""
    return f"{month:%m/%Y}" if lang == "vi" else f"{month:%Y-%m}"


def cash(frame: pd.DataFrame, payback: Any, lang: str) -> dict[str, Any]:
    """Money by quarter (columns of `tables.money_by_quarter`): paid downwards, saved upwards, and the balance to date as a line; billions of đồng."""
    words = [quarter_word(q) for q in frame["quarter"]]
    bars = [
        ("cost_vnd", t("money_cost"), RED, -1),
        ("saving_vnd", t("money_saving"), GREEN, 1),
        ("saving_natural_vnd", t("money_natural"), GREY, 1),
    ]

    def point(word: str, label: str, vnd: float, sign: int) -> dict[str, Any]:
        return {"value": round(sign * vnd / BILLION, 3), "name": f"{word} · {label}: {number(sign * vnd / BILLION, lang, 1)}"}

    series: list[dict[str, Any]] = [
        {"type": "bar", "stack": "money", "name": label, "itemStyle": {"color": colour}, "barCategoryGap": "25%",
         "data": [point(word, label, float(v), sign) for word, v in zip(words, frame[name], strict=True)]}
        for name, label, colour, sign in bars
    ]  # fmt: skip
    net: dict[str, Any] = {
        "type": "line", "name": t("money_net"), "symbolSize": 6, "itemStyle": {"color": BLUE}, "lineStyle": {"width": 2.5},
        "data": [point(word, t("money_net"), float(v), 1) for word, v in zip(words, frame["net"], strict=True)],
    }  # fmt: skip
    if payback is not None:
        at = max(0, int((frame["quarter"].dt.date <= payback).sum()) - 1)
        net["markLine"] = {
            "symbol": "none",
            "label": {"formatter": t("money_paid_back")},
            "data": [{"xAxis": words[at]}],
            "lineStyle": {"color": BLUE},
        }
    return {
        **_QUIET, "_height": 360, "legend": {"top": 0, "left": 0, "textStyle": {"fontSize": 12}}, "tooltip": _NAMED,
        "grid": {"left": 8, "right": 24, "top": 56, "bottom": 8, "containLabel": True},
        "xAxis": {"type": "category", "data": words, "axisTick": {"show": False}, "axisLine": {"onZero": False}, "axisLabel": {"interval": "auto", "fontSize": 11}},
        "yAxis": {"type": "value", "name": t("axis_cost"), "nameTextStyle": {"align": "left"}, "splitLine": {"lineStyle": {"opacity": 0.35}}}, "series": [*series, net],
    }  # fmt: skip


def structure(edges: pd.DataFrame, fates: Mapping[str, str]) -> dict[str, Any]:
    """Old units into new ones (columns of `tables.structure_flow`). fates: unit to its fate, for the colours."""
    old = dict(zip(edges["unit"], edges["name"], strict=True))
    new = dict(zip(edges["new_unit"], edges["new_name"], strict=True))
    sizes = edges.groupby("unit")["people"].sum(), edges.groupby("new_unit")["people"].sum()

    def called(side: str, unit: str) -> str:
        names, size = (old, sizes[0]) if side == "old" else (new, sizes[1])
        return _apart(side, f"{unit} · {names[unit]} ({whole(int(size[unit]))})")

    def nodes(side: str, units: dict[str, str], place: str) -> list[dict[str, Any]]:
        return [
            {"name": called(side, unit), "tooltip": _NAMED, "itemStyle": {"color": FATE_COLOURS[fates.get(unit, "kept")]},
             "label": {"formatter": called(side, unit), "position": place, "width": 330, "overflow": "truncate"}}
            for unit in units
        ]  # fmt: skip

    links = [
        {"source": called("old", a), "target": called("new", b), "value": max(int(n), 0.3), "tooltip": _counted(n)}
        for a, b, n in edges[["unit", "new_unit", "people"]].itertuples(index=False)
    ]
    return {
        **_QUIET, "_height": max(180, 46 * max(len(old), len(new))), "tooltip": _NAMED,
        "series": [{"type": "sankey", "data": [*nodes("old", old, "left"), *nodes("new", new, "right")], "links": links, "left": 350, "right": 350, "top": 8, "bottom": 8,
                    "nodeGap": 14, "layoutIterations": 0, "lineStyle": {"color": "source", "opacity": 0.4}, "emphasis": {"focus": "adjacency"}, "draggable": False}],
    }  # fmt: skip
