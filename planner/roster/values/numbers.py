"""Reading numbers: decimals, per cents, whole numbers, money, and durations as months.

Vietnamese sheets write 2,34 and 1.234.567; Excel exports also 2.34 and 1,234,567. One separator before exactly three
digits has both readings in a decimal column and is refused there, unless the file is canonical (`plain`), where the
point is the decimal point. Only ASCII digits count.
"""

from __future__ import annotations

import math
import re
from typing import Literal

from planner.roster.values.faults import CellFault
from planner.roster.values.text import clean_text, fold

MonthsUnit = Literal["months", "years", "unsaid"]
"""What a bare number of a duration counts; `unsaid`: the heading does not say whether months or years."""
DECIMALS_OF_COEFFICIENT = 4
DECIMALS_OF_PERCENT = 2
_LARGEST = 10**15
_NOISE = 1e-9  # what binary fractions leave of 4.98 after a formula

_SIMPLE = re.compile(r"([+-]?)(\d+)(?:([.,])(\d+))?", re.ASCII)
_GROUPED = re.compile(r"([+-]?)(\d{1,3}(?:([., ])\d{3})(?:\3\d{3})*)(?:([.,])(\d+))?", re.ASCII)
_MONEY_WORDS = re.compile(r"\s*(đồng|đ|₫|vnđ|vnd)(/tháng)?$")
_DURATION = re.compile(
    r"(?:(\d{1,3})\s*(?:năm|nam|n|years?|yrs?|y))?\s*(?:và|,|-)?\s*(?:(\d{1,3})\s*(?:tháng|thang|th|t|months?|mos?|m))?\.?",
    re.ASCII,
)


def parse_decimal(cell: str, plain: bool = False) -> float:
    """A coefficient with at most 4 decimals: 2.34 from "2,34", "2.34", 2.34."""
    return _decimal(cell, plain, DECIMALS_OF_COEFFICIENT)


def parse_percent(cell: str, plain: bool = False) -> float:
    """Per cent as 25.0, from 25, "25%", "25,5%", and 0.25 in a cell that Excel shows as per cent.

    A bare number between 0 and 1 is 25% or a quarter of one: two readings.
    """
    kind, text = cell[0], clean_text(cell[1:])
    if kind == "p":
        return _rounded(100 * _finite(text), DECIMALS_OF_PERCENT, text)
    value = _decimal(kind + text.rstrip("% "), plain, DECIMALS_OF_PERCENT)
    if 0 < value < 1:
        raise CellFault("percent_two_readings", value=text, whole=f"{100 * value:g}%", small=f"{value:g}%")
    return value


def parse_int(cell: str, plain: bool = False) -> int:
    """A whole number: 12, "12", "1.234" (1234: it has no other whole reading), 12.0."""
    kind, text = cell[0], clean_text(cell[1:])
    if kind in "np":
        return _whole(_finite(text), text)
    if kind != "s":
        raise CellFault("number_unreadable", value=text[:60])
    if match := _SIMPLE.fullmatch(text):
        sign, whole, separator, decimals = match.groups()
        if separator is None:
            return _bounded(int(sign + whole), text)
        if not decimals.strip("0"):  # 12.0, 12,00
            if len(decimals) != 3 or len(whole) > 3 or int(whole) == 0:
                return _bounded(int(sign + whole), text)
            if plain:
                raise CellFault(
                    "number_zeros_two_readings", value=text, first=f"{sign}{whole}", second=f"{sign}{whole}000"
                )
    if match := _GROUPED.fullmatch(text):
        sign, whole, _, point, decimals = match.groups()
        if (point is None or not decimals.strip("0")) and not whole.startswith("0"):
            return _bounded(int(sign + re.sub(r"\D", "", whole)), text)
        raise CellFault("number_not_whole", value=text)
    if _SIMPLE.fullmatch(text):
        raise CellFault("number_not_whole", value=text)
    raise CellFault("number_unreadable", value=text[:60])


def parse_money(cell: str, plain: bool = False) -> int:
    """Whole đồng: "1.234.567", "1,234,567", "12 000 000 đ", 12000000."""
    if cell[0] == "s":
        return parse_int("s" + _MONEY_WORDS.sub("", fold(cell[1:])), plain)
    return parse_int(cell, plain)


def parse_months(cell: str, unit: MonthsUnit = "months", plain: bool = False) -> int:
    """Months, from "38 năm 02 tháng", "38n2t", "5 tháng", a whole number of months, or years under a heading of years.

    In years a fraction must be a half: 33.6 may be 33 years 6 months or 33.6 years.
    """
    kind, text = cell[0], clean_text(cell[1:])
    if kind == "s" and text.startswith(("-", "–")) and any(map(str.isdigit, text)) and not _SIMPLE.fullmatch(text):
        raise CellFault("duration_negative", value=text[:60])
    if kind == "s" and (match := _DURATION.fullmatch(fold(text))) and (match.group(1) or match.group(2)):
        years, months = int(match.group(1) or 0), int(match.group(2) or 0)
        if match.group(1) and months > 11:
            raise CellFault("months_over_eleven", value=text)
        return 12 * years + months
    if kind not in "snp":
        raise CellFault("duration_unreadable", value=text[:60])
    if kind == "s" and not _SIMPLE.fullmatch(text):
        if _GROUPED.fullmatch(text) and unit != "years":
            return parse_int(cell, plain)
        raise CellFault("duration_unreadable", value=text[:60])
    number = _finite(text.replace(",", "."))
    if unit == "years":
        return _from_years(number, text)
    if not number.is_integer():
        raise _two_durations(number, text)
    return _bounded(int(number), text)


def is_bare_number(cell: str) -> bool:
    """Whether a duration is a number without a word for its unit."""
    return cell[0] in "np" or (cell[0] == "s" and _SIMPLE.fullmatch(clean_text(cell[1:])) is not None)


def _from_years(number: float, text: str) -> int:
    half_years = 2 * number
    if not half_years.is_integer():
        raise _two_durations(number, text)
    return _bounded(int(6 * half_years), text)


def _two_durations(number: float, text: str) -> CellFault:
    """33.6: six months, or six tenths of a year (33 years 7 months)."""
    years = math.floor(number)
    digits = re.split(r"[.,]", text)[-1]
    if number < 0 or len(digits) > 2 or not digits.isdigit() or int(digits) > 11:
        return CellFault("duration_fraction", value=text)
    tenths = round((number - years) * 12)
    return CellFault("duration_two_readings", value=text, years=years, months=int(digits), other=12 * years + tenths)


def _decimal(cell: str, plain: bool, places: int) -> float:
    kind, text = cell[0], clean_text(cell[1:])
    if kind in "np":
        return _rounded(_finite(text), places, text)
    if kind != "s":
        raise CellFault("number_unreadable", value=text[:60])
    if match := _SIMPLE.fullmatch(text):
        sign, whole, separator, decimals = match.groups()
        if separator and len(decimals) == 3 and 0 < len(whole) <= 3 and int(whole) and not (plain and separator == "."):
            raise CellFault(
                "number_two_readings", value=text, first=f"{sign}{whole},{decimals}", second=f"{sign}{whole}{decimals}"
            )
        return _rounded(float(f"{sign}{whole}.{decimals or 0}"), places, text)
    if match := _GROUPED.fullmatch(text):
        sign, whole, group, point, decimals = match.groups()
        if point != group:
            return _rounded(float(f"{sign}{re.sub(r'[^0-9]', '', whole)}.{decimals or 0}"), places, text)
    raise CellFault("number_unreadable", value=text[:60])


def _rounded(number: float, places: int, text: str) -> float:
    """Without the noise of binary fractions; a fault where decimals are left, since sums are exact later on."""
    near = round(number, places)
    if abs(number - near) > _NOISE * max(1.0, abs(number)):
        raise CellFault("too_many_decimals", value=text, places=places)
    if abs(near) >= _LARGEST:
        raise CellFault("number_too_large", value=text[:60])
    return near + 0.0  # no negative zero


def _finite(text: str) -> float:
    try:
        number = float(text)
    except ValueError:
        raise CellFault("number_unreadable", value=text[:60]) from None
    if not math.isfinite(number):
        raise CellFault("number_unreadable", value=text[:60])
    return number


def _whole(number: float, text: str) -> int:
    near = round(number)
    if abs(number - near) > _NOISE * max(1.0, abs(number)):
        raise CellFault("number_not_whole", value=text)
    return _bounded(near, text)


def _bounded(number: int, text: str) -> int:
    if abs(number) >= _LARGEST:
        raise CellFault("number_too_large", value=text[:60])
    return number
