"""Comments of an .xls file's cells, and cells that are struck through, from the records of the workbook's stream ([MS-XLS])."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator

from planner.roster.workbook.special_cells import Marks

FONT, XF = 0x0031, 0x00E0
_NOTE, _OBJECT, _TEXT, _CONTINUE, _BOF = 0x001C, 0x005D, 0x01B6, 0x003C, 0x0809
_OLD_NOTE_GOES_ON = 0xFFFF
_EXCEL_97 = 0x0600
_STRIKE = 0x0008
_NO_FONT = 4
"""The number that no font has: those behind it are counted one too far."""
_LABEL, _LABEL_SST, _RICH_LABEL, _MULRK = 0x0204, 0x00FD, 0x00D6, 0x00BD
_CELLS = frozenset({_LABEL, _LABEL_SST, _RICH_LABEL, 0x0205, 0x0006, 0x0203, 0x027E})
_CELL_ID = 0x0015


def struck_styles(records: Iterable[tuple[int, bytes]]) -> frozenset[int]:
    """The cell styles whose font is struck through, by number; records: those before the sheets."""
    fonts: list[bool] = []
    styles: list[int] = []
    for kind, content in records:
        if kind == FONT:
            fonts.append(bool(struct.unpack_from("<H", content, 2)[0] & _STRIKE))
        elif kind == XF:
            styles.append(struct.unpack_from("<H", content)[0])
    struck = {at + (at >= _NO_FONT) for at, on in enumerate(fonts) if on}
    return frozenset(at for at, font in enumerate(styles) if font in struck)


def mark_remarks(records: Iterable[tuple[int, bytes]], sheet: str, marks: Marks, struck: frozenset[int]) -> None:
    """Notes the comments and the struck cells of a sheet."""
    whole = list(records)
    marks.comment(_comments(whole), sheet)
    if struck:
        marks.strike((cell for kind, content in whole for cell in _struck(kind, content, struck)), sheet)


def _struck(kind: int, content: bytes, styles: frozenset[int]) -> list[tuple[int, int]]:
    if kind in _CELLS:
        row, column, style = struct.unpack_from("<HHH", content)
        return [(row + 1, column + 1)] if style in styles else []
    if kind == _MULRK:
        row, first = struct.unpack_from("<HH", content)
        count = (len(content) - 6) // 6
        return [(row + 1, first + at + 1) for at in range(count) if struct.unpack_from("<H", content, 4 + 6 * at)[0] in styles]
    return []


def _comments(records: list[tuple[int, bytes]]) -> Iterator[tuple[tuple[int, int], str]]:
    """The comments by cell. Since Excel 97 the text stands with a drawn object, which the note names by its number."""
    version = next((struct.unpack_from("<H", content)[0] for kind, content in records if kind == _BOF), _EXCEL_97)
    if version != _EXCEL_97:
        yield from _old_comments(records)
        return
    texts: dict[int, str] = {}
    drawn = -1
    for at, (kind, content) in enumerate(records):
        if kind == _OBJECT and len(content) >= 8 and struct.unpack_from("<H", content)[0] == _CELL_ID:
            drawn = struct.unpack_from("<H", content, 6)[0]
        elif kind == _TEXT and drawn >= 0:
            texts[drawn], drawn = _text(content, records[at + 1 :]), -1
    for kind, content in records:
        if kind == _NOTE and len(content) >= 8:
            row, column, _, number = struct.unpack_from("<HHHH", content)
            if texts.get(number, "").strip():
                yield (row + 1, column + 1), texts[number]


def _text(content: bytes, following: list[tuple[int, bytes]]) -> str:
    """The text of a drawn object: as many letters as it says, in the records that go on from it."""
    left, said = struct.unpack_from("<H", content, 10)[0], ""
    for kind, more in following:
        if kind != _CONTINUE or left <= 0 or not more:
            break
        wide = bool(more[0] & 1)
        part = more[1 : 1 + left * (2 if wide else 1)].decode("utf-16-le" if wide else "latin-1", "replace")
        said, left = said + part, left - len(part)
    return said


def _old_comments(records: list[tuple[int, bytes]]) -> Iterator[tuple[tuple[int, int], str]]:
    """Those of Excel 95: the text stands in the note, in the letters of Windows for Vietnam."""
    cell, said = (0, 0), b""
    for kind, content in records:
        if kind != _NOTE:
            continue
        row, column = struct.unpack_from("<HH", content)
        if row != _OLD_NOTE_GOES_ON:
            if said.strip():
                yield cell, said.decode("cp1258", "replace")
            cell, said = (row + 1, column + 1), b""
        said += content[6:]
    if said.strip():
        yield cell, said.decode("cp1258", "replace")
