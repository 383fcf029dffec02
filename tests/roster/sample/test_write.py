"""Writing the sample: whole, the same bytes each time, and read again as what it was."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest

from planner.core.columns import ROSTER, UNITS
from planner.core.errors import InputError
from planner.roster.people.fingerprint import fingerprint
from planner.roster.people.frame import typed_people, typed_units
from planner.roster.read import inspect_roster
from planner.roster.sample import make_ministry, write_sample

DATA = Path(__file__).parents[3] / "data"


@pytest.fixture(scope="module")
def workbook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sample") / "ministry.xlsx"
    write_sample(path, 120, 5, 3)
    return path


def test_a_sheet_for_each_unit_and_the_units_sheet(workbook: Path) -> None:
    book = openpyxl.load_workbook(workbook)
    people, units = make_ministry(120, 5, 3)
    assert book.sheetnames == [*units["unit"], "Đơn vị"]
    sheet = book["VKHTC"]
    assert [cell.value for cell in sheet[1]] == [c.vi for c in ROSTER if c.name != "unit"]
    assert sheet.freeze_panes == "C2"
    mine = people.loc[people["unit"] == "VKHTC"]
    headings = {cell.value: cell.column for cell in sheet[1]}
    assert [row[0].value for row in sheet.iter_rows(min_row=2)] == mine["employee_id"].tolist()
    born = [sheet.cell(row, headings["Ngày sinh"]).value for row in range(2, len(mine) + 2)]
    assert born == [stamp.to_pydatetime() for stamp in mine["birth_date"]]
    coefficients = [sheet.cell(row, headings["Hệ số lương"]).value for row in range(2, len(mine) + 2)]
    assert coefficients == [None if pd.isna(value) else value for value in mine["salary_coefficient"]]
    assert sheet.cell(2, headings["Mã ngạch"]).data_type == "s"
    assert {sheet.cell(row, headings["Giới tính"]).value for row in range(2, len(mine) + 2)} == {"Nam", "Nữ"}
    table = list(book["Đơn vị"].iter_rows(values_only=True))
    assert list(table[0]) == [c.vi for c in UNITS] and table[1][:3] == (units["unit"][0], units["name"][0], "Vụ")


def test_no_cell_is_a_formula(workbook: Path) -> None:
    book = openpyxl.load_workbook(workbook)
    assert not any(cell.data_type == "f" for sheet in book for row in sheet.iter_rows() for cell in row)


def test_english_headings(tmp_path: Path) -> None:
    write_sample(tmp_path / "m.xlsx", 10, 2, 1, lang="en")
    book = openpyxl.load_workbook(tmp_path / "m.xlsx")
    assert book.sheetnames[-1] == "units" and book.worksheets[0]["B1"].value == "Full name"
    assert book.worksheets[0]["D2"].value in ("Male", "Female")


@pytest.mark.parametrize("name", ["m.xlsx", "m.csv", "m.parquet"])
def test_the_same_arguments_give_the_same_bytes(name: str, tmp_path: Path) -> None:
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        write_sample(tmp_path / folder / name, 60, 4, 9)
    first, second = (sorted((tmp_path / folder).iterdir()) for folder in ("a", "b"))
    assert [p.name for p in first] == [p.name for p in second] and len(first) == (1 if name == "m.xlsx" else 2)
    assert all(a.read_bytes() == b.read_bytes() for a, b in zip(first, second, strict=True))


def test_parquet_holds_the_frames(tmp_path: Path) -> None:
    write_sample(tmp_path / "m.parquet", 60, 4, 9)
    people, units = make_ministry(60, 4, 9)
    pd.testing.assert_frame_equal(typed_people(pd.read_parquet(tmp_path / "m.parquet")), people)
    pd.testing.assert_frame_equal(typed_units(pd.read_parquet(tmp_path / "m.units.parquet")), units)


def test_csv_holds_the_canonical_columns(tmp_path: Path) -> None:
    write_sample(tmp_path / "m.csv", 60, 4, 9)
    people, units = make_ministry(60, 4, 9)
    raw = pd.read_csv(tmp_path / "m.csv", dtype=str, keep_default_na=False)
    assert [*raw] == [c.name for c in ROSTER] and raw["full_name"].tolist() == people["full_name"].tolist()
    assert set(raw["key_role"]) <= {"true", "false"}
    assert raw["birth_date"].tolist() == people["birth_date"].dt.strftime("%Y-%m-%d").tolist()
    assert raw["step"].tolist() == ["" if pd.isna(step) else str(step) for step in people["step"]]
    assert pd.read_csv(tmp_path / "m.units.csv")["unit"].tolist() == units["unit"].tolist()


def test_another_ending_is_refused_and_nothing_is_written(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"Choose a name that ends in \.xlsx, \.csv, \.parquet"):
        write_sample(tmp_path / "m.ods", 10, 2, 1)
    assert not list(tmp_path.iterdir())


def test_a_refused_size_leaves_an_old_file_as_it_was(tmp_path: Path) -> None:
    (tmp_path / "m.csv").write_text("old", encoding="utf-8")
    with pytest.raises(InputError):
        write_sample(tmp_path / "m.csv", 1, 5, 1)
    assert (tmp_path / "m.csv").read_text(encoding="utf-8") == "old" and len(list(tmp_path.iterdir())) == 1


def test_a_sheet_that_excel_cannot_hold_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("planner.roster.sample.write.MOST_ROWS", 10)
    with pytest.raises(InputError, match="an Excel sheet holds 10 rows"):
        write_sample(tmp_path / "m.xlsx", 30, 1, 1)
    assert not list(tmp_path.iterdir())


def test_a_large_workbook_is_the_same_when_rows_are_flushed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_sample(tmp_path / "a.xlsx", 30, 2, 1)
    monkeypatch.setattr("planner.roster.sample.write.MANY_PEOPLE", 10)
    write_sample(tmp_path / "b.xlsx", 30, 2, 1)
    a, b = (openpyxl.load_workbook(tmp_path / f"{name}.xlsx") for name in "ab")
    assert [[*s.values] for s in a] == [[*s.values] for s in b]


@pytest.mark.parametrize(("name", "lang"), [("m.xlsx", "vi"), ("m.xlsx", "en"), ("m.csv", "vi"), ("m.parquet", "vi")])
def test_the_roster_reader_finds_nothing_wrong_and_the_same_people(name: str, lang: str, tmp_path: Path) -> None:
    write_sample(tmp_path / name, 60, 4, 5, lang)
    roster, problems = inspect_roster(tmp_path / name)
    people, units = make_ministry(60, 4, 5)
    assert not problems and roster is not None
    pd.testing.assert_frame_equal(roster.people, people)
    pd.testing.assert_frame_equal(roster.units, units)


@pytest.mark.parametrize(("name", "made"), [("ministry", (1500, 21, 2026)), ("ministry-nd40", (1000, 23, 2025, "nd40"))])
def test_the_shipped_ministries_are_what_the_generator_makes(name: str, made: tuple[Any, ...]) -> None:
    # Content, not bytes: another build of zlib packs the same sheets differently.
    roster, problems = inspect_roster(DATA / f"{name}.xlsx")
    assert not problems and roster is not None
    assert roster.sha256 == fingerprint(*make_ministry(*made))


@pytest.mark.parametrize("name", ["m.xlsx", "m.csv"])
def test_a_place_that_cannot_be_written_is_one_sentence(name: str, tmp_path: Path) -> None:
    (tmp_path / "folder").write_text("a file where a folder is wanted", encoding="utf-8")
    with pytest.raises(InputError) as caught:
        write_sample(tmp_path / "folder" / name, 10, 2, 1)
    assert len(caught.value.problems) == 1 and "there is no folder" in str(caught.value)
