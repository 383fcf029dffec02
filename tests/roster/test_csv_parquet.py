"""CSV and Parquet: the canonical form, what people's programmes make of it, and the way back."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from planner.core.errors import InputError, Problem
from planner.roster.people.fingerprint import fingerprint
from planner.roster.read import inspect_roster, read_roster
from planner.roster.write import write_roster

from .conftest import CANONICAL, write_csv

ROWS = [list(CANONICAL), list(CANONICAL.values())]


def keys(path: Path) -> list[str]:
    problems = inspect_roster(path)[1]
    return [p.message.key.removeprefix("roster.") for p in problems if p.message.key != "roster.no_units_table"]


@pytest.mark.parametrize(("delimiter", "encoding"), [(",", "utf-8"), (";", "utf-8"), (",", "utf-8-sig"), ("\t", "utf-8")])
def test_delimiters_and_the_byte_order_mark(tmp_path: Path, delimiter: str, encoding: str) -> None:
    roster = read_roster(write_csv(tmp_path / "p.csv", ROWS, delimiter, encoding))
    assert roster.people.loc[0, ["full_name", "salary_coefficient", "unit"]].tolist() == ["Nguyễn Thị Ánh", 6.78, "VKH"]


def test_vietnamese_headings_in_csv(tmp_path: Path) -> None:
    rows = [
        ["Họ và tên", "Ngày sinh", "Giới tính", "Đối tượng", "Hệ số lương", "Số năm đóng BHXH"],
        ["An", "5/3/1985", "Nam", "CC", "2,34", "10"],
    ]
    people = read_roster(write_csv(tmp_path / "VKH.csv", rows, ";")).people
    assert people.loc[0, ["unit", "salary_coefficient", "si_months", "employee_id"]].tolist() == [
        "VKH",
        2.34,
        120,
        "VKH-2",
    ]


def test_rows_are_lines_of_the_file_and_columns_are_names(tmp_path: Path) -> None:
    bad = {**CANONICAL, "employee_id": "A-002", "education": "Đại học\nChính quy", "sex": "X"}
    rows = [[*CANONICAL, "education"], [*CANONICAL.values(), "một\nhai"], list(bad.values())]
    rows[2] = [bad[name] for name in rows[0]]
    (fault,) = [p for p in inspect_roster(write_csv(tmp_path / "p.csv", rows))[1] if p.severity == "error"]
    assert (fault.file, fault.sheet, fault.row, fault.label) == ("p.csv", None, 4, "sex")


def test_broken_csv(tmp_path: Path) -> None:
    path = tmp_path / "p.csv"
    path.write_bytes("full_name;Hé\nx".encode("latin-1"))
    assert keys(path) == ["not_utf8"]
    path.write_bytes(b"employee_id,full_name\nA,Nguy\xeaxn")
    assert keys(path) == ["not_utf8"]
    path.write_text('full_name,sex,birth_date\n"An,M,1985-03-05\n', encoding="utf-8")
    assert keys(path) == ["csv_broken"]
    path.write_text("a,b,c\n1,2,3\n", encoding="utf-8")
    assert keys(path) == ["csv_without_headings"]
    path.write_text("", encoding="utf-8")
    assert keys(path) == ["file_empty"]


def test_a_row_with_more_cells_than_headings(tmp_path: Path) -> None:
    assert keys(write_csv(tmp_path / "p.csv", [ROWS[0], [*ROWS[1], "too much"]])) == ["row_too_long"]


def test_both_formats_come_back_as_they_went(tmp_path: Path, sample_people: Path) -> None:
    roster = read_roster(sample_people)
    for name in ("out.csv", "out.parquet"):
        write_roster(roster, tmp_path / name)
        again = read_roster(tmp_path / name)
        pd.testing.assert_frame_equal(again.people, roster.people)
        pd.testing.assert_frame_equal(again.units, roster.units)
        assert again.sha256 == roster.sha256
    assert sorted(os.listdir(tmp_path)) == [
        "out.csv",
        "out.parquet",
        "out.status.csv",
        "out.status.parquet",
        "out.units.csv",
        "out.units.parquet",
        "source.csv",
    ]


@pytest.fixture
def sample_people(tmp_path: Path) -> Path:
    hostile = {
        "full_name": "=HYPERLINK(1)", "employee_id": "-5", "position_title": "'=a", "education": "@x",
        "skills": "a;b", "key_role": "true", "step": "3", "over_frame_pct": "5", "joined_on": "2001-02-03",
        "contract_salary_vnd": "12000000", "rating_1": "good", "attention_groups": "war_merit",
    }  # fmt: skip
    names = [*CANONICAL, *(n for n in hostile if n not in CANONICAL)]
    other = {**CANONICAL, **hostile, "position_title": "''=a"}
    return write_csv(tmp_path / "source.csv", [names, [CANONICAL.get(n, "") for n in names], [other[n] for n in names]])


def test_the_canonical_csv_is_what_the_contract_says(tmp_path: Path, sample_people: Path) -> None:
    write_roster(read_roster(sample_people), tmp_path / "out.csv")
    frame = pd.read_csv(tmp_path / "out.csv", dtype=str, keep_default_na=False)
    assert frame["key_role"].tolist() == ["false", "true"]
    assert frame["birth_date"].tolist() == ["1975-03-05", "1975-03-05"]
    assert frame["full_name"][1] == "'=HYPERLINK(1)"
    assert frame["employee_id"][1] == "'-5"
    assert frame["step"].tolist() == ["", "3"]
    assert frame["contract_salary_vnd"].tolist() == ["", "12000000"]
    units = pd.read_csv(tmp_path / "out.units.csv", dtype=str, keep_default_na=False)
    assert units.loc[0].tolist() == ["VKH", "VKH", "department", "", "", "", "", "1", "false"]


def test_nothing_is_written_half_and_nothing_is_lost(tmp_path: Path, sample_people: Path) -> None:
    roster = read_roster(sample_people)
    (tmp_path / "out.csv").write_text("old")
    (tmp_path / "out.units.csv").mkdir()
    with pytest.raises(InputError):
        write_roster(roster, tmp_path / "out.csv")
    with pytest.raises(InputError):
        write_roster(roster, tmp_path / "out.xlsx")
    assert sorted(os.listdir(tmp_path)) == ["out.csv", "out.units.csv", "source.csv"]


def test_parquet_types(tmp_path: Path) -> None:
    table = pa.table({
        **{name: [value] for name, value in CANONICAL.items()},
        "birth_date": pa.array(["1975-03-05"]).cast(pa.date32()),
        "si_months": pa.array([300.0]),
        "salary_coefficient": pa.array(["6.78"]).cast(pa.decimal128(6, 3)),
        "skills": [["a", "b"]],
        "key_role": [True],
        "category": pa.array(["contract"]).dictionary_encode(),
        "joined_on": pa.array([None], pa.timestamp("us")),
    })  # fmt: skip
    pq.write_table(table, tmp_path / "p.parquet")
    people = read_roster(tmp_path / "p.parquet").people
    assert people.loc[0, ["salary_coefficient", "si_months", "skills", "key_role", "category"]].tolist() == [
        6.78,
        300,
        "a;b",
        True,
        "contract",
    ]


def test_parquet_that_cannot_be_read(tmp_path: Path) -> None:
    path = tmp_path / "p.parquet"
    path.write_bytes(b"PAR1 nothing PAR1")
    assert keys(path) == ["parquet_damaged"]
    pq.write_table(pa.table({**{n: [v] for n, v in CANONICAL.items()}, "step": [{"a": 1}]}), path)
    assert keys(path) == ["parquet_type"]


def test_the_fingerprint_follows_the_content(sample_people: Path) -> None:
    roster = read_roster(sample_people)
    same = fingerprint(roster.people.copy(), roster.units.copy())
    assert same == roster.sha256
    for column, value in {"full_name": "X", "si_months": 299, "key_role": True, "salary_coefficient": 6.79}.items():
        changed = roster.people.copy()
        changed.loc[0, column] = value
        assert fingerprint(changed, roster.units) != roster.sha256


Problems = Callable[..., list[Problem]]


@pytest.mark.parametrize(
    ("changes", "key", "column", "severity"),
    [
        ({"birth_date": "2100-01-01"}, "date_ahead", "birth_date", "error"),
        ({"birth_date": "1929-12-31"}, "birth_too_old", "birth_date", "error"),
        ({"joined_on": "1991-03-04"}, "joined_too_young", "joined_on", "error"),
        ({"si_months": "-1"}, "negative", "si_months", "error"),
        ({"si_months": "700"}, "insurance_too_long", "si_months", "error"),
        ({"si_paid_out_months": "301"}, "paid_out_too_long", "si_paid_out_months", "error"),
        ({"hazard_months": "301"}, "hazard_too_long", "hazard_months", "warning"),
        ({"salary_coefficient": "0"}, "coefficient_out_of_range", "salary_coefficient", "error"),
        ({"salary_coefficient": "13.01"}, "coefficient_out_of_range", "salary_coefficient", "error"),
        ({"salary_coefficient": "2.34567"}, "too_many_decimals", "salary_coefficient", "error"),
        ({"salary_coefficient": ""}, "pay_empty", "salary_coefficient", "error"),
        ({"leadership_allowance": "-0.2"}, "negative", "leadership_allowance", "error"),
        ({"over_frame_pct": "61"}, "percent_out_of_range", "over_frame_pct", "error"),
        ({"party_pct": "101"}, "percent_out_of_range", "party_pct", "error"),
        ({"party_pct": "0.25"}, "percent_two_readings", "party_pct", "error"),
        ({"step": "0"}, "step_below_one", "step", "error"),
        ({"awards": "-1"}, "negative", "awards", "error"),
        ({"contract_salary_vnd": "0"}, "pay_not_positive", "contract_salary_vnd", "error"),
        ({"contract_salary_vnd": "12000"}, "pay_small", "contract_salary_vnd", "warning"),
        (
            {"contract_signed_on": "2020-01-02", "contract_end_on": "2020-01-01", "category": "contract"},
            "contract_ends_before_signed", "contract_end_on", "error",
        ),
        ({"contract_end_on": "2030-01-01"}, "contract_end_unused", "contract_end_on", "warning"),
        ({"youngest_child_born_on": "1970-01-01"}, "child_before_parent", "youngest_child_born_on", "error"),
        ({"full_name": ""}, "cell_empty", "full_name", "error"),
        ({"sex": "?"}, "enum_unknown", "sex", "error"),
        ({"position_level": "", "position_title": "Kế toán trưởng"}, "title_unknown", "position_title", "warning"),
    ],
)  # fmt: skip
def test_one_fault_gives_one_problem_with_its_place(
    person_problems: Problems, changes: dict[str, str], key: str, column: str, severity: str
) -> None:
    (fault,) = person_problems(**changes)
    assert fault.message.key == f"roster.{key}"
    assert (fault.row, fault.label, fault.severity) == (2, column, severity)


@pytest.mark.parametrize(
    "changes",
    [
        {"joined_on": "1991-03-05"},
        {"salary_coefficient": "13"},
        {"over_frame_pct": "60"},
        {"si_paid_out_months": "300"},
        {"contract_salary_vnd": "15000000", "salary_coefficient": ""},
        {"birth_date": "1930-01-01"},
    ],
)
def test_the_near_side_of_each_bound_is_right(person_problems: Problems, changes: dict[str, str]) -> None:
    assert person_problems(**changes) == []
