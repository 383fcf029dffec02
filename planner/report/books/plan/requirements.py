"""The sheet of what was asked: the scenario in words, then what each requirement asks, what the plan reaches, the room left and the price."""

from __future__ import annotations

from planner.core.texts import half_of, text
from planner.plan.tables import fairness
from planner.plan.tables.labels import heading, requirement_message
from planner.report.books.book import RULE, Column
from planner.report.books.live_tables import live_rows
from planner.report.books.page import Page
from planner.report.books.plan.people import PeopleSheet
from planner.scenario.requirement_kinds import FAIRNESS, Counts

MONEY_STEP = 1_000_000_000
"""The price of a budget is told for this many đồng, as its heading says."""
WIDTHS = (62.0, 19.0, 14.0, 19.0, 19.0, 12.0, 22.0)
LAST = len(WIDTHS) - 1


def write_requirements(people: PeopleSheet) -> None:
    """The sheet: sentences first, then the table; those that bind stand first."""
    book = people.book
    sheet = book.sheet("requirements")
    sheet.hide_gridlines(2)
    page = Page(book, sheet, WIDTHS)
    top = _words(page, people)
    page.write()
    columns = _columns(people)
    live_rows(book, sheet, top, columns, [column.heading for column in columns], lambda row: {})
    sheet.repeat_rows(top)


def _words(page: Page, people: PeopleSheet) -> int:
    """Title, description and everything that is asked; the row of the table's headings."""
    book, scenario = page.book, people.run.instance.scenario
    page.section(0, 0, LAST, book.word("section_asked"))
    row = 1
    for said, look in ((scenario.title, {"bold": True}), (scenario.description or "", {"italic": True})):
        if said:
            page.merged(row, 0, LAST, half_of(said, book.lang), **look)
            row += 1
    part = ""
    for each in people.asked:
        if each.part != part:
            part = each.part
            page.merged(row, 0, LAST, text(f"asked.parts.{part}", book.lang), bold=True, bottom=7, bottom_color=RULE)
            row += 1
        page.merged(row, 0, LAST, f"– {each.said}", indent=2)
        row += 1
    page.section(row + 1, 0, LAST, book.word("section_requirements"))
    return row + 2


def _columns(people: PeopleSheet) -> list[Column]:
    run, lang = people.run, people.book.lang
    frame, rates = people.binding.copy(), {(rule.by, rule.group): rule.said for rule in fairness(run, lang).itertuples()}
    steps = {Counts.VND: MONEY_STEP, Counts.RATE: 0}  # a row of rates counts no people
    frame["price"] = frame["price"].abs() * [steps.get(name.kind.counts, 1) for name in frame["name"]]
    frame = frame.sort_values(["binds", "price"], ascending=False, kind="stable")
    counted = [name.kind != FAIRNESS for name in frame["name"]]  # a rule of rates says them in words
    said = [requirement_message(name, run.instance).render(lang) if counts else rates[name.scope] for name, counts in zip(frame["name"], counted, strict=True)]

    def finite(name: str) -> list[float | None]:
        return [value if counts and abs(value) < float("inf") else None for value, counts in zip(frame[name].tolist(), counted, strict=True)]

    return [
        Column(heading("requirement", lang), "wrap", said, WIDTHS[0]),
        Column(heading("activity", lang), "int", finite("activity"), WIDTHS[1]),
        Column(heading("lower", lang), "int", finite("lower"), WIDTHS[2]),
        Column(heading("upper", lang), "int", finite("upper"), WIDTHS[3]),
        Column(heading("slack", lang), "int", finite("slack"), WIDTHS[4]),
        Column(heading("binds", lang), "text", [text("words.yes", lang) if b else "" for b in frame["binds"]], WIDTHS[5]),
        Column(people.book.word("price"), "price", [p if p else None for p in frame["price"].tolist()], WIDTHS[6]),
    ]
