"""Writing a scenario workbook: guide, a sheet for each part, drop-downs, colours of cells to fill in, print set-up on A4."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from planner.core.errors import column_letter
from planner.core.files import atomic_path
from planner.core.texts import text
from planner.scenario.workbook.entries import Entry
from planner.scenario.workbook.layout import EVERY_UNIT, GUIDE, INFO, LISTS, SHEETS, Column, Sheet, Table
from planner.scenario.workbook.spread import Spread, kind_of, shown, spread
from planner.scenario.workbook.words import choices, word_for

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

FONT, A4 = "Times New Roman", 9
HEAD, INPUT, GIVEN, RULE = "#1F4E79", "#FFF9E5", "#F2F2F2", "#BFBFBF"
LINE = 15.5
VIETNAMESE = "[$-42A]"
"""Before a number's format: grouped and pointed as Vietnamese is."""
HEAD_ROW = 2
"""The row of the headings, from 0; above it stand the sheet's name and what it is for."""
STEPS = 6
_UNIT_IDS = "list_units"
_UNIT_COLUMNS = {("reorganise", "dissolve"), ("reorganise", "move_to"), ("skills", "unit")}
"""Columns that hold one unit's id: they offer those of the sheet of units."""
_NUMBERS = {"share": "0.0%", "money": '#,##0" đồng"', "count": "0", "number": "General", "date": "dd/mm/yyyy"}


@dataclass(frozen=True)
class UnitShown:
    """A unit of the roster as the sheet of units shows it: id, name, kind, assigned posts (None: unknown), people."""

    unit: str
    name: str
    kind: str
    quota: int | None
    people: int


def write_workbook(out: Path, data: Mapping[str, Any], lang: str, units: Sequence[UnitShown] = ()) -> None:
    """Write a scenario's mapping as a workbook to `out`, whole or not at all. InputError where a text is longer than a cell."""
    import xlsxwriter

    rows = spread(data, lang, [each.unit for each in units], out.name)
    with atomic_path(out, private=False) as temporary:
        book = xlsxwriter.Workbook(str(temporary), {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False})
        _Writer(book, lang, rows, {each.unit: each for each in units}).write(str(data.get("title", "")))


class _Writer:
    """One workbook being written."""

    def __init__(self, book: Workbook, lang: str, rows: Spread, units: Mapping[str, UnitShown]) -> None:
        self.book, self.lang, self.rows, self.units = book, lang, rows, units
        self.formats: dict[tuple[Any, ...], Format] = {}
        self.lists: dict[str, tuple[str, ...]] = {}
        book.formats[0].set_font_name(FONT)

    def say(self, key: str) -> str:
        """A text of this room."""
        return text(f"scenario_book.{key}", self.lang)

    def format(self, **properties: Any) -> Format:
        """A format, made once."""
        key = tuple(sorted(properties.items()))
        if key not in self.formats:
            self.formats[key] = self.book.add_format({"font_name": FONT, "font_size": 11, "valign": "top", "text_wrap": True, **properties})
        return self.formats[key]

    def write(self, title: str) -> None:
        """Every sheet, the guide first; the lists of the drop-downs are hidden at the end."""
        self.book.set_properties({"title": title[:200], "created": dt.datetime(2026, 1, 1)})
        guide = self.book.add_worksheet(self.say(f"sheets.{GUIDE}"))
        self._guide(guide)
        for sheet in SHEETS:
            self._sheet(sheet)
        self._write_lists()
        self.book.worksheets()[1].activate()
        self.book.close()

    # -------------------------------------------------------------------------------------------------------- sheets

    def _set_up(self, sheet: Worksheet, name: str, *, portrait: bool = False) -> None:
        sheet.set_paper(A4)
        if not portrait:
            sheet.set_landscape()
        sheet.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
        sheet.fit_to_pages(1, 0)
        sheet.hide_gridlines(2)
        sheet.set_footer(f'&L&"{FONT},Regular"&9 {name}&C&"{FONT},Regular"&9 {text("report.page", self.lang)}')

    def _guide(self, sheet: Worksheet) -> None:
        self._set_up(sheet, self.say(f"sheets.{GUIDE}"))
        sheet.set_column(0, 0, 26)
        sheet.set_column(1, 1, 110)
        sheet.write_string(0, 0, self.say("guide.title"), self.format(bold=True, font_size=15, font_color=HEAD, text_wrap=False))
        row = 2
        for step in range(1, STEPS + 1):
            said = self.say(f"guide.step_{step}")
            sheet.merge_range(row, 0, row, 1, "", self.format())
            sheet.write_string(row, 0, f"{step}. {said}", self.format())
            sheet.set_row(row, LINE * lines_in(said, 128) + 4)
            row += 1
        row += 1
        sheet.write_string(row, 0, self.say("guide.sheets"), self.format(bold=True, font_color=HEAD))
        for each in SHEETS:
            row += 1
            said = self.say(f"heads.{each.name}")
            sheet.write_string(row, 0, each.title(self.lang), self.format(bold=True, bottom=7, bottom_color=RULE))
            sheet.write_string(row, 1, said, self.format(bottom=7, bottom_color=RULE))
            sheet.set_row(row, LINE * lines_in(said, 104) + 4)

    def _sheet(self, each: Sheet) -> None:
        sheet = self.book.add_worksheet(each.title(self.lang))
        self._set_up(sheet, each.title(self.lang), portrait=each.name == "general")
        width = sum(column.width for _, column, _ in each.columns())
        last = max(at for _, _, at in each.columns())
        sheet.set_row(0, 24)
        sheet.write_string(0, 0, each.title(self.lang), self.format(bold=True, font_size=14, font_color=HEAD, text_wrap=False))
        if last > 1:
            sheet.merge_range(1, 0, 1, last - 1, "", self.format(italic=True))
        said = self.say(f"heads.{each.name}")
        sheet.write_string(1, 0, said, self.format(italic=True))
        sheet.set_row(1, LINE * lines_in(said, width) + 4)
        tallest = 1
        end = HEAD_ROW
        for table, column, at in each.columns():
            heading = table.heading(column, self.lang) + (" *" if column.needed else "")
            sheet.set_column(at - 1, at - 1, column.width)
            sheet.write_string(HEAD_ROW, at - 1, heading, self._head(column))
            tallest = max(tallest, lines_in(heading, column.width - 2))
            end = max(end, self._column(sheet, table, column, at - 1))
        for at in set(range(1, last)) - {at for _, _, at in each.columns()}:
            sheet.set_column(at - 1, at - 1, 3)
        sheet.set_row(HEAD_ROW, LINE * tallest + 6)
        for row, tall in self._heights(each):
            sheet.set_row(row, LINE * tall + 3)
        sheet.freeze_panes(HEAD_ROW + 1, 1 if len(each.tables) == 1 else 0)
        sheet.repeat_rows(HEAD_ROW)
        sheet.print_area(0, 0, end, last - 1)

    def _column(self, sheet: Worksheet, table: Table, column: Column, at: int) -> int:
        """One column of a table, with the rows to fill in; its last row, from 0."""
        entries = self.rows.others if table.shape == "others" else self.rows.rows[table.name]
        first = HEAD_ROW + 1
        for row, entry in enumerate(entries, first):
            kind = kind_of(table, column, entry)
            value = self._value(table, column, entry)
            self._put(sheet, row, at, value, kind, self._given(table, column))
            if column.name == "value" and table.shape == "form":
                self._rule(sheet, table, column, kind, (row, row), at)
        blank = range(first + len(entries), first + self._room(table, len(entries)))
        for row in blank:
            self._put(sheet, row, at, None, column.kind, self._given(table, column))
        last = max(blank.stop - 1, first + len(entries) - 1)
        if table.shape != "form" and last >= first and not self._given(table, column):
            self._rule(sheet, table, column, column.kind, (first, last), at)
        return last

    def _room(self, table: Table, used: int) -> int:
        """How many rows a table has, those to fill in among them."""
        if table.shape in ("form", "routes", "groups"):
            return used
        return used + table.rows if table.shape == "units" else max(table.rows, used + 3)

    def _value(self, table: Table, column: Column, entry: Entry) -> Any:
        """What a cell shows."""
        if table.shape == "form" and column.name != "value":
            each = next(f for f in table.fields if f.name == entry["label"])
            return table.label(each, self.lang) + (" *" if each.needed else "") if column.name == "label" else table.note(each, self.lang)
        if table.shape == "units" and column.kind == INFO:
            return self._of_unit(column.name, entry["unit"])
        if table.shape == "routes" and column.kind == INFO:
            return self.say("routes.means_place" if entry["route"] in [c.value for c in choices("place")] else "routes.means_route")
        return shown(entry.get(column.name), kind_of(table, column, entry), self.lang)

    def _of_unit(self, name: str, unit: str) -> Any:
        if unit == EVERY_UNIT:
            return self.say("units.every") if name == "name" else None
        known = self.units.get(unit)
        value = None if known is None else getattr(known, name)
        return word_for("kind", value, self.lang) if name == "kind" and value else value

    def _given(self, table: Table, column: Column) -> bool:
        """Whether a cell is for reading only."""
        first = column is table.columns[0] and table.shape in ("form", "routes", "groups")
        return column.kind == INFO or first

    # --------------------------------------------------------------------------------------------------------- cells

    def _head(self, column: Column) -> Format:
        look = {"bg_color": GIVEN, "font_color": "#404040"} if column.kind == INFO else {"bg_color": HEAD, "font_color": "#FFFFFF"}
        return self.format(bold=True, align="center", valign="vcenter", border=1, border_color=RULE, **look)

    def _put(self, sheet: Worksheet, row: int, at: int, value: Any, kind: str, given: bool) -> None:
        look: dict[str, Any] = {"border": 1, "border_color": RULE, "bg_color": GIVEN if given else INPUT}
        plain = _share_format(value) if kind == "share" else _NUMBERS.get(kind, "General" if given or kind == "any" else "@")
        look["num_format"] = f"{VIETNAMESE}{plain}" if self.lang == "vi" and kind in ("share", "money") else plain
        if kind in ("share", "money", "count", "number", "date", "deputies"):
            look |= {"align": "right", "indent": 1}
        else:
            look |= {"align": "left", "indent": 1}
        style = self.format(**look)
        if value is None or value == "":
            sheet.write_blank(row, at, None, style)
        elif isinstance(value, str):
            sheet.write_string(row, at, value, style)
        elif isinstance(value, dt.date):
            sheet.write_datetime(row, at, dt.datetime(value.year, value.month, value.day), style)
        else:
            sheet.write_number(row, at, value, style)

    def _heights(self, each: Sheet) -> Iterator[tuple[int, int]]:
        """(row, lines) of the rows whose text wraps."""
        tall: dict[int, int] = {}
        for table, column, _ in each.columns():
            entries = self.rows.others if table.shape == "others" else self.rows.rows[table.name]
            for row, entry in enumerate(entries, HEAD_ROW + 1):
                value = self._value(table, column, entry)
                if isinstance(value, str):
                    tall[row] = max(tall.get(row, 1), lines_in(value, column.width - 2))
        yield from ((row, lines) for row, lines in tall.items() if lines > 1)

    # ---------------------------------------------------------------------------------------------------- drop-downs

    def _rule(self, sheet: Worksheet, table: Table, column: Column, kind: str, rows: tuple[int, int], at: int) -> None:
        """The drop-down, or the check while typing, of some cells of a column. What it does not take is asked about, not refused: the reader says why."""
        name, _, words = kind.partition(":")
        rule: dict[str, Any] = {"error_type": "warning"}
        if words or name in ("yes", "deputies"):
            rule |= {"validate": "list", "source": "=" + self._list(words or name)}
        elif (table.name, column.name) in _UNIT_COLUMNS:
            rule |= {"validate": "list", "source": f"={_UNIT_IDS}"}
        elif name == "date":
            rule |= {"validate": "date", "criteria": "between", "minimum": dt.date(2000, 1, 1), "maximum": dt.date(2100, 12, 31)}
        elif name == "share":
            rule |= {"validate": "decimal", "criteria": "between", "minimum": 0, "maximum": 1}
        elif name in ("money", "count"):
            rule |= {"validate": "integer", "criteria": ">=", "value": 0}
        else:
            return
        sheet.data_validation(rows[0], at, rows[1], at, rule)

    def _list(self, words: str) -> str:
        """The defined name of a list of words, which is noted to be written."""
        self.lists.setdefault(words, tuple(choice.word(self.lang) for choice in choices(words)))
        return f"list_{words}"

    def _write_lists(self) -> None:
        sheet = self.book.add_worksheet(LISTS)
        sheet.hide()
        for at, (name, words) in enumerate(self.lists.items()):
            for row, word in enumerate(words):
                sheet.write_string(row, at, word)
            letter = column_letter(at + 1)
            self.book.define_name(f"list_{name}", f"='{LISTS}'!${letter}$1:${letter}${len(words)}")
        units = next(sheet.title(self.lang) for sheet in SHEETS if sheet.name == "units")
        last = HEAD_ROW + 1 + len(self.rows.rows["units"]) + 15
        self.book.define_name(_UNIT_IDS, f"='{units}'!$A${HEAD_ROW + 3}:$A${last}")


def lines_in(said: str, width: float) -> int:
    """How many lines a text takes in a column of `width` characters, broken between words; rather one too many."""
    room = max(int(width * 1.05), 4)
    lines = 0
    for part in said.split("\n"):
        lines, left = lines + 1, room
        for word in part.split():
            if len(word) > left and left < room:
                lines, left = lines + 1, room
            lines += max(len(word) - 1, 0) // room
            left -= len(word) + 1
    return lines


def _share_format(value: Any) -> str:
    """As many decimals of per cent as the share has, so that none is rounded away on the screen."""
    if not isinstance(value, int | float):
        return "0.0%"
    decimals = next((n for n in range(8) if abs(round(100 * value, n) - 100 * value) < 1e-12), 8)
    return "0%" if decimals == 0 else f"0.{'0' * decimals}%"
