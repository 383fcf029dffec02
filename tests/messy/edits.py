"""Edits of a clean sheet as people make them, in memory: many sheets, each edited in its own way, are read at once.

Nothing is written to a disk and no child process reads: what a workbook's reader would hand over is made here.
"""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from unittest.mock import patch

from planner.core.columns import ROSTER_BY_NAME
from planner.core.errors import column_letter
from planner.roster import read
from planner.roster.read import Examined
from planner.roster.workbook.guarded_reader import RawSheet, RawWorkbook
from tests.messy.difficult.page import HEADINGS, WORDS, D

COLUMNS = {
    **HEADINGS, "joined_on": "Ngày vào cơ quan", "rating_1": "Xếp loại năm gần nhất", "key_role": "Vị trí then chốt", "maternity_leave": "Đang nghỉ thai sản",
}  # fmt: skip
KEYS = tuple(COLUMNS)
_RATED = {"excellent": "HTXSNV", "good": "HTTNV", "completed": "HTNV"}
_FAMILIES = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Vũ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô", "Dương", "Lý", "Mai", "Đinh")
_GIVEN = ("An", "Bình", "Cường", "Dũng", "Giang", "Hà", "Khánh", "Lâm", "Minh", "Nga", "Oanh", "Phương", "Quân", "Sơn", "Tùng", "Uyên", "Vinh", "Xuân", "Yến")
_PEOPLE: tuple[tuple[Any, ...], ...] = (
    # born, sex, title, category, rank, step, coefficient, leader, over, months, joined, rating, key role, maternity, level
    (D(1971, 3, 14), "M", "Vụ trưởng", "civil_servant", "01.001", 2, 6.56, 1.0, 0, 330, D(1997, 9, 1), "excellent", True, False, "head"),
    (D(1975, 11, 25), "F", "Phó Vụ trưởng", "civil_servant", "01.002", 5, 5.76, 0.8, 0, 300, D(2001, 11, 1), "good", True, False, "deputy"),
    (D(1968, 7, 20), "M", "Chuyên viên chính", "civil_servant", "01.002", 8, 6.78, 0, 7, 390, D(1994, 5, 1), "good", False, False, "staff"),
    (D(1988, 8, 30), "F", "Chuyên viên", "civil_servant", "01.003", 5, 3.66, 0, 0, 160, D(2013, 7, 1), "completed", False, True, "staff"),
    (D(1985, 12, 19), "M", "Trưởng phòng", "civil_servant", "01.003", 6, 3.99, 0.6, 0, 190, D(2011, 1, 10), "good", False, False, "division_head"),
    (D(1995, 1, 9), "F", "Nhân viên", "contract", "01.005", 3, 2.18, 0, 0, 75, D(2020, 8, 1), "completed", False, False, "staff"),
)
_NAMES = (*KEYS[3:9], "salary_coefficient", "leadership_allowance", "over_frame_pct", "si_months", "joined_on", "rating_1", "key_role", "maternity_leave", "position_level")
NOTES = ("Nghỉ hưu từ 01/12/2026", "Đảng viên", "x", "Thai sản", "12", "biệt phái", "QĐ 45/QĐ-BCT ngày 01/3/2024", "Chuyển từ Vụ Kế hoạch")
SUFFIXES = (" (1)", " *", " (từ 2024)", "\n(kiêm nhiệm)", " - QĐ 12", ".", " ?")
ROWS = ("Ghi chú: số liệu tạm tính", "II. Phòng Tổng hợp", "Cộng", "Vụ Kế hoạch", "1", "Nguyễn Văn Bổ Sung", "Hà Nội, ngày 01 tháng 12 năm 2026")
TITLES = ("DANH SÁCH CÔNG CHỨC", "Đơn vị: Vụ Kế hoạch", "Số liệu đến 30/11/2026", "Họ và tên")
NOTE_HEADINGS = ("Ghi chú", "Note", "Khác", "Tình trạng", "Diễn biến")


@dataclass
class Cell:
    """A cell as a reader hands it over, and whose value of what it is."""

    text: str | None
    person: int | None = None
    key: str | None = None


@dataclass
class Sheet:
    """A sheet that is being edited: rows of cells, and what is told of it. truth: the people's values."""

    name: str
    rows: list[list[Cell]]
    truth: list[dict[str, Any]]
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    comments: list[tuple[int, int, str]] = field(default_factory=list)
    struck: set[tuple[int, int]] = field(default_factory=set)
    visible: bool = True

    @property
    def head(self) -> int:
        """The position of the row of headings."""
        return next(at for at, row in enumerate(self.rows) if any(cell.key and cell.person is None for cell in row))

    def heading(self, column: int) -> Cell:
        """The heading of a column, by its position."""
        return self.rows[self.head][column % len(self.rows[self.head])]

    def cell(self, person: int, key: str) -> Cell:
        """The cell of a person's value."""
        return next(cell for row in self.rows for cell in row if cell.person == person and cell.key == key)

    def place(self, person: int, key: str) -> tuple[int, str]:
        """The Excel row and the letter of a person's value."""
        return next((at + 1, column_letter(i + 1)) for at, row in enumerate(self.rows) for i, cell in enumerate(row) if cell.person == person and cell.key == key)

    def raw(self, file: str) -> RawSheet:
        """The sheet as a workbook's reader hands it over."""
        rows = [(at + 1, [cell.text for cell in row]) for at, row in enumerate(self.rows) if any(cell.text for cell in row)]
        whole = RawSheet(file, self.name, self.visible, False, rows)
        whole.hidden_rows, whole.hidden_columns, whole.merged = frozenset(self.hidden_rows), frozenset(self.hidden_columns), tuple(self.merged)
        whole.comments, whole.struck = tuple(self.comments), frozenset(self.struck)
        return whole


def clean(number: int) -> Sheet:
    """The clean sheet of one unit; no two have a name or an id in common."""
    unit = f"U{number:03}"
    truth = []
    for at, values in enumerate(_PEOPLE):
        name = f"{_FAMILIES[(number + at) % 15]} {_GIVEN[number % 19]} {_GIVEN[(3 * at + number // 19) % 19]} {_GIVEN[at * 2]}"
        truth.append({"employee_id": f"{unit}-{at + 1}", "full_name": name, "unit": unit, **dict(zip(_NAMES, values, strict=True))})
    heads = [Cell("s" + text, None, key) for key, text in COLUMNS.items()]
    rows = [[Cell(_written(at + 1 if key == "stt" else person[key]), at, key) for key in KEYS] for at, person in enumerate(truth)]
    return Sheet(unit, [heads, *rows], truth)


def _written(value: Any) -> str | None:
    """A value as the cell of a workbook; what is 0 or no stays empty."""
    if value is True:
        return "sx"
    if value in (0, False):
        return None
    if isinstance(value, dt.date):
        return f"d{value.isoformat()}"
    if isinstance(value, str):
        return "s" + str(WORDS.get(value, _RATED.get(value, value)))
    return f"n{value:g}"


# ---------------------------------------------------------------------------------------------------- edits


@dataclass(frozen=True)
class Edit:
    """One edit: its kind, and three numbers that say where and with what."""

    kind: str
    a: int = 0
    b: int = 0
    c: int = 0


Do = Callable[[Sheet, int, int, int], None]
DO: dict[str, Do] = {}


def edit(kind: str) -> Callable[[Do], Do]:
    """Registers what an edit of a kind does."""

    def register(function: Do) -> Do:
        DO[kind] = function
        return function

    return register


def edited(number: int, edits: Sequence[Edit]) -> Sheet:
    """A clean sheet after these edits."""
    sheet = clean(number)
    for each in edits:
        DO[each.kind](sheet, each.a, each.b, each.c)
    return sheet


def _key(number: int) -> str:
    return KEYS[1 + number % (len(KEYS) - 1)]


@edit("delete a heading")
def _delete_heading(sheet: Sheet, a: int, b: int, c: int) -> None:
    if _once(sheet, sheet.heading(a)):
        sheet.heading(a).text = None


def _once(sheet: Sheet, heading: Cell) -> bool:
    """Whether a heading stands once, and over what its file still holds: of two, none is taken away again, or one column
    would be told to be the other; what merging has destroyed can be told by its heading alone."""
    column = sheet.rows[sheet.head].index(heading) + 1
    lost = any(left <= column <= right for _, left, _, right in sheet.merged)
    return sum(cell.text == heading.text for cell in sheet.rows[sheet.head]) == 1 and not lost


@edit("swap two columns")
def _swap(sheet: Sheet, a: int, b: int, c: int) -> None:
    width = len(sheet.rows[sheet.head])
    first, second = a % width, b % width
    if any(left - 1 <= column <= right - 1 for _, left, _, right in sheet.merged for column in (first, second)):
        return  # no programme moves a part of merged cells
    for row in sheet.rows:
        row += [Cell(None) for _ in range(width - len(row))]
        row[first], row[second] = row[second], row[first]


@edit("a column of notes")
def _note_column(sheet: Sheet, a: int, b: int, c: int) -> None:
    width = max(map(len, sheet.rows))
    for at, row in enumerate(sheet.rows):
        row += [Cell(None) for _ in range(width - len(row))]
        row.append(Cell("s" + NOTE_HEADINGS[b % len(NOTE_HEADINGS)] if at == sheet.head else None))
    sheet.rows[sheet.head + 1 + a % 6][-1].text = "s" + NOTES[c % len(NOTES)]


@edit("a note beside a row")
def _note_beside(sheet: Sheet, a: int, b: int, c: int) -> None:
    sheet.rows[sheet.head + 1 + a % 6].append(Cell("s" + NOTES[c % len(NOTES)]))


@edit("a note in a cell")
def _note_in(sheet: Sheet, a: int, b: int, c: int) -> None:
    cell = sheet.cell(a % 6, _key(b))
    suffix = SUFFIXES[c % len(SUFFIXES)]
    if cell.text and cell.text[0] == "n":
        cell.text = "s" + cell.text[1:].replace(".", ",") + suffix
    elif cell.text and cell.text[0] == "d":
        cell.text = "s" + dt.date.fromisoformat(cell.text[1:]).strftime("%d/%m/%Y") + suffix
    elif cell.text:
        cell.text += suffix


@edit("a row of text")
def _row(sheet: Sheet, a: int, b: int, c: int) -> None:
    cells = [Cell(None) for _ in sheet.rows[sheet.head]]
    cells[b % 4].text = "s" + ROWS[c % len(ROWS)]
    _insert(sheet, sheet.head + 1 + a % 7, cells)


@edit("an empty row")
def _empty(sheet: Sheet, a: int, b: int, c: int) -> None:
    _insert(sheet, sheet.head + 1 + a % 7, [])


@edit("the headings again")
def _again(sheet: Sheet, a: int, b: int, c: int) -> None:
    _insert(sheet, sheet.head + 2 + a % 5, [Cell(cell.text) for cell in sheet.rows[sheet.head]])


@edit("a title above")
def _title(sheet: Sheet, a: int, b: int, c: int) -> None:
    _insert(sheet, 0, [Cell("s" + TITLES[a % len(TITLES)])])


def _insert(sheet: Sheet, at: int, cells: list[Cell]) -> None:
    """A row before the row `at`; what is merged, hidden, noted or struck below moves down."""
    sheet.rows.insert(at, cells)
    sheet.merged = [(t + (t > at), left, b + (b > at), right) for t, left, b, right in sheet.merged]
    sheet.hidden_rows = {row + (row > at) for row in sheet.hidden_rows}
    sheet.comments = [(row + (row > at), column, text) for row, column, text in sheet.comments]
    sheet.struck = {(row + (row > at), column) for row, column in sheet.struck}


@edit("merge down")
def _merge_down(sheet: Sheet, a: int, b: int, c: int) -> None:
    column, top = 1 + a % (len(KEYS) - 1), sheet.head + 1 + b % 5
    _merge(sheet, top, column, top + 1, column, keep=bool(c % 2))


@edit("merge across")
def _merge_across(sheet: Sheet, a: int, b: int, c: int) -> None:
    column, row = 1 + a % (len(KEYS) - 2), sheet.head + 1 + b % 6
    _merge(sheet, row, column, row, column + 1, keep=bool(c % 2))


@edit("merge headings")
def _merge_headings(sheet: Sheet, a: int, b: int, c: int) -> None:
    column = 1 + a % (len(KEYS) - 2)
    if _once(sheet, sheet.heading(column + 1)):
        _merge(sheet, sheet.head, column, sheet.head, column + 1, keep=False)


def _merge(sheet: Sheet, top: int, left: int, bottom: int, right: int, keep: bool) -> None:
    """Merges cells; what stands below is lost, or stays hidden where another programme merged, or where no heading would tell of it."""
    keep = keep or not all(sheet.heading(column).text for column in range(left, right + 1))
    sheet.merged.append((top + 1, left + 1, bottom + 1, right + 1))
    for at in range(top, min(bottom + 1, len(sheet.rows))):
        for column in range(left, min(right + 1, len(sheet.rows[at]))):
            if (at, column) != (top, left) and not keep:
                sheet.rows[at][column].text = None


@edit("another word for a heading")
def _known(sheet: Sheet, a: int, b: int, c: int) -> None:
    cell = sheet.heading(a)
    words = [word for word in ROSTER_BY_NAME[cell.key].aliases if "năm" not in word] if cell.key in ROSTER_BY_NAME else ["TT"]  # years are another unit
    if cell.text and _once(sheet, cell):
        cell.text = "s" + words[b % len(words)]


@edit("a heading that nobody knows")
def _unknown(sheet: Sheet, a: int, b: int, c: int) -> None:
    if sheet.heading(a).text and _once(sheet, sheet.heading(a)):
        sheet.heading(a).text = "s" + ("Cột A1", "Nội dung", "Thông tin khác", "(xem phụ lục)")[b % 4]


@edit("the heading of another column")
def _other(sheet: Sheet, a: int, b: int, c: int) -> None:
    taken = "s" + COLUMNS[_key(b)]
    if any(cell.text == taken for cell in sheet.rows[sheet.head]):  # else two headings could be exchanged, which no reader can know
        sheet.heading(a).text = taken


@edit("another tab")
def _tab(sheet: Sheet, a: int, b: int, c: int) -> None:
    sheet.name = f"Trang tính{int(sheet.name[1:])}" if sheet.name.startswith("U") else sheet.name


@edit("hide a row")
def _hide_row(sheet: Sheet, a: int, b: int, c: int) -> None:
    sheet.hidden_rows.add(sheet.head + 2 + a % 6)


@edit("hide a column")
def _hide_column(sheet: Sheet, a: int, b: int, c: int) -> None:
    sheet.hidden_columns.add(1 + a % len(KEYS))


@edit("hide the sheet")
def _hide_sheet(sheet: Sheet, a: int, b: int, c: int) -> None:
    sheet.visible = False


@edit("numbers as text")
def _number_text(sheet: Sheet, a: int, b: int, c: int) -> None:
    for person in range(6) if c % 2 else (a % 6,):
        cell = sheet.cell(person, ("step", "salary_coefficient", "leadership_allowance", "over_frame_pct", "si_months")[b % 5])
        if cell.text and cell.text[0] == "n":
            cell.text = "s" + cell.text[1:].replace(".", ",")


@edit("dates as text")
def _date_text(sheet: Sheet, a: int, b: int, c: int) -> None:
    for person in range(6) if c % 2 else (a % 6,):
        cell = sheet.cell(person, ("birth_date", "joined_on")[b % 2])
        if cell.text and cell.text[0] == "d":
            cell.text = "s" + dt.date.fromisoformat(cell.text[1:]).strftime("%d/%m/%Y")


@edit("dates without their format")
def _date_number(sheet: Sheet, a: int, b: int, c: int) -> None:
    for person in range(6) if c % 2 else (a % 6,):
        cell = sheet.cell(person, ("birth_date", "joined_on")[b % 2])
        if cell.text and cell.text[0] == "d":
            day = dt.date.fromisoformat(cell.text[1:])
            cell.text = f"n{(day - dt.date(1899, 12, 30)).days}" if c % 3 else f"s{day:%Y%m%d}"


@edit("another style")
def _style(sheet: Sheet, a: int, b: int, c: int) -> None:
    for person in range(6) if c % 2 else (a % 6,):
        cell = sheet.cell(person, ("over_frame_pct", "step", "salary_coefficient")[b % 3])
        if cell.text and cell.text[0] == "n":
            cell.text = f"p{float(cell.text[1:]) / 100:g}" if cell.key == "over_frame_pct" else f"p{cell.text[1:]}"


@edit("a comment")
def _comment(sheet: Sheet, a: int, b: int, c: int) -> None:
    sheet.comments.append((sheet.head + 1 + a % 7, 1 + b % len(KEYS), NOTES[c % len(NOTES)]))


@edit("strike through")
def _strike(sheet: Sheet, a: int, b: int, c: int) -> None:
    row = sheet.head + 2 + a % 6
    sheet.struck |= {(row, column + 1) for column in (range(len(KEYS)) if c % 2 else (b % len(KEYS),))}


@edit("a row twice")
def _row_twice(sheet: Sheet, a: int, b: int, c: int) -> None:
    at = sheet.head + 1 + a % 6
    _insert(sheet, at + 1, [Cell(cell.text) for cell in sheet.rows[at]])


@edit("letters")
def _letters(sheet: Sheet, a: int, b: int, c: int) -> None:
    cell = sheet.cell(a % 6, _key(b)) if a % 7 else sheet.heading(b)
    if cell.text and cell.text[0] == "s" and cell.key not in ("employee_id", "rank_code"):
        text = cell.text[1:]
        changed = (text.upper(), f" {text}\u00a0", unicodedata.normalize("NFD", text), text.replace(" ", "  "), text.replace("Đ", "\u00d0"))
        cell.text = "s" + changed[c % 5]


# ---------------------------------------------------------------------------------------------------- reading


class _Memory:
    """What the reader takes for the files of a workbook: sheets that are there already."""

    def __init__(self, sheets: list[RawSheet], file: str) -> None:
        self.path = Path(file)
        self.workbooks, self.tables, self.units_files = [self.path], [], []
        self.sheets, self.left, self.problems = sheets, (), ()

    def read_workbooks(self) -> list[RawWorkbook]:
        return [RawWorkbook(self.path, self.sheets)]

    def refusal(self, path: Path) -> None:
        """Nothing lies beside the workbook that could be refused."""


def examine(sheets: Sequence[Sheet], by: Callable[[str], Examined] = read.examine) -> Examined:
    """What the reader says of a workbook of these sheets, with a table of their units. by: the law may be asked too."""
    file = "edited.xlsx"
    units = [(1, ["sunit", "sname", "skind", "sassigned_quota"])]
    units += [(at, [f"s{s.truth[0]['unit']}", f"sĐơn vị số {s.truth[0]['unit'][1:]}", "sdepartment", "n12"]) for at, s in enumerate(sheets, 2)]
    memory = _Memory([*(s.raw(file) for s in sheets), RawSheet(file, "units", True, False, units)], file)
    with patch.object(read, "open_source", lambda *_: memory):
        return by(file)
