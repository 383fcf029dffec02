"""ECharts bars, pyramids and points made of finished tables. Colours tell apart for colour-blind readers, and numbers stand at the bars.

One library draws every picture of the app, so that a browser reads one. As in `pictures`, what was clicked comes back as
an index: makers of charts that can be clicked also say what their marks stand for. Axes of counts carry no numbers: ECharts
groups them the English way whatever the page's language, and the numbers stand at the bars already.
"""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Any

from planner.core.texts import number, percent
from planner.ui.session.words import heading, money, t, value, word

if TYPE_CHECKING:
    import pandas as pd

Figures = dict[tuple[int, str, int], dict[str, Any]]
Spec = dict[str, Any]
Picture = tuple[Spec, Figures]

BLUE, LIGHT, GREY, GREEN, ORANGE, RED = "#0072b2", "#9ec9e8", "#7d7d7d", "#009e73", "#e69f00", "#d55e00"
STEP_COLOURS = {
    "start": BLUE, "normal_retirement": GREY, "contract_end": GREY, "voluntary": GREEN, "early_retirement": ORANGE,
    "immediate_separation": RED, "training_separation": RED, "transfer_out": RED, "end": BLUE,
}  # fmt: skip
RATING_COLOURS = {"excellent": GREEN, "good": BLUE, "completed": ORANGE, "not_completed": RED, "": "#b0b0b0"}
_UNWRITTEN = {"axisLabel": {"show": False}, "splitLine": {"show": False}, "axisTick": {"show": False}}
_TEXT = {"show": True, "fontSize": 12, "formatter": "{b}"}
_PER_LINE = 11


def ink_on(colour: str) -> str:
    """Black or white, whichever stands out more from a colour (`#rrggbb`): on each of ours by 4.5 to 1 or more (WCAG 2.1)."""
    shares = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (s / 12.92 if s <= 0.03928 else ((s + 0.055) / 1.055) ** 2.4 for s in shares)
    light = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    return "#ffffff" if 1.05 / (light + 0.05) >= (light + 0.05) / 0.05 else "#000000"


def _spec(height: int, x: Spec, y: Spec, series: list[Spec], **more: Any) -> Spec:
    """The frame of every chart; `_height` is what `draw.picture` takes out."""
    grid = {"left": 8, "right": 16, "top": 24, "bottom": 8, "containLabel": True, **more.pop("grid", {})}
    return {
        "_height": height, "animation": False, "tooltip": {"trigger": "item", "formatter": "{b}"}, "grid": grid,
        "xAxis": x, "yAxis": y, "series": series, **more,
    }  # fmt: skip


def _words(labels: list[str], **more: Any) -> Spec:
    """An axis of words, every one of them written."""
    return {"type": "category", "data": labels, "axisTick": {"show": False}, "axisLabel": {"interval": 0, "hideOverlap": True, "fontSize": 11, **more}}


def _numbers(**more: Any) -> Spec:
    return {"type": "value", **_UNWRITTEN, **more}


def _lifting(levels: list[float]) -> Spec:
    """Bars that nobody sees, on which others stand."""
    return {"type": "bar", "stack": "level", "data": levels, "silent": True, "itemStyle": {"color": "transparent"}, "tooltip": {"show": False}}


def _bar(amount: float, said: str, colour: str = BLUE, tip: str = "", **label: Any) -> Spec:
    """One bar: its text stands at its end, the tip is read when the mouse rests on it."""
    return {"value": amount, "name": tip or said, "itemStyle": {"color": colour}, "label": {"formatter": said, **label}}


def waterfall(frame: pd.DataFrame, lang: str) -> Picture:
    """The headcount from today to the end (columns of `tables.waterfall`); bars can be clicked."""
    labels = [value("step", step) for step in frame["step"]]
    floor = floor_of(frame)
    low = [float(max(min(a, b), floor)) for a, b in zip(frame["level_from"], frame["level_to"], strict=True)]
    bars, figures = [], {}
    for i, (step, people, a, b) in enumerate(zip(frame["step"], frame["people"], frame["level_from"], frame["level_to"], strict=True)):
        said = number(people, lang) if people >= 0 else "−" + number(-people, lang)
        bars.append(_bar(float(max(a, b) - low[i]), said, STEP_COLOURS.get(step, GREY), f"{labels[i]}: {said}"))
        figures[1, "main", i] = {} if step == "start" else {"step": step}
    under = _lifting(low)
    shown = {
        "type": "bar", "stack": "level", "data": bars, "barMaxWidth": 48, "selectedMode": "single",
        "label": {**_TEXT, "position": "top", "fontWeight": "bold", "fontSize": 13},
    }  # fmt: skip
    # Labels break into lines at blanks: in one line they would run into one another.
    axis = _words(["\n".join(textwrap.wrap(label, _PER_LINE)) for label in labels], lineHeight=14)
    return _spec(340, axis, _numbers(min=floor_of(frame)), [under, shown]), figures


def floor_of(frame: pd.DataFrame) -> int:
    """Where the axis of `waterfall` begins: below what remains by as much again as leaves, in round hundreds; 0 where that is near."""
    most, least = int(frame["level_to"].max()), int(frame["level_to"].iloc[-1])
    low = (least - (most - least)) // 100 * 100
    return low if low > most / 4 else 0


def units(frame: pd.DataFrame, lang: str, view: str = "changes") -> Picture:
    """Headcount of every unit, columns of `tables.by_unit`; bars can be clicked.

    view: `before` pale bars, `after` full bars, `changes` both with the difference. Red ticks: the fewest and the most
    people that the unit's bounds leave it.
    """
    data = frame.sort_values("before", ascending=False)
    bounds = data[["before", "at_most", "at_least", "minimum"]].astype("Float64").astype("float64")
    by_share = bounds["before"] - bounds["at_most"]
    least = by_share.combine(bounds["minimum"], max).fillna(by_share).fillna(bounds["minimum"])
    ends = {"least": list(least), "most": list(bounds["before"] - bounds["at_least"])}
    ids, before, after = (list(data[name]) for name in ("unit", "before", "after"))
    said = [
        {"before": number(b, lang), "after": number(a, lang), "changes": _difference(b, a, lang)}[view]
        for b, a in zip(before, after, strict=True)
    ]
    tips = [f"{unit} · {name}: {text}" for unit, name, text in zip(ids, data["name"], said, strict=True)]
    kinds = {"before": [(before, LIGHT, 15)], "after": [(after, BLUE, 11)], "changes": [(before, LIGHT, 15), (after, BLUE, 8)]}[view]
    series: list[Spec] = []
    figures: Figures = {}
    for at, (amounts, colour, width) in enumerate(kinds):
        label = {**_TEXT, "show": at == 0, "position": "right", "distance": 8}
        bars = [_bar(int(n), said[i], colour, tips[i]) for i, n in enumerate(amounts)]
        series.append(
            {"type": "bar", "data": bars, "barWidth": width, "barGap": "-100%", "z": 2 + at, "selectedMode": "single", "label": label}
        )
        figures |= {(at, "main", i): {"unit": unit} for i, unit in enumerate(ids)}
    if len(kinds) == 2:  # bars of different widths lie centred on one another only on axes of their own
        series[1]["yAxisIndex"] = 1
    if view != "before":
        series += [_ticks(amounts, t(f"bound_{end}"), lang) for end, amounts in ends.items()]
    axis = {**_words([str(unit) for unit in ids]), "inverse": True}
    hidden = {"type": "category", "data": ids, "inverse": True, "show": False}
    return _spec(24 * len(ids) + 40, _numbers(), [axis, hidden], series, grid={"right": 130, "top": 8}), figures


def _ticks(amounts: list[float], means: str, lang: str) -> Spec:
    """A red tick at each bound that there is."""
    points = [{"value": [n, i], "name": f"{means}: {number(n, lang)}"} for i, n in enumerate(amounts) if n == n]
    return {"type": "scatter", "data": points, "symbol": "rect", "symbolSize": [2.5, 17], "z": 5, "itemStyle": {"color": RED}}


def _difference(before: int, after: int, lang: str) -> str:
    sign = "−" if after < before else "+" if after > before else "±"
    return f"{number(before, lang)} → {number(after, lang)} ({sign}{number(abs(after - before), lang)})"


def columns(frame: pd.DataFrame, category: str, lang: str) -> Spec:
    """Upright bars: [category, people] in the frame's order."""
    names, people = list(frame[category].astype(str)), list(frame["people"])
    bars = [_bar(int(n), number(n, lang), tip=f"{name}: {number(n, lang)}") for name, n in zip(names, people, strict=True)]
    series = {"type": "bar", "data": bars, "label": {**_TEXT, "position": "top"}}
    axis = {**_words(names), "name": t(f"axis_{category}"), "nameLocation": "middle", "nameGap": 26}
    return _spec(200, axis, _numbers(), [series], grid={"bottom": 24})


def ratings(frame: pd.DataFrame, lang: str) -> Spec:
    """Ratings of three years as shares of everybody (columns of `tables.ratings`)."""
    years = list(dict.fromkeys(frame["year"]))
    total = frame.groupby("year")["people"].sum()
    series = []
    for code, colour in RATING_COLOURS.items():
        name = value("rating_1", code) or t("data_not_rated")
        own = frame[frame["rating"] == code].set_index("year")["people"]
        bars = []
        for year in years:
            people = int(own.get(year, 0))
            share = 100 * people / max(1, int(total[year]))
            said = number(share, lang, 0) + "%" if share >= 10 else ""
            bars.append(_bar(round(share, 2), said, colour, f"{heading(year)}, {name}: {number(people, lang)}"))
        series.append({
            "type": "bar", "stack": "share", "name": name, "data": bars, "barWidth": 22, "itemStyle": {"color": colour},
            "label": {**_TEXT, "position": "inside", "color": ink_on(colour)},
        })  # fmt: skip
    legend = {"bottom": 0, "left": 0, "itemWidth": 14, "itemGap": 6, "textStyle": {"fontSize": 11}}
    names = {**_words([heading(year) for year in years], width=110, overflow="break", lineHeight=13), "inverse": True}
    return _spec(250, _numbers(max=100), names, series, legend=legend, grid={"top": 4, "bottom": 84})


def pyramid(frame: pd.DataFrame, lang: str) -> Spec:
    """Men and women by age band, back to back (columns of `tables.age_pyramid`)."""
    bands = list(frame["age_band"].astype(str))
    series = []
    for side, colour, sign, place in (("men", BLUE, -1, "left"), ("women", ORANGE, 1, "right")):
        name = word(f"column_{side}")
        bars = [
            _bar(sign * int(n), number(n, lang) if n else "", colour, f"{band} · {name}: {number(n, lang)}")
            for band, n in zip(bands, frame[side], strict=True)
        ]
        series.append(
            {
                "type": "bar",
                "stack": "age",
                "name": name,
                "data": bars,
                "itemStyle": {"color": colour},
                "label": {**_TEXT, "position": place},
            }
        )
    widest = int(max(frame["men"].max(), frame["women"].max(), 1))
    room = round(widest * 1.25)  # both sides alike, with room for the numbers
    return _spec(330, _numbers(min=-room, max=room), {**_words(bands), "axisLine": {"onZero": False}}, series, legend={"top": 0}, grid={"top": 30})


def counts(frame: pd.DataFrame, category: str, lang: str) -> Spec:
    """Horizontal bars: [category, people] in the frame's order."""
    names, people = list(frame[category].astype(str)), list(frame["people"])
    bars = [_bar(int(n), number(n, lang), tip=f"{name}: {number(n, lang)}") for name, n in zip(names, people, strict=True)]
    series = {"type": "bar", "data": bars, "barMaxWidth": 20, "label": {**_TEXT, "position": "right"}}
    long = {"width": 150, "overflow": "break", "lineHeight": 13} if max(map(len, names), default=0) > 24 else {}
    axis = {**_words(names, **long), "inverse": True}
    return _spec(34 * len(names) + 30, _numbers(), axis, [series], grid={"right": 44, "top": 4})


def shares_lost(frame: pd.DataFrame, lang: str, most: int = 24) -> Picture:
    """Share of each unit's people that leave, the highest first (columns of `canvas`); bars can be clicked."""
    data = frame.sort_values("share", ascending=False, kind="stable").head(most)
    rows = data.to_dict("records")
    drawn = [
        _bar(
            round(100 * r["share"], 2),
            percent(r["share"], lang),
            RED if r["change"] else ORANGE,
            f"{r['unit']} · {r['name']}: {number(r['leavers'], lang)} / {number(r['before'], lang)}",
        )
        for r in rows
    ]
    series = {"type": "bar", "data": drawn, "barMaxWidth": 16, "selectedMode": "single", "label": {**_TEXT, "position": "right"}}
    axis = {**_words([str(r["unit"]) for r in rows]), "inverse": True}
    return _spec(22 * len(rows) + 30, _numbers(), axis, [series], grid={"right": 60, "top": 4}), {
        (0, "main", i): {"unit": r["unit"], "group": "leavers"} for i, r in enumerate(rows)
    }


def bridge(frame: pd.DataFrame, lang: str) -> Spec:
    """From the cost of one plan to another's, route by route (columns of `tables.cost_bridge`); the axis begins below the lower one."""
    rows = frame.to_dict("records")
    ends = [row["cost_vnd"] / 1e9 for row in (rows[0], rows[-1])]
    levels, at = [], 0.0
    for row in rows:
        whole_sum = row["step"] in ("before", "now")
        start, end = (0.0, row["cost_vnd"] / 1e9) if whole_sum else (at, at + row["cost_vnd"] / 1e9)
        levels.append((min(start, end), max(start, end), whole_sum))
        at = end
    spread = max(
        max(high for _, high, _ in levels) - min(low for low, _, is_whole in levels if not is_whole) if len(rows) > 2 else 0.0,
        abs(ends[0] - ends[1]),
        0.1,
    )
    floor = max(0.0, min([*ends, *(low for low, _, is_whole in levels if not is_whole)]) - spread)
    under, over = [], []
    for row, (low, high, is_whole) in zip(rows, levels, strict=True):
        base = floor if is_whole else low
        label = t(f"bridge_{row['step']}") if is_whole else value("decision", row["step"])
        said = money(row["cost_vnd"]) if is_whole else ("+" if row["cost_vnd"] > 0 else "−") + money(abs(row["cost_vnd"]))
        under.append(base)
        over.append(_bar(round(high - base, 4), said, BLUE if is_whole else RED if row["cost_vnd"] > 0 else GREEN, f"{label}: {said}"))
    names = [t(f"bridge_{r['step']}") if r["step"] in ("before", "now") else value("decision", r["step"]) for r in rows]
    hidden = _lifting(under)
    shown = {"type": "bar", "stack": "level", "data": over, "barMaxWidth": 54, "label": {**_TEXT, "position": "top", "fontWeight": "bold"}}
    return _spec(320, _words(["\n".join(textwrap.wrap(n, _PER_LINE)) for n in names], lineHeight=14), _numbers(min=floor), [hidden, shown])


def by_target(rows: list[dict[str, Any]], lang: str) -> Spec:
    """Cost and involuntary exits against the target, two bars at each: rows of `targets.plan_at` that have figures. The plan's own
    target stands out; each measure has a scale of its own, and its numbers stand at the bars."""
    names = [percent(row["target"], lang, 0 if round(row["target"] * 100, 6).is_integer() else 1) for row in rows]
    measures = (("cost_vnd", t("head_cost"), BLUE, "#66aad0", money, 0), ("involuntary", t("head_involuntary"), RED, "#f0a878", lambda n: number(n, lang), 1))
    series: list[Spec] = []
    for name, label, own, other, say, axis in measures:
        drawn = [_bar(row[name], say(row[name]), own if row["own"] else other, f"{target} · {label}: {say(row[name])}") for row, target in zip(rows, names, strict=True)]
        series.append({"type": "bar", "name": label, "yAxisIndex": axis, "data": drawn, "barMaxWidth": 46, "itemStyle": {"color": own}, "label": {**_TEXT, "position": "top", "fontSize": 11}})
    axes = [_numbers(min=0, max=max(1, 1.15 * max(row[name] for row in rows))) for name in ("cost_vnd", "involuntary")]
    return {**_spec(320, _words(names), {}, series, legend={"top": 0, "left": 0, "itemWidth": 14, "textStyle": {"fontSize": 12}}, grid={"top": 40}), "yAxis": axes}


def two_sides(frame: pd.DataFrame, lang: str) -> Spec:
    """Men and women by age band, back to back, today (pale) and at the end (full): [age_band, sex, before, after], bands youngest first."""
    bands = list(dict.fromkeys(frame["age_band"].astype(str)))
    series, widest = [], 1
    for sex, colour, pale, sign, place in (("M", BLUE, LIGHT, -1, "left"), ("F", ORANGE, "#f5d9a1", 1, "right")):
        own = frame[frame["sex"].eq(sex)].set_index("age_band")
        name = word(f"column_{'men' if sex == 'M' else 'women'}")
        for when, paint, width, axis in (("before", pale, 18, 0), ("after", colour, 9, 1)):
            amounts = [int(own[when].get(band, 0)) for band in bands]
            widest = max(widest, *amounts)
            data = [
                _bar(
                    sign * n,
                    number(n, lang) if n and when == "before" else "",
                    paint,
                    f"{band} · {name} · {t(f'view_{when}')}: {number(n, lang)}",
                )
                for band, n in zip(bands, amounts, strict=True)
            ]
            series.append(
                {
                    "type": "bar",
                    "name": f"{name} · {t(f'view_{when}')}",
                    "data": data,
                    "barWidth": width,
                    "barGap": "-100%",
                    "yAxisIndex": axis,
                    "z": 2 + axis,
                    "itemStyle": {"color": paint},
                    "label": {**_TEXT, "position": place},
                }
            )
    room = round(widest * 1.25)
    axes = [{**_words(bands), "axisLine": {"onZero": False}}, {"type": "category", "data": bands, "show": False}]
    return _spec(
        30 * len(bands) + 70,
        _numbers(min=-room, max=room),
        axes,
        series,
        legend={"top": 0, "left": 0, "itemWidth": 14, "textStyle": {"fontSize": 11}},
        grid={"top": 48},
    )


def today_and_after(frame: pd.DataFrame, column: str, lang: str) -> Picture:
    """Groups today (pale) and at the end (full) with the difference written: [column, before, after]; bars can be clicked."""
    codes = list(frame[column])
    names = [value(column, code) or t("data_unknown") for code in codes]
    series: list[Spec] = []
    for at, (when, colour, width) in enumerate((("before", LIGHT, 18), ("after", BLUE, 9))):
        said = [_difference(int(b), int(a), lang) for b, a in zip(frame["before"], frame["after"], strict=True)]
        data = [_bar(int(n), said[i], colour, f"{names[i]}: {said[i]}") for i, n in enumerate(frame[when])]
        series.append(
            {
                "type": "bar",
                "data": data,
                "barWidth": width,
                "barGap": "-100%",
                "z": 2 + at,
                "yAxisIndex": at,
                "selectedMode": "single",
                "label": {**_TEXT, "show": at == 0, "position": "right"},
            }
        )
    axis = {**_words(names, width=130, overflow="truncate"), "inverse": True}
    hidden = {"type": "category", "data": names, "inverse": True, "show": False}
    figures = {(at, "main", i): {column: code, "group": "leavers"} for at in (0, 1) for i, code in enumerate(codes)}
    return _spec(34 * len(codes) + 30, _numbers(), [axis, hidden], series, grid={"right": 130, "top": 4}), figures


def plans(frame: pd.DataFrame, lang: str) -> Spec:
    """Plans in the plane of people who leave and cost: [letter, plan, leavers, cost_vnd, involuntary]; wider: more involuntary exits."""
    most = max(1, int(frame["involuntary"].max()))
    rows = frame.to_dict("records")
    wide, high = (max(1.0, float(frame[name].max() - frame[name].min())) for name in ("leavers", "cost_vnd"))
    near = [
        sum(abs(a["leavers"] - b["leavers"]) < 0.2 * wide and abs(a["cost_vnd"] - b["cost_vnd"]) < 0.1 * high for b in rows[:i])
        for i, a in enumerate(rows)
    ]  # plans drawn before at about the same place: the label goes below theirs
    points = [
        {
            "value": [int(row["leavers"]), round(row["cost_vnd"] / 1e9, 3)], "symbolSize": 26 + round(26 * row["involuntary"] / most),
            "name": f"{row['plan']}: {number(row['leavers'], lang)} · {money(row['cost_vnd'])}", "itemStyle": {"color": BLUE, "opacity": 0.85},
            "label": {"formatter": f"{{a|{row['letter']}}}  {number(row['leavers'], lang)} · {money(row['cost_vnd'])}", "offset": [0, 18 * below]},
        }
        for row, below in zip(rows, near, strict=True)
    ]  # fmt: skip
    label = {
        "show": True,
        "position": "right",
        "fontSize": 12,
        "rich": {"a": {"fontWeight": "bold", "fontSize": 14}},
    }
    pad = {"boundaryGap": ["25%", "25%"], "scale": True, "nameLocation": "middle", "nameGap": 12}
    x, y = _numbers(name=word("figure_leavers"), **pad), _numbers(name=t("axis_cost"), **pad)
    series = {"type": "scatter", "data": points, "label": label}
    return _spec(320, x, y, [series], grid={"left": 28, "bottom": 28, "right": 150})


def bars(frame: pd.DataFrame) -> Spec:
    """One figure of several plans: [plan, amount, shown, name]."""
    rows = frame.to_dict("records")
    drawn = [_bar(row["amount"], row["shown"], tip=f"{row['name']}: {row['shown']}") for row in rows]
    series = {"type": "bar", "data": drawn, "barMaxWidth": 48, "label": {**_TEXT, "position": "top", "fontWeight": "bold"}}
    return _spec(320, _words([row["plan"] for row in rows]), _numbers(), [series])


def unit_differences(frame: pd.DataFrame, lang: str, plan: str) -> Spec:
    """How many people more or fewer a plan leaves in each unit than the base (columns of `compare.Comparison.units`)."""
    difference = frame["difference_after_2"].astype("Float64").fillna(0).astype("float64")
    drawn = []
    for unit, name, d in zip(frame["unit"], frame["name"], difference, strict=True):
        said = ("+" if d > 0 else "−" if d < 0 else "±") + number(abs(d), lang, 0)
        colour, place = (GREEN, "top") if d > 0 else (RED, "bottom") if d < 0 else (GREY, "top")
        drawn.append(_bar(float(d), said, colour, f"{unit} · {name}. {t('compare_difference', plan=plan)}: {said}", position=place))
    axis = {**_words([str(unit) for unit in frame["unit"]], rotate=45), "axisLine": {"onZero": False}}
    room = {"boundaryGap": ["15%", "15%"]}  # else the number of the longest bar would stand on the names
    return _spec(260, axis, _numbers(**room), [{"type": "bar", "data": drawn, "label": _TEXT}], grid={"left": 36})
