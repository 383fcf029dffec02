"""A look at an .xlsb file's records ([MS-XLSB]): error cells, per-cent cells, hidden rows and columns, merged cells,
comments and struck cells."""

from __future__ import annotations

import posixpath
import struct
import zipfile
from collections.abc import Iterator

from planner.roster.workbook.file_kind import Refused
from planner.roster.workbook.special_cells import ERRORS, Marks
from planner.roster.workbook.xlsb_remarks import comments_part, mark_comments, mark_struck, struck_styles

_ROW, _CELL_ERROR, _FORMULA_ERROR, _FORMAT, _XF = 0, 3, 11, 44, 47
_NUMBERS = (2, 5, 9)
_COLUMN, _SHEET, _MERGE, _BEGIN_XFS, _END_XFS = 60, 156, 176, 617, 618
_PERCENT_BUILT_IN = {9, 10}


def xlsb_marks(archive: zipfile.ZipFile) -> dict[str, Marks]:
    """The marks of each sheet by name. `Refused` where a sheet that the workbook declares is not in the file."""
    import defusedxml.ElementTree as ElementTree

    names = set(archive.namelist())
    relations = ElementTree.fromstring(archive.read("xl/_rels/workbook.bin.rels"))
    targets = {r.get("Id"): r.get("Target", "") for r in relations}
    styles = archive.read("xl/styles.bin") if "xl/styles.bin" in names else b""
    found = {}
    try:
        percent, struck = _percent_styles(styles), struck_styles(_records(styles))
        for kind, content in _records(archive.read("xl/workbook.bin")):
            if kind != _SHEET:
                continue
            relation, at = _wide(content, 8)
            name, _ = _wide(content, at)
            target = targets.get(relation, "")
            part = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join("xl", target))
            if part not in names:
                raise Refused("damaged")
            if "/worksheets/" in part:
                data = archive.read(part)
                found[name] = _sheet_marks(data, name, percent)
                mark_struck(_records(data), name, found[name], struck)
                if comments := comments_part(archive, names, part):
                    mark_comments(_records(archive.read(comments)), name, found[name])
    except (struct.error, IndexError):
        raise Refused("damaged") from None
    return found


def _records(data: bytes) -> Iterator[tuple[int, bytes]]:
    """(kind, content) of each record: kind in one or two bytes, length in up to four of seven bits."""
    at = 0
    while at < len(data):
        kind, at = data[at], at + 1
        if kind & 0x80:
            kind, at = (kind & 0x7F) | (data[at] & 0x7F) << 7, at + 1
        length = shift = 0
        while shift < 28:
            byte, at = data[at], at + 1
            length |= (byte & 0x7F) << shift
            shift += 7
            if not byte & 0x80:
                break
        yield kind, data[at : at + length]
        at += length


def _wide(content: bytes, at: int) -> tuple[str, int]:
    """A text with its length before it, and where it ends."""
    end = at + 4 + 2 * struct.unpack_from("<I", content, at)[0]
    return content[at + 4 : end].decode("utf-16-le", "replace"), end


def _percent_styles(data: bytes) -> set[int]:
    formats, styles, within = set(_PERCENT_BUILT_IN), [], False
    for kind, content in _records(data):
        if kind == _FORMAT and "%" in _wide(content, 2)[0]:
            formats.add(struct.unpack_from("<H", content)[0])
        elif kind in (_BEGIN_XFS, _END_XFS):
            within = kind == _BEGIN_XFS
        elif kind == _XF and within:
            styles.append(struct.unpack_from("<H", content, 2)[0])
    return {i for i, number in enumerate(styles) if number in formats}


def _sheet_marks(data: bytes, name: str, percent: set[int]) -> Marks:
    marks, row = Marks(), 0
    for kind, content in _records(data):
        if kind == _ROW:
            row = struct.unpack_from("<I", content)[0] + 1
            if content[11] & 0x10:
                marks.hidden_rows.add(row)
        elif kind in (_CELL_ERROR, _FORMULA_ERROR):
            marks.mark(row, struct.unpack_from("<I", content)[0] + 1, "e" + ERRORS.get(content[8], "#?"), name)
        elif kind in _NUMBERS:
            if percent and int.from_bytes(content[4:7], "little") in percent:
                marks.mark(row, struct.unpack_from("<I", content)[0] + 1, "p", name)
        elif kind == _COLUMN and struct.unpack_from("<H", content, 16)[0] & 1:
            first, last = struct.unpack_from("<II", content)
            marks.hide_columns(first + 1, last + 1)
        elif kind == _MERGE:
            top, bottom, left, right = struct.unpack_from("<IIII", content)
            marks.merge((top + 1, left + 1, bottom + 1, right + 1))
    return marks
