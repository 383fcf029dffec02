"""The calculation sheet as a workbook: facts and numbers of the law in cells, every step a live formula over them."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

from planner.core.columns import ROSTER_BY_NAME
from planner.core.texts import text
from planner.report.books.book import RULED, Book, lines_in, opened
from planner.report.calculation.formula import first_day, half_up
from planner.report.calculation.model import Calculation, Fact, LawNumber, Line
from planner.report.calculation.shown import Row, Shown, StepGroup, law_text, order, shown, value_text

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

NUMBER, STEP, FORMULA, RESULT, CITE = range(5)
WIDTHS = (5.0, 45.0, 45.0, 19.0, 40.0)
EPOCH = dt.date(1899, 12, 30)
"""Day 0 of a workbook's dates."""
LONGEST_LITERAL = 250
"""A text inside a formula holds 255 characters."""
LINE_HEIGHT = 14.5
LINED: dict[str, Any] = dict(RULED)


def write_calculation_workbook(sheet: Calculation, out: Path, lang: str = "vi") -> None:
    """The workbook at `out`, one sheet, whole or not at all. Every formula stores the value that the sheet computed."""
    page = shown(sheet, lang)
    with opened(Path(out), lang, page.words["title"], 1) as book:
        book.workbook.set_properties({"created": dt.datetime(*sheet.origin.made_on.timetuple()[:3])})
        _Writer(book, sheet, page).write()


class _Writer:
    """Places first, then cells: a formula may name a number that stands further down."""

    def __init__(self, book: Book, sheet: Calculation, page: Shown) -> None:
        self.book, self.sheet, self.page, self.lang = book, sheet, page, book.lang
        self.tab: Worksheet = book.sheet("calculation", portrait=True)
        self.row = 0
        self.cells = self._places()

    def write(self) -> None:
        """The whole sheet, top down."""
        for column, width in enumerate(WIDTHS):
            self.tab.set_column(column, column, width)
        self._head()
        self._facts()
        self._steps()
        self._total()
        self._considered()
        self._texts()
        self._signatures()
        self._law()
        for line in self.page.footer:
            self._text(line, font_size=8, font_color="#555555")

    def _places(self) -> dict[str, str]:
        """The cell of every fact, number of the law and step; the same counting as `write`."""
        from xlsxwriter.utility import xl_rowcol_to_cell

        rows: dict[str, int] = {}
        at = self._head_rows() + 2
        for fact in sorted(self.sheet.facts, key=order):
            rows[fact.ref] = at
            at += 1
        at += 2 if self.page.parts else 0
        for _, lines in self._lines():
            at += 1
            for line in lines:
                rows[line.ref] = at
                at += 1
        at += self._rows_below()
        for found in self.sheet.law:
            rows[found.ref] = at
            at += 1
        return {ref: xl_rowcol_to_cell(row, RESULT, True, True) for ref, row in rows.items()}

    def _head_rows(self) -> int:
        return 6 + len(self.page.person)

    def _rows_below(self) -> int:
        """Rows between the last step and the first number of the law."""
        page = self.page
        rows = (1 if page.sentence else 0) + (1 if page.total else 0)
        rows += 1 + len(page.considered) if page.considered else 0
        rows += 2 + sum(1 + len(items) for items in (page.doubts, page.notices) if items)
        return rows + 6 + 2

    def _lines(self) -> list[tuple[StepGroup, tuple[Line, ...]]]:
        sheet = self.sheet
        groups = [lines for lines in (sheet.times, sheet.conditions, sheet.salary, sheet.items) if lines]
        return list(zip(self.page.parts, groups, strict=True))

    def _head(self) -> None:
        page, words = self.page, self.page.words
        self._pair(page.issuer.upper(), words["republic"], bold=(False, True))
        self._pair(page.unit.upper(), words["motto"])
        for value, size in ((words["title"], 15), (page.subtitle, 12), (page.under, 11)):
            self.tab.set_row(self.row, 1.6 * size)
            self._merged(value, bold=size > 11, font_size=size, align="center", valign="vcenter", indent=0)
        self._merged(page.banner, bold=True, font_color="#B00000", align="center", indent=0)
        for name, value in page.person:
            self._put(STEP, name)
            self._put(FORMULA, value, bold=True)
            self.row += 1

    def _facts(self) -> None:
        words = self.page.words
        self._merged(self.page.facts_title, bold=True)
        self._heads((words["column_number"], words["column_fact"], "", words["column_value"], words["column_source"]))
        for at, fact in enumerate(sorted(self.sheet.facts, key=order), 1):
            self._put(NUMBER, at, "int", align="center", **LINED)
            self._put(STEP, self.page.facts[at - 1].label, **LINED)
            self._put(FORMULA, None, **LINED)
            value, style = _fact_cell(fact, self.lang)
            self._put(RESULT, value, "date" if isinstance(value, dt.date) else "text", **{**LINED, "align": "right", **style})
            self._put(CITE, self.page.facts[at - 1].source, font_size=9, **LINED)
            self.row += 1

    def _steps(self) -> None:
        if not self.page.parts:
            return
        words = self.page.words
        self.row += 1
        self._heads(tuple(words[f"column_{name}"] for name in ("number", "step", "formula", "result", "cite")))
        for part, lines in self._lines():
            self._merged(part.title, bold=True, bg_color="#F2F2F2")
            for row, line in zip(part.rows, lines, strict=True):
                self._step(row, line)

    def _step(self, row: Row, line: Line) -> None:
        label = "\n".join((row.label, *row.notes))
        height = max(
            sum(lines_in(text_, WIDTHS[STEP]) for text_ in (row.label, *row.notes)),
            sum(lines_in(f, WIDTHS[FORMULA]) for f in row.formulas), lines_in(row.cite, WIDTHS[CITE] * 1.1),
        )  # fmt: skip
        self.tab.set_row(self.row, LINE_HEIGHT * max(height, 1) + 1)
        self._put(NUMBER, row.number, "int", align="center", **LINED)
        self._put(STEP, label, "wrap", **LINED)
        self._put(FORMULA, "\n".join(row.formulas), "wrap", **LINED)
        bold = line.key == "total" or (row.money and line in self.sheet.items)
        style = {**LINED, "align": "right", "bold": bold, **_result_style(line, self.lang)}
        if line.formula is None:
            self._put(RESULT, int(line.result) if line.measure == "vnd" else None, **style)
        else:
            formula = f"={line.formula.excel(self.cells.__getitem__)}"
            if line.measure == "check":
                formula = f'=IF({formula[1:]},"{text("sheet.check_yes", self.lang)}","{text("sheet.check_no", self.lang)}")'
            self.book.formula(self.tab, self.row, RESULT, formula, _stored(line, self.lang), "text", **style)
        self._put(CITE, row.cite, "wrap", font_size=9, **LINED)
        self.row += 1

    def _total(self) -> None:
        page, words = self.page, self.page.words
        if page.sentence:
            self._text(page.sentence)
        if page.total:
            said = f"{words['in_words_label']}: {page.total_in_words}."
            assert len(said) <= LONGEST_LITERAL, said
            changed = text("sheet.changed_total", self.lang)
            formula = f'=IF({self.cells["line:total"]}={self.sheet.total_vnd},"{said}","{changed}")'
            style = self.book.format("wrap", italic=True, bold=True)
            self.tab.merge_range(self.row, STEP, self.row, CITE, "", style)
            self.tab.write_formula(self.row, STEP, formula, style, said)
            self.row += 1

    def _considered(self) -> None:
        if not self.page.considered:
            return
        self._merged(self.page.words["part_considered"], bold=True)
        for decree, result, counts in self.page.considered:
            self._put(STEP, decree)
            self._put(FORMULA, counts and self.page.words["column_counts"])
            self._put(RESULT, result, align="right")
            self.row += 1

    def _texts(self) -> None:
        page, words = self.page, self.page.words
        self._text(f"{words['basis_label']}: {page.basis}.")
        self._text(f"{words['evidence_label']}: {page.evidence}.")
        for title, items in ((words["part_doubts"], page.doubts), (words["part_notes"], page.notices)):
            if items:
                self._merged(title, bold=True)
            for item in items:
                self._text(f"– {item}", font_size=10)

    def _signatures(self) -> None:
        words = self.page.words
        self._pair("", words["place_and_date"], bold=(True, False))
        self._pair(words["signed_by_maker"], words["signed_by_head"])
        self._pair(words["sign_hint_maker"], words["sign_hint_head"], bold=(False, False))
        self.row += 3

    def _law(self) -> None:
        """The numbers of the law behind the formulas, on a page of their own."""
        self.tab.set_h_pagebreaks([self.row])
        self._merged(self.page.words["part_law"], bold=True)
        words = self.page.words
        self._heads((words["column_number"], words["column_law"], words["column_certainty"], words["column_value"], words["column_cite"]))
        for at, found in enumerate(self.sheet.law, 1):
            self._number(at, found)

    def _number(self, at: int, found: LawNumber) -> None:
        from planner.plan.tables.labels import label
        from planner.policy.law.parameters import EVIDENCE

        said = found.description[self.lang]
        cite = found.cite.render(self.lang)
        lines = max(
            lines_in(said, 0.85 * WIDTHS[STEP]), lines_in(cite, WIDTHS[CITE] * 1.1), lines_in(law_text(found, self.lang), WIDTHS[RESULT] * 0.8)
        )
        self.tab.set_row(self.row, LINE_HEIGHT * lines + 1)
        self._put(NUMBER, at, "int", align="center", **LINED)
        self._put(STEP, said, "wrap", **LINED)
        self._put(FORMULA, label("evidence", EVIDENCE[found.evidence], self.lang), **LINED)
        value = float(found.value) if found.value is not None else law_text(found, self.lang)
        number_format = {"VND/month": "#,##0", "age by birth month": f'0" {text("sheet.months_word", self.lang)}"'}.get(
            found.unit, "General"
        )
        self._put(RESULT, value, "wrap", **{**LINED, "align": "right", "num_format": number_format})
        self._put(CITE, cite, "wrap", font_size=9, **LINED)
        self.row += 1

    def _put(self, column: int, value: Any, kind: str = "text", **more: Any) -> None:
        self.book.put(self.tab, self.row, column, value, kind, **more)

    def _heads(self, heads: tuple[str, ...]) -> None:
        for column, head in enumerate(heads):
            self.tab.write_string(self.row, column, head, self.book.format("head"))
        self.row += 1

    def _merged(self, value: str, **more: Any) -> None:
        """One text over all columns."""
        self.tab.merge_range(self.row, NUMBER, self.row, CITE, "", self.book.format("text", **more))
        if value:
            self.tab.write_string(self.row, NUMBER, value, self.book.format("text", **more))
        self.row += 1

    def _text(self, value: str, **more: Any) -> None:
        """A wrapped text over the columns beside the number."""
        style = self.book.format("wrap", **more)
        self.tab.merge_range(self.row, STEP, self.row, CITE, "", style)
        self.tab.write_string(self.row, STEP, value, style)
        self.tab.set_row(self.row, LINE_HEIGHT * lines_in(value, 0.85 * sum(WIDTHS[STEP:])) + 1)
        self.row += 1

    def _pair(self, left: str, right: str, *, bold: tuple[bool, bool] = (True, True)) -> None:
        """Two centred texts side by side; what is not bold on the right is slanted."""
        lines = max(lines_in(left, 0.75 * sum(WIDTHS[:FORMULA])), lines_in(right, 0.75 * sum(WIDTHS[FORMULA:])))  # capitals are wide
        self.tab.set_row(self.row, LINE_HEIGHT * max(lines, 1) + 1)
        for first, last, value, heavy in ((NUMBER, STEP, left, bold[0]), (FORMULA, CITE, right, bold[1])):
            style = self.book.format("wrap", align="center", bold=heavy, italic=not heavy and first == FORMULA, indent=0)
            self.tab.merge_range(self.row, first, self.row, last, "", style)
            self.tab.write_string(self.row, first, value, style)
        self.row += 1


def _fact_cell(fact: Fact, lang: str) -> tuple[Any, dict[str, Any]]:
    """A fact as a cell: numbers and days as such, so that formulas can read them."""
    kind = ROSTER_BY_NAME[fact.column].kind if fact.column in ROSTER_BY_NAME else "date"
    if kind == "date":
        return (fact.value.date() if isinstance(fact.value, dt.datetime) else fact.value), {}
    if kind == "months":
        return int(fact.value), {"num_format": f'#,##0" {text("sheet.months_word", lang)}"'}
    if kind == "money":
        return int(fact.value), {"num_format": "#,##0"}
    if kind == "percent":
        return float(fact.value) / 100, {"num_format": "0%" if float(fact.value).is_integer() else "0.00%"}
    if kind == "decimal":
        return float(fact.value), {"num_format": "General"}
    return value_text(fact, lang), {}


def _result_style(line: Line, lang: str) -> dict[str, Any]:
    """How the result of a step is shown."""
    whole = Fraction(line.result).denominator == 1
    return {
        "vnd": {"num_format": "#,##0" if whole else "#,##0.00######"},
        "coefficient": {"num_format": "General"},
        "months": {"num_format": f'#,##0" {text("sheet.months_word", lang)}"'},
        "years": {"num_format": f'{"0" if whole else "0.0"}" {text("sheet.years_word", lang)}"'},
        "month": {"num_format": "mm/yyyy"},
    }.get(line.measure, {})


def _stored(line: Line, lang: str) -> Any:
    """The value that a formula stores."""
    if line.measure == "check":
        return text("sheet.check_yes", lang)
    if line.measure == "month":
        return (first_day(int(line.result)) - EPOCH).days
    return half_up(line.result) if Fraction(line.result).denominator == 1 else float(line.result)
