"""Requirements about groups, single people, an earlier plan and goals, restated by counting people."""

from __future__ import annotations

import math
from collections.abc import Iterator
from fractions import Fraction
from math import ceil, floor

import numpy as np
import numpy.typing as npt
import pandas as pd

from planner.check import lawful
from planner.check.view import NONE, View, breach, broken, room
from planner.core.errors import Problem
from planner.core.texts import Message
from planner.core.value_text import value_label
from planner.core.vocabulary import SECONDMENTS, Decision
from planner.scenario.model import ShareBounds, Tier
from planner.scenario.paths import entry_name, shown_path

MILLION = 10**6


def check_by_category(view: View) -> Iterator[Problem]:
    """Of each category enough people have left in the end, and not too many."""
    category = view.people["category"].to_numpy(dtype=object)
    for name, bounds in view.scenario.reduction.by_category.items():
        members = category == name
        lost = int((members & view.leaves).sum())
        yield from _share_kept(f"reduction.by_category.{name}", name, value_label("category", name), bounds, lost, int(members.sum()))


def check_by_kind(view: View) -> Iterator[Problem]:
    """The units of each kind together have lost enough people, and not too many."""
    kinds = view.structure.units["kind"].astype(str).to_numpy()
    for name, bounds in view.scenario.reduction.by_kind.items():
        units = np.flatnonzero(kinds == name)
        before = int(np.isin(view.structure.unit_of, units).sum())
        after = int((np.isin(view.unit_after, units) & ~view.leaves).sum())
        yield from _share_kept(f"reduction.by_kind.{name}", name, value_label("kind", name), bounds, before - after, before)


def check_by_route(view: View) -> Iterator[Problem]:
    """As many people as asked leave by each route."""
    for route, limits in view.scenario.by_route.items():
        taken = int((view.decision == route).sum())
        if limits.at_least is not None and taken < limits.at_least:
            yield broken("route_targets", route, column=f"by_route.{route}", route=Message(f"words.decision_{route}"), taken=taken, least=limits.at_least)
        if limits.at_most is not None and taken > limits.at_most:
            yield broken("route_caps", route, column=f"by_route.{route}", route=Message(f"words.decision_{route}"), taken=taken, most=limits.at_most)


def check_secondment(view: View) -> Iterator[Problem]:
    """As many people as asked are seconded to communes, and to provinces."""
    for place, limits in view.scenario.secondment.items():
        sent = int((view.decision == SECONDMENTS[place].value).sum())
        if limits.at_least is not None and sent < limits.at_least:
            yield broken("secondment_targets", place, column=f"secondment.{place}", place=Message(f"words.decision_secondment_{place}"), sent=sent, least=limits.at_least)
        if limits.at_most is not None and sent > limits.at_most:
            yield broken("secondment_caps", place, column=f"secondment.{place}", place=Message(f"words.decision_secondment_{place}"), sent=sent, most=limits.at_most)


def check_succession(view: View) -> Iterator[Problem]:
    """Of each pair one at most leaves, where not both leave by nature."""
    row = {str(person): i for i, person in enumerate(view.ids)}
    for i, pair in enumerate(view.scenario.keep.succession):
        a, b = row[pair.if_leaves], row[pair.keep]
        by_nature = view.natural_period[a] >= 0 and view.natural_period[b] >= 0
        if view.leaves[a] and view.leaves[b] and not by_nature:
            name = entry_name(view.scenario.keep.succession, i)
            yield broken("successors", name, pair.keep, column=shown_path(view.scenario, ("keep", "succession", i)), person=pair.if_leaves, keep=pair.keep)


def check_stay_close(view: View) -> Iterator[Problem]:
    """No more people than allowed are decided otherwise than in the earlier plan, those who cannot be decided so again aside."""
    most = view.scenario.stay_close
    if most is None:
        return
    if view.reference is None:
        yield breach("reference_missing", column="stay_close")
        return
    said = view.reference.astype(str).drop_duplicates("employee_id").set_index("employee_id").reindex(view.ids.astype(str)).fillna("?")
    before = [said[column].to_numpy(dtype=object) for column in ("decision", "period", "to_unit")]
    now = [view.decision, *(view.decisions[c].fillna("").astype(str).to_numpy(dtype=object) for c in ("period", "to_unit"))]
    differs = np.zeros(len(view.ids), dtype=bool)
    for earlier, present in zip(before, now, strict=True):
        differs |= earlier != present
    changed = int((differs & _possible_again(view, *before)).sum())
    if changed > most:
        yield broken("near_plan", column="stay_close", changed=changed, most=most)


def _possible_again(
    view: View, decision: npt.NDArray[np.object_], period: npt.NDArray[np.object_], to_unit: npt.NDArray[np.object_]
) -> npt.NDArray[np.bool_]:
    """Whose earlier decision law, scenario and locks still allow: bool[n]."""
    periods = {p.name: i for i, p in enumerate(view.scenario.periods)}
    units = {u: i for i, u in enumerate(view.structure.units["unit"].astype(str))}
    known = np.isin(decision, [d.value for d in Decision])
    stays = np.isin(decision, [Decision.RETAIN.value])
    moves = decision == Decision.REDEPLOY.value
    away = np.isin(decision, [d.value for d in SECONDMENTS.values()])
    at = pd.Series(period).map(periods).fillna(NONE).to_numpy(dtype=np.int64)
    goes_to = pd.Series(to_unit).map(units).fillna(NONE).to_numpy(dtype=np.int64)
    right = known & np.where(stays, period == "", at >= 0) & np.where(moves, (at == 0) & (goes_to >= 0), True) & np.where(away, at == 0, True)
    seen = view.decided_as(np.where(right, decision, Decision.RETAIN.value), np.where(right, at, NONE), np.where(right & moves, goes_to, NONE))
    for check in (lawful.check_eligible, lawful.check_natural, lawful.check_routes, lawful.check_seconded, lawful.check_protected, lawful.check_on_request, lawful.check_kept):
        for fault in check(seen):
            if fault.person is not None:
                right[fault.person] = False
    fits = np.stack([*(view.takes(row) for row in range(len(units))), np.zeros(len(view.ids), dtype=bool)])[goes_to, np.arange(len(view.ids))]
    open_units = np.array([room(view, row) > 0 for row in range(len(units))] + [False])
    return right & (~moves | (view.may_move & fits & open_units[goes_to] & (goes_to != view.structure.unit_of)))


def check_tiers(view: View) -> Iterator[Problem]:
    """Each goal came to what is written, keeps its limit, and the limit is what its proven bound and tolerance give."""
    asked, written = view.scenario.tiers, view.tiers
    if [tier.goal for tier in asked] != [entry.get("goal") for entry in written]:
        yield breach("tiers_wrong", column="tiers", file="plan.json")
        return
    for k, (tier, entry) in enumerate(zip(asked, written, strict=True)):
        place, value = f"tiers.{k + 1}", goal_value(view, tier.goal)
        slack = 1e-9 * max(1.0, abs(value))
        if abs(float(entry["value"]) - value) > slack + _grain(view, tier):
            yield breach("figure_wrong", column=f"{place}.value", file="plan.json", written=entry["value"], right=value)
        if k == len(asked) - 1:
            continue
        if entry["limit"] is None:
            yield breach("tier_limit_wrong", column=f"{place}.limit", file="plan.json", goal=tier.goal, limit=None)
            continue
        worse = value - float(entry["limit"]) if tier.minimised else float(entry["limit"]) - value
        if worse > slack + _grain(view, tier):
            yield broken("goals", str(k + 1), tier.goal, column=place, file="plan.json", goal=tier.goal, value=value, limit=entry["limit"])
        if not _limit_right(view, tier, entry):
            yield breach("tier_limit_wrong", column=f"{place}.limit", file="plan.json", goal=tier.goal, limit=entry["limit"])


def _limit_right(view: View, tier: Tier, entry: dict[str, object]) -> bool:
    """The limit is no looser than the value found, or than the bound with the tolerance; `proven` says whether it is within it."""
    best, limit = float(str(entry["best"])), float(str(entry["limit"]))
    if entry["bound"] is None:
        return limit == best and not entry["proven"]
    bound = float(str(entry["bound"]))
    allowed = float(tier.tolerance) + float(tier.relative_tolerance) * abs(bound)
    slack = 1e-9 * max(1.0, abs(bound)) + _grain(view, tier)
    sign = 1 if tier.minimised else -1
    within = sign * (best - bound) <= allowed + slack
    near = abs(best - bound) <= float(view.scenario.solver.relative_gap) * max(1.0, abs(best)) + slack
    bounded = sign * (limit - bound) <= max(allowed, sign * (best - bound)) + slack
    return bounded and (bool(entry["proven"]) <= (within or near)) and sign * (best - bound) >= -slack


def _grain(view: View, tier: Tier) -> float:
    """What a goal that adds up points is rounded by, at most."""
    return 1e-3 + 2 * len(view.people) / MILLION if tier.goal == "objective" else 0.0


def goal_value(view: View, goal: str) -> float:
    """What a plan comes to: people, VND, or points."""
    attention = view.people["attention_groups"].ne("").to_numpy()
    if goal == "involuntary":
        return int(view.involuntary.sum())
    if goal == "attention_group":
        return int((view.involuntary & attention).sum())
    if goal == "redeploy":
        return int((view.to_unit >= 0).sum())
    if goal == "cost":
        return int(view.cost.sum())
    if goal == "retained_merit":
        return sum(round(points * MILLION) for points in view.merit[~view.leaves].tolist()) / MILLION
    return weighted_goal(view)[0]


def weighted_goal(view: View) -> tuple[float, float]:
    """(the weighted goal of a plan, the size of its terms)."""
    weights, attention = view.scenario.objective, view.people["attention_groups"].ne("").to_numpy()
    terms = [
        float(weights.retained_merit) * math.fsum(view.merit[~view.leaves].tolist()),
        -float(weights.cost_per_million_vnd) * (int(view.cost.sum()) / 1e6),
        -float(weights.involuntary) * int(view.involuntary.sum()),
        -float(weights.attention_group) * int((view.involuntary & attention).sum()),
        -float(weights.redeploy) * int((view.to_unit >= 0).sum()),
        -float(weights.secondment) * int(view.away.sum()),
    ]
    return math.fsum(terms), max(1.0, math.fsum(abs(t) for t in terms))


def _share_kept(place: str, name: str, group: Message, bounds: ShareBounds, lost: int, size: int) -> Iterator[Problem]:
    low, high = bounds.reduction_at_least, bounds.reduction_at_most
    if low is not None and lost < (least := ceil(Fraction(low) * size)):
        yield broken("group_targets", name, column=place, group=group, lost=lost, least=least, size=size)
    if high is not None and lost > (most := floor(Fraction(high) * size)):
        yield broken("group_caps", name, column=place, group=group, lost=lost, most=most, size=size)


PEOPLE_CHECKS = (check_by_category, check_by_kind, check_by_route, check_secondment, check_succession, check_stay_close, check_tiers)
