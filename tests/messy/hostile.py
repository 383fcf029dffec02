"""Makes the files that harm or stop readers of workbooks: torn, locked, disguised, and bombs of every kind."""

from __future__ import annotations

import os
import random
import zipfile
from pathlib import Path

import xlsxwriter

from tests.messy.book import HEADINGS, NEEDED, PEOPLE, UNITS, Sheet, line, write
from tests.messy.xlsb import write_xlsb

_OLE = bytes.fromhex("D0CF11E0A1B11AE1")
_SHEET = '<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
_ODS = (
    '<?xml version="1.0"?><office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"><office:body><office:spreadsheet><table:table table:name="S">'
    '<table:table-row table:number-rows-repeated="1048576"><table:table-cell office:value-type="percentage" office:value="1"'
    ' table:number-columns-repeated="16384"/></table:table-row></table:table></office:spreadsheet></office:body></office:document-content>'
)


def good(path: Path) -> Path:
    """A right workbook, from which the broken ones are made."""
    rows = [["TT", *(HEADINGS[name] for name in NEEDED)], *([n, *line(p, NEEDED)] for n, p in enumerate(PEOPLE, 1))]
    return write(path, Sheet("VPC", rows), Sheet("Đơn vị", UNITS))


def changed(source: Path, target: Path, part: str, content: bytes | None, find: bytes | None = None) -> Path:
    """A copy with one part left out (None), replaced, or with `find` in it replaced."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            data = old.read(entry)
            if entry.filename == part:
                if content is None:
                    continue
                data = content if find is None else data.replace(find, content, 1)
            new.writestr(entry.filename, data)
    return target


def _broken(folder: Path, source: Path) -> None:
    whole, sheet = source.read_bytes(), "xl/worksheets/sheet1.xml"
    (folder / "empty.xlsx").write_bytes(b"")
    (folder / "text.xlsx").write_bytes(b"STT,Ho va ten\n1,A\n")
    (folder / "page.xls").write_bytes(b"<html><body><table><tr><td>x</td></tr></table></body></html>")
    (folder / "locked.xlsx").write_bytes(_OLE + bytes(600) + "EncryptedPackage".encode("utf-16-le"))
    (folder / "cut.xlsx").write_bytes(whole[: len(whole) * 2 // 3])
    with zipfile.ZipFile(source) as archive:
        start = archive.getinfo(sheet).header_offset + 60
    (folder / "checksum.xlsx").write_bytes(whole[:start] + bytes(b ^ 0x55 for b in whole[start : start + 40]) + whole[start + 40 :])
    changed(source, folder / "torn.xlsx", sheet, b"<row", b"</row><row r=")
    changed(source, folder / "no-sheet.xlsx", sheet, None)
    book = xlsxwriter.Workbook(folder / "strings.xlsx")
    book.add_worksheet("VPC").write_row(0, 0, ["Họ và tên", "Ngày sinh", "Giới tính"])
    book.close()
    changed(folder / "strings.xlsx", folder / "no-strings.xlsx", "xl/sharedStrings.xml", None)
    (folder / "strings.xlsx").unlink()
    changed(source, folder / "no-workbook.xlsx", "xl/workbook.xml", None)
    laughs = (
        b'<!DOCTYPE x [<!ENTITY a "ha">'
        + b"".join(b'<!ENTITY a%d "%s">' % (i, b"&a%d;" % (i - 1) * 10 if i else b"&a;" * 10) for i in range(10))
        + b"]><worksheet"
    )
    changed(source, folder / "laughs.xlsx", sheet, laughs, b"<worksheet")
    changed(source, folder / "outside.xlsx", sheet, b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><worksheet', b"<worksheet")
    with zipfile.ZipFile(folder / "zip.xlsx", "w") as archive:
        archive.writestr("a.txt", "x")


def _bombs(folder: Path, source: Path) -> None:
    with zipfile.ZipFile(folder / "bomb.xlsx", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        with archive.open("xl/workbook.xml", "w", force_zip64=True) as part:
            for _ in range(300):
                part.write(bytes(2**20))
    # The directory says 1 KB; the part unpacks to 8 MB of it.
    changed(source, folder / "liar.xlsx", "xl/worksheets/sheet1.xml", (_SHEET + "<row><c/></row>" * 500_000).encode())
    raw = bytearray((folder / "liar.xlsx").read_bytes())
    with zipfile.ZipFile(folder / "liar.xlsx") as archive:
        size = archive.getinfo("xl/worksheets/sheet1.xml").file_size.to_bytes(4, "little")
    (folder / "liar.xlsx").write_bytes(bytes(raw.replace(size, (1024).to_bytes(4, "little"))))
    # Cells without end, beside noise that hides how well they pack.
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(folder / "cells.xlsx", "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            if entry.filename != "xl/worksheets/sheet1.xml":
                new.writestr(entry.filename, old.read(entry))
        new.writestr("xl/media/image1.png", os.urandom(2**19))
        with new.open("xl/worksheets/sheet1.xml", "w") as part:
            part.write(_SHEET.encode())
            for _ in range(1_800):
                part.write(b"<row>" + b"<c/>" * 5_000 + b"</row>")
            part.write(b"</sheetData></worksheet>")
    with zipfile.ZipFile(folder / "repeated.ods", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", "<x/>")
        archive.writestr("content.xml", _ODS)


def _corners(folder: Path) -> None:
    book = xlsxwriter.Workbook(folder / "corners.xlsx")
    sheet = book.add_worksheet()
    sheet.write(0, 0, "A")
    sheet.write(1_048_575, 16_383, "Z")
    book.close()


def _scrambled(folder: Path, source: Path) -> None:
    """Right files with some bytes changed, always the same ones."""
    chance = random.Random(5)
    binary = write_xlsb(folder / "whole.xlsb", Sheet("VPC", [["Họ và tên", "Ngày sinh"], ["Lê An", 30000]]))
    with zipfile.ZipFile(binary) as archive:
        part = bytearray(archive.read("xl/worksheets/sheet1.bin"))
    for number in range(4):
        for _ in range(6):
            part[chance.randrange(len(part))] = chance.randrange(256)
        changed(binary, folder / f"scrambled-{number}.xlsb", "xl/worksheets/sheet1.bin", bytes(part))
    binary.unlink()
    for number in range(4):
        noise = _OLE + bytes(chance.randrange(256) for _ in range(4_096))
        if number:  # a sector size that is right, and chains that lead anywhere
            noise = noise[:30] + (9).to_bytes(2, "little") + noise[32:48] + bytes(4) + noise[52:68] + b"\xfe\xff\xff\xff" + noise[72:]
        (folder / f"noise-{number}.xls").write_bytes(noise)


def hostile(folder: Path) -> list[Path]:
    """All of them, in `folder`; none can be read as a staffing list."""
    source = good(folder.parent / "good.xlsx")
    _broken(folder, source)
    _bombs(folder, source)
    _corners(folder)
    _scrambled(folder, source)
    return sorted(folder.iterdir())
