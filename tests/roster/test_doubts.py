"""What is doubted across cells, rows and sheets, at both sides of each boundary; and what is told of the rows around a list."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from planner.core.errors import Problem
from planner.roster.people.titles import level_of
from planner.roster.read import inspect_roster, read_roster
from planner.roster.tables.grid import Grid
from planner.roster.tables.headings import says_thousands
from planner.roster.tables.summary import stated_in
from planner.roster.values import notes
from planner.roster.values.as_of import day_of_name, day_of_title
from planner.roster.values.notes import remarks_in, remarks_within

from .conftest import UNITS, people_grid, write_book

Found = Callable[..., list[Problem]]


def keys(problems: list[Problem]) -> list[str]:
    return [p.message.key.removeprefix("roster.") for p in problems]


def years_ago(years: int, days: int = 0) -> str:
    today = dt.date.today()
    return (today.replace(year=today.year - years, day=min(today.day, 28)) - dt.timedelta(days=days)).isoformat()


# ---------------------------------------------------------------------------------------------------- single people


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"average_salary_60m_vnd": "499999"}, ["pay_small"]),
        ({"average_salary_60m_vnd": "500000"}, []),
        ({"average_salary_60m_vnd": "500000000"}, []),
        ({"average_salary_60m_vnd": "500000001"}, ["pay_large"]),
        ({"contract_salary_vnd": "500000001"}, ["pay_large"]),
        ({"full_name": "Nguyễn Thị Ánh", "sex": "M"}, ["sex_unlike_name"]),
        ({"full_name": "NGUYỄN THỊ ÁNH", "sex": "M"}, ["sex_unlike_name"]),
        ({"full_name": "Thị Ánh", "sex": "M"}, []),  # a family name
        ({"full_name": "Nguyễn Văn Thị", "sex": "M"}, []),  # a given name
        ({"full_name": "Nguyễn Văn A", "sex": "M"}, ["name_of_example"]),
        ({"full_name": "Nguyễn Văn Hùng A", "sex": "M"}, []),  # a letter that tells namesakes apart
        ({"full_name": "Nguyễn Văn E", "sex": "M"}, []),
    ],
)
def test_one_value_that_cannot_well_be(person_problems: Found, changes: dict[str, str], said: list[str]) -> None:
    assert keys(person_problems(**changes)) == said


@pytest.mark.parametrize(
    ("born", "months", "category", "said"),
    [
        (years_ago(32), "0", "civil_servant", ["insurance_none"]),
        (years_ago(32), "1", "civil_servant", []),
        (years_ago(31), "0", "civil_servant", []),
        (years_ago(32), "0", "contract", []),
    ],
)
def test_no_insurance_in_the_middle_of_life(person_problems: Found, born: str, months: str, category: str, said: list[str]) -> None:
    assert keys(person_problems(birth_date=born, si_months=months, category=category)) == said


# ---------------------------------------------------------------------------------------------------- rows among one another


def test_ids_that_are_the_same_but_for_marks(person_problems: Found) -> None:
    others = {"employee_id": "a 001", "full_name": "Trần Thị Bình"}, {"employee_id": "A-0010", "full_name": "Lê Thị Chi"}
    (found,) = person_problems(*others)
    assert found.message.key == "roster.id_nearly_twice" and found.row == 3 and "A-001" in found.sentence("en") and found.severity == "warning"


def test_day_and_month_exchanged(person_problems: Found) -> None:
    (found,) = person_problems({"employee_id": "A-002", "birth_date": "1975-05-03"})
    assert found.message.key == "roster.same_person_turned" and "03/05/1975" in found.sentence("vi") and "05/03/1975" in found.sentence("vi")
    assert keys(person_problems({"employee_id": "A-002", "birth_date": "1975-05-04"})) == []
    assert keys(person_problems({"employee_id": "A-002", "birth_date": "1975-03-05"})) == ["same_person"]


@pytest.mark.parametrize(("alike", "others", "said"), [(5, 20, True), (4, 0, False), (5, 21, False)])
def test_one_birth_date_for_many(person_problems: Found, alike: int, others: int, said: bool) -> None:
    names = [f"Lê Thị {a}{b}" for a in ("Mai", "Lan", "Hoa", "Cúc", "Sen") for b in ("", " An", " Yên", " Vy", " Hà", " Tú")]
    people = [{"employee_id": f"B{n}", "full_name": names[n], "birth_date": "1980-05-06" if n < alike else f"1980-{1 + n % 12:02}-{7 + n % 20:02}"} for n in range(alike + others)]
    found = [p for p in person_problems(*people[1:], **people[0]) if p.message.key == "roster.birth_dates_alike"]
    assert bool(found) == said


# ---------------------------------------------------------------------------------------------------- around the list


def book(tmp_path: Path, rows: Any, name: str = "m.xlsx", units: Any = UNITS, **more: Any) -> list[Problem]:
    """The problems of a book with one list."""
    return inspect_roster(write_book(tmp_path / name, {"Đơn vị": units, "VKH": rows, **more}))[1]


def test_a_running_number_that_skips_names_what_is_missing(tmp_path: Path) -> None:
    rows = people_grid()
    rows += [[6, "A-004", "Đỗ Văn Dũng", "06/03/1985", "Nam", "Viên chức", "Chuyên viên", "3,66", 180]]
    found = next(p for p in book(tmp_path, rows) if p.message.key == "roster.numbers_skip")
    assert (found.row, found.label) == (1, "A") and "4-5" in found.sentence("en") and "rows 5" in found.sentence("en")
    rows[4][0] = 4
    assert "numbers_skip" not in keys(book(tmp_path, rows, "n.xlsx"))
    rows[4][0] = 1  # begins again
    assert "numbers_skip" not in keys(book(tmp_path, rows, "o.xlsx"))


def test_people_above_the_headings_are_an_error_with_their_rows(tmp_path: Path) -> None:
    rows = people_grid()
    found = next(p for p in book(tmp_path, [rows[1], rows[0], *rows[2:]]) if p.severity == "error")
    assert found.message.key == "roster.people_above_headings" and found.row == 1
    signed = [["Duyệt", "Nguyễn Văn Minh", "01/12/2026"], *rows]
    assert [p for p in book(tmp_path, signed, "n.xlsx") if p.severity == "error"] == []


@pytest.mark.parametrize(
    ("groups", "categories"),
    [
        ({1: "I. CÔNG CHỨC", 2: "II. Viên chức", 3: "III. Hợp đồng lao động theo NĐ 111"}, ["civil_servant", "public_employee", "contract"]),
        ({1: "I. Công chức"}, ["civil_servant"] * 3),
        ({2: "I. Công chức"}, None),  # of the first row nothing is said
        ({1: "I. Công chức, viên chức"}, None),
        ({}, None),
    ],
)
def test_categories_by_the_headings_of_groups(tmp_path: Path, groups: dict[int, str], categories: list[str] | None) -> None:
    rows = [[cell for at, cell in enumerate(row) if at != 5] for row in people_grid()]
    for at in sorted(groups, reverse=True):
        rows.insert(at, [None, None, groups[at]])
    path = write_book(tmp_path / "m.xlsx", {"Đơn vị": UNITS, "VKH": rows})
    roster, problems = inspect_roster(path)
    if categories is None:
        assert roster is None and "column_missing" in keys(problems)
    else:
        assert roster is not None and roster.people["category"].tolist() == categories and keys(problems) == []


def test_the_category_of_a_title_is_taken_with_a_warning_where_it_names_one(tmp_path: Path) -> None:
    rows = [[cell for at, cell in enumerate(row) if at != 5] for row in people_grid()]
    found = book(tmp_path, [["DANH SÁCH VIÊN CHỨC"], *rows])
    assert keys(found) == ["category_from_title"] and found[0].row == 1
    assert "column_missing" in keys(book(tmp_path, [["DANH SÁCH CÔNG CHỨC, VIÊN CHỨC"], *rows], "n.xlsx"))


def test_a_note_below_the_list_is_told_to_whom_it_names(tmp_path: Path) -> None:
    rows = [*people_grid(), [], [None, None, "Ghi chú: đồng chí Lê Hoà đang biệt phái tại Lào Cai đến hết năm 2028"]]
    (found,) = book(tmp_path, rows)
    assert found.message.key == "roster.note_keep" and found.person == 2 and found.row == 6
    rows[-1][2] = "Ghi chú: có hai đồng chí đang biệt phái tại Lào Cai đến hết năm 2028"
    (found,) = book(tmp_path, rows, "n.xlsx")
    assert found.message.key == "roster.note_of_nobody" and found.person is None and found.row == 6


def test_a_title_that_counts_the_people(tmp_path: Path) -> None:
    assert keys(book(tmp_path, [["Danh sách 3 công chức, viên chức"], *people_grid()])) == []
    assert keys(book(tmp_path, [["Danh sách 4 công chức, viên chức"], *people_grid()], "n.xlsx")) == ["stated_people"]
    assert keys(book(tmp_path, [["Tổng biên chế giao: 10 người"], *people_grid()], "o.xlsx")) == []
    assert keys(book(tmp_path, [["(Tổng số: 3 người; nam: 1; nữ: 1)"], *people_grid()], "p.xlsx")) == ["stated_men"]


def test_the_people_present_in_the_table_of_units(tmp_path: Path) -> None:
    units = [[*UNITS[0], "Có mặt", "Trong đó: nữ"], [*UNITS[1], 3, 1]]
    assert [p for p in book(tmp_path, people_grid(), units=units) if "stated" in p.message.key] == []
    units[1][4:] = [4, 2]
    found = [p for p in book(tmp_path, people_grid(), "n.xlsx", units) if "stated" in p.message.key]
    assert [(p.message.key, p.sheet, p.row, p.label) for p in found] == [("roster.stated_people", "Đơn vị", 2, "E"), ("roster.stated_women", "Đơn vị", 2, "F")]


def test_a_sheet_of_sums_is_read_by_its_headings_alone() -> None:
    rows = [(1, ["sTỔNG HỢP"]), (2, ["sTT", "sĐơn vị", "sBiên chế", "sCó mặt", "sNữ"]), (3, ["n1", "sVụ Kế hoạch", "n10", "n3", "n1"]), (4, [None, "sCộng", "n10", "n3.0", None])]
    found = [(each.row, each.column, each.unit, each.number, each.women) for each in stated_in(Grid("m.xlsx", "TH", rows))]
    assert found == [(3, 4, "Vụ Kế hoạch", 3, False), (4, 4, "Cộng", 3, False), (3, 5, "Vụ Kế hoạch", 1, True)]
    assert stated_in(Grid("m.xlsx", "TH", [(1, ["sĐơn vị", "sNữ"]), (2, ["sVụ Kế hoạch", "n1"])])) == []


def test_a_unit_without_a_table_of_units_is_called_as_its_title_says(tmp_path: Path) -> None:
    rows = [["Đơn vị: Vụ Kế hoạch"], *people_grid()]
    assert read_roster(write_book(tmp_path / "m.xlsx", {"VKH": rows})).units["name"].tolist() == ["Vụ Kế hoạch"]
    assert read_roster(write_book(tmp_path / "n.xlsx", {"VKH": people_grid()})).units["name"].tolist() == ["VKH"]


# ---------------------------------------------------------------------------------------------------- words


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("Được chuyển ngạch chuyên viên chính", []),
        ("Được chuyển xếp lương", []),
        ("Đã chuyển sang Bộ Tài chính", ["moved"]),
        ("Nghỉ ốm dài ngày", ["sick"]),
        ("Tạm đình chỉ công tác", ["suspended"]),
        ("Không bị kỷ luật", []),
    ],
)
def test_what_notes_say(text: str, kinds: list[str]) -> None:
    assert [remark.kind for remark in remarks_in(text)] == kinds


@pytest.mark.parametrize(
    ("title", "level"),
    [
        ("Chủ tịch Công đoàn kiêm Phó Vụ trưởng", "deputy"),
        ("Bí thư Đảng ủy, Vụ trưởng", "head"),
        ("Tổ trưởng Tổ Công đoàn", "staff"),
        ("Chủ tịch Hội đồng trường", "staff"),
        ("Chủ tịch", "head"),
        ("Phó Chủ tịch", "deputy"),
    ],
)
def test_posts_of_party_and_union_are_none_of_the_unit(title: str, level: str) -> None:
    assert level_of(title) == level


@pytest.mark.parametrize(
    ("title", "thousands"),
    [("Đơn vị tính: 1.000 đồng", True), ("ĐVT: triệu đồng", True), ("(Đơn vị: nghìn đồng)", True), ("Đơn vị tính: đồng", False), ("Đơn vị: Vụ Pháp chế", False), ("Triệu Đồng Tâm", False)],
)
def test_titles_that_say_the_unit_of_sums(title: str, thousands: bool) -> None:
    assert says_thousands(title) == thousands


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("DS VPC 31-12-2021", dt.date(2021, 12, 31)), ("2021-12-31 VPC", dt.date(2021, 12, 31)), ("VPC_20211231", dt.date(2021, 12, 31)), ("VPC 31.12.2021", dt.date(2021, 12, 31)),
        ("NĐ 178-2024", None), ("VPC 2021", None), ("VPC 31-13-2021", None), ("Mẫu 2C-2008", None),
    ],
)  # fmt: skip
def test_days_in_names(name: str, day: dt.date | None) -> None:
    assert day_of_name(name) == day


def test_days_in_titles() -> None:
    assert day_of_title("(Số liệu đến ngày 30 tháng 6 năm 2024)") == dt.date(2024, 6, 30)
    assert day_of_title("Hà Nội, ngày 30 tháng 6 năm 2024") is None


@pytest.mark.parametrize("cell", ["Seconded", "secondment", "SECONDED-2025", "MOIT-0007", "Seconds", "A1", "x" * 400])
def test_a_cell_of_one_word_is_read_as_if_nothing_were_passed_over(cell: str) -> None:
    told = notes.remarks_in(cell) if notes._STRONG.search(notes.plain(cell[: notes.LONGEST])) else ()
    assert remarks_within(cell) == told


def test_every_word_that_leaves_no_doubt_alone_is_looked_for_in_a_cell_of_one_word() -> None:
    alone = {each for each in notes._STRONG_WORDS if " " not in each}
    assert alone and all(notes._STRONG_ALONE.search(each.replace("(?:ed|ment)", "ed")) for each in alone)
