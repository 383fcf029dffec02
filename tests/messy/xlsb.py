"""Writes a small .xlsb by hand ([MS-XLSB]): there is no library that does."""

from __future__ import annotations

import datetime as dt
import struct
import zipfile
from pathlib import Path
from typing import Any

from openpyxl.utils import column_index_from_string, range_boundaries

from tests.messy.book import Sheet

_ERRORS = {"#DIV/0!": 0x07, "#REF!": 0x17, "#NAME?": 0x1D, "#N/A": 0x2A}
_PLAIN, _DATE, _PERCENT = 0, 1, 2
_TYPES = """<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="bin" ContentType="application/vnd.ms-excel.sheet.binary.macroEnabled.main"/>
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/></Types>"""
_RELATIONS = '<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
_RELATION = '<Relationship Id="{id}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}" Target="{target}"/>'


def record(kind: int, content: bytes = b"") -> bytes:
    """One record: its kind in one or two bytes, its length in groups of seven bits, its content."""
    head = bytes([kind]) if kind < 0x80 else bytes([kind & 0x7F | 0x80, kind >> 7])
    size, length = b"", len(content)
    while True:
        size += bytes([length & 0x7F | (0x80 if length > 0x7F else 0)])
        length >>= 7
        if not length:
            return head + size + content


def wide(text: str) -> bytes:
    """A text with its length before it."""
    return struct.pack("<I", len(text.encode("utf-16-le")) // 2) + text.encode("utf-16-le")


def write_xlsb(path: Path, *sheets: Sheet) -> Path:
    """The workbook of these sheets. Formulas are not written: give their values."""
    book = record(131) + record(143)
    relations = [_RELATION.format(id="rIdS", kind="styles", target="styles.bin")]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", _TYPES)
        archive.writestr("_rels/.rels", _RELATIONS.format(_RELATION.format(id="rId1", kind="officeDocument", target="xl/workbook.bin")))
        for number, sheet in enumerate(sheets, 1):
            hidden = {"visible": 0, "hidden": 1, "veryHidden": 2}[sheet.state]
            book += record(156, struct.pack("<II", hidden, number) + wide(f"rId{number}") + wide(sheet.name))
            relations.append(_RELATION.format(id=f"rId{number}", kind="worksheet", target=f"worksheets/sheet{number}.bin"))
            archive.writestr(f"xl/worksheets/sheet{number}.bin", _sheet(sheet))
        archive.writestr("xl/workbook.bin", book + record(144) + record(132))
        archive.writestr("xl/_rels/workbook.bin.rels", _RELATIONS.format("".join(relations)))
        styles = b"".join(record(47, struct.pack("<HHHHHBBHH", 0, number, 0, 0, 0, 0, 0, 0, 0)) for number in (0, 14, 9))
        archive.writestr("xl/styles.bin", record(278) + record(617, struct.pack("<I", 3)) + styles + record(618) + record(279))
    return path


def _sheet(sheet: Sheet) -> bytes:
    width = max(len(row) for row in sheet.rows)
    out = record(129) + record(148, struct.pack("<IIII", 0, len(sheet.rows) - 1, 0, width - 1))
    for letter in sheet.hidden_columns:
        at = column_index_from_string(letter) - 1
        out += record(390) + record(60, struct.pack("<IIIIH", at, at, 2560, 0, 1)) + record(391)
    out += record(145)
    for row, cells in enumerate(sheet.rows):
        flags = 0x10 if row + 1 in sheet.hidden_rows else 0
        out += record(0, struct.pack("<IIHBBBI", row, 0, 300, 0, flags, 0, 0))
        out += b"".join(_cell(sheet, row, column, value) for column, value in enumerate(cells) if value is not None)
    out += record(146)
    for block in sheet.merged:
        left, top, right, bottom = range_boundaries(block)
        out += record(176, struct.pack("<IIII", top - 1, bottom - 1, left - 1, right - 1))
    return out + record(130)


def _cell(sheet: Sheet, row: int, column: int, value: Any) -> bytes:
    style = _PERCENT if "%" in sheet.formats.get(f"{chr(65 + column)}{row + 1}", "") else _PLAIN
    if isinstance(value, dt.date):
        style, value = _DATE, (value - dt.date(1899, 12, 30)).days
    head = struct.pack("<I", column) + style.to_bytes(3, "little") + b"\0"
    if value in _ERRORS:
        return record(3, head + bytes([_ERRORS[value]]))
    if isinstance(value, str):
        return record(6, head + wide(value))
    return record(5, head + struct.pack("<d", float(value)))
