"""Person: the facts, the options with their amounts, why the plan decides so, and what would change it."""

from __future__ import annotations

import streamlit as st

from planner.errors import InputError
from planner.explain import Explanation, explain
from planner.jobs.state import problem_records
from planner.texts import text
from planner.ui import grids, layout, person_sheet, plan_people, solving, state, store
from planner.ui.words import day, heading, money, plain, t, value

MOST_FOUND = 200


def person_page() -> None:
    """Draw the page."""
    layout.head("person")
    plan = state.desk().current
    summary = store.summary(plan)
    if summary is None or summary["headcount"] is None:
        st.info(t("person_empty"), icon=":material/person_search:")
        return
    person = _pick(plan)
    if person is None:
        return
    try:
        found = explain(store.run(plan, state.lang()), person)
    except InputError as error:
        solving.show_problems(problem_records(error.problems))
        return
    _decision(plan, found)
    left, right = st.columns([2, 3], gap="large")
    with left:
        _facts(found)
    with right:
        _sentences("title_why", [message.render(state.lang()) for message in found.why])
        _sentences("title_changes", [message.render(state.lang()) for message in found.changes])
        _twin(found)
    _choices(found)
    person_sheet.section(plan, found)
    with st.expander(t("person_as_text"), icon=":material/article:"):
        st.code(found.render(state.lang()), language=None, wrap_lines=True)


def _pick(plan: str) -> str | None:
    people = store.table("people", plan, state.lang())
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


def _decision(plan: str, found: Explanation) -> None:
    facts = dict(found.facts)
    shown = value("decision", found.decision) + (f" ({found.period})" if found.period else "")
    title, keep, release, free = st.columns([5, 1.2, 1.2, 1.4], vertical_alignment="center")
    title.subheader(f"{plain(facts['full_name'])} ({plain(found.employee_id)}): {plain(shown)}", anchor=False)
    lock = state.desk().locks.get(found.employee_id)
    for column, name, label, icon in (
        (keep, "keep", t("keep"), "lock"),
        (release, "leave", t("release"), "logout"),
        (free, None, t("undecide"), "lock_open"),
    ):
        column.button(
            label, icon=f":material/{icon}:", key=f"person_lock_{name}", disabled=lock == name, on_click=state.lock_people,
            args=([found.employee_id], name), width="stretch",
        )  # fmt: skip
    if lock:
        st.info(t("person_locked", lock=t("keep") if lock == "keep" else t("release")), icon=":material/lock:")
    _history(found.employee_id)


def _history(person: str) -> None:
    """What the plan before decided, where that was something else."""
    before = plan_people.before()
    if before is None:
        return
    old = before[before["employee_id"] == person]
    if len(old):
        was = value("decision", old["decision"].iloc[0]) + (f" ({old['period'].iloc[0]})" if old["period"].iloc[0] else "")
        st.caption(t("person_before", decision=plain(was)))


def _facts(found: Explanation) -> None:
    from planner.explain.words import shown

    st.markdown(f"**{text('explain.title_facts', state.lang())}**")
    rows = [(heading(column), shown(column, fact, state.lang())) for column, fact in found.facts]
    st.dataframe(
        [{t("person_fact"): k, t("person_value"): v} for k, v in rows if v != "–"],
        hide_index=True,
        key="grid_facts",
        height="content",
    )


def _sentences(title: str, sentences: list[str]) -> None:
    if sentences:
        st.markdown(f"**{text(f'explain.{title}', state.lang())}**")
        for sentence in sentences:
            st.markdown(f"- {plain(sentence)}")


def _twin(found: Explanation) -> None:
    from planner.explain.render import nearest_lines

    _sentences("title_nearest", nearest_lines(found, state.lang()))


def _choices(found: Explanation) -> None:
    lang = state.lang()
    st.markdown(f"**{text('explain.title_options', lang)}**")
    rows = [
        {
            heading("decision"): value("decision", c.decision),
            heading("period"): c.period,
            heading("leave_on"): "" if c.leave_on is None else day(c.leave_on),
            t("person_allowed"): t("person_chosen") if c.chosen else t("yes") if c.allowed else t("no"),
            heading("cost_vnd"): money(c.cost_vnd) if c.cost_vnd else "",
            heading("reason"): "; ".join(m.render(lang) for m in c.why_not),
            heading("legal_basis"): c.basis.render(lang) if c.basis else "",
        }
        for c in found.choices
    ]
    st.dataframe(rows, hide_index=True, key="grid_choices")
