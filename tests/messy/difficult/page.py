"""One sheet of a difficult file: what is written in it, and what it holds in truth."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from openpyxl.utils import get_column_letter

D = dt.date


@dataclass(frozen=True)
class Either:
    """A cell that may be read as this value, or be reported at its place."""

    value: Any


@dataclass(frozen=True)
class OneOf:
    """A cell with several right values: a name with and without the title before it."""

    values: tuple[Any, ...]


ANY = object()
"""A cell of which only what is said counts."""
KEEP = object()
"""Leaves a cell, or what is expected of it, as it is."""

PEOPLE: tuple[dict[str, Any], ...] = (
    {"employee_id": "HF001", "full_name": "Tạ Quang Bửu Long", "birth_date": D(1971, 3, 14), "sex": "M", "position_title": "Vụ trưởng", "category": "civil_servant",
     "rank_code": "01.001", "step": 2, "salary_coefficient": 6.56, "leadership_allowance": 1.0, "over_frame_pct": 0, "si_months": 330, "position_level": "head", "unit": "VPC"},
    {"employee_id": "HF002", "full_name": "Kiều Thị Thu Sương", "birth_date": D(1975, 11, 25), "sex": "F", "position_title": "Phó Vụ trưởng", "category": "civil_servant",
     "rank_code": "01.002", "step": 5, "salary_coefficient": 5.76, "leadership_allowance": 0.8, "over_frame_pct": 0, "si_months": 300, "position_level": "deputy", "unit": "VPC"},
    {"employee_id": "HF003", "full_name": "Đỗ Viết Trạc", "birth_date": D(1980, 5, 6), "sex": "M", "position_title": "Chuyên viên chính", "category": "civil_servant",
     "rank_code": "01.002", "step": 2, "salary_coefficient": 4.74, "leadership_allowance": 0, "over_frame_pct": 0, "si_months": 230, "position_level": "staff", "unit": "VPC"},
    {"employee_id": "HF004", "full_name": "Lò Thị Pành", "birth_date": D(1988, 8, 30), "sex": "F", "position_title": "Chuyên viên", "category": "civil_servant",
     "rank_code": "01.003", "step": 5, "salary_coefficient": 3.66, "leadership_allowance": 0, "over_frame_pct": 0, "si_months": 160, "position_level": "staff", "unit": "VPC"},
    {"employee_id": "HF005", "full_name": "Giàng A Tủa", "birth_date": D(1985, 12, 19), "sex": "M", "position_title": "Chuyên viên", "category": "public_employee",
     "rank_code": "01.003", "step": 6, "salary_coefficient": 3.99, "leadership_allowance": 0, "over_frame_pct": 0, "si_months": 190, "position_level": "staff", "unit": "VPC"},
)  # fmt: skip
HEADINGS = {
    "stt": "STT", "employee_id": "Mã số CBCCVC", "full_name": "Họ và tên", "birth_date": "Ngày sinh", "sex": "Giới tính", "position_title": "Chức vụ",
    "category": "Đối tượng", "rank_code": "Mã ngạch", "step": "Bậc", "salary_coefficient": "Hệ số lương", "leadership_allowance": "Phụ cấp chức vụ",
    "over_frame_pct": "TNVK (%)", "si_months": "Số tháng đóng BHXH",
}  # fmt: skip
WORDS = {"M": "Nam", "F": "Nữ", "civil_servant": "Công chức", "public_employee": "Viên chức", "contract": "Hợp đồng lao động"}
MORE_PEOPLE = (("PC01", "Vừ Mí Sính", D(1981, 1, 11)), ("PC02", "Hầu Mí Dia", D(1982, 2, 12)), ("KH01", "Chảo Láo Tả", D(1985, 1, 11)),
               ("KH02", "Phàn Phù Siểu", D(1986, 2, 12)), ("DK01", "Thào Seo Pao", D(1979, 1, 11)))  # fmt: skip


def simple(employee_id: str, name: str, born: dt.date, **more: Any) -> dict[str, Any]:
    """A man of the staff, a civil servant of rank 01.003 step 4: what most small lists are made of."""
    person = {
        "employee_id": employee_id, "full_name": name, "birth_date": born, "sex": "M", "position_title": "Chuyên viên", "category": "civil_servant", "rank_code": "01.003",
        "step": 4, "salary_coefficient": 3.33, "leadership_allowance": 0, "over_frame_pct": 0, "si_months": 150, "position_level": "staff", "unit": "VPC",
    }  # fmt: skip
    return person | more


def written(person: dict[str, Any], number: int) -> dict[str, Any]:
    """The cells of a person as offices write them; what is 0 stays empty."""
    cells = {name: WORDS.get(value, value) if isinstance(value, str) else value for name, value in person.items()}
    return {"stt": number, **{name: None if value == 0 else value for name, value in cells.items()}}


@dataclass
class Line:
    """One row below the headings: its cells by the column's key, and whom it holds (None: nobody)."""

    cells: dict[str, Any]
    truth: dict[str, Any] | None = None
    maybe: bool = False


@dataclass
class Page:
    """A sheet: headings by key in their order, lines, what stands above, and how it is dressed.

    top: rows above the headings. heads: the rows of headings where there are several (else one, of `headings`). comments:
    by cell. struck: rows struck through. patches: (pattern, replacement) in the sheet's XML once it is written. parts: (kind,
    name, content) of what lies over the sheet. maybe: the sheet may be refused as a whole. headless: the rows are counted without headings, as in Parquet.
    """

    name: str | None = "VPC"
    headings: dict[str, str] = field(default_factory=lambda: dict(HEADINGS))
    lines: list[Line] = field(default_factory=list)
    top: list[list[Any]] = field(default_factory=list)
    heads: list[list[Any]] = field(default_factory=list)
    merged: list[str] = field(default_factory=list)
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[str] = field(default_factory=list)
    comments: dict[str, str] = field(default_factory=dict)
    struck: list[int] = field(default_factory=list)
    formats: dict[str, str] = field(default_factory=dict)
    patches: list[tuple[str, str]] = field(default_factory=list)
    parts: list[tuple[str, str, str]] = field(default_factory=list)
    state: str = "visible"
    maybe: bool = False
    headless: bool = False
    protected: bool = False

    @classmethod
    def of(cls, people: Sequence[dict[str, Any]] = PEOPLE, name: str | None = "VPC", without: Sequence[str] = ()) -> Page:
        """A clean sheet of these people, without some columns."""
        lines = [Line(written(person, number), dict(person)) for number, person in enumerate(people, 1)]
        page = cls(name, lines=lines)
        for key in without:
            page.remove(key)
        return page

    # ---- places

    @property
    def keys(self) -> list[str]:
        """The keys of the columns from A on."""
        return list(self.headings)

    @property
    def heading_row(self) -> int:
        """The Excel row of the (last) headings."""
        return 0 if self.headless else len(self.top) + max(len(self.heads), 1)

    @property
    def people(self) -> list[Line]:
        """The lines that hold somebody."""
        return [line for line in self.lines if line.truth is not None]

    def row(self, person: int) -> int:
        """The Excel row of a person, counted from 0."""
        return self.heading_row + 1 + self.lines.index(self.people[person])

    def letter(self, key: str) -> str:
        """The letter of a column."""
        return get_column_letter(self.keys.index(key) + 1)

    def grid(self) -> list[list[Any]]:
        """Every row from the first on."""
        heads = self.heads or [[self.headings[key] for key in self.keys]]
        return [*self.top, *heads, *([line.cells.get(key) for key in self.keys] for line in self.lines)]

    # ---- changes

    def write(self, key: str, *cells: Any) -> None:
        """Other cells in a column, from the first person on; `KEEP` leaves one."""
        for line, cell in zip(self.people, cells, strict=False):
            if cell is not KEEP:
                line.cells[key] = cell

    def expect(self, key: str, *values: Any) -> None:
        """What is right in a column, from the first person on; `KEEP` leaves one."""
        for line, value in zip(self.people, values, strict=False):
            if value is not KEEP and line.truth is not None:
                line.truth[key] = value

    def either(self, key: str, *values: Any) -> None:
        """As `expect`, each value read or reported; without values those that are expected already."""
        for at, line in enumerate(self.people):
            assert line.truth is not None
            value = values[at] if at < len(values) else KEEP if values else line.truth.get(key)
            if value is not KEEP:
                line.truth[key] = Either(value)

    def add(self, key: str, heading: str, *cells: Any, before: str | None = None) -> None:
        """A further column, at the end or before another."""
        order = self.keys
        order.insert(order.index(before) if before else len(order), key)
        self.headings = {k: heading if k == key else self.headings[k] for k in order}
        self.write(key, *cells)

    def remove(self, *keys: str) -> None:
        """Takes columns out, and what was expected of them."""
        for key in keys:
            self.headings.pop(key, None)
            for line in self.lines:
                line.cells.pop(key, None)
                if line.truth is not None:
                    line.truth.pop(key, None)

    def rename(self, **headings: str) -> None:
        """Other headings for columns."""
        self.headings |= headings

    def insert(self, at: int, truth: dict[str, Any] | None = None, maybe: bool = False, **cells: Any) -> int:
        """A line before the line `at` (-1: at the end), which holds nobody where there is no truth; its row."""
        at = len(self.lines) if at < 0 else at
        self.lines.insert(at, Line(cells, truth, maybe))
        return self.heading_row + 1 + at
