"""What a value of the law may look like: for each `unit` of a parameter file, a reader that accepts it or refuses it.

A reader returns the value as the rules want it: whole numbers as `int`, factors as exact `Decimal`, coefficients as
`float`, lists as tuples. It raises `WrongValue` with the catalogue key that says what was wanted.

The readers are also what a scenario's what-if must pass, so they refuse what no rule could compute: a factor beyond any
statute, a percentage column that the roster does not have, a table without one of its rows.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from planner.core.columns import RATINGS, ROSTER, UNIT_KINDS
from planner.core.columns import values as choice_values

_MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")


COUNTED = tuple(c.name for c in ROSTER if c.kind == "percent" and c.name != "over_frame_pct")
"""Percentage columns that a decree may count in the salary; over-frame is part of the base already."""


ADMINISTRATIVE = tuple(kind for kind in choice_values(UNIT_KINDS) if kind != "public_unit")
"""Kinds of unit that help the minister govern; what a decree says of their divisions holds for no public unit."""


class WrongValue(Exception):
    """The value does not fit its unit; `key` is the name of the text that says what is wanted, `params` fill it."""

    def __init__(self, key: str, **params: Any) -> None:
        super().__init__(key)
        self.key, self.params = key, params


def whole(value: Any) -> int:
    """A whole number of at least 0."""
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise WrongValue("wanted_whole")
    return value


def whole_up_to(most: int) -> Callable[[Any], int]:
    """A reader of whole numbers from 0 to `most`."""

    def reader(value: Any) -> int:
        found = whole(value)
        if found > most:
            raise WrongValue("wanted_whole_up_to", most=most)
        return found

    return reader


def decimal_up_to(most: int, places: int) -> Callable[[Any], Decimal]:
    """A reader of numbers from 0 to `most` with at most `places` decimals."""

    def reader(value: Any) -> Decimal:
        found = decimal(value)
        if found > most or found != round(found, places):
            raise WrongValue("wanted_number_up_to", most=most, places=places)
        return found

    return reader


def decimal(value: Any) -> Decimal:
    """A number of at least 0, exactly as typed."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < 10**12:
        raise WrongValue("wanted_number")
    return Decimal(str(value))


def share(value: Any) -> Decimal:
    """A number from 0 to 1."""
    found = decimal(value)
    if found > 1 or found != round(found, 6):
        raise WrongValue("wanted_share")
    return found


def day(value: Any) -> dt.date:
    """A date."""
    if not isinstance(value, dt.date) or isinstance(value, dt.datetime):
        raise WrongValue("wanted_date")
    return value


def flag(value: Any) -> bool:
    """true or false."""
    if not isinstance(value, bool):
        raise WrongValue("wanted_flag")
    return value


def word(value: Any) -> str:
    """Text that is not empty."""
    if not isinstance(value, str) or not value.strip():
        raise WrongValue("wanted_word")
    return value


def columns(value: Any) -> tuple[str, ...]:
    """A list of percentage columns of the roster, each once."""
    if not isinstance(value, list) or any(v not in COUNTED for v in value) or len(set(value)) < len(value):
        raise WrongValue("wanted_words", known=", ".join(COUNTED))
    return tuple(value)


def coefficient(value: Any) -> float:
    """A coefficient: at most 4 decimals, as the roster holds them."""
    return float(decimal_up_to(100, 4)(value))


def coefficients(value: Any) -> tuple[float, ...]:
    """The coefficients of the steps of one table, rising."""
    if not isinstance(value, list) or not value:
        raise WrongValue("wanted_rising")
    found = tuple(coefficient(v) for v in value)
    if any(b <= a for a, b in zip(found, found[1:], strict=False)):
        raise WrongValue("wanted_rising")
    return found


def rank(value: Any) -> dict[str, str]:
    """One rank: `{vi, en, table}`."""
    if not isinstance(value, dict) or set(value) != {"vi", "en", "table"}:
        raise WrongValue("wanted_rank")
    return {key: word(text) for key, text in value.items()}


def by_name(read: Callable[[Any], Any], names: tuple[str, ...] = ()) -> Callable[[Any], Mapping[str, Any]]:
    """A reader of mappings from a word to what `read` accepts; from exactly `names` where they are given."""

    def reader(value: Any) -> dict[str, Any]:
        if not isinstance(value, dict) or not value or not all(isinstance(key, str) for key in value):
            raise WrongValue("wanted_mapping")
        if names and set(value) != set(names):
            raise WrongValue("wanted_names", names=", ".join(names))
        return {key: read(item) for key, item in value.items()}

    return reader


def birth_month(value: Any) -> int | None:
    """`YYYY-MM` as a month index (January 1970 is 0); None where open."""
    if value is None:
        return None
    found = _MONTH.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        raise WrongValue("wanted_brackets")
    return (int(found[1]) - 1970) * 12 + int(found[2]) - 1


def brackets(value: Any) -> tuple[tuple[int | None, int | None, int], ...]:
    """Rows `[born from, born to, years, months]` without gap or overlap, open at both ends.

    Returns `(from, to, age in months)` with birth months as month indices.
    """
    if not isinstance(value, list) or not all(isinstance(row, list) and len(row) == 4 for row in value):
        raise WrongValue("wanted_brackets")
    rows = tuple((birth_month(a), birth_month(b), 12 * _years(y) + whole_up_to(11)(m)) for a, b, y, m in value)
    joined = all(x[1] is not None and y[0] == x[1] + 1 for x, y in zip(rows, rows[1:], strict=False))
    if not rows or rows[0][0] is not None or rows[-1][1] is not None or not joined:
        raise WrongValue("wanted_brackets")
    return rows


def thresholds(value: Any) -> tuple[tuple[int, int], ...]:
    """Rows `[from this number on, value]`, rising, the first from 0 on, so that every number has its row."""
    rows = _rows(value, 2, "wanted_thresholds")
    found = tuple((whole(a), whole_up_to(1_000)(b)) for a, b in rows)
    if found[0][0] != 0 or any(y[0] <= x[0] for x, y in zip(found, found[1:], strict=False)):
        raise WrongValue("wanted_thresholds")
    return found


def ratings(value: Any) -> tuple[tuple[int, str], ...]:
    """Rows `[from this many points on, rating]`, rising from 0 on, each rating of the roster once and the best last."""
    rows = _rows(value, 2, "wanted_ratings")
    found = tuple((whole_up_to(100)(points), word(rating)) for points, rating in rows)
    rising = found[0][0] == 0 and all(a[0] < b[0] for a, b in zip(found, found[1:], strict=False))
    if not rising or [rating for _, rating in found] != list(reversed(choice_values(RATINGS))):
        raise WrongValue("wanted_ratings")
    return found


def rates(value: Any) -> tuple[tuple[int, Decimal, Decimal], ...]:
    """Rows `[from this many insurance years on, per cent there, per cent for each further year]`, rising in years."""
    rows = _rows(value, 3, "wanted_rates")
    found = tuple((_years(a), _percent(b), _percent(c)) for a, b, c in rows)
    if any(y[0] <= x[0] for x, y in zip(found, found[1:], strict=False)):
        raise WrongValue("wanted_rates")
    return found


def _rows(value: Any, width: int, wanted: str) -> list[list[Any]]:
    """A list of at least one list of `width` items."""
    if not isinstance(value, list) or not value or not all(isinstance(row, list) and len(row) == width for row in value):
        raise WrongValue(wanted)
    return value


_years = whole_up_to(100)
_percent = decimal_up_to(1_000, 2)  # percentages are held in hundredths of one per cent
_factor = decimal_up_to(1_000, 6)  # beyond it an amount of money could leave 64 bits
_money = whole_up_to(8_999_999)  # `money.times_vnd` is exact below 9,000,000

UNITS: dict[str, Callable[[Any], Any]] = {
    "VND/month": _money,
    "month": whole_up_to(1_200),
    "year": _years,
    "person": whole_up_to(1_000),
    "step": whole_up_to(20),
    "L": _factor,
    "L/month": _factor,
    "L/year": _factor,
    "base salary": _factor,
    "average salary/year": _factor,
    "percent": _percent,
    "share": share,
    "date": day,
    "yes/no": flag,
    "columns": columns,
    "coefficient by step": by_name(coefficients),
    "coefficient by post": by_name(coefficient),
    "rank by code": by_name(rank),
    "month by table": by_name(whole_up_to(1_200)),
    "year by sex": by_name(_years, ("M", "F")),
    "person by kind": by_name(whole_up_to(1_000), choice_values(UNIT_KINDS)),
    "clause by kind": by_name(whole_up_to(99), choice_values(UNIT_KINDS)),
    "person by kind and posts": by_name(thresholds, ADMINISTRATIVE),
    "former units": whole_up_to(100),
    "person by number of former units": thresholds,
    "rating by points": ratings,
    "age by birth month": by_name(brackets, ("M", "F")),
    "percent by insurance years": by_name(rates, ("M", "F")),
}
"""Unit to the reader of its values. L is one month of the current salary (tiền lương tháng hiện hưởng)."""
