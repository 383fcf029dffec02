"""What would have to change for another outcome of one person, each change confirmed by solving: `planner otherwise`."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from planner.core.columns import RATINGS, values
from planner.core.vocabulary import DECISIONS, NATURAL
from planner.instance.instance import Instance, prepare
from planner.instance.merit import RATING_COLUMNS, merit_points
from planner.optimise.lexicographic import settled
from planner.optimise.model.blocks import is_exit
from planner.optimise.model.build import build, choice_of
from planner.optimise.model.changes import among, without_rows
from planner.optimise.model.rows import Model
from planner.optimise.solve.exact_check import objective_of
from planner.optimise.solve.result import Solution, Status
from planner.optimise.solve.search.core import option_excess
from planner.plan.explain.person import row_of
from planner.service.beyond.case import Case
from planner.service.beyond.side_by_side import SideBySide

COLUMNS = ("change", "detail", "decision", "objective_loss", "gap", "proven")
RATING, MONTHS, LOCK, RULE = "rating", "months", "lock", "rule"
LADDER = (6, 12, 24, 36, 60, 120)
"""Months of insurance more or less that are tried."""
RULES_ASKED, RATINGS_ASKED = 6, 4
"""So many requirements, those that speak most against the other outcome, and so many ratings, the least ones, are solved."""

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Otherwise:
    """What was found of one person. natural: the person leaves naturally, which nothing here changes. leaves: whether the plan
    lets the person go. table: `COLUMNS`, cheapest first. open: questions that time did not allow."""

    employee_id: str
    leaves: bool
    natural: bool
    table: pd.DataFrame
    open: int


@dataclass(frozen=True)
class _Ask:
    """A change: the frame of people with it, or the model without a row, or with the person forced."""

    change: str
    detail: str
    people: pd.DataFrame | None = None
    model: Model | None = None


def otherwise(case: Case, employee_id: str, *, workers: int = 1, progress: Callable[[int, int], None] | None = None) -> Otherwise:
    """The changes that give a person the other outcome (stays, leaves), each confirmed by a plan in which it does.

    objective_loss: what that plan is worth less than the plan at hand, at today's values; below 0 where a requirement was dropped.
    Of ratings and of months the least change that does is told. InputError where nobody has this id (near ones named).
    """
    instance = case.run.instance
    row = row_of(instance.people, employee_id)
    name, mine = str(case.ids[row]), int(case.chosen[row])
    leaves = bool(case.leaves[mine])
    if np.isin(instance.options.decision[mine], NATURAL):
        return Otherwise(name, leaves, True, pd.DataFrame(columns=list(COLUMNS)), 0)
    forced = _forced(case, row, leaves)
    loss = None if forced.objective is None else case.objective - forced.objective
    questions = [_Ask(LOCK, "keep" if leaves else "leave"), *_rules(case, row, mine, leaves)]
    questions += [*_ratings(case, row, leaves, loss), *_months(case, row)]
    found: dict[int, dict[str, Any] | None] = {}

    def ask(place: int) -> dict[str, Any] | None:
        question = questions[place]
        if question.change == LOCK:
            return _answer(case, row, leaves, question, instance, case.model, forced)
        return _asked(case, row, leaves, question) if case.left() > 0 else None

    with SideBySide(ask, workers) as crew:
        for place, answer in crew.answers(range(len(questions))):
            found[place] = answer
            if progress is not None:
                progress(len(found), len(questions))
    rows = [found[place] for place in range(len(questions))]
    told = [r for r in rows if r is not None and r["turns"]]
    once: dict[str, dict[str, Any]] = {}
    for r in told:
        once.setdefault(r["change"] if r["change"] in (RATING, MONTHS) else f"{r['change']} {r['detail']}", r)
    table = pd.DataFrame(list(once.values()), columns=list(COLUMNS)).astype({"proven": bool})
    table = table.sort_values("objective_loss", kind="stable", na_position="last").reset_index(drop=True)
    return Otherwise(name, leaves, False, table, sum(r is None for r in rows))


def _forced(case: Case, row: int, leaves: bool) -> Solution:
    """The best plan in which the person has the other outcome."""
    own = slice(case.model.start[row], case.model.start[row + 1])
    open_to = np.ones(len(case.model.gain), dtype=bool)
    open_to[own] = case.leaves[own] != leaves
    return case.solved(among(case.model, open_to))


def _rules(case: Case, row: int, mine: int, leaves: bool) -> Iterator[_Ask]:
    """The requirements that speak most against the person's best option of the other side, at the prices at hand."""
    own = np.arange(case.model.start[row], case.model.start[row + 1])
    excess = option_excess(case.model, case.prices)[own]
    other = own[(case.leaves[own] != leaves) & np.isfinite(excess)]
    if not len(other):
        return
    rival = int(other[np.argmin(excess[case.leaves[own] != leaves][np.isfinite(excess[case.leaves[own] != leaves])])])
    pair = case.model.rows.matrix[:, [mine, rival]].toarray()
    against = case.prices * (pair[:, 1] - pair[:, 0])
    for r in np.argsort(-against, kind="stable")[:RULES_ASKED].tolist():
        named = case.model.rows.names[r]
        if against[r] > 0 and not named.kind.always:
            shown = f"{named.requirement} [{named.shown}]" if named.shown else named.requirement
            yield _Ask(RULE, shown, model=without_rows(case.model, np.array([r])))


def _ratings(case: Case, row: int, leaves: bool, loss: float | None) -> Iterator[_Ask]:
    """Other ratings of the person, fewest years changed first, then the least change of merit; of those whose merit differs by
    what the other outcome costs, at least."""
    instance = case.run.instance
    weight = float(instance.scenario.objective.retained_merit)
    people = instance.people
    years = [year for year in RATING_COLUMNS if people[year].iloc[row] in values(RATINGS)]
    if loss is None or weight <= 0 or not years:
        return
    now = {year: str(people[year].iloc[row]) for year in years}
    found: list[tuple[int, float, dict[str, str]]] = []
    for other in itertools.product(values(RATINGS), repeat=len(years)):
        new = dict(zip(years, other, strict=True))
        changed = {year: value for year, value in new.items() if value != now[year]}
        if changed:
            merit = merit_points(_with(people, row, changed), instance.structure.unit_of, instance.scenario.merit)[row]
            step = (merit - instance.merit[row]) * (1 if leaves else -1)
            if step * weight >= loss:
                found.append((len(changed), float(step), changed))
    found.sort(key=lambda each: each[:2])
    for _, _, changed in found[:RATINGS_ASKED]:
        detail = ", ".join(f"{year}: {now[year]} > {value}" for year, value in changed.items())
        yield _Ask(RATING, detail, people=_with(people, row, changed))


def _months(case: Case, row: int) -> Iterator[_Ask]:
    """Fewer and more months of insurance, the least step first."""
    people = case.run.instance.people
    now = int(people["si_months"].iloc[row])
    for step in LADDER:
        for new in (now - step, now + step):
            if new >= 0:
                yield _Ask(MONTHS, f"si_months: {now} > {new}", people=_with(people, row, {"si_months": new}))


def _with(people: pd.DataFrame, row: int, new: dict[str, Any]) -> pd.DataFrame:
    """The frame with other values of one person."""
    changed = people.copy()
    for name, value in new.items():
        changed.iloc[row, changed.columns.get_loc(name)] = value
    return changed


def _asked(case: Case, row: int, leaves: bool, question: _Ask) -> dict[str, Any]:
    """The answer of a change, solved."""
    if question.model is not None:
        return _answer(case, row, leaves, question, case.run.instance, question.model, case.solved(question.model))
    instance = case.run.instance
    near = None if instance.reference is None else instance.reference.decisions
    roster = replace(instance.roster, people=question.people)
    fresh = replace(prepare(instance.loaded, roster, close_to=near), limits=instance.limits, offers=instance.offers)
    model = build(fresh)
    worth = dict(zip(case.model.rows.names, case.prices.tolist(), strict=True))
    prices = np.array([worth.get(name, 0.0) for name in model.rows.names])
    start = Solution(Status.UNKNOWN, None, None, None, None, None, prices, None, "", 0.0)
    return _answer(case, row, leaves, question, fresh, model, case.solved(model, start=start))


def _answer(case: Case, row: int, leaves: bool, question: _Ask, instance: Instance, model: Model, found: Solution) -> dict[str, Any]:
    """A row of the table; `turns` says whether the person has the other outcome."""
    if found.chosen is None:
        return {"change": question.change, "turns": False}
    chosen, to_unit, _ = settled(instance, model, found.chosen)
    mine = int(chosen[row])
    told: dict[str, Any] = {"change": question.change, "detail": question.detail, "turns": bool(is_exit(instance)[mine]) != leaves}
    told |= {"decision": DECISIONS[instance.options.decision[mine]].value, "objective_loss": _loss(case, instance, chosen, to_unit)}
    return {**told, "gap": found.gap, "proven": found.gap is not None and found.gap <= case.relative_gap}


def _loss(case: Case, instance: Instance, chosen: npt.NDArray[np.int64], to_unit: npt.NDArray[np.integer]) -> float | None:
    """What a plan is worth less than the plan at hand, at today's values; None where it is no choice of today's options."""
    options, n = case.run.instance.options, case.people
    decision, period = instance.options.decision[chosen], instance.options.period[chosen]
    hits = np.flatnonzero((options.decision == decision[options.person]) & (options.period == period[options.person]))
    if len(hits) != n or (options.person[hits] != np.arange(n)).any():
        return None
    return case.objective - objective_of(case.model, choice_of(case.run.instance, hits, to_unit))
