"""The sheets of figures: units, periods, routes, requirements. What a planner would count by hand is a live formula."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from xlsxwriter.utility import xl_rowcol_to_cell as cell
from xlsxwriter.worksheet import Worksheet

from planner.core.texts import text
from planner.core.vocabulary import NATURAL_ROUTES
from planner.plan.plan import Run
from planner.plan.tables import binding, by_period, by_route, by_unit, fairness
from planner.plan.tables.labels import heading, label, requirement_message
from planner.report.books.book import RULE, RULED, Book, Column, put, set_height
from planner.report.books.cell_values import values_of
from planner.report.books.people_sheet import PeopleSheet, stay_elsewhere
from planner.scenario.requirement_kinds import FAIRNESS, Counts

MONEY_STEP = 1_000_000_000
"""The price of a budget is told for this many đồng, as its heading says."""
UNITS_IN_CHART = 40
"""Above this number of units bars cannot be told apart."""


def write_units(book: Book, run: Run, people: PeopleSheet) -> None:
    """Before and after, bounds and money of each unit; totals; a chart of before and after."""
    frame = by_unit(run)
    lang, n = book.lang, len(frame)
    names = ["number", "unit", "name", "kind", "quota", "before", "after", "leavers", "involuntary", "redeployed_in", "redeployed_out"]
    names += ["reduction", "minimum", "at_least", "at_most", "cost_vnd"]
    if not run.instance.scenario.redeploy.allowed:
        names = [name for name in names if not name.startswith("redeployed")]
    frame.insert(0, "number", range(1, n + 1))
    frame["kind"] = [label("kind", k, lang) for k in frame["kind"]]
    at = {name: i for i, name in enumerate(names)}
    kinds = {"unit": "text", "name": "wrap", "kind": "text", "reduction": "pct", "cost_vnd": "money"}
    columns = [Column(heading(c, lang), kinds.get(c, "int"), values_of(frame[c]), 54 if c == "name" else None) for c in names]
    yes = text("words.yes", lang)
    number, decision = people.ref("unit_number"), people.ref("decision")

    elsewhere = stay_elsewhere(run)

    def formulas(row: int) -> dict[str, str]:
        this = {name: cell(row, at[name]) for name in names}
        moved_in, moved_out = this.get("redeployed_in", "0"), this.get("redeployed_out", "0")
        return {
            "before": f"=COUNTIF({number},{this['number']})",
            "leavers": f"={this['before']}" + "".join(f'-COUNTIFS({number},{this["number"]},{decision},"{word}")' for word in ("retain", *elsewhere)),
            "involuntary": f'=COUNTIFS({number},{this["number"]},{people.ref("involuntary")},"{yes}")',
            "after": f"={this['before']}-{this['leavers']}-{moved_out}+{moved_in}",
            "reduction": f"=IF({this['before']}=0,0,({this['before']}-{this['after']})/{this['before']})",
            "cost_vnd": f"=SUMIF({number},{this['number']},{people.ref('cost_vnd')})",
        }

    sheet = live_table(book, "units", columns, names, formulas)
    totals = {
        c: int(frame[c].sum())
        for c in names
        if c in ("quota", "before", "after", "leavers", "involuntary", "cost_vnd") or "redeployed" in c
    }
    total_row(book, sheet, n, names, totals, kinds, first=2)
    before, after = (cell(n + 1, at[c]) for c in ("before", "after"))
    share = (totals["before"] - totals["after"]) / totals["before"] if totals["before"] else 0
    book.formula(sheet, n + 1, at["reduction"], f"=IF({before}=0,0,({before}-{after})/{before})", share, "pct", bold=True, top=1)
    if 0 < n <= UNITS_IN_CHART:
        _unit_chart(book, sheet, n, at)


def write_periods(book: Book, run: Run, people: PeopleSheet) -> None:
    """Leavers, targets and money of each period."""
    frame = by_period(run)
    lang, n, baseline = book.lang, len(frame), len(run.instance.people)
    names = list(frame.columns)
    kinds = {"period": "text", "leave_on": "date", "cumulative_reduction": "pct", "reached": "pct", "target_share": "pct"}
    kinds |= {"cost_vnd": "money", "saving_vnd_per_year": "money", "saving_natural_vnd_per_year": "money"}
    columns = [Column(heading(c, lang), kinds.get(c, "int"), values_of(frame[c]), 16 if "vnd" in c else 13) for c in names]
    at = {name: i for i, name in enumerate(names)}
    everybody, decision = f"COUNTA({people.ref('employee_id')})", people.ref("decision")
    base = everybody if run.instance.baseline == baseline else str(run.instance.baseline)  # the quotas, where shares are of them
    gone = _neither(decision, stay_elsewhere(run))
    chosen, natural = _neither(decision, [*stay_elsewhere(run), *NATURAL_ROUTES]), _either(decision, NATURAL_ROUTES)

    def formulas(row: int) -> dict[str, str]:
        this = {name: cell(row, at[name]) for name in names}
        here, salary = f"({people.ref('period')}={this['period']})", people.ref("current_salary_vnd")
        return {
            "leavers": f"=SUMPRODUCT({here}*{gone})",
            "involuntary": f'=SUMPRODUCT({here}*({people.ref("involuntary")}="{text("words.yes", lang)}"))',
            "cumulative": f"=SUM({cell(1, at['leavers'], row_abs=True)}:{this['leavers']})",
            "remaining": f"={everybody}-{this['cumulative']}",
            "cumulative_reduction": f"=IF({base}=0,0,{this['cumulative']}/{base})",
            "reached": f"=IF({base}=0,0,({base}-{this['remaining']})/{base})",
            "cost_vnd": f"=SUMPRODUCT({here}*{people.ref('cost_vnd')})",
            "saving_vnd_per_year": f"=12*SUMPRODUCT({here}*{chosen}*{salary})",
            "saving_natural_vnd_per_year": f"=12*SUMPRODUCT({here}*{natural}*{salary})",
        }

    sheet = live_table(book, "periods", columns, names, formulas if baseline else lambda row: {})
    totals = {c: int(frame[c].sum()) for c in ("leavers", "involuntary", "cost_vnd", "saving_vnd_per_year", "saving_natural_vnd_per_year")}
    total_row(book, sheet, n, names, totals, kinds)
    _period_chart(book, sheet, n, at)


def _neither(cells: str, words: Iterable[str]) -> str:
    """The part of a formula that is 1 in the rows whose cell is none of the words."""
    return "*".join(f'({cells}<>"{word}")' for word in words)


def _either(cells: str, words: Iterable[str]) -> str:
    """The part of a formula that is 1 in the rows whose cell is one of the words."""
    return "(" + "+".join(f'({cells}="{word}")' for word in words) + ")"


def write_routes(book: Book, run: Run, people: PeopleSheet) -> None:
    """People and money of each route."""
    frame = by_route(run)
    lang = book.lang
    frame.insert(0, "words", [label("decision", r, lang) for r in frame["route"]])
    names = list(frame.columns)
    kinds = {"words": "text", "route": "text", "cost_vnd": "money", "average_cost_vnd": "money"}
    titles = {"words": heading("route", lang), "route": "decision"}
    columns = [
        Column(titles.get(c, heading(c, lang)), kinds.get(c, "int"), values_of(frame[c]), None if c in titles else 18) for c in names
    ]
    at = {name: i for i, name in enumerate(names)}
    yes, decision = text("words.yes", lang), people.ref("decision")

    def formulas(row: int) -> dict[str, str]:
        this = {name: cell(row, at[name]) for name in names}
        return {
            "people": f"=COUNTIF({decision},{this['route']})",
            "involuntary": f'=COUNTIFS({decision},{this["route"]},{people.ref("involuntary")},"{yes}")',
            "cost_vnd": f"=SUMIF({decision},{this['route']},{people.ref('cost_vnd')})",
            "average_cost_vnd": f"=IF({this['people']}=0,0,INT({this['cost_vnd']}/{this['people']}))",
        }

    sheet = live_table(book, "routes", columns, names, formulas)
    total_row(book, sheet, len(frame), names, {c: int(frame[c].sum()) for c in ("people", "involuntary", "cost_vnd")}, kinds)


def write_requirements(book: Book, run: Run) -> None:
    """What each requirement asks, what the plan reaches, and its price; those that bind first."""
    frame, rates = binding(run), {(f.by, f.group): f.said for f in fairness(run, book.lang).itertuples()}
    steps = {Counts.VND: MONEY_STEP, Counts.RATE: 0}  # a row of rates counts no people
    frame["price"] = frame["price"].abs() * [steps.get(name.kind.counts, 1) for name in frame["name"]]
    frame = frame.sort_values(["binds", "price"], ascending=False, kind="stable")
    lang, compared = book.lang, np.array([name.kind == FAIRNESS for name in frame["name"]], dtype=bool)  # a rule of rates says them and counts nobody
    for column in ("activity", "lower", "upper", "slack"):
        frame[column] = frame[column].mask(compared, np.inf)

    def finite(name: str) -> list[float | None]:
        return [value if abs(value) < float("inf") else None for value in frame[name].tolist()]

    columns = [
        Column(heading("requirement", lang), "wrap", [rates[n.scope] if n.kind == FAIRNESS else requirement_message(n, run.instance).render(lang) for n in frame["name"]], 44),
        Column(heading("activity", lang), "int", finite("activity"), 17),
        Column(heading("lower", lang), "int", finite("lower"), 12),
        Column(heading("upper", lang), "int", finite("upper"), 17),
        Column(heading("slack", lang), "int", finite("slack"), 17),
        Column(heading("binds", lang), "text", [text("words.yes", lang) if b else "" for b in frame["binds"]], 12),
        Column(book.word("price"), "price", [p if p else None for p in frame["price"].tolist()], 22),
        Column(book.word("key"), "text", frame["requirement"].tolist(), 40),
        Column(heading("scope", lang), "text", frame["scope"].tolist()),
    ]
    book.table("requirements", columns)


def live_table(book: Book, name: str, columns: Sequence[Column], names: Sequence[str], formulas: Any) -> Worksheet:
    """A table sheet in which some columns are live: `formulas(row)` gives the formula of a column by its name."""
    sheet = book.sheet(name)
    book.head(sheet, 0, columns)
    rows = len(columns[0].values)
    for row in range(1, rows + 1):
        live = formulas(row)
        set_height(sheet, row, columns)
        for at, (key, column) in enumerate(zip(names, columns, strict=True)):
            value, style = column.values[row - 1], book.format(column.kind, **RULED)
            if key in live:
                sheet.write_formula(row, at, live[key], style, value)
            else:
                put(sheet, row, at, value, style)
    sheet.freeze_panes(1, 1)
    sheet.repeat_rows(0)
    return sheet


def total_row(
    book: Book, sheet: Worksheet, rows: int, names: Sequence[str], totals: dict[str, int], kinds: dict[str, str], first: int = 0
) -> None:
    """The last row: live sums of some columns, "total" in column `first`."""
    at = rows + 1
    for column, name in enumerate(names):
        style = {"bold": True, "top": 1, "top_color": RULE}
        if name in totals:
            span = f"{cell(1, column)}:{cell(max(rows, 1), column)}"
            book.formula(sheet, at, column, f"=SUM({span})", totals[name], kinds.get(name, "int"), **style)
        else:
            book.put(sheet, at, column, text("words.total", book.lang) if column == first else None, **style)


def _period_chart(book: Book, sheet: Worksheet, n: int, at: dict[str, int]) -> None:
    """Leavers of each period as columns; the reduction to date and its target as lines on an axis of their own."""
    name = book.sheets["periods"]

    def series(key: str, **more: Any) -> dict[str, Any]:
        cells = {"categories": [name, 1, at["period"], n, at["period"]], "values": [name, 1, at[key], n, at[key]]}
        return {"name": [name, 0, at[key]], **cells, **more}

    columns = book.workbook.add_chart({"type": "column"})
    labels = {"value": True, "num_format": "#,##0", "font": {"size": 10, "bold": True}}
    columns.add_series(series("leavers", fill={"color": "#9DC3E6"}, gap=80, data_labels=labels))
    lines = book.workbook.add_chart({"type": "line"})
    for key, colour, dash in (("reached", "#1F4E79", "solid"), ("target_share", "#C55A11", "dash")):
        style = {"line": {"color": colour, "width": 2.25, "dash_type": dash}, "marker": {"type": "circle", "fill": {"color": colour}}}
        lines.add_series(series(key, y2_axis=True, **style))
    columns.combine(lines)
    columns.set_title({"name": book.word("chart_periods"), "name_font": {"size": 12}, "overlay": False})
    columns.set_y_axis({"num_format": "#,##0", "major_gridlines": {"visible": True, "line": {"color": RULE}}})
    lines.set_y2_axis({"num_format": "0%", "min": 0})
    columns.set_legend({"position": "bottom"})
    columns.set_size({"width": 900, "height": 380})
    sheet.insert_chart(n + 3, 0, columns, {"object_position": 2, "description": book.word("chart_periods")})


def _unit_chart(book: Book, sheet: Worksheet, n: int, at: dict[str, int]) -> None:
    name = book.sheets["units"]
    chart = book.workbook.add_chart({"type": "bar"})
    for key, colour in (("before", "#9DC3E6"), ("after", "#1F4E79")):
        chart.add_series({
            "name": [name, 0, at[key]], "categories": [name, 1, at["unit"], n, at["unit"]], "values": [name, 1, at[key], n, at[key]],
            "fill": {"color": colour}, "gap": 60, "overlap": 0,
        })  # fmt: skip
    chart.set_title({"name": book.word("chart_units"), "name_font": {"size": 12}, "overlay": False})
    chart.set_y_axis({"reverse": True, "num_font": {"size": 9}})
    chart.set_x_axis({"num_format": "#,##0", "major_gridlines": {"visible": True, "line": {"color": RULE}}})
    chart.set_legend({"position": "bottom"})
    chart.set_size({"width": 1200, "height": min(140 + 26 * n, 700)})
    sheet.set_h_pagebreaks([n + 2])  # the chart on a page of its own, not cut in two
    sheet.insert_chart(n + 2, 1, chart, {"object_position": 2, "description": book.word("chart_units")})
