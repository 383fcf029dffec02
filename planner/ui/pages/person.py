"""Person: the facts, the options with their amounts, why the plan decides so, and what would change it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import streamlit as st

from planner.core.texts import text
from planner.core.vocabulary import EXIT_ROUTES
from planner.ui import layout
from planner.ui.pages import person_sheet
from planner.ui.parts.beyond import turned
from planner.ui.parts.plan_names import plan_name
from planner.ui.session import actions, history, plans, state
from planner.ui.session.words import day, heading, money, plain, t, value
from planner.ui.widgets import draw, grids

if TYPE_CHECKING:
    from planner.plan.explain.told import Told

MOST_FOUND = 100
MOST_PLANS = 20


def person_page() -> None:
    """Draw the page."""
    layout.head("person")
    plan = state.desk().current
    if not plans.decides(plan):
        st.info(t("person_empty"), icon=":material/person_search:")
        return
    person = _pick(plan)
    if person is None:
        return
    found = plans.person(plan, person).told
    _back(found.employee_id)
    _decision(found)
    _before_after(plan, found.employee_id)
    left, right = st.columns([2, 3], gap="large")
    with left:
        _facts(found)
    with right:
        for title, sentences in (("why", found.why), ("changes", found.changes), ("nearest", found.nearest), ("corrections", found.corrections)):
            _sentences(f"title_{title}", sentences)
    _choices(found)
    turned.section(plan, found.employee_id)
    _history(plan, found.employee_id)
    person_sheet.section(plan, found.employee_id)
    with st.expander(t("person_as_text"), icon=":material/article:"):
        st.text(found.as_text)  # not `st.code`, whose colouring of programs is the largest thing a browser would read


def _back(person: str) -> None:
    where = history.way_back(person)
    if where is not None:
        label = t("back_to_list") if where == "list" else t("back_to_page", page=t(f"page_{where}"))
        st.button(label, icon=":material/arrow_back:", key="person_back", on_click=history.come_back)


def _pick(plan: str) -> str | None:
    people = plans.people(plan, state.lang())
    left, right = st.columns([2, 3], vertical_alignment="bottom")
    words = left.text_input(t("search"), placeholder=t("search_hint"), key="w_person_search")
    hit = people[grids.matches(people, words, ("employee_id", "full_name", "position_title"))] if words.strip() else people
    if not len(hit):
        st.info(t("no_rows"))
        return None
    few = hit.head(MOST_FOUND)
    names = dict(zip(few["employee_id"].astype(str), few["full_name"].astype(str) + " · " + few["unit"].astype(str), strict=True))
    chosen: str | None = right.selectbox(
        t("person_pick", n=len(hit)), list(names), format_func=lambda i: f"{i} · {names[i]}", key="w_person"
    )
    return chosen


def _decision(found: Told) -> None:
    shown = value("decision", found.decision) + (f" ({found.period})" if found.period else "")
    title, *columns = st.columns([5, 1.2, 1.2, 1.4], vertical_alignment="center")
    title.header(f"{plain(found.full_name)} ({plain(found.employee_id)}): {plain(shown)}", anchor=False)
    lock = state.desk().locks.get(found.employee_id)
    verbs = (("keep", "keep", actions.keep, "lock"), ("leave", "release", actions.release, "logout"), (None, "undecide", actions.unlock, "lock_open"))
    for column, (name, label, verb, icon) in zip(columns, verbs, strict=True):
        column.button(
            t(label), icon=f":material/{icon}:", key=f"person_lock_{name}", disabled=lock == name, on_click=verb, args=([found.employee_id],), width="stretch",
        )  # fmt: skip
    if lock:
        st.info(t("person_locked", lock=t("keep") if lock == "keep" else t("release")), icon=":material/lock:")


def _before_after(plan: str, person: str) -> None:
    """The person before and after the plan, and what changes."""
    rows = plans.people(plan, state.lang())
    own = rows[rows["employee_id"] == person].iloc[0]
    leaves = bool(own["leave_on"] == own["leave_on"]) and own["decision"] in list(EXIT_ROUTES)
    after = value("decision", own["decision"]) + (f", {day(own['leave_on'].date())}" if leaves else "")
    unit = "–" if leaves else (own["to_unit"] or own["unit"])
    lines = [
        (t("person_employment"), t("person_present"), after, leaves),
        (heading("unit"), str(own["unit"]), str(unit), unit != own["unit"]),
        (heading("cost_vnd"), "–", money(own["cost_vnd"]) if own["cost_vnd"] else "–", bool(own["cost_vnd"])),
    ]
    names = (t("view_before"), t("view_after"), t("view_changes"))
    draw.small_table(
        ("", *names), [(what, was, now, f"{was} → {now}" if changed else t("person_unchanged")) for what, was, now, changed in lines]
    )


def _history(plan: str, person: str) -> None:
    """What every plan of this session decided for the person, and what is locked."""
    from planner.plan.tables import history

    desk = state.desk()
    frame = history([(p, decided) for p in desk.plans[-MOST_PLANS:] if (decided := plans.decisions(p)) is not None], person)
    with st.expander(t("person_history", n=len(frame)), icon=":material/history:"):
        shown = frame.assign(plan=[plan_name(p) + (f" ({t('person_this_plan')})" if p == plan else "") for p in frame["plan"]])
        headings = {"changed": t("person_changed"), "plan": t("page_plan")}
        grids.table(
            shown, ("plan", "decision", "period", "to_unit", "involuntary", "cost_vnd", "changed"), key="grid_history", headings=headings
        )


def _facts(found: Told) -> None:
    st.markdown(f"**{text('explain.title_facts', state.lang())}**")
    draw.small_table((t("person_fact"), t("person_value")), found.facts)


def _sentences(title: str, sentences: Sequence[str]) -> None:
    if sentences:
        st.markdown(f"**{text(f'explain.{title}', state.lang())}**")
        for sentence in sentences:
            st.markdown(f"- {plain(sentence)}")


def _choices(found: Told) -> None:
    st.markdown(f"**{text('explain.title_options', state.lang())}**")
    rows = [
        {
            heading("decision"): value("decision", c.decision),
            heading("period"): c.period,
            heading("leave_on"): "" if c.leave_on is None else day(c.leave_on),
            t("person_allowed"): t("person_chosen") if c.chosen else t("yes") if c.allowed else t("no"),
            heading("cost_vnd"): money(c.cost_vnd) if c.cost_vnd else "",
            heading("reason"): c.reason,
            heading("legal_basis"): c.basis,
        }
        for c in found.choices
    ]
    right = {heading("cost_vnd"): st.column_config.TextColumn(alignment="right")}
    grids.put(rows, right, key="grid_choices")
