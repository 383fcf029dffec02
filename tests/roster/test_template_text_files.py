"""The template, and the small tools for text and files that other rooms use."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.core.columns import ROSTER, UNITS
from planner.core.errors import InputError
from planner.core.files import atomic_path, atomic_paths
from planner.roster.people.derive import is_generic
from planner.roster.people.titles import level_of
from planner.roster.read import inspect_roster
from planner.roster.tables.headings import heading_key, known_headings, match_path
from planner.roster.template.workbook import SAMPLE_UNIT, write_template
from planner.roster.values.text import clean_text, fold, protect_csv, safe_sheet_name, unprotect, write_for_people


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_the_empty_template_says_what_is_missing(tmp_path: Path, lang: str) -> None:
    write_template(tmp_path / "t.xlsx", lang)
    roster, problems = inspect_roster(tmp_path / "t.xlsx")
    assert roster is None
    assert [p.message.key for p in problems] == ["roster.nobody", "roster.unit_without_people"]


@pytest.mark.parametrize(("lang", "female", "category"), [("vi", "Nữ", "Công chức"), ("en", "Female", "Civil servant")])
def test_a_filled_template_is_read_without_a_word(tmp_path: Path, lang: str, female: str, category: str) -> None:
    path = tmp_path / "t.xlsx"
    write_template(path, lang)
    book = openpyxl.load_workbook(path)
    sheet = book[SAMPLE_UNIT]
    columns = {str(c.value).rstrip(" *"): c.column for c in sheet[1]}
    values = {
        "employee_id": "A1", "full_name": "Lê Thị An", "birth_date": dt.date(1980, 1, 2), "sex": female,
        "category": category, "salary_coefficient": 3.66, "si_months": 120,
    }  # fmt: skip
    for name, value in values.items():
        heading = next(c.heading(lang) for c in ROSTER if c.name == name)
        sheet.cell(3, columns[heading], value)
    book.save(path)
    roster, problems = inspect_roster(path)
    assert problems == []
    assert roster is not None
    assert roster.people.loc[0, ["employee_id", "sex", "unit", "category"]].tolist() == [
        "A1",
        "F",
        SAMPLE_UNIT,
        "civil_servant",
    ]


def test_the_template_has_drop_downs_a_guide_and_frozen_headings(tmp_path: Path) -> None:
    write_template(tmp_path / "t.xlsx")
    book = openpyxl.load_workbook(tmp_path / "t.xlsx")
    assert book.sheetnames == ["Hướng dẫn", SAMPLE_UNIT, "Đơn vị", "_lists"]
    assert book["_lists"].sheet_state == "hidden"
    sheet = book[SAMPLE_UNIT]
    assert sheet.freeze_panes == "C2"
    lists = {v.formula1 for v in sheet.data_validations.dataValidation if v.type == "list"}
    assert "list_sex" in lists
    assert lists <= set(book.defined_names)
    guide = {str(cell.value) for cell in book["Hướng dẫn"]["A"] if cell.value}
    for column in (*ROSTER, *UNITS):
        assert f"{column.vi} [{column.name}]" in guide


def test_the_template_is_the_same_every_time_and_refuses_what_it_cannot_be(tmp_path: Path) -> None:
    write_template(tmp_path / "a.xlsx")
    write_template(tmp_path / "b.xlsx")
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()
    for name, lang in (("t.ods", "vi"), ("t.xlsx", "fr")):
        with pytest.raises(InputError):
            write_template(tmp_path / name, lang)


def test_no_two_columns_claim_one_heading() -> None:
    for columns in (ROSTER, UNITS):
        owners: dict[str, set[str]] = {}
        for column in columns:
            for word in (column.name, column.vi, column.en, *column.aliases):
                owners.setdefault(heading_key(word), set()).add(column.name)
        assert {key: names for key, names in owners.items() if len(names) > 1} == {}
        assert set(known_headings(columns)) >= set(owners)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Họ và tên *", "full_name"),
        ("SI MONTHS", "si_months"),
        ("Đối tượng (CC/VC/HĐ)", "category"),
        ("Ngày sinh (dd/mm/yyyy)", "birth_date"),
        ("Chức vụ / chức danh", "position_title"),
        ("Khoá", "lock"),
        ("Màu mắt", None),
    ],
)
def test_headings(text: str, name: str | None) -> None:
    heading = match_path([text], ROSTER)
    assert (heading.column.name if heading else None) == name


@pytest.mark.parametrize(
    ("title", "level"),
    [
        ("Vụ trưởng", "head"),
        ("Quyền Vụ trưởng", "head"),
        ("Vụ trưởng Vụ Kế hoạch", "head"),
        ("Phó Vụ trưởng phụ trách", "deputy"),
        ("Trưởng phòng Tổng hợp", "division_head"),
        ("Phó Trưởng phòng", "division_deputy"),
        ("Deputy head of division", "division_deputy"),
        ("Bí thư Đảng ủy, Cục trưởng", "head"),
        ("Chuyên viên chính", "staff"),
        ("Lái xe", "staff"),
        ("PVT", "deputy"),
        ("P. Vụ trưởng", "deputy"),
        ("Trưởng P. TCHC", "division_head"),
        ("Phó CVP", "deputy"),
        ("Deputy Director General", "deputy"),
        ("Director General", "head"),
        ("Nguyên Vụ trưởng", "staff"),
        ("Thư ký Thứ trưởng", "staff"),
        ("Vụ trưởng (đã nghỉ)", "head"),
        ("Chuyên viên (nguyên Trưởng phòng)", "staff"),
        ("Kế toán trưởng", None),
        ("Trạm trưởng", None),
    ],
)
def test_levels_of_titles(title: str, level: str | None) -> None:
    assert level_of(title) == level


@pytest.mark.parametrize(
    ("name", "generic"),
    [("Sheet1", True), ("Trang tính 2", True), ("Danh sách", True), ("DS", True), ("VP", False), ("Vụ Dầu khí", False)],
)
def test_generic_tabs(name: str, generic: bool) -> None:
    assert is_generic(name) is generic


@given(st.text(max_size=60), st.lists(st.text(max_size=40), max_size=5))
def test_sheet_names_are_allowed_and_new(name: str, others: list[str]) -> None:
    taken: list[str] = []
    for each in [*others, name, name]:
        taken.append(safe_sheet_name(each, taken))
    for made in taken:
        assert 0 < len(made) <= 31
        assert not set(made) & set("[]:*?/\\")
        assert made.strip("' ") == made
    assert len({t.casefold() for t in taken}) == len(taken)


@given(st.text(max_size=40))
def test_cleaning_and_folding_are_settled_after_once(text: str) -> None:
    assert clean_text(clean_text(text)) == clean_text(text)
    assert fold(fold(text)) == fold(text)


def test_folding() -> None:
    assert fold("  HOÀ\u00a0Bình ") == fold("Ho\u0300a Bi\u0300nh") == "hòa bình"
    assert fold("Hoàn thành") == "hoàn thành"
    assert fold("Khoá") == fold("KHÓA")


@given(st.lists(st.text(max_size=10), min_size=1))
def test_apostrophes_come_and_go(words: list[str]) -> None:
    words = [clean_text(word) for word in words]
    protected = protect_csv(pd.Series(words, dtype="str"))
    assert not any(str(word)[:1] in ("=", "+", "-", "@") for word in protected)
    assert unprotect(protected.tolist()) == words


def test_a_file_appears_whole_or_not_at_all(tmp_path: Path) -> None:
    (tmp_path / "new").mkdir()
    out = tmp_path / "new" / "a.txt"
    with atomic_path(out) as temporary:
        temporary.write_text("one")
        assert not out.exists()
    assert out.read_text() == "one"
    with pytest.raises(RuntimeError), atomic_paths(out, tmp_path / "b.txt") as (first, second):
        first.write_text("two")
        second.write_text("two")
        raise RuntimeError
    assert out.read_text() == "one"
    assert os.listdir(tmp_path / "new") == ["a.txt"]
    assert not (tmp_path / "b.txt").exists()


def test_a_table_for_people_opens_in_excel_and_runs_nothing(tmp_path: Path) -> None:
    frame = pd.DataFrame(
        {"who": ["=1+1", "An", None], "why": pd.Categorical(["+x", "y", None]), "on": [True, False, True], "vnd": [-5, 2, 3], "many": pd.array([1, None, -3], dtype="Int64")}
    )
    write_for_people(frame, tmp_path / "t.csv")
    written = (tmp_path / "t.csv").read_bytes()
    assert written.startswith(b"\xef\xbb\xbf")
    assert written.decode("utf-8-sig").splitlines() == ["who,why,on,vnd,many", "'=1+1,'+x,true,-5,1", "An,y,false,2,", ",,true,3,-3"]
