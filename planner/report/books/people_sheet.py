"""The people sheet: one row a person, what is printed first, what is looked up to the right."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from planner.core.vocabulary import SECONDMENTS
from planner.plan.plan import Run
from planner.plan.tables.figures import chosen_of
from planner.plan.tables.labels import heading, label, labels_of_list
from planner.plan.tables.people import people
from planner.report.books import book as books
from planner.report.books.book import Book, Column
from planner.report.books.cell_values import values_of
from planner.report.books.streamed_rows import ROWS_AT_ONCE

PRINTED = ("employee_id", "full_name", "birth_date", "unit", "position_title", "merit", "decision_words", "leave_on", "cost_vnd", "reason")
FURTHER = (
    "decision", "period", "to_unit", "involuntary", "regime", "legal_basis", "current_salary_vnd", "sex", "age",
    "position_level", "category", "rating_1", "rating_2", "rating_3", "attention_groups", "key_role", "volunteers", "lock", "unit_number",
)  # fmt: skip
COLUMNS = (*PRINTED, *FURTHER)
KINDS = {
    "birth_date": "date", "leave_on": "date", "cost_vnd": "money", "current_salary_vnd": "money", "age": "int", "merit": "points",
    "unit_number": "int", "reason": "wrap", "position_title": "wrap",
}  # fmt: skip
WIDTHS = {"reason": 66.0, "position_title": 32.0, "legal_basis": 60.0, "decision_words": 26.0, "cost_vnd": 15.0}
WORDED = (
    "sex", "position_level", "category", "rating_1", "rating_2", "rating_3", "volunteers", "lock", "regime", "key_role", "involuntary",
)  # fmt: skip
UNSAID = {"involuntary": False, "key_role": False, "volunteers": "no", "lock": "none"}
"""What holds for most people and is left blank, so that the others stand out."""


@dataclass(frozen=True)
class PeopleSheet:
    """Where the columns of the people sheet stand, for the formulas of other sheets. rows: number of people."""

    book: Book
    rows: int

    def ref(self, column: str) -> str:
        """The cells of a column, without its heading."""
        return self.book.ref("people", COLUMNS.index(column), 1, max(self.rows, 1))


def people_columns(run: Run, lang: str) -> list[Column]:
    """The columns of the sheet. English headings are the canonical names of decisions.csv, Vietnamese ones are in words."""
    frame = people(run, lang)
    chosen = chosen_of(run)
    frame["decision_words"] = _worded(frame["decision"], "decision", lang)
    frame["current_salary_vnd"] = run.instance.options.salary_vnd[chosen]
    frame["unit_number"] = run.instance.structure.unit_of + 1
    frame["attention_groups"] = _worded(frame["attention_groups"], "attention_groups", lang)
    for name, usual in UNSAID.items():
        frame[name] = frame[name].astype(object).where(frame[name] != usual, None)
    for name in WORDED:
        frame[name] = _worded(frame[name], name, lang)
    return [Column(_heading(name, lang), KINDS.get(name, "text"), _values(frame[name]), WIDTHS.get(name)) for name in COLUMNS]


def write_people(book: Book, run: Run) -> PeopleSheet:
    """Write the sheet; the columns of `PRINTED` are printed, the others stand to their right."""
    columns = people_columns(run, book.lang)
    sheet = book.table("people", columns, printed=len(PRINTED))
    sheet.set_column(COLUMNS.index("unit_number"), COLUMNS.index("unit_number"), 9)
    return PeopleSheet(book, len(run.instance.people))


def _heading(name: str, lang: str) -> str:
    if lang == "vi" and name != "decision":
        return heading({"decision_words": "decision"}.get(name, name), lang)
    return name


def _worded(values: pd.Series, kind: str, lang: str) -> pd.Series:
    """The words of a column, each different value worded once."""
    word = labels_of_list if kind == "attention_groups" else label
    codes, found = pd.factorize(values, use_na_sentinel=False)
    kind = "rating_1" if kind.startswith("rating_") else kind
    words = np.array([word(kind, v.item() if isinstance(v, np.generic) else v, lang) for v in found], dtype=object)
    return pd.Series(words[codes] if len(codes) else [], index=values.index, dtype=object)


class _Later(Sequence[Any]):
    """A long column whose Python values are made some rows at a time, when they are written."""

    def __init__(self, series: pd.Series) -> None:
        self.series = series

    def __len__(self) -> int:
        return len(self.series)

    def __getitem__(self, at: Any) -> Any:
        return values_of(self.series.iloc[at]) if isinstance(at, slice) else values_of(self.series.iloc[at : at + 1])[0]

    def __iter__(self) -> Iterator[Any]:
        for start in range(0, len(self), ROWS_AT_ONCE):
            yield from self[start : start + ROWS_AT_ONCE]


def _values(series: pd.Series) -> Sequence[Any]:
    """The values of a column; those of a long one are made when they are written."""
    return _Later(series) if len(series) > books.STREAMED_FROM else values_of(series)


def stay_elsewhere(run: Run) -> list[str]:
    """The decisions of a plan with which people stay but have a date: moves, and secondments to the places that are asked for."""
    return ["redeploy", *(decision.value for place, decision in SECONDMENTS.items() if place in run.instance.scenario.secondment)]
