"""The frontier of cost and merit on the Compare page, with the plans that are compared beside it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import streamlit as st

from planner.core.texts import number
from planner.ui.parts.beyond.answers import answer
from planner.ui.parts.beyond.words import said
from planner.ui.session import plans, state
from planner.ui.session.words import money, plain

if TYPE_CHECKING:
    import pandas as pd


def section(compared: Sequence[str], names: Sequence[str]) -> None:
    """The best merit for each cost, proven, of the first plan's people and rules; where each plan of the same people stands."""
    st.subheader(said("frontier_title"), anchor=False, help=said("frontier_help"))
    found = answer(compared[0], "frontier")
    if found is None:
        return
    lang, curve, here = state.lang(), found[found["plan"].ne("")], found[found["plan"].eq("")].iloc[0]
    others = [(name, _stands(plan)) for plan, name in zip(compared[1:], names[1:], strict=True) if _same_people(compared[0], plan)]
    stands = [(names[0], (float(here["x"]), float(here["y"]))), *others]
    st.image(_picture(curve, stands[0][1], lang), width="stretch")
    for name, (cost, merit) in stands:
        st.markdown(f"- **{plain(name)}**: " + said("frontier_stands", cost=money(cost), merit=number(round(merit, 1), lang)) + " " + _less(curve, cost, merit))


def _less(curve: pd.DataFrame, cost: float, merit: float) -> str:
    less = saved_at_same_merit(curve, cost, merit)
    return said("frontier_less", money=money(less)) if less > 0 else said("frontier_on")


def saved_at_same_merit(curve: pd.DataFrame, cost: float, merit: float) -> float:
    """How much less a point of the curve with at least this merit costs, VND; 0 where none does."""
    good = curve[curve["y"].ge(merit)]
    return max(0.0, cost - float(good["x"].min())) if len(good) else 0.0


def _stands(plan: str) -> tuple[float, float]:
    people = plans.people(plan, state.lang())
    stay = people["leave_on"].isna() | people["decision"].isin(("redeploy", "secondment_commune", "secondment_province"))
    return float(people["cost_vnd"].sum()), float(people.loc[stay, "merit"].sum())


def _same_people(one: str, other: str) -> bool:
    mine, theirs = ((plans.summary(plan) or {}).get("provenance", {}).get("roster_sha256") for plan in (one, other))
    return mine == theirs


@st.cache_data(show_spinner=False, max_entries=20)
def _picture(curve: Any, here: tuple[float, float], lang: str) -> bytes:
    from planner.report.frontier_picture import Curve, frontier_picture

    return frontier_picture(Curve("cost_vnd", "retained_merit", curve, here, -1, 1), lang)
