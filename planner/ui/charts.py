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


def units(frame: pd.DataFrame, lang: str, view: str = "changes") -> alt.LayerChart:
    """Headcount of every unit, columns of `tables.by_unit`; bars can be clicked.

    view: `before` pale bars, `after` full bars, `changes` both with the difference. Red ticks: the fewest and the most
    people that the unit's bounds leave it.
    """
    import altair as alt

    bounds = frame[["before", "at_most", "at_least", "minimum"]].astype("Float64").astype("float64")
    least = (
        (bounds["before"] - bounds["at_most"])
        .combine(bounds["minimum"], max)
        .fillna(bounds["before"] - bounds["at_most"])
        .fillna(bounds["minimum"])
    )
    most = bounds["before"] - bounds["at_least"]
    said = {"before": lambda b, a: number(b, lang), "after": lambda b, a: number(a, lang), "changes": lambda b, a: _difference(b, a, lang)}[
        view
    ]
    data = frame.assign(
        label=frame["unit"].astype(str), least=least, most=most,
        shown=[said(b, a) for b, a in zip(frame["before"], frame["after"], strict=True)],
    ).drop(columns=["quota", "minimum", "at_least", "at_most"], errors="ignore")  # fmt: skip
    y = alt.Y("label:N", sort=list(data.sort_values("before", ascending=False)["label"]), title=None)
    base = alt.Chart(data).encode(y=y)
    tips = [
        alt.Tooltip("name:N", title=heading("unit_name")),
        alt.Tooltip("shown:N", title=heading("people")),
        alt.Tooltip("least:Q", title=t("bound_least")),
        alt.Tooltip("most:Q", title=t("bound_most")),
    ]
    before = base.mark_bar(color=LIGHT, height={"band": 0.85}).encode(
        x=alt.X("before:Q", title=word("column_people"), axis=_grouped(lang, tickCount=8)), tooltip=tips
    )
    after = base.mark_bar(color=BLUE, height={"band": 0.5}).encode(
        x=alt.X("after:Q", title=word("column_people"), axis=_grouped(lang, tickCount=8)), tooltip=tips
    )
    end = "after:Q" if view == "after" else "before:Q"
    text = base.mark_text(align="left", dx=5, color=GREY).encode(x=end, text="shown:N")
    ticks = [base.mark_tick(color=RED, thickness=2, height={"band": 0.9}).encode(x=f"{side}:Q", tooltip=tips) for side in ("least", "most")]
    bars = {"before": [before], "after": [after], "changes": [before, after]}[view]
    bars[0] = bars[0].add_params(alt.selection_point(name=PICK, fields=["unit"]))
    return alt.layer(*bars, *(ticks if view != "before" else []), text).properties(height=24 * len(data) + 30)


def _difference(before: int, after: int, lang: str) -> str:
    sign = "−" if after < before else "+" if after > before else "±"
    return f"{number(before, lang)} → {number(after, lang)} ({sign}{number(abs(after - before), lang)})"


def columns(frame: pd.DataFrame, category: str, lang: str) -> alt.LayerChart:
    """Upright bars: [category, people] in the frame's order."""
    import altair as alt

    data = frame.assign(shown=[number(n, lang) for n in frame["people"]])
    base = alt.Chart(data).encode(
        x=alt.X(f"{category}:N", sort=list(data[category]), title=t(f"axis_{category}"), axis=alt.Axis(labelAngle=0))
    )
    bars = base.mark_bar(color=BLUE).encode(y=alt.Y("people:Q", title=None, axis=_grouped(lang, tickCount=4)))
    text = base.mark_text(dy=-7, color=GREY).encode(y="people:Q", text="shown:N")
    return (bars + text).properties(height=190)


RATING_COLOURS = {"excellent": GREEN, "good": BLUE, "completed": ORANGE, "not_completed": RED, "": "#b0b0b0"}


def ratings(frame: pd.DataFrame, lang: str) -> alt.Chart:
    """Ratings of three years as shares of everybody (columns of `tables.ratings`)."""
    import altair as alt

    years = {year: heading(year) for year in frame["year"].unique()}
    words = {code: value("rating_1", code) or t("data_not_rated") for code in RATING_COLOURS}
    data = frame.assign(
        label=frame["year"].map(years), word=frame["rating"].map(words), order=frame["rating"].map(list(RATING_COLOURS).index)
    )
    scale = alt.Scale(domain=list(words.values()), range=list(RATING_COLOURS.values()))
    return (
        alt.Chart(data)
        .mark_bar()
        .encode(
            y=alt.Y("label:N", sort=list(years.values()), title=None, axis=alt.Axis(labelLimit=150, labelOverlap=False)),
            x=alt.X("people:Q", stack="normalize", title=None, axis=alt.Axis(format="%", tickCount=5)),
            color=alt.Color("word:N", scale=scale, title=None, legend=alt.Legend(orient="bottom", columns=1, labelLimit=260)),
            order="order:Q",
            tooltip=[alt.Tooltip("word:N", title=heading("rating_1")), alt.Tooltip("people:Q", title=word("column_people"))],
        )
        .properties(height=230)
    )


def pyramid(frame: pd.DataFrame, lang: str) -> alt.HConcatChart | alt.Chart:
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
            x=alt.X("people:Q", title=word("column_people"), axis=_grouped(lang, tickCount=5)),
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


def bars(frame: pd.DataFrame) -> alt.LayerChart:
    """One figure of several plans: [plan, amount, shown, name]."""
    import altair as alt

    tips = [alt.Tooltip("name:N", title=word("column_plan")), alt.Tooltip("shown:N", title=" ")]
    base = alt.Chart(frame).encode(x=alt.X("plan:N", sort=list(frame["plan"]), title=None, axis=alt.Axis(labelAngle=0)), tooltip=tips)
    drawn = base.mark_bar(color=BLUE, size=44).encode(y=alt.Y("amount:Q", title=None, axis=alt.Axis(labels=False, ticks=False)))
    text = base.mark_text(dy=-9, fontWeight="bold", color=GREY).encode(y="amount:Q", text="shown:N")
    return (drawn + text).properties(height=320)


def unit_differences(frame: pd.DataFrame, lang: str, plan: str) -> alt.LayerChart:
    """How many people more or fewer a plan leaves in each unit than the base (columns of `compare.Comparison.units`)."""
    import altair as alt

    data = frame[["unit", "name"]].assign(difference=frame["difference_after_2"].astype("Float64").fillna(0).astype("float64"))
    data["shown"] = [("+" if d > 0 else "−" if d < 0 else "±") + number(abs(d), lang, 0) for d in data["difference"]]
    data["colour"] = [GREEN if d > 0 else RED if d < 0 else GREY for d in data["difference"]]
    base = alt.Chart(data).encode(
        x=alt.X("unit:N", sort=list(data["unit"]), title=None, axis=alt.Axis(labelAngle=-45, labelOverlap=False)),
        tooltip=[alt.Tooltip("name:N", title=heading("unit_name")), alt.Tooltip("shown:N", title=t("compare_difference", plan=plan))],
    )
    drawn = base.mark_bar().encode(y=alt.Y("difference:Q", title=word("column_people")), color=alt.Color("colour:N", scale=None))
    text = base.mark_text(dy=-8, color=GREY).encode(y="difference:Q", text="shown:N")
    return (drawn + text).properties(height=240)


def picked(event: Any, field: str) -> str | None:
    """What was clicked in a chart with the selection `PICK`; None where nothing is."""
    try:
        found = event["selection"][PICK]
        return str(found[0][field]) if found else None
    except (KeyError, IndexError, TypeError):
        return None
