"""Scenario: what is asked of the plan, as forms and as text; what differs from the scenario that was opened."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import streamlit as st

from planner.errors import InputError
from planner.jobs.state import problem_records
from planner.scenario.load import MAX_FILE_BYTES, load_scenario, parse_yaml, scenario_from, to_yaml
from planner.ui import draft as drafts
from planner.ui import layout, places, scenario_form, solving, state, uploads
from planner.ui.words import day, named, plain, t, whole


def scenario_page() -> None:
    """Draw the page."""
    layout.head("scenario")
    if not state.desk().draft:
        st.info(t("scenario_empty"), icon=":material/upload_file:")
    _files()
    _difference()
    _problems()
    if state.desk().draft:
        scenario_form.targets()
        scenario_form.unit_limits()
        scenario_form.keep_and_protect()
        scenario_form.money_and_routes()
        scenario_form.weights()
        _as_text()


def _files() -> None:
    """Open, save, undo."""
    shipped = places.shipped_scenarios()
    left, middle, right = st.columns([3, 3, 3], gap="medium")
    with left:
        if shipped:
            name = st.selectbox(t("scenario_shipped"), list(shipped), key="w_shipped", format_func=named(shipped, _title))
            st.button(
                t("scenario_open"),
                on_click=_open_shipped,
                args=(name,),
                key="open_shipped",
                icon=":material/folder_open:",
            )
    with middle:
        key = f"w_scenario_file_{state.edition()}"
        file = st.file_uploader(t("scenario_upload"), type=["yaml", "yml"], key=key)
        if file is not None:
            _open_upload(file.name, file.getvalue())
    with right:
        st.markdown(f"**{plain(state.desk().draft.get('title', ''))}**")
        buttons = st.container(horizontal=True)
        buttons.button(
            t("undo"),
            on_click=state.undo,
            disabled=not st.session_state[state.UNDO],
            key="undo",
            icon=":material/undo:",
        )
        buttons.button(
            t("redo"),
            on_click=state.redo,
            disabled=not st.session_state[state.REDO],
            key="redo",
            icon=":material/redo:",
        )
        buttons.button(t("scenario_reset"), on_click=_reset, key="reset", icon=":material/restart_alt:")
        st.download_button(
            t("scenario_save"), to_yaml(state.desk().draft), f"{_file_stem()}.yaml", "application/yaml", key="save_scenario",
            icon=":material/save:", on_click="ignore", width="stretch",
        )  # fmt: skip


def _title(name: str) -> str:
    path = places.shipped_scenarios()[name]
    return _title_of(str(path), path.stat().st_mtime_ns)


@st.cache_data(show_spinner=False, max_entries=100)
def _title_of(path: str, mtime_ns: int) -> str:
    name = Path(path).name
    try:
        return f"{load_scenario(path).scenario.title} ({name})"
    except InputError:
        return name


def _file_stem() -> str:
    return uploads.safe_name(state.desk().base_name or "scenario").removesuffix(".yaml")


def _open_shipped(name: str) -> None:
    try:
        state.open_base(load_scenario(places.shipped_scenarios()[name]).data, name)
    except InputError as error:
        st.session_state[state.PROBLEMS] = problem_records(error.problems)


def _open_upload(name: str, content: bytes) -> None:
    """An uploaded scenario; one that `extends` a shipped one is laid over it."""
    shown = uploads.safe_name(name)
    try:
        data = _resolved(content, shown)
        scenario_from(data, name=shown)
    except InputError as error:
        st.error(t("scenario_not_opened"), icon=":material/error:")
        solving.show_problems(problem_records(error.problems))
        return
    state.open_base(data, shown)
    state.notice("success", t("scenario_opened", name=plain(shown)))
    st.rerun()


def _resolved(content: bytes, name: str) -> dict[str, object]:
    from planner.errors import problem
    from planner.scenario.load import merge

    if len(content) > MAX_FILE_BYTES:
        raise InputError(problem("scenario.file_too_large", file=name))
    try:
        data = parse_yaml(content.decode("utf-8-sig"), name)
    except UnicodeDecodeError:
        raise InputError(problem("scenario.not_utf8", file=name)) from None
    parent = data.pop("extends", None)
    if parent is None:
        return data
    shipped = places.shipped_scenarios()
    if parent not in shipped:
        raise InputError(problem("ui.parent_not_shipped", file=name, column="extends", known=", ".join(shipped)))
    return merge(load_scenario(shipped[parent]).data, data)


def _reset() -> None:
    state.set_draft(state.desk().base)


def _difference() -> None:
    """What the draft changes of the scenario that was opened, always in view."""
    desk = state.desk()
    changes = list(drafts.shown_changes(desk.base, desk.draft))
    with st.container(border=True):
        if not changes:
            st.caption(t("scenario_unchanged", name=plain(desk.base_name)))
            return
        st.markdown(f"**{t('scenario_changes', n=len(changes), name=plain(desk.base_name))}**")
        for key, old, new in changes[:15]:
            st.text(f"{key}: {_short(old)} → {_short(new)}")
        if len(changes) > 15:
            st.caption(t("more_changes", n=whole(len(changes) - 15)))


def _short(entry: Any) -> str:
    if entry is None:
        return "–"
    if isinstance(entry, int) and not isinstance(entry, bool):
        return whole(entry)
    text = day(entry) if isinstance(entry, dt.date) else str(entry)
    return text if len(text) <= 90 else text[:87] + "…"


def _problems() -> None:
    """What is wrong with the draft; what only the worker could see, since it knows the roster, stays until the next edit."""
    if state.desk().draft and not st.session_state.get(state.ENDED):
        st.session_state.pop(state.PROBLEMS, None)
        solving.checked()
    problems = st.session_state.get(state.PROBLEMS)
    if problems and not st.session_state.get(state.ENDED):
        st.error(t("scenario_has_problems"), icon=":material/error:")
        solving.show_problems(problems)


def _as_text() -> None:
    """The whole scenario as YAML: every part of the schema can be edited here, with the same checks as a file."""
    with st.expander(t("scenario_text"), icon=":material/code:"):
        st.caption(t("scenario_text_means"))
        key = f"w_yaml_{state.edition()}_{abs(hash(to_yaml(state.desk().draft)))}"
        text = st.text_area(t("scenario_text_label"), to_yaml(state.desk().draft), height=420, key=key)
        if st.button(t("scenario_text_apply"), key="apply_yaml", icon=":material/check:"):
            try:
                data = drafts.put(parse_yaml(text, state.desk().base_name), ("extends",), None)
                scenario_from(data, name=state.desk().base_name)
            except InputError as error:
                st.error(t("scenario_has_problems"), icon=":material/error:")
                solving.show_problems(problem_records(error.problems))
                return
            state.set_draft(data)
            st.rerun()
