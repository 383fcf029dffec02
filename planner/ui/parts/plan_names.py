"""How plans are called."""

from __future__ import annotations

from collections.abc import Sequence

from planner.scenario.paths import get
from planner.ui.session import plans, state
from planner.ui.session.words import percent, titled


def plan_name(plan: str) -> str:
    """How a plan is called: as somebody has named it, else for what it asks, else its title and what made it."""
    from planner.plan.story import called

    own = state.desk().names.get(plan)
    if own:
        return own
    asked = plans.asked(plan)
    if "parent" in asked:
        return called(asked["parent"], asked["scenario"], asked.get("locks", {}), state.lang()) or titled(
            asked["scenario"].get("title", plan)
        )
    target, title = asked_target(plan), titled((plans.summary(plan) or {}).get("title", plan))
    said = title if target is None else f"{title} · {target_said(target)}"
    return f"{said} · {plan.removeprefix(plans.OF_RUNS)}" if plan.startswith(plans.OF_RUNS) else said


def plan_names(known: Sequence[str]) -> dict[str, str]:
    """Plan to name, where two of one name are told apart by when they were made."""
    names = {plan: plan_name(plan) for plan in known}
    twice = {name for name in names.values() if list(names.values()).count(name) > 1}
    return {plan: f"{name} · {made_at(plan)}" if name in twice else name for plan, name in names.items()}


def made_at(plan: str) -> str:
    """When, or by what, a plan was made."""
    return plan.removeprefix(plans.OF_RUNS) if plan.startswith(plans.OF_RUNS) else f"{plan[9:11]}:{plan[11:13]}:{plan[13:15]}"


def asked_target(plan: str) -> float | None:
    """The target of the last period that a plan was asked for."""
    periods = get(plans.asked(plan), ("scenario", "periods"), [])
    return periods[-1].get("reduction_at_least") if periods else None


def target_said(target: float) -> str:
    """A target as short as it can be said: 20%, 39,5%."""
    return percent(target, 0 if round(target * 100, 6).is_integer() else 1)
