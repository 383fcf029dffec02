"""`planner workspace grant`, `revoke`, `roles`, `sign-in`, `sign-out`, `who`: who works with the workspace, and as whom commands act."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Optional

import typer

from planner.cli.base import one_of
from planner.cli.frame.state import answer, state

if TYPE_CHECKING:
    from collections.abc import Iterable

    from planner.service.workspace.rights import Actor, Role
    from planner.service.workspace.workspace import Workspace

Person = Annotated[str, typer.Argument(metavar="PERSON")]


def register(group: typer.Typer) -> None:
    """Add the commands to the group of the workspace's."""
    for name, command in (("grant", grant), ("revoke", revoke), ("roles", roles), ("sign-in", sign_in), ("sign-out", sign_out), ("who", who)):
        group.command(name)(command)


def acting(administers: bool = False) -> tuple[Workspace, Actor]:
    """The workspace of the installation, and as whom this call acts. administers: whether it is an administrator's."""
    from planner.service.workspace.workspace import Workspace

    work = Workspace.of_installation()
    return work, work.at_terminal(administers)


def grant(
    person: Person,
    role: Annotated[str, typer.Argument(metavar="ROLE")],
    unit: Annotated[Optional[str], typer.Option("--unit", metavar="UNIT")] = None,
) -> None:
    """Give somebody who signs in a role; the first one names the administrator and ends the open mode."""
    _refuse_open("signin.set_up_first")
    known = _role(role)
    work, me = acting(administers=True)
    _said(work, person, work.add_role(me, person, known, unit))


def revoke(person: Person, role: Annotated[Optional[str], typer.Argument(metavar="ROLE")] = None) -> None:
    """Take a role away from somebody, or all of them."""
    known = None if role is None else _role(role)
    work, me = acting(administers=True)
    _said(work, person, work.take_role(me, person, known))


def roles() -> None:
    """List who has which role, and who signed in without one."""
    from planner.cli.frame.tables import draw_table
    from planner.core.texts import text

    work, me = acting(administers=True)
    found, is_open = work.roles(me), work.is_open()
    answer({"open": is_open, "people": [{**vars(each), "roles": sorted(each.roles)} for each in found]})
    if not found:
        print(text("signin.cli.nobody", state.lang, open=text(f"workspace.{'yes' if is_open else 'no'}", state.lang)))
        return
    heads = [text(f"signin.cli.column_{name}", state.lang) for name in ("person", "roles", "unit", "name", "email", "seen")]
    rows = [[each.person, _words(each.roles), each.unit or "", each.name or "", each.email or "", (each.seen or "")[:19]] for each in found]
    draw_table(heads, rows, texts=tuple(range(len(heads))))


def sign_in() -> None:
    """Print a code to enter in the app; then commands of this account act as you."""
    from planner.core.texts import text
    from planner.service.workspace.access import terminal
    from planner.service.workspace.access.sign_in import HOURS

    _refuse_open("signin.open_terminal")
    code = terminal.ask()
    answer({"code": code, "minutes": terminal.MINUTES, "hours": HOURS})
    print(text("signin.cli.code", state.lang, code=code))
    print(text("signin.cli.code_means", state.lang, minutes=terminal.MINUTES, hours=HOURS))


def sign_out() -> None:
    """Commands of this account act for nobody from now on."""
    from planner.core.texts import text
    from planner.service.workspace.access import terminal

    terminal.end()
    print(text("signin.cli.signed_out", state.lang))
    _who(*acting())


def who() -> None:
    """Say as whom commands act here, and with which roles."""
    _who(*acting())


def _refuse_open(because: str) -> None:
    """InputError (text `because`) where nobody can sign in."""
    from planner.core.errors import InputError, problem
    from planner.service.workspace.access.sign_in import is_set_up

    if not is_set_up():
        raise InputError(problem(because))


def _who(work: Workspace, me: Actor) -> None:
    from planner.core.texts import text

    is_open = work.is_open()
    answer({"person": me.id, "signed_in": me.signed_in, "roles": sorted(me.roles), "unit": me.unit, "open": is_open})
    print(text("signin.cli.who", state.lang, person=me.id, roles=_words(me.roles)))
    if is_open:
        print(text("signin.cli.who_open", state.lang))


def _said(work: Workspace, person: str, held: frozenset[Role]) -> None:
    """What somebody's roles are now."""
    from planner.core.texts import text

    answer({"person": person, "roles": sorted(held), "open": work.is_open()})
    print(text("signin.cli.role_now", state.lang, person=person, roles=_words(held)))


def _role(named: str) -> Role:
    """The role of a word. InputError where there is none; a near one is told."""
    from planner.service.workspace.rights import Role

    return Role(one_of("ROLE", named, [role.value for role in Role]))


def _words(held: Iterable[Any]) -> str:
    from planner.core.texts import text

    return ", ".join(text(f"workspace.word_role_{role}", state.lang) for role in sorted(held)) or text("signin.cli.no_role", state.lang)
