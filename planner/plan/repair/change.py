"""A repair as a change of the scenario: the mapping that a file which `extends` the scenario would hold."""

from __future__ import annotations

import copy
import datetime as dt
from collections.abc import Mapping
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Any

from planner.core.plain import plain
from planner.core.rounding import at_least, at_most
from planner.scenario.load import merge
from planner.scenario.paths import KeyPath, difference, entry_at, get, put

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

    def put(self, path: KeyPath, value: Any) -> None:
        """Sets a key; mappings on the way are made where they are missing, entries of a list are found by number or by name.

        None takes a key out of such an entry; elsewhere it is what an extending file must say, so that the key is absent.
        """
        steps: list[str | int] = []
        for step in path:
            place = get(self.data, steps)
            at = entry_at(place, str(step)) if isinstance(place, list) else None
            steps.append(step if at is None else at)
        self.data = put(self.data, steps, value, null=not any(isinstance(step, int) for step in steps))

    def change(self) -> dict[str, Any]:
        """The extending mapping as plain JSON values: lists whole, dates as text."""
        own = difference(self._old, self.data)
        assert own is not None, "a file that extends another takes no key out"
        return dict(plain(own))


def repaired(data: Mapping[str, Any], change: Mapping[str, Any]) -> dict[str, Any]:
    """The scenario's mapping after a repair, its leaving dates as dates."""
    whole = copy.deepcopy(merge(dict(data), dict(change)))
    for period in whole.get("periods", []):
        if isinstance(period.get("leave_on"), str):
            period["leave_on"] = dt.date.fromisoformat(period["leave_on"])
    return whole
