"""The empty import workbook (`planner template`): a unit sheet, the units sheet, drop-downs, a guide.

The example rows carry VÍ DỤ (EXAMPLE) as their id; the reader leaves such rows out, so nobody has to delete them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from planner.errors import InputError, problem
from planner.files import atomic_path
from planner.schema import ROSTER, UNITS, UNITS_SHEETS, Column
from planner.texts import LANGUAGES, text

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

ROWS_TO_FILL = 500
SAMPLE_UNIT = "DV01"
_LAST_ROW = ROWS_TO_FILL + 1
_MONTHS_OF_A_LIFE = 720
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
    """Writes the workbook to `out` (.xlsx) in `vi` or `en`. InputError: another ending or language, closed place."""
    out = Path(out)
    if out.suffix.casefold() != ".xlsx":
        raise InputError(problem("roster.unknown_ending", file=out.name, known=".xlsx"))
    if lang not in LANGUAGES:
        raise InputError(problem("roster.unknown_language", asked=lang, known=", ".join(LANGUAGES)))
    try:
        with atomic_path(out) as temporary:
            _Template(temporary, lang).write()
    except OSError as error:
        raise InputError(problem("roster.cannot_write", file=out.name, reason=error.strerror or str(error))) from None


SampleRow = tuple[dict[str, Any], bool]  # values by column, and whether the row is only an example


class _Template:
    """One workbook being written."""

    def __init__(self, path: Path, lang: str) -> None:
        import xlsxwriter

        self.lang = lang
        self.book: Workbook = xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False})
        self.book.set_properties({"created": dt.datetime(2026, 1, 1), "title": self.say("template_title")})
        frame = {"border": 1, "text_wrap": True, "valign": "vcenter", "align": "center", "bold": True}
        self.required = self.book.add_format({**frame, "bg_color": "#1F4E79", "font_color": "#FFFFFF"})
        self.optional = self.book.add_format({**frame, "bg_color": "#DDEBF7"})
        self.wrap = self.book.add_format({"text_wrap": True, "valign": "top"})
        self.title = self.book.add_format({"bold": True, "font_size": 14})
        self.cells = {
            (kind, example): self.book.add_format(
                {**shown, **({"italic": True, "font_color": "#7F7F7F"} if example else {})}
            )
            for kind, shown in _NUMBER_FORMATS.items()
            for example in (False, True)
        }

    def say(self, key: str, **params: Any) -> str:
        """A text of the catalogue in the template's language."""
        return text(f"roster.{key}", self.lang, **params)

    def write(self) -> None:
        """The sheets in the order in which a user meets them; the list sheet, hidden, comes last."""
        guide = self.book.add_worksheet(self.say("template_guide_sheet"))
        people = self.book.add_worksheet(SAMPLE_UNIT)
        units = self.book.add_worksheet(UNITS_SHEETS[1] if self.lang == "vi" else UNITS_SHEETS[0])
        self.lists = self.book.add_worksheet("_lists")
        self._list_count = 0
        self._guide(guide)
        marker = self.say("template_example")
        example_person = {"employee_id": marker, **_EXAMPLE_PERSON}
        self._sheet(people, ROSTER, [(example_person, True)], frozen=2)
        units_rows = [
            ({"unit": marker, "name": self.say("template_example_unit"), **_EXAMPLE_UNIT}, True),
            ({"unit": SAMPLE_UNIT, "name": self.say("template_sample_unit")}, False),
        ]
        self._sheet(units, UNITS, units_rows, frozen=1)
        self.lists.hide()
        people.activate()
        self.book.close()

    def _sheet(self, sheet: Worksheet, columns: tuple[Column, ...], rows: Sequence[SampleRow], frozen: int) -> None:
        sheet.set_row(0, 48)
        sheet.freeze_panes(1, frozen)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
        for at, column in enumerate(columns):
            heading = column.heading(self.lang) + (" *" if column.required else "")
            sheet.write_string(0, at, heading, self.required if column.required else self.optional)
            sheet.set_column(at, at, _width(column), self.cells[_shown(column), False])
            self._check(sheet, at, column)
            for row, (values, example) in enumerate(rows, start=1):
                self._cell(sheet, row, at, column, values.get(column.name), self.cells[_shown(column), example])

    def _cell(self, sheet: Worksheet, row: int, at: int, column: Column, value: Any, shown: Format) -> None:
        if value is None:
            return
        if column.kind == "bool":
            sheet.write_string(row, at, self.say("yes" if value else "no"), shown)
        elif column.kind == "enum":
            words = {c.value: c.vi if self.lang == "vi" else c.en for c in column.choices}
            sheet.write_string(row, at, words[value], shown)
        elif isinstance(value, dt.date):
            sheet.write_datetime(row, at, dt.datetime(value.year, value.month, value.day), shown)
        elif isinstance(value, int | float):
            sheet.write_number(row, at, value, shown)
        else:
            sheet.write_string(row, at, value, shown)

    def _check(self, sheet: Worksheet, at: int, column: Column) -> None:
        """Drop-down or check of one column, with a sentence shown when the cell is chosen and when it is wrong."""
        rule = self._rule(column)
        rule["input_title"] = column.heading(self.lang)[:32]
        rule["input_message"] = self._hint(column)[:255]
        if rule["validate"] != "any":
            rule["error_title"] = self.say("template_wrong_title")
            rule["error_message"] = self.say(f"template_wrong_{rule.pop('wrong')}")[:255]
        sheet.data_validation(1, at, _LAST_ROW, at, rule)

    def _rule(self, column: Column) -> dict[str, Any]:
        if column.kind in ("enum", "bool"):
            words = [self.say("yes"), self.say("no")] if column.kind == "bool" else self._words(column)
            return {"validate": "list", "source": "=" + self._named_list(column.name, words), "wrong": "word"}
        if column.kind == "date":
            first, last = dt.date(1930, 1, 1), dt.date(2100, 12, 31)
            return {"validate": "date", "criteria": "between", "minimum": first, "maximum": last, "wrong": "date"}
        bounds = {"decimal": 13, "percent": 100, "int": 100_000, "months": _MONTHS_OF_A_LIFE, "money": 10**12}
        if column.kind in bounds:
            whole = column.kind in ("int", "months", "money")
            kind = "integer" if whole else "decimal"
            return {
                "validate": kind,
                "criteria": "between",
                "minimum": 0,
                "maximum": bounds[column.kind],
                "wrong": "number",
            }
        return {"validate": "any"}

    def _words(self, column: Column) -> list[str]:
        return [c.vi if self.lang == "vi" else c.en for c in column.choices]

    def _named_list(self, name: str, words: Sequence[str]) -> str:
        """The words in a column of the hidden sheet, under a defined name: a list in a rule ends at 255 characters."""
        at = self._list_count
        self._list_count += 1
        for row, word in enumerate(words):
            self.lists.write_string(row, at, word)
        letter = chr(65 + at)
        defined = f"list_{name}"
        self.book.define_name(defined, f"='_lists'!${letter}$1:${letter}${len(words)}")
        return defined

    def _hint(self, column: Column) -> str:
        need = self.say("template_required") if column.required else self.say("template_optional")
        return f"{column.meaning(self.lang)}. {self.say('template_kind_' + column.kind)} {need}"

    def _guide(self, sheet: Worksheet) -> None:
        """How to fill in, then every column of both sheets: heading, needed, kind, meaning, allowed words."""
        sheet.set_column(0, 0, 34, self.wrap)
        sheet.set_column(1, 1, 12, self.wrap)
        sheet.set_column(2, 2, 38, self.wrap)
        sheet.set_column(3, 4, 52, self.wrap)
        sheet.set_paper(9)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.write_string(0, 0, self.say("template_title"), self.title)
        steps = [self.say(f"template_step_{n}", marker=self.say("template_example")) for n in range(1, 6)]
        for row, step in enumerate(steps, start=2):
            sheet.merge_range(row, 0, row, 4, step, self.wrap)
            sheet.set_row(row, 32)
        row = len(steps) + 3
        for title, columns in (("template_people", ROSTER), ("template_units", UNITS)):
            sheet.write_string(row, 0, self.say(title), self.title)
            for at, key in enumerate(("column", "needed", "kind", "meaning", "words")):
                sheet.write_string(row + 1, at, self.say(f"template_head_{key}"), self.optional)
            row += 2
            for column in columns:
                self._guide_row(sheet, row, column)
                row += 1
            row += 1

    def _guide_row(self, sheet: Worksheet, row: int, column: Column) -> None:
        sheet.write_string(row, 0, f"{column.heading(self.lang)} [{column.name}]")
        sheet.write_string(row, 1, self.say("yes" if column.required else "no"))
        sheet.write_string(row, 2, self.say("template_kind_" + column.kind))
        sheet.write_string(row, 3, column.meaning(self.lang))
        words = [self.say("yes"), self.say("no")] if column.kind == "bool" else self._words(column)
        sheet.write_string(row, 4, "; ".join(words))


_NUMBER_FORMATS: dict[str, dict[str, str]] = {
    "text": {"num_format": "@"},
    "date": {"num_format": "dd/mm/yyyy"},
    "decimal": {"num_format": "0.00##"},
    "whole": {"num_format": "0"},
    "money": {"num_format": "#,##0"},
    "word": {"num_format": "General"},
}


def _shown(column: Column) -> str:
    """The cell format of a column: ids and codes as text, so that Excel keeps their zeros."""
    by_kind = {
        "text": "text",
        "list": "text",
        "date": "date",
        "decimal": "decimal",
        "percent": "decimal",
        "money": "money",
    }
    return by_kind.get(column.kind, "whole" if column.kind in ("int", "months") else "word")


def _width(column: Column) -> int:
    wide = {"full_name": 26, "position_title": 24, "name": 40, "skills": 30, "education": 16, "attention_groups": 26}
    return wide.get(column.name, 14)
