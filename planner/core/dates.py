"""Counting time as the law does: whole months and half-years, in integers, on arrays.

Dates are `datetime64[D]` arrays (NaT where absent) or a single `datetime.date`. Nothing here divides days by 365.
"""

from __future__ import annotations

import datetime as dt
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

DateLike: TypeAlias = "dt.date | np.datetime64 | npt.NDArray[np.datetime64]"
IntArray: TypeAlias = npt.NDArray[np.int64]


def as_days(dates: DateLike) -> npt.NDArray[np.datetime64]:
    """The dates as `datetime64[D]`."""
    return np.asarray(dates, dtype="datetime64[D]")


def month_index(dates: DateLike) -> IntArray:
    """Months since 1970-01 (January 1970 is 0); the lowest number where the date is absent."""
    return as_days(dates).astype("datetime64[M]").astype(np.int64)


def month_text(index: IntArray) -> npt.NDArray[np.str_]:
    """`YYYY-MM` for month indices."""
    return np.datetime_as_string(np.asarray(index, dtype=np.int64).astype("datetime64[M]"))


def day_of_month(dates: DateLike) -> IntArray:
    """1 to 31."""
    days = as_days(dates)
    return (days - days.astype("datetime64[M]").astype("datetime64[D]")).astype(np.int64) + 1


def is_last_day(dates: DateLike) -> npt.NDArray[np.bool_]:
    """Whether the date is the last of its month."""
    return day_of_month(as_days(dates) + np.timedelta64(1, "D")) == 1


def whole_months(since: DateLike, until: DateLike) -> IntArray:
    """Whole months from `since` to `until`; negative where `until` is earlier.

    A month is whole on the same day of the month, or on its last day (31 January to 28 February is one).
    """
    start, end = np.broadcast_arrays(as_days(since), as_days(until))
    swap = start > end
    first, last = np.where(swap, end, start), np.where(swap, start, end)
    months = month_index(last) - month_index(first)
    short = (day_of_month(last) < day_of_month(first)) & ~is_last_day(last)
    return np.where(swap, -1, 1) * (months - short)


def add_months(dates: DateLike, months: int | IntArray) -> npt.NDArray[np.datetime64]:
    """The same day of the month `months` later, or that month's last day where it is shorter."""
    days = as_days(dates)
    first = (days.astype("datetime64[M]") + np.asarray(months, dtype=np.int64)).astype("datetime64[D]")
    length = ((first.astype("datetime64[M]") + 1).astype("datetime64[D]") - first).astype(np.int64)
    return first + (np.minimum(day_of_month(days), length) - 1).astype("timedelta64[D]")


def full_years(since: DateLike, until: DateLike) -> IntArray:
    """Completed years from `since` to `until`, by anniversary."""
    return whole_months(since, until) // 12
