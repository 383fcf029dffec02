"""The cover of the lists, for the office that makes them: what is in them, what is missing, what the layouts rest on.

It is not printed with the lists: nothing of it belongs above a signature.
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from planner.plan.plan import Run
from planner.plan.tables.labels import label
from planner.policy.grounds import BY_RULE as RULED_POINTS
from planner.policy.grounds import EVIDENCE, cited, point_message
from planner.report.books.book import A4, BAND, FONT, HEAD_FILL, LINE, put
from planner.report.books.small_print import small_height, stacked_lines
from planner.report.official_lists.grounds import BY_RULE, GIVEN, MISSING
from planner.report.official_lists.lists import Form
from planner.report.official_lists.page import WIDE, Page

WIDTHS = (5.0, 16.0, 28.0, 40.0, 26.0, 10.0)
UNLISTED = (13.0, 26.0, 11.0, 40.0, 20.0, 12.0, 34.0)


def write_cover(page: Page, run: Run, forms: Sequence[Form], sheets: Sequence[str], nobody: pd.DataFrame) -> None:
    """Lists with people, money and evidence; grounds by point; whose ground is missing; what else is to be filled in."""
    page.columns(WIDTHS)
    row = _title(page)
    row = _lists(page, forms, sheets, nobody, row)
    row = _grounds(page, forms, row + 1)
    row = _missing(page, forms, row + 1)
    row = _others(page, run, row + 1)
    sheet = page.sheet
    sheet.set_paper(A4)
    sheet.set_landscape()
    sheet.set_margins(left=0.5, right=0.5, top=0.5, bottom=0.6)
    sheet.fit_to_pages(1, 0)
    sheet.hide_gridlines(2)
    sheet.print_area(0, 0, row - 1, len(WIDTHS) - 1)
    sheet.set_footer(f'&L&"{FONT},Regular"&8 {page.name.replace("&", "&&")}&R&"{FONT},Regular"&8 {page.book.word("page")}')


def write_unlisted(page: Page, nobody: pd.DataFrame) -> None:
    """The leavers who are on no list, each with the reason."""
    page.columns([5.0, *UNLISTED])
    page.top(page.say("title_unlisted"), in_vnd=False)
    keys = ("head_employee_id", "head_name", "head_born_on", "head_unit", "head_decision", "head_leaves", "head_why")
    first = page.headings([(page.say(key),) for key in keys])
    kinds = ("text", "wrap", "date", "wrap", "wrap", "date", "wrap")
    lists = [nobody[name].tolist() for name in nobody.columns]
    for row, values in enumerate(zip(*lists, strict=True), first):
        put(page.sheet, row, 0, row - first + 1, page.style("int"))
        page.tall(row, small_height((value, width) for value, width in zip(values, UNLISTED, strict=True) if isinstance(value, str)))
        for at, (kind, value) in enumerate(zip(kinds, values, strict=True), 1):
            put(page.sheet, row, at, value, page.style(kind))
    page.print_set_up(first, first + len(nobody) - 1)


def missing_grounds(forms: Sequence[Form]) -> int:
    """How many people of the lists have no ground yet."""
    return sum(int((form.people["source"] == MISSING).sum()) for form in forms)


def _title(page: Page) -> int:
    book = page.book
    lines = (
        (page.say("cover_title"), {"bold": True, "font_size": 16, "font_color": HEAD_FILL}, 1.6),
        (page.say("plan_line", title=page.head.plan), {"italic": True}, 1.0),
        (page.say("cover_not_signed"), {"bold": True, "font_color": "#C00000"}, 1.1),
    )
    for row, (words, style, size) in enumerate(lines):
        page.merged(row, 0, row, len(WIDTHS) - 1, words, book.format("wrap", indent=0, **style))
        page.tall(row, LINE * size * stacked_lines(words, sum(WIDTHS) / (1.25 * size)) + 2)
    return len(lines) + 1


def _section(page: Page, row: int, words: str) -> int:
    page.merged(row, 0, row, len(WIDTHS) - 1, words, page.book.format("text", bold=True, bg_color=BAND, font_color=HEAD_FILL, indent=0))
    return row + 1


def _table_row(page: Page, row: int, values: Sequence[object], bold: bool = False) -> int:
    """A line of the cover's table: text left, numbers right; the last text runs to the end where values are fewer."""
    kinds = ["wrap" if isinstance(value, str) else "int" if at < 2 else "money" for at, value in enumerate(values)]
    texts = []
    for at, (kind, value) in enumerate(zip(kinds, values, strict=True)):
        last = len(WIDTHS) - 1 if at == len(values) - 1 else at
        wide = sum(WIDTHS[at : last + 1])
        if isinstance(value, str):
            texts.append((value, wide / (WIDE if bold else 1.0)))
        style = page.style(kind, bold=bold)
        if last != at:
            page.sheet.merge_range(row, at, row, last, "", style)
        put(page.sheet, row, at, value, style)
    page.tall(row, small_height(texts))
    return row + 1


def _lists(page: Page, forms: Sequence[Form], sheets: Sequence[str], nobody: pd.DataFrame, row: int) -> int:
    row = _section(page, row, page.say("cover_lists"))
    head = [page.say(key) for key in ("number", "head_people", "head_money", "head_sheet", "head_evidence")]
    row = _table_row(page, row, head, bold=True)
    for number, (form, sheet) in enumerate(zip(forms, sheets, strict=True), 1):
        row = _table_row(page, row, [number, len(form.units), int(sum(form.column("total").values)), sheet, form.evidence])
    if len(nobody):
        words = "; ".join(f"{why} ({count})" for why, count in nobody["why"].value_counts(sort=False).items())
        row = _table_row(page, row, ["", len(nobody), 0, page.say("sheet_unlisted"), words])
    return row


def _grounds(page: Page, forms: Sequence[Form], row: int) -> int:
    lang = page.book.lang
    row = _section(page, row, page.say("cover_grounds"))
    people = pd.concat([form.people for form in forms])
    head = [page.say(key) for key in ("number", "head_people", "head_by", "head_point")]
    row = _table_row(page, row, head, bold=True)
    number = 0
    for (source, point), count in people[people["source"].isin([GIVEN, BY_RULE])].groupby(["source", "point"], sort=True).size().items():
        number += 1
        by = page.say("by_given") if source == GIVEN else page.say("by_rule", rule=page.say(f"rule_{point}"))
        said = f"{cited(point).render(lang)}: {point_message(point).render(lang)} [{EVIDENCE[point]}]" if point else page.say("as_written")
        row = _table_row(page, row, [number, int(count), by, said])
    row = _table_row(page, row, [number + 1, missing_grounds(forms), page.say("by_nobody"), page.say("by_nobody_means")])
    marks = "; ".join(f"{mark}: {label('evidence', mark, lang)}" for mark in dict.fromkeys(EVIDENCE[point] for point in RULED_POINTS))
    return page.paragraph(row, page.say("evidence_marks", marks=marks), italic=True)


def _missing(page: Page, forms: Sequence[Form], row: int) -> int:
    """Whose ground nobody has chosen, by name: to be decided before anybody signs."""
    if not missing_grounds(forms):
        return row - 1
    row = _section(page, row, page.say("cover_missing"))
    row = _table_row(page, row, [page.say(key) for key in ("number", "head_employee_id", "head_name", "head_unit", "head_sheet")], bold=True)
    number = 0
    for form in forms:
        lacking = form.people["source"].eq(MISSING).to_numpy()
        rows = zip(form.people["employee_id"], form.people["full_name"], form.units, lacking, strict=True)
        for person, name, unit, is_missing in rows:
            if is_missing:
                number += 1
                row = _table_row(page, row, [number, str(person), str(name), form.unit_names[unit], form.short])
    return row


def _others(page: Page, run: Run, row: int) -> int:
    """What else is open: dates that no roster holds, parts of the head, people who stay and are therefore on no list."""
    row = _section(page, row, page.say("cover_open"))
    head, said = page.head.letterhead, [page.say("open_since")]
    open_parts = [page.say(f"open_{name}") for name, there in (("issuer", head.issuer), ("place", head.place), ("day", head.day)) if not there]
    if open_parts:
        said.append(page.say("open_head", parts=", ".join(open_parts)))
    moved, away = run.summary["redeployed"], run.summary["seconded"]
    if moved or away:
        said.append(page.say("open_stays", moved=moved, away=away))
    for number, words in enumerate(said, 1):
        row = _table_row(page, row, [number, words])
    return row
