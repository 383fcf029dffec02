"""Messy workbooks about who people are: birth dates in three columns, footnotes, second tables, blanks that are not empty."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.messy.book import HEADINGS, NEEDED, PEOPLE, UNITS_SHEET, Book, Sheet, headed, letter, line, maker, numbered, truth, write

REST = ("sex", "category", "salary_coefficient", "si_months")


def _born(person: dict[str, Any]) -> list[Any]:
    date = person["birth_date"]
    return [date.day, date.month, date.year]


@maker
def birth_dates_in_three_columns(folder: Path) -> Book:
    """Day, month and year under one merged heading; unknown days; each wrong part is named at its own cell."""
    upper = ["TT", "Mã số", "Họ và tên", "Ngày tháng năm sinh", None, None, *(HEADINGS[name] for name in REST)]
    lower = [None, None, None, "Ngày", "Tháng", "Năm"]
    born = [_born(p) for p in PEOPLE]
    born[1][:2] = [f"{n:02d}" for n in born[1][:2]]  # as text, with their zeros
    born[2] = [31, 13, 1988]
    born[3] = [None, "0", 1968]
    born[4] = [9, None, "1995"]
    rows: list[list[Any]] = [upper, lower]
    rows += [[i, p["employee_id"], p["full_name"], *b, *line(p, REST)] for i, (p, b) in enumerate(zip(PEOPLE, born, strict=True), 1)]
    rows.append([6, "CT-006", "Hoàng Minh Châu", 30, 2, 1980, "Nữ", "Công chức", 3.0, 100])
    rows.append([7, "CT-007", "Bùi Văn Đức", 3, 2, 80, "Nam", "Công chức", 3.0, 100])
    rows.append([8, "CT-008", "Lý Thu Hà", 3, 2, None, "Nữ", "Công chức", 3.0, 100])
    merged = ["D1:F1", *(f"{letter}1:{letter}2" for letter in "ABCGHIJ")]
    expected = truth(*NEEDED, unit="VPC") + [{"employee_id": f"CT-00{i}", "si_months": 100} for i in (6, 7, 8)]
    expected[3]["birth_date"] = expected[3]["birth_date"].replace(day=1, month=1)
    for at in (2, 4):
        del expected[at]["birth_date"]
    reported: dict[Any, str] = {
        ("m.xlsx", "VPC", 5, "E"): "birth_month_wrong", ("m.xlsx", "VPC", 6, "D"): "date_year_only", ("m.xlsx", "VPC", 7, "E"): "birth_month_missing",
        ("m.xlsx", "VPC", 8, "D"): "birth_day_impossible", ("m.xlsx", "VPC", 9, "F"): "birth_year_wrong", ("m.xlsx", "VPC", 10, "F"): "birth_year_missing",
    }  # fmt: skip
    return Book(write(folder / "m.xlsx", Sheet("VPC", rows, merged), UNITS_SHEET), expected, reported)


@maker
def birth_dates_under_three_headings(folder: Path) -> Book:
    """ "Ngày sinh | Tháng sinh | Năm sinh" as headings of their own; the day may hold the whole date, if the others agree."""
    rows: list[list[Any]] = [["STT", "Mã số", "Họ và tên", "Năm sinh", "Ngày sinh", "Tháng sinh", *(HEADINGS[name] for name in REST)]]
    for number, p in enumerate(PEOPLE, 1):
        day, month, year = _born(p)
        rows.append([number, p["employee_id"], p["full_name"], year, day, month, *line(p, REST)])
    rows[2][4] = PEOPLE[1]["birth_date"]
    rows[3][4:6] = [PEOPLE[2]["birth_date"].strftime("%d/%m/%Y"), None]
    rows[4][4:6] = [PEOPLE[3]["birth_date"], 8]
    rows[5][4] = "#REF!"
    expected = truth(*NEEDED, unit="VPC")
    for at in (3, 4):
        del expected[at]["birth_date"]
    reported: dict[Any, str] = {("m.xlsx", "VPC", 5, "F"): "birth_parts_disagree", ("m.xlsx", "VPC", 6, "E"): "cell_error"}
    return Book(write(folder / "m.xlsx", Sheet("VPC", rows), UNITS_SHEET), expected, reported)


@maker
def footnotes_and_marks_for_nothing(folder: Path) -> Book:
    """Names with footnote marks, values with them, dashes and dots for "nothing", numbers typed as text with an apostrophe."""
    names = (*NEEDED, "position_title", "leadership_allowance", "over_frame_pct")
    rows = [headed(names), *numbered(names)]
    at = {name: 1 + names.index(name) for name in names}
    for row, mark in zip(rows[1:], (" (1)", "¹", "*", " [2]", ""), strict=True):
        row[at["full_name"]] += mark
        row[at["salary_coefficient"]] = f"'{row[at['salary_coefficient']]}".replace(".", ",")
        row[at["si_months"]] = f" {row[at['si_months']]} "
    for row, mark in zip(rows[1:], ("", "-", "–", "…", "..."), strict=True):
        row[at["leadership_allowance"]] = mark or row[at["leadership_allowance"]]
        row[at["over_frame_pct"]] = mark or row[at["over_frame_pct"]]
        row[at["position_title"]] = mark or row[at["position_title"]]
    rows[2][at["leadership_allowance"]], rows[2][at["over_frame_pct"]] = 0.8, "x"
    rows[3][at["si_months"]] = "160 (1)"
    rows += [[], ["Ghi chú:"], [None, "(1) Đang biệt phái"], [None, "* Hưởng lương bảo lưu"]]
    expected = truth(*names, unit="VPC")
    for at_row, person in enumerate(expected):
        person["position_title"] = person["position_title"] if at_row == 0 else None
        if at_row > 1:
            person["over_frame_pct"] = 0.0
    del expected[1]["over_frame_pct"], expected[2]["si_months"]
    reported: dict[Any, str] = {("m.xlsx", "VPC", row, letter(names, "full_name", 1)): "name_footnote" for row in (2, 3, 4, 5)}
    reported["m.xlsx", "VPC", 3, letter(names, "over_frame_pct", 1)] = "number_unreadable"
    reported["m.xlsx", "VPC", 4, letter(names, "si_months", 1)] = "duration_unreadable"
    reported["m.xlsx", "VPC", 3, letter(names, "leadership_allowance", 1)] = "allowance_without_title"
    return Book(write(folder / "m.xlsx", Sheet("VPC", rows), UNITS_SHEET), expected, reported)


@maker
def second_tables_on_the_sheet(folder: Path) -> Book:
    """Below the list a table of ranks; on another sheet a list of contracts in other columns; a table at the list's side."""
    ranks: list[list[Any]] = [
        ["BIỂU 2. TỔNG HỢP THEO NGẠCH"],
        ["TT", "Mã ngạch", "Số người"],
        [1, "01.001", 1],
        [2, "01.002", 2],
        [],
        ["Tổng cộng", None, 3],
    ]
    first = [headed(NEEDED), *numbered(NEEDED, PEOPLE[:2]), [], *ranks]
    turned = ("full_name", "employee_id", *NEEDED[2:])
    second = [headed(NEEDED), *numbered(NEEDED, PEOPLE[2:4]), [], ["HỢP ĐỒNG LAO ĐỘNG"], headed(turned), *numbered(turned, PEOPLE[4:])]
    beside = [headed(NEEDED), *numbered(NEEDED, [{**PEOPLE[4], "employee_id": "CT-105"}])]
    beside[0] += [None, "Chức vụ", "Số lượng"]
    beside[1] += [None, "Nhân viên", 1]
    path = write(folder / "m.xlsx", Sheet("VPC", first), Sheet("VPC 2", second), Sheet("VPC 3", beside), UNITS_SHEET)
    people = [*PEOPLE[:4], {**PEOPLE[4], "employee_id": "CT-105"}]
    reported: dict[Any, str] = {
        ("m.xlsx", "VPC", 6, None): "second_table", ("m.xlsx", "VPC 2", 6, None): "second_list", ("m.xlsx", "VPC 3", 1, "J"): "column_beyond_gap",
        ("m.xlsx", "VPC 3", 1, "K"): "heading_unknown_like",
    }  # fmt: skip
    for sheet in ("VPC 2", "VPC 3"):
        reported["m.xlsx", sheet, None, None] = "sheet_unit_unknown"
    return Book(path, truth(*NEEDED, people=people), reported)
