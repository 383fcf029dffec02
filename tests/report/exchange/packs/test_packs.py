"""A pack holds one unit's people and nobody else's, comes back unchanged where nobody changed it, and is locked where it must be."""

from __future__ import annotations

import zipfile
from pathlib import Path

import openpyxl
import pytest

from planner.core.errors import InputError
from planner.report.exchange import EDITABLE, packs_of
from planner.report.exchange.layout import COLUMNS
from planner.report.exchange.pack import slug
from planner.report.exchange.pack_book import write_pack
from planner.report.exchange.pack_folder import INDEX, write_packs
from planner.report.exchange.returned import read_packs, review_of, stray_packs
from planner.roster.read import read_roster
from planner.roster.sample import write_sample
from planner.service.run import Request, make_run
from tests.builder import roster_of, run_of, said, scenario_with, target
from tests.small import HOSTILE, small_run


def everything_in(file: Path) -> str:
    """All parts of a workbook as one text."""
    with zipfile.ZipFile(file) as archive:
        return "\n".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist())


@pytest.fixture(scope="module")
def ministry(tmp_path_factory: pytest.TempPathFactory) -> tuple[object, list[Path]]:
    """A made-up ministry with every kind of value, its plan, and the packs."""
    folder = tmp_path_factory.mktemp("ministry")
    write_sample(folder / "r.parquet", 240, 4, 3)
    run = make_run(Request(scenario_with(periods=target(0.1)), read_roster(folder / "r.parquet"), time_limit_s=20))
    return run, write_packs(packs_of(run), folder / "packs")


def test_no_other_units_people_are_anywhere_in_the_file(ministry: tuple[object, list[Path]]) -> None:
    run, files = ministry
    people = run.instance.people  # type: ignore[attr-defined]
    assert len(files) == people["unit"].nunique() == 4
    for file in files:
        unit = file.stem.partition("-")[2]
        whole, others = everything_in(file), people[~people["unit"].map(slug).eq(unit)]
        mine = people[people["unit"].map(slug).eq(unit)]
        assert all(person in whole for person in mine["employee_id"])
        assert not [person for person in others["employee_id"] if person in whole]
        assert not [name for name in set(others["full_name"]) - set(mine["full_name"]) if name in whole]
    index = (files[0].parent / INDEX).read_text(encoding="utf-8-sig").splitlines()
    assert len(index) == 5 and index[0] == "file,unit,name,people,leavers"


def test_every_value_comes_back_as_it_was_sent(ministry: tuple[object, list[Path]]) -> None:
    run, files = ministry
    packs, problems = read_packs(files)
    kept, strays = stray_packs(packs, run.instance.roster)  # type: ignore[attr-defined]
    assert not problems and not strays and len(kept) == 4
    assert review_of(kept, run.instance.roster).empty  # type: ignore[attr-defined]


def test_odd_values_survive_the_round(tmp_path: Path) -> None:
    odd = {
        "full_name": HOSTILE, "position_title": "x" * 5_000, "over_frame_pct": 12.25, "salary_coefficient": 4.9801,
        "skills": "thẩm định;@SUM(1);-1", "attention_groups": "disability;nhóm riêng", "education": "'=1", "contract_salary_vnd": None,
    }  # fmt: skip
    run = run_of(
        roster_of(odd, {"full_name": "_x0041_", "position_title": "001"}, {}, units=[{"unit": "=A/B", "name": "[Vụ]: A?*"}, {"unit": "A"}]),
        periods=target(0),
    )
    pack = next(p for p in packs_of(run) if len(p.people))
    write_pack(pack, tmp_path / "p.xlsx")
    packs, problems = read_packs([tmp_path / "p.xlsx"])
    kept, strays = stray_packs(packs, run.instance.roster)
    assert not problems and not strays and review_of(kept, run.instance.roster).empty
    live = openpyxl.load_workbook(tmp_path / "p.xlsx")
    assert not [c.coordinate for sheet in live for row in sheet.iter_rows() for c in row if c.data_type == "f"]


def test_what_may_be_changed_is_open_and_the_rest_is_locked(tmp_path: Path) -> None:
    pack = packs_of(small_run(), ["A"])[0]
    write_pack(pack, tmp_path / "p.xlsx")
    book = openpyxl.load_workbook(tmp_path / "p.xlsx")
    assert [s.sheet_state for s in book] == ["visible"] * 4 + ["veryHidden", "veryHidden", "hidden"]
    sheet = book["Nhân sự"]
    assert sheet.protection.sheet and book["_sent"].protection.sheet and sheet.row_dimensions[4].hidden
    at = {name: i for i, name in enumerate(COLUMNS, 2)}
    editable = {c.name for c in EDITABLE} | {"request", "request_reason"}
    for name, column in at.items():
        assert sheet.cell(6, column).protection.locked == (name not in editable), name
    lists = {rule.formula1 for rule in sheet.data_validations.dataValidation if rule.type == "list"}
    assert {"list_request", "list_sex"} <= lists <= set(book.defined_names)
    assert sheet.page_setup.orientation == "landscape" and sheet.freeze_panes == "D6"
    assert not book.properties.creator or book.properties.creator == "openpyxl"


def test_unknown_units_and_plans_that_are_none_are_said() -> None:
    with pytest.raises(InputError) as error:
        packs_of(small_run(), ["AA", "C"])
    assert "no unit AA" in said(error.value) and "no unit C" in said(error.value)
    impossible = run_of(roster_of({"key_role": True}, {"key_role": True}), periods=target(0.5), keep={"key_roles": True})
    with pytest.raises(InputError, match="no plan"):
        packs_of(impossible)


@pytest.mark.parametrize(("unit", "name"), [("Vụ Đất/đai", "Vu-Dat-dai"), ("../..", "unit"), ("=cmd|x", "cmd-x"), ("漢", "unit")])
def test_a_units_id_becomes_a_safe_part_of_a_file_name(unit: str, name: str) -> None:
    assert slug(unit) == name
