"""The official lists as one workbook: a cover for the office, the summary, a sheet a list by unit, and who is on none.

What is signed holds nothing that is for the office alone: evidence of layouts and gaps stand on the cover.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from xlsxwriter.utility import xl_rowcol_to_cell as cell

from planner.core.errors import InputError, problem
from planner.core.texts import half_of, text
from planner.plan.plan import Run
from planner.policy.grounds import POINTS, cited, point_message
from planner.report.books.book import opened, put
from planner.report.books.small_print import SMALL_LINE, small_height
from planner.report.letterhead import Letterhead
from planner.report.official_lists.cover import write_cover, write_unlisted
from planner.report.official_lists.lists import Form, Summary, forms_of, summary_of_units
from planner.report.official_lists.page import FORMATS, WIDE, Head, Page
from planner.report.official_lists.printed import Cells, notes, printed
from planner.report.official_lists.unlisted import unlisted
from planner.roster.values.text import safe_sheet_name

NUMBER, OFFICE_COLUMN = 4.0, 14.0
"""Widths of the running number, and of the column beside the table that only the summary reads."""
MONEY = ("money", "total")
SUMMARY = {"int": 9.0, "total": 17.0}
NAME_OF_UNIT, PAGE = 44.0, 138.0
"""Width of a unit's name, and of a page of A4 across, in characters."""


def write_forms(run: Run, out: Path, lang: str = "vi", period: str | None = None, letterhead: Letterhead | None = None) -> list[Form]:
    """The lists of a run's plan (of one period where asked), whole at `out` or not at all; the lists written.

    InputError where nobody is on any list: `planner.report.official_lists.forms_of` says which there are.
    """
    forms = forms_of(run, lang, period)
    if not forms:
        raise InputError(problem("forms.nobody"))
    title = half_of(run.instance.scenario.title, lang)
    title = title if period is None else f"{title} – {period}"
    head = Head(letterhead or Letterhead(), title)
    with opened(out, lang, title, 0) as book:
        names: list[str] = [text("forms.sheet_cover", lang), text("forms.sheet_summary", lang)]
        for form in forms:
            names.append(safe_sheet_name(form.short, names))
        nobody = unlisted(run, lang, period)
        cover, summary = Page(book, names[0], head), SummaryPage(book, names[1], head)
        found = summary_of_units(forms)
        numbers = {unit: number for number, unit in enumerate(found.unit, 1)}
        places = [ListPage(book, name, head).write(form, numbers) for form, name in zip(forms, names[2:], strict=True)]
        summary.write(forms, places, found)
        if len(nobody):
            names.append(safe_sheet_name(text("forms.sheet_unlisted", lang), names))
            write_unlisted(Page(book, names[-1], head), nobody)
        write_cover(cover, run, forms, names[2 : 2 + len(forms)], nobody)
        summary.sheet.activate()
    return forms


class Place:
    """Where a list's cells stand, for the sums of the summary: the sheet, the rows, the columns of unit and total."""

    def __init__(self, sheet: str, first: int, last: int, unit: int, total: int) -> None:
        quoted = sheet.replace("'", "''")
        self.units = f"'{quoted}'!{cell(first, unit, True, True)}:{cell(last, unit, True, True)}"
        self.totals = f"'{quoted}'!{cell(first, total, True, True)}:{cell(last, total, True, True)}"


class ListPage(Page):
    """An official list: people by unit, live sums, notes, signatures."""

    def write(self, form: Form, numbers: dict[str, int]) -> Place:
        """Write the list; where its cells stand. numbers: of the units in the summary, which sums by them.

        Not by their ids: an id such as ">5" or "A*" would be a condition of its own in COUNTIF.
        """
        columns = printed(form, self.book.lang)
        beside = len(columns) + 1
        self.columns([NUMBER, *(column.width for column in columns)])
        self.top(form.title)
        first = row = self.headings([column.headings for column in columns])
        formats, number = [self.style(column.kind) for column in columns], 0
        for unit in dict.fromkeys(form.units):
            lines = [i for i, mine in enumerate(form.units) if mine == unit]
            self._sums(row, self.say("subtotal", name=form.unit_names[unit], count=len(lines)), columns, row + 1, row + len(lines), lines)
            row += 1
            for line in lines:
                number += 1
                self._person(row, number, columns, line, formats, numbers[unit])
                row += 1
        self._sums(row, self.say("total", count=len(form.units)), columns, first, row - 1, range(len(form.units)), glued=True)
        put(self.sheet, first - 1, beside, self.say("unit_for_summary"), self.book.format("text", font_size=8, font_color="#7F7F7F"))
        self.sheet.set_column(beside, beside, OFFICE_COLUMN)
        after = self._notes(row + 1, form)
        self.tall(after, SMALL_LINE, glued=True)
        self.print_set_up(first, self.signatures(after + 1) - 1)
        total = next(i for i, column in enumerate(columns, 1) if column.kind == "total")
        return Place(self.name, first, row - 1, beside, total)

    def _person(self, row: int, number: int, columns: Sequence[Cells], line: int, formats: list[Any], unit: int) -> None:
        texts = ((column.values[line], column.width) for column in columns if column.kind not in (*MONEY, "date", "int", "years"))
        self.tall(row, small_height(texts, least=2))
        put(self.sheet, row, 0, number, self.style("int"))
        for at, column in enumerate(columns, 1):
            value = column.values[line]
            if column.kind == "total":
                items = "+".join(
                    cell(row, i) for i, other in enumerate(columns, 1) if other.kind == "money" and i > self._salary(columns)
                )
                self.sheet.write_formula(row, at, f"={items}", formats[at - 1], value)
            else:
                put(self.sheet, row, at, value, formats[at - 1])
        put(self.sheet, row, len(columns) + 1, unit, self.book.format("int", font_size=8, font_color="#7F7F7F"))

    @staticmethod
    def _salary(columns: Sequence[Cells]) -> int:
        """The position (from 1) of the salary: money before the items that a total adds up."""
        return next(i for i, column in enumerate(columns, 1) if column.kind == "money")

    def _sums(self, row: int, words: str, columns: Sequence[Cells], first: int, last: int, lines: Sequence[int], *, glued: bool = False) -> None:
        """A line of subtotals; the sum of everybody leaves them out (SUBTOTAL)."""
        bold: dict[str, Any] = {"bold": True, "bg_color": "#F2F2F2"}
        salary = self._salary(columns)  # the words run over the columns before it
        self.merged(row, 0, row, salary - 1, words, self.style("wrap", **bold))
        for at in range(salary, len(columns) + 1):
            column = columns[at - 1]
            if column.kind in MONEY and at != salary:
                stored = sum(column.values[line] or 0 for line in lines)
                span = f"{cell(first, at)}:{cell(last, at)}"
                self.sheet.write_formula(row, at, f"=SUBTOTAL(9,{span})", self.style("money", **bold), stored)
            else:
                put(self.sheet, row, at, None, self.style("text", **bold))
        self.tall(row, small_height([(words, sum(self.widths[:salary]) / WIDE)]), glued=glued)

    def _notes(self, row: int, form: Form) -> int:
        """What the numbers and the points stand for, under the table; the next row."""
        lang = self.book.lang
        for number, basis in enumerate(notes(form), 1):
            row = self.paragraph(row, f"({number}) {basis}")
        for point in [point for point in POINTS if (form.people["point"] == point).any()]:
            row = self.paragraph(row, self.say("point_note", cited=cited(point).render(lang), words=point_message(point).render(lang)))
        return row


class SummaryPage(Page):
    """People and money of each list by unit: live sums over the lists."""

    def write(self, forms: Sequence[Form], places: Sequence[Place], found: Summary) -> None:
        """Write it. places: of the lists; found: the values that the sums come to."""
        headings = [(self.say("head_unit_id"),), (self.say("head_unit"),)]
        for words in (*(form.short for form in forms), self.say("head_all")):
            headings += [(words, self.say("head_people")), (words, self.say("head_money"))]
        figures = [SUMMARY["int"], SUMMARY["total"]] * (len(forms) + 1)
        fixed = [NUMBER, 12.0, NAME_OF_UNIT]
        wider = min(max((PAGE - sum(fixed)) / sum(figures), 0.75), 1.2)  # few lists: the figures take the page's rest
        self.columns([*fixed, *(wider * width for width in figures)])
        self.top(self.say("title_summary"))
        first = self.headings(headings)
        for row, name in enumerate(found.name, first):
            line = row - first
            self.tall(row, small_height([(name, NAME_OF_UNIT)]))
            put(self.sheet, row, 0, line + 1, self.style("int"))
            put(self.sheet, row, 1, found.unit[line], self.style("text"))
            put(self.sheet, row, 2, name, self.style("wrap"))
            for i, (form, place) in enumerate(zip(forms, places, strict=True)):
                number, at = cell(row, 0, col_abs=True), 3 + 2 * i
                self.sheet.write_formula(row, at, f"=COUNTIF({place.units},{number})", self.style("int"), found.people[form.key][line])
                self.sheet.write_formula(row, at + 1, f"=SUMIF({place.units},{number},{place.totals})", self.style("money"), found.cost[form.key][line])
            self._across(row, forms, found, line)
        last = first + len(found.unit)
        self._total(last, first, forms, found)
        self.tall(last + 1, SMALL_LINE, glued=True)
        self.print_set_up(first, self.signatures(last + 2) - 1)

    def _across(self, row: int, forms: Sequence[Form], found: Summary, line: int) -> None:
        """The sums over all lists of one unit."""
        at = 3 + 2 * len(forms)
        for shift, values, kind in ((0, found.people, "int"), (1, found.cost, "total")):
            items = "+".join(cell(row, 3 + 2 * i + shift) for i in range(len(forms)))
            self.sheet.write_formula(row, at + shift, f"={items}", self.style(kind), sum(values[form.key][line] for form in forms))

    def _total(self, row: int, first: int, forms: Sequence[Form], found: Summary) -> None:
        """The last line: the sum of every column."""
        bold: dict[str, Any] = {"bold": True, "bg_color": "#F2F2F2"}
        self.merged(row, 0, row, 2, self.say("summary_total"), self.style("text", **bold))
        keys = [form.key for form in forms]
        for at in range(3, len(self.widths)):
            kind, values = ("int", found.people) if at % 2 else ("money", found.cost)
            of = (at - 3) // 2
            stored = sum(sum(values[key]) for key in (keys if of == len(keys) else [keys[of]]))
            style = self.style("money", **{**FORMATS[kind], **bold})
            self.sheet.write_formula(row, at, f"=SUM({cell(first, at)}:{cell(row - 1, at)})", style, stored)
        self.tall(row, SMALL_LINE + 5, glued=True)
