"""Sums in words: the rules of Vietnamese on each of their sides, and every number can be read back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.report.calculation.amount_in_words import money_in_words, number_in_words


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (0, "không"), (1, "một"), (4, "bốn"), (5, "năm"), (10, "mười"), (11, "mười một"), (14, "mười bốn"), (15, "mười lăm"),
        (20, "hai mươi"), (21, "hai mươi mốt"), (24, "hai mươi tư"), (25, "hai mươi lăm"), (44, "bốn mươi tư"), (91, "chín mươi mốt"),
        (100, "một trăm"), (101, "một trăm linh một"), (104, "một trăm linh bốn"), (105, "một trăm linh năm"), (110, "một trăm mười"),
        (111, "một trăm mười một"), (115, "một trăm mười lăm"), (121, "một trăm hai mươi mốt"), (555, "năm trăm năm mươi lăm"),
        (1_000, "một nghìn"), (1_001, "một nghìn không trăm linh một"), (1_015, "một nghìn không trăm mười lăm"),
        (1_024, "một nghìn không trăm hai mươi tư"), (1_100, "một nghìn một trăm"), (21_000, "hai mươi mốt nghìn"),
        (104_000, "một trăm linh bốn nghìn"), (1_000_005, "một triệu không trăm linh năm"),
        (1_005_000, "một triệu không trăm linh năm nghìn"), (12_012_012, "mười hai triệu không trăm mười hai nghìn không trăm mười hai"),
        (744_778_125, "bảy trăm bốn mươi tư triệu bảy trăm bảy mươi tám nghìn một trăm hai mươi lăm"),
        (10**9, "một tỷ"), (10**9 + 5, "một tỷ không trăm linh năm"), (10**9 + 5 * 10**6, "một tỷ không trăm linh năm triệu"),
        (2 * 10**12, "hai nghìn tỷ"), (10**15, "một triệu tỷ"), (1_005 * 10**9, "một nghìn không trăm linh năm tỷ"),
        (123_456_789_012_345, "một trăm hai mươi ba nghìn bốn trăm năm mươi sáu tỷ bảy trăm tám mươi chín triệu không trăm mười hai nghìn "
                              "ba trăm bốn mươi lăm"),
    ],
)  # fmt: skip
def test_vietnamese(value: int, words: str) -> None:
    assert number_in_words(value, "vi") == words


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (0, "zero"), (13, "thirteen"), (20, "twenty"), (21, "twenty-one"), (100, "one hundred"), (115, "one hundred and fifteen"),
        (1_005, "one thousand and five"), (1_115, "one thousand one hundred and fifteen"), (10**6, "one million"),
        (1_000_115, "one million one hundred and fifteen"), (10**15, "one quadrillion"),
    ],
)  # fmt: skip
def test_english(value: int, words: str) -> None:
    assert number_in_words(value, "en") == words


def test_a_sum_has_a_capital_and_its_currency() -> None:
    assert money_in_words(21_000, "vi") == "Hai mươi mốt nghìn đồng"
    assert money_in_words(21_000, "en") == "Twenty-one thousand đồng"
    assert money_in_words(0, "vi") == "Không đồng"


@pytest.mark.parametrize("value", [-1, 10**18])
def test_what_is_no_money_is_refused(value: int) -> None:
    with pytest.raises(ValueError, match="no sum of money"):
        money_in_words(value, "vi")


DIGITS = {
    "không": 0, "một": 1, "mốt": 1, "hai": 2, "ba": 3, "bốn": 4, "tư": 4, "năm": 5, "lăm": 5, "sáu": 6, "bảy": 7, "tám": 8, "chín": 9,
}  # fmt: skip


def read_back(words: str) -> int:
    """The number that Vietnamese words say, by their places alone."""
    if " tỷ" in words:
        many, _, rest = words.rpartition(" tỷ")
        return read_back(many) * 10**9 + (read_back(rest.strip()) if rest.strip() else 0)
    total = group = digit = 0
    for word in words.split():
        if word in DIGITS:
            digit = DIGITS[word]
        elif word in ("trăm", "mươi"):
            group, digit = group + digit * (100 if word == "trăm" else 10), 0
        elif word == "mười":
            group += 10
        elif word in ("triệu", "nghìn"):
            total, group, digit = total + (group + digit) * (10**6 if word == "triệu" else 10**3), 0, 0
        else:
            assert word == "linh", word
    return total + group + digit


@given(st.integers(0, 10**15) | st.integers(0, 15).map(lambda p: 10**p) | st.integers(0, 10**15 // 10**6).map(lambda n: n * 10**6 + 5))
def test_every_number_can_be_read_back(value: int) -> None:
    assert read_back(number_in_words(value, "vi")) == value
