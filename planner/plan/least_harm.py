"""Where a cheap change makes a plan much better: fewer involuntary exits for little, found from the prices at hand."""

from __future__ import annotations

from dataclasses import replace

from planner.core.texts import Message
from planner.optimise.model.build import build, plan_choice
from planner.optimise.solve.exact_check import keeps, objective_of
from planner.optimise.solve.price_bound import priced_bound
from planner.optimise.solve.search.core import option_excess
from planner.optimise.solve.search.local_search import improved
from planner.plan.plan import Run

CHEAP = 20.0
"""Objective points for which an involuntary exit less is cheap: one grade of one person."""


def least_harm(run: Run) -> Message | None:
    """A sentence: how many involuntary exits could be avoided at no more than `CHEAP` points each, and what that costs in all; None where
    none was found, and of goals in order.

    The other plan is made from this one by deciding one or two people otherwise at a time, and keeps every requirement (added up again in
    whole numbers). It need not be the best of its kind: more may be possible, never less.
    """
    instance, plan = run.instance, run.plan
    if plan.chosen is None or plan.prices is None or instance.scenario.tiers:
        return None
    options, model = instance.options, build(instance)
    if len(plan.prices) != len(model.rows.names) or not options.involuntary[plan.chosen].any():
        return None
    dearer = model.gain.copy()
    dearer[: len(options)] -= CHEAP * options.involuntary
    milder, here = replace(model, gain=dearer), plan_choice(instance, plan.chosen)
    loss = priced_bound(milder, plan.prices) - objective_of(milder, here)
    found = improved(milder, here, option_excess(milder, plan.prices), loss)
    other = found[: len(plan.chosen)]
    fewer = int(options.involuntary[plan.chosen].sum()) - int(options.involuntary[other].sum())
    if fewer < 1 or not keeps(model, found):
        return None
    money = int(options.cost_vnd[other].sum()) - int(options.cost_vnd[plan.chosen].sum())
    points = objective_of(model, here) - objective_of(model, found)
    weight = float(instance.scenario.objective.involuntary)
    params = {
        "count": fewer,
        "points": round(max(points, 0.0), 1),
        "money": abs(money),
        "each": abs(money) // fewer,
        "weight": weight,
        "more": weight + CHEAP,
    }
    return Message(f"beyond.least_harm.{'more' if money > 0 else 'less' if money < 0 else 'same'}", params)
