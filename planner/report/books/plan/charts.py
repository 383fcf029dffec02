"""The page of two charts: headcount from today to the end of the plan, and money along the months. Their figures stand beside the page."""

from __future__ import annotations

from typing import Any

from xlsxwriter.utility import xl_rowcol_to_cell as cell

from planner.core.texts import text
from planner.core.vocabulary import CHOSEN_ROUTES, NATURAL_ROUTES
from planner.plan.tables import money_by_month, waterfall
from planner.plan.tables.labels import heading, label
from planner.report.books.book import Book
from planner.report.books.page import Page
from planner.report.books.plan.people import PeopleSheet

SERIES = ("floor", "total", "natural", "voluntary", "forced")
COLOURS = {"total": "#1F4E79", "natural": "#A6A6A6", "voluntary": "#70AD47", "forced": "#C55A11"}
STEP, PEOPLE, HELP, MONTH = 11, 12, 13, 19
"""First columns of the figures beside the page: the steps, their people, the bars, the months."""
WIDE, HIGH = 880, 640
PRINTED_COLUMNS, ROWS_OF_A_CHART = 10, 33
MONTHS_NAMED = 12
MILLIONS = '#,##0,,'


def write_charts(people: PeopleSheet) -> None:
    """Both charts on one printed page; right of it the figures that they draw, those of the waterfall live."""
    book = people.book
    sheet = book.sheet("charts", portrait=True)
    page = Page(book, sheet, (*([12.0] * PRINTED_COLUMNS), 3.0, 40.0, *([13.0] * 14)))
    sheet.hide_gridlines(2)
    steps = _waterfall(page, people)
    months = _money(page, people)
    page.write()
    sheet.insert_chart(0, 0, _steps_chart(book, steps), {"object_position": 2, "description": book.word("chart_waterfall")})
    sheet.insert_chart(ROWS_OF_A_CHART, 0, _money_chart(book, months), {"object_position": 2, "description": book.word("chart_money")})
    sheet.print_area(0, 0, 2 * ROWS_OF_A_CHART, PRINTED_COLUMNS - 1)
    sheet.fit_to_pages(1, 1)


def _waterfall(page: Page, people: PeopleSheet) -> int:
    """Steps from those present to those who remain, live; how many."""
    frame = waterfall(people.run)
    book, lang = page.book, page.book.lang
    yes = f'{people.ref("involuntary")},"{text("words.yes", lang)}"'
    page.section(0, STEP, HELP + len(SERIES) - 1, book.word("section_waterfall"))
    for i, name in enumerate(SERIES):
        page.put(1, HELP + i, book.word(f"series_{name}"), font_color="#7F7F7F")
    first = 2
    for row, step in enumerate(frame.itertuples(), first):
        above = f"{cell(first, PEOPLE)}:{cell(row - 1, PEOPLE)}"
        if step.step == "start":
            formula = f"=COUNTA({people.ref('employee_id')})"
        elif step.step == "end":
            formula = f"=SUM({above})"
        elif step.step in NATURAL_ROUTES:
            formula = f"=-{people.deciding([step.step])}"
        elif step.step == "voluntary":
            formula = f"={people.deciding(CHOSEN_ROUTES, yes)}-{people.deciding(CHOSEN_ROUTES)}"
        else:
            formula = f"=-{people.deciding([step.step], yes)}"
        kind, here = _series_of(step.step), cell(row, PEOPLE)
        page.put(row, STEP, label("step", step.step, lang))
        page.formula(row, PEOPLE, formula, int(step.people))
        level = f"=SUM({cell(first, PEOPLE)}:{here})" if kind != "total" else "=0"
        page.formula(row, HELP, level, int(step.level_from), font_color="#7F7F7F")
        for i, name in enumerate(SERIES[1:], 1):
            mine = name == kind
            page.formula(row, HELP + i, f"=ABS({here})" if mine else "=0", abs(int(step.people)) if mine else 0, font_color="#7F7F7F")
    return len(frame)


def _money(page: Page, people: PeopleSheet) -> int:
    """Cost and saving to date, month by month; how many months."""
    frame = money_by_month(people.run)
    lang = page.book.lang
    page.section(0, MONTH, MONTH + 2, page.book.word("section_money"))
    titles = (heading("month", lang), page.book.word("series_cost"), page.book.word("series_saving"))
    for i, title in enumerate(titles):
        page.put(1, MONTH + i, title, "wrap", font_color="#7F7F7F")
    every = -(-len(frame) // MONTHS_NAMED)  # not every programme leaves out names that do not fit
    for row, (month, cost, saving) in enumerate(zip(frame["month"], frame["cost_to_date"], frame["saving_to_date"], strict=True), 2):
        page.put(row, MONTH, f"{month.month:02d}/{month.year}" if (row - 2) % every == 0 else " ")
        page.put(row, MONTH + 1, int(cost), "money")
        page.put(row, MONTH + 2, int(saving), "money")
    return len(frame)


def _steps_chart(book: Book, steps: int) -> Any:
    name, first, last = book.sheets["charts"], 2, 1 + steps
    chart = book.workbook.add_chart({"type": "column", "subtype": "stacked"})
    for i, series in enumerate(SERIES):
        shown: dict[str, Any] = {
            "name": [name, 1, HELP + i], "categories": [name, first, STEP, last, STEP], "values": [name, first, HELP + i, last, HELP + i], "gap": 45,
        }  # fmt: skip
        if series == "floor":
            shown |= {"fill": {"none": True}, "border": {"none": True}}
        else:
            white = {"color": "#FFFFFF"} if series == "total" else {}
            labels = {"value": True, "num_format": book.number_format("#,##0;;"), "font": {"size": 10, "bold": True, **white}, "position": "inside_base"}
            shown |= {"fill": {"color": COLOURS[series]}, "data_labels": labels}
        chart.add_series(shown)
    chart.set_x_axis({"num_font": {"size": 9}})
    chart.set_y_axis({"num_format": book.number_format("#,##0"), "major_gridlines": {"visible": True, "line": {"color": "#D9D9D9"}}})
    return _set_up(chart, book.word("chart_waterfall"), {"position": "bottom", "delete_series": [0]})


def _money_chart(book: Book, months: int) -> Any:
    name, first, last = book.sheets["charts"], 2, 1 + months
    chart = book.workbook.add_chart({"type": "line"})
    for at, colour in ((MONTH + 1, "#C55A11"), (MONTH + 2, "#1F4E79")):
        chart.add_series({
            "name": [name, 1, at], "categories": [name, first, MONTH, last, MONTH], "values": [name, first, at, last, at],
            "line": {"color": colour, "width": 2.25},
        })  # fmt: skip
    chart.set_x_axis({"num_font": {"size": 9}, "major_tick_mark": "none"})
    chart.set_y_axis({
        "num_format": book.number_format(MILLIONS), "name": book.word("axis_million"), "name_font": {"size": 9, "bold": False},
        "major_gridlines": {"visible": True, "line": {"color": "#D9D9D9"}},
    })  # fmt: skip
    return _set_up(chart, book.word("chart_money"), {"position": "bottom"})


def _set_up(chart: Any, title: str, legend: dict[str, Any]) -> Any:
    chart.set_title({"name": title, "name_font": {"size": 13}, "overlay": False})
    chart.set_legend(legend)
    chart.set_size({"width": WIDE, "height": HIGH})
    return chart


def _series_of(step: str) -> str:
    if step in ("start", "end"):
        return "total"
    return "natural" if step in NATURAL_ROUTES else "voluntary" if step == "voluntary" else "forced"
