"""Messy workbooks, one kind of cell each: dates, durations, numbers, words, ids as people write them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.messy.book import NEEDED, PEOPLE, UNITS_SHEET, Book, D, Sheet, headed, letter, line, maker, numbered, truth, write


@maker
def dates_of_every_kind(folder: Path) -> Book:
    """Dates as text in every order of use, true dates, serials, month or year alone; two digits of the year are reported."""
    written: list[tuple[Any, Any, str]] = [
        ("01/02/1990", D(1990, 2, 1), ""), ("1/2/1990", D(1990, 2, 1), ""), ("01-02-1990", D(1990, 2, 1), ""), ("1990-02-01", D(1990, 2, 1), ""),
        (D(1990, 2, 1), D(1990, 2, 1), ""), (32905, D(1990, 2, 1), ""), ("ngày 01 tháng 02 năm 1990", D(1990, 2, 1), ""), ("01 . 02 . 1990", D(1990, 2, 1), ""),
        ("02/1990", D(1990, 2, 1), "date_month_only"), ("tháng 2/1990", D(1990, 2, 1), "date_month_only"), ("T2/1990", D(1990, 2, 1), "date_month_only"),
        ("../02/1990", D(1990, 2, 1), "date_month_only"), ("1990", D(1990, 1, 1), "date_year_only"), (1990, D(1990, 1, 1), "date_year_only"),
        ("năm 1990", D(1990, 1, 1), "date_year_only"), ("01/02/90", None, "date_short_year"), ("31/02/1990", None, "date_impossible"),
        ("02/13/1990", None, "date_impossible"), ("khoảng 1990", None, "date_unreadable"), (19900201, D(1990, 2, 1), ""),
    ]  # fmt: skip
    rows, expected, reported = [headed(NEEDED)], [], {("m.xlsx", "VPC", 1, "D"): "birth_dates_alike"}
    for number, (cell, value, key) in enumerate(written, 1):
        person = {**PEOPLE[2], "employee_id": f"N{number:02d}", "full_name": f"Người thứ {'abcdefghijklmnopqrstu'[number]}"}
        rows.append([number, *line(person, NEEDED, birth_date=cell)])
        expected.append({n: person[n] for n in NEEDED if n != "birth_date"} | ({"birth_date": value} if value else {}))
        if key:
            reported["m.xlsx", "VPC", number + 1, letter(NEEDED, "birth_date", 1)] = key
    return Book(write(folder / "m.xlsx", Sheet("VPC", rows), UNITS_SHEET), expected, reported)  # type: ignore[arg-type]


@maker
def durations_of_every_kind(folder: Path) -> Book:
    """Years and months in words and letters, months, halves; 33.6 years may be six months or six tenths."""
    written: list[tuple[Any, int | None, str]] = [
        ("38 năm 02 tháng", 458, ""), ("38n2t", 458, ""), ("38N 02T", 458, ""), ("38 năm, 2 tháng", 458, ""), ("38 năm", 456, ""), ("7 tháng", 7, ""),
        ("38 năm 0 tháng", 456, ""), (33.5, 402, ""), ("33,5", 402, ""), (33, 396, ""), ("33", 396, ""), ("38 nam 2 thang", 458, ""), ("38 năm 2 tháng ", 458, ""),
        (33.6, None, "duration_two_readings"), ("38,02", None, "duration_two_readings"), ("38 năm 14 tháng", None, "months_over_eleven"),
        ("hơn 30 năm", None, "duration_unreadable"), ("33.25", None, "duration_fraction"),
    ]  # fmt: skip
    names = tuple(n for n in NEEDED if n != "si_months")
    rows, expected, reported = [[*headed(names), "Số năm đóng BHXH"]], [], {}
    for number, (cell, value, key) in enumerate(written, 1):
        person = {**PEOPLE[1], "birth_date": D(1970, 2, number), "employee_id": f"N{number:02d}", "full_name": f"Người thứ {'abcdefghijklmnopqrstu'[number]}"}
        rows.append([number, *line(person, names), cell])
        expected.append({n: person[n] for n in names} | ({"si_months": value} if value else {}))
        if key:
            reported["m.xlsx", "VPC", number + 1, "H"] = key
    return Book(write(folder / "m.xlsx", Sheet("VPC", rows), UNITS_SHEET), expected, reported)  # type: ignore[arg-type]


@maker
def numbers_and_percents(folder: Path) -> Book:
    """Decimal comma and point, thousands, per cent in three ways; 1.234 and a bare 0.25 have two readings."""
    names = (
        "employee_id",
        "full_name",
        "birth_date",
        "sex",
        "category",
        "si_months",
        "salary_coefficient",
        "public_service_pct",
        "contract_salary_vnd",
        "step",
    )
    heads = ["Mã số", "Họ tên", "Năm sinh", "Giới", "Đối tượng", "BHXH (tháng)", "Hệ số lương", "PC công vụ", "Lương thỏa thuận", "Bậc"]
    cells: list[list[tuple[Any, Any, str]]] = [
        [("2,34", 2.34, ""), ("25%", 25.0, ""), ("12.345.678", 12_345_678, ""), (3, 3, "")],
        [("2.34", 2.34, ""), (25, 25.0, ""), ("12,345,678", 12_345_678, ""), ("3", 3, "")],
        [(2.34, 2.34, ""), (0.25, 25.0, ""), ("12 345 678 đ", 12_345_678, ""), ("3/9", 3, "")],
        [("2,340", None, "number_two_readings"), ("25,0 %", 25.0, ""), (12_345_678, 12_345_678, ""), ("Bậc 3", 3, "")],
        [
            (" 4,98 ", 4.98, ""),
            ("0,25", None, "percent_two_readings"),
            ("12.345.678 đồng", 12_345_678, ""),
            (3.5, None, "number_not_whole"),
        ],
        [(4.98 * 3 / 3, 4.98, ""), ("25 %", 25.0, ""), ("12 triệu", None, "number_unreadable"), ("03", 3, "")],
    ]
    rows, expected, reported, formats = [heads], [], {}, {}
    for number, row in enumerate(cells, 2):
        person = {**PEOPLE[0], "birth_date": D(1975, 3, number), "employee_id": f"00{number}", "full_name": f"Người {'abcdefghij'[number]}", "category": "contract"}
        rows.append([*line(person, names[:6]), *(cell for cell, _, _ in row)])
        expected.append({n: person[n] for n in names[:6]})
        for name, (_, value, key) in zip(names[6:], row, strict=True):
            if value is not None:
                expected[-1][name] = value
            else:
                reported["VPC.xlsx", "VPC", number, letter(names, name)] = key
    formats["H4"] = "0%"
    return Book(write(folder / "VPC.xlsx", Sheet("VPC", rows, formats=formats), UNITS_SHEET), expected, reported)  # type: ignore[arg-type]


@maker
def words_in_many_spellings(folder: Path) -> Book:
    """Ratings, yes and no, sex and category as offices write them; one word that nobody knows is reported."""
    names = (*NEEDED, "rating_1", "key_role", "volunteers")
    table: list[tuple[dict[str, Any], dict[str, Any]]] = [
        ({"rating_1": "HTXSNV", "key_role": "x", "sex": "NỮ", "category": "CC", "volunteers": None}, {"rating_1": "excellent", "key_role": True, "sex": "F", "category": "civil_servant", "volunteers": "no"}),
        ({"rating_1": "Hoàn thành xuất sắc", "key_role": "X", "sex": "nữ", "category": "công  chức", "volunteers": "có"}, {"rating_1": "excellent", "key_role": True, "sex": "F", "category": "civil_servant", "volunteers": "any"}),
        ({"rating_1": "HTTNV", "key_role": "có", "sex": "nam", "category": "Viên chức", "volunteers": "Nghỉ hưu trước tuổi"}, {"rating_1": "good", "key_role": True, "sex": "M", "category": "public_employee", "volunteers": "early_retirement"}),
        ({"rating_1": "Hoàn thành tốt NV", "key_role": 1, "sex": "Nam", "category": "VC", "volunteers": "Thôi việc"}, {"rating_1": "good", "key_role": True, "sex": "M", "category": "public_employee", "volunteers": "separation"}),
        ({"rating_1": "HTNV", "key_role": 0, "sex": "M", "category": "HĐ 111", "volunteers": "không"}, {"rating_1": "completed", "key_role": False, "sex": "M", "category": "contract", "volunteers": "no"}),
        ({"rating_1": "Không HTNV", "key_role": "Không", "sex": "F", "category": "HĐLĐ", "volunteers": "-"}, {"rating_1": "not_completed", "key_role": False, "sex": "F", "category": "contract", "volunteers": "no"}),
        ({"rating_1": "Khá", "key_role": "nhiều", "sex": "Nữ.", "category": "Cộng tác viên"}, {"sex": "F"}),
    ]  # fmt: skip
    rows = [[*headed(NEEDED), "Xếp loại năm 2025", "Then chốt", "Tự nguyện"]]
    expected, reported = [], {}
    for number, (cells, values) in enumerate(table, 1):
        person = {**PEOPLE[0], "birth_date": D(1975, 3, number), "employee_id": f"N{number}", "full_name": f"Người {'abcdefghij'[number]}"}
        rows.append([number, *line(person, names, **{"volunteers": None, **cells})])
        expected.append({n: person[n] for n in NEEDED if n not in ("sex", "category")} | values)
    for name, key in (("category", "enum_unknown"), ("rating_1", "enum_unknown"), ("key_role", "bool_unknown")):
        reported["m.xlsx", "VPC", 8, letter(names, name, 1)] = key
    return Book(write(folder / "m.xlsx", Sheet("VPC", rows), UNITS_SHEET), expected, reported)  # type: ignore[arg-type]


@maker
def counted_from_1904(folder: Path) -> Book:
    """A workbook made on an old Mac: its days count from 1904."""
    rows = [headed(NEEDED), *numbered(NEEDED)]
    return Book(write(folder / "m.xlsx", Sheet("VPC", rows), UNITS_SHEET, epoch_1904=True), truth(*NEEDED, unit="VPC"))


@maker
def ids_of_every_kind(folder: Path) -> Book:
    """Ids with zeros before them, ids typed as numbers, one that lost its digits; rank codes without their zeros."""
    names = (*NEEDED, "rank_code")
    ids = ["00123", 124, "A 125", 123456789012345678, " 127"]
    rows = [headed(names), *([n, *line(p, names, employee_id=i)] for n, (p, i) in enumerate(zip(PEOPLE, ids, strict=True), 1))]
    for row, code in zip(rows[1:], (1.001, "01.002", 1.003, "01.002 ", 1.005), strict=True):
        row[1 + names.index("rank_code")] = code
    expected = truth(*names)
    for row, read in zip(expected, ["00123", "124", "A 125", None, "127"], strict=True):
        row["employee_id"] = read
    del expected[3]["employee_id"]
    return Book(write(folder / "m.xlsx", Sheet("VPC", rows), UNITS_SHEET), expected, {("m.xlsx", "VPC", 5, "B"): "id_lost_digits"})
