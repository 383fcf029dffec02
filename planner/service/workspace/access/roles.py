"""The layer of people: who has which role, who came and went, and who acts. It is part of `Workspace`, which pages and commands use."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, delete, insert, select

from planner.core.errors import InputError, problem
from planner.core.texts import Message
from planner.roster.values.text import clean_text
from planner.service.workspace.access import terminal
from planner.service.workspace.access.layer import Layer
from planner.service.workspace.access.sign_in import HOURS, SignedIn, is_set_up
from planner.service.workspace.audit import Event, canonical
from planner.service.workspace.rights import Action, Actor, Role, open_actor, require
from planner.service.workspace.tables import AUDIT, PEOPLE

SIGN_IN, SIGN_OUT, SIGN_IN_TERMINAL = "sign_in", "sign_out", "sign_in_terminal"
"""What the audit calls it that somebody came, went, or let a terminal act for them."""
_LONGEST = 600
_Held = tuple[frozenset[Role], str | None]


@dataclass(frozen=True)
class Holder:
    """Somebody known here. roles: none where they only signed in; name, email, seen: as their provider told when they signed in
    last, absent where they never did."""

    person: str
    roles: frozenset[Role]
    unit: str | None
    name: str | None
    email: str | None
    seen: str | None


class People(Layer):
    """What the workspace knows of those who work with it."""

    # Roles

    def grant(self, actor: Actor, person: str, roles: frozenset[Role], unit: str | None = None) -> None:
        """Give somebody these roles in the place of all that they had."""
        self._set(actor, person, lambda _: (roles, unit))

    def add_role(self, actor: Actor, person: str, role: Role, unit: str | None = None) -> frozenset[Role]:
        """Give somebody a role beside those that they have; all of them. A unit's head has one unit, which is named with the role.
        InputError where it is not, or a unit is named for another role."""
        if (role is Role.UNIT_HEAD) != bool(unit and unit.strip()):
            raise InputError(problem("signin.unit_wanted" if role is Role.UNIT_HEAD else "signin.unit_unwanted"))
        return self._set(actor, person, lambda held: (held[0] | {role}, clean_text(unit) if unit else held[1]))

    def take_role(self, actor: Actor, person: str, role: Role | None = None) -> frozenset[Role]:
        """Take a role, or all, from somebody; those that are left. InputError where they have it not."""

        def less(held: _Held) -> _Held:
            if not held[0] or (role is not None and role not in held[0]):
                said = Message("signin.no_role_held") if role is None else Message("signin.role_not_held", {"role": Message(f"workspace.word_role_{role}")})
                raise InputError(problem("signin.nothing_taken", person=person, why=said))
            left = frozenset() if role is None else held[0] - {role}
            return left, held[1] if Role.UNIT_HEAD in left else None

        return self._set(actor, person, less)

    def roles(self, actor: Actor) -> list[Holder]:
        """Everybody who has a role or has signed in, those without a role first, then by name."""
        require(actor, Action.GRANT)
        with self.database.reading() as connection:
            seen = _signed_in(connection)
            rows = {row.id: row for row in connection.execute(select(PEOPLE))}
        found = [_holder(person, rows.get(person), seen.get(person)) for person in {*rows, *seen}]
        return sorted(found, key=lambda each: (bool(each.roles), each.name or "", each.person))

    def names(self, actor: Actor) -> dict[str, str]:
        """By id, what those are called who have ever signed in."""
        require(actor, Action.SEE_FIGURES)
        with self.database.reading() as connection:
            return {person: said["name"] for person, said in _signed_in(connection).items()}

    def to_be_asked(self) -> list[str]:
        """What the administrators are called, for somebody who has no role and needs to know whom to ask."""
        with self.database.reading() as connection:
            seen, rows = _signed_in(connection), connection.execute(select(PEOPLE)).all()
        holders = [_holder(row.id, row, seen.get(row.id)) for row in rows]
        return sorted(each.name or each.person for each in holders if Role.ADMINISTRATOR in each.roles)

    # Who comes, goes and acts

    def actor(self, person: str) -> Actor:
        """Somebody who signed in, with the roles that were granted; without any where none were."""
        with self.database.reading() as connection:
            row = connection.execute(select(PEOPLE).where(PEOPLE.c.id == person)).first()
        return Actor(person, *_held(row))

    def come_in(self, who: SignedIn) -> Actor:
        """Note that somebody signed in, once for each time; with their roles."""
        with self.database.reading() as connection:
            is_noted = _signed_in(connection).get(who.id, {}).get("since") == _time_of(who)["since"]
        if not is_noted:
            with self._change() as change:
                change.note(Event(who.id, SIGN_IN, after={"name": who.name, "email": who.email, **_time_of(who)}))
        return self.actor(who.id)

    def go(self, who: SignedIn) -> None:
        """Note that somebody signed out: whoever still shows this sign-in has to sign in again."""
        with self._change() as change:
            change.note(Event(who.id, SIGN_OUT, after=_time_of(who)))

    def has_gone(self, who: SignedIn) -> bool:
        """Whether this sign-in was ended: a browser, or who copied its cookie, may still show it."""
        ended = select(AUDIT.c.number).where(AUDIT.c.actor == who.id, AUDIT.c.action == SIGN_OUT, AUDIT.c.after == canonical(_time_of(who)))
        with self.database.reading() as connection:
            return connection.execute(ended.limit(1)).first() is not None

    def is_open(self) -> bool:
        """Whether one person works here without signing in: nobody can sign in, and nobody was given a role."""
        if is_set_up():
            return False
        with self.database.reading() as connection:
            return not connection.execute(select(PEOPLE.c.id).where(PEOPLE.c.roles != "").limit(1)).first()

    def at_terminal(self, administers: bool = False) -> Actor:
        """Who acts at this account's terminal. In the open mode its one person, with every right; else who confirmed its code in
        the app. Where nobody has, the account itself, which may administer and nothing else: who has it has the keys.

        administers: whether what is to be done is an administrator's; the account may do it, too, where the person may not.
        """
        if self.is_open():
            return open_actor()
        person = terminal.person_here()
        signed_in = None if person is None else self.actor(person)
        if signed_in is None or (administers and Role.ADMINISTRATOR not in signed_in.roles):
            return Actor(open_actor().id, frozenset({Role.ADMINISTRATOR}), signed_in=False)
        return signed_in

    def confirm_terminal(self, actor: Actor, code: str) -> tuple[str, str]:
        """Let the account that asked for a code act as somebody who is signed in: (the account, until when)."""
        if not actor.signed_in:
            raise InputError(problem("signin.no_code_open"))
        account, until = terminal.confirm(code, actor.id)
        with self._change() as change:
            change.note(Event(actor.id, SIGN_IN_TERMINAL, after={"account": account, "until": until, "hours": HOURS}))
        return account, until

    def _set(self, actor: Actor, person: str, change_of: Callable[[_Held], _Held]) -> frozenset[Role]:
        """Change the roles of somebody; those that they have then."""
        require(actor, Action.GRANT)
        if person.startswith("open:") or not person.strip() or len(person) > _LONGEST or not person.isprintable():
            raise InputError(problem("workspace.no_person", column=person))
        with self._change() as change:
            row = change.connection.execute(select(PEOPLE).where(PEOPLE.c.id == person)).first()
            roles, unit = change_of(_held(row))
            before = None if row is None else {"roles": row.roles, "unit": row.unit}
            after = {"roles": " ".join(sorted(roles)), "unit": unit}
            change.connection.execute(delete(PEOPLE).where(PEOPLE.c.id == person))
            change.connection.execute(insert(PEOPLE).values(id=person, **after))
            change.note(Event(actor.id, Action.GRANT, about=person, before=before, after=after))
        return roles


def _time_of(who: SignedIn) -> dict[str, str]:
    """By what the audit knows one sign-in of a person from another."""
    return {"since": who.since.isoformat()}


def _held(row: Any) -> _Held:
    return (frozenset(), None) if row is None else (frozenset(map(Role, row.roles.split())), row.unit)


def _holder(person: str, row: Any, said: dict[str, Any] | None) -> Holder:
    told = said or {}
    return Holder(person, *_held(row), told.get("name"), told.get("email"), told.get("since"))


def _signed_in(connection: Connection) -> dict[str, dict[str, Any]]:
    """By id, what was noted when somebody signed in last."""
    rows = connection.execute(select(AUDIT.c.actor, AUDIT.c.after).where(AUDIT.c.action == SIGN_IN).order_by(AUDIT.c.number))
    return {row.actor: json.loads(row.after) for row in rows}
