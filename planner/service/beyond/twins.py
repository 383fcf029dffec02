"""Equal cases decided otherwise, and what separates the nearly equal ones. `planner twins`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from planner.core.vocabulary import CHOSEN, DECISIONS, STAYS
from planner.optimise.model.alike import same_case
from planner.optimise.model.rows import RowName
from planner.plan.explain.nearest import nearest_otherwise
from planner.scenario.requirement_kinds import TWINS
from planner.service.beyond.case import Case
from planner.service.beyond.contested import CONTESTED, Contested

COLUMNS = ("employee_id", "other_id", "kind", "decision", "other_decision", "separated_by", "detail", "route", "period", "value", "other_value", "proven")
TWIN, NEAREST = "twin", "nearest"
_OfLaw = dict[tuple[int, int], tuple[int, bool]]
NOTHING, LAW, LOCKED, REQUIREMENT, MERIT, WEIGHT = "nothing", "law", "decided", "requirement", "merit", "weight"


class Separation(NamedTuple):
    """The first thing that tells two people apart. detail: `exits`, `cost_vnd` or `involuntary` of `law`, with the route and period
    of the first exit that differs; the key of a `requirement`. value, other_value: the two values, where they are numbers; of
    `exits` 1 where the exit is open, 0 where it is not."""

    separated_by: str
    detail: str = ""
    route: str = ""
    period: str = ""
    value: Any = None
    other_value: Any = None


def twins(case: Case, open_cases: Contested) -> pd.DataFrame:
    """`COLUMNS`: every pair of people decided otherwise whom nothing but their id tells apart (`twin`), then for each contested
    person who leaves the most alike one who stays (`nearest`), with the first thing that separates the two.

    proven: of a nearest pair, whether the person is proven to be contested.
    """
    rows = [*_pairs(case), *_nearest(case, open_cases)]
    return pd.DataFrame(rows, columns=list(COLUMNS)).astype({"proven": bool})


def _pairs(case: Case) -> Iterator[dict[str, Any]]:
    """The pairs of equal people of whom one leaves and the other does not."""
    matrix = case.model.rows.matrix[~case.model.rows.where(lambda kind: kind == TWINS)]
    key, n = same_case(case.run.instance, matrix), case.people
    left = case.leaves[case.choice[:n]]
    _, group, size = np.unique(key, axis=0, return_inverse=True, return_counts=True)
    group = group.reshape(-1)
    leavers = np.bincount(group[left], minlength=len(size))
    for one in np.flatnonzero((leavers > 0) & (leavers < size)).tolist():
        members = np.flatnonzero(group == one)
        for leaver in members[left[members]].tolist():
            for stayer in members[~left[members]].tolist():
                yield _row(case, leaver, stayer, TWIN, Separation(NOTHING), True)


def _nearest(case: Case, open_cases: Contested) -> Iterator[dict[str, Any]]:
    instance = case.run.instance
    decision = instance.options.decision[case.chosen]
    contested = open_cases.table["class"].eq(CONTESTED).to_numpy() & np.isin(decision, CHOSEN)
    proven = open_cases.table["proven"].to_numpy()
    for person in np.flatnonzero(contested).tolist():
        near = nearest_otherwise(instance, case.chosen, person)
        if near is not None and np.isin(decision[near.row], STAYS):
            yield _row(case, person, near.row, NEAREST, separation(case, person, near.row), bool(proven[person]))


def separation(case: Case, one: int, other: int) -> Separation:
    """The first thing that tells two people (rows of the roster) apart.

    In this order: `law` opens other exits, at another cost, or in another way (voluntary or not); a decision already taken
    (`decided`: lock, key role, kept by name); a `requirement` counts them otherwise (its key); `merit`; `weight`: the goal
    weighs them otherwise; `nothing`.
    """
    options, merit = case.run.instance.options, case.run.instance.merit
    by_law = _by_law(case, _of_law(case, one), _of_law(case, other))
    if by_law is not None:
        return by_law
    spans = [slice(int(options.start[p]), int(options.start[p + 1])) for p in (one, other)]
    if not np.array_equal(options.barred[spans[0]], options.barred[spans[1]]):
        return Separation(LOCKED)
    row = _first_row(case, *spans)
    if row is not None:
        return Separation(REQUIREMENT, f"{row.requirement} [{row.shown}]" if row.shown else row.requirement)
    if merit[one] != merit[other]:
        return Separation(MERIT, value=float(merit[one]), other_value=float(merit[other]))
    if not np.array_equal(case.model.gain[spans[0]], case.model.gain[spans[1]]):
        return Separation(WEIGHT)
    return Separation(NOTHING)


def _by_law(case: Case, mine: _OfLaw, theirs: _OfLaw) -> Separation | None:
    """What the law opens to one only, prices otherwise, or calls involuntary for one only."""
    if apart := mine.keys() ^ theirs.keys():
        way = min(apart)
        return Separation(LAW, "exits", *_way(case, way), int(way in mine), int(way in theirs))
    for at, name in enumerate(("cost_vnd", "involuntary")):
        for way, values in mine.items():
            if values[at] != theirs[way][at]:
                return Separation(LAW, name, *_way(case, way), values[at], theirs[way][at])
    return None


def _way(case: Case, way: tuple[int, int]) -> tuple[str, str]:
    """A decision and the name of its period; who stays or moves has none."""
    decision, period = way
    return DECISIONS[decision].value, "" if np.isin(decision, STAYS) else case.run.instance.scenario.periods[period].name


def _of_law(case: Case, person: int) -> _OfLaw:
    """What the law gives a person: (cost, involuntary) of each decision and period."""
    options = case.run.instance.options
    own = slice(int(options.start[person]), int(options.start[person + 1]))
    ways = zip(options.decision[own].tolist(), options.period[own].tolist(), strict=True)
    return dict(zip(ways, zip(options.cost_vnd[own].tolist(), options.involuntary[own].tolist(), strict=True), strict=True))


def _first_row(case: Case, mine: slice, theirs: slice) -> RowName | None:
    """The first requirement that counts two people with the same options otherwise; those with a price first."""
    columns = case.model.rows.columns
    apart = columns[:, mine.start : mine.stop] - columns[:, theirs.start : theirs.stop]
    rows = np.unique(apart.tocoo().row[apart.tocoo().data != 0])
    rows = np.array([r for r in rows if not case.model.rows.names[r].kind.always and case.model.rows.names[r].kind != TWINS], dtype=np.int64)
    if not len(rows):
        return None
    return case.model.rows.names[rows[np.argsort(case.prices[rows] == 0, kind="stable")[0]]]


def _row(case: Case, one: int, other: int, kind: str, apart: Separation, proven: bool) -> dict[str, Any]:
    decisions = case.run.decisions
    assert decisions is not None
    said = decisions["decision"].to_numpy()
    named = {"employee_id": case.ids[one], "other_id": case.ids[other], "kind": kind, "decision": said[one], "other_decision": said[other]}
    return {**named, **apart._asdict(), "proven": proven}
