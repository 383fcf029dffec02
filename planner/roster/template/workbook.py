"""The empty import workbook (`planner template`): guide, a unit sheet, the units sheet, drop-downs, checks by colour.

The example rows carry VÍ DỤ (EXAMPLE) as their id; the reader leaves such rows out, so nobody has to delete them. A drop-down
checks only what is typed; the colours also see what was pasted.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from planner.core.columns import ROSTER, UNITS, UNITS_SHEETS, Column
from planner.core.errors import InputError, problem
from planner.core.files import atomic_path
from planner.core.texts import LANGUAGES, text
from planner.roster.template.colours import paint
from planner.roster.template.input_cells import FORMATS, Lists, format_of, rule_of, shown_value, words_of

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

ROWS_TO_FILL = 500
SAMPLE_UNIT = "DV01"
LISTS_SHEET = "_lists"
_FIRST_ROW = 2
_LAST_ROW = ROWS_TO_FILL + 1
_STEPS = 7
_UNIT_LIST = "list_units"
_HEAD, _NEEDED, _EXAMPLE = "#1F4E79", "#DDEBF7", "#F2F2F2"
_EXAMPLE_PERSON: dict[str, Any] = {
    "full_name": "Nguyễn Văn Mẫu",
    "birth_date": dt.date(1980, 12, 31),
    "sex": "M",
    "unit": SAMPLE_UNIT,
    "position_title": "Chuyên viên",
    "position_level": "staff",
    "category": "civil_servant",
    "rank_code": "01.003",
    "step": 5,
    "salary_coefficient": 3.66,
    "si_months": 216,
    "joined_on": dt.date(2008, 12, 1),
    "rating_1": "good",
    "rating_2": "good",
    "rating_3": "completed",
    "education": "Đại học",
    "skills": "thẩm định; phân tích dữ liệu",
    "key_role": False,
    "volunteers": "no",
    "lock": "none",
}
_EXAMPLE_UNIT: dict[str, Any] = {"kind": "department", "assigned_quota": 40, "minimum_headcount": 15, "merged_from": 1}


def write_template(out: str | Path, lang: str = "vi") -> None:
    """Writes the workbook to `out` (.xlsx) in `vi` or `en`. InputError: another ending or language, no such folder."""
    out = Path(out)
    if out.suffix.casefold() != ".xlsx":
        raise InputError(problem("roster.unknown_ending", file=out.name, known=".xlsx"))
    if lang not in LANGUAGES:
        raise InputError(problem("roster.unknown_language", asked=lang, known=", ".join(LANGUAGES)))
    with atomic_path(out, private=False) as temporary:
        _Template(temporary, lang).write()


SampleRow = tuple[dict[str, Any], bool]  # values by column, and whether the row is only an example


class _Template:
    """One workbook being written."""

    def __init__(self, path: Path, lang: str) -> None:
        import xlsxwriter

        self.lang = lang
        self.book: Workbook = xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False})
        self.book.set_properties({"created": dt.datetime(2026, 1, 1), "title": self.say("template_title")})
        frame = {"border": 1, "border_color": "#BFBFBF", "text_wrap": True, "valign": "vcenter", "align": "center", "bold": True}
        self.required = self.book.add_format({**frame, "bg_color": _HEAD, "font_color": "#FFFFFF"})
        self.optional = self.book.add_format({**frame, "bg_color": _NEEDED})
        self.wrap = self.book.add_format({"text_wrap": True, "valign": "top"})
        self.ruled = self.book.add_format({"text_wrap": True, "valign": "top", "bottom": 7, "bottom_color": "#BFBFBF"})
        self.title = self.book.add_format({"bold": True, "font_size": 14, "font_color": _HEAD})
        example = {"italic": True, "font_color": "#7F7F7F", "bg_color": _EXAMPLE, "bottom": 1, "bottom_color": "#BFBFBF"}
        self.cells = {
            (kind, is_example): self.book.add_format({**shown, **(example if is_example else {})})
            for kind, shown in FORMATS.items()
            for is_example in (False, True)
        }

    def say(self, key: str, **params: Any) -> str:
        """A text of the catalogue in the template's language."""
        return text(f"roster.{key}", self.lang, **params)

    def write(self) -> None:
        """The sheets in the order in which a user meets them; the list sheet, hidden, comes last."""
        self.units_sheet = UNITS_SHEETS[1] if self.lang == "vi" else UNITS_SHEETS[0]
        guide = self.book.add_worksheet(self.say("template_guide_sheet"))
        people = self.book.add_worksheet(SAMPLE_UNIT)
        units = self.book.add_worksheet(self.units_sheet)
        self.lists = Lists(self.book, LISTS_SHEET)
        self.book.define_name(_UNIT_LIST, f"='{self.units_sheet}'!$A$2:$A${_LAST_ROW + 1}")
        self._guide(guide)
        marker = self.say("template_example")
        example_person = {"employee_id": marker, **_EXAMPLE_PERSON}
        self._sheet(people, ROSTER, [(example_person, True)], frozen=2)
        units_rows = [
            ({"unit": marker, "name": self.say("template_example_unit"), **_EXAMPLE_UNIT}, True),
            ({"unit": SAMPLE_UNIT, "name": self.say("template_sample_unit")}, False),
        ]
        self._sheet(units, UNITS, units_rows, frozen=1)
        self.lists.write()
        people.activate()
        self.book.close()

    def _sheet(self, sheet: Worksheet, columns: tuple[Column, ...], rows: Sequence[SampleRow], frozen: int) -> None:
        sheet.set_row(0, 48)
        sheet.freeze_panes(1, frozen)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(4 if columns is ROSTER else 1, 0)
        sheet.repeat_rows(0)
        sheet.repeat_columns(0, frozen - 1)
        for at, column in enumerate(columns):
            heading = column.heading(self.lang) + (" *" if column.required else "")
            sheet.write_string(0, at, heading, self.required if column.required else self.optional)
            sheet.set_column(at, at, _width(column), self.cells[format_of(column), False])
            rule = rule_of(column, self.lists, self.lang)
            if columns is ROSTER and column.name == "unit":
                rule |= {
                    "validate": "list",
                    "source": f"={_UNIT_LIST}",
                    "error_type": "warning",
                    "error_message": self.say("template_wrong_unit"),
                }
            sheet.data_validation(1, at, _LAST_ROW, at, rule)
            for row, (values, example) in enumerate(rows, start=1):
                value = shown_value(values.get(column.name), column, self.lang)
                self._cell(sheet, row, at, value, self.cells[format_of(column), example], example)
        words = {c.name: self.lists.named(c.name, words_of(c, self.lang)) for c in columns if c.kind in ("enum", "bool")}
        paint(self.book, sheet, columns, _FIRST_ROW, _LAST_ROW, words, _UNIT_LIST if columns is ROSTER else "")

    def _cell(self, sheet: Worksheet, row: int, at: int, value: Any, shown: Format, example: bool) -> None:
        if value is None:
            if example:
                sheet.write_blank(row, at, None, shown)
        elif isinstance(value, str):
            sheet.write_string(row, at, value, shown)
        elif isinstance(value, dt.date):
            sheet.write_datetime(row, at, dt.datetime(value.year, value.month, value.day), shown)
        else:
            sheet.write_number(row, at, value, shown)

    def _guide(self, sheet: Worksheet) -> None:
        """How to fill in, what the colours say, then every column of both sheets: heading, needed, kind, meaning, words."""
        for at, width in enumerate((34, 12, 38, 52, 52)):
            sheet.set_column(at, at, width, self.wrap)
        sheet.set_paper(9)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.hide_gridlines(2)
        sheet.write_string(0, 0, self.say("template_title"), self.title)
        steps = [self.say(f"template_step_{n}", marker=self.say("template_example")) for n in range(1, _STEPS + 1)]
        for row, step in enumerate(steps, start=2):
            sheet.merge_range(row, 0, row, 4, "", self.wrap)
            sheet.write_string(row, 0, step, self.wrap)
            sheet.set_row(row, 32)
        row = self._colours(sheet, len(steps) + 3)
        for title, columns in (("template_people", ROSTER), ("template_units", UNITS)):
            sheet.write_string(row, 0, self.say(title), self.title)
            for at, key in enumerate(("column", "needed", "kind", "meaning", "words")):
                sheet.write_string(row + 1, at, self.say(f"template_head_{key}"), self.optional)
            row += 2
            for column in columns:
                self._guide_row(sheet, row, column)
                row += 1
            row += 1

    def _colours(self, sheet: Worksheet, row: int) -> int:
        """What each colour of a cell says; the row after them."""
        from planner.roster.template.colours import COLOURS

        sheet.write_string(row, 0, self.say("template_colours"), self.title)
        for at, (name, colour) in enumerate(COLOURS.items(), row + 1):
            sheet.write_blank(at, 0, None, self.book.add_format({"bg_color": colour, "border": 1, "border_color": "#BFBFBF"}))
            sheet.merge_range(at, 1, at, 4, "", self.wrap)
            sheet.write_string(at, 1, self.say(f"template_colour_{name}"), self.wrap)
        return row + len(COLOURS) + 2

    def _guide_row(self, sheet: Worksheet, row: int, column: Column) -> None:
        words = "; ".join(words_of(column, self.lang))
        told = (
            f"{column.heading(self.lang)} [{column.name}]", self.say("yes" if column.required else "no"),
            self.say("template_kind_" + column.kind), column.meaning(self.lang), words,
        )  # fmt: skip
        for at, said in enumerate(told):
            sheet.write_string(row, at, said, self.ruled)
        sheet.set_row(row, 15 * max(-(-len(words) // 50), -(-len(told[3]) // 50), -(-len(told[0]) // 32), 1))


def _width(column: Column) -> int:
    wide = {"full_name": 26, "position_title": 24, "name": 40, "skills": 30, "education": 16, "attention_groups": 26}
    return wide.get(column.name, 14)
