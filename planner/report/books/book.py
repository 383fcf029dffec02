"""One workbook while it is written: formats, sheets, columns, print set-up. Text is always written as text.

No value from data becomes a formula, a link or a number by itself: strings go through `write_string` only, and formulas
are made here from positions, never from content. Every formula carries the value that it computes.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from planner.core.files import atomic_path
from planner.core.folders import passing_folder
from planner.core.memory import give_back
from planner.core.texts import has, text
from planner.report.books.cell_values import LARGEST_TEXT, cut
from planner.report.books.streamed_rows import LINE, Known, stream

if TYPE_CHECKING:
    import xlsxwriter
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

FONT = "Times New Roman"
STREAMED_FROM = 5_000
"""Rows from which sheets are written to disk while they grow: faster, and memory stays flat."""
SPARED_FROM = 20_000
"""Rows from which memory is given back before each sheet: looking for it costs more than a short sheet does."""
LONGEST_HEADER = 200
HEAD_FILL, HEAD_TEXT, RULE, BAND = "#1F4E79", "#FFFFFF", "#BFBFBF", "#DDEBF7"
A4 = 9
VIETNAMESE = "[$-42A]"
"""Before a number's format: grouped and pointed as Vietnamese is, where the programme follows it; else as the system is."""
RULED = {"bottom": 7, "bottom_color": RULE}
"""A hairline under each row of a table."""
_UNSAFE = re.compile("[^A-Za-z]+")


FOLDED = {"level": 1, "hidden": True}
"""A column for programs: there, but folded away."""


@dataclass(frozen=True)
class Column:
    """One column of a table sheet. kind: text, wrap, int, money, pct, date, points, gap. width: in characters, None: by content."""

    heading: str
    kind: str
    values: Sequence[Any]
    width: float | None = None


def measure_word(unit: str, lang: str) -> str:
    """The word for a parameter's unit of measure; the unit itself where the catalogue has none."""
    key = f"report.measure_{_UNSAFE.sub('_', unit)}"
    return text(key, lang) if has(key) else unit


class Book:
    """A workbook in one language, with its formats made once."""

    def __init__(self, workbook: xlsxwriter.Workbook, lang: str, title: str, rows: int = 0) -> None:
        self.workbook, self.lang, self.title, self.rows = workbook, lang, title, rows
        self.sheets: dict[str, str] = {}
        self._formats: dict[tuple[tuple[str, Any], ...], Format] = {}
        self._asked: dict[tuple[Any, ...], Format] = {}

    def word(self, key: str, **params: Any) -> str:
        """A text of this room in the workbook's language."""
        return text(f"report.{key}", self.lang, **params)

    def measure(self, unit: str) -> str:
        """The word for a parameter's unit of measure."""
        return measure_word(unit, self.lang)

    def format(self, kind: str = "text", **more: Any) -> Format:
        """The format of a kind of cell, with further properties."""
        asked = (kind, *more.items())
        found = self._asked.get(asked)
        if found is not None:
            return found
        properties = {"font_name": FONT, "font_size": 11, "valign": "top", **self._kind(kind), **more}
        if "num_format" in more:
            properties["num_format"] = self._pointed(more["num_format"])
        key = tuple(sorted(properties.items()))
        if key not in self._formats:
            self._formats[key] = self.workbook.add_format(properties)
        self._asked[asked] = self._formats[key]
        return self._formats[key]

    def number_format(self, plain: str) -> str:
        """A number's format, grouped and pointed as the language is; the axes of charts want it by hand."""
        return f"{VIETNAMESE if self.lang == 'vi' else ''}{plain}"

    def _pointed(self, plain: str) -> str:
        """A format of one or several sections: what shows digits is grouped and pointed as the language is."""
        return ";".join(self.number_format(part) if re.match(r"[+-]?[#0]", part) else part for part in plain.split(";"))

    def _kind(self, kind: str) -> dict[str, Any]:
        date = "dd/mm/yyyy" if self.lang == "vi" else "yyyy-mm-dd"
        return {
            "text": {"indent": 1, "align": "left"},
            "wrap": {"text_wrap": True, "indent": 1, "align": "left"},
            "int": {"num_format": self.number_format("#,##0")},
            "money": {"num_format": f'{self.number_format("#,##0")};{self.number_format("-#,##0")};"–"'},
            "decimal": {"num_format": self.number_format("#,##0.0")},
            "points": {"num_format": self.number_format("#,##0.0")},
            "price": {"num_format": self.number_format("#,##0.0")},
            "pct": {"num_format": self.number_format("0.0%")},
            "gap": {"num_format": self.number_format("0.0000%")},
            "date": {"num_format": date, "align": "center"},
            "head": {
                "bold": True,
                "bg_color": HEAD_FILL,
                "font_color": HEAD_TEXT,
                "text_wrap": True,
                "valign": "vcenter",
                "align": "center",
            },
        }[kind]

    def sheet(self, name: str, *, portrait: bool = False) -> Worksheet:
        """A new sheet called by the catalogue's word `report.sheet_<name>`, set up for printing on A4."""
        shown = self.word(f"sheet_{name}")
        self.sheets[name] = shown
        if self.rows > SPARED_FROM:
            give_back()  # what was freed before, the making of the plan and of the sheets so far
        sheet = self.workbook.add_worksheet(shown)
        sheet.set_paper(A4)
        if not portrait:
            sheet.set_landscape()
        sheet.set_margins(left=0.4, right=0.4, top=0.7, bottom=0.6)
        sheet.fit_to_pages(1, 0)
        sheet.set_header(f'&L&"{FONT},Regular"&9 {_escaped(self.title)}&R&"{FONT},Regular"&9 {_escaped(shown)}')  # a digit after &9 is size
        sheet.set_footer(f'&C&"{FONT},Regular"&9 {self.word("page")}')
        return sheet

    def put(self, sheet: Worksheet, row: int, column: int, value: Any, kind: str = "text", **more: Any) -> None:
        """A value into a cell: text as text, numbers and dates as such, nothing where it is absent (the format stays)."""
        put(sheet, row, column, value, self.format(kind, **more))

    def formula(self, sheet: Worksheet, row: int, column: int, formula: str, value: Any, kind: str = "int", **more: Any) -> None:
        """A live formula with the value that it computes."""
        sheet.write_formula(row, column, formula, self.format(kind, **more), value)

    def ref(self, name: str, column: int, first: int, last: int) -> str:
        """An absolute range of one column on the sheet `name`: 'Nhân sự'!$A$2:$A$1501 (rows counted from 0)."""
        from xlsxwriter.utility import xl_rowcol_to_cell

        cells = f"{xl_rowcol_to_cell(first, column, True, True)}:{xl_rowcol_to_cell(last, column, True, True)}"
        sheet = self.word(f"sheet_{name}").replace("'", "''")
        return f"'{sheet}'!{cells}"

    def table(self, name: str, columns: Sequence[Column], *, printed: int | None = None, portrait: bool = False) -> Worksheet:
        """A sheet that is one table: headings in the first row, frozen and repeated on every page, filter buttons.

        printed: how many of the columns are printed; all where absent.
        """
        sheet = self.sheet(name, portrait=portrait)
        rows = len(columns[0].values) if columns else 0
        self.head(sheet, 0, columns)
        fill(sheet, 1, columns, [self.format(column.kind, **RULED) for column in columns], printed or len(columns))
        sheet.freeze_panes(1, 1)
        if rows:
            sheet.autofilter(0, 0, rows, len(columns) - 1)
        sheet.repeat_rows(0)
        if printed is not None and rows:
            sheet.print_area(0, 0, rows, printed - 1)
        return sheet

    def head(self, sheet: Worksheet, row: int, columns: Sequence[Column], first: int = 0, *, resize: bool = True) -> None:
        """A heading row, with the widths of its columns."""
        for at, column in enumerate(columns, first):
            if resize:
                sheet.set_column(at, at, column.width or width_of(column))
        tallest = max((lines_of(column) for column in columns), default=1)
        sheet.set_row(row, 15.5 * tallest + 4)
        for at, column in enumerate(columns, first):
            sheet.write_string(row, at, cut(column.heading), self.format("head", border=1, border_color=RULE))


@contextmanager
def opened(out: Path, lang: str, title: str, rows: int) -> Iterator[Book]:
    """A book that appears at `out` whole, or not at all. rows: of the longest sheet; long ones are streamed."""
    from planner.report.books.quick_book import QuickBook

    settings = {
        "constant_memory": rows > STREAMED_FROM,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "nan_inf_to_errors": False,
    }
    with passing_folder() as parts, atomic_path(out) as temporary:  # parts of people's data, if it fails
        workbook = QuickBook(temporary, {**settings, "tmpdir": parts})
        try:
            workbook.set_properties({"title": cut(title)[:200]})
            workbook.formats[0].set_font_name(FONT)
            yield Book(workbook, lang, title, rows)
            workbook.close()
        finally:
            for sheet in workbook.worksheets() if settings["constant_memory"] else ():  # of one that failed: nothing is packed
                with suppress(OSError):
                    sheet._opt_close()


def fill(
    sheet: Worksheet, first_row: int, columns: Sequence[Column], formats: Sequence[Format], ruled: int, known: Known | None = None
) -> None:
    """The rows of a table, row by row as streaming wants it; absent values leave it empty, ruled in the first `ruled` columns.

    known: where one sheet has several tables of the same columns.
    """
    lists = [column.values for column in columns]
    wrapped = [(at, column.width or width_of(column)) for at, column in enumerate(columns) if column.kind == "wrap"]
    if sheet.constant_memory:
        stream(sheet, first_row, lists, formats, ruled, {at: partial(lines_in, width=width) for at, width in wrapped}, known)
        return
    writers = [_writer(sheet, column.values) for column in columns]
    for row, values in enumerate(zip(*lists, strict=True), first_row):
        lines = max((lines_in(values[at], width) for at, width in wrapped), default=1)
        if lines > 1:
            sheet.set_row(row, LINE * lines)
        for at, value in enumerate(values):
            if value is None or value != value or value == "":
                if at < ruled:
                    sheet.write_blank(row, at, None, formats[at])
            else:
                writers[at](row, at, value, formats[at])


def set_height(sheet: Worksheet, row: int, columns: Sequence[Column], entry: int, least: float | None = None) -> None:
    """Room in a row for the wrapped text of a table's entry (counted from 1); not every program finds the height by itself."""
    lines = max((lines_in(c.values[entry - 1], c.width or width_of(c)) for c in columns if c.kind == "wrap"), default=1)
    if lines > 1 or least:
        sheet.set_row(row, max(LINE * lines, least or 0))


def lines_in(value: Any, width: float) -> int:
    """How many lines a text takes in a column of `width` characters, broken between words; at most 12.

    Rather one too many than one too few: a row that is too low hides its last line.
    """
    if not isinstance(value, str):
        return 1
    room = max(int(width * 1.05) - 1, 1)
    if len(value) <= room and "\n" not in value:
        return 1
    lines, left = 0, 0
    for word in value[: 13 * room].replace("\n", " ").split():
        if len(word) > left:
            more = -(-len(word) // room)
            lines, left = lines + more, more * room
        left -= len(word) + 1
    return min(max(lines, 1), 12)


def put(sheet: Worksheet, row: int, column: int, value: Any, style: Format) -> None:
    """One value into one cell, by its type."""
    if value is None or value != value or value == "":
        sheet.write_blank(row, column, None, style)
    elif isinstance(value, str):
        sheet.write_string(row, column, cut(value), style)
    elif isinstance(value, dt.date):
        sheet.write_datetime(row, column, value, style)
    else:
        sheet.write_number(row, column, value, style)


def width_of(column: Column) -> float:
    """A width that shows the content: wrapped text up to 45 characters, other text up to 60, numbers with separators."""
    if column.kind == "date":
        return 12
    sample = [v for v in column.values if v is not None and v == v]
    if column.kind in ("text", "wrap"):
        longest = max((len(str(v)) for v in sample), default=0)
        content = min(longest, 45 if column.kind == "wrap" else 60)
    elif column.kind in ("int", "money"):
        content = max((len(f"{v:,.0f}") for v in _extremes(sample)), default=0)
    else:
        content = 9
    words = max((len(word) for word in column.heading.split()), default=0)
    return max(content, words, min(len(column.heading), 9)) * 1.05 + 3


def lines_of(column: Column) -> int:
    """How many lines the heading takes in its column."""
    width = max(column.width or width_of(column), 4) - 2
    lines, room = 1, width
    for word in column.heading.split():
        if len(word) > room:
            lines, room = lines + 1, width
        room -= len(word) + 1
    return lines


def _extremes(values: Sequence[Any]) -> list[Any]:
    numbers = [v for v in values if not isinstance(v, str)]
    return [min(numbers), max(numbers), sum(numbers)] if numbers else []


def _writer(sheet: Worksheet, values: Sequence[Any]) -> Callable[[int, int, Any, Format], Any]:
    """The fastest safe writer for a column: all text as text, all numbers as numbers, else value by value."""
    types = {type(value) for value in values if value is not None}
    if types <= {str} and max((len(value) for value in values if value), default=0) <= LARGEST_TEXT:
        return sheet.write_string
    if types and types <= {int, float}:
        return sheet.write_number
    return lambda row, at, value, style: put(sheet, row, at, value, style)


def _escaped(value: str) -> str:
    """Text inside a page header: `&` would start a code."""
    shown = value if len(value) <= LONGEST_HEADER // 2 else value[: LONGEST_HEADER // 2 - 1] + "…"
    return shown.replace("&", "&&")
