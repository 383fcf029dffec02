"""`plan.xlsx` and `comparison.xlsx`: which sheets there are, in which order."""

from __future__ import annotations

from pathlib import Path

from planner.core.texts import half_of, text
from planner.plan.comparison import Comparison
from planner.plan.plan import Run
from planner.report.books.book import opened
from planner.report.books.comparison_sheets import write_figures, write_people_who_differ, write_units_compared
from planner.report.books.law_calendar import write_law_calendar
from planner.report.books.plan.charts import write_charts
from planner.report.books.plan.keys import write_keys
from planner.report.books.plan.law import write_law, write_problems
from planner.report.books.plan.leavers import write_leavers
from planner.report.books.plan.people import people_sheet, write_people
from planner.report.books.plan.periods import write_periods
from planner.report.books.plan.requirements import write_requirements
from planner.report.books.plan.roadmap import write_roadmap
from planner.report.books.plan.structure import write_structure
from planner.report.books.plan.summary import write_summary
from planner.report.books.plan.units import write_units
from planner.report.books.plan.work import write_work


def write_plan_workbook(run: Run, out: Path, lang: str = "vi") -> None:
    """The workbook of a run with a plan, whole at `out` or not at all. ValueError where the run has no plan.

    Sheets: summary, charts, units and their chart, their work (where it is named), structure, periods with routes, roadmap, leavers, requirements, people, law used,
    calendar of the law, problems, keys.
    """
    if run.plan.chosen is None or run.decisions is None:
        raise ValueError("the run has no plan; there is no workbook of it")
    with opened(Path(out), lang, half_of(run.instance.scenario.title, lang), len(run.instance.people)) as book:
        people = people_sheet(book, run)
        write_summary(people)
        write_charts(people)
        write_units(people)
        write_work(people)
        write_structure(people)
        write_periods(people)
        write_roadmap(people)
        write_leavers(people)
        write_requirements(people)
        write_people(people)
        write_law(people)
        write_law_calendar(book, run)
        write_problems(people)
        write_keys(people)


def write_comparison(comparison: Comparison, out: Path, lang: str = "vi") -> None:
    """The workbook of a comparison, whole at `out` or not at all. Sheets: figures, units, people who differ."""
    with opened(Path(out), lang, text("report.comparison_title", lang), len(comparison.people)) as book:
        write_figures(book, comparison)
        write_units_compared(book, comparison)
        write_people_who_differ(book, comparison)
