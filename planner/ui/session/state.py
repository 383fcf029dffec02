"""The session: every key that the app keeps, in one place.

The truth is the desk (on disk, found again by the address) and a few keys of our own; widget keys are thrown away by
Streamlit as soon as their page is left, so nothing is ever read from them later.
"""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import streamlit as st

from planner.core.texts import LANGUAGES
from planner.scenario.paths import KeyPath, get, put
from planner.service.jobs.saved_rosters import Lock
from planner.ui.session import paths
from planner.ui.session.desk import Desk, load_desk, new_desk, save_desk

LANG = "lang"
DESK = "desk"
UNDO = "steps_back"
REDO = "steps_forth"
EDITION = "edition"
"""Grows when the scenario changes from outside its widgets; part of their keys, so that they take the new values."""
NOTICE = "notice"
"""A sentence to show once: (kind, text)."""
FIGURE = "figure"
"""The figure whose people are listed: conditions of `tables.behind` (plus `requirement` and `scope`)."""
VIEW = "view"
"""Which of `tables.VIEWS` each page shows."""
PAGE = "page"
"""The page that is being drawn."""
PLAN_PART = "plan_part"
"""Which part of the Plan page is open."""
SCENARIO_PART = "scenario_part"
"""Which part of the Scenario page is open."""
LISTED = "listed"
"""Grows when a figure was clicked; part of the keys of the list's filters, so that they start anew."""
PERSON_SEARCH = "w_person_search"
"""The search field of the Person page: another page may say whom to look for."""
PROBLEMS = "scenario_problems"
UPLOAD_PROBLEMS = "upload_problems"
"""What keeps the made-up ministry from being read."""
UPLOAD = "upload"
"""The last upload: path, name, and once it was read what `read.json` of `jobs.reading` says."""
WHO = "who"
"""Who corrects, as typed last."""
DATA_PART = "data_part"
"""Which part of the Data page is open."""
ENDED = "ended"
"""The state of the last job, where it ended without a plan; until the next edit or solve."""
GO_TO_PLAN = "go_to_plan"
"""Set by Solve: the next thing to see is the Plan page."""

CLICKED = "clicked"
"""Set when a figure of the Plan page's parts was clicked: the list of people, which is drawn apart, is drawn anew."""
LOCKED = "locked"
"""Set when locks changed inside a part of a page: the whole page is drawn anew."""

UNDO_STEPS = 50


def start() -> None:
    """Find or make what the session needs; the address then names language, desk and plan."""
    session, query = st.session_state, st.query_params
    if LANG not in session:
        asked = query.get("lang", "")
        session[LANG] = asked if asked in LANGUAGES else "vi"
    if DESK not in session:
        session[DESK] = load_desk(paths.desks(), query.get("desk", "")) or new_desk()
    session.setdefault(UNDO, [])
    session.setdefault(REDO, [])
    session.setdefault(EDITION, 0)
    session.setdefault(FIGURE, {})
    session.setdefault(VIEW, {"data": "before", "benefits": "before"})
    session.setdefault(LISTED, 0)


def address() -> dict[str, str]:
    """What the address names, so that F5 and a shared link bring back the same: language, desk and plan."""
    plan = {"run": desk().current} if desk().current else {}
    return {"lang": lang(), "desk": desk().id, **plan}


def write_address() -> None:
    """Put `address` behind the page's own."""
    if dict(st.query_params) != address():
        st.query_params.from_dict(address())


def lang() -> str:
    """`vi` or `en`."""
    return st.session_state.get(LANG, "vi")


def desk() -> Desk:
    """The desk of this session."""
    return st.session_state[DESK]


def save() -> None:
    """Put the desk on disk."""
    save_desk(paths.desks(), desk())


def set_language(language: str) -> None:
    """Switch the language."""
    st.session_state[LANG] = language


def change(path: KeyPath, value: Any, shared: bool = False) -> None:
    """Set one value of the scenario (None takes it out), as a step that can be undone.

    shared: other widgets show the value, or depend on it, and must take it over.
    """
    if get(desk().draft, path) != value:
        set_draft(put(desk().draft, path, value), widgets_know=not shared)


def while_drawn(change: Callable[[], None]) -> Callable[[], None]:
    """A callback that does nothing once the scenario was changed from outside its widget.

    A browser may still send the value of a field that was replaced meanwhile (a repair was taken, a step undone); it
    would put the old value back.
    """
    drawn = edition()

    def call() -> None:
        if edition() == drawn:
            change()

    return call


def set_draft(draft: dict[str, Any], locks: dict[str, Lock] | None = None, widgets_know: bool = False) -> None:
    """Replace the scenario, and the session's locks where given, as a step that can be undone."""
    _remember(UNDO)
    st.session_state[REDO] = []
    desk().draft = draft
    if locks is not None:
        desk().locks = locks
    _settled(widgets_know)


def open_base(data: dict[str, Any], name: str) -> None:
    """Lay another scenario on the desk; the session's locks stay, since they are about people."""
    _remember(UNDO)
    desk().base, desk().base_name, desk().draft = copy.deepcopy(data), name, copy.deepcopy(data)
    _settled(False)


def undo() -> None:
    """Take the last step back."""
    _step(UNDO, REDO)


def redo() -> None:
    """Take the last undone step again."""
    _step(REDO, UNDO)


def lay_roster(sha256: str, name: str, sample: bool, same_people: bool = False) -> None:
    """Lay a roster on the desk. Locks are about people of the old one, so they go unless they are the `same_people`; plans
    stay to be compared with.
    """
    if desk().roster != sha256 and not same_people:
        desk().locks = {}
        st.session_state[FIGURE] = {}
    desk().roster, desk().roster_name, desk().sample = sha256, name, sample
    save()


def lock_people(ids: list[str], lock: Lock | None) -> None:
    """Decide for single people in this session: keep, leave, or undecided again (None)."""
    locks = dict(desk().locks)
    kept = [person for person in get(desk().draft, ("keep", "people"), []) if person not in ids]
    for person in ids:
        locks.pop(person, None)
        if lock is not None:
            locks[person] = lock
    if lock == "keep":
        kept += ids
    set_draft(put(desk().draft, ("keep", "people"), kept or None), locks)


def find_person(person: str) -> None:
    """The Person page, when it is opened next, looks for this employee id."""
    st.session_state[PERSON_SEARCH] = person


def view() -> str:
    """`before`, `after` or `changes`: what this page shows of a plan; changes where nothing was chosen."""
    return str(st.session_state[VIEW].get(st.session_state.get(PAGE), "changes"))


def set_view(view: str) -> None:
    """Choose what this page shows of a plan."""
    st.session_state[VIEW] = {**st.session_state[VIEW], st.session_state.get(PAGE): view}


def notice(kind: str, text: str) -> None:
    """Show a sentence at the top of the next page: kind is `success`, `info`, `warning` or `error`."""
    st.session_state[NOTICE] = (kind, text)


def edition() -> int:
    """Part of the keys of the scenario's widgets."""
    return int(st.session_state[EDITION])


def spoken(key: str) -> str:
    """The key of a list whose entries are words: a browser keeps the word that was chosen, whatever the page's language becomes."""
    return f"{key}_{lang()}"


def _remember(where: str) -> None:
    step = (desk().draft, desk().locks, desk().base, desk().base_name)
    st.session_state[where] = [*st.session_state[where], step][-UNDO_STEPS:]


def _step(back: str, forth: str) -> None:
    if st.session_state[back]:
        *rest, step = st.session_state[back]
        _remember(forth)
        st.session_state[back] = rest
        desk().draft, desk().locks, desk().base, desk().base_name = step
        _settled(False)


def _settled(widgets_know: bool) -> None:
    st.session_state.pop(PROBLEMS, None)
    st.session_state.pop(ENDED, None)
    if not widgets_know:
        st.session_state[EDITION] += 1
    save()
