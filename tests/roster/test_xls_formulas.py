"""Formulas of an .xls file whose result was never stored are told apart from those that gave an empty text."""

from __future__ import annotations

import struct

from planner.roster.workbook.xls import _marks_of

NUMBER = struct.pack("<d", 3.33)
BOF, EOF, SHEET, FORMULA, STRING, UNCALCED = 0x0809, 0x000A, 0x0085, 0x0006, 0x0207, 0x005E
SHARED = 0x04BC


def record(kind: int, content: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(content)) + content


def result(kind: int, value: int = 0) -> bytes:
    """A stored result that is no number: 0 text, 1 yes or no, 2 error, 3 empty text."""
    return bytes([kind, 0, value, 0, 0, 0]) + b"\xff\xff"


def formula(row: int, stored: bytes) -> bytes:
    return record(FORMULA, struct.pack("<HHH", row - 1, 0, 0) + stored + bytes(8))


def marks(*records: bytes) -> dict[tuple[int, int], str]:
    """The marks of the one sheet that holds these records."""
    head = record(BOF, bytes(16))
    length = len(head) + 4 + 8 + 2 + len(record(EOF))
    declared = record(SHEET, struct.pack("<IBBBB", length, 0, 0, 2, 0) + b"VP")
    stream = head + declared + record(EOF) + head + b"".join(records) + record(EOF)
    return _marks_of(stream)["VP"].special


def test_a_text_without_its_record_was_never_stored() -> None:
    found = marks(
        formula(1, NUMBER), formula(2, result(0)), record(STRING, b"\x01\x00\x00x"), formula(3, result(0)), formula(4, result(0)),
        record(SHARED, bytes(10)), record(STRING, b"\x01\x00\x00x"), formula(5, result(0)),
    )  # fmt: skip
    assert found == {(3, 1): "f", (5, 1): "f"}


def test_an_empty_text_is_a_result_where_other_formulas_have_one() -> None:
    assert marks(formula(1, NUMBER), formula(2, result(3)), formula(3, result(2, 0x2A))) == {(3, 1): "e#N/A"}


def test_a_workbook_in_which_all_formulas_are_blank_was_never_calculated() -> None:
    assert marks(formula(1, result(3)), formula(2, result(3))) == {(1, 1): "f", (2, 1): "f"}


def test_a_sheet_that_says_it_was_not_calculated_has_no_results() -> None:
    assert marks(record(UNCALCED, bytes(2)), formula(1, NUMBER), formula(2, result(3))) == {(1, 1): "f", (2, 1): "f"}
