"""The figures of `plan.json`, added up again from `decisions.csv`, and the goal, evaluated again."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from planner.check.people import goal_value, weighted_goal
from planner.check.requirements import baseline_of
from planner.check.view import View, breach
from planner.core.errors import Problem
from planner.core.vocabulary import EXIT_ROUTES
from planner.instance.groups import groups_of

FILE = "plan.json"
TOLERANCE = 1e-9


def check_figures(view: View, summary: dict[str, Any]) -> Iterator[Problem]:
    """Headcount, money, periods, units and routes of `plan.json` equal what the decisions add up to."""
    n, left, baseline = len(view.people), int(view.leaves.sum()), baseline_of(view)
    spent = int(view.cost.sum())
    saving = 12 * int(view.salary[view.leaves & ~view.by_nature].sum())
    yield from _compare(
        "headcount",
        summary.get("headcount"),
        {"baseline": n, "leavers": left, "remaining": n - left, "reduction": _of(left, baseline)},
    )
    expected = {
        "cost_vnd": spent,
        "saving_vnd_per_year": saving,
        "saving_natural_vnd_per_year": 12 * int(view.salary[view.by_nature].sum()),
        "payback_months": round(spent / (saving / 12), 1) if saving else None,
        "involuntary": int(view.involuntary.sum()),
        "redeployed": int((view.to_unit >= 0).sum()),
        "seconded": int(view.away.sum()),
    }
    yield from _compare("", {key: summary.get(key) for key in expected}, expected)
    yield from _check_periods(view, summary, baseline)
    yield from _check_units(view, summary)
    yield from _check_fairness(view, summary)
    listed = summary.get("routes") or {}
    for route in EXIT_ROUTES:
        here = view.decision == route.value
        right = {"people": int(here.sum()), "cost_vnd": int(view.cost[here].sum())}
        if route.value in listed or right["people"]:
            yield from _compare(f"routes.{route.value}", listed.get(route.value), right)


def check_goal(view: View, summary: dict[str, Any]) -> Iterator[Problem]:
    """Objective, bound, gap and status agree with one another and with the decisions.

    With `tiers` the objective is the last goal, maximised.
    """
    right, scale = weighted_goal(view)
    if view.scenario.tiers and (last := view.scenario.tiers[-1]).goal != "objective":
        value = goal_value(view, last.goal)
        right, scale = (-value if last.minimised else value), max(1.0, abs(value))
    objective, bound, gap = summary.get("objective"), summary.get("bound"), summary.get("gap")
    if objective is None or abs(objective - right) > TOLERANCE * scale:
        yield breach("objective_wrong", column="objective", file=FILE, written=objective, right=right)
        return
    if bound is None or bound < objective - TOLERANCE * scale:
        yield breach("bound_below", column="bound", file=FILE, bound=bound, objective=objective)
        return
    right = max(0.0, bound - objective) / max(1.0, abs(objective))
    if gap is None or abs(gap - right) > TOLERANCE:
        yield breach("gap_wrong", column="gap", file=FILE, written=gap, right=right)
    is_optimal = right <= float(view.scenario.solver.relative_gap)
    if summary.get("status") != ("optimal" if is_optimal else "feasible"):
        yield breach("status_wrong", column="status", file=FILE, written=summary.get("status"))


def _check_periods(view: View, summary: dict[str, Any], baseline: int) -> Iterator[Problem]:
    written = summary.get("periods") or []
    if [p.get("name") for p in written] != [p.name for p in view.scenario.periods]:
        yield breach("figure_wrong", column="periods", file=FILE, written=len(written), right=len(view.scenario.periods))
        return
    for p, (row, asked) in enumerate(zip(written, view.scenario.periods, strict=True)):
        here = view.leaves & (view.period == p)
        gone = int((view.leaves & (view.period <= p)).sum())
        right = {
            "leave_on": asked.leave_on.isoformat(),
            "leavers": int(here.sum()),
            "cumulative_reduction": _of(gone, baseline),
            "reached": _of(baseline - len(view.people) + gone, baseline),
            "cost_vnd": int(view.cost[view.period == p].sum()),
        }
        yield from _compare(f"periods.{asked.name}", row, right)


def _check_units(view: View, summary: dict[str, Any]) -> Iterator[Problem]:
    written = {str(row.get("unit")): row for row in summary.get("units") or []}
    here = view.structure.unit_of
    for row, unit in enumerate(view.structure.units["unit"].astype(str)):
        own = here == row
        before, left = int(own.sum()), int((own & view.leaves).sum())
        moved_out, moved_in = int((own & (view.to_unit >= 0)).sum()), int((view.to_unit == row).sum())
        after = before - left - moved_out + moved_in
        right = {
            "before": before,
            "after": after,
            "leavers": left,
            "redeployed_in": moved_in,
            "redeployed_out": moved_out,
            "reduction": (before - after) / before if before else 0.0,
            "cost_vnd": int(view.cost[own].sum()),
        }
        yield from _compare(f"units.{unit}", written.get(unit), right)


def _check_fairness(view: View, summary: dict[str, Any]) -> Iterator[Problem]:
    """How often each group leaves, beside everybody."""
    written = {(row.get("by"), row.get("group")): row for row in summary.get("fairness") or []}
    exits = view.leaves & ~view.by_nature
    for rule in view.scenario.fairness:
        for group, members in groups_of(rule.by, view.people, view.structure, view.scenario.snapshot_on):
            size, left = int(members.sum()), int((members & exits).sum())
            if size:
                of_all = _of(int(exits.sum()), len(exits))
                right = {"people": size, "exits": left, "rate": left / size, "ratio": left / size / of_all if of_all else None}
                yield from _compare(f"fairness.{rule.by}.{group}", written.get((rule.by, group)), right)


def _of(part: int, whole: int) -> float:
    return part / whole if whole else 0.0


def _compare(place: str, written: dict[str, Any] | None, right: dict[str, Any]) -> Iterator[Problem]:
    for key, value in right.items():
        said = (written or {}).get(key)
        same = said == value or (isinstance(value, float) and isinstance(said, int | float) and abs(said - value) <= TOLERANCE)
        if not same:
            yield breach("figure_wrong", column=f"{place}.{key}".strip("."), file=FILE, written=said, right=value)
