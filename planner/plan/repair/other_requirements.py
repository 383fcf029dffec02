"""What is no bound in numbers of people: moves, routes, money, fairness, people and key roles to keep."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array, vstack

from planner.core.texts import Message
from planner.core.value_text import attribute
from planner.core.vocabulary import CHOSEN, CHOSEN_ROUTES
from planner.instance.floors import vacant_of
from planner.instance.groups import groups_of
from planner.instance.options import Bar
from planner.optimise.model.build import build
from planner.optimise.model.rows import Model, Rows
from planner.plan.repair.change import money_above, ratio_above
from planner.plan.repair.elastic import NONE, SMALL, Answer, Slack, least_activity, least_slack, slack_of
from planner.plan.repair.proposal import OutOfTime, Proposal, Question, counted
from planner.scenario.paths import entry_name
from planner.scenario.requirement_kinds import BUDGET_TOTAL, FAIRNESS, ROOM, Dim, Kind

MARGINS = (1001, 1003, 1010, 1030, 1100)
"""Thousandths of a least sum of money that are offered where it is not known to the đồng."""
STEP = Decimal("0.01")
MOST_PROBES = 12


def moves(ask: Question, kinds: Sequence[Kind]) -> Iterator[Proposal]:
    """People may be moved to units with vacant posts, or more of them: the fewest that one unit must take in."""
    asked = ask.instance.scenario.redeploy
    now = (asked.at_most_per_unit if asked.allowed else 0) if asked.at_most_per_unit is not None or not asked.allowed else None
    if now is None or not vacant_of(ask.instance.structure).any():
        return
    instance = ask.with_change({"redeploy": {"allowed": True, "at_most_per_unit": None}})
    model = build(instance)
    rooms = [r for r, name in enumerate(model.rows.names) if name.kind == kinds[0]]
    if not rooms:
        return
    capped = _capped(model, rooms, now)
    own = list(range(len(model.rows.names), len(capped.rows.names)))
    found = ask.least([slack_of(capped, own, 1)], model=capped)
    if found is not None and found.value[0] > 0:
        yield _moves_proposal(ask, now, now + int(found.value[0]), asked.allowed, int(vacant_of(ask.instance.structure).max()))


def _capped(model: Model, rooms: list[int], most: int) -> Model:
    """The model with a second row for each room: at most `most` people in."""
    rows, more = model.rows, len(rooms)
    matrix = csr_array(vstack([rows.matrix, csr_array(rows.matrix[rooms])], format="csr"))
    lower, upper = np.r_[rows.lower, np.full(more, -np.inf)], np.r_[rows.upper, np.full(more, float(most))]
    return replace(model, rows=Rows(matrix, lower, upper, (*rows.names, *(rows.names[r] for r in rooms))))


def _moves_proposal(ask: Question, old: int, new: int, allowed: bool, most: int) -> Proposal:
    change = {"redeploy": {"allowed": True, "at_most_per_unit": new}}
    message = Message(f"requirement.{ROOM.name}.{'ease' if allowed else 'ease_first'}", {"old": old, "new": new})
    wider = (lambda: _moves_proposal(ask, old, min(most, 2 * new), allowed, most)) if new < most else None
    return Proposal(change, message, wider)


def routes(ask: Question, kinds: Sequence[Kind]) -> Iterator[Proposal]:
    """A lawful route that the scenario does not list; each on its own, all of them where none suffices."""
    listed = list(ask.instance.scenario.routes)
    missing = [route.value for route in CHOSEN_ROUTES if route.value not in listed]
    for route in missing:
        yield Proposal({"routes": [*listed, route]}, Message("repair.route", {"route": Message(f"words.decision_{route}")}))
    if len(missing) > 1 and "routes" not in ask.solved:
        yield Proposal({"routes": [*listed, *missing]}, Message("repair.routes", {"count": len(missing)}))


def budget(ask: Question, kinds: Sequence[Kind]) -> Iterator[Proposal]:
    """The least money with which a plan exists: of one budget alone, of all budgets together where none alone suffices."""
    rows = ask.rows(*kinds)
    alone = 0
    for row in rows:
        answer, least, exact = least_activity(ask.model, row, time_limit_s=ask.left(), seed=ask.seed)
        if answer is Answer.UNKNOWN:
            raise OutOfTime
        if answer is Answer.FOUND:
            alone += 1
            yield _budget_proposal(ask, {row: least}, exact, 0)
    if rows and not alone and len(rows) > 1:
        yield from _budgets_together(ask, rows)


def _budgets_together(ask: Question, rows: list[int]) -> Iterator[Proposal]:
    """Row by row, the total first, the later ones free, the earlier ones at what was found for them."""
    upper, exactly, least = ask.model.rows.upper.copy(), True, {}
    upper[rows] = np.inf
    for row in rows:
        model = replace(ask.model, rows=ask.model.rows.between(ask.model.rows.lower, upper))
        answer, money, exact = least_activity(model, row, time_limit_s=ask.left(), seed=ask.seed)
        if answer is Answer.UNKNOWN:
            raise OutOfTime
        if answer is Answer.IMPOSSIBLE:
            return
        needed = max(money if exact else money_above(money * MARGINS[0] // 1000), int(ask.model.rows.upper[row]))
        exactly &= exact
        if needed > ask.model.rows.upper[row]:
            least[row] = needed
        upper = upper.copy()
        upper[row] = needed
    if least:
        yield _budget_proposal(ask, least, exactly, 0)


def _budget_proposal(ask: Question, least: dict[int, int], exact: bool, step: int) -> Proposal:
    edited, told = ask.edited(), []
    for row, money in least.items():
        name, old = ask.name(row), ask.values.bound(ask.name(row))
        new = money if exact else money_above(max(old + 1, money * MARGINS[step] // 1000))
        edited.put(name.number, new)
        told.append((name.kind, {**ask.values.names(name), "old": old, "new": new, "more": new - old}))
    wider = None if exact or step + 1 >= len(MARGINS) else lambda: _budget_proposal(ask, least, exact, step + 1)
    if len(told) == 1:
        return Proposal(edited.change(), Message(f"requirement.{told[0][0].name}.ease", told[0][1]), wider)
    more = sum(int(shown["more"]) for _, shown in told)
    return Proposal(edited.change(), Message(f"requirement.{BUDGET_TOTAL.name}.ease_many", {"count": len(told), "more": more}), wider)


def fairness(ask: Question, kinds: Sequence[Kind]) -> Iterator[Proposal]:
    """The least ratio, in hundredths, of each rule alone."""
    for rule in ask.instance.scenario.fairness:
        rows = [r for r in ask.rows(*kinds) if ask.name(r).at(Dim.ATTRIBUTE) == rule.by]
        if rows:
            yield from _fairness_of(ask, rule.by, rule.max_ratio, rows)


def _fairness_of(ask: Question, by: str, ratio: Decimal, rows: list[int]) -> Iterator[Proposal]:
    size = {name: int(members.sum()) for name, members in groups_of(by, ask.instance.people, ask.instance.structure, ask.instance.scenario.snapshot_on)}
    weight = np.array([size[str(ask.name(r).at(Dim.GROUP))] for r in rows], dtype=np.float64)
    own = ask.model.rows.matrix[rows].tocsc()[:, : len(ask.instance.options)]  # beyond stand the digits of the count
    ease = -np.maximum(1.0, np.round(weight * np.abs(own.max(axis=1).toarray().ravel()) / max(1, len(ask.instance.people))))
    most = max(math.ceil(slack_of(ask.model, [r], 1).most / -e) for r, e in zip(rows, ease, strict=True))
    found = ask.least([Slack(np.array(rows), ease, most)])
    if found is None:
        return
    reached = _ratio(ask, by, found.point)
    if reached is None or reached <= ratio:
        return
    upper = ratio_above(reached)
    if int(ask.model.allowed.sum()) <= SMALL:
        upper = _least_ratio(ask, by, ratio, upper)
    yield _fairness_proposal(ask, by, ratio, upper)


def _ratio(ask: Question, by: str, point: npt.NDArray[np.float64]) -> Decimal | None:
    """The largest ratio of a group's exit rate to everybody's at a point; None where nobody leaves."""
    options, people = ask.instance.options, ask.instance.people
    leaves = np.isin(options.decision, CHOSEN) * point[: len(options)]
    share = np.bincount(options.person, weights=leaves, minlength=len(people))
    total = float(share.sum())
    if total <= 0:
        return None
    scenario = ask.instance.scenario
    rates = [
        float(share[members].sum()) * len(people) / (int(members.sum()) * total)
        for _, members in groups_of(by, people, ask.instance.structure, scenario.snapshot_on)
        if int(members.sum()) >= 5
    ]
    return Decimal(repr(round(max(rates), 9)))


def _least_ratio(ask: Question, by: str, low: Decimal, high: Decimal) -> Decimal:
    """The least ratio in steps of a hundredth above `low` with which a plan exists; `high` is one."""
    base = ratio_above(low + STEP) if low == ratio_above(low) else ratio_above(low)
    bad, good = -1, int((high - base) / STEP)
    for _ in range(MOST_PROBES):
        if good - bad <= 1:
            break
        middle = (good + bad) // 2
        model = build(ask.with_change(_fairness_change(ask, by, base + middle * STEP)))
        answer = least_slack(model, [], time_limit_s=ask.left(), seed=ask.seed).answer
        good, bad = (middle, bad) if answer is Answer.FOUND else (good, middle)
    return base + good * STEP


def _fairness_change(ask: Question, by: str, ratio: Decimal) -> dict[str, object]:
    edited = ask.edited()
    edited.put(FAIRNESS.number((by, "")), float(ratio))
    return edited.change()


def _fairness_proposal(ask: Question, by: str, old: Decimal, new: Decimal, probe: int = 0) -> Proposal:
    wider = None if probe >= 4 else lambda: _fairness_proposal(ask, by, old, new + STEP * 2**probe, probe + 1)
    message = Message(f"requirement.{FAIRNESS.name}.ease", {"by": attribute(by), "old": float(old), "new": float(new)})
    return Proposal(_fairness_change(ask, by, new), message, wider)


def kept_people(ask: Question, kinds: Sequence[Kind]) -> Iterator[Proposal]:
    """The fewest people of `keep.people` who may leave after all."""
    named = _freed(ask, Bar.KEEP_PEOPLE)
    if named:
        edited = ask.edited()
        edited.put(kinds[0].key, [p for p in ask.instance.scenario.keep.people if p not in set(named)])
        yield Proposal(edited.change(), Message(f"requirement.{kinds[0].name}.ease", {"count": len(named), "named": counted(named)}))


def key_roles(ask: Question, kinds: Sequence[Kind]) -> Iterator[Proposal]:
    """People in key roles may leave; how many at least."""
    people, holders = len(_freed(ask, Bar.KEY_ROLE)), len(np.unique(ask.instance.options.person[_behind(ask, Bar.KEY_ROLE)]))
    if people:
        yield Proposal({"keep": {"key_roles": False}}, Message(f"requirement.{kinds[0].name}.ease", {"people": people, "holders": holders}))


def successors(ask: Question, kinds: Sequence[Kind]) -> Iterator[Proposal]:
    """The fewest pairs of which both may leave."""
    rows = ask.rows(*kinds)
    found = ask.least([slack_of(ask.model, [r], 1) for r in rows]) if rows else None
    if found is None or not found.value.any():
        return
    dropped = {ask.name(r).at(Dim.ENTRY) for r, v in zip(rows, found.value, strict=True) if v > 0}
    edited, listed = ask.edited(), ask.instance.loaded.data["keep"]["succession"]
    pairs = [(pair, entry_name(listed, i) in dropped) for i, pair in enumerate(listed)]
    named = counted([f"{pair['if_leaves']} – {pair['keep']}" for pair, gone in pairs if gone])
    edited.put(kinds[0].key[:2], [pair for pair, gone in pairs if not gone])
    yield Proposal(edited.change(), Message(f"requirement.{kinds[0].name}.ease", {"count": len(dropped), "named": named}))


def twins(ask: Question, kinds: Sequence[Kind]) -> Iterator[Proposal]:
    """People whom nothing tells apart may be decided otherwise, all of them: who is to be told apart from whom would need a reason of its own."""
    if rows := ask.rows(*kinds):
        yield Proposal({"keep": {"twins": None}}, Message(f"requirement.{kinds[0].name}.ease", {"people": len(rows)}))


def locks(ask: Question) -> None:
    """No scenario can lift a lock of the roster: whose it would be is told, not offered."""
    named = _freed(ask, Bar.LOCK_KEEP | Bar.LOCK_LEAVE)
    if named:
        ask.told.append(Message("repair.locks", {"count": len(named), "named": counted(named)}))


def _freed(ask: Question, bar: Bar) -> list[str]:
    """The fewest people who would have to be free of a bar, by id; nobody where that alone makes no plan possible."""
    opened = _behind(ask, bar)
    found = ask.least([], opened) if len(opened) else None
    used = NONE if found is None else np.unique(ask.instance.options.person[found.used])
    return list(dict.fromkeys(ask.instance.people["employee_id"].astype(str).iloc[used]))


def _behind(ask: Question, bar: Bar) -> npt.NDArray[np.int64]:
    """The options that only this bar forbids."""
    barred = ask.instance.options.barred
    return np.flatnonzero((barred > 0) & ((barred & ~np.uint8(bar)) == 0)) if len(barred) else NONE
