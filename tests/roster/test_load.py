"""A roster as it comes in: what the law finds stands beside what the reader finds, each with its place."""

from __future__ import annotations

import pickle
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from planner.core.errors import InputError
from planner.plan.unverified_data import verification_queue
from planner.roster.load import inspect, law_problems, read
from planner.roster.read import inspect_roster
from tests.builder import roster_of

HEADINGS = ("Mã số CBCCVC", "Họ và tên", "Ngày sinh", "Giới tính", "Đối tượng", "Mã ngạch", "Bậc", "Hệ số lương", "TN vượt khung (%)",
            "Thời gian đóng BHXH (tháng)")  # fmt: skip
RIGHT = ("A-001", "Nguyễn Thị Ánh", "05/03/1975", "Nữ", "Công chức", "01.003", 9, 4.98, 7, 300)


def book(path: Path, **sheets: list[dict[int, Any]]) -> Path:
    """A workbook: for each sheet, the right person with some cells replaced (by position)."""
    made = openpyxl.Workbook()
    made.remove(made.active)
    units = made.create_sheet("Đơn vị")
    units.append(("Mã đơn vị", "Tên đơn vị"))
    for number, (name, people) in enumerate(sheets.items()):
        units.append((name, f"Vụ {name}"))
        sheet = made.create_sheet(name)
        sheet.append(HEADINGS)
        for at, changes in enumerate(people):
            row = [changes.get(i, cell) for i, cell in enumerate(RIGHT)]
            row[0], row[1] = f"A-{number}{at}", f"Nguyễn Thị Ánh {'ABCDEF'[number]}{'ABCDEF'[at]}"
            sheet.append(row)
    made.save(path)
    return path


def said(path: Path) -> list[tuple[Any, ...]]:
    """(key, sheet, row, column) of every problem."""
    return [(p.message.key, p.sheet, p.row, p.label) for p in inspect(path)[1]]


def test_a_right_sheet_has_no_problem(tmp_path: Path) -> None:
    roster, problems = inspect(book(tmp_path / "m.xlsx", VA=[{}]))
    assert problems == [] and roster is not None and roster.problems == ()


@pytest.mark.parametrize(
    ("changes", "key", "column"),
    [
        ({7: 4.89}, "law.coefficient_differs", "H"),
        ({6: 10}, "law.step_off_table", "G"),
        ({6: None, 7: 5.08, 8: None}, "law.coefficient_unknown", "H"),
        ({5: None, 6: None, 7: 4.91, 8: None}, "law.coefficient_of_no_rank", "H"),
        ({6: 8, 7: 4.65}, "law.over_frame_too_soon", "I"),
        ({8: 3}, "law.over_frame_odd", "I"),
    ],
)
def test_what_the_law_finds_stands_in_its_cell(tmp_path: Path, changes: dict[int, Any], key: str, column: str) -> None:
    path = book(tmp_path / "m.xlsx", VA=[{}, {}], VB=[{}, changes])
    assert said(path) == [(key, "VB", 3, column)]
    roster, (problem,) = inspect(path)
    assert problem.severity == "warning" and problem.file == "m.xlsx" and roster is not None and roster.problems == (problem,)
    assert all(problem.sentence(lang) for lang in ("en", "vi"))
    queue = verification_queue(roster, None, "vi")
    assert list(queue["row"].dropna()) == [3] and queue["why"].iloc[0] == problem.message.render("vi")


def test_problems_of_reader_and_law_stand_in_the_order_of_the_sheets(tmp_path: Path) -> None:
    path = book(tmp_path / "m.xlsx", VA=[{8: 3}, {}], VB=[{2: "1975"}, {8: 4}], VC=[{7: 4.89}])
    found = said(path)
    assert [(sheet, row) for _, sheet, row, _ in found] == [("VA", 2), ("VB", 2), ("VB", 3), ("VC", 2)]


def test_impossible_facts_are_errors_of_the_reader(tmp_path: Path) -> None:
    path = book(tmp_path / "m.xlsx", VA=[{2: "05/03/2090"}, {9: 900}])
    roster, problems = inspect(path)
    assert roster is None
    assert {p.message.key for p in problems if p.severity == "error"} >= {"roster.date_ahead", "roster.insurance_too_long"}
    with pytest.raises(InputError):
        read(path)


def test_the_places_of_people_survive_pickling_and_are_no_part_of_the_content(tmp_path: Path) -> None:
    path = book(tmp_path / "m.xlsx", VA=[{}], VB=[{}, {}])
    roster = read(path)
    assert roster.origin is not None
    again = pickle.loads(pickle.dumps(roster.origin))
    assert [again.place(i, "salary_coefficient") for i in range(3)] == [
        ("m.xlsx", "VA", 2, 8),
        ("m.xlsx", "VB", 2, 8),
        ("m.xlsx", "VB", 3, 8),
    ]
    assert again.place(0, "pregnant")[3] is None
    plain, _ = inspect_roster(path)
    assert plain is not None and plain.sha256 == roster.sha256


def test_a_csv_names_its_column(tmp_path: Path) -> None:
    text = "employee_id,full_name,birth_date,sex,unit,category,si_months,salary_coefficient\nP1,Nguyễn Văn An,1980-01-01,M,A,civil_servant,100,9.99\n"
    (tmp_path / "p.csv").write_text(text, encoding="utf-8")
    (problem,) = [p for p in inspect(tmp_path / "p.csv")[1] if p.message.key.startswith("law.")]
    assert (problem.file, problem.sheet, problem.row, problem.label) == ("p.csv", None, 2, "salary_coefficient")


def test_a_roster_that_no_file_brought_still_has_its_problems() -> None:
    (problem,) = law_problems(roster_of({"salary_coefficient": 9.99}))
    assert (problem.file, problem.row, problem.label) == ("roster.csv", None, "salary_coefficient")


def test_the_law_is_asked_about_whole_rows_where_others_have_errors(tmp_path: Path) -> None:
    """A second error in the same row waits: what was read of it may be wrong too."""
    path = book(tmp_path / "m.xlsx", VA=[{7: 4.89}, {2: "31/02/1975", 7: 4.89}, {}], VB=[{6: 10}])
    assert inspect(path)[0] is None
    assert said(path) == [
        ("law.coefficient_differs", "VA", 2, "H"), ("roster.date_impossible", "VA", 3, "C"), ("law.step_off_table", "VB", 2, "G"),
    ]  # fmt: skip


def test_a_leader_of_a_class_1_agency_with_the_allowance_of_class_2_is_a_warning() -> None:
    from tests.builder import roster_of

    leader = {"position_level": "head", "leadership_allowance": 1.0}
    kinds = [{"unit": "A", "kind": "agency_1"}, {"unit": "B", "kind": "agency_2"}]
    found = law_problems(roster_of({**leader, "unit": "A"}, {**leader, "unit": "B"}, {**leader, "unit": "A", "leadership_allowance": 1.1}, units=kinds))
    (warning,) = [p for p in found if p.field == "leadership_allowance"]
    assert warning.severity == "warning" and warning.person == 0
    assert warning.message.render("en").startswith("a leadership allowance of 1.00 in a class-1 agency, where the post has 1.10 (NĐ 07/2026/NĐ-CP")
    assert "phụ cấp chức vụ 1,00 ở cục loại 1, trong khi chức vụ này được 1,10" in warning.message.render("vi")
