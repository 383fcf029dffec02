"""The frontier of cost and merit as an ECharts picture: the best plans, the stairs over which none can lie, and the plans that are compared.

As in `run_pictures` no numbers stand on the axes; their ends stand in the names, and the mouse tells each mark.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from planner.core.texts import number, text
from planner.ui.session.words import money
from planner.ui.widgets.charts import BLUE, GREY, LIGHT, RED, Spec

if TYPE_CHECKING:
    import pandas as pd

HEIGHT = 380
APART = 0.06
"""Marks nearer to each other than this share of the picture have their letters one below the other."""


@dataclass(frozen=True)
class Stand:
    """Where a plan stands. letter: beside its mark; name: read with the mouse; by_hand: whether it was not made here."""

    letter: str
    name: str
    cost: float
    merit: float
    by_hand: bool = False


def frontier(curve: pd.DataFrame, stands: Sequence[Stand], lang: str) -> Spec:
    """The picture of a curve (x in VND, y in points, bound, limit, proven) with plans in it."""
    rows = curve.sort_values("limit").to_dict("records")
    points = [_point(row, lang) for row in rows]
    stairs = [[row["limit"] / 1e9, row["bound"]] for row in rows if row["bound"] == row["bound"]]
    across, up = [*curve["x"], *(s.cost for s in stands)], [*curve["y"], *(s.merit for s in stands)]
    axis = {"type": "value", "scale": True, "axisLabel": {"show": False}, "axisTick": {"show": False}, "splitLine": {"show": False}, "nameLocation": "middle", "boundaryGap": ["6%", "8%"]}
    return {
        "_height": HEIGHT, "animation": False, "tooltip": {"trigger": "item", "formatter": "{b}"},
        "grid": {"left": 44, "right": 40, "top": 40, "bottom": 44, "outerBoundsMode": "none"},
        "legend": {"top": 0, "left": 0, "itemWidth": 18, "textStyle": {"fontSize": 12}},
        "xAxis": {**axis, "nameGap": 22, "name": f"{_figure('cost_vnd', lang)}: {money(min(across))} – {money(max(across))}"},
        "yAxis": {**axis, "nameGap": 16, "name": f"{_figure('retained_merit', lang)}: {number(round(min(up)), lang)} – {number(round(max(up)), lang)}"},
        "series": [
            {"type": "line", "name": text("beyond.frontier.picture_bound", lang), "step": "start", "data": stairs, "symbol": "none", "silent": True, "lineStyle": {"color": LIGHT, "width": 2}, "itemStyle": {"color": LIGHT}},
            {"type": "line", "name": text("beyond.frontier.picture_points", lang), "data": points, "symbol": "circle", "symbolSize": 9, "lineStyle": {"color": BLUE, "width": 2}, "itemStyle": {"color": BLUE}},
            {"type": "scatter", "name": text("beyond.frontier.picture_plans", lang), "data": _marks(stands, across, up, lang), "itemStyle": {"color": RED}, "z": 5},
        ],
    }  # fmt: skip


def _point(row: dict[str, Any], lang: str) -> dict[str, Any]:
    """A plan of the curve; a hollow mark where it is not proven."""
    said = f"{money(row['x'])} · {number(round(row['y'], 1), lang)}"
    open_mark = {} if row["proven"] else {"itemStyle": {"color": "#ffffff", "borderColor": BLUE, "borderWidth": 2}}
    return {"value": [row["x"] / 1e9, row["y"]], "name": said, **open_mark}


def _marks(stands: Sequence[Stand], across: Sequence[float], up: Sequence[float], lang: str) -> list[dict[str, Any]]:
    """Plans that are compared, each with its letter; a diamond for one made by hand."""
    wide, high = max(max(across) - min(across), 1.0), max(max(up) - min(up), 1e-9)
    out = []
    for i, plan in enumerate(stands):
        below = sum(abs(plan.cost - other.cost) < APART * wide and abs(plan.merit - other.merit) < APART * high for other in stands[:i])
        out.append({
            "value": [plan.cost / 1e9, plan.merit], "symbol": "diamond" if plan.by_hand else "circle", "symbolSize": 18 if plan.by_hand else 13,
            "name": f"{plan.name}: {money(plan.cost)} · {number(round(plan.merit, 1), lang)}", "itemStyle": {"color": RED, "borderColor": GREY},
            "label": {"show": True, "position": "right", "formatter": plan.letter, "fontWeight": "bold", "fontSize": 14, "offset": [0, 16 * below]},
        })  # fmt: skip
    return out


def _figure(key: str, lang: str) -> str:
    said = text(f"beyond.frontier.{key}", lang)
    return said[:1].upper() + said[1:]
