"""A repair as a change of the scenario: the mapping that a file which `extends` the scenario would hold."""

from __future__ import annotations

import copy
import datetime as dt
from collections.abc import Mapping
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Any

from planner.core.rounding import at_least, at_most
from planner.scenario.load import merge
from planner.scenario.requirement_kinds import Path

FEWEST_DECIMALS, MOST_DECIMALS = 3, 12
READABLE_DIGITS = 4
"""Digits of a rounded sum of money: within a thousandth of it."""


def share_below(people: int, size: int) -> float:
    """The share with the fewest decimals (three at least) of which `people` of `size` is the least whole number."""
    return _share(people, size, ROUND_FLOOR)


def share_above(people: int, size: int) -> float:
    """The share with the fewest decimals (three at least) of which `people` of `size` is the largest whole number."""
    return _share(people, size, ROUND_CEILING)


def _share(people: int, size: int, rounding: str) -> float:
    exact = Decimal(people) / Decimal(size)
    count = at_least if rounding == ROUND_FLOOR else at_most
    for decimals in range(FEWEST_DECIMALS, MOST_DECIMALS + 1):
        share = exact.quantize(Decimal(1).scaleb(-decimals), rounding=rounding)
        if count(share, size) == people:
            return float(share)
    raise ValueError("no share of this size is that number of people")


def money_above(vnd: int) -> int:
    """The next sum with four digits that count."""
    step = 10 ** max(0, len(str(vnd)) - READABLE_DIGITS)
    return -(-vnd // step) * step


def ratio_above(ratio: Decimal, decimals: int = 2) -> Decimal:
    """The next ratio with so many decimals."""
    return ratio.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_CEILING)


class Edited:
    """A scenario's mapping under change; `change` is what an extending file would have to say."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self._old = data
        self.data: dict[str, Any] = copy.deepcopy(dict(data))

    def put(self, path: Path, value: Any) -> None:
        """Sets a key; the mappings on the way are made where they are missing, entries of a list are found by number or by name.

        None takes a key out of such an entry; elsewhere it is what an extending file must say, so that the key is absent.
        """
        place: Any = self.data
        listed = False
        for part in path[:-1]:
            if isinstance(place, list):
                place = place[part] if isinstance(part, int) else next(e for e in place if part in (e.get("name"), e.get("by")))
                listed = True
            else:
                if not isinstance(place.get(part), dict | list):
                    place[part] = {}
                place = place[part]
        place[path[-1]] = value
        if value is None and listed:
            del place[path[-1]]

    def change(self) -> dict[str, Any]:
        """The extending mapping as plain JSON values: lists whole, dates as text."""
        return {key: value for key, value in ((k, _difference(self._old.get(k), v)) for k, v in self.data.items()) if value is not _SAME}


_SAME = object()


def _difference(old: Any, new: Any) -> Any:
    if isinstance(old, dict) and isinstance(new, dict):
        inner = {k: _difference(old.get(k, _SAME), v) for k, v in new.items()}
        changed = {k: v for k, v in inner.items() if v is not _SAME}
        return changed or _SAME
    return _SAME if old is not _SAME and old == new else plain(new)


def plain(value: Any) -> Any:
    """A value of a scenario's mapping as JSON knows it."""
    if isinstance(value, Mapping):
        return {str(k): plain(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [plain(v) for v in value]
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value


def repaired(data: Mapping[str, Any], change: Mapping[str, Any]) -> dict[str, Any]:
    """The scenario's mapping after a repair, its leaving dates as dates."""
    whole = copy.deepcopy(merge(dict(data), dict(change)))
    for period in whole.get("periods", []):
        if isinstance(period.get("leave_on"), str):
            period["leave_on"] = dt.date.fromisoformat(period["leave_on"])
    return whole
