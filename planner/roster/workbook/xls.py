"""A look at an .xls file's records: error cells, formulas without a result, per-cent cells, hidden rows and columns, comments
and struck cells, by sheet.

[MS-CFB] the container of streams; [MS-XLS] the records. Only what a sheet may hide is looked at; the values are read
by calamine. Every loop is bounded by the file's size.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path

from planner.roster.workbook.file_kind import Refused
from planner.roster.workbook.special_cells import ERRORS, Marks
from planner.roster.workbook.xls_remarks import mark_remarks, struck_styles

_END = 0xFFFFFFFE
_BOUNDSHEET, _XF, _FORMAT, _BOF, _EOF, _FILEPASS = 0x0085, 0x00E0, 0x041E, 0x0809, 0x000A, 0x002F
_ROW, _COLINFO, _BOOLERR, _FORMULA, _NUMBER, _RK, _MULRK = 0x0208, 0x007D, 0x0205, 0x0006, 0x0203, 0x027E, 0x00BD
_UNCALCED, _STRING = 0x005E, 0x0207
_BETWEEN = (0x04BC, 0x0221, 0x0236)
"""What may stand between a formula and the text that it gave: shared formulas, arrays, tables of what-ifs."""
_TEXT, _ERROR, _BLANK = 0, 2, 3
"""Kinds of a formula's stored result that is no number."""
_PERCENT_BUILT_IN = {9, 10}


def xls_marks(path: Path) -> dict[str, Marks]:
    """The marks of each worksheet by name; empty for workbooks older than Excel 95, which have no container.

    `Refused` where the container is torn or the workbook is encrypted.
    """
    data = path.read_bytes()
    if not data.startswith(bytes.fromhex("D0CF11E0A1B11AE1")):
        return {}
    try:
        stream = _workbook_stream(data)
        return _marks_of(stream) if stream is not None else {}
    except (struct.error, IndexError):
        raise Refused("damaged") from None


# ---- the container


def _workbook_stream(data: bytes) -> bytes | None:
    """The stream `Workbook` (Excel 97) or `Book` (Excel 95), put together from its sectors."""
    size = 1 << struct.unpack_from("<H", data, 30)[0]
    if size not in (512, 4096):
        raise Refused("damaged")

    def sector(number: int) -> bytes:
        return data[size * (number + 1) : size * (number + 2)]

    table = _sector_table(data, size)
    directory = b"".join(sector(n) for n in _chain(struct.unpack_from("<I", data, 48)[0], table))
    found: dict[str, tuple[int, int, int]] = {}
    for at in range(0, len(directory) - 127, 128):
        length = struct.unpack_from("<H", directory, at + 64)[0]
        name = directory[at : at + max(0, min(length, 64) - 2)].decode("utf-16-le", "replace")
        found[name] = (directory[at + 66], *struct.unpack_from("<II", directory, at + 116))
    entry = found.get("Workbook") or found.get("Book")
    if entry is None:
        return None
    _, start, length = entry
    if length >= struct.unpack_from("<I", data, 56)[0]:
        return b"".join(sector(n) for n in _chain(start, table))[:length]
    root = next((e for e in found.values() if e[0] == 5), None)
    if root is None:
        return None
    small = b"".join(sector(n) for n in _chain(root[1], table))
    count, first = struct.unpack_from("<I", data, 64)[0], struct.unpack_from("<I", data, 60)[0]
    short = b"".join(sector(n) for n in _chain(first, table)) if count else b""
    short_table = list(struct.unpack(f"<{len(short) // 4}I", short[: len(short) // 4 * 4]))
    return b"".join(small[64 * n : 64 * n + 64] for n in _chain(start, short_table))[:length]


def _sector_table(data: bytes, size: int) -> list[int]:
    """The sector after each sector."""
    numbers = [n for n in struct.unpack_from("<109I", data, 76) if n < _END - 1]
    following, seen = struct.unpack_from("<I", data, 68)[0], set()
    while following < _END - 1 and following not in seen:
        seen.add(following)
        part = data[size * (following + 1) : size * (following + 2)]
        entries = struct.unpack(f"<{len(part) // 4}I", part)
        numbers += [n for n in entries[:-1] if n < _END - 1]
        following = entries[-1]
    whole = b"".join(data[size * (n + 1) : size * (n + 2)] for n in numbers[: len(data) // size + 1])
    return list(struct.unpack(f"<{len(whole) // 4}I", whole[: len(whole) // 4 * 4]))


def _chain(start: int, table: list[int]) -> Iterator[int]:
    """The sectors of a stream; one that comes back to itself is torn."""
    number, steps = start, 0
    while number < _END - 1:
        yield number
        steps += 1
        if steps > len(table):
            raise Refused("damaged")
        number = table[number]


# ---- the records


def _records(stream: bytes, at: int) -> Iterator[tuple[int, bytes]]:
    """(kind, content) of the records from `at` to the end of that part of the stream."""
    depth = 0
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        yield kind, stream[at + 4 : at + 4 + length]
        depth += (kind == _BOF) - (kind == _EOF)
        if kind == _EOF and depth <= 0:
            return
        at += 4 + length


def _marks_of(stream: bytes) -> dict[str, Marks]:
    sheets: list[tuple[str, int]] = []
    formats, percent = set(_PERCENT_BUILT_IN), []
    for kind, content in _records(stream, 0):
        if kind == _FILEPASS:
            raise Refused("password")
        if kind == _BOUNDSHEET and content[5] == 0:
            wide = bool(content[7] & 1)
            text = content[8 : 8 + content[6] * (2 if wide else 1)]
            sheets.append((text.decode("utf-16-le" if wide else "latin-1", "replace"), struct.unpack_from("<I", content)[0]))
        elif kind == _FORMAT and b"%" in content[2:]:
            formats.add(struct.unpack_from("<H", content)[0])
        elif kind == _XF:
            percent.append(struct.unpack_from("<H", content, 2)[0])
    shown_as_percent = {i for i, number in enumerate(percent) if number in formats}
    found = {name: _sheet_marks(stream, at, name, shown_as_percent) for name, at in sheets}
    struck = struck_styles(_records(stream, 0))
    for name, at in sheets:
        mark_remarks(_records(stream, at), name, found[name], struck)
    formulas = {name: _formulas(stream, at) for name, at in sheets}
    never = all(kind == _BLANK for own in formulas.values() for _, _, kind in own)
    for name, own in formulas.items():
        for row, column, kind in own:
            if kind is None or never:
                found[name].mark(row, column, "f", name)
    return found


def _formulas(stream: bytes, at: int) -> list[tuple[int, int, int | None]]:
    """(row, column, kind of the stored result) of each formula of a sheet; the kind is None where no result is stored.

    None: a text whose record is missing, or any formula of a sheet that says that it was not calculated. Writers that
    never calculate leave a blank in every formula; a workbook in which all are blank has no results either.
    """
    found: list[tuple[int, int, int | None]] = []
    waiting = uncalculated = False
    for record, content in _records(stream, at):
        if waiting and record not in _BETWEEN:
            row, column, kind = found[-1]
            found[-1] = (row, column, kind if record == _STRING else None)
            waiting = False
        if record == _UNCALCED:
            uncalculated = True
        elif record == _FORMULA:
            row, column = struct.unpack_from("<HH", content)
            kind = content[6] if content[12:14] == b"\xff\xff" else -1
            found.append((row + 1, column + 1, kind))
            waiting = kind == _TEXT
    return [(row, column, None) for row, column, _ in found] if uncalculated else found


def _sheet_marks(stream: bytes, at: int, name: str, percent: set[int]) -> Marks:
    marks = Marks()
    for kind, content in _records(stream, at):
        if kind == _ROW and content[12] & 0x20:
            marks.hidden_rows.add(struct.unpack_from("<H", content)[0] + 1)
        elif kind == _COLINFO and content[8] & 1:
            first, last = struct.unpack_from("<HH", content)
            marks.hide_columns(first + 1, last + 1)
        elif kind in (_BOOLERR, _FORMULA, _NUMBER, _RK):
            row, column, style = struct.unpack_from("<HHH", content)
            if kind == _BOOLERR:
                if content[7]:
                    marks.mark(row + 1, column + 1, "e" + ERRORS.get(content[6], "#?"), name)
            elif kind == _FORMULA and content[12:14] == b"\xff\xff":
                if content[6] == _ERROR:
                    marks.mark(row + 1, column + 1, "e" + ERRORS.get(content[8], "#?"), name)
            elif style in percent:
                marks.mark(row + 1, column + 1, "p", name)
        elif kind == _MULRK:
            row, column = struct.unpack_from("<HH", content)
            for i in range((len(content) - 6) // 6):
                if struct.unpack_from("<H", content, 4 + 6 * i)[0] in percent:
                    marks.mark(row + 1, column + i + 1, "p", name)
    return marks
