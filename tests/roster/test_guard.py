"""Files that would harm or stop a reader: each ends in one sentence, and the files beside it are still read."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from planner.core import child
from planner.roster.workbook.guarded_reader import RawWorkbook, read_workbooks

from .conftest import people_grid, write_book

pytestmark = pytest.mark.usefixtures("real_children")


def key_of(book: RawWorkbook) -> str | None:
    return book.problem.message.key.removeprefix("roster.") if book.problem else None


def refused(path: Path) -> str | None:
    """The key of the one problem that the file gives."""
    (book,) = read_workbooks([path])
    assert book.problem is None or book.sheets == []
    return key_of(book)


def rewrite(source: Path, target: Path, part: str, change: bytes | None, find: bytes = b"") -> Path:
    """A copy of a workbook with one part left out (`change` None) or `find` replaced in it."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            data = old.read(entry)
            if entry.filename == part:
                if change is None:
                    continue
                data = data.replace(find, change, 1)
            new.writestr(entry.filename, data)
    return target


@pytest.fixture
def good(tmp_path: Path) -> Path:
    return write_book(tmp_path / "good.xlsx", {"VKH": people_grid(), "VTC": people_grid()})


@pytest.mark.parametrize(
    ("content", "key"),
    [
        (b"", "file_empty"),
        (b"hello, I am no workbook", "not_a_workbook"),
        (b"<html><body><table><tr><td>x</td></tr></table></body></html>", "web_page"),
        (b"PK\x03\x04 cut", "damaged"),
        (bytes.fromhex("D0CF11E0A1B11AE1") + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"), "password"),
        (bytes.fromhex("D0CF11E0A1B11AE1") + b"\0" * 2000, "damaged"),
    ],
)
def test_what_is_no_workbook(tmp_path: Path, content: bytes, key: str) -> None:
    path = tmp_path / "x.xlsx"
    path.write_bytes(content)
    assert refused(path) == key


def test_a_plain_zip_a_cut_file_and_a_missing_part(tmp_path: Path, good: Path) -> None:
    plain = tmp_path / "plain.xlsx"
    with zipfile.ZipFile(plain, "w") as archive:
        archive.writestr("a.txt", "x")
    cut = tmp_path / "cut.xlsx"
    cut.write_bytes(good.read_bytes()[:-2000])
    gone = rewrite(good, tmp_path / "gone.xlsx", "xl/worksheets/sheet2.xml", None)
    torn = rewrite(good, tmp_path / "torn.xlsx", "xl/worksheets/sheet2.xml", b"<sheetData><row ", b"<sheetData>")
    books = read_workbooks([plain, cut, gone, torn, good])
    assert [key_of(book) for book in books] == ["not_a_workbook", "damaged", "damaged", "damaged", None]
    assert len(books[-1].sheets) == 2


def test_document_types_are_refused(tmp_path: Path, good: Path) -> None:
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaa">]><worksheet'
    assert refused(rewrite(good, tmp_path / "dtd.xlsx", "xl/worksheets/sheet1.xml", bomb, b"<worksheet")) == "document_type"


def test_what_unpacks_too_large(tmp_path: Path) -> None:
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", b" " * 30 * 2**20)
    assert refused(path) == "unpacks_too_large"


def test_the_two_corners_of_a_sheet(tmp_path: Path) -> None:
    """9 KB with only A1 and XFD1048576: a fast reader would reserve 549 GB."""
    path = tmp_path / "corner.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet()
    sheet.write(0, 0, "A")
    sheet.write(1_048_575, 16_383, "Z")
    book.close()
    (read,) = read_workbooks([path])
    assert key_of(read) is None
    assert [row for row, _ in read.sheets[0].rows] == [1, 1_048_576]


def test_a_formatted_cell_in_the_last_corner(tmp_path: Path) -> None:
    path = tmp_path / "ghost.xlsx"
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet["A1"] = "A"
    sheet["XFD1048576"].number_format = "0%"
    book.save(path)
    (read,) = read_workbooks([path])
    assert read.sheets[0].rows == [(1, ["sA"])]


def test_a_child_that_hangs_or_dies_costs_one_file(tmp_path: Path, good: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    worker = tmp_path / "worker.py"
    worker.write_text(
        "import json, os, sys, time\n"
        "for path in json.loads(sys.stdin.readline()):\n"
        "    if path.endswith('hang.xlsx'): time.sleep(60)\n"
        "    if path.endswith('die.xlsx'): os.abort()\n"
        "    print(json.dumps({'sheet': 'S', 'visible': True, 'epoch_1904': False}))\n"
        "    print(json.dumps({'done': True}), flush=True)\n"
    )
    real = subprocess.Popen
    monkeypatch.setattr(child.subprocess, "Popen", lambda command, **more: real([sys.executable, str(worker)], **more))
    paths = []
    for name in ("a", "die", "b", "hang", "c"):
        paths.append(tmp_path / f"{name}.xlsx")
        paths[-1].write_bytes(b"x")
    books = read_workbooks(paths, wall_seconds=3)
    assert [key_of(book) for book in books] == [None, "child_died", None, "too_slow", None]


def test_cells_keep_kind_and_place(tmp_path: Path) -> None:
    path = tmp_path / "kinds.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("S")
    percent, date = book.add_format({"num_format": "0%"}), book.add_format({"num_format": "dd/mm/yyyy"})
    sheet.write_number(4, 2, 0.25, percent)
    sheet.write_number(4, 3, 31111, date)
    sheet.write_number(4, 4, 31111)
    sheet.write_boolean(4, 5, True)
    sheet.write_string(4, 6, "00123")
    sheet.write_formula(4, 7, "=NA()", None, "#N/A")
    sheet.write_formula(4, 8, "=1+1", None, 2)
    book.close()
    (read,) = read_workbooks([path])
    assert read.sheets[0].rows == [(5, [None, None, "p0.25", "d1985-03-05", "n31111", "b1", "s00123", "e#N/A", "n2"])]


def test_the_fast_reader_and_the_thorough_one_agree(tmp_path: Path, good: Path) -> None:
    """A formula in one more sheet sends the whole workbook to openpyxl; the other sheets come out the same."""
    (fast,) = read_workbooks([good])
    slow_path = write_book(tmp_path / "slow.xlsx", {"VKH": people_grid(), "VTC": people_grid(), "F": [["=1+1"]]})
    (slow,) = read_workbooks([slow_path])
    assert [(s.name, s.rows) for s in slow.sheets[:2]] == [(s.name, s.rows) for s in fast.sheets]
    assert slow.sheets[2].rows == [(1, ["f"])]


def test_a_large_workbook_with_formulas_is_scanned(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from planner.roster.workbook import worker
    from planner.roster.workbook.xlsx import sheet_parts, special_cells

    path = tmp_path / "scan.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("S")
    sheet.write_string(0, 0, "x")
    sheet.write_formula(1, 1, "=NA()", None, "#REF!")
    sheet.write_formula(2, 27, "=1+1", None, 2)
    sheet.write_number(3, 0, 0.25, book.add_format({"num_format": "0.0%"}))
    book.close()
    missing = rewrite(path, tmp_path / "scan2.xlsx", "xl/worksheets/sheet1.xml", b"</f></c>", b"</f><v>2</v></c>")
    with zipfile.ZipFile(missing) as archive:
        (part,) = sheet_parts(archive)
        assert special_cells(archive, part) == {(2, 2): "e#REF!", (3, 28): "f", (4, 1): "p"}
    said: list[dict[str, object]] = []
    monkeypatch.setattr(worker, "OPENPYXL_BYTES", 0)
    worker._read(missing, said.append)
    assert said[1]["rows"] == [(1, ["sx"]), (2, [None, "e#REF!"]), (3, [None] * 27 + ["f"]), (4, ["p0.25"])]


def test_hidden_sheets_are_marked(tmp_path: Path) -> None:
    path = write_book(tmp_path / "h.xlsx", {"A": [["x"]], "B": [["y"]]}, hidden=("B",))
    (read,) = read_workbooks([path])
    assert [sheet.visible for sheet in read.sheets] == [True, False]


def test_the_child_starts_without_heavy_libraries() -> None:
    code = "import sys, planner.roster.workbook.worker; sys.exit(bool({'pandas', 'numpy', 'openpyxl'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], env={**os.environ, "PYTHONPATH": os.getcwd()}, check=False).returncode == 0
