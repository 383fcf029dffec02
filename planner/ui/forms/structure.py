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
from planner.ui.parts.view_choice import choose_view
from planner.ui.session import actions, edits, rosters, state
from planner.ui.session.words import heading, named, plain, t, value
from planner.ui.widgets import draw, grids, pictures

COLUMNS = {
    "before": ("unit", "name", "people_before", "quota_before"),
    "after": ("unit", "name", "people_after", "quota_after"),
    "changes": ("unit", "name", "fate", "people_before", "people_after", "quota_before", "quota_after"),
}


def structure() -> None:
    """The steps, a form for a new one, and what comes of them."""
    st.header(t("form_structure"), anchor=False, help=t("help_structure"))
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
    units, now = unit_names(), _entered("merge")
    merged = [unit for unit in now.get("units", []) if unit in units]
    st.multiselect(
        t("structure_units"), list(units), default=merged, format_func=_called(units), placeholder=t("structure_pick"), select_all=False,
        **_field("merge", "units"),
    )  # fmt: skip
    columns = st.columns([1, 3, 2])
    columns[0].text_input(t("structure_new_id"), now.get("id", ""), max_chars=40, **_field("merge", "id"))
    columns[1].text_input(t("structure_new_name"), now.get("name", ""), max_chars=200, **_field("merge", "name"))
    kinds = get_args(UnitKind)
    columns[2].selectbox(
        heading("kind"), kinds, kinds.index(now.get("kind", kinds[0])), format_func=named(kinds, lambda k: value("kind", k)), **_field("merge", "kind")
    )
    _add(steps, "merge")


def _dissolve(steps: list[dict[str, Any]]) -> None:
    units, now = unit_names(), _entered("dissolve")
    gone, called = now.get("unit"), _called(units)
    index = list(units).index(gone) if gone in units else None
    st.selectbox(t("structure_unit"), list(units), index, format_func=called, placeholder=t("structure_pick"), **_field("dissolve", "unit"))
    heirs = [unit for unit in now.get("heirs", []) if unit in units]
    st.multiselect(
        t("structure_heirs"), list(units), default=heirs, format_func=called, placeholder=t("structure_pick"), help=t("help_heirs"), select_all=False,
        **_field("dissolve", "heirs"),
    )  # fmt: skip
    _add(steps, "dissolve")


def _move(steps: list[dict[str, Any]]) -> None:
    units, people, now = unit_names(), people_to_pick("move"), _entered("move")
    picked = [str(person) for person in now.get("people", [])]
    options = list(dict.fromkeys([*picked, *people]))  # who was picked stays while others are searched for
    words = {i: f"{i} · {people[i]}" if i in people else i for i in options}
    st.multiselect(
        t("structure_people"), options, default=picked, format_func=named(options, words.__getitem__), placeholder=t("lock_pick_hint"), select_all=False,
        **_field("move", "people"),
    )  # fmt: skip
    to = now.get("to")
    st.selectbox(
        t("structure_to"), list(units), list(units).index(to) if to in units else None, format_func=_called(units), placeholder=t("structure_pick"),
        **_field("move", "to"),
    )  # fmt: skip
    _add(steps, "move")


def _entered(name: str) -> dict[str, Any]:
    """What was entered for a step and is not added yet."""
    found = edits.held(name)
    return dict(found["content"]) if found else {}


def _field(name: str, part: str) -> dict[str, Any]:
    """key and on_change of a field of a step: what is entered is held on the desk until the step is added."""
    key = widget(f"{name}_{part}")

    def entered() -> None:
        content = {**_entered(name), part: st.session_state[key]}
        if any(v for k, v in content.items() if k != "kind"):
            edits.hold(name, content, label=t(f"structure_{name}"), why=t(f"{name}_lacks"), part="structure")
        else:
            edits.let_go(name)

    return {"key": key, "on_change": state.while_drawn(entered)}


def _add(steps: list[dict[str, Any]], name: str) -> None:
    """The button that adds a step, and one that throws away what was entered."""
    line = st.container(horizontal=True)
    if line.button(t("structure_add"), icon=":material/add:", key=f"add_{name}"):
        step = edits.step_of(name, _entered(name))
        if step is None:
            st.error(t(f"{name}_lacks"), icon=":material/error:")
            return
        edits.let_go(name)
        _set([*steps, step])
    if _entered(name):
        line.button(t("edits_discard"), icon=":material/delete:", key=f"discard_{name}", on_click=edits.discard, args=(name,))


def _called(units: dict[str, str]) -> Callable[[str], str]:
    """How a list shows its units: id and name."""
    return named(units, lambda unit: f"{unit} · {units[unit]}")


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
    choose_view()
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
