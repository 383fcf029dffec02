"""What the rules of a plan cost, and which cases are truly open: the part of the Plan page, solved in the background."""

from __future__ import annotations

import streamlit as st

from planner.scenario.requirement_kinds import LOCK
from planner.ui.parts.beyond.answers import answer
from planner.ui.parts.beyond.words import said
from planner.ui.session import plans, state
from planner.ui.widgets import grids

SHOWN = 200


def section(plan: str) -> None:
    """Both questions, each with what it means."""
    st.subheader(said("prices_title"), anchor=False, help=said("prices_help"))
    _prices(plan)
    st.subheader(said("contested_title"), anchor=False, help=said("contested_help"))
    _contested(plan)


def _prices(plan: str) -> None:
    found = answer(plan, "prices")
    if found is None:
        return
    costly = found[found["objective_gain"].gt(0) | ~found["proven"] | (found["gain_at_most"].gt(0) & found["requirement"].ne(LOCK.name))]
    if not len(costly):
        st.info(said("prices_none"))
        return
    labels = [plans.requirement_said(plan, r.requirement, r.scope, state.lang()) for r in costly.itertuples()]
    yes = {True: said("proven"), False: said("not_proven")}
    frame = costly.assign(requirement=labels, proof=[yes[bool(p)] for p in costly["proven"]])
    names = ("objective_gain", "merit", "cost_vnd", "involuntary", "leavers", "gain_at_most", "proof")
    headings = {name: said(f"price_{name}") for name in names}
    grids.table(frame, ("requirement", *names), key=f"grid_prices_{plan}", as_text=True, headings=headings)


def _contested(plan: str) -> None:
    found = answer(plan, "contested")
    if found is None:
        return
    count = found["class"].value_counts()
    st.markdown(said("contested_counts", **{name: int(count.get(name, 0)) for name in ("core", "safe", "contested")}, open=int((~found["proven"]).sum())))
    people = plans.people(plan, state.lang())[["employee_id", "full_name", "unit", "decision"]]
    rows = found[found["class"].eq("contested")].merge(people, on="employee_id")
    rows["loss"] = (rows["best_if_leaves"] - rows["best_if_stays"]).abs().round(2)
    frame = rows.sort_values("loss", kind="stable").head(SHOWN)
    grids.table(frame, ("employee_id", "full_name", "unit", "decision", "loss"), key=f"grid_contested_{plan}", headings={"loss": said("contested_loss")})
