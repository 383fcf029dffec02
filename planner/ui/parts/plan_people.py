"""The people behind a figure of a plan: filters, who changed against the plan before, and locks that are decided one by one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from planner.ui.parts import plan_parts
from planner.ui.session import actions, plans, state
from planner.ui.session.words import heading, named, plain, t, value, whole
from planner.ui.widgets import draw, grids, long_list

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = ("employee_id", "full_name", "age", "unit", "position_title", "category", "merit", "decision", "period", "leave_on", "to_unit",
           "involuntary", "cost_vnd", "reason", "rating_1", "key_role", "volunteers", "attention_groups", "lock", "legal_basis")  # fmt: skip
ORDERS = ("merit", "cost_vnd", "age")
FORMER = ("was_decision", "was_period", "was_to_unit")
GROUPS = ("all", "leavers", "involuntary", "voluntary", "natural", "moved", "retained", "changed")
MOST_NAMED = 30


def section(plan: str) -> None:
    """Draw the list with its filters and buttons."""
    st.subheader(t("plan_people"), anchor=False, help=t("help_people"))
    with st.container():  # one place whether it says something or not: what follows stays where it was, and need not be sent again
        _changes(plan)
    _list(plan)


def _changes(plan: str) -> None:
    """How many people are decided otherwise than in the plan before, a click away."""
    changed = plans.counts(plan, state.lang())["changed"]
    if changed:
        line = st.container(horizontal=True, vertical_alignment="center")
        line.markdown(f":material/published_with_changes: {t('people_changed', n=changed)}", width="content")
        line.button(
            t("see_people"),
            key="see_changed",
            type="tertiary",
            icon=":material/group:",
            on_click=actions.list_people,
            args=({"group": "changed"},),
        )


@st.fragment(key=actions.LIST)
def _list(plan: str) -> None:
    from planner.plan.tables import behind

    draw.what_was_said()
    people = plans.people(plan, state.lang())  # shared by all sessions: only read
    figure = _resolved(plan, state.figure())
    if figure:
        line = st.container(horizontal=True, vertical_alignment="center")
        line.badge(t("behind_figure", what=plain(plan_parts.figure_said(state.figure(), plan))), icon=":material/filter_alt:")
        line.button(
            t("clear_filter"),
            icon=":material/filter_alt_off:",
            type="tertiary",
            on_click=actions.list_people,
            args=({},),
            key="clear_people_filter",
        )
    group, words, units, decisions = _filters(plan, bool(figure))
    hit = behind(people, {**figure, "group": group} if "group" not in figure or group != "all" else figure)
    if words.strip():
        hit &= grids.matches(people, words, long_list.SEARCHED).to_numpy()
    if units:
        hit &= people["unit"].isin(units).to_numpy()
    if decisions:
        hit &= people["decision"].isin(decisions).to_numpy()
    found = people[hit]
    sent = long_list.sent(found, len(people), "plan_rows", by=ORDERS)
    is_changed = group == "changed" or figure.get("group") == "changed"
    columns = (*COLUMNS[:8], *FORMER, *COLUMNS[8:]) if is_changed else COLUMNS
    event = grids.table(
        sent, columns, key=f"grid_plan_people_{plan}_{state.edition()}_{long_list.order('plan_rows')}", height=400, on_select="rerun", selection_mode="multi-row",
        headings={name: t(f"column_{name}") for name in FORMER},
    )  # fmt: skip
    rows = event["selection"]["rows"] if event else []
    _locks(found, [str(sent["employee_id"].iloc[row]) for row in rows if row < len(sent)])


def _resolved(plan: str, figure: dict[str, Any]) -> dict[str, Any]:
    """The figure with a requirement replaced by the people it counts."""
    if "requirement" not in figure:
        return figure
    rest = {name: wanted for name, wanted in figure.items() if name not in ("requirement", "scope")}
    return {**rest, "ids": plans.behind_requirement(plan, figure["requirement"], figure["scope"])}


def _filters(plan: str, clicked: bool) -> tuple[str, str, list[str], list[str]]:
    edition = f"{state.desk().current}_{st.session_state[state.LISTED]}"
    sizes, present = plans.counts(plan, state.lang()), plans.present(plan, state.lang())
    names = {g: f"{t(f'group_{g}')} ({whole(sizes[g])})" for g in GROUPS}
    group = st.pills(
        t("plan_group"),
        GROUPS,
        format_func=names.get,
        default="all" if clicked else "leavers",
        key=f"w_plan_group_{edition}",
        label_visibility="collapsed",
    )
    words_column, unit_column, decision_column = st.columns(3)
    words = words_column.text_input(t("search"), placeholder=t("search_hint"), key="w_plan_search")
    units = unit_column.multiselect(heading("unit"), present["units"], key=f"w_plan_unit_{edition}", placeholder=t("all"), select_all=False)
    decisions = decision_column.multiselect(
        heading("decision"), present["decisions"], format_func=named(present["decisions"], lambda d: value("decision", d)), key=state.spoken(f"w_plan_decision_{edition}"), placeholder=t("all"), select_all=False,
    )  # fmt: skip
    return group or "all", words, units, decisions


def _locks(found: pd.DataFrame, marked: list[str]) -> None:
    """Keep or release: the people marked in the table, those picked by name, or everybody listed."""
    st.markdown(f"**{t('lock_title')}**", help=t("lock_means"))
    key = f"w_lock_pick_{state.edition()}"
    ids = found["employee_id"].astype(str).head(long_list.MOST_TO_PICK).tolist()
    names = dict(zip(ids, found["full_name"].astype(str), strict=False))
    options = list(dict.fromkeys([*st.session_state.get(key, []), *ids]))  # who was picked stays while others are searched for
    hint = t("lock_pick_hint") if len(found) <= long_list.MOST_TO_PICK else t("lock_pick_first", n=long_list.MOST_TO_PICK)
    picked = st.multiselect(
        t("lock_pick"), options, format_func=lambda i: f"{i} · {names[i]}" if i in names else i, select_all=False, key=key, placeholder=hint,
    )  # fmt: skip
    chosen = list(dict.fromkeys([*marked, *picked]))
    buttons = st.container(horizontal=True)
    for name, verb, icon in (("keep", actions.keep, "lock"), ("release", actions.release, "logout"), ("undecide", actions.unlock, "lock_open")):
        buttons.button(
            t(name), icon=f":material/{icon}:", key=f"lock_{name}", disabled=not chosen, on_click=verb, args=(chosen,), width="stretch",
        )  # fmt: skip
    locks = state.desk().locks
    if locks:
        decided = [f"{plain(person)}: {t('keep') if lock == 'keep' else t('release')}" for person, lock in list(locks.items())[:MOST_NAMED]]
        st.info(t("locks_now", n=len(locks)) + " " + "; ".join(decided), icon=":material/lock:")
