"""The one layer through which everything of the workspace goes: it asks for the right, does it, and notes it, all or nothing.

Pages, commands and exports call these methods and never the tables. Each takes who acts first. NotAllowed where that person
may not; InputError where it cannot be done; MovedOn where somebody else was quicker.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from sqlalchemy import Connection

from planner.core.errors import InputError, Problem, problem
from planner.core.folders import passing_folder, replaced_folder
from planner.service.manifest import refuse_other_things
from planner.service.workspace import archive, plan_states
from planner.service.workspace.access.roles import People
from planner.service.workspace.audit import Event
from planner.service.workspace.head import Head
from planner.service.workspace.inspection import about_person, faults
from planner.service.workspace.kept_files import reading_files
from planner.service.workspace.rights import RIGHTS, Action, Actor, NotAllowed, Role, missing, only_unit, require
from planner.service.workspace.versions import (
    FOLLOW_UP,
    PLAN,
    Kind,
    Version,
    add_version,
    history,
    name_of_lock,
    newest_or_none,
    objects,
    prints_of,
    version_of,
)

if TYPE_CHECKING:
    import pandas as pd

_BY_KIND: dict[str, Action] = {"correction": Action.CORRECT, "pack": Action.CORRECT, "comment": Action.COMMENT}
"""The right that writing takes, `KEEP` for all others."""
_PERSONAL = frozenset({"roster", "lock", "correction", "pack", "comment"})
"""Kinds that are about people; so may their names be."""
_OF_PEOPLE = frozenset({PLAN, "roster"})
"""Kinds that have a table of people."""
_OF_A_UNIT = frozenset({"correction", "pack"})
"""What a unit's head sends in."""
_REASONED = frozenset({"lock"})
CHOICES = (
    Action.SUBMIT, Action.RETURN, Action.APPROVE, Action.IMPLEMENT, Action.UNLOCK, Action.COMMENT, Action.SEE_PEOPLE, Action.EXPORT, Action.EXPORT_PSEUDONYMS, Action.PACK,
)  # fmt: skip
"""What is done with a plan that is kept."""
HEAD_COLUMN = "audit_head"
"""The last column of every exported table: the head of the audit when it was made."""


class Workspace(People):
    """A store that is open. Nothing counts as done before a method returns; then it is on disk."""

    # Objects and their versions

    def keep(
        self,
        actor: Actor,
        kind: Kind,
        name: str,
        content: dict[str, Any],
        files: Sequence[tuple[str, bytes]] = (),
        based_on: int | None = None,
    ) -> Version:
        """Write the next version of an object. A lock takes a reason; what a unit's head sends in is of the own unit; a plan
        is written anew as a draft only."""
        action = _BY_KIND.get(kind, Action.KEEP)
        require(actor, action)
        unit = only_unit(actor, action)
        if unit is not None and kind in _OF_A_UNIT and content.get("unit") != unit:
            raise NotAllowed(actor, action)
        if kind == FOLLOW_UP:
            raise InputError(problem("follow.by_start", file=f"{kind}/{name}"))
        if kind in _REASONED and not str(content.get("reason") or "").strip():
            raise InputError(problem("workspace.no_reason", file=f"{kind}/{name}"))
        with self._change() as change:
            before = newest_or_none(change.connection, kind, name)
            if before is not None and kind == PLAN:
                plan_states.require_state(before, Action.KEEP)
            made = add_version(change.connection, self.database.files, actor.id, kind, name, content, files, based_on)
            about = content.get("employee_id")
            change.note(Event(actor.id, action, made.object, made.number, about, before and prints_of(before), prints_of(made)))
        return made

    def lock(self, actor: Actor, employee_id: str, decision: str, reason: str, based_on: int | None = None) -> Version:
        """Keep a decision that was taken about a person (a value of `core.columns.LOCKS`), with its reason, as `name_of_lock` calls it."""
        content = {"employee_id": employee_id, "decision": decision, "reason": reason}
        return self.keep(actor, "lock", name_of_lock(employee_id), content, based_on=based_on)

    def listed(self, actor: Actor, kind: str | None = None) -> list[Version]:
        """The newest version of every object that the actor may know of."""
        require(actor, Action.SEE_FIGURES)
        with self.database.reading() as connection:
            return [_shown(actor, each) for each in objects(connection, kind) if _sees_everybody(actor) or each.kind not in _PERSONAL]

    def history(self, actor: Actor, kind: str, name: str) -> list[Version]:
        """Every version of an object, the first one first; of what is about people, for those who may see them. Who may not
        see everybody sees of a scenario and a plan no more than the title: they name people and small counts."""
        require(actor, Action.SEE_PEOPLE if kind in _PERSONAL else Action.SEE_FIGURES)
        with self.database.reading() as connection:
            if kind in _PERSONAL and only_unit(actor, Action.SEE_PEOPLE) is not None and newest_or_none(connection, kind, name) is None:
                raise NotAllowed(actor, Action.SEE_PEOPLE)  # in the words in which what is another unit's is refused
            found = history(connection, kind, name)
        if kind in _PERSONAL:
            self._only_own(actor, found[-1])
            with self._change() as change:
                about = found[-1].content.get("employee_id")
                change.note(Event(actor.id, Action.SEE_PEOPLE, found[-1].object, found[-1].number, about))
        return [_shown(actor, each) for each in found]

    def figures(self, actor: Actor, name: str) -> dict[str, Any]:
        """A plan's figures as they are shared: no names, no count under five. `approvals`: [person, time]."""
        from planner.service.workspace.contents import shared_figures

        require(actor, Action.SEE_FIGURES)
        with self.database.reading() as connection:
            plan = version_of(connection, PLAN, name)
            approvals = _approvals(connection, plan)
        return {**shared_figures(plan), "state": plan.state, "version": plan.number, "approvals": approvals}

    # People

    def people(self, actor: Actor, kind: str, name: str) -> pd.DataFrame:
        """The people of a roster, or a plan's decisions. Ids of a plan that is neither approved nor unlocked are pseudonyms;
        a unit's head sees the own unit."""
        table, _ = self._people(actor, Action.SEE_PEOPLE, kind, name)
        return table

    def export(self, actor: Actor, kind: str, name: str) -> tuple[pd.DataFrame, Head]:
        """As `people`, to be written to a file, with the audit's head in the last column. InputError while names are hidden."""
        return self._exported(actor, Action.EXPORT, kind, name)

    def export_pseudonyms(self, actor: Actor, kind: str, name: str) -> tuple[pd.DataFrame, Head]:
        """As `export`, with pseudonyms in the place of ids and without names; sums are what they were."""
        return self._exported(actor, Action.EXPORT_PSEUDONYMS, kind, name)

    def unlock(self, actor: Actor, name: str, reason: str) -> bool:
        """Ask that the names of a plan's newest version be shown, with a reason; whether they now are."""
        require(actor, Action.UNLOCK)
        if not reason.strip():
            raise InputError(problem("workspace.no_reason", file=f"{PLAN}/{name}"))
        with self._change() as change:
            plan = version_of(change.connection, PLAN, name)
            before = plan_states.is_open(change.connection, plan)
            as_roles = plan_states.unlock(change.connection, plan, actor, reason)
            after = plan_states.is_open(change.connection, plan)
            said = {"open": after, "reason": reason, "roles": as_roles}
            change.note(Event(actor.id, Action.UNLOCK, plan.object, plan.number, None, {"open": before}, said))
        return after

    def fetch(self, actor: Actor, name: str, out: Path) -> tuple[Version, Head]:
        """Write a plan's folder again, byte by byte as it was kept. InputError while names are hidden."""
        refuse_other_things(out)
        with self._plan_file(actor, name) as (plan, head, folder, _), replaced_folder(out) as staged:
            shutil.copytree(folder, staged, dirs_exist_ok=True)
        return plan, head

    def seal(self, actor: Actor, name: str, out: Path) -> dict[str, Any]:
        """Seal a plan with its state, its approvals, how often it was solved again after fairness figures had been seen, and the
        audit's head; what `seal.json` says."""
        from planner.service.sealing.sealed import seal
        from planner.service.workspace.tuning.ledger import ledger_of

        def said(connection: Connection, plan: Version) -> dict[str, Any]:
            return {"approvals": _approvals(connection, plan), "fairness": ledger_of(connection, self.database.files, plan)}

        with self._plan_file(actor, name, said) as (plan, head, folder, told):
            workspace = {"object": plan.object, "version": plan.number, "state": plan.state, **told, "audit_head": head.printed}
            return seal(folder, out, workspace)

    # Decisions on a plan

    def comment(self, actor: Actor, kind: Kind, name: str, words: str) -> Version:
        """Keep a comment on the newest version of something."""
        seen = self.history(actor, kind, name)[-1]
        return self.keep(actor, "comment", uuid4().hex, {"on": seen.object, "version": seen.number, "text": words})

    def choices(self, actor: Actor, name: str) -> dict[Action, Problem | None]:
        """What can be done with a plan, by whom it is asked: for each action None, or why this actor cannot do it now."""
        require(actor, Action.SEE_FIGURES)
        with self.database.reading() as connection:
            plan = version_of(connection, PLAN, name)
            return {action: missing(actor, action) or plan_states.obstacle(connection, plan, action, actor) for action in CHOICES}

    def submit(self, actor: Actor, name: str) -> str:
        """Submit a draft; the plan's state."""
        return self._move(actor, Action.SUBMIT, name)

    def return_plan(self, actor: Actor, name: str, reason: str) -> str:
        """Make a submitted plan a draft again, with a reason; its approvals go."""
        if not reason.strip():
            raise InputError(problem("workspace.no_reason", file=f"{PLAN}/{name}"))
        return self._move(actor, Action.RETURN, name, reason)

    def approve(self, actor: Actor, name: str) -> str:
        """Approve a submitted plan; `approved` once two have who did not write it."""
        return self._move(actor, Action.APPROVE, name)

    def implement(self, actor: Actor, name: str) -> str:
        """Note that an approved plan is put into effect."""
        return self._move(actor, Action.IMPLEMENT, name)

    # Oversight

    def audit(self, actor: Actor, person: str | None = None) -> list[dict[str, Any]]:
        """The entries of the audit, the first one first; of a person: what they did, and what concerns them."""
        require(actor, Action.SEE_AUDIT)
        with reading_files(self.database.files), self.database.reading() as connection:
            found = about_person(connection, self.database.files, person)
        with self._change() as change:
            change.note(Event(actor.id, Action.SEE_AUDIT, about=person))
        return found

    def verify(self, actor: Actor) -> tuple[list[Problem], Head]:
        """What does not hold of the audit, and of what it says of versions, files and states; and its head."""
        require(actor, Action.VERIFY_AUDIT)
        return faults(self.database)

    def back_up(self, actor: Actor, out: Path) -> dict[str, Any]:
        """Write everything into one signed archive while others work; what it says of itself."""
        require(actor, Action.BACK_UP)
        with self._change() as change:
            change.note(Event(actor.id, Action.BACK_UP))
        return archive.write_backup(self.database, out)

    def restore(self, actor: Actor, file: Path) -> dict[str, Any]:
        """Put an archive in the place of everything, all or nothing; what it says of itself."""
        require(actor, Action.RESTORE)
        return archive.restore_backup(self.database, file, actor.id)

    # What these share

    def _people(self, actor: Actor, action: Action, kind: str, name: str) -> tuple[pd.DataFrame, Head]:
        """A table of people as the actor may see it, noted before it is read."""
        from planner.service.workspace.contents import people_of, people_of_unit
        from planner.service.workspace.privacy import pseudonymised

        require(actor, action)
        unit = only_unit(actor, action)
        if kind not in _OF_PEOPLE:  # whether there is such a thing is not looked for: a lock's name is somebody's id
            raise InputError(problem("workspace.no_people", file=f"{kind}/{name}"))
        with reading_files(self.database.files):
            with self._change() as change:
                version = version_of(change.connection, kind, name)
                shown = action is not Action.EXPORT_PSEUDONYMS and (kind != PLAN or plan_states.is_open(change.connection, version))
                if action is Action.EXPORT and not shown:
                    raise InputError(plan_states.hidden(version))
                change.note(Event(actor.id, action, version.object, version.number, after={"names": shown, "unit": unit}))
            frame = people_of(version, self.database.files)
            if unit is not None:
                own = frame["unit"].eq(unit) if kind != PLAN else frame["employee_id"].isin(people_of_unit(version, self.database.files, unit))
                frame = frame[own].reset_index(drop=True)
        return frame if shown else pseudonymised(frame, change.key), change.head

    def _exported(self, actor: Actor, action: Action, kind: str, name: str) -> tuple[pd.DataFrame, Head]:
        frame, head = self._people(actor, action, kind, name)
        return frame.assign(**{HEAD_COLUMN: head.printed}), head

    @contextmanager
    def _plan_file(
        self, actor: Actor, name: str, says: Callable[[Connection, Version], dict[str, Any]] = lambda *_: {}
    ) -> Iterator[tuple[Version, Head, Path, dict[str, Any]]]:
        """A plan's folder as it was kept, for as long as the block runs, with what is said of it in the same state of the database;
        noted as an export. InputError while names are hidden."""
        from planner.service.workspace.contents import put_plan

        require(actor, Action.EXPORT)
        with reading_files(self.database.files), passing_folder() as place:
            with self._change() as change:
                plan = version_of(change.connection, PLAN, name)
                if not plan_states.is_open(change.connection, plan):
                    raise InputError(plan_states.hidden(plan))
                told = says(change.connection, plan)
                change.note(Event(actor.id, Action.EXPORT, plan.object, plan.number, after={"names": True, "unit": None}))
            put_plan(plan, self.database.files, Path(place))
            yield plan, change.head, Path(place), told

    def _move(self, actor: Actor, action: Action, name: str, reason: str | None = None) -> str:
        require(actor, action)
        with self._change() as change:
            plan = version_of(change.connection, PLAN, name)
            state = plan_states.move(change.connection, plan, action, actor)
            after = {"state": state} | ({} if reason is None else {"reason": reason})
            if action is Action.APPROVE:
                after["approved_at"] = next(each.at for each in plan_states.approvals_of(change.connection, plan) if each.person == actor.id)
            change.note(Event(actor.id, action, plan.object, plan.number, before={"state": plan.state}, after=after))
        return state

    def _only_own(self, actor: Actor, version: Version) -> None:
        """NotAllowed where a unit's head asks for what is neither of the own unit nor their own."""
        unit = only_unit(actor, Action.SEE_PEOPLE)
        if unit is not None and version.content.get("unit") != unit and version.author != actor.id:
            raise NotAllowed(actor, Action.SEE_PEOPLE)


def _sees_everybody(actor: Actor) -> bool:
    """Whether the actor's right to see people reaches beyond one unit."""
    able = actor.roles & RIGHTS[Action.SEE_PEOPLE]
    return bool(able - {Role.UNIT_HEAD})


def _shown(actor: Actor, version: Version) -> Version:
    """A version as an actor may see it: all of it, or of a scenario, a plan and a follow-up the title alone."""
    if _sees_everybody(actor) or version.kind not in (PLAN, FOLLOW_UP, "scenario"):
        return version
    return replace(version, content={"title": version.content.get("title")})


def _approvals(connection: Connection, plan: Version) -> list[list[str]]:
    """[person, time] of each who approved a plan, the first one first."""
    return [[each.person, each.at] for each in plan_states.approvals_of(connection, plan)]
