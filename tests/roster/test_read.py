"""From files to a roster: what is found, what is left out, and what is said about each fault."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from planner.core.columns import ROSTER, UNITS
from planner.core.errors import InputError, Problem
from planner.roster.read import inspect_roster, read_roster

from .conftest import UNITS as UNITS_GRID
from .conftest import people_grid, write_book, write_csv


def keys(problems: list[Problem]) -> list[str]:
    return [p.message.key.removeprefix("roster.") for p in problems]


def only(problems: list[Problem], key: str) -> Problem:
    found = [p for p in problems if p.message.key == f"roster.{key}"]
    assert len(found) == 1, [p.sentence() for p in problems]
    return found[0]


def test_a_clean_workbook_is_read_in_canonical_columns(book_of: Callable[..., Path]) -> None:
    path = book_of(people_grid())
    roster = read_roster(path)
    assert roster.problems == ()
    assert roster.source == str(path)
    assert list(roster.people.columns) == [c.name for c in ROSTER]
    assert list(roster.units.columns) == [c.name for c in UNITS]
    people = roster.people
    assert people["full_name"].tolist() == ["Nguyễn Thị Ánh", "Trần Văn Bình", "Lê Hoà"]
    assert people["birth_date"].dt.date.tolist() == [dt.date(1975, 3, 5), dt.date(1985, 3, 5), dt.date(1990, 1, 2)]
    assert people["sex"].tolist() == ["F", "M", "M"]
    assert people["category"].tolist() == ["civil_servant", "public_employee", "civil_servant"]
    assert people["position_level"].tolist() == ["head", "staff", "deputy"]
    assert people["salary_coefficient"].tolist() == [6.78, 3.66, 4.4]
    assert people["si_months"].tolist() == [300, 186, 120]
    assert set(people["unit"]) == {"VKH"}
    assert roster.units.loc[0, ["unit", "name", "kind", "assigned_quota"]].tolist() == [
        "VKH",
        "Vụ Kế hoạch",
        "department",
        10,
    ]


def test_types_are_those_of_the_frame(book_of: Callable[..., Path]) -> None:
    people = read_roster(book_of(people_grid())).people
    assert people["birth_date"].dtype == np.dtype("datetime64[s]")
    assert str(people["si_months"].dtype) == "int64"
    assert str(people["step"].dtype) == "Int64"
    assert str(people["pregnant"].dtype) == "bool"
    assert people["skills"].tolist() == ["", "", ""]
    assert people["volunteers"].tolist() == ["no"] * 3


def test_titles_numbering_groups_totals_and_signatures_are_not_people(book_of: Callable[..., Path]) -> None:
    headings, *people = people_grid()
    rows: list[list[Any]] = [
        ["BỘ MẪU"], ["DANH SÁCH NHÂN SỰ"], [], headings, list(range(1, 10)), ["I", None, "Lãnh đạo Vụ"], people[0], [],
        ["II", None, "Phòng Tổng hợp"], *people[1:], [None, None, "Cộng", None, None, None, None, 14.84],
        [None, None, None, None, None, None, "Hà Nội, ngày 01 tháng 12 năm 2026"], [None, None, "Người lập biểu"],
    ]  # fmt: skip
    roster = read_roster(book_of(rows))
    assert len(roster.people) == 3
    assert roster.problems == ()


def test_a_row_with_only_a_name_is_never_left_out(book_of: Callable[..., Path]) -> None:
    _, problems = inspect_roster(book_of([*people_grid(), [4, None, "Phạm Văn Dũng"]]))
    assert {"cell_empty", "pay_empty", "id_made"} <= set(keys(problems))
    assert {p.row for p in problems} == {5}


def test_headings_match_in_any_spelling(book_of: Callable[..., Path]) -> None:
    rows = people_grid()
    rows[0][2] = "HO\u0323  VA\u0300\nTE\u0302N\u00a0*"
    rows[0][3] = "Ngày, tháng, năm sinh"
    rows[0][8] = "Thời gian đóng BHXH\n(tháng)"
    assert len(read_roster(book_of(rows)).people) == 3


def test_english_headings_and_a_unit_column_on_one_sheet(tmp_path: Path) -> None:
    rows = [
        ["Employee ID", "Full name", "Date of birth", "Sex", "Unit", "Category", "Contract salary (VND)",
         "Social insurance (months)"],
        ["1", "An", "05/03/1985", "Male", "Vụ Kế hoạch", "Contract", "12.000.000", 12],
        ["2", "Bo", "05/03/1986", "Female", "vkh", "Contract", 9000000, 24],
    ]  # fmt: skip
    roster = read_roster(write_book(tmp_path / "one.xlsx", {"Sheet1": rows, "units": UNITS_GRID}))
    assert roster.people["unit"].tolist() == ["VKH", "VKH"]
    assert roster.people["contract_salary_vnd"].tolist() == [12_000_000, 9_000_000]


def test_a_tab_may_carry_the_units_name_cut_by_excel(tmp_path: Path) -> None:
    name = "Vụ Chính sách thương mại đa biên và hợp tác"
    units = [UNITS_GRID[0], ("VCS", name, "Vụ", 5)]
    roster = read_roster(write_book(tmp_path / "m.xlsx", {name[:31]: people_grid(), "Đơn vị": units}))
    assert set(roster.people["unit"]) == {"VCS"}


def test_a_folder_of_workbooks_with_generic_tabs(tmp_path: Path) -> None:
    folder = tmp_path / "ministry"
    folder.mkdir()
    second = people_grid()
    for row in second[1:]:
        row[1] = "B" + row[1]
        row[2] = row[2] + " Hai"
    write_book(folder / "VKH.xlsx", {"Sheet1": people_grid()})
    write_book(folder / "VTC.xlsx", {"Trang tính1": second})
    write_book(folder / "~$VTC.xlsx", {"Sheet1": []})
    write_csv(folder / "units.csv", [["unit", "assigned_quota"], ["VKH", "10"], ["VTC", ""]])
    roster = read_roster(folder)
    assert roster.people["unit"].tolist() == ["VKH"] * 3 + ["VTC"] * 3
    assert roster.units["assigned_quota"].tolist() == [10, pd.NA]
    assert roster.units["name"].tolist() == ["VKH", "VTC"]


def test_without_a_units_table_each_unit_is_a_department_and_a_warning_says_so(tmp_path: Path) -> None:
    roster = read_roster(write_book(tmp_path / "m.xlsx", {"VKH": people_grid()}))
    assert keys(list(roster.problems)) == ["no_units_table"]
    assert roster.units[["unit", "name", "kind", "merged_from"]].values.tolist() == [["VKH", "VKH", "department", 1]]
    assert roster.units["assigned_quota"].isna().all()


def test_every_fault_is_named_with_its_cell_at_once(book_of: Callable[..., Path]) -> None:
    rows = people_grid()
    rows[1][3] = "31/02/1975"
    rows[2][7] = "1.234"
    rows[3][5] = "Cộng tác viên"
    rows[3][8] = "=1/0"
    roster, problems = inspect_roster(book_of(rows))
    assert roster is None
    assert [(p.file, p.sheet, p.row, p.label) for p in problems] == [
        ("ministry.xlsx", "VKH", 2, "D"),
        ("ministry.xlsx", "VKH", 3, "H"),
        ("ministry.xlsx", "VKH", 4, "F"),
        ("ministry.xlsx", "VKH", 4, "I"),
    ]
    assert keys(problems) == ["date_impossible", "number_two_readings", "enum_unknown", "formula_without_value"]
    assert "1,234 (decimals) or 1234 (thousands)" in problems[1].sentence("en")
    with pytest.raises(InputError) as error:
        read_roster(book_of(rows))
    assert len(error.value.problems) == 4


def test_error_cells_are_named(book_of: Callable[..., Path], tmp_path: Path) -> None:
    import xlsxwriter

    path = tmp_path / "e.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("VKH")
    for at, row in enumerate(people_grid()):
        for column, value in enumerate(row):
            sheet.write(at, column, value.isoformat() if isinstance(value, dt.date) else value)
    sheet.write_formula(1, 7, "=NA()", None, "#N/A")
    sheet.write_formula(2, 7, "=3.66", None, 3.66)
    book.close()
    _, problems = inspect_roster(path)
    fault = only(problems, "cell_error")
    assert (fault.row, fault.label) == (2, "H")
    assert "#N/A" in fault.sentence("vi")
    assert keys(problems) == ["no_units_table", "cell_error"]


def test_a_missing_required_column_is_said_once(book_of: Callable[..., Path]) -> None:
    rows = [[cell for at, cell in enumerate(row) if at != 4] for row in people_grid()]
    _, problems = inspect_roster(book_of(rows))
    assert keys(problems) == ["column_missing"]
    assert "“Giới tính” (Sex, sex)" in problems[0].sentence()


def test_neither_column_of_pay(book_of: Callable[..., Path]) -> None:
    rows = [[cell for at, cell in enumerate(row) if at != 7] for row in people_grid()]
    assert keys(inspect_roster(book_of(rows))[1]) == ["pay_columns_missing"]


def test_a_column_twice_and_an_unknown_heading(book_of: Callable[..., Path]) -> None:
    rows = [[*row, "x", "y"] for row in people_grid()]
    rows[0][9:] = ["Họ tên", "Màu mắt"]
    _, problems = inspect_roster(book_of(rows))
    assert [(p.severity, p.row, p.label) for p in problems] == [("error", 1, "J"), ("warning", 1, "K")]
    assert "column C" in problems[0].sentence()
    assert "Màu mắt" in problems[1].sentence()


def test_hidden_and_other_sheets(tmp_path: Path) -> None:
    sheets = {
        "VKH": people_grid(),
        "Cũ": people_grid(),
        "Chú giải": [["Ghi chú", "x là có"]],
        "Không đầu": [row[1:5] for row in people_grid()[1:]],
        "Danh mục": UNITS_GRID,
    }
    _, problems = inspect_roster(write_book(tmp_path / "m.xlsx", sheets, hidden=("Cũ",)))
    assert {(p.sheet, p.message.key) for p in problems if p.sheet} == {
        ("Cũ", "roster.sheet_hidden"),
        ("Không đầu", "roster.sheet_without_headings"),
        ("Danh mục", "roster.sheet_like_units"),
    }


def test_two_people_with_one_id_name_the_other_place(tmp_path: Path) -> None:
    path = write_book(tmp_path / "m.xlsx", {"VKH": people_grid(), "VTC": people_grid()[:2]})
    fault = only(inspect_roster(path)[1], "id_twice")
    assert (fault.sheet, fault.row, fault.label) == ("VTC", 2, "B")
    assert "m.xlsx, VKH!B2" in fault.sentence()


def test_a_person_in_two_units_is_a_warning(tmp_path: Path) -> None:
    other = people_grid()[:2]
    other[1][1] = "Z-9"
    roster, problems = inspect_roster(write_book(tmp_path / "m.xlsx", {"VKH": people_grid(), "VTC": other}))
    assert roster is not None
    assert only(problems, "same_person").severity == "warning"


def test_ids_are_made_from_sheet_and_row(book_of: Callable[..., Path]) -> None:
    rows = [[cell for at, cell in enumerate(row) if at != 1] for row in people_grid()]
    roster, problems = inspect_roster(book_of(rows))
    assert roster is not None
    assert roster.people["employee_id"].tolist() == ["VKH-2", "VKH-3", "VKH-4"]
    assert keys(problems) == ["ids_made"]


def test_units_unknown_and_unused(tmp_path: Path) -> None:
    units = [*UNITS_GRID, ("VXX", "Vụ Không người", "Vụ", 3)]
    lost = [people_grid()[0], ["1", "Q-1", *people_grid()[1][2:]]]
    path = write_book(tmp_path / "m.xlsx", {"Đơn vị": units, "VKH": people_grid(), "VLA": lost})
    _, problems = inspect_roster(path)
    assert only(problems, "sheet_unit_unknown").sheet == "VLA"
    unused = only(problems, "unit_without_people")
    assert (unused.sheet, unused.row, unused.label, unused.severity) == ("Đơn vị", 3, "A", "warning")


def test_a_unit_with_only_id_and_name_is_a_unit_and_no_heading_of_a_group(tmp_path: Path) -> None:
    path = write_book(tmp_path / "b.xlsx", {"VKH": people_grid(), "Đơn vị": [*UNITS_GRID, ["VXX", "Vụ không có người"]]})
    roster, problems = inspect_roster(path)
    assert roster is not None and "VXX" in roster.units["unit"].tolist()
    assert "VXX" in only(problems, "unit_without_people").sentence()


@pytest.mark.parametrize(
    ("row", "key", "column"),
    [
        (("vkh", "Tên khác", "Vụ", 3), "unit_twice", "A"),
        (("VTC", "Vụ Kế hoạch", "Vụ", 3), "unit_name_twice", "B"),
        (("VTC", "Vụ Tài chính", "Vụ", -3), "negative", "D"),
        (("VTC", "Vụ Tài chính", "Hội", 3), "enum_unknown", "C"),
        ((None, "Vụ Tài chính", "Vụ", 3), "cell_empty", "A"),
    ],
)
def test_units_table(tmp_path: Path, row: tuple[Any, ...], key: str, column: str) -> None:
    fault = only(inspect_roster(write_book(tmp_path / "m.xlsx", {"VKH": people_grid(), "units": [*UNITS_GRID, row]}))[1], key)
    assert (fault.sheet, fault.row, fault.label, fault.severity) == ("units", 3, column, "error")


def test_a_heading_of_insurance_without_a_unit(book_of: Callable[..., Path]) -> None:
    rows = people_grid()
    rows[0][8] = "Thời gian đóng BHXH"
    assert keys(inspect_roster(book_of(rows))[1]) == ["months_assumed"]
    rows[1][8], rows[3][8] = 25, 10
    assert keys(inspect_roster(book_of(rows))[1]) == ["months_unit_unsaid"]
    rows[0][8] = "Số năm đóng BHXH"
    assert read_roster(book_of(rows)).people["si_months"].tolist() == [300, 186, 120]


def test_money_in_thousands_is_refused(book_of: Callable[..., Path]) -> None:
    rows = people_grid()
    rows[0][7] = "Lương hợp đồng (nghìn đồng)"
    assert "money_scaled" in keys(inspect_roster(book_of(rows))[1])


def test_nobody_and_nothing(tmp_path: Path, book_of: Callable[..., Path]) -> None:
    assert "nobody" in keys(inspect_roster(book_of(people_grid()[:1]))[1])
    assert keys(inspect_roster(write_book(tmp_path / "x.xlsx", {"A": [["Chào"]]}))[1]) == ["no_table_in_file"]
    assert keys(inspect_roster(tmp_path / "none.xlsx")[1]) == ["file_missing"]
    assert keys(inspect_roster(write_csv(tmp_path / "a.docx", []))[1]) == ["unknown_ending"]
    (tmp_path / "empty").mkdir()
    assert keys(inspect_roster(tmp_path / "empty")[1]) == ["folder_empty"]


def test_every_problem_reads_in_both_languages(book_of: Callable[..., Path]) -> None:
    rows = people_grid()
    rows[1][1:9] = [None, None, "x", "x", "x", "x", "x", "x"]
    for p in inspect_roster(book_of(rows))[1]:
        assert p.sentence("vi") != p.sentence("en")
        assert "{" not in p.sentence("vi")


def test_a_tab_that_is_no_unit_under_a_title_that_is_one_is_said(tmp_path: Path) -> None:
    path = write_book(tmp_path / "m.xlsx", {"Tổ 1": [["Danh sách Vụ Kế hoạch"], *people_grid()], "Đơn vị": UNITS_GRID})
    roster, problems = inspect_roster(path)
    assert roster is not None and set(roster.people["unit"]) == {"VKH"}
    assert "Tổ 1" in only(problems, "unit_from_title").sentence()


def test_groups_that_look_like_units_are_said_where_nothing_names_the_units(tmp_path: Path) -> None:
    first, second = people_grid()[:2], people_grid()[2:]
    rows = [first[0], ["I", None, "Vụ Pháp chế"], first[1], ["II", None, "Cục Điện lực"], *second]
    roster, problems = inspect_roster(write_book(tmp_path / "Bộ Công Thương.xlsx", {"Sheet1": rows}))
    assert roster is not None and set(roster.people["unit"]) == {"Bộ Công Thương"}
    assert "Vụ Pháp chế; Cục Điện lực" in only(problems, "groups_name_units").sentence()


def test_a_title_and_a_tab_that_name_different_units(tmp_path: Path) -> None:
    rows = [["Đơn vị: Vụ Pháp chế"], *people_grid()]
    _, problems = inspect_roster(write_book(tmp_path / "m.xlsx", {"Vụ Kế hoạch": rows}))
    assert "Vụ Pháp chế" in only(problems, "title_names_other").sentence()
    _, problems = inspect_roster(write_book(tmp_path / "n.xlsx", {"VKH": rows}))
    assert keys(problems) == ["no_units_table"]


def test_the_sex_beside_divided_birth_dates_must_agree(tmp_path: Path) -> None:
    rows = [[*row[:3], None, *row[3:]] for row in people_grid()]
    rows[0][3:5] = ["Ngày sinh", None]
    rows.insert(1, [None, None, None, "Nam", "Nữ"])
    rows[2][3:5], rows[3][3:5], rows[4][3:5] = [None, dt.date(1975, 3, 5)], [dt.date(1985, 3, 5), None], [None, dt.date(1990, 1, 2)]
    fault = only(inspect_roster(write_book(tmp_path / "m.xlsx", {"VKH": rows}))[1], "sex_disagrees")
    assert (fault.row, fault.label) == (5, "F") and fault.severity == "error"


def test_ratings_under_years_count_from_the_newest_in_any_file(tmp_path: Path) -> None:
    rows = [
        [*row, word, other]
        for row, word, other in zip(
            people_grid(), ("Xếp loại năm 2024", "HTTNV", "HTNV", "HTXSNV"), ("Xếp loại năm 2025", "HTXSNV", "HTTNV", "HTNV"), strict=True
        )
    ]
    people = read_roster(write_book(tmp_path / "m.xlsx", {"VKH": rows})).people
    assert people["rating_1"].tolist() == ["excellent", "good", "completed"] and people["rating_2"].tolist() == [
        "good",
        "completed",
        "excellent",
    ]
    frame = pd.DataFrame([row[1:] for row in rows[1:]], columns=rows[0][1:]).astype(str)
    frame.to_parquet(tmp_path / "p.parquet")
    assert read_roster(tmp_path / "p.parquet").people["rating_1"].tolist() == ["excellent", "good", "completed"]
