"""What the parts of the workspace's page share: its words, what people are called, and how something is done."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import streamlit as st

from planner.core.errors import InputError, Problem
from planner.core.system_errors import problem_of_any
from planner.core.texts import text
from planner.service.workspace.access.sign_in import subject_of
from planner.service.workspace.rights import Actor
from planner.ui import access
from planner.ui.session import actions, state
from planner.ui.session.words import plain

if TYPE_CHECKING:
    from planner.service.workspace.workspace import Workspace


def w(name: str, /, **params: Any) -> str:
    """A text of the page."""
    return text(f"signin.page.{name}", state.lang(), **params)


def word(kind: str, code: str) -> str:
    """The word for a state, a role, an action or a kind of object."""
    return text(f"workspace.word_{kind}_{code}", state.lang())


def called(person: str, names: Mapping[str, str]) -> str:
    """What somebody is called: the provider's name for them with their subject, which nobody chooses; the id of who never signed in."""
    return f"{names[person]} ({subject_of(person)})" if person in names else person


def typed(field: str) -> str:
    """What a field holds now, at the press of a button, without blanks around."""
    return str(st.session_state.get(field) or "").strip()


def moment(at: str) -> str:
    """A time of the workspace (ISO 8601, UTC) to the minute."""
    return at[:16].replace("T", " ")


def pressable(obstacle: Problem | None) -> dict[str, Any]:
    """Whether a button can be pressed, and the reason where it cannot."""
    return {"disabled": obstacle is not None, "help": None if obstacle is None else plain(obstacle.message.render(state.lang()))}


def done(ask: Callable[[Workspace, Actor], str]) -> None:
    """Do something in the workspace as whoever acts in this session, and say what came of it. ask: does it; the sentence."""
    with state.undisturbed():
        try:
            said = ask(access.workspace(), access.actor())
        except access.NotSignedIn:
            return  # the page, which is drawn next, has them sign in
        except (InputError, OSError) as error:
            found = error.problems if isinstance(error, InputError) else [problem_of_any(error)]
            actions.say("error", " ".join(plain(each.message.render(state.lang())) for each in found))
        else:
            actions.say("success", plain(said))
