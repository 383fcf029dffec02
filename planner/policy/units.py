"""What a value of the law may look like: for each `unit` of a parameter file, a reader that accepts it or refuses it.

A reader returns the value as the rules want it: whole numbers as `int`, factors as exact `Decimal`, coefficients as
`float`, lists as tuples. It raises `Refused` with the catalogue key that says what was wanted.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

_MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")


class Refused(Exception):
    """The value does not fit its unit; `args[0]` is the name of the text that says what is wanted."""


def whole(value: Any) -> int:
    """A whole number of at least 0."""
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise Refused("wanted_whole")
    return value


def decimal(value: Any) -> Decimal:
    """A number of at least 0, exactly as typed."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < 10**12:
        raise Refused("wanted_number")
    return Decimal(str(value))


def share(value: Any) -> Decimal:
    """A number from 0 to 1."""
    found = decimal(value)
    if found > 1:
        raise Refused("wanted_share")
    return found


def day(value: Any) -> dt.date:
    """A date."""
    if not isinstance(value, dt.date) or isinstance(value, dt.datetime):
        raise Refused("wanted_date")
    return value


def flag(value: Any) -> bool:
    """true or false."""
    if not isinstance(value, bool):
        raise Refused("wanted_flag")
    return value


def word(value: Any) -> str:
    """Text that is not empty."""
    if not isinstance(value, str) or not value.strip():
        raise Refused("wanted_word")
    return value


def words(value: Any) -> tuple[str, ...]:
    """A list of words."""
    if not isinstance(value, list):
        raise Refused("wanted_words")
    return tuple(word(v) for v in value)


def coefficient(value: Any) -> float:
    """A coefficient."""
    return float(decimal(value))


def coefficients(value: Any) -> tuple[float, ...]:
    """The coefficients of the steps of one table, rising."""
    if not isinstance(value, list) or not value:
        raise Refused("wanted_rising")
    found = tuple(coefficient(v) for v in value)
    if any(b <= a for a, b in zip(found, found[1:], strict=False)):
        raise Refused("wanted_rising")
    return found


def rank(value: Any) -> dict[str, str]:
    """One rank: `{vi, en, table}`."""
    if not isinstance(value, dict) or set(value) != {"vi", "en", "table"}:
        raise Refused("wanted_rank")
    return {key: word(text) for key, text in value.items()}


def by_name(read: Callable[[Any], Any]) -> Callable[[Any], Mapping[str, Any]]:
    """A reader of mappings from a word to what `read` accepts."""

    def reader(value: Any) -> dict[str, Any]:
        if not isinstance(value, dict) or not value or not all(isinstance(key, str) for key in value):
            raise Refused("wanted_mapping")
        return {key: read(item) for key, item in value.items()}

    return reader


def birth_month(value: Any) -> int | None:
    """`YYYY-MM` as a month index (January 1970 is 0); None where open."""
    if value is None:
        return None
    found = _MONTH.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        raise Refused("wanted_brackets")
    return (int(found[1]) - 1970) * 12 + int(found[2]) - 1


def brackets(value: Any) -> tuple[tuple[int | None, int | None, int], ...]:
    """Rows `[born from, born to, years, months]` without gap or overlap, open at both ends.

    Returns `(from, to, age in months)` with birth months as month indices.
    """
    if not isinstance(value, list) or not all(isinstance(row, list) and len(row) == 4 for row in value):
        raise Refused("wanted_brackets")
    rows = tuple((birth_month(a), birth_month(b), 12 * whole(y) + whole(m)) for a, b, y, m in value)
    joined = all(x[1] is not None and y[0] == x[1] + 1 for x, y in zip(rows, rows[1:], strict=False))
    if not rows or rows[0][0] is not None or rows[-1][1] is not None or not joined:
        raise Refused("wanted_brackets")
    return rows


def thresholds(value: Any) -> tuple[tuple[int, int], ...]:
    """Rows `[from this number on, value]`, rising."""
    if not isinstance(value, list) or not all(isinstance(row, list) and len(row) == 2 for row in value):
        raise Refused("wanted_thresholds")
    rows = tuple((whole(a), whole(b)) for a, b in value)
    if not rows or any(y[0] <= x[0] for x, y in zip(rows, rows[1:], strict=False)):
        raise Refused("wanted_thresholds")
    return rows


UNITS: dict[str, Callable[[Any], Any]] = {
    "VND/month": whole,
    "month": whole,
    "year": whole,
    "person": whole,
    "L": decimal,
    "L/month": decimal,
    "L/year": decimal,
    "percent": decimal,
    "share": share,
    "date": day,
    "yes/no": flag,
    "columns": words,
    "coefficient by step": by_name(coefficients),
    "coefficient by post": by_name(coefficient),
    "rank by code": by_name(rank),
    "month by table": by_name(whole),
    "person by kind": by_name(whole),
    "person by number of former units": thresholds,
    "age by birth month": by_name(brackets),
}
"""Unit to the reader of its values. L is one month of the current salary (tiền lương tháng hiện hưởng)."""
