"""`planner new` and `planner scenario`, and workbooks where scenario files are taken."""

from __future__ import annotations

import csv
import datetime as dt
import zipfile
from pathlib import Path

import openpyxl
import pytest

from planner.scenario.load import load_scenario
from planner.service.scenario_files import read_scenario
from tests.builder import target
from tests.cli.test_cli import call, desk, write_scenario

__all__ = ["desk"]


def fill_in(book: Path, **cells: object) -> Path:
    """A workbook with cells filled in: `Chung__B8=...`."""
    workbook = openpyxl.load_workbook(book)
    for place, value in cells.items():
        tab, cell = place.split("__")
        workbook[tab.replace("_", " ")][cell] = value
    workbook.save(book)
    return book


def test_a_new_workbook_is_filled_in_and_solved(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    book = desk / "kb.xlsx"
    assert call("new", book, "--roster", desk / "roster.csv", "--lang", "vi") == 0
    shown = openpyxl.load_workbook(book)
    assert shown.sheetnames[:4] == ["Hướng dẫn", "Chung", "Giai đoạn", "Đơn vị"] and shown["_lists"].sheet_state == "hidden"
    assert [row[:5] for row in shown["Đơn vị"].iter_rows(min_row=4, max_row=6, values_only=True)] == [
        ("*", "Mọi đơn vị", None, None, None), ("A", "Vụ A", "Vụ", None, 4), ("B", "Vụ B", "Vụ", None, 2),
    ]  # fmt: skip
    assert call("--lang", "vi", "solve", book, "--out", desk / "plan") == 2
    said = capsys.readouterr().err
    assert "kb.xlsx, Chung, dòng 8, cột B: ô này còn trống" in said and "kb.xlsx, Giai đoạn, dòng 4, cột A" in said and not (desk / "plan").exists()
    fill_in(book, Chung__B8=dt.date(2026, 12, 1), Chung__B9="15/12/2026", Giai_đoạn__A4=2027, Giai_đoạn__B4="01/07/2027", Giai_đoạn__C4="50%", Đơn_vị__G4=0.75)
    assert call("solve", book, "--out", desk / "plan") == 0
    assert call("verify", desk / "plan") == 0
    asked = read_scenario(book).scenario
    assert float(asked.periods[0].reduction_at_least or 0) == 0.5 and float(asked.units.default.reduction_at_most or 0) == 0.75
    assert call("new", book, "--roster", desk / "roster.csv") == 2
    assert "is there already" in capsys.readouterr().err and read_scenario(book).scenario == asked


def test_a_file_and_its_workbook_give_the_same_plan_and_problem(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = write_scenario(desk, "t", periods=target(0.5), keep={"people": ["P01"]})
    file.write_text("# why\n" + file.read_text(encoding="utf-8"), encoding="utf-8")
    assert call("scenario", file, "--out", desk / "t2.xlsx") == 0
    shown = capsys.readouterr()
    assert "comments of t.yaml" in shown.err and shown.out.strip().endswith("t2.xlsx")
    for name in ("t.yaml", "t2.xlsx"):
        assert call("solve", desk / name, "--out", desk / f"plan-{name}") == 0
        assert call("export-model", desk / name, desk / f"{name}.mps") == 0
    one, two = ((desk / f"plan-{name}" / "decisions.csv").read_bytes() for name in ("t.yaml", "t2.xlsx"))
    assert one == two and (desk / "t.yaml.mps").read_text() == (desk / "t2.xlsx.mps").read_text()
    assert call("scenario", desk / "t2.xlsx", "--out", desk / "t3.yaml") == 0
    assert load_scenario(desk / "t3.yaml").scenario == load_scenario(file).scenario


def test_paths_are_restated_for_another_folder(desk: Path) -> None:
    (desk / "sub").mkdir()
    assert call("scenario", desk / "s.yaml", "--out", desk / "sub" / "s.xlsx") == 0
    found = read_scenario(desk / "sub" / "s.xlsx")
    assert found.scenario.roster == "../roster.csv" and found.roster_path().resolve() == desk / "roster.csv"


def test_a_workbook_whose_roster_is_gone_is_written_without_units(desk: Path) -> None:
    (desk / "roster.csv").unlink()
    assert call("scenario", desk / "s.yaml", "--out", desk / "s.xlsx") == 0
    assert openpyxl.load_workbook(desk / "s.xlsx")["Units"]["A5"].value is None


def test_a_batch_takes_workbooks_beside_files(desk: Path) -> None:
    call("scenario", desk / "s.yaml", "--out", desk / "book.xlsx")
    (desk / "bad.xlsx").write_bytes(b"PK no workbook")
    assert call("batch", desk / "s.yaml", desk / "book.xlsx", desk / "bad.xlsx", "--workers", "1", "--out", desk / "runs") == 2
    rows = list(csv.DictReader((desk / "runs" / "runs.csv").open(encoding="utf-8-sig")))
    assert [row["status"] for row in rows] == ["optimal", "optimal", "error"] and rows[0]["objective"] == rows[1]["objective"]
    assert "bad.xlsx" in rows[2]["error"]


def test_extends_takes_no_workbook(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (desk / "child.yaml").write_text("extends: kb.xlsx\ntitle: T\n", encoding="utf-8")
    assert call("solve", desk / "child.yaml", "--out", desk / "plan") == 2
    assert "planner scenario kb.xlsx --out FILE.yaml" in capsys.readouterr().err


def test_hostile_workbooks_are_one_sentence(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    far, bomb, page = desk / "far.xlsx", desk / "bomb.xlsx", desk / "page.xlsx"
    call("scenario", desk / "s.yaml", "--out", far)
    fill_in(far, General__XFD1048576=1)
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "x")
        archive.writestr("xl/workbook.xml", b"0" * 40 * 2**20)
    page.write_text("<html><table></table></html>", encoding="utf-8")
    capsys.readouterr()
    for file in (far, bomb, page):
        assert call("solve", file, "--out", desk / "plan") == 2
        said = capsys.readouterr().err.strip().splitlines()
        assert len(said) == 1 and said[0].startswith(file.name) and "Traceback" not in said[0]
    assert not (desk / "plan").exists()


def test_wrong_endings_are_named(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for arguments in (("new", desk / "a.yaml", "--roster", desk / "roster.csv"), ("scenario", desk / "s.yaml", "--out", desk / "a.txt")):
        assert call(*arguments) == 2
        assert ".xlsx" in capsys.readouterr().err

