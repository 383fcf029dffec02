"""A problem knows its person, its field and its place as data, whatever language it is said in."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from planner.check.view import breach
from planner.core.errors import Problem, column_letter, errors_of, problem
from planner.core.texts import LANGUAGES
from planner.plan.unverified_data import verification_queue
from planner.roster.corrections import apply, correct
from planner.roster.load import examine, read
from planner.roster.people.field_status import ASSUMED, DOUBTFUL, STATUSES

from .conftest import CANONICAL, UNITS, people_grid, write_book, write_csv

BIRTH, SEX, CATEGORY, TITLE, COEFFICIENT, MONTHS = 3, 4, 5, 6, 7, 8
"""Columns of `people_grid`, counted from 0."""


def known(found: Problem) -> tuple[Any, ...]:
    """What a programme reads of a problem."""
    return found.message.key.removeprefix("roster."), found.field, found.person, found.row, found.column


def two_sheets(path: Path, **more: Any) -> Path:
    """Two sheets of three people, the second with a title above and the heading of a group between its people."""
    first, second = people_grid(), people_grid()
    for at, row in enumerate(second[1:]):
        row[1], row[2] = f"B-00{at}", f"Đặng Văn {'ABC'[at]}"
    first[2][BIRTH] = "31/02/1985"
    second[3][COEFFICIENT] = "1.234"
    second = [["DANH SÁCH"], second[0], second[1], ["I. Phòng Tổng hợp"], *second[2:]]
    units = [*UNITS, ("VTC", "Vụ Tài chính", "Vụ", -1)]
    return write_book(path, {"Đơn vị": units, "VKH": first, "VTC": second, **more})


def test_a_problem_of_a_sheet_knows_its_person_and_its_field(tmp_path: Path) -> None:
    found = examine(two_sheets(tmp_path / "m.xlsx")).problems
    assert [known(p) for p in errors_of(found)] == [
        ("date_impossible", "birth_date", 1, 3, 4),
        ("number_two_readings", "salary_coefficient", 5, 6, 8),
        ("negative", "assigned_quota", None, 3, 4),
    ]
    assert [p.label for p in errors_of(found)] == ["D", "H", "D"]


def test_a_problem_of_a_csv_knows_the_columns_name(tmp_path: Path) -> None:
    people = [CANONICAL, {**CANONICAL, "employee_id": "A-002", "sex": "?!"}, {**CANONICAL, "employee_id": "A-003", "full_name": ""}]
    rows: list[list[Any]] = [list(CANONICAL), *(list(p.values()) for p in people)]
    rows[3].append("zu viel")
    write_csv(tmp_path / "p.csv", rows)
    assert [known(p) for p in errors_of(examine(tmp_path / "p.csv").problems)] == [
        ("enum_unknown", "sex", 1, 3, "sex"),
        ("row_too_long", None, 2, 4, None),
        ("cell_empty", "full_name", 2, 4, "full_name"),
    ]


def test_a_divided_column_is_one_field_at_several_places(tmp_path: Path) -> None:
    grid = people_grid()
    grid[0][BIRTH:SEX] = ["Ngày sinh", "Tháng sinh", "Năm sinh"]
    for row, date in zip(grid[1:], ((5, 3, 1975), (31, 2, 1985), (7, 13, 1990)), strict=True):
        row[BIRTH:SEX] = date
    found = errors_of(examine(write_book(tmp_path / "m.xlsx", {"Đơn vị": UNITS, "VKH": grid})).problems)
    assert [known(p) for p in found] == [
        ("birth_day_impossible", "birth_date", 1, 3, 4),
        ("birth_month_wrong", "birth_date", 2, 4, 5),
    ]


def test_warnings_of_reader_and_law_know_theirs(book_of: Callable[..., Path]) -> None:
    rows = people_grid()
    rows[2][BIRTH], rows[3][TITLE], rows[3][COEFFICIENT] = "1985", "Trưởng lab lạ", 9.99
    rows[0][MONTHS] = "BHXH"
    found = examine(book_of(rows)).problems
    assert [known(p) for p in found] == [
        ("months_assumed", "si_months", None, 1, 9),
        ("date_year_only", "birth_date", 1, 3, 4),
        ("title_unknown", "position_title", 2, 4, 7),
        ("law.coefficient_of_no_rank", "salary_coefficient", 2, 4, 8),
    ]


def test_a_heading_and_a_key_path_are_about_nobody(tmp_path: Path) -> None:
    grid = [[*row, "x"] for row in people_grid()]
    grid[0][-1] = "Màu mắt"
    (found,) = examine(write_book(tmp_path / "m.xlsx", {"Đơn vị": UNITS, "VKH": grid})).problems
    assert known(found) == ("heading_unknown", None, None, 1, 10)
    path = problem("scenario.missing_key", file="a.yaml", column="periods.0.name")
    assert (path.column, path.label, path.person) == ("periods.0.name",) * 2 + (None,)


def test_a_breach_of_a_plan_knows_its_person() -> None:
    found = breach("period_wrong", 7, "period", person="P8")
    assert (found.person, found.row) == (7, 9) and breach("not_close", column="stay_close", changed=1, most=0).person is None


def test_the_letter_is_made_when_it_is_shown() -> None:
    assert [column_letter(n) for n in (1, 26, 27, 52, 53, 702, 703, 16_384)] == ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA", "XFD"]
    found = problem("roster.nobody", file="a.xlsx", sheet="VP", row=3, column=28)
    assert found.as_dict()["column"] == "AB" and found.place("vi") == "a.xlsx, VP, dòng 3, cột AB"
    assert problem("roster.nobody", file="a.xlsx", sheet="VP", column="AB").place("vi") == "a.xlsx, VP, AB"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_is_to_be_confirmed_does_not_hang_on_the_language(book_of: Callable[..., Path], lang: str) -> None:
    rows = people_grid()
    rows[0] += ["Mã ngạch", "Bậc"]
    for row in rows[1:]:
        row += ["", ""]
    rows[1][BIRTH], rows[2][TITLE] = "1975", "Trưởng lab lạ"
    rows[3][COEFFICIENT], rows[3][9], rows[3][10] = 4.4, "01.003", 9
    roster = read(book_of(rows))
    assert roster.status is not None
    doubts = {(d.line, d.column, STATUSES[d.status]) for d in roster.status.doubts}
    assert doubts == {(0, "birth_date", "assumed"), (1, "position_level", "assumed"), (2, "salary_coefficient", "doubtful")}
    assert (roster.status.of("birth_date")[0], roster.status.of("salary_coefficient")[2]) == (ASSUMED, DOUBTFUL)
    queue = verification_queue(roster, None, lang)
    queue = queue[queue["employee_id"].ne("")].set_index("column")
    assert dict(queue["employee_id"]) == {"salary_coefficient": "A-003", "birth_date": "A-001", "position_level": "A-002"}
    assert queue.loc["salary_coefficient", "other"] == {"vi": "4,98", "en": "4.98"}[lang]
    assert queue.loc["salary_coefficient", "label"] == "H" and queue.loc["salary_coefficient", "value"] == {"vi": "4,4", "en": "4.4"}[lang]
    assert queue.loc["birth_date", "value"] == {"vi": "01/01/1975", "en": "1975-01-01"}[lang]


def test_corrections_keep_the_warnings_with_their_people(book_of: Callable[..., Path]) -> None:
    """Who goes takes a row out: the warnings of those below are still about them, and settled when their cell is corrected."""
    rows = people_grid()
    rows[1][BIRTH], rows[2][BIRTH], rows[3][COEFFICIENT] = "1975", "1985", 9.99
    roster = read(book_of(rows))
    entries = [correct(roster, "A-002", name, value, by="HR", reason="hồ sơ") for name, value in (("birth_date", "06/05/1985"), ("hazard_months", "200"))]
    goes = [type(entries[0])("A-001", "employee_id", "A-001", "", True, "HR", entries[0].at)]
    made, new = apply(roster, [*entries, *goes], "ledger.csv")
    assert made is not None
    assert [known(p) for p in new] == [("hazard_too_long", "hazard_months", 0, 3, "hazard_months")]
    assert [known(p)[:3] for p in made.problems] == [("law.coefficient_of_no_rank", "salary_coefficient", 1), ("hazard_too_long", "hazard_months", 0)]
    again, new = apply(made, [correct(made, "A-002", "hazard_months", "20", by="HR", reason="hồ sơ")], "ledger.csv")
    assert again is not None and new == []
    assert [known(p)[:3] for p in again.problems] == [("law.coefficient_of_no_rank", "salary_coefficient", 1)]
