"""The same people on two terms: what each would get at best, who gains, who loses, for whom a way opens or closes.

A and B are the two sides. Every difference is B less A, in whole VND, so that swapping the sides negates it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from planner.core.dates import IntArray
from planner.core.errors import InputError, Problem
from planner.core.vocabulary import CHOSEN_ROUTES, NATURAL_ROUTES, Decision
from planner.policy.benefits import ROUTES, Benefits, compute_facts
from planner.policy.decrees.regime import REGIMES
from planner.policy.law.parameters import EVIDENCE, Law, load_law
from planner.policy.person.facts import Bools, Facts, facts_of
from planner.policy.terms import Terms

CHANGES = ("same", "gains", "loses", "opens", "closes", "none")
SAME, GAINS, LOSES, OPENS, CLOSES, NONE = range(len(CHANGES))
"""The same amount, more, less, open in B alone, open in A alone, open in neither."""
NO_ROUTE = ""


@dataclass(frozen=True)
class ReplaySide:
    """One side: its terms, the law's answer, and for each person (n,) the best route counted.

    best: row of `ROUTES`, -1 where nothing is open. amount: its total, whole VND. open: whether a chosen route is open.
    """

    terms: Terms
    benefits: Benefits
    best: IntArray
    amount: IntArray
    open: Bools


@dataclass(frozen=True)
class Replay:
    """The same n people on two terms. `routes`: the chosen routes that count for the best one, in the law's order."""

    source: pd.DataFrame
    left: ReplaySide
    right: ReplaySide
    routes: tuple[Decision, ...]

    @cached_property
    def people(self) -> pd.DataFrame:
        """A row a person, in the roster's order.

        employee_id, full_name, unit, position_title, category; for each side (`_a`, `_b`) months_early, route (best
        one, "" where none is open), regime, total_vnd, evidence; difference_vnd; change (a word of `CHANGES`).
        """
        keys = ("employee_id", "full_name", "unit", "position_title", "category")
        columns: dict[str, Any] = {name: self.source[name].array for name in keys}
        for mark, side in (("a", self.left), ("b", self.right)):
            columns |= {f"{name}_{mark}": values for name, values in _best_columns(side).items()}
        columns["difference_vnd"] = self.right.amount - self.left.amount
        change = change_of(self.left.open, self.right.open, columns["difference_vnd"])
        columns["change"] = words(CHANGES, change)
        return pd.DataFrame(columns)

    @cached_property
    def totals(self) -> dict[str, int]:
        """people, open_a, open_b, total_vnd_a, total_vnd_b, difference_vnd; people and money of each change.

        `gains` is a number of people and `gains_vnd` their difference; likewise for each word of `CHANGES`.
        """
        row = self._summed(pd.Series(0, index=self.people.index))
        return {str(name): int(value) for name, value in row.iloc[0].items()} if len(row) else _nothing()

    def by(self, column: str) -> pd.DataFrame:
        """The figures of `totals` for each value of a column of `people`, first its name; in the roster's order."""
        return self._summed(self.people[column].astype("str")).rename_axis(column).reset_index()

    @cached_property
    def by_route(self) -> pd.DataFrame:
        """A row a route counted: people whose best it is and their money (adds up to `totals`), and how many it is open to.

        route, best_a, best_b, total_vnd_a, total_vnd_b, difference_vnd, open_a, open_b, and the sums that would be paid
        if everybody took it: all_vnd_a, all_vnd_b.
        """
        rows = []
        for number in counted_rows(self.routes):
            row: dict[str, Any] = {"route": str(ROUTES[number])}
            for mark, side in (("a", self.left), ("b", self.right)):
                mine = side.best == number
                row[f"best_{mark}"] = int(mine.sum())
                row[f"total_vnd_{mark}"] = int(side.amount[mine].sum())
                row[f"open_{mark}"] = int(side.benefits.eligible[number].sum())
                row[f"all_vnd_{mark}"] = int(side.benefits.total_vnd[number].sum())
            row["difference_vnd"] = row["total_vnd_b"] - row["total_vnd_a"]
            rows.append(row)
        order = ["route", "best_a", "best_b", "total_vnd_a", "total_vnd_b", "difference_vnd", "open_a", "open_b", "all_vnd_a", "all_vnd_b"]
        return pd.DataFrame(rows)[order]

    def _summed(self, key: pd.Series) -> pd.DataFrame:
        """The figures of `totals`, a row for each value of `key`."""
        change = self.people["change"].cat.codes.to_numpy()
        difference = self.people["difference_vnd"].to_numpy()
        columns: dict[str, Any] = {
            "people": np.ones(len(key), np.int64),
            "open_a": self.left.open.astype(np.int64),
            "open_b": self.right.open.astype(np.int64),
            "total_vnd_a": self.left.amount,
            "total_vnd_b": self.right.amount,
            "difference_vnd": difference,
        }
        for code, name in enumerate(CHANGES):
            columns[name] = (change == code).astype(np.int64)
            columns[f"{name}_vnd"] = np.where(change == code, difference, 0)
        return pd.DataFrame(columns).groupby(key.to_numpy(), sort=False, observed=True).sum()


def replay(
    people: pd.DataFrame,
    left: Terms,
    right: Terms,
    law: Law | None = None,
    routes: Iterable[Decision] = CHOSEN_ROUTES,
) -> Replay:
    """The people (typed as `roster.frame` says) on both terms.

    routes: the chosen routes among which the best is sought; natural ones always count. InputError where no decree
    covers the dates of a side, or a figure is beyond any salary.
    """
    wanted = set(routes)
    counted = tuple(route for route in CHOSEN_ROUTES if route in wanted)
    facts = facts_of(people, law or load_law())
    first, second = _both(facts, left, right)
    return Replay(people, _side(left, first, counted), _side(right, second, counted), counted)


def _both(facts: Facts, left: Terms, right: Terms) -> list[Benefits]:
    """The law's answer for both sides; InputError with what is wrong with either."""
    found: list[Benefits] = []
    problems: list[Problem] = []
    for terms in (left, right):
        try:
            found.append(compute_facts(facts, terms))
        except InputError as error:
            problems.extend(error.problems)
    if problems:
        raise InputError({p.sentence(): p for p in problems}.values())
    return found


def counted_rows(routes: Iterable[Decision]) -> list[int]:
    """The rows of `ROUTES` that count: the natural ones and `routes`."""
    return [number for number, route in enumerate(ROUTES) if route in (*NATURAL_ROUTES, *routes)]


def change_of(open_a: Bools, open_b: Bools, difference: IntArray) -> npt.NDArray[np.int8]:
    """An index into `CHANGES` for each pair."""
    conditions = [~open_a & ~open_b, ~open_a, ~open_b, difference > 0, difference < 0]
    return np.select(conditions, [NONE, OPENS, CLOSES, GAINS, LOSES], SAME).astype(np.int8)


def words(names: Iterable[str], codes: npt.NDArray[Any]) -> Any:
    """`names[code]` as categories, all of them kept; -1 is absent."""
    return pd.Categorical.from_codes(codes, categories=pd.Index(list(names)))


def _side(terms: Terms, benefits: Benefits, routes: tuple[Decision, ...]) -> ReplaySide:
    """The best route of each person: the highest total, the first of the law's order where two are equal."""
    chosen = [ROUTES.index(route) for route in routes]
    worth = np.full(benefits.eligible.shape, -1, dtype=np.int64)
    for row in counted_rows(routes):
        worth[row] = np.where(benefits.eligible[row], benefits.total_vnd[row], -1)
    best, amount = worth.argmax(axis=0), worth.max(axis=0)
    is_open: Bools = np.any(benefits.eligible[chosen], axis=0)
    return ReplaySide(terms, benefits, np.where(amount < 0, -1, best), np.maximum(amount, 0), is_open)


def _best_columns(side: ReplaySide) -> dict[str, Any]:
    """The columns of one side for its best routes."""
    benefits, n = side.benefits, np.arange(len(side.best))
    row = np.maximum(side.best, 0)
    found = side.best >= 0
    return {
        "months_early": benefits.months_early,
        "route": words((*ROUTES, NO_ROUTE), np.where(found, side.best, len(ROUTES))),
        "regime": words(REGIMES, np.where(found, benefits.regime[row, n], 0)),
        "total_vnd": side.amount,
        "evidence": words((*EVIDENCE, ""), np.where(found, benefits.evidence[row, n], len(EVIDENCE))),
    }


def _nothing() -> dict[str, int]:
    """`totals` of nobody."""
    figures = ["people", "open_a", "open_b", "total_vnd_a", "total_vnd_b", "difference_vnd"]
    return dict.fromkeys([*figures, *(name + end for name in CHANGES for end in ("", "_vnd"))], 0)
