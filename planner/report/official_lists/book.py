"""The official lists as one workbook: a sheet a list, by unit, with live totals, signature block and print set-up."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from xlsxwriter.utility import xl_rowcol_to_cell as cell
from xlsxwriter.worksheet import Worksheet

from planner.core.texts import text
from planner.plan.plan import Run
from planner.report.books.book import A4, FONT, LINE, Book, lines_in, opened, put
from planner.report.official_lists import Form, FormColumn, Summary, forms_of, summary_of_units
from planner.roster.values.text import safe_sheet_name

WIDTHS = {
    "wrap": 15.0, "date": 9.5, "month": 8.0, "text": 8.0, "int": 6.5, "years": 6.5, "coefficient": 6.5, "percent": 7.0, "money": 11.5, "total": 12.0,
    "short": 9.0, "long": 25.0,
}  # fmt: skip
"""Of each kind of cell, in characters: "short" and "long" are kinds of wrapped text."""
NAME_OF_UNIT, PAGE = 44.0, 138.0
"""Width of a unit's name, and of a page of A4 across, in characters."""
CAPITALS, ITALICS = 1.3, 1.15
"""How much wider than the other cells' letters bold capitals and the larger italics are."""
TEXTS = ("wrap", "short", "long")
FORMATS: dict[str, dict[str, Any]] = {
    "date": {"num_format": "dd/mm/yyyy", "align": "center"},
    "month": {"num_format": "mm/yyyy", "align": "center"},
    "coefficient": {"num_format": '0.00##;-0.00##;""', "align": "center"},
    "percent": {"num_format": '0.##;-0.##;""', "align": "center"},
    "years": {"num_format": "0.0", "align": "center"},
    "int": {"num_format": "#,##0", "align": "center"},
    "money": {"num_format": '#,##0;-#,##0;"–"'},
    "total": {"num_format": '#,##0;-#,##0;"–"', "bold": True},
    "text": {"align": "center", "indent": 0},
    **{kind: {"text_wrap": True, "indent": 0, "align": "left"} for kind in ("wrap", "short", "long")},
}
EDGE: dict[str, Any] = {"border": 1, "border_color": "#7F7F7F", "font_size": 9, "valign": "vcenter", "text_wrap": True, "indent": 0}
HEAD_ROWS = 6
"""Rows above the headings: nation and body, motto, title, attachment, plan, unit of money."""
MONEY = ("money", "total")


def write_forms(run: Run, out: Path, lang: str = "vi", period: str | None = None) -> list[Form]:
    """The lists of a run's plan (of one period where asked), whole at `out` or not at all; the lists written.

    InputError where nobody is on any list: `planner.report.official_lists.forms_of` says which there are.
    """
    from planner.core.errors import InputError, problem

    forms = forms_of(run, lang, period)
    if not forms:
        raise InputError(problem("forms.nobody"))
    title = run.instance.scenario.title if period is None else f"{run.instance.scenario.title} – {period}"
    with opened(out, lang, title, 0) as book:
        names: list[str] = [text("forms.sheet_summary", lang)]
        for form in forms:
            names.append(safe_sheet_name(form.short, names))
        summary, found = _Sheet(book, names[0], title), summary_of_units(forms)
        numbers = {unit: number for number, unit in enumerate(found.unit, 1)}
        places = [_Sheet(book, name, title).list(form, numbers) for form, name in zip(forms, names[1:], strict=True)]
        summary.summary(forms, places, found)
    return forms


class _Place:
    """Where a list's cells stand, for the sums of the summary: the sheet, the rows, the columns of unit and total."""

    def __init__(self, sheet: str, first: int, last: int, unit: int, total: int) -> None:
        quoted = sheet.replace("'", "''")
        self.units = f"'{quoted}'!{cell(first, unit, True, True)}:{cell(last, unit, True, True)}"
        self.totals = f"'{quoted}'!{cell(first, total, True, True)}:{cell(last, total, True, True)}"


class _Sheet:
    """One printed sheet: heading, table, signatures."""

    def __init__(self, book: Book, name: str, plan: str) -> None:
        self.book, self.name, self.plan = book, name, plan
        self.sheet: Worksheet = book.workbook.add_worksheet(name)
        self.widths: list[float] = []

    def say(self, key: str, **params: Any) -> str:
        """A text of the lists in the book's language."""
        return text(f"forms.{key}", self.book.lang, **params)

    def list(self, form: Form, numbers: dict[str, int]) -> _Place:
        """An official list; where its cells stand. numbers: of the units in the summary, which sums by them.

        Not by their ids: an id such as ">5" or "A*" would be a condition of its own in COUNTIF.
        """
        columns, width = form.columns, len(form.columns) + 1
        self._top(form.title, width)
        first = self._headings(columns)
        row, groups = first, []
        formats = [self._style(column.kind) for column in columns]
        number = 0
        for unit in dict.fromkeys(form.units):
            lines = [i for i, mine in enumerate(form.units) if mine == unit]
            groups.append(row)
            self._group(row, f"{form.unit_names[unit]}", columns, lines)
            row += 1
            for line in lines:
                number += 1
                self._person(row, number, columns, line, formats, numbers[unit])
                row += 1
        self._sums(row, self.say("total", count=len(form.units)), columns, first, row - 1, range(len(form.units)))
        put(self.sheet, first - 1, width, self.say("unit_for_summary"), self.book.format("text", font_size=8, font_color="#7F7F7F"))
        self.sheet.set_column(width, width, 14)
        last = self._signatures(row + 2, width)
        self._print(first, last, width)
        total = next(i for i, column in enumerate(columns, 1) if column.kind == "total")
        return _Place(self.name, first, row - 1, width, total)

    def _person(self, row: int, number: int, columns: Sequence[FormColumn], line: int, formats: list[Any], unit: int) -> None:
        tall = max(lines_in(column.values[line], WIDTHS[column.kind]) for column in columns if column.kind in TEXTS)
        self.sheet.set_row(row, 12.5 * max(tall, 2))
        put(self.sheet, row, 0, number, self._style("int"))
        for at, column in enumerate(columns, 1):
            value = column.values[line]
            if column.kind == "total":
                items = "+".join(
                    cell(row, i) for i, other in enumerate(columns, 1) if other.kind == "money" and i > self._items_from(columns)
                )
                self.sheet.write_formula(row, at, f"={items}", formats[at - 1], value)
            else:
                put(self.sheet, row, at, value, formats[at - 1])
        put(self.sheet, row, len(columns) + 1, unit, self.book.format("int", font_size=8, font_color="#7F7F7F"))

    @staticmethod
    def _items_from(columns: Sequence[FormColumn]) -> int:
        """The position (from 1) of the salary: money before the items that a total adds up."""
        return next(i for i, column in enumerate(columns, 1) if column.kind == "money")

    def _group(self, row: int, name: str, columns: Sequence[FormColumn], lines: list[int]) -> None:
        """A unit's line above its people: name, number of people, and the sums of its money."""
        self._sums(row, self.say("subtotal", name=name, count=len(lines)), columns, row + 1, row + len(lines), lines)

    def _sums(self, row: int, words: str, columns: Sequence[FormColumn], first: int, last: int, lines: Sequence[int]) -> None:
        """A line of subtotals; the sum of everybody leaves them out (SUBTOTAL)."""
        style = {**EDGE, "bold": True, "bg_color": "#F2F2F2"}
        salary = self._items_from(columns)
        texts = salary  # the words run over the columns before the money
        self.sheet.merge_range(row, 0, row, texts - 1, "", self.book.format("text", **style))
        put(self.sheet, row, 0, words, self.book.format("text", **style))
        for at, column in enumerate(columns, 1):
            if at < texts:
                continue
            if column.kind in MONEY and at != salary:
                span = f"{cell(first, at)}:{cell(last, at)}"
                stored = sum(column.values[line] or 0 for line in lines)
                self.sheet.write_formula(
                    row, at, f"=SUBTOTAL(9,{span})", self.book.format("text", **style, **FORMATS["money"], align="right"), stored
                )
            else:
                put(self.sheet, row, at, None, self.book.format("text", **style))
        self.sheet.set_row(row, 15)

    def _headings(self, columns: Sequence[FormColumn]) -> int:
        """The merged headings, then the row of numbers; the first row under them."""
        depth = max(len(column.headings) for column in columns)
        head = self.book.format("text", **{**EDGE, "bold": True, "align": "center", "font_size": 9})
        top = HEAD_ROWS
        _merged(self.sheet, top, 0, top + depth - 1, 0, self.say("number"), head)
        for level in range(depth):
            at = 1
            while at <= len(columns):
                path = columns[at - 1].headings
                end = at
                if level < len(path):
                    while end < len(columns) and columns[end].headings[: level + 1] == path[: level + 1] and len(path) > level + 1:
                        end += 1
                    bottom = top + depth - 1 if len(path) == level + 1 else top + level
                    _merged(self.sheet, top + level, at, bottom, end, path[level], head)
                at = end + 1
        for level in range(depth):
            self.sheet.set_row(top + level, 30 if level < depth - 1 else 62)
        self.widths = [4.5, *(WIDTHS[column.kind] for column in columns)]
        for at, wide in enumerate(self.widths):
            self.sheet.set_column(at, at, wide)
            self.sheet.write_number(
                top + depth, at, at + 1, self.book.format("int", **{**EDGE, "italic": True, "align": "center", "font_size": 8})
            )
        return top + depth + 1

    def _top(self, title: str, width: int) -> None:
        """Body on the left, nation and motto on the right, the title over the whole width."""
        half = width // 2
        plain: dict[str, Any] = {"align": "center", "indent": 0}
        lines = (
            (0, 0, half - 1, self.say("body"), {**plain, "bold": True}),
            (0, half, width - 1, self.say("nation"), {**plain, "bold": True}),
            (1, half, width - 1, self.say("motto"), {**plain, "bold": True, "underline": 1}),
            (2, 0, width - 1, title, {**plain, "bold": True, "font_size": 14, "text_wrap": True, "valign": "vcenter"}),
            (3, 0, width - 1, self.say("attached"), {**plain, "italic": True}),
            (4, 0, width - 1, self.say("plan_line", title=self.plan), {**plain, "italic": True}),
            (5, 0, width - 1, self.say("in_vnd"), {**plain, "italic": True, "align": "right"}),
        )
        for row, first, last, words, style in lines:
            _merged(self.sheet, row, first, row, last, words, self.book.format("text", **style))
        self.sheet.set_row(2, 38)

    def _signatures(self, row: int, width: int) -> int:
        """The block of three signatures; its last row."""
        one = self._column_at(1 / 3)
        two = self._half_way(one)
        plain: dict[str, Any] = {"align": "center", "indent": 0, "text_wrap": True}
        spans = ((0, one - 1, "prepared", "name"), (one, two - 1, "personnel", "name"), (two, width - 1, "head", "seal"))
        place = self.say("place_and_day")
        self.sheet.set_row(row, LINE * lines_in(place, sum(self.widths[two:]) / ITALICS))
        _merged(self.sheet, row, two, row, width - 1, place, self.book.format("text", **plain, italic=True))
        said = [(sum(self.widths[first : last + 1]), self.say(f"sign_{who}")) for first, last, who, _ in spans]
        self.sheet.set_row(row + 1, LINE * max(lines_in(words, wide / CAPITALS) for wide, words in said))
        for first, last, who, how in spans:
            _merged(self.sheet, row + 1, first, row + 1, last, self.say(f"sign_{who}"), self.book.format("text", **plain, bold=True))
            _merged(self.sheet, row + 2, first, row + 2, last, self.say(f"sign_by_{how}"), self.book.format("text", **plain, italic=True))
        return row + 7

    def _column_at(self, share: float) -> int:
        """The first column that begins at or after a share of the printed width; at least one column is left on each side."""
        wanted, so_far = share * sum(self.widths), 0.0
        for at, wide in enumerate(self.widths):
            if so_far >= wanted:
                return min(at, len(self.widths) - 1)
            so_far += wide
        return len(self.widths) - 1

    def _half_way(self, first: int) -> int:
        """The column that divides the printed width from `first` on most evenly; at least one is left on each side."""
        rest = self.widths[first:]
        sides = [abs(sum(rest[:at]) - sum(rest[at:])) for at in range(1, len(rest))]
        return first + 1 + sides.index(min(sides)) if sides else first

    def _print(self, first: int, last: int, width: int) -> None:
        sheet = self.sheet
        sheet.set_paper(A4)
        sheet.set_landscape()
        sheet.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
        sheet.fit_to_pages(1, 0)
        sheet.hide_gridlines(2)
        sheet.repeat_rows(HEAD_ROWS, first - 1)
        sheet.print_area(0, 0, last, width - 1)
        sheet.freeze_panes(first, 2)
        sheet.set_footer(f'&L&"{FONT},Regular"&8 {self.name.replace("&", "&&")}&R&"{FONT},Regular"&8 {self.book.word("page")}')

    def _style(self, kind: str) -> Any:
        return self.book.format("text", **{**EDGE, "align": "right", **FORMATS[kind]})

    def summary(self, forms: Sequence[Form], places: Sequence[_Place], found: Summary) -> None:
        """People and money of each list by unit: live sums over the lists."""
        lang = self.book.lang
        width = 3 + 2 * (len(forms) + 1)
        self._top(self.say("title_summary"), width)
        head = [FormColumn((self.say("head_unit_id"),), "date", []), FormColumn((self.say("head_unit"),), "wrap", [])]
        for words in (*(form.short for form in forms), self.say("head_all")):
            head += [FormColumn((words, self.say("head_people")), "int", []), FormColumn((words, self.say("head_money")), "total", [])]
        first = self._headings(head)
        self.sheet.set_row(HEAD_ROWS + 1, 24)
        fixed = [*self.widths[:2], NAME_OF_UNIT]
        wider = min(max((PAGE - sum(fixed)) / sum(self.widths[3:]), 1.0), 1.5)  # few lists: the figures take the page's rest
        self.widths = [*fixed, *(wider * wide for wide in self.widths[3:])]
        for at, wide in enumerate(self.widths):
            self.sheet.set_column(at, at, wide)
        for row, unit in enumerate(found.unit, first):
            self.sheet.set_row(row, LINE * max(lines_in(found.name[row - first], 42), 1))
            put(self.sheet, row, 0, row - first + 1, self._style("int"))
            put(self.sheet, row, 1, unit, self._style("text"))
            put(self.sheet, row, 2, found.name[row - first], self._style("wrap"))
            for i, (form, place) in enumerate(zip(forms, places, strict=True)):
                at, line = 3 + 2 * i, row - first
                self.sheet.write_formula(
                    row, at, f"=COUNTIF({place.units},{cell(row, 0)})", self._style("int"), found.people[form.key][line]
                )
                self.sheet.write_formula(
                    row, at + 1, f"=SUMIF({place.units},{cell(row, 0)},{place.totals})", self._style("money"), found.cost[form.key][line]
                )
            self._across(
                row, len(forms), [found.people[f.key][row - first] for f in forms], [found.cost[f.key][row - first] for f in forms]
            )
        last = first + len(found.unit)
        style = {**EDGE, "bold": True, "bg_color": "#F2F2F2", "align": "right"}
        _merged(self.sheet, last, 0, last, 2, self.say("summary_total"), self.book.format("text", **{**style, "align": "center"}))
        for at in range(3, width):
            stored = _column_sum(found, forms, at - 3)
            kind = "int" if (at - 3) % 2 == 0 else "money"
            shown = self.book.format("text", **{**style, **FORMATS[kind], "bold": True})
            self.sheet.write_formula(last, at, f"=SUM({cell(first, at)}:{cell(last - 1, at)})", shown, stored)
        notes = "; ".join(form.evidence for form in forms)
        _merged(
            self.sheet,
            last + 1,
            0,
            last + 1,
            width - 1,
            text("forms.basis_note", lang, notes=notes),
            self.book.format("wrap", italic=True, font_size=9, indent=0),
        )
        self.sheet.set_row(last + 1, 14 * lines_in(notes, 130))
        self._print(first, self._signatures(last + 3, width), width)

    def _across(self, row: int, lists: int, people: list[int], cost: list[int]) -> None:
        """The sums over all lists of one unit."""
        at = 3 + 2 * lists
        for shift, values, kind in ((0, people, "int"), (1, cost, "total")):
            items = "+".join(cell(row, 3 + 2 * i + shift) for i in range(lists))
            self.sheet.write_formula(row, at + shift, f"={items}", self._style(kind), sum(values))


def _column_sum(found: Summary, forms: Sequence[Form], at: int) -> int:
    """The stored value of a column's sum in the summary."""
    kind = found.people if at % 2 == 0 else found.cost
    keys = [form.key for form in forms]
    wanted = keys if at // 2 == len(keys) else [keys[at // 2]]
    return sum(sum(kind[key]) for key in wanted)


def _merged(sheet: Worksheet, top: int, left: int, bottom: int, right: int, words: str, style: Any) -> None:
    """Words over some cells; merged where they are several."""
    if (top, left) != (bottom, right):
        sheet.merge_range(top, left, bottom, right, "", style)
    put(sheet, top, left, words, style)
