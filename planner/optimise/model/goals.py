"""Goals in order: each one settled before the next, in whole units so that what is settled can be a row.

A goal adds up whole numbers over the options: people, VND, millionths of a merit point, or a small binary fraction of a
point of the weighted objective.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from planner.core.vocabulary import STAYS
from planner.instance.instance import Instance
from planner.optimise.model.blocks import Block, is_move, one_row
from planner.optimise.model.objective import gains
from planner.optimise.model.rows import RowName
from planner.scenario.model import Tier
from planner.scenario.requirement_kinds import GOAL_MONEY, GOAL_PEOPLE, GOAL_POINTS

COUNTS = ("involuntary", "attention_group", "redeploy")
"""Goals that count people: their best is proven to the person."""
MERIT_UNITS = 10**6
WIDEST = 50
"""Sums of a goal stay below 2**50."""
FINEST = 20
CARE = 1e-9


def tiers(instance: Instance) -> Iterator[Block]:
    """What the goals before the present one came to is kept, within their tolerance.

    sum of g[o] * x[o]  <=  limit (goal minimised)      sum of g[o] * x[o]  >=  limit (maximised)      for each tier settled
    """
    for k, limit in enumerate(instance.limits):
        tier = instance.scenario.tiers[k]
        amount, _ = amounts(instance, tier.goal)
        options = np.flatnonzero(amount)
        coefficient = amount[options].astype(np.float64)
        side = {"upper": limit} if tier.minimised else {"lower": limit}
        kind = GOAL_PEOPLE if tier.goal in COUNTS else GOAL_MONEY if tier.goal == "cost" else GOAL_POINTS
        yield one_row(RowName(kind, (str(k + 1), tier.goal)), options, coefficient=coefficient, **side)


def present(instance: Instance) -> Tier | None:
    """The tier that an instance is to be solved for; None where the scenario has no tiers."""
    wanted = instance.scenario.tiers
    return wanted[min(len(instance.limits), len(wanted) - 1)] if wanted else None


def amounts(instance: Instance, goal: str) -> tuple[npt.NDArray[np.int64], float]:
    """(whole amount of each option int64[m], how many of them make one: a person, a VND, a point)."""
    options = instance.options
    if goal == "involuntary":
        return options.involuntary.astype(np.int64), 1.0
    if goal == "attention_group":
        return (options.involuntary & instance.attention[options.person]).astype(np.int64), 1.0
    if goal == "redeploy":
        return is_move(instance).astype(np.int64), 1.0
    if goal == "cost":
        return options.cost_vnd, 1.0
    if goal == "retained_merit":
        points = np.rint(instance.merit * MERIT_UNITS).astype(np.int64)
        return np.where(np.isin(options.decision, STAYS), points[options.person], 0), float(MERIT_UNITS)
    worth = gains(instance)
    size = float(np.maximum.reduceat(np.abs(worth), options.start[:-1]).sum()) if len(options) else 0.0
    unit = 2.0 ** min(FINEST, WIDEST - math.frexp(size)[1])
    return np.rint(worth * unit).astype(np.int64), unit


def goal_gains(instance: Instance, tier: Tier) -> npt.NDArray[np.float64]:
    """A goal as something to maximise: float64[m], in people, VND or points."""
    if tier.goal == "objective":
        return gains(instance)
    amount, unit = amounts(instance, tier.goal)
    return (-amount if tier.minimised else amount) / unit


def goal_ceiling(instance: Instance, tier: Tier) -> float:
    """What `loss_gap` is measured from: no money, nobody, or everybody's merit."""
    if tier.goal == "retained_merit":
        return float(np.rint(instance.merit * MERIT_UNITS).sum()) / MERIT_UNITS
    if tier.goal == "objective":
        return float(instance.scenario.objective.retained_merit) * float(instance.merit.sum())
    return 0.0


def amount_of(instance: Instance, tier: Tier, chosen: npt.NDArray[np.int64]) -> int:
    """What a plan's options add up to, in the goal's whole units."""
    return int(amounts(instance, tier.goal)[0][chosen].sum())


def whole_bound(instance: Instance, tier: Tier, bound: float) -> int:
    """A proven bound of `goal_gains`, in the goal's whole units on the safe side (below for a goal that is minimised)."""
    unit = amounts(instance, tier.goal)[1]
    slack = CARE * max(1.0, abs(bound * unit))
    if tier.goal == "objective":
        slack += len(instance.people)  # each amount is rounded
    return math.ceil(-bound * unit - slack) if tier.minimised else math.floor(bound * unit + slack)


def limit_of(instance: Instance, tier: Tier, amount: int, bound: int) -> tuple[int, bool]:
    """(what later tiers may make of a goal, whether it is within the tolerance of the proven bound).

    amount: of the plan that was found. bound: proven, in whole units. A plan that misses the tolerance may not get worse.
    """
    unit = amounts(instance, tier.goal)[1]
    allowed = math.floor(float(tier.tolerance) * unit + float(tier.relative_tolerance) * abs(bound))
    reach = bound + allowed if tier.minimised else bound - allowed
    within = amount <= reach if tier.minimised else amount >= reach
    return (max(amount, reach) if tier.minimised else min(amount, reach)), within
