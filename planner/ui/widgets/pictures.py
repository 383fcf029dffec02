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
from planner.ui.session.words import t, value, whole
from planner.ui.widgets.charts import BLUE, GREEN, GREY, LIGHT, ORANGE, RED, Figures, Picture

if TYPE_CHECKING:
    import pandas as pd

DECISION_COLOURS = {
    "retain": BLUE, "redeploy": "#56b4e9", "normal_retirement": GREY, "contract_end": "#5e5e5e", "early_retirement": ORANGE,
    "immediate_separation": RED, "training_separation": "#cc79a7", "transfer_out": GREEN,
    "secondment_commune": "#8b6f47", "secondment_province": "#c2a878",
}  # fmt: skip
FATE_COLOURS = {"kept": GREY, "renamed": GREY, "grown": BLUE, "merged": ORANGE, "dissolved": RED, "new": GREEN}
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
    """Sankey from groups to what is decided; columns of `tables.flows`. names: group to what it is called."""
    from planner.plan.tables.flows import OTHERS

    nodes: list[dict[str, Any]] = []
    links: list[dict[str, Any]] = []
    figures: Figures = {}
    places: dict[tuple[str, str], str] = {}

    def node(side: str, code: str, label: str, colour: str, figure: dict[str, Any] | None) -> str:
        place = "left" if side == "from" else "right"
        if (side, code) not in places:
            places[side, code] = _apart(side, label)
            if figure is not None:
                figures[0, "node", len(nodes)] = figure
            nodes.append(
                {
                    "name": places[side, code],
                    "tooltip": _NAMED,
                    "itemStyle": {"color": colour},
                    "label": {"formatter": label, "position": place},
                }
            )
        return places[side, code]

    known = [source for source in dict.fromkeys(edges["source"]) if source != OTHERS]
    for source, decision, target, people in edges[["source", "decision", "target", "people"]].itertuples(index=False):
        total = int(edges.loc[edges["source"] == source, "people"].sum())
        group = None if source == OTHERS else {by: source}
        left = node("from", source, f"{names.get(source, source)} ({whole(total)})", LIGHT, group)
        label = value("decision", decision) + (f" → {target}" if target else "")
        code, figure = f"{decision}|{target}", {"decision": decision, **({"into": target} if target and target != OTHERS else {})}
        reached = int(edges.loc[(edges["decision"] == decision) & (edges["target"] == target), "people"].sum())
        right = node("to", code, f"{label} ({whole(reached)})", DECISION_COLOURS[decision], figure)
        if group is not None or not known:
            figures[0, "edge", len(links)] = {**(group or {}), **figure}
        links.append(
            {
                "source": left,
                "target": right,
                "value": int(people),
                "tooltip": _counted(people),
                "lineStyle": {"color": DECISION_COLOURS[decision], "opacity": 0.45},
            }
        )
    height = max(320, 26 * len(set(edges["source"])))
    spec = {
        **_QUIET,
        "tooltip": _NAMED,
        "series": [{
            "type": "sankey", "data": nodes, "links": links, "left": 200, "right": 260, "top": 8, "bottom": 8, "nodeGap": 8, "nodeWidth": 14,
            "layoutIterations": 0, "emphasis": {"focus": "adjacency"}, "selectedMode": "single", "draggable": False, "label": {"fontSize": 12, "overflow": "none"},
        }],
    }  # fmt: skip
    return {**spec, "_height": height}, figures


def _apart(side: str, label: str) -> str:
    """A node's name, which the reader sees: equal labels on both sides are told apart by a mark without width."""
    return label + ("\u200b" if side in ("to", "new") else "")


def heat(cells: pd.DataFrame, rows: str, columns: str, view: str, names: tuple[Mapping[str, str], Mapping[str, str]]) -> Picture:
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
    # Opaque from pale to a middle tone: dark numbers stay readable in light and dark, without an outline, which is slow to draw.
    colours = ["#fbf3ee", "#f08a4b"] if view == "changes" else ["#eef4f9", "#5ba7da"]
    spec = {
        **_QUIET, "_height": 26 * len(down) + 110,
        "tooltip": {"trigger": "item", "formatter": "{b}"},
        "grid": {"left": 8, "right": 16, "top": 36, "bottom": 12, "containLabel": True},
        "xAxis": {"type": "category", "position": "top", "data": [names[1].get(c, c) or t("data_unknown") for c in across], "axisLabel": {"interval": 0, "fontSize": 11}, "splitArea": {"show": False}},
        "yAxis": {"type": "category", "inverse": True, "data": [names[0].get(r, r) for r in down], "axisLabel": {"interval": 0, "fontSize": 11, "width": 240, "overflow": "truncate"}},
        "visualMap": {"show": False, "min": 0, "max": max(top, 1.0), "dimension": 2, "inRange": {"color": colours}},
        "series": [{"type": "heatmap", "data": data, "selectedMode": "single", "label": {"show": True, "fontSize": 11, "color": "#111"}, "itemStyle": {"borderColor": "#8884", "borderWidth": 1}}],
    }  # fmt: skip
    return spec, figures


def exits(frame: pd.DataFrame, lang: str) -> Picture:
    """Exits along the calendar (columns of `tables.timeline`), a stack of routes at each month in which somebody leaves."""
    people = frame.groupby(["month", "decision"])["people"].sum().to_dict()
    months, routes = sorted(set(frame["month"])), [d.value for d in DECISIONS if d.value in set(frame["decision"])]
    words = [month_word(m, lang) for m in months]
    least = max(people.values(), default=0) / 12 if len(months) > FEW_MONTHS else 1  # smaller bars have no room for a number
    series, figures = [], {}
    for at, route in enumerate(routes):
        numbers = [people.get((month, route), 0) for month in months]
        for i, month in enumerate(months):
            figures[at, "main", i] = {"decision": route, "leaves_in": f"{month:%Y-%m}"}
        said = value("decision", route)
        bars = [
            {"value": n or None, "name": f"{word} · {said}: {whole(n)}", "label": {"formatter": whole(n) if n >= least else ""}}
            for word, n in zip(words, numbers, strict=True)
        ]
        series.append({
            "type": "bar", "stack": "exits", "name": said, "data": bars, "barMaxWidth": 70, "selectedMode": "single",
            "itemStyle": {"color": DECISION_COLOURS[route]}, "labelLayout": {"hideOverlap": True},
            "label": {"show": True, "color": "#fff", "textBorderColor": "#000a", "textBorderWidth": 2},
        })  # fmt: skip
    spec = {
        **_QUIET, "_height": 340, "legend": {"top": 0, "left": 0, "itemWidth": 14, "itemGap": 6, "textStyle": {"fontSize": 11}}, "tooltip": _NAMED,
        "grid": {"left": 8, "right": 16, "top": 30 + 20 * ((len(routes) - 1) // 3), "bottom": 8, "containLabel": True},
        "xAxis": {"type": "category", "data": words, "axisLabel": {"interval": "auto", "rotate": 45 if len(months) > FEW_MONTHS else 0}},
        "yAxis": {"type": "value", "axisLabel": {"show": False}}, "series": series,
    }  # fmt: skip
    return spec, figures


def month_word(month: dt.date, lang: str) -> str:
    """A month as the language writes it: 07/2027 (vi) or 2027-07 (en)."""
    return f"{month:%m/%Y}" if lang == "vi" else f"{month:%Y-%m}"


def cash(frame: pd.DataFrame, payback: Any, lang: str) -> dict[str, Any]:
    """Cost and saving to date by month (columns of `tables.money_by_month`), with the payback month marked; billions of đồng."""
    months = [month_word(m, lang) for m in frame["month"]]
    lines = [
        ("cost_to_date", t("money_cost"), RED), ("saving_to_date", t("money_saving"), GREEN), ("net", t("money_net"), BLUE),
        ("natural_to_date", t("money_natural"), GREY),
    ]  # fmt: skip
    series: list[dict[str, Any]] = [
        {"type": "line", "name": label, "step": "end" if name == "cost_to_date" else False, "showSymbol": False, "lineStyle": {"width": 2, "type": {"net": "dashed", "natural_to_date": "dotted"}.get(name, "solid")},
         "itemStyle": {"color": colour}, "data": [round(v / BILLION, 3) for v in frame[name].astype(float)]}
        for name, label, colour in lines
    ]  # fmt: skip
    said = [[number(v / BILLION, lang, 1) for v in frame[name].astype(float)] for name, *_ in lines]
    series[0]["data"] = [
        [month, amount, *texts] for month, amount, texts in zip(months, series[0]["data"], zip(*said, strict=True), strict=True)
    ]
    read = "<br/>".join(["{b}", *(f"{label}: <b>{{@[{at}]}}</b>" for at, (_, label, _) in enumerate(lines, 2))])
    if payback is not None:
        at = int((frame["month"].dt.date < payback).sum())
        series[2]["markLine"] = {
            "symbol": "none",
            "label": {"formatter": t("money_paid_back")},
            "data": [{"xAxis": months[at]}],
            "lineStyle": {"color": BLUE},
        }
    return {
        **_QUIET, "_height": 340, "legend": {"top": 0}, "tooltip": {"trigger": "axis", "formatter": read},
        "grid": {"left": 8, "right": 24, "top": 48, "bottom": 8, "containLabel": True},
        "xAxis": {"type": "category", "data": months, "boundaryGap": False}, "yAxis": {"type": "value", "name": t("axis_cost"), "nameTextStyle": {"align": "left"}}, "series": series,
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
