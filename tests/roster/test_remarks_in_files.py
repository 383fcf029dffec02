"""Comments and strikes are read from every kind of workbook, and become entries of the queue like those of an .xlsx."""

from __future__ import annotations

import io
import shutil
import struct
import subprocess
import zipfile
from pathlib import Path

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont

from planner.plan.unverified_data import verification_queue
from planner.roster.load import read
from planner.roster.workbook.ods import ods_marks
from planner.roster.workbook.special_cells import Marks
from planner.roster.workbook.xls import _marks_of
from planner.roster.workbook.xlsb import xlsb_marks
from planner.roster.workbook.xlsx import sheet_parts
from tests.messy.difficult.draft import UNITS, book_bytes
from tests.messy.difficult.page import Page
from tests.messy.xlsb import record as brt
from tests.messy.xlsb import wide

RETIRED, SECONDED = "Nghỉ hưu từ 01/12/2026", "Biệt phái từ tháng 8/2026"


def remarked() -> bytes:
    """The clean list with two comments and a row that is struck through."""
    page = Page.of()
    page.comments, page.struck = {"C2": RETIRED, "F4": SECONDED}, [5]
    return book_bytes([page], UNITS)


def told(path: Path) -> dict[tuple[int, str], str]:
    """What the queue says against rows, by row and column."""
    queue = verification_queue(read(path), None, "vi")
    about = queue[queue["why"].str.contains("Ghi về người này|gạch ngang")]
    return {(row, label): why for row, label, why in zip(about["row"], about["label"], about["why"], strict=True)}


@pytest.mark.parametrize("kind", ["xlsx", "xls", "ods"])
def test_they_are_entries_of_the_queue_whatever_the_kind_of_file(tmp_path: Path, kind: str) -> None:
    first = tmp_path / "VPC.xlsx"
    first.write_bytes(remarked())
    if kind != "xlsx":
        office = shutil.which("soffice")
        if office is None:
            pytest.skip("LibreOffice (soffice) is not installed: its .xls and .ods were NOT tried")
        command = [office, f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", kind, "--outdir", str(tmp_path), str(first)]
        subprocess.run(command, check=True, capture_output=True, timeout=150)
    found = told(tmp_path / f"VPC.{kind}")
    assert RETIRED in found[2, "C"] and SECONDED in found[4, "F"]
    assert {row for row, _ in found} == {2, 4, 5}


# ---------------------------------------------------------------------------------------------------- .xls


def biff(kind: int, content: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(content)) + content


def xls(records: bytes, before: bytes = b"", version: int = 0x0600) -> Marks:
    """The marks of the one sheet of a stream. before: records of the workbook as a whole."""
    head = biff(0x0809, struct.pack("<HH", version, 0x10) + bytes(12))
    length = len(head) + len(before) + 4 + 8 + 2 + 4
    declared = biff(0x0085, struct.pack("<IBBBB", length, 0, 0, 2, 0) + b"VP")
    return _marks_of(head + before + declared + biff(0x000A) + head + records + biff(0x000A))["VP"]


def drawn(number: int, *parts: tuple[str, bool]) -> bytes:
    """A comment's object and its text in one or several records, wide or narrow."""
    count = sum(len(text) for text, _ in parts)
    out = biff(0x005D, struct.pack("<HHHHH", 0x15, 0x12, 0x19, number, 0) + bytes(12)) + biff(0x00EC)
    out += biff(0x01B6, struct.pack("<HHHHHHHHH", 0, 0, 0, 0, 0, count, 16, 0, 0))
    for text, wide_letters in parts:
        out += biff(0x003C, bytes([wide_letters]) + text.encode("utf-16-le" if wide_letters else "latin-1"))
    return out + biff(0x003C, bytes(16))  # the runs of the text's letters


def note(row: int, column: int, number: int) -> bytes:
    return biff(0x001C, struct.pack("<HHHHHBB", row - 1, column - 1, 0, number, 1, 0, 65))


def test_comments_of_xls_are_found_by_the_number_of_their_object() -> None:
    found = xls(drawn(7, ("ok", False)) + drawn(8, ("Nghỉ h", True), ("ưu", True)) + note(3, 2, 8) + note(2, 5, 7) + note(9, 9, 99))
    assert found.comments == {(3, 2): "Nghỉ hưu", (2, 5): "ok"}


def test_comments_of_excel_95_stand_in_the_note() -> None:
    first = struct.pack("<HHH", 4, 1, 10) + "Nghi huu".encode("cp1258")
    found = xls(biff(0x001C, first) + biff(0x001C, struct.pack("<HHH", 0xFFFF, 0, 4) + b" 2026"), version=0x0500)
    assert found.comments == {(5, 2): "Nghi huu 2026"}


def test_struck_cells_of_xls_are_those_whose_font_is_struck() -> None:
    fonts = [0, 0, 0, 0, 0x0008, 0]  # the fifth is numbered 5: no font is numbered 4
    before = b"".join(biff(0x0031, struct.pack("<HH", 220, flags) + bytes(12)) for flags in fonts)
    before += b"".join(biff(0x00E0, struct.pack("<HH", font, 0) + bytes(16)) for font in (0, 5, 6))
    cells = biff(0x00FD, struct.pack("<HHHI", 4, 1, 1, 0)) + biff(0x0203, struct.pack("<HHHd", 4, 2, 2, 1.0))
    many = biff(0x00BD, struct.pack("<HHHIHIH", 5, 0, 0, 0, 1, 0, 1))
    assert xls(cells + many, before).struck == {(5, 2), (6, 2)}


# ---------------------------------------------------------------------------------------------------- .ods

ODS = """<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" xmlns:dc="http://purl.org/dc/elements/1.1/">
<office:automatic-styles>
<style:style style:name="struck" style:family="table-cell"><style:text-properties style:text-line-through-style="solid"/></style:style>
<style:style style:name="child" style:family="table-cell" style:parent-style-name="struck"><style:text-properties/></style:style>
<style:style style:name="freed" style:family="table-cell" style:parent-style-name="struck"><style:text-properties style:text-line-through-style="none"/></style:style>
<style:style style:name="word" style:family="text"><style:text-properties style:text-line-through-type="single"/></style:style>
</office:automatic-styles><office:body><office:spreadsheet><table:table table:name="VP">
<table:table-column/><table:table-column table:default-cell-style-name="struck"/>
%s</table:table></office:spreadsheet></office:body></office:document-content>"""


def ods(rows: str) -> Marks:
    """The marks of the one sheet with these rows."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as archive:
        archive.writestr("content.xml", ODS % rows)
    with zipfile.ZipFile(whole) as archive:
        return ods_marks(archive)["VP"]


def row(*cells: str) -> str:
    return f"<table:table-row>{''.join(cells)}</table:table-row>"


def cell(text: str, style: str = "", inside: str = "") -> str:
    named = f' table:style-name="{style}"' if style else ""
    return f'<table:table-cell{named} office:value-type="string">{inside}<text:p>{text}</text:p></table:table-cell>'


def test_comments_of_ods_are_told_from_the_text_of_the_cell() -> None:
    comment = "<office:annotation><dc:date>2026-11-01</dc:date><text:p>Nghỉ hưu</text:p><text:p>từ 01/12</text:p></office:annotation>"
    assert ods(row(cell("A"), cell("B", "freed", comment))).comments == {(1, 2): "Nghỉ hưu từ 01/12"}


def test_struck_cells_of_ods_are_found_by_style_parent_column_and_span() -> None:
    rows = row(cell("a", "struck"), cell("b", "freed")) + row(cell("a", "child"), cell("b"))
    rows += row(cell('<text:span text:style-name="word">An</text:span> Bình'), "<table:table-cell/>")
    assert ods(rows).struck == {(1, 1), (2, 1), (2, 2), (3, 1)}


# ---------------------------------------------------------------------------------------------------- .xlsb and .xlsx


def test_comments_and_struck_cells_of_xlsb() -> None:
    relation = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="{}" Type="x/{}" Target="{}"/></Relationships>'
    fonts = b"".join(brt(43, struct.pack("<HH", 220, flags) + bytes(20)) for flags in (0, 0x0008))
    styles = brt(617) + b"".join(brt(47, struct.pack("<HHHHHBBHH", 0, 0, font, 0, 0, 0, 0, 0, 0)) for font in (0, 1)) + brt(618)
    cells = brt(0, struct.pack("<I", 4) + bytes(13))
    for column, style in ((0, 0), (1, 1)):
        cells += brt(6, struct.pack("<I", column) + style.to_bytes(3, "little") + b"\0" + wide("An"))
    said = brt(635, struct.pack("<IIIII", 0, 4, 4, 2, 2) + bytes(16)) + brt(637, b"\1" + wide("Nghỉ hưu")) + brt(636)
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as archive:
        archive.writestr("xl/workbook.bin", brt(156, struct.pack("<II", 0, 1) + wide("r1") + wide("VP")))
        archive.writestr("xl/_rels/workbook.bin.rels", relation.format("r1", "worksheet", "worksheets/sheet1.bin"))
        archive.writestr("xl/worksheets/sheet1.bin", cells)
        archive.writestr("xl/worksheets/_rels/sheet1.bin.rels", relation.format("r1", "comments", "../comments1.bin"))
        archive.writestr("xl/comments1.bin", said)
        archive.writestr("xl/styles.bin", fonts + styles)
    with zipfile.ZipFile(whole) as archive:
        marks = xlsb_marks(archive)["VP"]
    assert marks.comments == {(5, 3): "Nghỉ hưu"} and marks.struck == {(5, 2)}


def test_a_text_of_which_only_a_part_is_struck_counts_too(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active["A1"] = "An Bình"
    book.active["A2"] = CellRichText(TextBlock(InlineFont(strike=True), "An"), " Bình")
    book.save(tmp_path / "rich.xlsx")
    with zipfile.ZipFile(tmp_path / "rich.xlsx") as archive:
        (part,) = sheet_parts(archive)
    assert part.marks.struck == {(2, 1)}


def test_a_thread_of_comments_is_read_with_its_answers(tmp_path: Path) -> None:
    spot = tmp_path / "threads.xlsx"
    openpyxl.Workbook().save(spot)
    relation = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r9" Type="x/threadedComment" Target="../threads/t1.xml"/></Relationships>'
    texts = '<ThreadedComments xmlns="x"><threadedComment ref="B3"><text>Ai đây?</text></threadedComment><threadedComment ref="B3"><text>Đã nghỉ hưu</text></threadedComment></ThreadedComments>'
    with zipfile.ZipFile(spot, "a") as archive:
        archive.writestr("xl/worksheets/_rels/sheet1.xml.rels", relation)
        archive.writestr("xl/threads/t1.xml", texts)
    with zipfile.ZipFile(spot) as archive:
        (part,) = sheet_parts(archive)
    assert part.marks.comments == {(3, 2): "Ai đây?\nĐã nghỉ hưu"}
