"""Who may do what: one table of actions and roles, asked by the one layer through which everything goes (`workspace`)."""

from __future__ import annotations

import os
import pwd
from dataclasses import dataclass
from enum import StrEnum
from functools import reduce

from planner.core.errors import InputError, Problem, problem
from planner.core.texts import Message


class Role(StrEnum):
    """What somebody is in the workspace."""

    VIEWER = "viewer"
    UNIT_HEAD = "unit_head"
    PLANNER = "planner"
    APPROVER = "approver"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"


class Action(StrEnum):
    """What is done in the workspace; the word that the audit notes."""

    SEE_FIGURES = "see_figures"
    SEE_FAIRNESS = "see_fairness"
    SEE_PEOPLE = "see_people"
    KEEP = "keep"
    CORRECT = "correct"
    PACK = "pack"
    COMMENT = "comment"
    SUBMIT = "submit"
    RETURN = "return"
    APPROVE = "approve"
    IMPLEMENT = "implement"
    FOLLOW = "follow"
    UNLOCK = "unlock"
    EXPORT = "export"
    EXPORT_PSEUDONYMS = "export_pseudonyms"
    SEE_AUDIT = "see_audit"
    VERIFY_AUDIT = "verify_audit"
    GRANT = "grant"
    RETENTION = "retention"
    DELETE = "delete"
    BACK_UP = "back_up"
    RESTORE = "restore"


_EVERYBODY = frozenset(Role)
RIGHTS: dict[Action, frozenset[Role]] = {
    Action.SEE_FIGURES: _EVERYBODY,
    Action.SEE_FAIRNESS: _EVERYBODY,
    Action.SEE_PEOPLE: frozenset({Role.UNIT_HEAD, Role.PLANNER, Role.APPROVER}),
    Action.KEEP: frozenset({Role.PLANNER}),
    Action.CORRECT: frozenset({Role.UNIT_HEAD, Role.PLANNER}),
    Action.PACK: frozenset({Role.UNIT_HEAD, Role.PLANNER}),
    Action.COMMENT: frozenset({Role.UNIT_HEAD, Role.PLANNER, Role.APPROVER}),
    Action.SUBMIT: frozenset({Role.PLANNER}),
    Action.RETURN: frozenset({Role.PLANNER, Role.APPROVER}),
    Action.APPROVE: frozenset({Role.APPROVER}),
    Action.IMPLEMENT: frozenset({Role.PLANNER}),
    Action.FOLLOW: frozenset({Role.UNIT_HEAD, Role.PLANNER}),
    Action.UNLOCK: frozenset({Role.PLANNER, Role.APPROVER}),
    Action.EXPORT: frozenset({Role.PLANNER, Role.APPROVER}),
    Action.EXPORT_PSEUDONYMS: frozenset({Role.PLANNER, Role.APPROVER, Role.AUDITOR}),
    Action.SEE_AUDIT: frozenset({Role.AUDITOR}),
    Action.VERIFY_AUDIT: frozenset({Role.AUDITOR, Role.ADMINISTRATOR}),
    Action.GRANT: frozenset({Role.ADMINISTRATOR}),
    Action.RETENTION: frozenset({Role.ADMINISTRATOR}),
    Action.DELETE: frozenset({Role.ADMINISTRATOR}),
    Action.BACK_UP: frozenset({Role.ADMINISTRATOR}),
    Action.RESTORE: frozenset({Role.ADMINISTRATOR}),
}
"""Whoever runs the machine (administrator) sees no people and decides nothing; whoever reads the audit changes nothing."""


@dataclass(frozen=True)
class Actor:
    """Who does something. unit: of a unit's head; signed_in: whether somebody else than this machine vouches for who it is."""

    id: str
    roles: frozenset[Role]
    unit: str | None = None
    signed_in: bool = True


class NotAllowed(InputError):
    """Somebody asks for what none of their roles may do."""

    def __init__(self, actor: Actor, action: Action) -> None:
        self.actor, self.action = actor, action
        names = [Message(f"workspace.word_role_{role}") for role in sorted(RIGHTS[action])]
        roles = reduce(lambda some, other: Message("workspace.either", {"some": some, "other": other}), names)
        key = "workspace.not_allowed" if actor.signed_in else "signin.account_not_allowed"
        super().__init__(problem(key, person=actor.id, action=Message(f"workspace.word_action_{action}"), roles=roles))


def missing(actor: Actor, action: Action) -> Problem | None:
    """Why the actor has not the right: none of their roles may do it, or it is a unit's head of no unit. None where they have it."""
    able = actor.roles & RIGHTS[action]
    if not able or (able == {Role.UNIT_HEAD} and not actor.unit):
        return NotAllowed(actor, action).problems[0]
    return None


def require(actor: Actor, action: Action) -> None:
    """NotAllowed where the right is `missing`."""
    if missing(actor, action) is not None:
        raise NotAllowed(actor, action)


def only_unit(actor: Actor, action: Action) -> str | None:
    """The unit beyond whose people the actor's right does not reach; None where it reaches everybody."""
    return actor.unit if actor.roles & RIGHTS[action] == {Role.UNIT_HEAD} else None


def open_actor() -> Actor:
    """Who works in the open mode: the account of this machine, with every right. Approving takes people who signed in."""
    return Actor(f"open:{pwd.getpwuid(os.getuid()).pw_name}", frozenset(Role), signed_in=False)
