"""Could this go the other way, and at what price: the part of the Person page, solved in the background."""

from __future__ import annotations

import streamlit as st

from planner.core.texts import number
from planner.service.beyond.person.said import change_said
from planner.ui.parts.beyond.answers import answer
from planner.ui.parts.beyond.words import said
from planner.ui.session import plans, state
from planner.ui.session.words import plain, value


def section(plan: str, person: str) -> None:
    """What would have to change for the other outcome of a person, each change confirmed by a plan, cheapest first."""
    st.markdown(f"**{said('otherwise_title')}**")
    found = answer(plan, "otherwise", person)
    if found is None:
        return
    if not len(found):
        st.markdown(said("otherwise_none"))
    for row in found.itertuples():
        what = change_said(row.change, row.detail, lambda rule: plans.requirement_said(plan, rule, "", state.lang()), state.lang())
        loss = row.objective_loss
        key = "otherwise_line" if loss != loss else "otherwise_gain" if loss < 0 else "otherwise_loss"
        points = "" if loss != loss else number(round(abs(loss), 2), state.lang())
        line = said(key, what=plain(what), decision=value("decision", row.decision), points=points)
        st.markdown(f"- {line}" + ("" if row.proven else f" ({said('not_proven')})"))
