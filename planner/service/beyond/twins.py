"""Equal cases decided otherwise, and what separates the nearly equal ones. `planner twins`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

from planner.core.vocabulary import CHOSEN, STAYS
from planner.optimise.model.alike import same_case
from planner.optimise.model.rows import RowName
from planner.plan.explain.nearest import nearest_otherwise
from planner.scenario.requirement_kinds import TWINS
from planner.service.beyond.case import Case
from planner.service.beyond.contested import CONTESTED, Contested

COLUMNS = ("employee_id", "other_id", "kind", "decision", "other_decision", "separated_by", "detail", "value", "other_value", "proven")
TWIN, NEAREST = "twin", "nearest"
NOTHING, LAW, LOCKED, REQUIREMENT, MERIT, WEIGHT = "nothing", "law", "decided", "requirement", "merit", "weight"


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
                yield _row(case, leaver, stayer, TWIN, (NOTHING, "", None, None), True)


def _nearest(case: Case, open_cases: Contested) -> Iterator[dict[str, Any]]:
    instance = case.run.instance
    decision = instance.options.decision[case.chosen]
    contested = open_cases.table["class"].eq(CONTESTED).to_numpy() & np.isin(decision, CHOSEN)
    proven = open_cases.table["proven"].to_numpy()
    for person in np.flatnonzero(contested).tolist():
        near = nearest_otherwise(instance, case.chosen, person)
        if near is not None and np.isin(decision[near.row], STAYS):
            yield _row(case, person, near.row, NEAREST, separation(case, person, near.row), bool(proven[person]))


def separation(case: Case, one: int, other: int) -> tuple[str, str, Any, Any]:
    """(what, detail, value, other value): the first thing that tells two people (rows of the roster) apart.

    In this order: `law` opens other exits, at another cost, or in another way (voluntary or not); a decision already taken
    (`decided`: lock, key role, kept by name); a `requirement` counts them otherwise (its key); `merit`; `weight`: the goal
    weighs them otherwise; `nothing`.
    """
    options, merit = case.run.instance.options, case.run.instance.merit
    mine, theirs = (_of_law(case, person) for person in (one, other))
    for name, at in (("exits", 0), ("cost_vnd", 1), ("involuntary", 2)):
        a, b = mine[at], theirs[at]
        if a != b:
            return LAW, name, _first(a, b), _first(b, a)
    spans = [slice(int(options.start[p]), int(options.start[p + 1])) for p in (one, other)]
    if not np.array_equal(options.barred[spans[0]], options.barred[spans[1]]):
        return LOCKED, "", int(options.barred[spans[0]].max()), int(options.barred[spans[1]].max())
    row = _first_row(case, *spans)
    if row is not None:
        return REQUIREMENT, f"{row.requirement} [{row.shown}]" if row.shown else row.requirement, None, None
    if merit[one] != merit[other]:
        return MERIT, "", float(merit[one]), float(merit[other])
    if not np.array_equal(case.model.gain[spans[0]], case.model.gain[spans[1]]):
        return WEIGHT, "", None, None
    return NOTHING, "", None, None


def _of_law(case: Case, person: int) -> tuple[tuple[Any, ...], ...]:
    """What the law gives a person, option by option: (decision and period), cost, involuntary."""
    options = case.run.instance.options
    own = slice(int(options.start[person]), int(options.start[person + 1]))
    open_to = tuple(zip(options.decision[own].tolist(), options.period[own].tolist(), strict=True))
    return open_to, tuple(options.cost_vnd[own].tolist()), tuple(options.involuntary[own].tolist())


def _first(mine: tuple[Any, ...], theirs: tuple[Any, ...]) -> Any:
    """The first entry that is not the other's: a number of options, an amount."""
    if len(mine) != len(theirs) or isinstance(mine[0], tuple):
        return len(mine)
    return next(a for a, b in zip(mine, theirs, strict=True) if a != b)


def _first_row(case: Case, mine: slice, theirs: slice) -> RowName | None:
    """The first requirement that counts two people with the same options otherwise; those with a price first."""
    columns = case.model.rows.columns
    apart = columns[:, mine.start : mine.stop] - columns[:, theirs.start : theirs.stop]
    rows = np.unique(apart.tocoo().row[apart.tocoo().data != 0])
    rows = np.array([r for r in rows if not case.model.rows.names[r].kind.always and case.model.rows.names[r].kind != TWINS], dtype=np.int64)
    if not len(rows):
        return None
    return case.model.rows.names[rows[np.argsort(case.prices[rows] == 0, kind="stable")[0]]]


def _row(case: Case, one: int, other: int, kind: str, apart: tuple[str, str, Any, Any], proven: bool) -> dict[str, Any]:
    decisions = case.run.decisions
    assert decisions is not None
    said = decisions["decision"].to_numpy()
    named = {"employee_id": case.ids[one], "other_id": case.ids[other], "kind": kind, "decision": said[one], "other_decision": said[other]}
    return {**named, **dict(zip(("separated_by", "detail", "value", "other_value"), apart, strict=True)), "proven": proven}
