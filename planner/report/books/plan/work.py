"""The sheet of work: the volumes of each unit and the people they take, as live formulas; only where the scenario names work."""

from __future__ import annotations

from xlsxwriter.utility import xl_rowcol_to_cell as cell

from planner.plan.tables.labels import heading
from planner.report.books.book import Column
from planner.report.books.live_tables import live_table
from planner.report.books.plan.people import PeopleSheet
from planner.scenario.parts.workload import needs

NAMES = ("unit", "name", "driver", "volume", "remains", "people_per_100", "takes", "need")
KINDS = {"unit": "text", "name": "wrap", "driver": "wrap", "volume": "decimal", "remains": "pct", "people_per_100": "decimal", "takes": "decimal", "need": "int"}
WIDTHS = {"unit": 12.0, "name": 40.0, "driver": 44.0}
DUST = 9
"""Decimals to which a sum is rounded before it is rounded up: sheets count in binary fractions, the need is exact."""


def write_work(people: PeopleSheet) -> None:
    """A row a kind of work; the need of a unit, rounded up once, stands in its first row."""
    run, book = people.run, people.book
    work = run.instance.scenario.workload
    if not work:
        return
    names = dict(zip(run.instance.structure.units["unit"].astype(str), run.instance.structure.units["name"].astype(str), strict=True))
    need, first = needs(work), {each.unit: i for i, each in reversed(list(enumerate(work)))}
    values = {
        "unit": [w.unit for w in work], "name": [names[w.unit] for w in work], "driver": [w.driver for w in work], "volume": [float(w.volume) for w in work],
        "remains": [float(w.remains) for w in work], "people_per_100": [float(w.people_per_100) for w in work], "takes": [float(w.people) for w in work],
        "need": [need[w.unit] if first[w.unit] == i else None for i, w in enumerate(work)],
    }  # fmt: skip
    columns = [Column(heading(name, book.lang), KINDS[name], values[name], WIDTHS.get(name, 13.0)) for name in NAMES]
    at = {name: i for i, name in enumerate(NAMES)}

    def formulas(row: int) -> dict[str, str]:
        this = {name: cell(row, column) for name, column in at.items()}
        units, takes = (f"{cell(1, at[name], True, True)}:{cell(len(work), at[name], True, True)}" for name in ("unit", "takes"))
        total = f"=ROUNDUP(ROUND(SUMIFS({takes},{units},{this['unit']}),{DUST}),0)"
        live = {"takes": f"={this['volume']}*{this['remains']}*{this['people_per_100']}/100"}
        return {**live, "need": total} if values["need"][row - 1] is not None else live

    live_table(book, "work", columns, NAMES, formulas)
