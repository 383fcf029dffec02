"""From an instance to a decision: one goal after the other, each proven before the next; every mover gets a unit.

Ties: among plans that the solver takes for equally good its seed decides. People whom nothing tells apart (same options,
money, worth, unit, requirements) get their decisions in order of employee id, the first ones stay.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from planner.instance.instance import Instance
from planner.instance.seats import NOBODY, placed
from planner.optimise.goal_result import TierResult
from planner.optimise.model.build import build, choice_of
from planner.optimise.model.goals import COUNTS, amount_of, amounts, limit_of, present, whole_bound
from planner.optimise.model.hashing import mixed
from planner.optimise.model.rows import Model, RowName
from planner.optimise.solve.exact_check import keeps, objective_of
from planner.optimise.solve.presolve.twins import STEP, in_order
from planner.optimise.solve.result import Bars, Guess, Progress, Solution, Status, WarmStart, gap_of, loss_gap_of
from planner.scenario.model import Tier

WHOLE_STEP = 1 - 1e-6
"""A bound nearer than this to a number of people is that number."""


@dataclass(frozen=True)
class Settled:
    """instance: with the limits of the first tiers, and the moves settled. chosen: int64[n], None without a plan.

    solution: of the last goal that was solved; its `chosen` counts the seats too. tiers: one for each goal, in order.
    """

    instance: Instance
    model: Model
    solution: Solution
    chosen: npt.NDArray[np.int64] | None
    tiers: tuple[TierResult, ...]


def decide(
    instance: Instance,
    model: Model,
    *,
    left: Callable[[], float],
    threads: int,
    progress: Callable[[Progress], None] | None,
    start_from: WarmStart | None,
    bars: Bars | None,
    suspects: Collection[RowName] = (),
    guess: Guess | None = None,
    apart: bool = False,
) -> Settled:
    """The decision on an instance. model: `build(instance)`. left: seconds that remain; goals share them evenly.

    start_from: an earlier plan of a similar instance. Other keywords as `planner.optimise.solve.solve`.
    """
    from planner.optimise.solve import solve

    goals = max(1, len(instance.scenario.tiers))
    results: list[TierResult] = []
    choice: npt.NDArray[np.int64] | None = None
    for k in range(goals):
        if k:
            instance = replace(instance, limits=(*instance.limits, results[-1].whole_limit))
            model = build(instance)
        tier = present(instance)
        found = solve(
            model,
            time_limit_s=max(0.05, left() / (goals - k)),
            seed=instance.scenario.solver.seed,
            threads=threads,
            start_from=_start(start_from, model, k, choice, guess),
            progress=progress,
            bars=bars if k == 0 else None,
            suspects=suspects if k == 0 else (),
            apart=apart,
            **_wanted(instance, tier),
        )
        if found.chosen is None:
            return Settled(instance, model, found, None, tuple(results))
        chosen, to_unit, choice = settled(instance, model, found.chosen)
        found = _valued(instance, model, found, choice, tier)
        if tier is not None:
            results.append(_result(instance, tier, chosen, found, model, k == goals - 1))
            if results[-1].best == results[-1].bound:  # in whole units nothing is left open: the rest is rounding
                found = replace(found, bound=found.objective, gap=0.0, loss_gap=0.0, status=Status.OPTIMAL)
    return Settled(sent(instance, chosen, to_unit), model, found, chosen, tuple(results))


def with_limits(instance: Instance, *, seconds: float, progress: Callable[[Progress], None] | None = None) -> Instance:
    """The instance at its last goal: the goals before are settled within so many seconds. Unchanged without former goals,
    and where nothing is possible (then the first goal's problem is as impossible as the last one's)."""
    if len(instance.scenario.tiers) < 2:
        return instance
    ends = time.monotonic() + seconds
    model = build(instance)
    found = decide(instance, model, left=lambda: ends - time.monotonic(), threads=1, progress=progress, start_from=None, bars=None)
    return replace(instance, limits=found.instance.limits)


def sent(instance: Instance, chosen: npt.NDArray[np.int64], to_unit: npt.NDArray[np.integer]) -> Instance:
    """The instance with the units to which a plan moves people written into its options."""
    moved = np.flatnonzero(to_unit > NOBODY)
    units = instance.options.to_unit.copy()
    units[chosen[moved]] = to_unit[moved]
    return replace(instance, options=replace(instance.options, to_unit=units))


def _start(start: WarmStart | None, model: Model, k: int, choice: npt.NDArray[np.int64] | None, guess: Guess | None) -> Solution | None:
    """What is known before goal k: the plan of the goal before, else the earlier one; prices of its goal k, else the ones
    guessed."""
    if choice is None and (start is None or start.choice is None) and guess is None:
        return None
    if choice is None and start is not None:
        choice = start.choice
    prices = likely = None
    if guess is not None:
        prices = np.array([guess.prices.get(name, 0.0) for name in model.rows.names])
        likely = guess.likely if guess.options == len(model.gain) else None
    if start is not None and start.prices[k] is not None:
        prices = np.array([start.prices[k].get(name, 0.0) for name in model.rows.names])
    return Solution(Status.UNKNOWN, choice, None, None, None, None, prices, None, "", 0.0, likely=likely)


def _wanted(instance: Instance, tier: Tier | None) -> dict[str, Any]:
    """How near to the bound a goal is to be solved: people to the person, the rest to the scenario's gap."""
    gap = float(instance.scenario.solver.relative_gap)
    if tier is None:
        return {"relative_gap": gap}
    if tier.goal in COUNTS:
        return {"relative_gap": 0.0, "absolute_gap": float(int(tier.tolerance)) + WHOLE_STEP}
    return {"relative_gap": gap, "absolute_gap": float(tier.tolerance)}


def settled(
    instance: Instance, model: Model, choice: npt.NDArray[np.int64]
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """(chosen, to_unit, choice): the solver's plan with twins in order and a unit for every mover."""
    ids = instance.people["employee_id"].astype(str).to_numpy(dtype=object)
    rank = np.empty(len(ids), dtype=np.int64)
    rank[np.argsort(ids, kind="stable")] = np.arange(len(ids))
    seats = len(choice) - len(ids)
    ordered = in_order(model, choice, _alike(instance, seats), np.concatenate([rank, len(ids) + np.arange(seats)]))
    best = ordered if keeps(model, ordered) else choice
    chosen, to_unit = placed(instance.moves, instance.options, instance.structure.unit_of, ids, best)
    return chosen, to_unit, choice_of(instance, chosen, to_unit)


def _alike(instance: Instance, seats: int) -> npt.NDArray[np.uint64]:
    """What an option is beside its worth: uint64[m + 2 s]; seats and digits are all different."""
    options = instance.options
    code = instance.structure.unit_of[options.person].astype(np.uint64)
    for part in (options.decision, options.period, options.cost_vnd, options.salary_vnd, options.involuntary, options.barred, options.basis):
        code = mixed(code * STEP + part.astype(np.int64).view(np.uint64))
    return np.concatenate([code, mixed(np.arange(2 * seats, dtype=np.uint64))])


def _valued(instance: Instance, model: Model, found: Solution, choice: npt.NDArray[np.int64], tier: Tier | None) -> Solution:
    """The solution of the plan as it was settled; the bound of a goal that counts people is a number of people."""
    objective, bound = objective_of(model, choice), found.bound
    if bound is None:
        return replace(found, chosen=choice, objective=objective)
    if tier is not None and tier.goal in COUNTS:
        bound = -float(whole_bound(instance, tier, bound))
    bound = max(bound, objective)
    gap = gap_of(objective, bound)
    status = Status.OPTIMAL if gap <= float(instance.scenario.solver.relative_gap) else Status.FEASIBLE
    return replace(
        found, chosen=choice, objective=objective, bound=bound, gap=gap, status=status, loss_gap=loss_gap_of(objective, bound, model.ceiling)
    )


def _result(instance: Instance, tier: Tier, chosen: npt.NDArray[np.int64], found: Solution, model: Model, last: bool) -> TierResult:
    amount, unit = amount_of(instance, tier, chosen), amounts(instance, tier.goal)[1]
    bound = None if found.bound is None else whole_bound(instance, tier, found.bound)
    limit, within = (amount, False) if bound is None else limit_of(instance, tier, amount, bound)
    near = found.gap is not None and found.gap <= float(instance.scenario.solver.relative_gap)
    return TierResult(
        goal=tier.goal,
        minimised=tier.minimised,
        unit=unit,
        best=amount,
        bound=bound,
        whole_limit=limit,
        proven=within or near,
        last=last,
        prices=None if last else found.prices,
        price_bound=None if last else found.price_bound,
        names=() if last else model.rows.names,
    )
