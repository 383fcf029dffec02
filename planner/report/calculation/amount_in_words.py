"""A sum of money in words, in Vietnamese and in English: forms of the state want the total written out.

Own rules, since the kept libraries are wrong on the very points that matter: num2words 0.5.14 reads 10^15 as "một trăm
nghìn tỷ" (a tenth of it) and drops the empty hundreds (1.015 as "một nghìn lẻ mười lăm"), babel spells no numbers.

Vietnamese, as the state writes it: "mốt" for one after mươi, "tư" for four after mươi, "lăm" for five after mười and
mươi, "linh" before a lone unit, "không trăm" for a group without hundreds that follows another.
"""

from __future__ import annotations

from planner.core.texts import text

LARGEST = 10**18
"""Larger numbers are not money."""
_VI = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_EN = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen",
    "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_EN_TENS = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_EN_GROUPS = ("", "thousand", "million", "billion", "trillion", "quadrillion")


def money_in_words(vnd: int, lang: str) -> str:
    """`Một triệu đồng` or `One million đồng`: whole đồng in words, with a capital. ValueError beyond 10^18 or below 0."""
    if not 0 <= vnd < LARGEST:
        raise ValueError(f"{vnd} is no sum of money")
    words = text("sheet.in_words", lang, words=number_in_words(vnd, lang))
    return words[0].upper() + words[1:]


def number_in_words(value: int, lang: str) -> str:
    """A whole number from 0 in words, in small letters."""
    return (_vietnamese if lang == "vi" else _english)(value)


def _vietnamese(value: int) -> str:
    """By thousands of millions (tỷ): what stands before tỷ is read as a number of its own."""
    if value < 10**9:
        return _below_ty(value, leading=True)
    many, rest = divmod(value, 10**9)
    return f"{_vietnamese(many)} tỷ" + (f" {_below_ty(rest, leading=False)}" if rest else "")


def _below_ty(value: int, leading: bool) -> str:
    """The groups of millions, thousands and ones; empty groups are not read, groups after the first read their hundreds."""
    if value == 0:
        return _VI[0]
    said: list[str] = []
    for size, name in ((10**6, " triệu"), (10**3, " nghìn"), (1, "")):
        group = value // size % 1000
        if group:
            said.append(_group(group, bare=leading and not said) + name)
    return " ".join(said)


def _group(group: int, bare: bool) -> str:
    """One to 999; `bare`: nothing stands before it, so that no hundreds are read where there are none."""
    hundreds, rest = divmod(group, 100)
    said = [] if bare and not hundreds else [f"{_VI[hundreds]} trăm"]
    tens, ones = divmod(rest, 10)
    if tens == 0 and ones:
        said.append(_VI[ones] if not said else f"linh {_VI[ones]}")
    elif tens:
        said.append("mười" if tens == 1 else f"{_VI[tens]} mươi")
        if ones:
            said.append(_after_tens(ones, tens))
    return " ".join(said)


def _after_tens(ones: int, tens: int) -> str:
    if ones == 5:
        return "lăm"
    if tens > 1 and ones in (1, 4):
        return "mốt" if ones == 1 else "tư"
    return _VI[ones]


def _english(value: int) -> str:
    if value == 0:
        return _EN[0]
    said: list[str] = []
    for at in range(len(_EN_GROUPS) - 1, -1, -1):
        group = value // 1000**at % 1000
        if group:
            last = at == 0 and said and group < 100
            said.append(("and " if last else "") + _english_group(group) + (f" {_EN_GROUPS[at]}" if at else ""))
    return " ".join(said)


def _english_group(group: int) -> str:
    hundreds, rest = divmod(group, 100)
    said = [f"{_EN[hundreds]} hundred"] if hundreds else []
    if rest:
        tens, ones = divmod(rest, 10)
        small = _EN[rest] if rest < 20 else _EN_TENS[tens] + (f"-{_EN[ones]}" if ones else "")
        said.append(f"and {small}" if said else small)
    return " ".join(said)
