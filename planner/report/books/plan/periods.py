"""The sheet of periods and routes: leavers, targets and money of each period, the people and money of each route, on one page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from xlsxwriter.utility import xl_rowcol_to_cell as cell
from xlsxwriter.worksheet import Worksheet

from planner.core.texts import text
from planner.core.vocabulary import CHOSEN_ROUTES, NATURAL_ROUTES
from planner.plan.tables import by_period, by_route
from planner.plan.tables.labels import heading, label
from planner.report.books.book import RULE, Book, Column
from planner.report.books.cell_values import values_of
from planner.report.books.live_tables import live_rows, total_row
from planner.report.books.plan.people import PeopleSheet, stay_elsewhere

PERIOD_KINDS = {
    "period": "text", "leave_on": "date", "cumulative_reduction": "pct", "reached": "pct", "target_share": "pct", "cost_vnd": "money", "saving_vnd_per_year": "money",
    "saving_natural_vnd_per_year": "money",
}  # fmt: skip
PERIOD_SUMS = ("leavers", "involuntary", "cost_vnd", "saving_vnd_per_year", "saving_natural_vnd_per_year")
ROUTE_SUMS = ("people", "involuntary", "cost_vnd")
ROUTE_KINDS = {"words": "text", "cost_vnd": "money", "average_cost_vnd": "money"}
ROUTE_AT = {"words": (0, 1), "people": (2, 2), "involuntary": (3, 3), "cost_vnd": (4, 5), "average_cost_vnd": (6, 7)}
"""First and last column of each figure of the table of routes, which stands in the columns of the table above it."""
CHART_ROWS = 22
"""Rows that the chart takes, of the usual height."""


def write_periods(people: PeopleSheet) -> None:
    """Both tables with the chart between them, set up to print on one page."""
    book = people.book
    sheet = book.sheet("periods")
    sheet.hide_gridlines(2)
    end = _periods(people, sheet)
    _routes(people, sheet, end + CHART_ROWS + 3)
    sheet.fit_to_pages(1, 1)
    sheet.freeze_panes(1, 1)


def _periods(people: PeopleSheet, sheet: Worksheet) -> int:
    """The table of periods and its chart; the row of the table's sums."""
    run, book = people.run, people.book
    frame = by_period(run)
    lang, n, baseline = book.lang, len(frame), people.rows
    names = list(frame.columns)
    columns = [Column(heading(c, lang), PERIOD_KINDS.get(c, "int"), values_of(frame[c]), 20 if "vnd" in c else 16 if c == "period" else 13) for c in names]
    at = {name: i for i, name in enumerate(names)}
    everybody, elsewhere = f"COUNTA({people.ref('employee_id')})", stay_elsewhere(run)
    base = everybody if run.instance.baseline == baseline else str(run.instance.baseline)  # the quotas, where shares are of them
    yes = text("words.yes", lang)

    def formulas(row: int) -> dict[str, str]:
        this = {name: cell(row, at[name]) for name in names}
        here = f"{people.ref('period_number')},{row}"
        gone = people.counted(here) + (f"-{people.deciding(elsewhere, here)}" if row == 1 else "")
        return {
            "leavers": f"={gone}",
            "involuntary": f'={people.counted(here, people.ref("involuntary") + "," + chr(34) + yes + chr(34))}',
            "cumulative": f"=SUM({cell(1, at['leavers'], row_abs=True)}:{this['leavers']})",
            "remaining": f"={everybody}-{this['cumulative']}",
            "cumulative_reduction": f"=IF({base}=0,0,{this['cumulative']}/{base})",
            "reached": f"=IF({base}=0,0,({base}-{this['remaining']})/{base})",
            "cost_vnd": f"=SUMIFS({people.ref('cost_vnd')},{here})",
            "saving_vnd_per_year": f"=12*{people.summed('current_salary_vnd', CHOSEN_ROUTES, here)}",
            "saving_natural_vnd_per_year": f"=12*{people.summed('current_salary_vnd', NATURAL_ROUTES, here)}",
        }

    end = live_rows(book, sheet, 0, columns, names, formulas if baseline else lambda row: {})
    total_row(book, sheet, 1, end, names, {c: int(frame[c].sum()) for c in PERIOD_SUMS}, PERIOD_KINDS)
    _chart(book, sheet, n, at)
    return end


def _routes(people: PeopleSheet, sheet: Worksheet, top: int) -> None:
    """The table of routes, in columns of those above it that fit."""
    book, lang = people.book, people.book.lang
    frame = by_route(people.run)
    words = [label("decision", route, lang) for route in frame["route"]]
    titles = {name: heading("route" if name == "words" else name, lang) for name in ROUTE_AT}
    sheet.set_row(top, 34)
    for name, (first, last) in ROUTE_AT.items():
        _across(sheet, top, first, last, book.format("head", border=1, border_color=RULE))
        sheet.write_string(top, first, titles[name], book.format("head", border=1, border_color=RULE))
    yes = f'{people.ref("involuntary")},"{text("words.yes", lang)}"'
    for i, (route, said) in enumerate(zip(frame["route"], words, strict=True)):
        row = top + 1 + i
        here, count, cost = f'{people.ref("decision")},"{route}"', cell(row, ROUTE_AT["people"][0]), cell(row, ROUTE_AT["cost_vnd"][0])
        formulas = {
            "people": f"={people.counted(here)}", "involuntary": f"={people.counted(here, yes)}", "cost_vnd": f"=SUMIFS({people.ref('cost_vnd')},{here})",
            "average_cost_vnd": f"=IF({count}=0,0,INT({cost}/{count}))",
        }  # fmt: skip
        values = {name: int(frame[name].iloc[i]) for name in formulas}
        _route_row(book, sheet, row, said, formulas, values, bottom=7, bottom_color=RULE)
    end = top + 1 + len(frame)
    sums = {name: f"=SUM({cell(top + 1, at)}:{cell(max(end - 1, top + 1), at)})" for name, (at, _) in ROUTE_AT.items() if name in ROUTE_SUMS}
    totals = {name: int(frame[name].sum()) for name in sums}
    _route_row(book, sheet, end, text("words.total", lang), sums, totals, bold=True, top=1, top_color=RULE)


def _route_row(book: Book, sheet: Worksheet, row: int, said: str, formulas: Mapping[str, str], values: Mapping[str, int], **look: Any) -> None:
    """A line of the table of routes."""
    for name, (first, last) in ROUTE_AT.items():
        kind = ROUTE_KINDS.get(name, "int")
        _across(sheet, row, first, last, book.format(kind, **look))
        if name in formulas:
            book.formula(sheet, row, first, formulas[name], values[name], kind, **look)
        elif name == "words":
            book.put(sheet, row, first, said, kind, **look)


def _across(sheet: Worksheet, row: int, first: int, last: int, style: Any) -> None:
    """Columns of a row joined to one cell."""
    if first < last:
        sheet.merge_range(row, first, row, last, "", style)
    else:
        sheet.write_blank(row, first, None, style)


def _chart(book: Book, sheet: Worksheet, n: int, at: dict[str, int]) -> None:
    """Leavers of each period as columns; the reduction to date and its target as lines on an axis of their own."""
    name = book.sheets["periods"]

    def series(key: str, **more: Any) -> dict[str, Any]:
        cells = {"categories": [name, 1, at["period"], n, at["period"]], "values": [name, 1, at[key], n, at[key]]}
        return {"name": [name, 0, at[key]], **cells, **more}

    columns = book.workbook.add_chart({"type": "column"})
    labels = {"value": True, "num_format": book.number_format("#,##0"), "font": {"size": 10, "bold": True}, "position": "inside_base"}
    columns.add_series(series("leavers", fill={"color": "#9DC3E6"}, gap=80, data_labels=labels))
    lines = book.workbook.add_chart({"type": "line"})
    for key, colour, dash in (("reached", "#1F4E79", "solid"), ("target_share", "#C55A11", "dash")):
        style = {"line": {"color": colour, "width": 2.25, "dash_type": dash}, "marker": {"type": "circle", "fill": {"color": colour}}}
        lines.add_series(series(key, y2_axis=True, **style))
    columns.combine(lines)
    columns.set_title({"name": book.word("chart_periods"), "name_font": {"size": 12}, "overlay": False})
    columns.set_y_axis({"num_format": book.number_format("#,##0"), "major_gridlines": {"visible": True, "line": {"color": RULE}}})
    lines.set_y2_axis({"num_format": book.number_format("0%"), "min": 0})
    columns.set_legend({"position": "bottom"})
    columns.set_size({"width": 1080, "height": 20 * CHART_ROWS - 10})
    sheet.insert_chart(n + 3, 0, columns, {"object_position": 2, "description": book.word("chart_periods")})


