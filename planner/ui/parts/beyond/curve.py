"""The frontier of cost and merit on the Compare page, with the plans that are compared and one made by hand beside it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import streamlit as st

from planner.core.texts import number
from planner.ui.parts.beyond import by_hand
from planner.ui.parts.beyond.answers import answer
from planner.ui.parts.beyond.words import said
from planner.ui.session import plans, state
from planner.ui.session.words import money, plain
from planner.ui.widgets import draw
from planner.ui.widgets.frontier_chart import Stand, frontier

if TYPE_CHECKING:
    import pandas as pd


def section(compared: Sequence[str], names: Sequence[str], letters: Sequence[str]) -> None:
    """The best merit for each cost, proven, of the first plan's people and rules; where each plan of the same people stands."""
    st.header(said("frontier_title"), anchor=False, help=said("frontier_help"))
    found = answer(compared[0], "frontier")
    if found is not None:
        _drawn(found, _stands(found, compared, names, letters), by_hand.stand(compared[0]))
    by_hand.section(compared[0])


def _stands(found: pd.DataFrame, compared: Sequence[str], names: Sequence[str], letters: Sequence[str]) -> list[Stand]:
    """The first plan, then the others of the same people."""
    here = found[found["plan"].eq("")].iloc[0]
    out = [Stand(letters[0], names[0], float(here["x"]), float(here["y"]))]
    for plan, name, letter in zip(compared[1:], names[1:], letters[1:], strict=True):
        if _same_people(compared[0], plan):
            out.append(Stand(letter, name, *_amounts(plan)))
    return out


def _drawn(found: pd.DataFrame, stands: list[Stand], hand: Stand | None) -> None:
    curve, lang = found[found["plan"].ne("")], state.lang()
    shown = [*stands, *([hand] if hand is not None else [])]
    draw.picture(frontier(curve, shown, lang), f"chart_frontier_{len(shown)}", said("frontier_alt"))
    for place, plan in enumerate(stands):  # a plan by hand has a sentence of its own below, solved for it
        stood = said("frontier_stands", cost=money(plan.cost), merit=number(round(plan.merit), lang))
        less = (_solved_less(found, plan.cost) if place == 0 else "") or _less(curve, plan.cost, plan.merit)
        st.markdown(f"- **{plain(plan.name)}**: {stood} {less}")


def _solved_less(found: pd.DataFrame, cost: float) -> str:
    """How much less the first plan's merit costs, which was solved; "" where it was not, or is no less."""
    least = found.get("least", found["x"] * float("nan"))[found["plan"].eq("")].iloc[0]
    return said("frontier_less", money=money(cost - least)) if least < cost else ""


def _less(curve: pd.DataFrame, cost: float, merit: float) -> str:
    """The same of any plan by the points of the curve alone, so at least so much."""
    less = saved_at_same_merit(curve, cost, merit)
    return said("frontier_less_at_least", money=money(less)) if less > 0 else said("frontier_on")


def saved_at_same_merit(curve: pd.DataFrame, cost: float, merit: float) -> float:
    """How much less a point of the curve with at least this merit costs, VND; 0 where none does."""
    good = curve[curve["y"].ge(merit)]
    return max(0.0, cost - float(good["x"].min())) if len(good) else 0.0


def _amounts(plan: str) -> tuple[float, float]:
    people = plans.people(plan, state.lang())
    stay = people["leave_on"].isna() | people["decision"].isin(("redeploy", "secondment_commune", "secondment_province"))
    return float(people["cost_vnd"].sum()), float(people.loc[stay, "merit"].sum())


def _same_people(one: str, other: str) -> bool:
    mine, theirs = ((plans.summary(plan) or {}).get("provenance", {}).get("roster_sha256") for plan in (one, other))
    return mine == theirs
