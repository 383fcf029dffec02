"""Chart specifications made of finished tables. Colours tell apart for colour-blind readers, and numbers stand at the bars."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Any

from planner.texts import number
from planner.ui.words import heading, t, value, word

if TYPE_CHECKING:
    import altair as alt
    import pandas as pd

BLUE, LIGHT, GREY, GREEN, ORANGE, RED = "#0072b2", "#9ec9e8", "#8c8c8c", "#009e73", "#e69f00", "#d55e00"
STEP_COLOURS = {
    "start": BLUE, "normal_retirement": GREY, "contract_end": GREY, "voluntary": GREEN, "early_retirement": ORANGE,
    "immediate_separation": RED, "training_separation": RED, "transfer_out": RED, "end": BLUE,
}  # fmt: skip
PICK = "pick"
"""Name of the selection in charts whose bars can be clicked."""


def _grouped(lang: str, **more: Any) -> alt.Axis:
    """An axis of whole numbers, grouped as the language groups them."""
    import altair as alt

    mark = "." if lang == "vi" else ","
    return alt.Axis(labelExpr=f"replace(format(abs(datum.value), ','), ',', '{mark}')", **more)


def waterfall(frame: pd.DataFrame, lang: str) -> alt.LayerChart:
    """The headcount from today to the end (columns of `tables.waterfall`); bars can be clicked."""
    import altair as alt

    data = frame.assign(
        label=[value("step", step) for step in frame["step"]],
        colour=frame["step"].map(STEP_COLOURS),
        shown=[number(n, lang) if n >= 0 else "−" + number(-n, lang) for n in frame["people"]],
        middle=(frame["level_from"] + frame["level_to"]) / 2,
    )
    # Labels break into lines at blanks: written in one line, Vega would leave out those that run into one another.
    data["label"] = ["\n".join(textwrap.wrap(label, 11)) for label in data["label"]]
    axis = alt.Axis(labelAngle=0, labelOverlap=False, labelExpr="split(datum.label, '\\n')", labelFontSize=11)
    x = alt.X("label:N", sort=list(data["label"]), title=None, axis=axis)
    base = alt.Chart(data).encode(x=x)
    bars = (
        base.mark_bar(size=44)
        .encode(
            y=alt.Y("level_from:Q", title=word("column_people"), axis=_grouped(lang)), y2="level_to:Q", color=alt.Color("colour:N", scale=None),
            tooltip=[alt.Tooltip("label:N", title=heading("step")), alt.Tooltip("shown:N", title=heading("people"))],
        )
        .add_params(alt.selection_point(name=PICK, fields=["step"]))
    )  # fmt: skip
    text = base.mark_text(dy=-9, fontWeight="bold", fontSize=13, color=GREY).encode(y="level_to:Q", text="shown:N")
    return (bars + text).properties(height=360)


def units(frame: pd.DataFrame, lang: str) -> alt.LayerChart:
    """Headcount of every unit before (pale) and after (full), columns of `tables.by_unit`; bars can be clicked."""
    import altair as alt

    data = frame.assign(
        label=frame["unit"].astype(str),
        shown=[f"{number(b, lang)} → {number(a, lang)}" for b, a in zip(frame["before"], frame["after"], strict=True)],
    ).drop(columns=["quota", "minimum", "at_least", "at_most"], errors="ignore")
    y = alt.Y("label:N", sort=list(data.sort_values("before", ascending=False)["label"]), title=None)
    base = alt.Chart(data).encode(y=y)
    tips = [alt.Tooltip("name:N", title=heading("unit_name")), alt.Tooltip("shown:N", title=heading("people"))]
    before = base.mark_bar(color=LIGHT, height={"band": 0.85}).encode(
        x=alt.X("before:Q", title=word("column_people"), axis=_grouped(lang, tickCount=8)), tooltip=tips
    )
    after = base.mark_bar(color=BLUE, height={"band": 0.5}).encode(x="after:Q", tooltip=tips)
    text = base.mark_text(align="left", dx=5, color=GREY).encode(x="before:Q", text="shown:N")
    return (before.add_params(alt.selection_point(name=PICK, fields=["unit"])) + after + text).properties(height=24 * len(data) + 30)


def periods(frame: pd.DataFrame, lang: str) -> alt.LayerChart:
    """Reduction to date against the target of each period (columns of `tables.by_period`)."""
    import altair as alt

    data = frame[["period", "cumulative_reduction", "target_share"]].assign(
        shown=[f"{number(100 * share, lang, 1)}%" for share in frame["cumulative_reduction"]],
    )
    x = alt.X("period:N", sort=list(data["period"]), title=word("column_period"), axis=alt.Axis(labelAngle=0))
    base = alt.Chart(data).encode(x=x)
    bars = base.mark_bar(color=BLUE, size=44).encode(
        y=alt.Y("cumulative_reduction:Q", title=word("column_cumulative_reduction"), axis=alt.Axis(format="%"))
    )
    ticks = base.mark_tick(color=RED, thickness=3, size=60).encode(y="target_share:Q")
    text = base.mark_text(dy=-9, fontWeight="bold", color=GREY).encode(y="cumulative_reduction:Q", text="shown:N")
    return (bars + ticks + text).properties(height=260)


def pyramid(frame: pd.DataFrame) -> alt.HConcatChart | alt.Chart:
    """Men and women by age band, back to back (columns of `tables.age_pyramid`)."""
    import altair as alt
    import pandas as pd

    men, women = word("column_men"), word("column_women")
    data = pd.concat([
        frame.assign(sex=men, people=-frame["men"], shown=frame["men"]),
        frame.assign(sex=women, people=frame["women"], shown=frame["women"]),
    ])  # fmt: skip
    return (
        alt.Chart(data)
        .mark_bar()
        .encode(
            y=alt.Y("age_band:N", sort=list(frame["age_band"])[::-1], title=heading("age_band"), axis=alt.Axis(labelOverlap=False)),
            x=alt.X("people:Q", title=word("column_people"), axis=alt.Axis(labelExpr="abs(datum.value)")),
            color=alt.Color("sex:N", title=None, scale=alt.Scale(domain=[men, women], range=[BLUE, ORANGE]), legend=alt.Legend(orient="top")),
            tooltip=[alt.Tooltip("age_band:N", title=heading("age_band")), alt.Tooltip("sex:N", title=heading("sex")), alt.Tooltip("shown:Q", title=word("column_people"))],
        )
        .properties(height=320)
    )  # fmt: skip


def counts(frame: pd.DataFrame, category: str, lang: str) -> alt.LayerChart:
    """Horizontal bars: [category, people] in the frame's order."""
    import altair as alt

    data = frame.assign(shown=[number(n, lang) for n in frame["people"]])
    base = alt.Chart(data).encode(y=alt.Y(f"{category}:N", sort=list(data[category]), title=None, axis=alt.Axis(labelLimit=240)))
    bars = base.mark_bar(color=BLUE).encode(x=alt.X("people:Q", title=word("column_people"), axis=_grouped(lang, tickCount=5)))
    text = base.mark_text(align="left", dx=4, color=GREY).encode(x="people:Q", text="shown:N")
    return (bars + text).properties(height=34 * len(data) + 40)


def plans(frame: pd.DataFrame, lang: str) -> alt.LayerChart:
    """Plans in the plane of people who leave and cost: [letter, plan, leavers, cost_vnd, involuntary]."""
    import altair as alt

    data = frame.assign(billions=frame["cost_vnd"] / 1e9)
    tips = [
        alt.Tooltip("plan:N", title=word("column_plan")),
        alt.Tooltip("leavers:Q", title=word("figure_leavers")),
        alt.Tooltip("billions:Q", title=t("axis_cost"), format=".1f"),
        alt.Tooltip("involuntary:Q", title=word("figure_involuntary")),
    ]
    base = alt.Chart(data).encode(
        x=alt.X("leavers:Q", title=word("figure_leavers"), scale=alt.Scale(zero=False, padding=40)),
        y=alt.Y("billions:Q", title=t("axis_cost"), scale=alt.Scale(zero=False, padding=40)),
        tooltip=tips,
    )
    size = alt.Size("involuntary:Q", legend=None, scale=alt.Scale(range=[300, 1500]))
    points = base.mark_circle(color=BLUE, opacity=0.85).encode(size=size)
    text = base.mark_text(color="white", fontSize=13, fontWeight="bold").encode(text="letter:N")
    return (points + text).properties(height=320)


def picked(event: Any, field: str) -> str | None:
    """What was clicked in a chart with the selection `PICK`; None where nothing is."""
    try:
        found = event["selection"][PICK]
        return str(found[0][field]) if found else None
    except (KeyError, IndexError, TypeError):
        return None
