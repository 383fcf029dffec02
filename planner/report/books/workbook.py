"""`plan.xlsx` and `comparison.xlsx`: which sheets there are, in which order."""

from __future__ import annotations

from pathlib import Path

from planner.plan.comparison import Comparison
from planner.plan.plan import Run
from planner.report.books.book import opened
from planner.report.books.comparison_sheets import write_figures, write_people_who_differ, write_units_compared
from planner.report.books.law_calendar import write_law_calendar
from planner.report.books.people_sheet import PeopleSheet, write_people
from planner.report.books.summary_sheet import write_summary
from planner.report.books.table_sheets import write_periods, write_requirements, write_routes, write_units
from planner.report.books.text_sheets import write_law, write_problems, write_scenario


def write_plan_workbook(run: Run, out: Path, lang: str = "vi") -> None:
    """The workbook of a run with a plan, whole at `out` or not at all. ValueError where the run has no plan.

    Sheets: summary, units, periods, routes, requirements, people, law used, calendar of the law, problems, scenario.
    """
    if run.plan.chosen is None or run.decisions is None:
        raise ValueError("the run has no plan; there is no workbook of it")
    rows = len(run.instance.people)
    with opened(Path(out), lang, run.instance.scenario.title, rows) as book:
        people = PeopleSheet(book, rows)
        write_summary(book, run, people)
        write_units(book, run, people)
        write_periods(book, run, people)
        write_routes(book, run, people)
        write_requirements(book, run)
        write_people(book, run)
        write_law(book, run)
        write_law_calendar(book, run)
        write_problems(book, run)
        write_scenario(book, run)


def write_comparison(comparison: Comparison, out: Path, lang: str = "vi") -> None:
    """The workbook of a comparison, whole at `out` or not at all. Sheets: figures, units, people who differ."""
    from planner.core.texts import text

    with opened(Path(out), lang, text("report.comparison_title", lang), len(comparison.people)) as book:
        write_figures(book, comparison)
        write_units_compared(book, comparison)
        write_people_who_differ(book, comparison)
