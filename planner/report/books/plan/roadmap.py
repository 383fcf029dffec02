"""The sheet of the roadmap: quarter by quarter exits, headcount, money out, salary saved, and the quarter that pays back."""

from __future__ import annotations

from xlsxwriter.utility import xl_rowcol_to_cell as cell

from planner.core.vocabulary import CHOSEN_ROUTES, EXIT_ROUTES, NATURAL_ROUTES
from planner.plan.roadmap import payback_quarter
from planner.plan.tables import money_by_month, road_by_quarter
from planner.plan.tables.labels import heading
from planner.report.books.book import Column
from planner.report.books.cell_values import values_of
from planner.report.books.live_tables import live_table
from planner.report.books.plan.people import PeopleSheet

NAMES = (
    "quarter", "starts_on", "exits", "natural_exits", "headcount", "cost_vnd", "cost_to_date_vnd", "saving_vnd", "saving_to_date_vnd", "net_vnd", "saving_natural_vnd",
)  # fmt: skip
KINDS = {"quarter": "text", "starts_on": "date"}
MONTHS = 3


def write_roadmap(people: PeopleSheet) -> None:
    """A row a quarter with live figures over the people sheet; below it which quarter pays back, and what is counted."""
    book, frame = people.book, road_by_quarter(people.run)
    kinds = {name: KINDS.get(name, "money" if name.endswith("_vnd") else "int") for name in NAMES}
    columns = [Column(heading(c, book.lang), kinds[c], values_of(frame[c]), 20 if c.endswith("_vnd") else 12) for c in NAMES]
    at = {name: i for i, name in enumerate(NAMES)}
    sheet = live_table(book, "roadmap", columns, NAMES, lambda row: _formulas(people, row, at))
    paid = payback_quarter(money_by_month(people.run))
    key = "roadmap_paid" if paid else "roadmap_never" if frame["saving_to_date_vnd"].iloc[-1] else "roadmap_free"
    book.put(sheet, len(frame) + 2, 0, book.word(key, quarter=paid), bold=True)
    book.put(sheet, len(frame) + 3, 0, book.word("roadmap_means"), italic=True)


def _formulas(people: PeopleSheet, row: int, at: dict[str, int]) -> dict[str, str]:
    """The figures of a quarter, each from the dates and decisions of the people sheet."""
    this = {name: cell(row, column) for name, column in at.items()}
    leave_on, start = people.ref("leave_on"), this["starts_on"]
    before = f'{leave_on},"<"&EDATE({start},{MONTHS})'
    here = [before] if row == 1 else [f'{leave_on},">="&{start}', before]  # what was due earlier stands in the first quarter
    snapshot = people.run.instance.scenario.snapshot_on
    known = f"DATE({snapshot.year},{snapshot.month},{snapshot.day})"

    def saved(routes: tuple[str, ...], month: int) -> str:
        return people.summed("current_salary_vnd", routes, f'{leave_on},"<="&EDATE({start},{month})')

    def to_date(name: str) -> str:
        return f"=SUM({cell(1, at[name], row_abs=True)}:{this[name]})"

    return {
        "exits": f"={people.deciding(EXIT_ROUTES, *here)}",
        "natural_exits": f"={people.deciding(NATURAL_ROUTES, *here)}",
        "headcount": f"=COUNTA({people.ref('employee_id')})-SUM({cell(1, at['exits'], row_abs=True)}:{this['exits']})",
        "cost_vnd": f"=SUMIFS({people.ref('cost_vnd')},{','.join(here)})",
        "saving_vnd": "=" + "+".join(saved(CHOSEN_ROUTES, k) for k in range(MONTHS)),
        "saving_natural_vnd": "=" + "+".join(f"(EDATE({start},{k})>={known})*{saved(NATURAL_ROUTES, k)}" for k in range(MONTHS)),
        "cost_to_date_vnd": to_date("cost_vnd"), "saving_to_date_vnd": to_date("saving_vnd"),
        "net_vnd": f"={this['saving_to_date_vnd']}-{this['cost_to_date_vnd']}",
    }  # fmt: skip
