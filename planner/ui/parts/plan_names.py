"""How plans are called."""

from __future__ import annotations

from planner.scenario.paths import get
from planner.ui.session import plans
from planner.ui.session.words import percent, titled


def plan_name(plan: str) -> str:
    """How a plan is called in lists: its title and when or by what it was made."""
    summary = plans.summary(plan) or {}
    mark = plan.removeprefix(plans.OF_RUNS) if plan.startswith(plans.OF_RUNS) else f"{plan[9:11]}:{plan[11:13]}:{plan[13:15]}"
    target = asked_target(plan)
    name = titled(summary.get("title", plan))
    title = name if target is None else f"{name} · {target_said(target)}"
    return f"{title} · {mark}"


def asked_target(plan: str) -> float | None:
    """The target of the last period that a plan was asked for."""
    periods = get(plans.asked(plan), ("scenario", "periods"), [])
    return periods[-1].get("reduction_at_least") if periods else None


def target_said(target: float) -> str:
    """A target as short as it can be said: 20%, 39,5%."""
    return percent(target, 0 if round(target * 100, 6).is_integer() else 1)
