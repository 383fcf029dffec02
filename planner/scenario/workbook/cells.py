"""One cell of a scenario workbook: the value that it means, or a fault that says how to write it.

A cell is None where empty, else a letter and text, as guarded opening gives it: s text, n number, p number shown as per cent,
d ISO date, b 1 or 0, e error value, f formula without a stored value, t time. What has two readings is refused with both.
"""

from __future__ import annotations

import datetime as dt
import difflib
import math
import re
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

from planner.core.columns import Choice
from planner.core.texts import Message
from planner.scenario.workbook.words import choices, key_of

LEAST_MONEY = 1_000_000
"""Sums below a million đồng are refused: somebody has left the unit out."""
_NUMBER = re.compile(r"[-+]?\d[\d.,]*", re.ASCII)
_MONEY = re.compile(r"(?P<number>[-+]?\d[\d.,]*)\s*(?P<unit>tỷ|tỉ|triệu|nghìn|ngàn|billion|bn|million|m|thousand)?\s*(?:đồng|đ|₫|vnđ|vnd)?", re.ASCII | re.IGNORECASE)
_UNITS = {"tỷ": 10**9, "tỉ": 10**9, "billion": 10**9, "bn": 10**9, "triệu": 10**6, "million": 10**6, "m": 10**6, "nghìn": 1000, "ngàn": 1000, "thousand": 1000}
_DATE = re.compile(r"(\d{1,2})\s*[/.-]\s*(\d{1,2})\s*[/.-]\s*(\d{4})", re.ASCII)
_ISO = re.compile(r"(\d{4})-(\d\d?)-(\d\d?)", re.ASCII)
_SHORT_YEAR = re.compile(r"(\d{1,2})\s*[/.-]\s*(\d{1,2})\s*[/.-]\s*(\d{2})", re.ASCII)
_FIRST_SERIAL, _LAST_SERIAL = 20_000, 80_000
_EPOCH = dt.date(1899, 12, 30)
_SPLIT = re.compile(r"[;\n]")


class CellFault(Exception):
    """A cell that is not read; `message` says why, and what to write."""

    def __init__(self, key: str, **params: Any) -> None:
        super().__init__(key)
        self.message = Message(f"scenario_book.{key}", params)


def value_of(cell: str, kind: str, lang: str = "vi") -> Any:
    """The value of a filled cell, as a scenario file would hold it. `CellFault` where it has none, or two.

    kind: a key of `KINDS`, or `word:SET` and `open:SET` for the words of a set of `words.SETS` (open: other texts too).
    lang: in which the words that may stand there are listed in a fault.
    """
    if cell[0] in "eft":
        raise CellFault({"e": "error_value", "f": "formula_unstored", "t": "time_value"}[cell[0]], value=cell[1:40])
    name, _, words = kind.partition(":")
    if words:
        return _word(cell, choices(words), lang, free=name == "open")
    return KINDS[name](cell)


def _text(cell: str) -> str:
    """Text as it stands, blank ends cut; a whole number that Excel made of a name (2027) is the name."""
    if cell[0] in "np" and (number := float(cell[1:])).is_integer() and cell[0] == "n":
        return str(int(number))
    if cell[0] != "s":
        raise CellFault("text_is_other", value=_shown(cell))
    return cell[1:].strip()


def _texts(cell: str) -> list[str]:
    """Several texts, separated by semicolons, line breaks or, where there is neither, commas."""
    whole = _text(cell)
    parts = _SPLIT.split(whole) if _SPLIT.search(whole) else whole.split(",")
    return [part.strip() for part in parts if part.strip()]


def _share(cell: str) -> int | float:
    """A share: 0.2 from 20%, "20%", "12,5 %", 0.2 and "0,2". 20 and a bare 1 have two readings."""
    text = cell[1:].strip()
    if cell[0] == "s" and text.endswith("%"):
        return plain_number(_decimal(text[:-1].strip(), cell) / 100)
    value = _decimal(text, cell)
    if cell[0] == "p" and value <= 1:
        return plain_number(value)
    if value > 1 and value <= 100:
        raise CellFault("share_or_percent", value=_shown(cell), meant=f"{value.normalize():f}%")
    if value == 1:
        raise CellFault("share_one", value=_shown(cell))
    return plain_number(value)


def _money(cell: str) -> int:
    """Whole đồng: 60000000000, "60.000.000.000", "60 tỷ", "1,5 tỷ đồng". A sum below a million lacks its unit."""
    text = cell[1:].strip()
    if cell[0] == "s":
        found = _MONEY.fullmatch(text)
        if found is None:
            raise CellFault("not_money", value=text[:40])
        value = _decimal(found["number"], "s" + found["number"], whole=found["unit"] is None) * _UNITS.get((found["unit"] or "").lower(), 1)
    else:
        value = _decimal(text, cell)
    if value != value.to_integral_value():
        raise CellFault("not_whole", value=_shown(cell))
    if 0 < value < LEAST_MONEY:
        raise CellFault("money_small", value=f"{int(value)}", billion=f"{int(value)} tỷ", million=f"{int(value)} triệu")
    return int(value)


def _count(cell: str) -> int:
    """A whole number: 12, "12", "1.200"."""
    value = _decimal(cell[1:].strip(), cell, whole=True)
    if value != value.to_integral_value():
        raise CellFault("not_whole", value=_shown(cell))
    return int(value)


def _number(cell: str) -> int | float:
    """A number, with decimals or without: 0.05, "0,05"; "1.234" has two readings."""
    return plain_number(_decimal(cell[1:].strip(), cell))


def _day(cell: str) -> dt.date:
    """A day: a date cell, "01/07/2027", "2027-07-01"."""
    text = cell[1:].strip()
    if cell[0] == "d":
        if len(text) > 10:
            raise CellFault("date_with_time", value=text)
        return dt.date.fromisoformat(text)
    if cell[0] == "n" and _FIRST_SERIAL < (serial := float(text)) < _LAST_SERIAL and serial.is_integer():
        raise CellFault("date_number", value=text, meant=_EPOCH + dt.timedelta(days=int(serial)))
    if found := _DATE.fullmatch(text):
        day, month, year = (int(part) for part in found.groups())
    elif found := _ISO.fullmatch(text):
        year, month, day = (int(part) for part in found.groups())
    elif found := _SHORT_YEAR.fullmatch(text):
        raise CellFault("date_short_year", value=text, meant=f"{int(found[1]):02d}/{int(found[2]):02d}/20{found[3]}")
    else:
        raise CellFault("not_a_date", value=_shown(cell))
    try:
        return dt.date(year, month, day)
    except ValueError:
        raise CellFault("no_such_day", value=text) from None


def _yes(cell: str) -> bool:
    """Yes or no, in words of either language, or a tick."""
    if cell[0] == "b":
        return cell == "b1"
    found = _match(cell[1:], choices("yes")) if cell[0] == "s" else None
    if found is None:
        raise CellFault("not_yes_or_no", value=_shown(cell))
    return found == "yes"


def _deputies(cell: str) -> str | int:
    """A rule for deputies in words, or a number of them."""
    if cell[0] == "n" or cell[1:].strip().isdecimal():
        return _count(cell)
    return str(_word(cell, choices("deputies"), "vi", free=False))


KINDS: dict[str, Callable[[str], Any]] = {
    "text": _text, "texts": _texts, "share": _share, "money": _money, "count": _count, "number": _number, "date": _day, "yes": _yes, "deputies": _deputies,
}  # fmt: skip
"""What a cell may hold, and what reads it."""


def _word(cell: str, known: Sequence[Choice], lang: str, *, free: bool) -> str:
    said = _text(cell)
    found = _match(said, known)
    if found is not None:
        return found
    words = {key_of(word): choice for choice in known for word in (choice.vi, choice.en, choice.value)}
    close = difflib.get_close_matches(key_of(said), words, n=1, cutoff=0.75)
    if close:
        raise CellFault("word_close", value=said[:60], meant=words[close[0]].word(lang))
    if free:
        return said
    raise CellFault("word_unknown", value=said[:60], allowed="; ".join(choice.word(lang) for choice in known))


def _match(said: str, known: Sequence[Choice]) -> str | None:
    wanted = key_of(said)
    return next((c.value for c in known if wanted in (key_of(c.vi), key_of(c.en), c.value, *map(key_of, c.aliases))), None)


def _decimal(text: str, cell: str, *, whole: bool = False) -> Decimal:
    """The number in a cell. Written as text it may group and point as Vietnamese or English does, where only one reading fits.

    whole: a whole number is wanted, so that "1.234" has one reading.
    """
    if cell[0] in "np":
        value = Decimal(text)
        if not math.isfinite(value):
            raise CellFault("not_a_number", value=text[:40])
        return value
    if cell[0] != "s" or not _NUMBER.fullmatch(text):
        raise CellFault("not_a_number", value=_shown(cell))
    from babel.numbers import NumberFormatError, parse_decimal

    readings = set()
    for locale in ("vi_VN", "en_US"):
        try:
            readings.add(parse_decimal(text, locale=locale, strict=True))
        except NumberFormatError:
            continue
    if whole and any(value == value.to_integral_value() for value in readings):
        readings = {max(readings)}
    if len(readings) > 1:
        small, large = sorted(readings)
        raise CellFault("number_two_readings", value=text, small=f"{small.normalize():f}".replace(".", ","), large=f"{large:f}")
    if not readings:
        raise CellFault("not_a_number", value=text[:40])
    return readings.pop()


def plain_number(value: Decimal) -> int | float:
    """A decimal as a scenario file holds it: whole numbers without a point."""
    return int(value) if value == value.to_integral_value() else float(value)


def _shown(cell: str) -> str:
    if cell[0] == "p":
        return f"{(Decimal(cell[1:]) * 100).normalize():f}%"
    if cell[0] == "d":
        return "/".join(reversed(cell[1:11].split("-")))
    return {"b1": "TRUE", "b0": "FALSE"}.get(cell, cell[1:41])
