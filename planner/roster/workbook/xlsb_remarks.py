"""Comments of an .xlsb file's cells, and cells that are struck through, from its records ([MS-XLSB])."""

from __future__ import annotations

import posixpath
import struct
import zipfile
from collections.abc import Iterable, Iterator

from planner.roster.workbook.special_cells import Marks

Record = tuple[int, bytes]
_FONT, _XF, _BEGIN_XFS, _END_XFS = 43, 47, 617, 618
_COMMENT, _COMMENT_TEXT = 635, 637
_ROW, _CELLS = 0, range(2, 12)
_STRIKE = 0x0008


def comments_part(archive: zipfile.ZipFile, names: set[str], part: str) -> str:
    """The name of the part with a sheet's comments; empty where it has none."""
    import defusedxml.ElementTree as ElementTree

    relations = posixpath.join(posixpath.dirname(part), "_rels", posixpath.basename(part) + ".rels")
    if relations not in names:
        return ""
    for relation in ElementTree.fromstring(archive.read(relations)):
        target = relation.get("Target", "")
        file = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(posixpath.dirname(part), target))
        if relation.get("Type", "").endswith("/comments") and file in names:
            return file
    return ""


def mark_comments(records: Iterable[Record], sheet: str, marks: Marks) -> None:
    """Notes the comments of a sheet. records: those of its part with comments."""
    marks.comment(_comments(records), sheet)


def _comments(records: Iterable[Record]) -> Iterator[tuple[tuple[int, int], str]]:
    cell = None
    for kind, content in records:
        if kind == _COMMENT:
            row, _, column, _ = struct.unpack_from("<IIII", content, 4)
            cell = (row + 1, column + 1)
        elif kind == _COMMENT_TEXT and cell is not None:
            length = struct.unpack_from("<I", content, 1)[0]
            text = content[5 : 5 + 2 * length].decode("utf-16-le", "replace")
            if text.strip():
                yield cell, text


def struck_styles(records: Iterable[Record]) -> frozenset[int]:
    """The cell styles whose font is struck through, by number; records: those of the styles."""
    fonts: list[bool] = []
    styles: list[int] = []
    within = False
    for kind, content in records:
        if kind == _FONT:
            fonts.append(bool(struct.unpack_from("<H", content, 2)[0] & _STRIKE))
        elif kind in (_BEGIN_XFS, _END_XFS):
            within = kind == _BEGIN_XFS
        elif kind == _XF and within:
            styles.append(struct.unpack_from("<H", content, 4)[0])
    return frozenset(at for at, font in enumerate(styles) if font < len(fonts) and fonts[font])


def mark_struck(records: Iterable[Record], sheet: str, marks: Marks, styles: frozenset[int]) -> None:
    """Notes the struck cells of a sheet that hold something."""
    if styles:
        marks.strike(_struck(records, styles), sheet)


def _struck(records: Iterable[Record], styles: frozenset[int]) -> Iterator[tuple[int, int]]:
    row = 0
    for kind, content in records:
        if kind == _ROW:
            row = struct.unpack_from("<I", content)[0] + 1
        elif kind in _CELLS and int.from_bytes(content[4:7], "little") in styles:
            yield row, struct.unpack_from("<I", content)[0] + 1
