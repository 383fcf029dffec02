"""Person: the facts, the options with their amounts, why the plan decides so, and what would change it."""

from __future__ import annotations

import streamlit as st

from planner.core.errors import InputError
from planner.core.texts import text
from planner.core.vocabulary import EXIT_ROUTES
from planner.plan.explain import Explanation, explain, rendered
from planner.service.jobs.state import problem_records
from planner.ui import layout
from planner.ui.pages import person_sheet
from planner.ui.parts import solving
from planner.ui.parts.plan_names import plan_name
from planner.ui.session import plans as store
from planner.ui.session import state
from planner.ui.session.words import day, heading, money, plain, t, value
from planner.ui.widgets import figures, grids

MOST_FOUND = 100
MOST_PLANS = 20


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
    _before_after(plan, found.employee_id)
    left, right = st.columns([2, 3], gap="large")
    with left:
        _facts(found)
    with right:
        _sentences("title_why", [message.render(state.lang()) for message in found.why])
        _sentences("title_changes", [message.render(state.lang()) for message in found.changes])
        _twin(found)
        _sentences("title_corrections", [message.render(state.lang()) for message in found.corrections])
    _choices(found)
    _history(plan, found.employee_id)
    person_sheet.section(plan, found)
    with st.expander(t("person_as_text"), icon=":material/article:"):
        st.text(rendered(found, state.lang()))  # not `st.code`, whose colouring of programs is the largest thing a browser would read


def _pick(plan: str) -> str | None:
    people = store.people(plan, state.lang())
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


def _before_after(plan: str, person: str) -> None:
    """The person before and after the plan, and what changes."""
    rows = store.people(plan, state.lang())
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
    figures.small_table(
        ("", *names), [(what, was, now, f"{was} → {now}" if changed else t("person_unchanged")) for what, was, now, changed in lines]
    )


def _history(plan: str, person: str) -> None:
    """What every plan of this session decided for the person, and what is locked."""
    from planner.plan.tables import history

    desk = state.desk()
    plans = desk.plans[-MOST_PLANS:]
    frame = history([(p, decided) for p in plans if (decided := store.decisions(p)) is not None], person)
    with st.expander(t("person_history", n=len(frame)), icon=":material/history:"):
        shown = frame.assign(plan=[plan_name(p) + (f" ({t('person_this_plan')})" if p == plan else "") for p in frame["plan"]])
        headings = {"changed": t("person_changed"), "plan": t("page_plan")}
        grids.table(
            shown, ("plan", "decision", "period", "to_unit", "involuntary", "cost_vnd", "changed"), key="grid_history", headings=headings
        )


def _facts(found: Explanation) -> None:
    from planner.plan.explain.value_text import shown

    st.markdown(f"**{text('explain.title_facts', state.lang())}**")
    rows = [(heading(column), shown(column, fact, state.lang())) for column, fact in found.facts]
    figures.small_table((t("person_fact"), t("person_value")), [(k, v) for k, v in rows if v != "–"])


def _sentences(title: str, sentences: list[str]) -> None:
    if sentences:
        st.markdown(f"**{text(f'explain.{title}', state.lang())}**")
        for sentence in sentences:
            st.markdown(f"- {plain(sentence)}")


def _twin(found: Explanation) -> None:
    from planner.plan.explain.render import nearest_lines

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
