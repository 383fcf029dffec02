"""The staff that a unit needs for its work: volumes of work, people for each hundred, what remains once tasks are given away."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from math import ceil
from typing import Annotated

from pydantic import Field

from planner.scenario.values import Number, Part, Text, json_number

Quantity = Annotated[Number, Field(ge=0, le=10**12, decimal_places=6), json_number(minimum=0, maximum=10**12)]
Left = Annotated[Number, Field(ge=0, le=1, decimal_places=6), json_number(minimum=0, maximum=1)]
BY_WORKLOAD = "workload"
"""In place of a unit's least number of people: what it needs for its work."""


class Workload(Part):
    """One kind of work of a unit."""

    unit: Text
    """Id of the unit (after `reorganise`) that does it."""
    driver: Text
    """What is counted: files, licences, inspections."""
    volume: Quantity
    """How many there are in a year."""
    people_per_100: Quantity
    """People that a hundred of them take."""
    remains: Left = Decimal(1)
    """Share of the volume that is left once tasks are devolved or procedures abolished."""

    @property
    def people(self) -> Fraction:
        """People that it takes, exactly."""
        return Fraction(self.volume) * Fraction(self.remains) * Fraction(self.people_per_100) / 100


def needs(work: Sequence[Workload]) -> dict[str, int]:
    """Unit id to the people that its work takes: the sum over its entries, rounded up once, in exact fractions."""
    found: dict[str, Fraction] = {}
    for entry in work:
        found[entry.unit] = found.get(entry.unit, Fraction(0)) + entry.people
    return {unit: ceil(people) for unit, people in found.items()}


def named_twice(work: Sequence[Workload]) -> Iterator[int]:
    """Places of entries that count what another entry of the same unit counts already."""
    seen: Counter[tuple[str, str]] = Counter()
    for i, entry in enumerate(work):
        seen[entry.unit, entry.driver] += 1
        if seen[entry.unit, entry.driver] > 1:
            yield i
