"""Who opens the app. Where people sign in, the provider says who it is, and roles are asked for at every step; in the open mode each
browser has a key of its own, in a cookie that no page can read (`planner.ui.headers` sets it)."""

from __future__ import annotations

import hashlib
import os
import threading
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import streamlit as st

from planner.core.errors import InputError, problem
from planner.core.system_errors import problem_of_any
from planner.service.places import DATABASE_VARIABLE, DESKS, app_folder, workspace_folder
from planner.service.workspace.access.sign_in import SignedIn, is_set_up, is_this_machine, signed_in
from planner.service.workspace.desks.desk import key_of_person
from planner.service.workspace.rights import Action, Actor, missing, open_actor

if TYPE_CHECKING:
    from planner.service.workspace.workspace import Workspace

COOKIE = "planner_key"
ADMITTED = "admitted"
"""The sign-in with which this session began: (id, since)."""
_KEPT = frozenset({"lang"})
"""What of a session may outlive who was there: its language."""
_ended: set[tuple[str, str]] = set()
"""The sign-ins that were ended while this server ran; those before stand in the audit."""
_one_opens = threading.Lock()
_open: dict[tuple[str, str], _Opened] = {}
"""The stores that this server has opened, by what names them: one, but for tests."""


@dataclass(frozen=True)
class _Opened:
    """A store that is open. file: which file it was then, where it is one; broken: files of an older version that hold no desk."""

    workspace: Workspace
    file: tuple[int, int] | None
    broken: tuple[str, ...]

    @property
    def is_gone(self) -> bool:
        """Whether another file, or none, stands there by now."""
        return self.file != _file_of(self.workspace)


def _file_of(work: Workspace) -> tuple[int, int] | None:
    try:
        found = None if work.database.file is None else work.database.file.stat()
    except OSError:
        return None
    return None if found is None else (found.st_dev, found.st_ino)


def _opened() -> _Opened:
    """Open the installation's store, and take over what an older version kept as files. InputError where that cannot be done."""
    from planner.service.workspace.desks.takeover import take_over
    from planner.service.workspace.workspace import Workspace

    try:
        work = Workspace.of_installation()
        work.database.stay()
        taken = take_over(work, app_folder() / DESKS)
    except OSError as error:
        raise InputError(problem_of_any(error)) from error
    return _Opened(work, _file_of(work), taken.broken)


class NotSignedIn(Exception):
    """Nobody has signed in, or their sign-in counts no more. why: `out`, `over` or `gone`."""

    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__(why)


def own_key() -> str:
    """What desks know their owner by: the person who signed in, else this session's browser; "" where the app is served without
    the planner's own server."""
    if is_set_up():
        return key_of_person(visitor().id)
    key = st.context.cookies.get(COOKIE, "")
    return hashlib.sha256(key.encode()).hexdigest()[:32] if key else ""


def visitor() -> SignedIn:
    """Who has signed in with this session's browser. NotSignedIn where nobody has, or it counts no more; InputError where the
    provider's words name nobody."""
    claims = st.user.to_dict()
    if claims.get("is_logged_in") is not True:
        raise NotSignedIn("out")
    who = signed_in(claims)
    if who.is_over(datetime.now(UTC)):
        raise NotSignedIn("over")
    if _mark(who) in _ended:
        raise NotSignedIn("gone")
    return who


def is_out() -> bool:
    """Whether this session's sign-in counts no more: a part of a page that is drawn alone asks, since nobody stands at the door."""
    if not is_set_up():
        return False
    try:
        visitor()
    except NotSignedIn:
        return True
    return False


def workspace() -> Workspace:
    """The installation's workspace, made on first use where it is the embedded one. A server opens it once; what an older version
    kept of desks as files is taken over then."""
    return _store().workspace


def left_behind() -> tuple[str, ...]:
    """The files of an older version that hold no desk, by their names: they stay where they are."""
    return _store().broken


def _store() -> _Opened:
    place = os.environ.get(DATABASE_VARIABLE, ""), str(workspace_folder())
    with _one_opens:
        held = _open.get(place)
        if held is None or held.is_gone:
            _open[place] = held = _opened()
        return held


def actor() -> Actor:
    """Who acts in this session, with the roles that they have at this moment. NotSignedIn where nobody has signed in; InputError
    where the app may not be opened at all."""
    if is_set_up():
        return workspace().actor(visitor().id)
    address = visitors_address()
    if address is not None and not is_this_machine(address):
        raise InputError(problem("signin.elsewhere", address=address))
    if not workspace().is_open():
        raise InputError(problem("signin.roles_without_sign_in"))
    return open_actor()


def enter() -> Actor:
    """As `actor`, at the beginning of a drawing: notes who came, and lets nobody find what another one left in the session."""
    if not is_set_up():
        return actor()
    refuse_server(str(st.get_option("server.trustedUserHeaders") or "{}"), bool(st.get_option("server.enableXsrfProtection")))
    who = visitor()
    if st.session_state.get(ADMITTED) != _mark(who):
        for key in set(st.session_state) - _KEPT:
            del st.session_state[key]
        if workspace().has_gone(who):
            _ended.add(_mark(who))
            raise NotSignedIn("gone")
        workspace().come_in(who)
        st.session_state[ADMITTED] = _mark(who)
    return actor()


def leave() -> None:
    """Sign out: here, at the provider where it can, and wherever else this sign-in is shown."""
    try:
        who = visitor()
    except (NotSignedIn, InputError):
        pass  # it counts no more anyway
    else:
        _ended.add(_mark(who))
        workspace().go(who)
    st.logout()


def may_plan(acts: Actor) -> bool:
    """Whether somebody works at a desk: who may keep plans makes them; all others see what is kept."""
    return missing(acts, Action.KEEP) is None


def refuse_address(address: str | None) -> None:
    """InputError where the app would listen elsewhere than on this machine and nobody has to sign in. address: None is every one."""
    if not is_set_up() and not is_this_machine(address):
        raise InputError(problem("signin.elsewhere", address=address or "0.0.0.0", column="server.address"))


def refuse_server(trusted_headers: str, has_xsrf: bool) -> None:
    """InputError where settings of the server let somebody else than the provider say who signed in."""
    if trusted_headers.strip() not in ("", "{}"):
        raise InputError(problem("signin.trusted_headers", column="server.trustedUserHeaders"))
    if not has_xsrf:
        raise InputError(problem("signin.no_xsrf", column="server.enableXsrfProtection"))


def visitors_address() -> str | None:
    """From where this session's browser comes, as far as its connection tells; None from this machine."""
    return st.context.ip_address


def _mark(who: SignedIn) -> tuple[str, str]:
    return who.id, who.since.isoformat()
