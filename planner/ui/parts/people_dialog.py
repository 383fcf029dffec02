"""The people behind a figure of the plan, in a dialog on whatever page it was clicked: filters, reasons, keep or release with planning at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from planner.ui.elements import made
from planner.ui.parts.plan_figures import figure_said
from planner.ui.session import actions, history, plans, state
from planner.ui.session.words import heading, money, named, t, whole
from planner.ui.widgets import grids, long_list

if TYPE_CHECKING:
    import pandas as pd

MOST_DRAWN, MOST_ASKED = 120, 1000
"""So many rows are drawn at first, and where more were asked for; the search field finds the others."""
GROUPS = ("all", "leavers", "involuntary", "voluntary", "natural", "moved", "retained", "changed")


@st.fragment(key=actions.LIST)
def section() -> None:
    """What opens the dialog, at the end of every page; drawn apart, so that a click on a figure draws nothing else anew."""
    plan = state.desk().current
    if actions.list_is_wanted() and plans.decides(plan):
        said = figure_said(state.figure(), plan) or t("group_all")
        st.dialog(said[:1].upper() + said[1:], width="large")(_people)(plan)


def _people(plan: str) -> None:
    from planner.plan.tables import behind

    people = plans.people(plan, state.lang())  # shared by all sessions: only read
    figure = _resolved(plan, state.figure())
    group, words, units = _filters(plan, bool(figure))
    hit = behind(people, {**figure, "group": group} if "group" not in figure or group != "all" else figure)
    if words.strip():
        hit &= grids.matches(people, words, long_list.SEARCHED).to_numpy()
    if units:
        hit &= people["unit"].isin(units).to_numpy()
    found = people[hit]
    line = st.container(horizontal=True, vertical_alignment="center")
    more_key = f"w_list_more_{plan}_{st.session_state[state.LISTED]}"
    most = MOST_ASKED if st.session_state.get(more_key) else MOST_DRAWN
    few = found.head(most)
    line.caption(t("rows_shown", n=len(found), of=len(people)) if len(found) <= most else t("people_first", shown=most, n=len(found)))
    if len(found) > MOST_DRAWN:
        line.toggle(t("people_more", n=min(len(found), MOST_ASKED)), key=more_key)
    if not len(few):
        st.info(t("no_rows"))
        return
    listed, at = st.session_state.get(state.LIST_AT, (None, None))
    made.draw("people_rows", {"people": _rows(few), "words": _words(), "at": at if listed == st.session_state[state.LISTED] else None}, f"people_{plan}", act=_act)


def _act(asked: dict[str, Any]) -> None:
    people, what = [str(person) for person in asked["people"]], asked["what"]
    if what == "open":
        history.look_up(people[0])
    actions.decide(people, {"keep": "keep", "release": "leave"}.get(what))


def _resolved(plan: str, figure: dict[str, Any]) -> dict[str, Any]:
    """The figure with a requirement replaced by the people it counts."""
    if "requirement" not in figure:
        return figure
    rest = {name: wanted for name, wanted in figure.items() if name not in ("requirement", "scope")}
    return {**rest, "ids": plans.behind_requirement(plan, figure["requirement"], figure["scope"])}


def _filters(plan: str, clicked: bool) -> tuple[str, str, list[str]]:
    edition = f"{plan}_{st.session_state[state.LISTED]}"
    sizes, present = plans.counts(plan, state.lang()), plans.present(plan, state.lang())
    left, middle, right = st.columns([2, 3, 3])
    names = {g: f"{t(f'group_{g}')} ({whole(sizes[g])})" for g in GROUPS}
    group = left.selectbox(
        t("plan_group"),
        GROUPS,
        index=0 if clicked else 1,
        format_func=named(GROUPS, names.__getitem__),
        key=state.spoken(f"w_list_group_{edition}"),
    )
    words = middle.text_input(t("search"), placeholder=t("search_hint"), key=f"w_list_search_{edition}")
    units = right.multiselect(heading("unit"), present["units"], key=f"w_list_unit_{edition}", placeholder=t("all"), select_all=False)
    return group or "all", words, units


def _rows(few: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows as the dialog writes them."""
    from planner.core.vocabulary import EXIT_ROUTES

    locks = state.desk().locks
    shown = grids.shown(few, ("age", "merit", "decision", "was_decision"))
    age, merit, decided, was = ([str(v).strip() for v in shown[name]] for name in ("age", "merit", "decision", "was_decision"))
    rows = few[["employee_id", "full_name", "position_title", "unit", "to_unit", "decision", "cost_vnd", "reason", "changed"]].to_dict(
        "records"
    )
    return [
        {
            "id": str(row["employee_id"]), "name": str(row["full_name"]), "post": str(row["position_title"] or ""), "unit": str(row["unit"]), "age": age[i], "merit": merit[i],
            "decision": decided[i] + (f" → {row['to_unit']}" if row["to_unit"] else ""), "tone": "leaves" if row["decision"] in EXIT_ROUTES else "moves" if row["to_unit"] else "",
            "was": t("was", what=was[i]) if row["changed"] and was[i] else "", "cost": money(row["cost_vnd"]) if row["cost_vnd"] else "", "reason": str(row["reason"] or ""),
            "lock": locks.get(str(row["employee_id"])),
        }
        for i, row in enumerate(rows)
    ]  # fmt: skip


def _words() -> dict[str, str]:
    own = {name: t(name) for name in ("keep", "release")}
    return {
        **own, "free": t("undecide"), "open": t("see_person"), "mark": t("mark"), "marked": t("marked"), "list": t("plan_people"), "person": heading("full_name"), "post": heading("position_title"),
        "age": heading("age"), "merit": heading("merit"), "decision": heading("decision"), "cost": heading("cost_vnd"), "why": heading("reason"),
    }  # fmt: skip
