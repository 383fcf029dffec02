"""What the parts of the workspace's page share: its words, what people are called, and how something is done."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from planner.core.errors import InputError
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


def moment(at: str) -> str:
    """A time of the workspace (ISO 8601, UTC) to the minute."""
    return at[:16].replace("T", " ")


def done(ask: Callable[[Workspace, Actor], str]) -> None:
    """Do something in the workspace as whoever acts in this session, and say what came of it. ask: does it; the sentence."""
    with state.undisturbed():
        try:
            said = ask(access.workspace(), access.actor())
        except access.NotSignedIn:
            return  # the page, which is drawn next, has them sign in
        except InputError as error:
            actions.say("error", " ".join(plain(found.message.render(state.lang())) for found in error.problems))
        else:
            actions.say("success", plain(said))
