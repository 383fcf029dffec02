"""What stands before the pages where people sign in: signing in, what somebody without a role is told, and why the app stays closed."""

from __future__ import annotations

from typing import Any

import streamlit as st

from planner.core.errors import InputError
from planner.core.texts import LANGUAGES, text
from planner.service.workspace.access.sign_in import HOURS
from planner.service.workspace.rights import Actor
from planner.ui import access
from planner.ui.elements import made
from planner.ui.session import actions, state
from planner.ui.session.words import plain
from planner.ui.widgets import problems, style


def admitted() -> Actor | None:
    """Who may see the pages; None where nobody may, and the page then says why."""
    try:
        acts = access.enter()
    except access.NotSignedIn as out:
        _sign_in(out.why)
    except InputError as error:
        closed(error)
    else:
        if acts.roles:
            return acts
        _no_role(acts)
    return None


def closed(error: InputError) -> None:
    """Why nobody can be let in now."""
    _head("closed")
    problems.show_error(error)


def who_is_here(acts: Actor) -> None:
    """Who has signed in, and the way out; nothing in the open mode."""
    if acts.signed_in:
        roles = ", ".join(text(f"workspace.word_role_{role}", state.lang()) for role in sorted(acts.roles))
        st.caption(_d("you", name=plain(access.visitor().name), roles=roles))
        st.button(_d("sign_out"), key="sign_out", icon=":material/logout:", on_click=access.leave)


def _d(name: str, /, **params: Any) -> str:
    return text(f"signin.door.{name}", state.lang(), **params)


def _head(name: str, /, **params: Any) -> None:
    style.apply()
    with st.container(key=style.STATUS_KEY):
        made.draw("head", {"page": _d(name, **params), "compact": True}, "plan_head")
    st.radio(
        text("ui.language", state.lang()), LANGUAGES, index=LANGUAGES.index(state.lang()), format_func={"vi": "Tiếng Việt", "en": "English"}.get,
        horizontal=True, key="w_door_language", on_change=lambda: actions.choose_language(st.session_state["w_door_language"]),
    )  # fmt: skip


def _sign_in(why: str) -> None:
    _head("title")
    if why != "out":
        st.warning(_d(why, hours=HOURS), icon=":material/history:")
    st.markdown(_d("means"))
    st.button(_d("sign_in"), type="primary", key="sign_in", icon=":material/login:", on_click=st.login)


def _no_role(acts: Actor) -> None:
    """Whom to ask, and what to tell them."""
    names = access.workspace().to_be_asked()
    _head("no_role", name=access.visitor().name)
    if names:
        st.markdown(_d("ask", names=", ".join(plain(name) for name in names)))
        st.code(acts.id, language=None)
    else:
        st.markdown(_d("ask_nobody"))
        st.code(f"planner workspace grant '{acts.id}' administrator", language=None)
    st.button(_d("sign_out"), key="sign_out", icon=":material/logout:", on_click=access.leave)
