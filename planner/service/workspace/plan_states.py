"""The states of a plan: draft, submitted, approved by two who did not write it, implemented."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, delete, insert, select

from planner.core.errors import InputError, Problem, problem
from planner.core.texts import Message
from planner.core.vocabulary import PLAN_STATES
from planner.service.workspace.audit import now
from planner.service.workspace.rights import Action, Actor, Role
from planner.service.workspace.tables import APPROVALS, UNLOCKS
from planner.service.workspace.versions import DRAFT, FOLLOW_UP, Version, authors_of, newest_or_none, object_id, set_state

STATES = PLAN_STATES
_, SUBMITTED, APPROVED, IMPLEMENTED = STATES
NEEDED = 2
"""Approvals that a plan takes."""
FROM: dict[Action, str] = {
    Action.KEEP: DRAFT,
    Action.SUBMIT: DRAFT,
    Action.RETURN: SUBMITTED,
    Action.APPROVE: SUBMITTED,
    Action.IMPLEMENT: APPROVED,
}
"""In which state a plan can be written anew, submitted, returned, approved, implemented."""
_KEYS = frozenset({Role.PLANNER, Role.APPROVER})
"""The roles that together unlock the names of a plan."""


@dataclass(frozen=True)
class Approval:
    """Who approved a version, and when."""

    person: str
    at: str


def require_state(plan: Version, action: Action) -> None:
    """InputError where a plan's state does not let it be done."""
    if found := _of_state(plan, action):
        raise InputError(found)


def obstacle(connection: Connection, plan: Version, action: Action, actor: Actor) -> Problem | None:
    """Why somebody who has the right cannot do it to a plan as it stands; None where they can."""
    if action is Action.UNLOCK:
        return problem("signin.names_shown", file=plan.object) if is_open(connection, plan) else None
    if action in (Action.EXPORT, Action.PACK):
        return None if is_open(connection, plan) else hidden(plan)
    more = {Action.APPROVE: lambda: _of_approver(connection, plan, actor), Action.RETURN: lambda: _of_follow_up(connection, plan)}
    return _of_state(plan, action) or more.get(action, lambda: None)()


def hidden(plan: Version) -> Problem:
    """Why a plan's people do not leave with their names."""
    return problem("workspace.hidden", file=plan.object)


def move(connection: Connection, plan: Version, action: Action, actor: Actor) -> str:
    """Do to a plan what changes its state, in a writing transaction; the state it comes to. InputError where that cannot be."""
    if (found := obstacle(connection, plan, action, actor)) is not None:
        raise InputError(found)
    if action is Action.APPROVE:
        _approve(connection, plan, actor)
        state = APPROVED if len(approvals_of(connection, plan)) >= NEEDED else SUBMITTED
    else:
        state = {Action.SUBMIT: SUBMITTED, Action.RETURN: DRAFT, Action.IMPLEMENT: IMPLEMENTED}[action]
    if action is Action.RETURN:
        connection.execute(delete(APPROVALS).where(APPROVALS.c.object == object_id(connection, plan)))
    set_state(connection, plan, state)
    return state


def _of_follow_up(connection: Connection, plan: Version) -> Problem | None:
    """Why a plan that is followed up is no draft again."""
    return None if newest_or_none(connection, FOLLOW_UP, plan.name) is None else problem("follow.no_return", file=plan.object)


def approvals_of(connection: Connection, plan: Version) -> list[Approval]:
    """Who approved the newest version, the first one first."""
    wanted = (APPROVALS.c.object == object_id(connection, plan)) & (APPROVALS.c.version == plan.newest)
    rows = connection.execute(select(APPROVALS).where(wanted).order_by(APPROVALS.c.at))
    return [Approval(row.person, row.at) for row in rows]


def unlock(connection: Connection, plan: Version, actor: Actor, reason: str) -> list[list[str]]:
    """Note that somebody wants the names of a version shown, in each of their roles that can; a second time changes nothing.
    [role, time] of what was noted."""
    identity = object_id(connection, plan)
    held = set(
        connection.execute(
            select(UNLOCKS.c.person, UNLOCKS.c.role).where(UNLOCKS.c.object == identity, UNLOCKS.c.version == plan.number)
        ).tuples()
    )
    made = [[role.value, now()] for role in sorted(actor.roles & _KEYS) if (actor.id, role.value) not in held]
    for role, at in made:
        values = {"object": identity, "version": plan.number, "person": actor.id, "role": role, "reason": reason, "at": at}
        connection.execute(insert(UNLOCKS).values(values))
    return made


def is_open(connection: Connection, plan: Version) -> bool:
    """Whether the names of a version may be shown: its plan is approved, or a planner and an approver, two people, unlocked
    it. In the open mode there is one person, who has both roles."""
    if plan.state in (APPROVED, IMPLEMENTED) and plan.number == plan.newest:
        return True
    wanted = (UNLOCKS.c.object == object_id(connection, plan)) & (UNLOCKS.c.version == plan.number)
    rows = connection.execute(select(UNLOCKS.c.person, UNLOCKS.c.role).where(wanted)).all()
    by_role = {role: {row.person for row in rows if row.role == role} for role in _KEYS}
    alone = any(person.startswith("open:") for person in by_role[Role.PLANNER] & by_role[Role.APPROVER])
    return alone or any(one != other for one in by_role[Role.PLANNER] for other in by_role[Role.APPROVER])


def _of_state(plan: Version, action: Action) -> Problem | None:
    """What of a plan's state does not let it be done."""
    if plan.state == FROM.get(action, plan.state):
        return None
    return problem(f"workspace.state_{action.value}", file=plan.object, state=Message(f"workspace.word_state_{plan.state}"))


def _of_approver(connection: Connection, plan: Version, actor: Actor) -> Problem | None:
    """Why an approver cannot approve: they did not sign in, wrote the plan, or have approved it."""
    if not actor.signed_in:
        return problem("workspace.approve_signed_in", file=plan.object)
    if actor.id in authors_of(connection, plan):
        return problem("workspace.approve_own", file=plan.object, person=actor.id)
    if actor.id in {each.person for each in approvals_of(connection, plan)}:
        return problem("workspace.approve_twice", file=plan.object, person=actor.id)
    return None


def _approve(connection: Connection, plan: Version, actor: Actor) -> None:
    """Note an approval."""
    values = {"object": object_id(connection, plan), "version": plan.number, "person": actor.id, "at": now()}
    connection.execute(insert(APPROVALS).values(values))
