"""The new structure on the Scenario page: mergers, dissolutions and moves as steps, drawn as a flow from old units to new."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, get_args

import streamlit as st

from planner.scenario.model import UnitKind
from planner.scenario.paths import put
from planner.ui.forms.change_words import said
from planner.ui.forms.fields import widget
from planner.ui.forms.pickers import people_to_pick
from planner.ui.forms.unit_table import unit_names
from planner.ui.session import actions, rosters, state
from planner.ui.session.words import heading, named, plain, t, value
from planner.ui.widgets import draw, grids, pictures

COLUMNS = {
    "before": ("unit", "name", "people_before", "quota_before"),
    "after": ("unit", "name", "people_after", "quota_after"),
    "changes": ("unit", "name", "fate", "people_before", "people_after", "quota_before", "quota_after"),
}


def structure() -> None:
    """The steps, a form for a new one, and what comes of them."""
    st.subheader(t("form_structure"), anchor=False, help=t("help_structure"))
    steps = list(state.desk().draft.get("reorganise") or [])
    for i, step in enumerate(steps):
        _step(steps, i, step)
    if not steps:
        st.caption(t("structure_none"))
    merge, dissolve, move = st.tabs([t("structure_merge"), t("structure_dissolve"), t("structure_move")])
    with merge:
        _merge(steps)
    with dissolve:
        _dissolve(steps)
    with move:
        _move(steps)
    _drawn(bool(steps))


def _step(steps: list[dict[str, Any]], i: int, step: dict[str, Any]) -> None:
    with st.container(border=True, horizontal=True, vertical_alignment="center"):
        st.markdown(f"{i + 1}. {plain(said(step))}", width="stretch")
        earlier = [*steps[: i - 1], step, steps[i - 1], *steps[i + 1 :]] if i else steps
        st.button(t("step_earlier"), key=f"step_up_{i}", icon=":material/arrow_upward:", disabled=i == 0, on_click=_set, args=(earlier,))
        st.button(t("step_remove"), key=f"step_out_{i}", icon=":material/delete:", on_click=_set, args=([*steps[:i], *steps[i + 1 :]],))


def _set(steps: list[dict[str, Any]]) -> None:
    actions.replace_draft(put(state.desk().draft, ("reorganise",), steps or None))


def _merge(steps: list[dict[str, Any]]) -> None:
    units = unit_names()
    with st.form(widget("merge"), border=False):
        merged = st.multiselect(
            t("structure_units"),
            list(units),
            format_func=_called(units),
            placeholder=t("structure_pick"),
            key=widget("merge_units"),
            select_all=False,
        )
        columns = st.columns([1, 3, 2])
        unit = columns[0].text_input(t("structure_new_id"), max_chars=40, key=widget("merge_id"))
        name = columns[1].text_input(t("structure_new_name"), max_chars=200, key=widget("merge_name"))
        kinds = get_args(UnitKind)
        kind = columns[2].selectbox(heading("kind"), kinds, format_func=named(kinds, lambda k: value("kind", k)), key=widget("merge_kind"))
        if st.form_submit_button(t("structure_add"), icon=":material/add:"):
            _add(
                steps,
                {"merge": list(merged), "into": {"unit": unit.strip(), "name": name.strip(), "kind": kind}},
                len(merged) > 1 and bool(unit.strip()) and bool(name.strip()),
                t("merge_lacks"),
            )


def _dissolve(steps: list[dict[str, Any]]) -> None:
    units = unit_names()
    with st.form(widget("dissolve"), border=False):
        gone = st.selectbox(
            t("structure_unit"),
            list(units),
            index=None,
            format_func=_called(units),
            placeholder=t("structure_pick"),
            key=widget("dissolve_unit"),
        )
        heirs = st.multiselect(
            t("structure_heirs"),
            list(units),
            format_func=_called(units),
            placeholder=t("structure_pick"),
            key=widget("dissolve_heirs"),
            help=t("help_heirs"),
            select_all=False,
        )
        if st.form_submit_button(t("structure_add"), icon=":material/add:"):
            _add(steps, {"dissolve": gone, "people_to": list(heirs)}, bool(gone and heirs), t("dissolve_lacks"))


def _move(steps: list[dict[str, Any]]) -> None:
    units, people, key = unit_names(), people_to_pick("move"), widget("move_people")
    with st.form(widget("move"), border=False):
        picked = [str(person) for person in st.session_state.get(key, [])]
        options = list(dict.fromkeys([*picked, *people]))  # who was picked stays while others are searched for
        who = st.multiselect(
            t("structure_people"), options, format_func=lambda i: f"{i} · {people[i]}" if i in people else i, placeholder=t("lock_pick_hint"), key=key, select_all=False,
        )  # fmt: skip
        to = st.selectbox(
            t("structure_to"),
            list(units),
            index=None,
            format_func=_called(units),
            placeholder=t("structure_pick"),
            key=widget("move_to"),
        )
        if st.form_submit_button(t("structure_add"), icon=":material/add:"):
            _add(steps, {"move": {"people": list(who), "to": to}}, bool(who and to), t("move_lacks"))


def _called(units: dict[str, str]) -> Callable[[str], str]:
    """How a list shows its units: id and name."""
    return named(units, lambda unit: f"{unit} · {units[unit]}")


def _add(steps: list[dict[str, Any]], step: dict[str, Any], whole: bool, lacks: str) -> None:
    if not whole:
        st.error(lacks, icon=":material/error:")
        return
    _set([*steps, step])


def _drawn(any_step: bool) -> None:
    """The flow from old to new, and the units before, after or as changes."""
    desk = state.desk()
    found = rosters.structure(desk.roster, desk.draft) if desk.roster else None
    if found is None:
        if desk.roster:
            st.info(t("structure_not_drawn"), icon=":material/account_tree:")
        return
    flow, units = found
    fates = dict(zip(units["unit"], units["fate"], strict=True))
    if any_step and len(flow):
        draw.picture(pictures.structure(flow, fates), "picture_structure", t("alt_structure"))
    view = state.view()
    shown = {
        "before": units[units["people_before"].notna()],
        "after": units[units["people_after"].notna()],
        "changes": units[units["fate"].ne("kept")] if any_step else units,
    }[view]
    with st.expander(t("structure_units_table"), icon=":material/table_rows:"):
        headings = {name: t(f"structure_{name}") for name in ("fate", "people_before", "people_after", "quota_before", "quota_after")}
        named_fates = shown.assign(fate=[t(f"fate_{fate}") for fate in shown["fate"]])
        grids.table(named_fates, COLUMNS[view], key=f"grid_structure_{view}", headings=headings)
