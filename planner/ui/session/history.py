"""Verbs of the plans of a session: stand at one again, name, pin and note it, move a unit one step on and plan that."""

from __future__ import annotations

from planner.ui.session import actions, plans, state
from planner.ui.session.words import t


def stand_at(plan: str) -> None:
    """Stand at a plan again: it is shown, and the desk asks what it was asked, a step that can be undone."""
    asked = plans.asked(plan)
    if "scenario" in asked and (asked["scenario"], asked.get("locks", {})) != (state.desk().draft, state.desk().locks):
        actions.lay_draft(asked["scenario"], asked.get("locks", {}))
    actions.open_plan(plan)
    actions.go_to("plan")


def rename(plan: str, name: str, note: str) -> None:
    """Call a plan otherwise ("": for what it asks) and note something about it."""
    with state.undisturbed():
        desk = state.desk()
        desk.names = _with(desk.names, plan, name.strip())
        desk.notes = _with(desk.notes, plan, note.strip())
        actions.save()


def pin(plan: str) -> None:
    """Keep a plan at the top of the history, or no longer."""
    desk = state.desk()
    desk.pinned = [p for p in desk.pinned if p != plan] if plan in desk.pinned else [*desk.pinned, plan]
    actions.save()


def _with(entries: dict[str, str], key: str, entry: str) -> dict[str, str]:
    rest = {name: kept for name, kept in entries.items() if name != key}
    return {**rest, key: entry} if entry else rest


def step_unit(unit: str, by: int) -> None:
    """Have a unit keep (`by` above 0) or release so many people more than in the plan that is shown, and plan that at once."""
    from planner.scenario.unit_step import stepped

    row = next(iter(plans.canvas(state.desk().current).query("unit == @unit").to_dict("records")), None)
    if row is None or not -row["most_less"] <= by <= row["most_more"]:
        actions.say("warning", t("unit_step_refused", unit=unit))
        return
    actions.lay_draft(stepped(state.desk().draft, unit, int(row["before"]), int(row["after"]), by))
    actions.solve()


def stay_close_to(plan: str) -> None:
    """Choose the plan that `stay_close` means."""
    state.desk().close_to = plan
    actions.save()
