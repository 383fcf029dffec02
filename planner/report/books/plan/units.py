"""The sheet of units: before and after, bounds and money of each, with a chart on a sheet of its own."""

from __future__ import annotations

from typing import Any

import pandas as pd
from xlsxwriter.utility import xl_rowcol_to_cell as cell

from planner.core.texts import text
from planner.core.vocabulary import EXIT_ROUTES
from planner.plan.tables import by_unit
from planner.plan.tables.labels import heading, label
from planner.report.books.book import RULE, Book, Column
from planner.report.books.cell_values import values_of
from planner.report.books.live_tables import live_table, total_row
from planner.report.books.plan.people import PeopleSheet

UNITS_IN_CHART = 45
"""Above this number of units bars cannot be told apart on a page."""
NAMES = (
    "number", "name", "unit", "kind", "quota", "before", "leavers", "involuntary", "redeployed_in", "redeployed_out", "after", "need", "need_gap", "reduction", "minimum",
    "at_least", "at_most", "cost_vnd",
)  # fmt: skip
KINDS = {"unit": "text", "name": "wrap", "kind": "wrap", "reduction": "pct", "cost_vnd": "money"}
WIDTHS = {"number": 6.0, "name": 44.0, "unit": 12.0, "kind": 18.0, "cost_vnd": 18.0}
ROOMY = 24.0
"""Height of a row where few units share the page."""
FEW = 26
SUMMED = ("quota", "before", "leavers", "involuntary", "redeployed_in", "redeployed_out", "after", "cost_vnd")


def write_units(people: PeopleSheet) -> None:
    """A row a unit after the new structure, by name, with live counts over the people sheet; a row of totals."""
    run, book = people.run, people.book
    frame = by_unit(run)
    lang, n = book.lang, len(frame)
    moves = run.instance.scenario.redeploy.allowed
    worked = bool(run.instance.scenario.workload)
    names = [name for name in NAMES if (moves or not name.startswith("redeployed")) and (worked or not name.startswith("need"))]
    frame["need_gap"] = frame["after"] - frame["need"]
    frame.insert(0, "number", range(1, n + 1))
    frame["kind"] = [label("kind", k, lang) for k in frame["kind"]]
    at = {name: i for i, name in enumerate(names)}
    columns = [Column(heading(c, lang), KINDS.get(c, "int"), values_of(frame[c]), WIDTHS.get(c, 10.5)) for c in names]
    number, forced = people.ref("unit_number"), f'{people.ref("involuntary")},"{text("words.yes", lang)}"'

    def formulas(row: int) -> dict[str, str]:
        this = {name: cell(row, at[name]) for name in names}
        here = f"{number},{this['number']}"
        moved_in, moved_out = this.get("redeployed_in", "0"), this.get("redeployed_out", "0")
        return {
            "before": f"={people.counted(here)}",
            "leavers": f"={people.deciding(EXIT_ROUTES, here)}",
            "involuntary": f"={people.counted(here, forced)}",
            "after": f"={this['before']}-{this['leavers']}-{moved_out}+{moved_in}",
            **({"need_gap": f"={this['after']}-{this['need']}"} if worked and pd.notna(frame["need"].iloc[row - 1]) else {}),
            "reduction": f"=IF({this['before']}=0,0,({this['before']}-{this['after']})/{this['before']})",
            "cost_vnd": f"=SUMIF({number},{this['number']},{people.ref('cost_vnd')})",
        }

    sheet = live_table(book, "units", columns, names, formulas, ROOMY if n <= FEW else None)
    totals = {c: int(frame[c].sum()) for c in names if c in SUMMED}
    total_row(book, sheet, 1, n + 1, names, totals, KINDS, label=at["name"])
    before, after = (cell(n + 1, at[c]) for c in ("before", "after"))
    share = (totals["before"] - totals["after"]) / totals["before"] if totals["before"] else 0
    book.formula(sheet, n + 1, at["reduction"], f"=IF({before}=0,0,({before}-{after})/{before})", share, "pct", bold=True, top=1, top_color=RULE)
    if 0 < n <= UNITS_IN_CHART:
        _chart(book, n, at)


def _chart(book: Book, n: int, at: dict[str, int]) -> None:
    """Bars of before and after, by name, on one page."""
    name = book.sheets["units"]
    chart = book.workbook.add_chart({"type": "bar"})
    for key, colour in (("before", "#9DC3E6"), ("after", "#1F4E79")):
        series: dict[str, Any] = {
            "name": [name, 0, at[key]], "categories": [name, 1, at["name"], n, at["name"]], "values": [name, 1, at[key], n, at[key]],
            "fill": {"color": colour}, "gap": 50, "overlap": 0, "data_labels": {"value": True, "font": {"size": 8}},
        }  # fmt: skip
        chart.add_series(series)
    chart.set_title({"name": book.word("chart_units"), "name_font": {"size": 13}, "overlay": False})
    chart.set_y_axis({"reverse": True, "num_font": {"size": 9}})
    chart.set_x_axis({"num_format": book.number_format("#,##0"), "num_font": {"size": 9}, "major_gridlines": {"visible": True, "line": {"color": RULE}}})
    chart.set_legend({"position": "bottom"})
    chart.set_size({"width": 860, "height": 1200})
    sheet = book.sheet("units_chart", portrait=True)
    sheet.fit_to_pages(1, 1)
    sheet.hide_gridlines(2)
    sheet.insert_chart(0, 0, chart, {"object_position": 2, "description": book.word("chart_units")})
