"""The first page, for those who read nothing else: what was asked, what is proposed and how sure it is, the figures, who is concerned, what to check, who signs."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from xlsxwriter.utility import xl_rowcol_to_cell as cell

from planner.core.columns import CATEGORIES, SEXES, values
from planner.core.errors import Problem
from planner.core.texts import half_of, percent, text
from planner.core.vocabulary import CHOSEN_ROUTES, EXIT_ROUTES, NATURAL_ROUTES
from planner.optimise.solve.result import Status
from planner.plan.doubtful_law import sentence
from planner.plan.plan import Run
from planner.plan.tables import by_route, fairness
from planner.plan.tables.labels import heading, label
from planner.policy.overrides import override_messages
from planner.report.books.book import RULE
from planner.report.books.page import Page
from planner.report.books.plan.people import Mask, PeopleSheet
from planner.report.letterhead import Letterhead, place_and_day

WIDTHS = (42.0, 20.0, 3.0, 42.0, 20.0)
LEFT, RIGHT, LAST = 0, 3, 4
ASKED_SHOWN, WARNINGS_SHOWN, DOUBTS_SHOWN, FAIRNESS_SHOWN = 10, 6, 4, 6
STATUS_COLOUR = {Status.OPTIMAL: "#375623", Status.FEASIBLE: "#7F6000"}
GREY = "#595959"


@dataclass(frozen=True)
class Line:
    """A figure: its words, the formula that computes it (none: it is no count), the value and its kind."""

    words: str
    formula: str
    value: Any
    kind: str = "int"


def write_summary(people: PeopleSheet) -> None:
    """One printed page: title, status in plain words, what was asked, live figures with natural exits beside them, people, warnings, signatures."""
    book = people.book
    sheet = book.sheet("summary", portrait=True)
    sheet.hide_gridlines(2)
    page = Page(book, sheet, WIDTHS)
    row = _title(page, people.run)
    row = _asked(page, people, row)
    row = _result(page, people, row)
    row = _concerned(page, people, row)
    row = _to_check(page, people, row)
    row = _signatures(page, row)
    page.write()
    sheet.print_area(0, 0, row, LAST)
    sheet.center_horizontally()
    sheet.fit_to_pages(1, 1)


def status_sentence(run: Run, lang: str) -> str:
    """What the status means, with the gap in words; a gap is rounded up, never down."""
    gap, status = run.plan.gap, run.plan.status
    if status is Status.FEASIBLE and gap is None:
        return text("words.status_means_feasible_open", lang)
    if status is Status.OPTIMAL and not gap:
        return text("words.status_means_optimal_exact", lang)
    return text(f"words.status_means_{status.value}", lang, gap=percent(math.ceil((gap or 0.0) * 1e6) / 1e6, lang, 4))


def _title(page: Page, run: Run) -> int:
    book, scenario, status = page.book, run.instance.scenario, run.plan.status
    page.merged(0, 0, LAST, book.word("plan_title"), "text", font_size=16, bold=True, font_color="#1F4E79", align="center", valign="vcenter")
    page.height(0, 28)
    page.merged(1, 0, LAST, half_of(scenario.title, book.lang), font_size=13, bold=True, align="center")
    said = book.word("subtitle", snapshot=scenario.snapshot_on, people=len(run.instance.people), units=len(run.instance.structure.units))
    page.merged(2, 0, LAST, said, italic=True, align="center")
    page.merged(3, 0, LAST, label("status", status.value, book.lang), bold=True, font_color=STATUS_COLOUR.get(status, "#000000"), align="center")
    page.merged(4, 0, LAST, status_sentence(run, book.lang), align="center")
    row = 5
    alarms = [note.message for note in run.notes if note.severity != "note"]
    for message in (*alarms, *override_messages(run.instance.law)):
        page.merged(row, 0, LAST, message.render(book.lang), bold=True, font_color="#C00000")
        row += 1
    for note in run.notes:
        if note.severity == "note":
            page.merged(row, 0, LAST, note.message.render(book.lang), italic=True)
            row += 1
    return row + 1


def _asked(page: Page, people: PeopleSheet, row: int) -> int:
    book = page.book
    page.section(row, 0, LAST, book.word("section_asked"))
    for each in people.asked[:ASKED_SHOWN]:
        row += 1
        page.merged(row, 0, LAST, f"– {each.said}")
    if len(people.asked) > ASKED_SHOWN:
        row += 1
        page.merged(row, 0, LAST, book.word("more_asked", count=len(people.asked) - ASKED_SHOWN), italic=True, font_color=GREY)
    return row + 2


def _result(page: Page, people: PeopleSheet, row: int) -> int:
    """Left the plan's figures, right natural exits, which come anyway, and what each route takes."""
    book = page.book
    page.section(row, LEFT, LEFT + 1, book.word("section_figures"))
    page.section(row, RIGHT, LAST, book.word("section_beside"))
    left = _lines(page, LEFT, row + 1, _figures(people, row + 1))
    right = _lines(page, RIGHT, row + 1, _beside(people))
    return max(left, right) + 1


def _figures(people: PeopleSheet, start: int) -> list[Line]:
    """The key figures, live over the people sheet."""
    run, lang = people.run, people.book.lang
    s, head = run.summary, run.summary["headcount"]
    at = {name: cell(start + i, LEFT + 1) for i, name in enumerate(("baseline", "leavers", "reduction", "remaining", "involuntary", "cost", "saving"))}
    base = at["baseline"] if run.instance.baseline == head["baseline"] else str(run.instance.baseline)  # the quotas, where shares are of them
    cost, saving = at["cost"], at["saving"]
    payback = "–" if s["payback_months"] is None else s["payback_months"]

    def line(name: str, formula: str, value: Any, kind: str = "int") -> Line:
        return Line(text(f"words.figure_{name}", lang), f"={formula}", value, kind)

    lines = [
        line("baseline", f"COUNTA({people.ref('employee_id')})", head["baseline"]),
        line("leavers", people.deciding(EXIT_ROUTES), head["leavers"]),
        line("reduction", f"IF({base}=0,0,{at['leavers']}/{base})", head["reduction"], "pct"),
        line("remaining", f"{at['baseline']}-{at['leavers']}", head["remaining"]),
        line("involuntary", people.counted(f'{people.ref("involuntary")},"{text("words.yes", lang)}"'), s["involuntary"]),
        line("cost_vnd", f"SUM({people.ref('cost_vnd')})", s["cost_vnd"], "money"),
        line("saving_vnd_per_year", f"12*{people.summed('current_salary_vnd', CHOSEN_ROUTES)}", s["saving_vnd_per_year"], "money"),
        line("payback_months", f'IF({saving}=0,"–",ROUND({cost}/({saving}/12),1))', payback, "decimal"),
    ]
    if run.instance.scenario.reduction.of == "quota":
        lines.append(line("reached", f"IF({base}=0,0,({base}-{at['remaining']})/{base})", s["periods"][-1]["reached"], "pct"))
    if run.instance.scenario.redeploy.allowed:
        lines.append(line("redeployed", people.deciding(["redeploy"]), s["redeployed"]))
    if run.instance.scenario.secondment:
        lines.append(line("seconded", f'COUNTIF({people.ref("decision")},"secondment_*")', s["seconded"]))
    return lines


def _beside(people: PeopleSheet) -> list[Line]:
    """Natural exits with what they save, then each route that the plan chose."""
    run, lang = people.run, people.book.lang
    frame = by_route(run).set_index("route")
    found = {route: int(frame["people"].get(route, 0)) for route in EXIT_ROUTES}
    lines = [Line(label("decision", route, lang), f"={people.deciding([route])}", found[route]) for route in NATURAL_ROUTES]
    saving = f"=12*{people.summed('current_salary_vnd', NATURAL_ROUTES)}"
    lines.append(Line(text("words.figure_saving_natural_vnd_per_year", lang), saving, run.summary["saving_natural_vnd_per_year"], "money"))
    for route in CHOSEN_ROUTES:
        if found[route]:
            said = label("decision", route, lang)
            lines.append(Line(said, f"={people.deciding([route])}", found[route]))
            here = f'{people.ref("decision")},"{route}"'
            words = people.book.word("cost_of", what=said)
            lines.append(Line(words, f"=SUMIFS({people.ref('cost_vnd')},{here})", int(frame["cost_vnd"][route]), "money"))
    return lines


def _concerned(page: Page, people: PeopleSheet, row: int) -> int:
    """How many of whom leave: sex, category, posts, age, groups that need attention; and how evenly, where that is asked."""
    book, lang, frame, leaves = page.book, page.book.lang, people.frame, people.leaves
    page.section(row, LEFT, LAST, book.word("section_concerned"))

    def line(words: str, members: Mask, *conditions: str) -> Line:
        said = book.word("of_present", what=words, count=int(members.sum()))
        return Line(said, f"={people.deciding(EXIT_ROUTES, *conditions)}", int((members & leaves).sum()))

    def of(column: str, value: str) -> Line:
        said = label(column, value, lang)
        return line(said, frame[column].eq(value).to_numpy(dtype=bool), f'{people.ref(column)},"{said}"')

    left = [of("sex", value) for value in values(SEXES)] + [of("category", value) for value in values(CATEGORIES) if frame["category"].eq(value).any()]
    old = frame["age"].to_numpy() >= 55
    groups = frame["attention_groups"].astype(str).ne("").to_numpy(dtype=bool)
    key = frame["key_role"].fillna(False).to_numpy(dtype=bool)
    right = [of("position_level", "head"), of("position_level", "deputy"), line(book.word("aged"), old, f'{people.ref("age")},">=55"')]
    right.append(line(book.word("attention"), groups, f'{people.ref("attention_groups")},"?*"'))
    right.append(line(heading("key_role", lang), key, f'{people.ref("key_role")},"{text("words.yes", lang)}"'))
    end = max(_lines(page, LEFT, row + 1, left), _lines(page, RIGHT, row + 1, right))
    for said in fairness(people.run, lang)["said"].tolist()[:FAIRNESS_SHOWN]:
        page.merged(end, LEFT, LAST, f"– {said}")
        end += 1
    return end + 1


def _lines(page: Page, at: int, row: int, lines: list[Line]) -> int:
    """Words and live figures below each other; the row after them."""
    edge = {"bottom": 7, "bottom_color": RULE}
    for each in lines:
        page.merged(row, at, at, each.words, **edge)
        page.formula(row, at + 1, each.formula, each.value, each.kind, bold=True, align="right", indent=1, **edge)
        row += 1
    return row


def _to_check(page: Page, people: PeopleSheet, row: int) -> int:
    """What should be checked before anybody signs: warnings of the plan, doubtful law with what hangs on it, and who decides."""
    book, lang = page.book, page.book.lang
    page.section(row, 0, LAST, book.word("section_doubts"))
    law = people.law
    warnings = sorted(people.run.warnings, key=_of_a_sheet)
    lines = [f"– {each.message.render(lang)}" for each in warnings[:WARNINGS_SHOWN] if not _of_a_sheet(each)]
    lines.append("– " + book.word("warnings_count", count=len(warnings)))
    lines.append("– " + book.word("law_count", count=int(law["doubtful"].sum()), all=len(law)))
    for said in lines:
        row += 1
        page.merged(row, 0, LAST, said)
    for item in people.doubts[:DOUBTS_SHOWN]:
        row += 1
        page.merged(row, 0, LAST, f"    · {item['description']}: {sentence(item, lang)}", font_color=GREY)
    row += 1
    page.merged(row, 0, LAST, book.word("people_decide"), italic=True)
    return row + 2


def _of_a_sheet(each: Problem) -> bool:
    """Whether a warning is about a row of somebody's sheet, and not about the plan."""
    return each.row is not None


def _signatures(page: Page, row: int) -> int:
    """Place and day, and room for three signatures."""
    lang = page.book.lang
    page.merged(row, RIGHT, LAST, place_and_day(Letterhead(), lang), "text", italic=True, align="center")
    look = {"bold": True, "align": "center"}
    page.merged(row + 1, 0, 0, text("forms.sign_prepared", lang), **look)
    page.merged(row + 1, 1, RIGHT - 1, text("forms.sign_personnel", lang), **look)
    page.merged(row + 1, RIGHT, LAST, text("forms.sign_head", lang), **look)
    for first, last, key in ((0, 0, "name"), (1, RIGHT - 1, "name"), (RIGHT, LAST, "seal")):
        page.merged(row + 2, first, last, text(f"forms.sign_by_{key}", lang), italic=True, align="center", font_size=10)
    page.height(row + 3, 60)
    page.put(row + 3, 0, "")
    return row + 3
