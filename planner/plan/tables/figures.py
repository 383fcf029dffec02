"""The figures of a plan: headcount waterfall, units, periods, routes. Every function wants a run with a plan."""

from __future__ import annotations

import numpy as np
import pandas as pd

from planner.core.rounding import at_least, at_most
from planner.core.vocabulary import CHOSEN, CHOSEN_ROUTES, DECISION_INDEX, DECISIONS, NATURAL_ROUTES
from planner.instance.floors import unit_bounds
from planner.instance.instance import Instance
from planner.plan.plan import Run, figures, savings
from planner.scenario.requirement_kinds import UNIT_CAPS, UNIT_MINIMUMS, UNIT_TARGETS

OPTIONAL_STEPS = ("training_separation", "transfer_out")
"""Steps that stand in the waterfall only where somebody takes them."""


def waterfall(run: Run) -> pd.DataFrame:
    """From the people present to those who remain: [step, people, level_from, level_to].

    step: start, normal_retirement, contract_end, voluntary (any chosen route, volunteered), early_retirement and
    immediate_separation (not voluntary), training_separation and transfer_out (not voluntary; only where somebody
    takes them), end. people: positive for start and end, minus the people that a step takes away. level_from,
    level_to: the floating bar of a chart, the smaller number first.
    """
    taken = taken_by_step(run.instance.options.decision[chosen_of(run)], run.instance.options.involuntary[chosen_of(run)])
    steps, people = ["start"], [len(run.instance.people)]
    for step, count in taken.items():
        if count or step not in OPTIONAL_STEPS:
            steps.append(step)
            people.append(-count)
    steps.append("end")
    people.append(sum(people))
    level = np.cumsum(people[:-1])
    low = np.concatenate([[0], np.minimum(level[1:], level[:-1]), [0]])
    high = np.concatenate([[people[0]], np.maximum(level[1:], level[:-1]), [people[-1]]])
    return pd.DataFrame({"step": steps, "people": people, "level_from": low, "level_to": high})


def taken_by_step(decision: np.ndarray, involuntary: np.ndarray) -> dict[str, int]:
    """How many people each step of the waterfall takes; decision: index into `DECISIONS` of each person."""
    chosen_route = np.isin(decision, CHOSEN)
    natural = {route.value: int((decision == DECISION_INDEX[route]).sum()) for route in NATURAL_ROUTES}
    forced = {route.value: int(((decision == DECISION_INDEX[route]) & involuntary).sum()) for route in CHOSEN_ROUTES}
    return {**natural, "voluntary": int((chosen_route & ~involuntary).sum()), **forced}


def by_unit(run: Run) -> pd.DataFrame:
    """A row a unit after `reorganise`, in the units table's order.

    [unit, name, kind, quota (Int64), before, after, need (Int64, people whom its work takes), leavers, involuntary, redeployed_in, redeployed_out,
    reduction (share), minimum (Int64, people to keep), at_least, at_most (Int64, people by which the unit shrinks at
    least and at most), cost_vnd]; NA where no bound is asked.
    """
    instance, chosen = run.instance, chosen_of(run)
    units = instance.structure.units
    frame = pd.DataFrame(figures(instance, chosen)["units"])
    frame["need"] = frame["need"].astype("Int64")
    frame.insert(2, "kind", units["kind"].to_numpy())
    frame.insert(3, "quota", units["assigned_quota"].to_numpy())
    forced = np.bincount(instance.structure.unit_of[instance.options.involuntary[chosen]], minlength=len(units))
    frame.insert(frame.columns.get_loc("leavers") + 1, "involuntary", forced)
    frame.insert(frame.columns.get_loc("cost_vnd"), "minimum", _minimum(instance))
    for key, rounded, of in (("at_least", at_least, UNIT_TARGETS), ("at_most", at_most, UNIT_CAPS)):
        bounds = [
            pd.NA if bound is None else rounded(bound, int(instance.structure.headcount[row]))
            for row, _, bound in unit_bounds(instance.scenario, instance.structure.units, of)
        ]
        frame.insert(frame.columns.get_loc("cost_vnd"), key, pd.array(bounds, dtype="Int64"))
    return frame


def by_period(run: Run) -> pd.DataFrame:
    """A row a period.

    [period, leave_on (datetime64), leavers, involuntary, cumulative (leavers to date), remaining,
    cumulative_reduction (leavers as a share), reached (share that target_share is compared with: vacant posts are in it where
    quotas are meant), target_share (float, NaN where none), target (Int64 people who must leave, NA where none),
    cost_vnd, saving_vnd_per_year (salaries of this period's chosen exits), saving_natural_vnd_per_year (of its natural ones)].
    """
    instance, chosen = run.instance, chosen_of(run)
    frame = pd.DataFrame(figures(instance, chosen)["periods"]).rename(columns={"name": "period"})
    frame["leave_on"] = pd.to_datetime(frame["leave_on"])
    period, periods = instance.options.period[chosen], len(frame)
    forced = np.bincount(period[instance.options.involuntary[chosen]], minlength=periods)
    frame.insert(3, "involuntary", forced)
    frame.insert(4, "cumulative", frame["leavers"].cumsum())
    frame.insert(5, "remaining", len(instance.people) - frame["cumulative"])
    shares, targets = _targets(instance)
    frame.insert(8, "target_share", shares)
    frame.insert(9, "target", targets)
    saved = [savings(instance, chosen, p) for p in range(periods)]
    frame["saving_vnd_per_year"] = np.array([s.chosen for s in saved], dtype=np.int64)
    frame["saving_natural_vnd_per_year"] = np.array([s.natural for s in saved], dtype=np.int64)
    return frame


def by_route(run: Run) -> pd.DataFrame:
    """A row a route that stands open: [route, people, involuntary, cost_vnd, average_cost_vnd (0 where nobody)]."""
    instance, chosen = run.instance, chosen_of(run)
    routes = figures(instance, chosen)["routes"]
    decision = instance.options.decision[chosen]
    forced = np.bincount(decision[instance.options.involuntary[chosen]], minlength=len(DECISIONS))
    people = np.array([r["people"] for r in routes.values()], dtype=np.int64)
    cost = np.array([r["cost_vnd"] for r in routes.values()], dtype=np.int64)
    return pd.DataFrame(
        {
            "route": list(routes),
            "people": people,
            "involuntary": forced[[DECISION_INDEX[route] for route in routes]],
            "cost_vnd": cost,
            "average_cost_vnd": cost // np.maximum(people, 1),
        }
    )


def chosen_of(run: Run) -> np.ndarray:
    """The chosen option of each person, int64[n]. ValueError where the run has no plan: a fault of the caller."""
    if run.plan.chosen is None:
        raise ValueError("the run has no plan; its tables do not exist")
    return run.plan.chosen


def _minimum(instance: Instance) -> pd.arrays.IntegerArray:
    floor = {f.unit: f.held for f in instance.floors if f.kind.name == UNIT_MINIMUMS.name}
    return pd.array([floor.get(row, pd.NA) for row in range(len(instance.structure.units))], dtype="Int64")


def _targets(instance: Instance) -> tuple[np.ndarray, pd.arrays.IntegerArray]:
    """The least share of each period, and the leavers that it takes (vacant posts already count where quotas are meant)."""
    asked = [period.reduction_at_least for period in instance.scenario.periods]
    vacant = instance.baseline - len(instance.people)
    shares = np.array([np.nan if share is None else float(share) for share in asked])
    people = [pd.NA if share is None else max(at_least(share, instance.baseline) - vacant, 0) for share in asked]
    return shares, pd.array(people, dtype="Int64")
