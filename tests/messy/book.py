"""What a messy workbook is in these tests: a file, the truth that it holds, and the cells that have no single reading."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.utils import get_column_letter

from planner.core.columns import ROSTER_BY_NAME

Row = Sequence[Any]
D = dt.date


@dataclass
class Book:
    """path: file or folder. truth: the people in order, canonical column to value, for every cell with one reading.

    reported: (file, sheet, row, column letter) to the key of the text, for every other cell.
    """

    path: Path
    truth: list[dict[str, Any]]
    reported: dict[tuple[str, str | None, int | None, str | None], str] = field(default_factory=dict)
    mapping: dict[Any, str] | None = None


PEOPLE: tuple[dict[str, Any], ...] = (
    {"employee_id": "CT-001", "full_name": "Nguyễn Thị Ánh Tuyết", "birth_date": D(1975, 3, 5), "sex": "F", "unit": "VPC", "position_title": "Vụ trưởng",
     "category": "civil_servant", "rank_code": "01.001", "step": 3, "salary_coefficient": 6.92, "leadership_allowance": 1.0, "over_frame_pct": 0.0, "si_months": 362,
     "rating_1": "excellent", "rating_2": "good", "rating_3": "good", "key_role": True, "joined_on": D(1996, 9, 1)},
    {"employee_id": "CT-002", "full_name": "Trần Văn Bình", "birth_date": D(1970, 2, 1), "sex": "M", "unit": "VPC", "position_title": "Phó Vụ trưởng",
     "category": "civil_servant", "rank_code": "01.002", "step": 6, "salary_coefficient": 6.1, "leadership_allowance": 0.8, "over_frame_pct": 5.0, "si_months": 458,
     "rating_1": "good", "rating_2": "excellent", "rating_3": "completed", "key_role": False, "joined_on": D(1993, 5, 15)},
    {"employee_id": "CT-003", "full_name": "Lê Hoàng Phương", "birth_date": D(1988, 12, 31), "sex": "M", "unit": "VPC", "position_title": "Chuyên viên",
     "category": "civil_servant", "rank_code": "01.003", "step": 4, "salary_coefficient": 3.33, "leadership_allowance": 0.0, "over_frame_pct": 0.0, "si_months": 160,
     "rating_1": "good", "rating_2": "good", "rating_3": "not_completed", "key_role": False, "joined_on": D(2012, 1, 10)},
    {"employee_id": "CT-004", "full_name": "Phạm Thị Hòa", "birth_date": D(1968, 7, 20), "sex": "F", "unit": "VPC", "position_title": "Chuyên viên chính",
     "category": "civil_servant", "rank_code": "01.002", "step": 8, "salary_coefficient": 6.78, "leadership_allowance": 0.0, "over_frame_pct": 7.0, "si_months": 390,
     "rating_1": "completed", "rating_2": "good", "rating_3": "good", "key_role": False, "joined_on": D(1991, 4, 1)},
    {"employee_id": "CT-005", "full_name": "Đỗ Mạnh Hùng", "birth_date": D(1995, 1, 9), "sex": "M", "unit": "VPC", "position_title": "Nhân viên",
     "category": "contract", "rank_code": "01.005", "step": 2, "salary_coefficient": 2.86, "leadership_allowance": 0.0, "over_frame_pct": 0.0, "si_months": 75,
     "rating_1": "good", "rating_2": "completed", "rating_3": "good", "key_role": False, "joined_on": D(2019, 8, 1)},
)  # fmt: skip
HEADINGS = {
    "employee_id": "Mã số CBCCVC", "full_name": "Họ và tên", "birth_date": "Ngày sinh", "sex": "Giới tính", "unit": "Đơn vị", "position_title": "Chức vụ",
    "category": "Đối tượng", "rank_code": "Mã ngạch", "step": "Bậc", "salary_coefficient": "Hệ số lương", "leadership_allowance": "Hệ số phụ cấp chức vụ",
    "over_frame_pct": "Phụ cấp TNVK (%)", "si_months": "Thời gian đóng BHXH (tháng)", "rating_1": "Xếp loại năm gần nhất", "rating_2": "Xếp loại năm trước",
    "rating_3": "Xếp loại năm trước nữa", "key_role": "Vị trí then chốt", "joined_on": "Ngày vào cơ quan",
}  # fmt: skip
NEEDED = ("employee_id", "full_name", "birth_date", "sex", "category", "salary_coefficient", "si_months")
UNITS = (("Mã đơn vị", "Tên đơn vị", "Loại hình", "Biên chế được giao"), ("VPC", "Vụ Pháp chế", "Vụ", 8))
TWO_UNITS = (*UNITS, ("VKH", "Vụ Kế hoạch", "Vụ", 8))


def word(name: str, value: Any) -> Any:
    """A canonical value as people write it: the Vietnamese word of a choice, `x` for yes."""
    column = ROSTER_BY_NAME[name]
    if column.kind == "bool":
        return "x" if value else None
    return next((choice.vi for choice in column.choices if choice.value == value), value)


def line(person: dict[str, Any], names: Iterable[str], **cells: Any) -> list[Any]:
    """The cells of a person under the columns `names`; `cells` replace some."""
    return [cells[name] if name in cells else word(name, person.get(name)) for name in names]


def truth(*names: str, people: Sequence[dict[str, Any]] = PEOPLE, **instead: Any) -> list[dict[str, Any]]:
    """What those columns hold of the people; `instead` replaces a column of everybody, or takes it out (None)."""
    rows = []
    for person in people:
        row = {name: person[name] for name in names} | instead
        rows.append({name: value for name, value in row.items() if not (name in instead and value is None)})
    return rows


@dataclass
class Sheet:
    """One sheet to write: rows, merged ranges, what is hidden, formats and column of cells by reference."""

    name: str
    rows: Sequence[Row]
    merged: Sequence[str] = ()
    hidden_rows: Sequence[int] = ()
    hidden_columns: Sequence[str] = ()
    formats: dict[str, str] = field(default_factory=dict)
    state: str = "visible"


def write(path: Path, *sheets: Sheet, epoch_1904: bool = False) -> Path:
    """The workbook of these sheets, by openpyxl: formulas have no stored value, `#N/A` is an error cell."""
    book = openpyxl.Workbook()
    if epoch_1904:
        book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    assert book.active is not None
    book.remove(book.active)
    for sheet in sheets:
        page = book.create_sheet(sheet.name)
        for row, cells in enumerate(sheet.rows, 1):
            for column, value in enumerate(cells, 1):
                if value is not None:
                    cell = page.cell(row, column, value)
                    if isinstance(value, str) and value.startswith("="):
                        cell.data_type = "f"
        for block in sheet.merged:
            page.merge_cells(block)
        for row in sheet.hidden_rows:
            page.row_dimensions[row].hidden = True
        for letter in sheet.hidden_columns:
            page.column_dimensions[letter].hidden = True
        for reference, number_format in sheet.formats.items():
            page[reference].number_format = number_format
        page.sheet_state = sheet.state
    book.save(path)
    return path


def letter(names: Sequence[str], name: str, shift: int = 0) -> str:
    """The column letter of a canonical column among those of a sheet."""
    return get_column_letter(list(names).index(name) + 1 + shift)


ALL = tuple(HEADINGS)
UNITS_SHEET = Sheet("Đơn vị", UNITS)
BOTH_UNITS = Sheet("Đơn vị", TWO_UNITS)
MAKERS: list[Callable[[Path], Book]] = []


def maker(function: Callable[[Path], Book]) -> Callable[[Path], Book]:
    """Registers a function that makes a book."""
    MAKERS.append(function)
    return function


def headed(names: Sequence[str] = ALL) -> list[Any]:
    """A row of headings, the running number first."""
    return ["TT", *(HEADINGS[name] for name in names)]


def numbered(names: Sequence[str] = ALL, people: Sequence[dict[str, Any]] = PEOPLE, **cells: Any) -> list[list[Any]]:
    """A row a person under `headed(names)`; `cells` replace columns of everybody."""
    return [[number, *line(person, names, **cells)] for number, person in enumerate(people, 1)]
