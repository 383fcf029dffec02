"""A right roster, and small writers of files; each test breaks one thing."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from planner.core.errors import Problem
from planner.roster.read import inspect_roster

HEADINGS = (
    "TT",
    "Mã số CBCCVC",
    "Họ và tên",
    "Ngày sinh",
    "Giới tính",
    "Đối tượng",
    "Chức vụ",
    "Hệ số lương",
    "Thời gian đóng BHXH (tháng)",
)
PEOPLE = (
    (1, "A-001", "Nguyễn Thị Ánh", dt.date(1975, 3, 5), "Nữ", "Công chức", "Vụ trưởng", 6.78, 300),
    (2, "A-002", "Trần Văn Bình", "05/03/1985", "Nam", "Viên chức", "Chuyên viên", "3,66", "15 năm 6 tháng"),
    (3, "A-003", "Lê Hoà", "1990-01-02", "nam", "CC", "Phó Vụ trưởng", 4.4, 120),
)  # fmt: skip
UNITS = (("Mã đơn vị", "Tên đơn vị", "Loại hình", "Biên chế được giao"), ("VKH", "Vụ Kế hoạch", "Vụ", 10))

Grid = list[list[Any]]


def people_grid() -> Grid:
    """The headings and three right people."""
    return [list(HEADINGS), *(list(person) for person in PEOPLE)]


def write_book(path: Path, sheets: dict[str, Any], hidden: tuple[str, ...] = ()) -> Path:
    """A workbook of `{sheet name: rows}`."""
    book = openpyxl.Workbook()
    assert book.active is not None
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
        if name in hidden:
            sheet.sheet_state = "hidden"
    book.save(path)
    return path


def write_csv(path: Path, rows: Any, delimiter: str = ",", encoding: str = "utf-8") -> Path:
    """A CSV of rows."""
    with path.open("w", newline="", encoding=encoding) as file:
        csv.writer(file, delimiter=delimiter).writerows(rows)
    return path


CANONICAL = {
    "employee_id": "A-001", "full_name": "Nguyễn Thị Ánh", "birth_date": "1975-03-05", "sex": "F", "unit": "VKH",
    "position_level": "head", "category": "civil_servant", "salary_coefficient": "6.78", "si_months": "300",
}  # fmt: skip


@pytest.fixture
def person_problems(tmp_path: Path) -> Callable[..., list[Problem]]:
    """Problems of a canonical CSV with one person whose cells are replaced, without the warning about units."""

    def problems(*others: dict[str, str], **changes: str) -> list[Problem]:
        people = [{**CANONICAL, **changes}, *({**CANONICAL, **other} for other in others)]
        names = list(dict.fromkeys(name for person in people for name in person))
        write_csv(tmp_path / "people.csv", [names, *([p.get(n, "") for n in names] for p in people)])
        _, found = inspect_roster(tmp_path / "people.csv")
        return [p for p in found if p.message.key != "roster.no_units_table"]

    return problems


@pytest.fixture
def book_of(tmp_path: Path) -> Callable[..., Path]:
    """Writes a workbook of one unit sheet VKH with the given rows, and the units sheet."""

    def write(rows: Any, **more: Any) -> Path:
        return write_book(tmp_path / "ministry.xlsx", {"Đơn vị": UNITS, "VKH": rows, **more})

    return write
