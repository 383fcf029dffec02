"""Pictures of a follow-up: planned against actual, month by month."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from planner.core.texts import number, text
from planner.ui.session import state
from planner.ui.widgets.charts import BLUE, GREY
from planner.ui.widgets.pictures import month_word

if TYPE_CHECKING:
    import pandas as pd

BILLION = 1e9


def people(months: pd.DataFrame) -> dict[str, Any]:
    """Headcount at the end of each month (columns of `by_month`)."""
    return _two(months, months["planned_headcount"], months["actual_headcount"], 1, 0)


def money(months: pd.DataFrame) -> dict[str, Any]:
    """Money paid to the end of each month, billions of đồng."""
    return _two(months, months["planned_cost_vnd"].cumsum(), months["actual_cost_vnd"].cumsum(), BILLION, 1)


def _two(months: pd.DataFrame, planned: pd.Series, actual: pd.Series, unit: float, decimals: int) -> dict[str, Any]:
    """Two lines over the months; the actual one ends where nothing is known yet."""
    lang = state.lang()
    words = [month_word(month, lang) for month in months["month"]]
    series = []
    for which, values, colour, kind in (("planned", planned, GREY, "dashed"), ("actual", actual, BLUE, "solid")):
        label = text(f"follow.page_{which}", lang)
        points: list[dict[str, Any]] = []
        for word, value in zip(words, values.astype("Float64").to_numpy("float64", na_value=float("nan")).tolist(), strict=True):
            known = value == value
            points.append({"value": round(value / unit, 3) if known else None,
                           "name": f"{word} · {label}: {number(value / unit, lang, decimals)}" if known else word})  # fmt: skip
        series.append({"type": "line", "name": label, "data": points, "symbolSize": 4, "itemStyle": {"color": colour}, "lineStyle": {"width": 2.5, "type": kind}})
    low = float(min(planned.min(), actual.min() if actual.notna().any() else planned.min())) / unit
    return {
        "_height": 320, "animation": False, "tooltip": {"trigger": "item", "formatter": "{b}"}, "legend": {"top": 0, "left": 0, "textStyle": {"fontSize": 12}},
        "grid": {"left": 28, "right": 28, "top": 48, "bottom": 8, "containLabel": True},
        "xAxis": {"type": "category", "data": words, "axisTick": {"show": False}, "axisLabel": {"interval": "auto", "fontSize": 11}},
        "yAxis": {"type": "value", "min": 0 if low <= 0 else round(low * 0.98, 3), "axisLabel": {"show": False}, "splitLine": {"lineStyle": {"opacity": 0.35}}}, "series": series,
    }  # fmt: skip
