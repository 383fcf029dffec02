"""The people sheet: one row a person. What is read stands first and is printed; facts stand to its right; keys, folded away, at the end.

The other sheets count its rows: their formulas follow a decision that somebody changes here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from planner.core.vocabulary import EXIT_ROUTES, SECONDMENTS
from planner.instance.options import NO_PERIOD
from planner.plan.doubtful_law import doubts_of, records
from planner.plan.plan import Run
from planner.plan.tables import binding, law_used
from planner.plan.tables.figures import chosen_of
from planner.plan.tables.labels import heading, label, labels_of_list
from planner.plan.tables.people import people
from planner.plan.tables.profile import rank_groups
from planner.report.books import book as books
from planner.report.books.book import FOLDED, Book, Column
from planner.report.books.cell_values import values_of
from planner.report.books.plan.asked import Asked, asked
from planner.report.books.streamed_rows import ROWS_AT_ONCE

PRINTED = ("employee_id", "full_name", "birth_date", "unit_name", "position_title", "merit", "decision_words", "leave_on", "cost_vnd")
FACTS = (
    "reason", "period", "to_unit", "involuntary", "regime", "legal_basis", "current_salary_vnd", "sex", "age", "position_level", "category", "rank_group", "kind",
    "rating_1", "rating_2", "rating_3", "attention_groups", "key_role", "volunteers", "lock",
)  # fmt: skip
KEYS = ("decision", "unit", "unit_number", "period_number")
"""What programs and formulas read."""
COLUMNS = (*PRINTED, *FACTS, *KEYS)
KINDS = {
    "birth_date": "date", "leave_on": "date", "cost_vnd": "money", "current_salary_vnd": "money", "age": "int", "merit": "points",
    "unit_number": "int", "period_number": "int", "position_title": "wrap", "unit_name": "wrap", "decision_words": "wrap",
}  # fmt: skip
WIDTHS = {
    "employee_id": 13.0, "full_name": 25.0, "birth_date": 11.5, "unit_name": 38.0, "position_title": 26.0, "merit": 8.0, "decision_words": 23.0, "leave_on": 11.5,
    "cost_vnd": 14.0, "reason": 66.0, "period": 12.0, "to_unit": 30.0, "involuntary": 12.0, "regime": 14.0, "legal_basis": 60.0, "current_salary_vnd": 16.0,
    "sex": 9.0, "age": 8.0, "position_level": 22.0, "category": 20.0, "rank_group": 10.0, "kind": 18.0, "rating_1": 28.0, "rating_2": 28.0, "rating_3": 28.0,
    "attention_groups": 30.0, "key_role": 12.0, "volunteers": 22.0, "lock": 14.0, **dict.fromkeys(KEYS, 14.0),
}  # fmt: skip
"""Given, and not found from the cells: looking through long columns takes longer than writing them."""
WORDED = (
    "sex", "position_level", "category", "kind", "rating_1", "rating_2", "rating_3", "volunteers", "lock", "regime", "key_role", "involuntary",
)  # fmt: skip
UNSAID = {"involuntary": False, "key_role": False, "volunteers": "no", "lock": "none"}
"""What holds for most people and is left blank, so that the others stand out."""
Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class PeopleSheet:
    """The people of a plan as the sheet shows them, and where its columns stand, for the formulas of other sheets.

    frame: a row a person, columns of `tables.people`, values as in the roster and in decisions.csv.
    """

    book: Book
    run: Run
    frame: pd.DataFrame

    @cached_property
    def law(self) -> pd.DataFrame:
        """`tables.law_used` in the book's language."""
        return law_used(self.run, self.book.lang)

    @cached_property
    def binding(self) -> pd.DataFrame:
        """`tables.binding`, which two sheets list."""
        return binding(self.run)

    @cached_property
    def asked(self) -> list[Asked]:
        """Everything that the scenario asks, which two sheets tell."""
        return asked(self.run.instance, self.book.lang)

    @cached_property
    def doubts(self) -> list[dict[str, Any]]:
        """What hangs on doubtful readings of the law, the largest effect first: `doubtful_law.records`."""
        told = self.run.summary.get("doubts")
        if told is not None and self.run.summary["provenance"]["lang"] == self.book.lang:
            return told  # priced once already, for plan.json
        return records(doubts_of(self.run, self.book.lang))

    @property
    def rows(self) -> int:
        """How many people."""
        return len(self.frame)

    def ref(self, column: str) -> str:
        """The cells of a column, without its heading."""
        return self.book.ref("people", COLUMNS.index(column), 1, max(self.rows, 1))

    @cached_property
    def leaves(self) -> Mask:
        """Who leaves, by whatever exit."""
        return self.frame["decision"].isin(EXIT_ROUTES).to_numpy(dtype=bool)

    def counted(self, *conditions: str) -> str:
        """A formula's part: how many people fulfil conditions, each `range,criterion`."""
        return f"COUNTIFS({','.join(conditions)})"

    def deciding(self, decisions: Iterable[str], *conditions: str) -> str:
        """A formula's part: how many people have one of the decisions, and fulfil the conditions."""
        return f"SUMPRODUCT(COUNTIFS({','.join([*conditions, self.ref('decision')])},{listed(decisions)}))"

    def summed(self, column: str, decisions: Iterable[str], *conditions: str) -> str:
        """A formula's part: the sum of a column over those who have one of the decisions, and fulfil the conditions."""
        return f"SUMPRODUCT(SUMIFS({','.join([self.ref(column), *conditions, self.ref('decision')])},{listed(decisions)}))"


def listed(words: Iterable[str]) -> str:
    """Words as a list inside a formula."""
    return "{" + ",".join(f'"{word}"' for word in words) + "}"


def people_sheet(book: Book, run: Run) -> PeopleSheet:
    """The people of a run, in the book's language."""
    frame = people(run, book.lang)
    chosen = chosen_of(run)
    period = run.instance.options.period[chosen].astype(np.int64)
    frame["current_salary_vnd"] = run.instance.options.salary_vnd[chosen]
    frame["rank_group"] = rank_groups(run.instance.people).to_numpy()
    structure = run.instance.structure
    frame["kind"] = structure.units["kind"].to_numpy()[structure.unit_of]
    frame["unit_number"] = structure.unit_of + 1
    frame["period_number"] = np.where(period == NO_PERIOD, 0, period + 1)
    return PeopleSheet(book, run, frame)


def people_columns(people: PeopleSheet) -> list[Column]:
    """The columns of the sheet. English headings are the canonical names of decisions.csv, Vietnamese ones are in words."""
    lang, frame = people.book.lang, people.frame.copy(deep=False)
    units = people.run.instance.structure.units
    names = dict(zip(units["unit"].astype(str), units["name"].astype(str), strict=True))
    frame["decision_words"] = _worded(frame["decision"], "decision", lang)
    frame["attention_groups"] = _worded(frame["attention_groups"], "attention_groups", lang)
    frame["to_unit"] = frame["to_unit"].map(lambda unit: names.get(unit, unit))
    for name, usual in UNSAID.items():
        frame[name] = frame[name].astype(object).where(frame[name] != usual, None)
    for name in WORDED:
        frame[name] = _worded(frame[name], name, lang)
    return [Column(_heading(name, lang), KINDS.get(name, "text"), _values(frame[name]), WIDTHS[name]) for name in COLUMNS]


def write_people(people: PeopleSheet) -> None:
    """Write the sheet; the columns of `PRINTED` are printed, those of `KEYS` are folded away."""
    book = people.book
    sheet = book.table("people", people_columns(people), printed=len(PRINTED), portrait=True)
    sheet.set_column(len(COLUMNS) - len(KEYS), len(COLUMNS) - 1, 14, None, FOLDED)
    sheet.set_column(len(COLUMNS), len(COLUMNS), 9, None, {"collapsed": True})


def _heading(name: str, lang: str) -> str:
    """In words, but for what programs look for: the keys, and the id in English."""
    if name in KEYS or (lang == "en" and name == "employee_id"):
        return name
    return heading({"decision_words": "decision"}.get(name, name), lang)


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
