"""One person's calculation sheet (phiếu tính chế độ) as data: facts, steps, items, total, doubts; no words, no layout."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal

from planner.core.texts import Message
from planner.core.vocabulary import Decision
from planner.policy.terms import Terms
from planner.report.calculation.formula import Formula

Measure = Literal["vnd", "coefficient", "months", "years", "month", "check", "age"]
Source = Literal["roster", "law", "asked"]


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact that a step used. source: the roster, the law (where the roster says nothing) or who asked.

    place: (file, sheet, row, column) of the cell where the roster knows it. cite: where source is the law.
    """

    column: str
    value: Any
    source: Source
    place: tuple[str, str | None, int, int | str | None] | None = None
    cite: Message | None = None

    @property
    def ref(self) -> str:
        """How steps name it."""
        return f"fact:{self.column}"


@dataclass(frozen=True, slots=True)
class LawNumber:
    """A number of the law that a step used. value: as a number; None for readings that are no number (`says`)."""

    name: str
    description: Mapping[str, str]
    unit: str
    value: Fraction | None
    says: Message | None
    cite: Message
    href: str | None
    evidence: int
    assumed: str

    @property
    def ref(self) -> str:
        """How steps name it."""
        return f"law:{self.name}"


@dataclass(frozen=True, slots=True)
class Line:
    """One step. formula None: a result that is only stated (a note says why). measure: of the result."""

    key: str
    label: Message
    formula: Formula | None
    result: Fraction
    measure: Measure
    notes: tuple[Message, ...] = ()
    cites: tuple[Message, ...] = ()

    @property
    def ref(self) -> str:
        """How later steps name it."""
        return f"line:{self.key}"


@dataclass(frozen=True, slots=True)
class Considered:
    """What one decree in force gives for the route: the total, or why not. chosen: the one that counts."""

    regime: str
    total_vnd: int
    why_not: Message | None
    chosen: bool


@dataclass(frozen=True, slots=True)
class PricedReading:
    """Another reading of a doubtful number. total_vnd: what the route would give then; None where it would be closed."""

    says: Mapping[str, str]
    total_vnd: int | None


@dataclass(frozen=True, slots=True)
class LegalDoubt:
    """A number of the law with the mark K2 or `?` that the sheet used, with what hangs on it where a reading is known."""

    number: LawNumber
    readings: tuple[PricedReading, ...]


@dataclass(frozen=True, slots=True)
class SheetOrigin:
    """Where the sheet comes from: fingerprints of roster and law, the day it was made, the programme's version."""

    roster: str
    roster_sha256: str
    law_sha256: str
    law_checked_on: dt.date
    made_on: dt.date
    planner: str


@dataclass(frozen=True)
class Calculation:
    """The whole sheet. Every printed number follows from `facts` and `law` by the steps.

    leave_on: the leaving date that the sheet states, of a natural exit its own; ages and months are counted on that of `terms`.

    salary, times, conditions, items: the steps in order; items are the sums of money of the route, the last line of
    `items` is the total. regime: "" for natural routes, which have a `sentence` and no money. person: heading facts
    (employee_id, full_name, birth_date, sex, unit, unit_name, position_title, category). evidence: the weakest mark
    of the row, index into `parameters.EVIDENCE`. considered: where more than one decree is in force.
    """

    person: Mapping[str, Any]
    route: Decision
    terms: Terms
    leave_on: dt.date
    regime: str
    facts: tuple[Fact, ...]
    law: tuple[LawNumber, ...]
    conditions: tuple[Line, ...]
    times: tuple[Line, ...]
    salary: tuple[Line, ...]
    items: tuple[Line, ...]
    total_vnd: int
    sentence: Message | None
    basis: Message | None
    evidence: int
    considered: tuple[Considered, ...]
    doubts: tuple[LegalDoubt, ...]
    assumptions: tuple[Message, ...]
    warnings: tuple[Message, ...]
    origin: SheetOrigin
    issuer: str = ""

    @property
    def lines(self) -> tuple[Line, ...]:
        """Every step, in the order of the calculation."""
        return (*self.times, *self.conditions, *self.salary, *self.items)
