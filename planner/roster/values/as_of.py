"""The day that a list says it holds: "(Tính đến ngày 30/6/2024)", "Số liệu đến 31/12/2021", "as of 2024-06-30"."""

from __future__ import annotations

import datetime as dt
import re

from planner.roster.values.text import fold

_AS_OF = re.compile(
    r"(?:tính|số liệu|có mặt|thời điểm|chốt|cập nhật|as (?:of|at))[^\d]{0,30}?"
    r"(?:(?P<day>\d{1,2})\s*[/.-]\s*(?P<month>\d{1,2})\s*[/.-]\s*(?P<year>20\d\d)|(?P<year2>20\d\d)-(?P<month2>\d\d)-(?P<day2>\d\d)"
    r"|(?P<day3>\d{1,2})\s*tháng\s*(?P<month3>\d{1,2})\s*năm\s*(?P<year3>20\d\d))"
)


_IN_NAME = re.compile(r"(?<!\d)(?:(?P<day>\d{1,2})[-._ ](?P<month>\d{1,2})[-._ ](?P<year>20\d\d)|(?P<year2>20\d\d)[-._]?(?P<month2>\d\d)[-._]?(?P<day2>\d\d))(?!\d)")


def day_of_name(name: str) -> dt.date | None:
    """The day in the name of a file or a tab: "DS VPC 31-12-2021", "2021-12-31"; None where it holds none."""
    match = _IN_NAME.search(name)
    return None if match is None else _day_of(match, (("year", "month", "day"), ("year2", "month2", "day2")))


def day_of_title(text: str) -> dt.date | None:
    """The day that a title names as that of its list; None where it names none."""
    match = _AS_OF.search(fold(text))
    if match is None:
        return None
    return _day_of(match, (("year", "month", "day"), ("year2", "month2", "day2"), ("year3", "month3", "day3")))


def _day_of(match: re.Match[str], groups: tuple[tuple[str, str, str], ...]) -> dt.date | None:
    parts = next(p for p in groups if match[p[0]])
    try:
        return dt.date(*(int(match[part]) for part in parts))
    except ValueError:
        return None
