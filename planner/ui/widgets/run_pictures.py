"""ECharts pictures of the runs of a batch: a line each over parallel axes, a dot each between two figures.

Numbers on the axes would be written the English way: the ends of each axis stand in its name instead, and the mouse names the run.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from planner.ui.widgets.charts import BLUE, ORANGE, RED, Figures, Picture

if TYPE_CHECKING:
    from planner.service.sweeps.saved_batch import Batch, Column

HEIGHT = 380
LETTERS = 24
"""So many letters of a name stand over an axis, the last ones of a longer one: keys begin alike."""
WIDER = 36
"""So many where there is room: over the inner ones of a few axes."""
_NO_NUMBER = "\u200b"
"""Parallel axes write their numbers whatever `show` says; so they write nothing."""
_NAMED = {"trigger": "item", "formatter": "{b}"}


def lines(batch: Batch, runs: Sequence[int], axes: Sequence[Column], chosen: int | None) -> Picture:
    """A line a run over the axes. runs: numbers of those that are drawn; a mark stands for {"run": number}."""
    values = [_codes(batch, column) for column in axes]
    data = [
        {"value": ["-" if codes[run] is None else codes[run] for codes in values], "name": batch.said(run, "scenario"), **({"lineStyle": {"color": RED, "width": 4, "opacity": 1}} if run == chosen else {})}
        for run in runs
    ]  # fmt: skip
    spec = {
        "animation": False, "_height": HEIGHT, "tooltip": _NAMED, "parallel": {"left": 60, "right": 90, "top": 64, "bottom": 20},
        "parallelAxis": [{"dim": i, **_axis(batch, column), "name": f"{_short(column.label, WIDER if 0 < i < len(axes) - 1 <= 4 else LETTERS)}\n{_ends(batch, column)}", "nameGap": 12, "nameTextStyle": {"fontSize": 11, "lineHeight": 15}} for i, column in enumerate(axes)],
        "series": [{"type": "parallel", "data": data, "selectedMode": "single", "progressive": 0, "lineStyle": {"width": 1.5, "opacity": 0.5, "color": BLUE},
                    "emphasis": {"lineStyle": {"width": 3, "opacity": 1, "color": ORANGE}}, "select": {"lineStyle": {"width": 4, "opacity": 1, "color": RED}}}],
    }  # fmt: skip
    return spec, _figures(runs)


def dots(batch: Batch, runs: Sequence[int], x: Column, y: Column, chosen: int | None) -> Picture:
    """A dot a run between two figures. runs: numbers of those that are drawn, of which those without a figure have no dot."""
    across, up = _codes(batch, x), _codes(batch, y)
    known = [run for run in runs if across[run] is not None and up[run] is not None]
    data = [
        {"value": [across[run], up[run]], "name": f"{batch.said(run, 'scenario')} · {batch.said(run, x.key)} · {batch.said(run, y.key)}",
         **({"itemStyle": {"color": RED, "opacity": 1}, "symbolSize": 18} if run == chosen else {})}
        for run in known
    ]  # fmt: skip
    spec = {
        "animation": False, "_height": HEIGHT, "tooltip": _NAMED, "grid": {"left": 40, "right": 24, "top": 16, "bottom": 44, "outerBoundsMode": "none"},
        "xAxis": {**_axis(batch, x), "name": f"{x.label}: {_ends(batch, x)}", "nameLocation": "middle", "nameGap": 24},
        "yAxis": {**_axis(batch, y), "name": f"{y.label}: {_ends(batch, y)}", "nameLocation": "middle", "nameGap": 14},
        "series": [{"type": "scatter", "data": data, "symbolSize": 11, "selectedMode": "single", "itemStyle": {"color": BLUE, "opacity": 0.65},
                    "select": {"itemStyle": {"color": RED, "opacity": 1}}}],
    }  # fmt: skip
    return spec, _figures(known)


def _figures(runs: Sequence[int]) -> Figures:
    return {(0, "main", place): {"run": run} for place, run in enumerate(runs)}


def _codes(batch: Batch, column: Column) -> list[Any]:
    """The values of a column as an axis holds them: words by their number."""
    values = batch.values(column.key)
    if column.kind != "text":
        return values
    codes = {name: code for code, name in enumerate(_words(values))}
    return [codes.get(value) for value in values]


def _words(values: Sequence[Any]) -> list[str]:
    return list(dict.fromkeys(value for value in values if value is not None))


def _axis(batch: Batch, column: Column) -> dict[str, Any]:
    if column.kind == "text":
        return {"type": "category", "data": _words(batch.values(column.key)), "axisLabel": {"interval": 0, "fontSize": 11}}
    known = [value for value in batch.values(column.key) if value is not None]
    return {"type": "value", "min": min(known), "max": max(known), "axisLabel": {"show": False, "formatter": _NO_NUMBER}, "splitLine": {"show": False}}


def _ends(batch: Batch, column: Column) -> str:
    """The least and the most of a figure; nothing of words, which stand at the axis."""
    from planner.service.sweeps.saved_batch import written

    if column.kind == "text":
        return ""
    known = [value for value in batch.values(column.key) if value is not None]
    return f"{written(min(known), column.kind, batch.lang)} – {written(max(known), column.kind, batch.lang)}"


def _short(label: str, letters: int) -> str:
    return label if len(label) <= letters else "…" + label[1 - letters :]
