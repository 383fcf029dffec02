"""The session: every key that the app keeps, in one place, and what can be read of it. What changes it is in `actions`.

The truth is the desk (in the workspace's store, found again by the address) and a few keys of our own; widget keys are thrown away by
Streamlit as soon as their page is left, so nothing is ever read from them later.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import streamlit as st

from planner.core.texts import LANGUAGES
from planner.service.jobs.state import JobState
from planner.service.workspace.access.sign_in import is_set_up
from planner.service.workspace.desks.desk import Desk, copied, new_desk
from planner.service.workspace.desks.saving import AnothersDesk
from planner.service.workspace.rights import Action, Actor, require
from planner.ui.access import is_out, own_key
from planner.ui.session import workers
from planner.ui.session.desk import load_desk, newest_desk

LANG = "lang"
LANG_COOKIE = "planner_lang"
"""Where a browser keeps its language until it is closed (`elements/page.js`)."""
DESK = "desk"
UNDO = "steps_back"
REDO = "steps_forth"
EDITION = "edition"
"""Grows when the scenario changes from outside its widgets; part of their keys, so that they take the new values."""
SAID = "said"
"""What the last click has to say, shown once: (kind, text)."""
NOTE = "note"
"""The text that says what became of the desk (copied, overtaken, newer), shown once."""
FIGURE = "figure"
"""The figure whose people are listed: conditions of `tables.behind` (plus `requirement` and `scope`)."""
LISTED = "listed"
"""How many figures were clicked; part of the keys of the list's filters, so that they start anew."""
OPEN = "list_open"
"""Whether the dialog with people is open."""
LIST_AT = "list_at"
"""The person at whose row a list is opened again, and which list that is: (number of the list, employee id)."""
HELP = "help_wanted"
"""Whether the list of shortcuts was asked for."""
PRESENTING = "presenting"
"""Whether the page is shown on a wall: no side bar, larger type."""
VIEW = "view"
"""Which of `tables.VIEWS` each page shows."""
PAGES = "pages"
"""The pages of the app by name, as Streamlit knows them."""
PAGE = "page"
"""The page that is being drawn."""
PLAN_PART = "plan_part"
"""Which part of the Plan page is open."""
SCENARIO_PART = "scenario_part"
"""Which part of the Scenario page is open."""
SCENARIO_DRAWN = "scenario_drawn"
"""Which part of the Scenario page was drawn last: it is left only once its tables have sent what was typed."""
DATA_PART = "data_part"
"""Which part of the Data page is open."""
PERSON_SEARCH = "w_person_search"
"""The search field of the Person page: another page may say whom to look for."""
UNIT_ORDER = "unit_order"
"""The order of the rows of units while somebody steps from plan to plan: a second click then meets the same unit."""
CAME_FROM = "came_from"
"""Where somebody was looked up: {person, page, listed, filters}."""
DROPPED = "dropped"
"""The files of the upload field that were taken last, by the numbers that Streamlit gives them."""
SOLVE = "solve_asked"
"""Whether Solve was pressed and what stands in fields and tables is still being taken over."""
BASES = "bases"
"""What each table editor that is on the page began with, by its key: its own edits must not start it anew."""
TARGETS = "targets_asked"
"""The plan for which other targets are being planned, and since when (seconds of the epoch): (plan, since)."""
RUN = "batch_run"
"""The run of a batch that was clicked: (batch, number of the run)."""
WHO = "who"
"""Who corrects, as typed last."""
SENT = "plans_sent"
"""The plans that the browser may still name although nobody asks for them: the one it named last, and those put into its
address since, which reach it only after the page is drawn."""


def choose_words() -> None:
    """The language of the session: the one that the address asks for when it begins, else the one that this browser had last, which
    is all that signing in at another server leaves of it; else Vietnamese."""
    session = st.session_state
    if LANG not in session:
        asked = (st.query_params.get("lang", ""), st.context.cookies.get(LANG_COOKIE, ""))
        session[LANG] = next((each for each in asked if each in LANGUAGES), "vi")


def start(acts: Actor) -> None:
    """Find or make what the session of somebody needs; the address then names language, desk and plan. NotAllowed where it is
    somebody who works at no desk."""
    session, query = st.session_state, st.query_params
    require(acts, Action.KEEP)
    if DESK not in session:
        session[DESK] = _desk_of(query.get("desk", ""), own_key())
    session.setdefault(UNDO, [])
    session.setdefault(REDO, [])
    session.setdefault(EDITION, 0)
    session.setdefault(FIGURE, {})
    session.setdefault(VIEW, {"data": "before", "benefits": "before"})
    session.setdefault(LISTED, 0)
    session.setdefault(OPEN, False)
    session.setdefault(PRESENTING, False)
    session.setdefault(BASES, {})


def _desk_of(asked: str, owner: str) -> Desk:
    """The desk that an address names (where people sign in and it names none, their newest), a new one where there is none.
    Somebody else's: a copy in the open mode, where people sign in a new one."""
    try:
        found = load_desk(asked) or (newest_desk(owner) if is_set_up() and not asked else None)
    except AnothersDesk:  # an address is no leave to see what somebody else has on the desk
        st.session_state[NOTE] = "desk_of_another"
        return new_desk(owner)
    if found is None:
        return new_desk(owner)
    if found.owner in ("", owner):
        found.owner = owner
        return found
    st.session_state[NOTE] = "desk_copied"
    return copied(found, owner)


def address() -> dict[str, str]:
    """What the address names, so that F5 and a shared link bring back the same: language, desk and plan."""
    if not has_desk():
        return {"lang": lang()}
    plan = {"run": desk().current} if desk().current else {}
    return {"lang": lang(), "desk": desk().id, **plan}


def asked_plan() -> str:
    """The plan that the address asks for: where somebody has opened it, gone back or followed a link; "" where the browser only
    names again what it was given before."""
    named, sent = st.query_params.get("run", ""), st.session_state.get(SENT)
    if named == desk().current or sent is None or named not in sent:
        st.session_state[SENT] = (named,)
        return "" if named == desk().current else named
    return ""


def write_address() -> None:
    """Put `address` behind the page's own."""
    if dict(st.query_params) != address():
        st.query_params.from_dict(address())
        st.session_state[SENT] = (*st.session_state.get(SENT, ()), address().get("run", ""))


def lang() -> str:
    """`vi` or `en`."""
    return st.session_state.get(LANG, "vi")


def has_desk() -> bool:
    """Whether this session's person works at a desk: not everybody who signs in makes plans."""
    return DESK in st.session_state


def desk() -> Desk:
    """The desk of this session; the whole page is drawn anew where the sign-in behind it was ended."""
    if is_out():
        st.rerun()
    return st.session_state[DESK]


def job() -> JobState | None:
    """The desk's job that is under way, or ended without a plan; None where there is none."""
    return workers.pool().state(desk().job) if has_desk() and desk().job else None


def is_solving() -> bool:
    """Whether a plan is being made of what stands on the desk."""
    known = job()
    return known is not None and not known.finished


def figure() -> dict[str, Any]:
    """The figure whose people are listed; {} for everybody."""
    return dict(st.session_state[FIGURE])


def view() -> str:
    """`before`, `after` or `changes`: what this page shows of a plan; changes where nothing was chosen."""
    return str(st.session_state[VIEW].get(st.session_state.get(PAGE), "changes"))


def edition() -> int:
    """Part of the keys of the scenario's widgets."""
    return int(st.session_state[EDITION])


def spoken(key: str) -> str:
    """The key of a list whose entries are words: a browser keeps the word that was chosen, whatever the page's language becomes."""
    return f"{key}_{lang()}"


def while_drawn(change: Callable[[], None]) -> Callable[[], None]:
    """A callback that does nothing once the scenario was changed from outside its widget.

    A browser may still send the value of a field that was replaced meanwhile (a repair was taken, a step undone); it
    would put the old value back.
    """
    drawn = edition()

    def call() -> None:
        with undisturbed():
            if edition() == drawn:
                change()

    return call


@contextmanager
def undisturbed() -> Iterator[None]:
    """What is done in here is done to its end.

    Streamlit looks for something newer to draw at every reading of the session, and stops what it finds under way: a verb that
    is stopped between two of its steps has lost the edit that it was called for. The newer one is drawn right after.
    """
    from streamlit.runtime.scriptrunner import get_script_run_ctx

    ctx = get_script_run_ctx(suppress_warning=True)
    session = getattr(ctx, "session_state", None)
    own = getattr(session, "__dict__", {}).get(YIELDS)
    if own is None:  # no session, or inside another of these
        yield
        return
    object.__setattr__(session, YIELDS, _never)
    try:
        yield
    finally:
        object.__setattr__(session, YIELDS, own)


YIELDS = "_yield_callback"
"""Where Streamlit's session keeps what looks for something newer; `test_this_streamlit_lets_a_verb_end` holds that it does."""


def _never() -> None:
    """Nothing newer is looked for."""
