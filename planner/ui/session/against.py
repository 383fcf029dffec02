"""A plan against the one that was shown before it: what was asked and came of it, its units, its cost."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from planner.scenario.model import Scenario
from planner.scenario.parts.workload import BY_WORKLOAD, needs
from planner.scenario.paths import get
from planner.ui.session import plans, rosters, state

if TYPE_CHECKING:
    import pandas as pd


def told(plan: str, lang: str) -> tuple[str, str]:
    """(what a plan was asked against the one that was shown before it, what came of it); ("", "") where there is no plan."""
    from planner.plan.story import halves

    now, before = _told(plan), state.desk().before
    is_other = before != plan and plans.decides(before) and plans.is_of_people(before, plans.asked(plan).get("roster", ""))
    return halves(_told(before) if is_other else None, now, lang) if now else ("", "")


def canvas(plan: str) -> pd.DataFrame:
    """`plan.canvas.canvas` of a plan against the one that was shown before it."""
    from planner.plan.canvas import canvas

    units, earlier = plans.table("by_unit", plan, state.lang()), _before(plan)
    return canvas(units, plans.table("by_unit", earlier, state.lang()) if earlier else None, _floors())


def unit_rows(plan: str) -> tuple[pd.DataFrame, bool]:
    """(`canvas` of a plan in the order in which its rows stand, whether that is another than by what matters): as they stood
    before while the session steps from plan to plan."""
    frame, kept = canvas(plan), st.session_state.get(state.UNIT_ORDER)
    if not kept:
        return frame, False
    place = {unit: i for i, unit in enumerate(kept)}
    stands = frame.loc[frame["unit"].map(place).fillna(len(place)).sort_values(kind="stable").index].reset_index(drop=True)
    return stands, list(stands["unit"]) != list(frame["unit"])


def _told(plan: str) -> Any:
    from planner.plan.story import Told

    whole, question = plans.summary(plan), plans.asked(plan)
    if whole is None:
        return None
    scenario, locks, decided = question.get("scenario", {}), question.get("locks", {}), plans.decides(plan)
    named = [str(person) for person in (*(get(scenario, ("keep", "people"), []) or []), *locks)] if decided else []
    names: dict[str, str] = {}
    if named:
        found = plans.people(plan, state.lang()).loc[lambda frame: frame["employee_id"].isin(named), ["employee_id", "full_name"]]
        names = {str(person): str(name) for person, name in found.itertuples(index=False)}
    return Told(scenario, locks, plans.table("by_unit", plan, "vi") if decided else None, whole, names)


def _floors() -> dict[str, int]:
    """The least people of units whose own least number was asked for in this session, as it was before that."""
    desk = state.desk()
    own, base = (get(data, ("units", "by_unit"), {}) or {} for data in (desk.draft, desk.base))
    everywhere = get(desk.base, ("units", "default", "minimum_headcount"))
    units = rosters.roster_of(desk.roster).units if rosters.is_here(desk.roster) else None
    listed = {} if units is None or "minimum_headcount" not in units else units.set_index("unit")["minimum_headcount"].dropna().to_dict()
    asked_here = [unit for unit in own if (own[unit] or {}).get("minimum_headcount") != (base.get(unit) or {}).get("minimum_headcount")]
    need = needs(Scenario.model_validate(desk.base).workload) if get(desk.base, ("workload",)) else {}

    def floor(unit: str) -> int:
        least = (base.get(unit) or {}).get("minimum_headcount") or everywhere
        return int((need.get(unit) if least == BY_WORKLOAD else least) or listed.get(unit, 0))

    return {unit: floor(unit) for unit in asked_here}


def cost_bridge(plan: str) -> pd.DataFrame | None:
    """`tables.cost_bridge` from the plan that was shown before to this one; None where there is none of the same people."""
    from planner.plan.tables import cost_bridge

    earlier = _before(plan)
    now, before = plans.decisions(plan), plans.decisions(earlier) if earlier else None
    return None if now is None or before is None else cost_bridge(now, before)


def _before(plan: str) -> str:
    """The plan that was shown before this one, where it decides something; ""."""
    before = state.desk().before
    return before if before != plan and plans.decides(before) else ""
