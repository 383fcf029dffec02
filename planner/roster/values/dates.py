"""Reading dates: day first, as everywhere in Vietnam; ISO; true dates; serial numbers of a date column."""

from __future__ import annotations

import datetime as dt
import re
from functools import cache
from zoneinfo import ZoneInfo

from planner.roster.values.faults import CellFault, DoubtfulCell
from planner.roster.values.text import clean_text

_DAY_FIRST = re.compile(r"(\d{1,2})\s*[/.\-]\s*(\d{1,2})\s*[/.\-]\s*(\d{4})")
_ISO = re.compile(r"(\d{4})[/.\-](\d{1,2})[/.\-](\d{1,2})")
_STAMP = re.compile(r"(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)\s?(Z|[+-]\d{2}:?\d{2})?")
_MONTH = re.compile(r"(\d{1,2})\s*[/.\-]\s*(\d{4})")
_ISO_MONTH = re.compile(r"(\d{4})[/\-](\d{1,2})")
_YEAR = re.compile(r"\d{4}")
_SHORT_YEAR = re.compile(r"\d{1,2}[/.\-]\d{1,2}[/.\-]\d{2}")
_WORDS = re.compile(r"(?:ngày\s+)?(\d{1,2})\s+tháng\s+(\d{1,2})\s+năm\s+(\d{4})", re.IGNORECASE)
_DAY_UNKNOWN = re.compile(r"(?:[.…\-_x?]{1,4}\s*/|t(?:háng)?\.?)\s*(\d{1,2})(?:\s*[/.\-]\s*|\s*,?\s*năm\s+)(\d{4})", re.IGNORECASE)
_MONTH_UNKNOWN = re.compile(r"(?:năm|[.…\-_x?]{1,4}\s*/\s*[.…\-_x?]{1,4}\s*/)\s*(\d{4})", re.IGNORECASE)
_MONTH_NAMES = {name: at for at, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)}
_NAMED = re.compile(r"(\d{1,2})[ \-](" + "|".join(_MONTH_NAMES) + r")[a-z]*\.?[ ,\-]+(\d{4})", re.IGNORECASE)

_NAMED_AMERICAN = re.compile(r"(" + "|".join(_MONTH_NAMES) + r")[a-z]*\.?[ ]+(\d{1,2})(?:st|nd|rd|th)?[ ,]+(\d{4})", re.IGNORECASE)
_SHORT_WORD = re.compile(r"(\d{1,2})[ \-]*(?:tháng|thg|th)\.?\s*(\d{1,2})[ ,\-]+(\d{4})", re.IGNORECASE)
_ROMAN = {name: at for at, name in enumerate("i ii iii iv v vi vii viii ix x xi xii".split(), 1)}
_ROMAN_MONTH = re.compile(r"(\d{1,2})\s*[/.\- ]\s*([ivx]{1,4})\s*[/.\- ]\s*(\d{4})", re.IGNORECASE)
_FIGURES = re.compile(r"\d{7,8}", re.ASCII)

FIRST_YEAR, LAST_YEAR = 1900, 2150
_EPOCH = dt.date(1899, 12, 30)
_EPOCH_1904 = dt.date(1904, 1, 1)
_FIRST_SERIAL, _LAST_SERIAL = 7_000, 80_000  # the years 1919 to 2119
_MIDNIGHT = dt.time()
_SEVEN = dt.timezone(dt.timedelta(hours=7))


def parse_date(cell: str, epoch_1904: bool = False, month_first: bool = False) -> dt.date:
    """The date of a cell. `DoubtfulCell` where day or month is missing (first of the month, 1 January), where a time of
    day stands beside it, or where it was written in another time zone; `CellFault` where there is none, or several.

    month_first: whether 8/10/1975 is the tenth of August, as its column says (`date_columns`).
    """
    kind, text = cell[0], clean_text(cell[1:])
    if kind == "d" and "T" not in text:
        return _date(text, *map(int, text.split("-")))
    if kind in "np":
        return _from_number(text, epoch_1904)
    if kind not in "sd":
        raise CellFault("date_unreadable", value=text[:60])
    if match := _STAMP.fullmatch(text):
        return _from_stamp(text, *match.groups())
    if month_first and (match := _DAY_FIRST.fullmatch(text)):
        month, day, year = map(int, match.groups())
        return _with_parts(text, year, month, day)
    if match := _DAY_FIRST.fullmatch(text) or _WORDS.fullmatch(text):
        day, month, year = map(int, match.groups())
        return _with_parts(text, year, month, day)
    if match := _ISO.fullmatch(text):
        return _date(text, *map(int, match.groups()))
    if named := _named(text):
        return _with_parts(text, *named)
    if _FIGURES.fullmatch(text):
        return _from_figures(text)
    if match := _MONTH.fullmatch(text) or _DAY_UNKNOWN.fullmatch(text):
        month, year = map(int, match.groups())
        return _with_parts(text, year, month, 0)
    if match := _ISO_MONTH.fullmatch(text):
        year, month = map(int, match.groups())
        return _with_parts(text, year, month, 0)
    if match := _YEAR.fullmatch(text) or _MONTH_UNKNOWN.fullmatch(text):
        return _with_parts(text, int(match.group(match.lastindex or 0)), 0, 0)
    if _SHORT_YEAR.fullmatch(text):
        raise CellFault("date_short_year", value=text)
    raise CellFault("date_unreadable", value=text[:60])


def _named(text: str) -> tuple[int, int, int] | None:
    """(year, month, day) of a date that names its month: 14 Mar 1971, November 25, 1975, 14 thg 3, 1971, 6-V-1980."""
    if match := _NAMED.fullmatch(text):
        return int(match[3]), _MONTH_NAMES[match[2].lower()], int(match[1])
    if match := _NAMED_AMERICAN.fullmatch(text):
        return int(match[3]), _MONTH_NAMES[match[1].lower()], int(match[2])
    if match := _SHORT_WORD.fullmatch(text):
        return int(match[3]), int(match[2]), int(match[1])
    if (match := _ROMAN_MONTH.fullmatch(text)) and match[2].lower() in _ROMAN:
        return int(match[3]), _ROMAN[match[2].lower()], int(match[1])
    return None


def _from_figures(text: str) -> dt.date:
    """The date of 19710314 or 14031971 (5031971 where a number lost its zero): no eight figures are a date in both orders,
    since no month is 19 or 20."""
    whole = text.zfill(8)
    found = []
    for year, month, day in ((whole[:4], whole[4:6], whole[6:]), (whole[4:], whole[2:4], whole[:2])):
        if FIRST_YEAR <= int(year) <= LAST_YEAR:
            try:
                found.append(dt.date(int(year), int(month), int(day)))
            except ValueError:
                continue
    if len(found) != 1:
        raise CellFault("date_unreadable", value=text)
    return found[0]


def day_and_month(cell: str) -> tuple[int, int] | None:
    """The first and the second figure of 8/10/1975, of which the column says which is the day; None for other cells."""
    match = _DAY_FIRST.fullmatch(clean_text(cell[1:])) if cell[0] == "s" else None
    return (int(match[1]), int(match[2])) if match else None


def last_two(cell: str) -> tuple[int, int] | None:
    """The second and the third figure of a text 1980/05/06, of which the column says which is the month; None for others."""
    match = _ISO.fullmatch(clean_text(cell[1:])) if cell[0] == "s" else None
    return (int(match[2]), int(match[3])) if match else None


def _from_stamp(text: str, day: str, time: str, zone: str | None) -> dt.date:
    """The date of a timestamp in Vietnam, which was eight hours ahead until 13 June 1975 and is seven hours since.

    Certain where it is midnight here, by the law of the day or by today's hours, or midnight as it is written.
    """
    try:
        written = dt.datetime.fromisoformat(f"{day}T{time}{zone or ''}")
    except ValueError:
        raise CellFault("date_impossible", value=text) from None
    date = _date(text, written.year, written.month, written.day)
    if written.time() == _MIDNIGHT:
        return date
    if zone is None:
        raise DoubtfulCell(date, "date_with_time", value=text, read=date)
    here, now = written.astimezone(_vietnam()), written.astimezone(_SEVEN)
    if _MIDNIGHT in (here.time(), now.time()):
        raise DoubtfulCell(here.date(), "date_zoned", value=text, read=here.date())
    raise DoubtfulCell(here.date(), "date_with_time", value=text, read=here.date())


@cache
def _vietnam() -> ZoneInfo:
    return ZoneInfo("Asia/Ho_Chi_Minh")


def _with_parts(text: str, year: int, month: int, day: int) -> dt.date:
    """A date whose day or month may be 0, as personnel files write what they do not know."""
    if day and not month:
        raise CellFault("date_impossible", value=text)
    date = _date(text, year, month or 1, day or 1)
    if not month:
        raise DoubtfulCell(date, "date_year_only", value=text, read=date)
    if not day:
        raise DoubtfulCell(date, "date_month_only", value=text, read=date)
    return date


def _from_number(text: str, epoch_1904: bool) -> dt.date:
    number = float(text)
    if number.is_integer() and FIRST_YEAR <= number <= LAST_YEAR:
        return _with_parts(text, int(number), 0, 0)
    if number.is_integer() and _FIGURES.fullmatch(figures := str(int(number))):
        return _from_figures(figures)
    if not _FIRST_SERIAL <= number <= _LAST_SERIAL:
        raise CellFault("date_unreadable", value=text)
    return (_EPOCH_1904 if epoch_1904 else _EPOCH) + dt.timedelta(days=int(number))


def _date(text: str, year: int, month: int, day: int) -> dt.date:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise CellFault("date_impossible", value=text)
    try:
        return dt.date(year, month, day)
    except ValueError:
        raise CellFault("date_impossible", value=text) from None
