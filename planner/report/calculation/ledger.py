"""What the steps read, noted as they read it: facts of the person and numbers of the law, each with its place."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd

from planner.core.columns import ROSTER_BY_NAME
from planner.core.texts import Message, text
from planner.plan.tables.labels import heading
from planner.policy.decrees.rule import DecreeCase, citation
from planner.policy.law.parameters import Dated, Law
from planner.policy.person.money import COEFFICIENT_SCALE
from planner.report.calculation.formula import Given, number
from planner.report.calculation.model import Fact, LawNumber

Place = Callable[[str], "tuple[str, str | None, int, int | str | None] | None"]
PERCENT = 100


class Ledger:
    """Reads for one person under one decree; `facts` and `numbers` hold what was read, in order, each once;
    `dated` holds the same numbers as the law has them.

    place: where the roster holds a column of the person; None where it knows no file.
    """

    def __init__(self, person: pd.Series, case: DecreeCase, place: Place | None = None) -> None:
        self.person, self.case, self.place = person, case, place
        self.facts: dict[str, Fact] = {}
        self.numbers: dict[str, LawNumber] = {}
        self.dated: dict[str, Dated] = {}

    @property
    def law(self) -> Law:
        """The law that the case was judged with."""
        return self.case.moment.law

    def fact(self, column: str) -> Given:
        """A number of the roster (months, coefficient, đồng; percentages as shares), noted as used."""
        value = self.note(column)
        scale = {"decimal": COEFFICIENT_SCALE, "percent": COEFFICIENT_SCALE // PERCENT}.get(ROSTER_BY_NAME[column].kind, 1)
        exact = Fraction(int(np.rint(float(value) * scale)), scale) if scale > 1 else Fraction(int(value))
        if ROSTER_BY_NAME[column].kind == "percent":
            return number(exact / PERCENT, f"fact:{column}", percent=True)
        return number(exact, f"fact:{column}")

    def has(self, column: str) -> bool:
        """Whether the roster gives a number other than 0; asking is not using."""
        value = self.person[column]
        return bool(value == value and value is not pd.NA and value != 0)

    def note(self, column: str) -> Any:
        """Any fact of the roster, noted as used."""
        value = self.person[column]
        value = value.item() if hasattr(value, "item") else value
        self.facts.setdefault(column, Fact(column, value, "roster", self.place(column) if self.place else None))
        return value

    def asked(self, column: str, value: dt.date) -> None:
        """A date that was asked for, noted as used."""
        self.facts.setdefault(column, Fact(column, value, "asked"))

    def by_law(self, column: str, name: str, on: dt.date) -> Given:
        """A percentage that the law gives where the roster says nothing."""
        found = self.common(name, on)
        share = found.value / PERCENT
        self.facts.setdefault(column, Fact(column, float(found.value), "law", None, citation(self.law, name, on)))
        return number(share, f"fact:{column}", percent=True)

    def own(self, name: str) -> Given:
        """A number of the decree on its day."""
        return self.common(f"{self.case.decree}.{name}", self.case.on)

    def common(self, name: str, on: dt.date) -> Given:
        """A number of the law in force on a day."""
        value = self.law.on(name, on)
        self.read(name, on, Fraction(str(value)))
        return number(value, f"law:{name}")

    def reading(self, name: str, on: dt.date) -> Any:
        """A reading that is no number (yes or no, a list of columns, a day), noted as used."""
        value = self.law.on(name, on)
        self.read(name, on, None)
        return value

    def own_reading(self, name: str) -> Any:
        """As `reading`, of the decree on its day."""
        return self.reading(f"{self.case.decree}.{name}", self.case.on)

    def read(self, name: str, on: dt.date, value: Fraction | None) -> None:
        """Notes a number of the law as used."""
        if name in self.numbers:
            return
        parameter = self.law.parameter(name)
        dated = parameter.at(on)
        says = None if value is not None else _says(dated.value)
        self.dated[name] = dated
        self.numbers[name] = LawNumber(
            name, parameter.description, parameter.unit, value, says, citation(self.law, name, on),
            dated.reference.href, dated.evidence, dated.assumed,
        )  # fmt: skip

    def cite(self, *names: str) -> tuple[Message, ...]:
        """Where numbers that were read stand; each place once."""
        found = {str(self.numbers[name].cite.params["title"]): self.numbers[name].cite for name in names}
        return tuple(found.values())

    def own_cite(self, *names: str) -> tuple[Message, ...]:
        """As `cite`, for the decree's numbers."""
        return self.cite(*(f"{self.case.decree}.{name}" for name in names))


def _says(value: Any) -> Message | None:
    """A reading in words; None for tables, of which a step shows its row."""
    if isinstance(value, bool):
        return Message("words.yes" if value else "words.no")
    if isinstance(value, dt.date):
        return Message("sheet.a_day", {"day": value})
    if isinstance(value, tuple) and all(isinstance(word, str) for word in value):
        return Columns("sheet.columns", {"columns": value})
    return None


class Columns(Message):
    """Columns of the roster by their headings: `Columns("sheet.columns", {"columns": ("seniority_pct",)})`."""

    def render(self, lang: str = "en") -> str:
        """The headings, joined by commas; "none" where there are none."""
        shown = ", ".join(heading(column, lang).removesuffix(" (%)") for column in self.params["columns"])
        return shown or text("sheet.no_columns", lang)
