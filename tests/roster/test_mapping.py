"""Headings that nobody knows: suggested, chosen, remembered; and what is wrong with a file of choices."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from planner.core.columns import ROSTER_BY_NAME
from planner.core.errors import InputError, problem
from planner.roster.load import examine
from planner.roster.read import unknown_headings
from planner.roster.tables.mapping import Mapping, mapping_beside, read_mapping, targets, write_mapping
from planner.roster.tables.unknown_headings import fits, suggestions
from tests.cli.desk import call

from .conftest import people_grid, write_book, write_csv


@pytest.fixture
def odd(book_of: Callable[..., Path]) -> Path:
    """A book whose columns of id and insurance have the office's own words."""
    rows = people_grid()
    rows[0][1], rows[0][8] = "Mã hồ sơ cán bộ", "Quá trình BHXH"
    for row, months in zip(rows[1:], (300, 186, 120), strict=True):
        row[8] = months
    return book_of(rows)


def test_an_unknown_heading_comes_with_examples_and_suggestions(odd: Path) -> None:
    found = unknown_headings(examine(odd))
    assert found["heading"].tolist() == ["Mã hồ sơ cán bộ", "Quá trình BHXH"]
    first = found.iloc[0]
    assert (first["file"], first["sheet"], first["row"], first["column"]) == ("ministry.xlsx", "VKH", 1, "B")
    assert first["examples"] == ("A-001", "A-002", "A-003")
    assert "employee_id" in first["suggestions"] and "si_months" in found.iloc[1]["suggestions"]


def test_a_choice_is_remembered_for_the_next_file_of_the_unit(odd: Path) -> None:
    beside = mapping_beside(odd)
    write_mapping(beside, {("VKH", "Mã hồ sơ cán bộ"): "employee_id", "quá trình  bhxh": "si_months in months"})
    read = examine(odd)
    assert read.roster is not None and read.unknown == () and read.mapping_file == beside
    assert read.roster.people["si_months"].tolist() == [300, 186, 120]
    assert [p.message.key for p in read.problems] == ["roster.mapping_used"]
    (beside.parent / "next").mkdir()
    later = odd.rename(beside.parent / "next" / "Tháng 12.xlsx")
    assert examine(later, beside).roster is not None


def test_one_units_choice_does_not_touch_another(tmp_path: Path) -> None:
    rows = people_grid()
    rows[0][3] = "Mốc"
    path = write_book(
        tmp_path / "m.xlsx", {"VKH": rows, "VTC": [rows[0], *([f"{row[0]}", f"B-{row[1]}", f"{row[2]} Hai", *row[3:]] for row in rows[1:])]}
    )
    found = unknown_headings(examine(path, Mapping(only_in={"vkh": {"Mốc": "birth_date"}})))
    assert found["sheet"].tolist() == ["VTC"]


def test_a_column_that_is_not_needed_is_said_once(book_of: Callable[..., Path]) -> None:
    rows = [[*row, "đen"] for row in people_grid()]
    rows[0][-1] = "Màu mắt"
    path = book_of(rows)
    assert [p.message.key for p in examine(path).problems] == ["roster.heading_unknown"]
    assert examine(path, Mapping({"Màu mắt": "ignore"})).problems == []


def test_years_or_months_can_be_chosen(tmp_path: Path) -> None:
    rows = [
        ["full_name", "birth_date", "sex", "category", "salary_coefficient", "Thâm niên"],
        ["Lê An", "1980-02-03", "M", "contract", "3.0", "12,5"],
    ]
    path = write_csv(tmp_path / "p.csv", rows, delimiter=";")
    roster = examine(path, Mapping({"Thâm niên": "si_months in years"})).roster
    assert roster is not None and roster.people["si_months"].tolist() == [150]


@pytest.mark.parametrize(
    ("text", "words", "column"),
    [
        ("headings: {a: employe_id}", "Write the canonical name of a column (such as employee_id)", "headings.a"),
        ("headings: {a: 3}", "is not a column", "headings.a"),
        ("headngs: {}", "Known are: headings, only_in", "headngs"),
        ("headings: [a]", "A mapping is a list of headings", "headings"),
        ("only_in: {VP: [a]}", "A mapping is a list of headings", "only_in.VP"),
        ("headings: {'Mã  CC': step, mã cc: awards}", "stands here twice", "headings.mã cc"),
        ("headings: {a: step", "not YAML that can be read", None),
        ("- a", "A mapping is a list of headings", None),
    ],
)
def test_what_is_wrong_with_a_mapping_is_said_with_its_place(tmp_path: Path, text: str, words: str, column: str | None) -> None:
    path = tmp_path / "m.mapping.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as error:
        read_mapping(path)
    (fault,) = error.value.problems
    assert words in fault.sentence("en") and fault.column == column and fault.file == path.name
    assert fault.sentence("vi") != fault.sentence("en")


def test_a_mapping_comes_back_as_it_was_written(tmp_path: Path) -> None:
    path = tmp_path / "m.mapping.yaml"
    known = write_mapping(path, {"Mã CC": "employee_id", ("VKH", "=Cột: 'lạ'"): "ignore"})
    assert read_mapping(path) == known == Mapping({"Mã CC": "employee_id"}, {"VKH": {"=Cột: 'lạ'": "ignore"}})
    assert write_mapping(path, {"mã  cc": "step"}).headings == {"mã  cc": "step"}
    with pytest.raises(InputError, match="is not a column"):
        write_mapping(path, {"Mã CC": "nothing"})
    assert read_mapping(path).headings == {"mã  cc": "step"}


def test_every_target_can_be_written() -> None:
    assert targets()[-1] == "ignore" and {t.partition(" in ")[0] for t in targets()} - {"ignore"} == set(ROSTER_BY_NAME)


@pytest.mark.parametrize(
    ("heading", "first"),
    [
        ("Ho va ten CBCC", "full_name"),
        ("Ngày/tháng/năm sinh (ghi đủ)", "birth_date"),
        ("HS PC chức vụ", "leadership_allowance"),
        ("Xếp loại gần nhất", "rating_1"),
        ("zzz", None),
    ],
)
def test_likeness(heading: str, first: str | None) -> None:
    assert (suggestions(heading, set()) or (None,))[0] == first


def test_the_command_takes_a_mapping_and_counts_what_it_read(odd: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def checked(*options: str) -> dict[str, Any]:
        capsys.readouterr()
        call("check", odd, "--json", *options)
        found: dict[str, Any] = json.loads(capsys.readouterr().out)
        return found

    plain = checked()
    assert (plain["people"], plain["units"]) == (3, 1) and plain["errors"] and plain["queue"] == []
    file = tmp_path / "choices.yaml"
    write_mapping(file, {"Mã hồ sơ cán bộ": "employee_id", "Quá trình BHXH": "si_months"})
    assert checked("--mapping", str(file))["warnings"]
    write_mapping(file, {"Quá trình BHXH": "si_months in months"})
    good = checked("--mapping", str(file))
    assert good["errors"] == [] and good["people"] == 3
    assert checked("--mapping", str(tmp_path / "no.yaml"))["errors"][0]["file"] == "no.yaml"


def test_a_list_of_which_no_heading_is_known_can_be_mapped_too(book_of: Callable[..., Path]) -> None:
    rows = people_grid()
    rows[0] = ["TT", "cột một", "cột hai", "cột ba", "cột bốn", "cột năm", "cột sáu", "cột bảy", "cột tám"]
    path = book_of(rows)
    read = examine(path)
    assert [p.message.key for p in read.problems if p.sheet == "VKH"] == ["roster.sheet_without_headings"]
    found = unknown_headings(read)
    assert found["column"].tolist() == list("BCDEFGHI") and found["examples"].iloc[1][0] == "Nguyễn Thị Ánh"
    names = ["employee_id", "full_name", "birth_date", "sex", "category", "position_title", "salary_coefficient", "si_months in months"]
    chosen = Mapping(only_in={"VKH": dict(zip(found["heading"], names, strict=True))})
    assert examine(path, chosen).roster is not None


def test_a_mapping_to_fill_in_has_a_line_for_each_unknown_heading(odd: Path, tmp_path: Path) -> None:
    out = tmp_path / "m.mapping.yaml"
    assert call("--lang", "vi", "mapping", odd, "--out", out) == 0
    written = out.read_text(encoding="utf-8")
    assert '"Mã hồ sơ cán bộ":\n' in written and "300; 186; 120; có thể là: si_months" in written
    assert not read_mapping(out)  # nothing is chosen
    out.write_text(written.replace('"Mã hồ sơ cán bộ":', '"Mã hồ sơ cán bộ": employee_id').replace('"Quá trình BHXH":', '"Quá trình BHXH": si_months in months'), encoding="utf-8")
    assert examine(odd, out).roster is not None


def test_a_mapping_is_not_written_over(odd: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "m.mapping.yaml"
    out.write_text('headings: {"Màu mắt": ignore}\n', encoding="utf-8")
    assert call("mapping", odd, "--out", out) == 2
    assert problem("roster.mapping_there", file=out.name).message.render("en") in capsys.readouterr().err
    assert out.read_text(encoding="utf-8") == 'headings: {"Màu mắt": ignore}\n'



@pytest.mark.parametrize(
    ("column", "cells", "right"),
    [
        ("si_months", ["n300", "n186"], True),
        ("si_months", ["sHà Nội", "sHuế"], False),
        ("birth_date", ["s14/03/1971", "s1/2/1980"], True),
        ("birth_date", ["sNam", "sNữ"], False),
        ("full_name", ["n1", "n2"], False),
        ("rating_1", ["sHTTNV", "sHTXSNV", "sĐi học"], True),
        ("contract_salary_vnd", [], True),
    ],
)
def test_a_column_is_suggested_only_where_the_values_fit(column: str, cells: list[str], right: bool) -> None:
    assert fits(ROSTER_BY_NAME[column], cells) == right
