"""Whose unit something is about, and the plan that it belongs to."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from planner.core.errors import InputError, problem
from planner.core.folders import passing_folder
from planner.service.workspace import plan_states
from planner.service.workspace.audit import Event, canonical
from planner.service.workspace.head import Head
from planner.service.workspace.kept_files import digest, reading_files
from planner.service.workspace.rights import Action, Actor, NotAllowed, only_unit
from planner.service.workspace.versions import PLAN, Kind, Version, composed, is_name, newest_or_none, objects, version_of
from planner.service.workspace.workspace import Workspace

_PART, _DIGITS = 60, 16


class NotOwnUnit(NotAllowed):
    """A unit's head asks for people of another unit."""

    def __init__(self, actor: Actor, action: Action, whose: str) -> None:
        super().__init__(actor, action)
        InputError.__init__(self, problem("unit_heads.not_own", person=actor.id, unit=actor.unit, whose=whose))


def unit_for(actor: Actor, action: Action, unit: str | None) -> str:
    """The unit that somebody may ask for: a unit's head the own one, others any that they name. NotOwnUnit, InputError where
    they may not, or name none."""
    own = only_unit(actor, action)
    if own is None and not unit:
        raise InputError(problem("unit_heads.which", column="--unit"))
    if own is not None and unit not in (None, own):
        raise NotOwnUnit(actor, action, str(unit))
    return own or str(unit)


def place_of(plan: str, unit: str) -> str:
    """The name under which what a unit sends in about a plan is kept: both, or, where that is no name or could be that of another
    plan and unit, what is left of them with a digest of both."""
    from planner.report.exchange.pack import slug

    name = f"{composed(plan)}@{unit}"
    if is_name(name) and "@" not in unit:
        return name
    return f"{composed(plan)[:_PART]}@{slug(unit)}-{digest(canonical([composed(plan), unit]).encode())[:_DIGITS]}"


def look_at_names(workspace: Workspace, actor: Actor, action: Action, name: str, unit: str) -> Head:
    """Note that somebody looks at the names of a unit's people in a plan; the head after it. InputError while names are hidden."""
    with workspace._change() as change:
        plan = version_of(change.connection, PLAN, name)
        if not plan_states.is_open(change.connection, plan):
            raise InputError(plan_states.hidden(plan))
        change.note(Event(actor.id, action, plan.object, plan.number, after={"names": True, "unit": unit}))
    return change.head


@contextmanager
def planned_folder(workspace: Workspace, name: str) -> Iterator[Path]:
    """The folder of a plan that is kept, for as long as the block runs."""
    from planner.service.workspace.contents import put_plan

    with reading_files(workspace.database.files), passing_folder() as place:
        with workspace.database.reading() as connection:
            plan = version_of(connection, PLAN, name)
        put_plan(plan, workspace.database.files, Path(place))
        yield Path(place)


def newest_of(workspace: Workspace, kind: Kind, name: str) -> Version | None:
    """The newest version of what a unit sent in; None where it sent nothing yet."""
    with workspace.database.reading() as connection:
        return newest_or_none(connection, kind, name)


def handed_on(workspace: Workspace, actor: Actor, kind: Kind, plan: str, none: str) -> tuple[list[Version], Head]:
    """The newest version of what each unit sent in about a plan, by unit, each noted as exported; and the head of the audit then.
    InputError, the text `none`, where no unit sent anything."""
    with workspace._change() as change:
        version_of(change.connection, PLAN, plan)
        found = [each for each in objects(change.connection, kind) if each.content.get("plan") == composed(plan)]
        if not found:
            raise InputError(problem(none, file=f"{PLAN}/{plan}"))
        for each in found:
            change.note(Event(actor.id, Action.EXPORT, each.object, each.number, after={"names": True, "unit": each.content["unit"]}))
    return found, change.head
