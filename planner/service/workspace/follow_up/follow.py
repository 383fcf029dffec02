"""Following up a plan, through the one layer: it asks for the right, does it, and notes it, all or nothing.

As of `workspace`: each takes who acts. NotAllowed where that person may not; InputError where it cannot be done.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection

from planner.core.errors import InputError, Problem, problem
from planner.core.folders import passing_folder
from planner.core.texts import Message
from planner.policy.refund import MONTHS
from planner.service.workspace import plan_states
from planner.service.workspace.audit import Event
from planner.service.workspace.follow_up.kept import add_lines, line_history, line_print, lines_print, newest_lines
from planner.service.workspace.follow_up.lines import AFTER, CASES, DONE, EXIT, Line, begun, day_of, written
from planner.service.workspace.head import Head
from planner.service.workspace.kept_files import reading_files
from planner.service.workspace.rights import Action, Actor, NotAllowed, only_unit, require
from planner.service.workspace.versions import FOLLOW_UP, PLAN, Version, add_version, newest_or_none, prints_of, version_of
from planner.service.workspace.workspace import Workspace

if TYPE_CHECKING:
    import pandas as pd

ADDED = (*CASES, *AFTER)


@dataclass(frozen=True)
class FollowUp:
    """What is followed up: the plan's name and version; about: its title, people, periods; lines: as far as the actor may see. For
    a unit's head the people are those of the own unit, and there are no periods: they say what everybody is asked for."""

    name: str
    plan_version: int
    about: dict[str, Any]
    lines: list[Line]


@dataclass(frozen=True)
class Asked:
    """What somebody wants to write on a line. based_on: the version that they had before their eyes. place: file, sheet and row
    that it comes from, None where it comes from none; fixed: what that says of the line and may not change."""

    line: int
    changes: Mapping[str, Any]
    based_on: int | None = None
    place: tuple[str, str, int] | None = None
    fixed: Mapping[str, str] = field(default_factory=dict)

    def placed(self, faults: Iterable[Problem]) -> list[Problem]:
        """Problems with the place that it comes from."""
        if self.place is None:
            return list(faults)
        file, sheet, row = self.place
        return [replace(each, file=file, sheet=sheet, row=row) for each in faults]


def start(workspace: Workspace, actor: Actor, name: str) -> Version:
    """Begin to follow up a plan: a line for each exit and move. The plan is approved or in effect; in the open mode, where nobody
    can approve, submitted will do. InputError where it is not, where its names are hidden, or where it is followed already."""
    from planner.service.workspace.contents import put_plan
    from planner.service.workspace.follow_up.planned import planned_lines

    require(actor, Action.KEEP)
    with workspace.database.reading() as connection:
        plan = _startable(connection, actor, name)
    with reading_files(workspace.database.files), passing_folder() as place:
        put_plan(plan, workspace.database.files, Path(place))
        held, contents = planned_lines(Path(place))
    with workspace._change() as change:
        if _startable(change.connection, actor, name).number != plan.number:
            raise InputError(problem("follow.plan_moved_on", file=plan.object))
        content = {**held, "plan": plan.name, "version": plan.number}
        made = add_version(change.connection, workspace.database.files, actor.id, FOLLOW_UP, name, content)
        lines = add_lines(change.connection, made, actor.id, [(at, 1, each) for at, each in enumerate(contents, 1)])
        change.note(Event(actor.id, Action.KEEP, made.object, made.number, after=prints_of(made)))
        begins = {"lines": len(lines), "lines_sha256": lines_print(lines)}
        change.note(Event(actor.id, Action.FOLLOW, made.object, made.number, after=begins))
    return made


def follow_up(workspace: Workspace, actor: Actor, name: str) -> FollowUp:
    """A follow-up with the newest version of each line; a unit's head sees those of the own unit. Noted as a look at people."""
    require(actor, Action.SEE_PEOPLE)
    unit = only_unit(actor, Action.SEE_PEOPLE)
    with reading_files(workspace.database.files), workspace._change() as change:
        followed = version_of(change.connection, FOLLOW_UP, name)
        own = _own(workspace, change.connection, actor, Action.SEE_PEOPLE, followed)
        lines = [line for line in newest_lines(change.connection, followed) if own is None or line["employee_id"] in own]
        change.note(Event(actor.id, Action.SEE_PEOPLE, followed.object, followed.number, after={"names": True, "unit": unit}))
    about = followed.content if own is None else {**followed.content, "people": len(own), "lines": len(lines), "periods": []}
    return FollowUp(name, followed.content["version"], about, lines)


def exported(workspace: Workspace, actor: Actor, name: str) -> tuple[FollowUp, Head]:
    """As `follow_up`, whole, to be written to a file, with the audit's head. Noted as an export."""
    require(actor, Action.EXPORT)
    with workspace._change() as change:
        followed = version_of(change.connection, FOLLOW_UP, name)
        lines = newest_lines(change.connection, followed)
        change.note(Event(actor.id, Action.EXPORT, followed.object, followed.number, after={"names": True, "unit": None}))
    return FollowUp(name, followed.content["version"], followed.content, lines), change.head


def plan_folder(workspace: Workspace, found: FollowUp, folder: Path) -> None:
    """Put the plan that is followed up into an empty folder."""
    from planner.service.workspace.contents import put_plan

    with reading_files(workspace.database.files):
        with workspace.database.reading() as connection:
            plan = version_of(connection, PLAN, found.about["plan"], found.plan_version)
        put_plan(plan, workspace.database.files, folder)


def history_of(workspace: Workspace, actor: Actor, name: str, line: int) -> list[Line]:
    """Every version of a line, the first one first: who wrote what, when."""
    require(actor, Action.SEE_PEOPLE)
    with reading_files(workspace.database.files), workspace._change() as change:
        followed = version_of(change.connection, FOLLOW_UP, name)
        found = line_history(change.connection, followed, line)
        _refuse_others(actor, Action.SEE_PEOPLE, _own(workspace, change.connection, actor, Action.SEE_PEOPLE, followed), found[-1]["employee_id"])
        change.note(Event(actor.id, Action.SEE_PEOPLE, followed.object, followed.number, found[-1]["employee_id"]))
    return found


def write(workspace: Workspace, actor: Actor, name: str, asked: Sequence[Asked]) -> list[Line]:
    """Write on lines, all of them or none; the lines that changed, as they now are. A unit's head writes on those of the own unit.

    InputError with everything that will not do: no such line, a value, a line that somebody else wrote on since.
    """
    require(actor, Action.FOLLOW)
    with reading_files(workspace.database.files), workspace._change() as change:
        followed = version_of(change.connection, FOLLOW_UP, name)
        own = _own(workspace, change.connection, actor, Action.FOLLOW, followed)
        now = {line.line: line for line in newest_lines(change.connection, followed)}
        faults: list[Problem] = []
        new: list[tuple[int, int, dict[str, Any]]] = []
        for each in asked:
            try:
                content = _asked(actor, own, now, each, f"{followed.object}, {each.line}")
            except NotAllowed:
                raise
            except InputError as error:
                faults += each.placed(error.problems)
                continue
            if content != now[each.line].content:
                new.append((each.line, now[each.line].number + 1, content))
        if faults:
            raise InputError(faults)
        made = add_lines(change.connection, followed, actor.id, new)
        for line in made:
            change.note(_event(actor, followed, now[line.line], line))
    return made


def add(workspace: Workspace, actor: Actor, name: str, kind: str, employee_id: str, day: str, changes: Mapping[str, Any]) -> Line:
    """Add a wish, an objection, an appeal, a return or a filled post, which came in or happened on a day (ISO); the line.

    employee_id: of who brings it forward; after an exit, of who left. InputError where the plan does not know the person, where
    nobody of that id has left, or where the refund could not be told because nobody entered what was paid.
    """
    require(actor, Action.FOLLOW)
    place = f"{FOLLOW_UP}/{name}"
    day = _valid_day(day, place)
    with reading_files(workspace.database.files), workspace._change() as change:
        followed = version_of(change.connection, FOLLOW_UP, name)
        _refuse_others(actor, Action.FOLLOW, _own(workspace, change.connection, actor, Action.FOLLOW, followed), employee_id)
        person = _person(change.connection, workspace, followed, employee_id)
        lines = newest_lines(change.connection, followed)
        left = _left(lines, employee_id, kind, day, place) if kind in AFTER else None
        known = {"kind": kind, "day": day, **person} | ({} if left is None else {name: left[name] for name in ("decision", "regime")})
        content = written(begun(**known), changes, place)
        (made,) = add_lines(change.connection, followed, actor.id, [(len(lines) + 1, 1, content)])
        change.note(_event(actor, followed, None, made))
    return made


def _startable(connection: Connection, actor: Actor, name: str) -> Version:
    """The plan of that name, where it can be followed up."""
    plan = version_of(connection, PLAN, name)
    able = {plan_states.APPROVED, plan_states.IMPLEMENTED} | (set() if actor.signed_in else {plan_states.SUBMITTED})
    if plan.state not in able:
        key = "follow.not_approved" if actor.signed_in else "follow.not_submitted"
        raise InputError(problem(key, file=plan.object, state=Message(f"workspace.word_state_{plan.state}")))
    if not plan_states.is_open(connection, plan):
        raise InputError(problem("workspace.hidden", file=plan.object))
    if newest_or_none(connection, FOLLOW_UP, name) is not None:
        raise InputError(problem("follow.followed", file=plan.object))
    return plan


def _asked(actor: Actor, own: frozenset[str] | None, now: Mapping[int, Line], asked: Asked, place: str) -> dict[str, Any]:
    """The new content of a line. own: as `_own` says it."""
    if asked.line not in now:
        raise InputError(problem("follow.no_line", file=place, line=asked.line))
    line = now[asked.line]
    _refuse_others(actor, Action.FOLLOW, own, line["employee_id"])
    if changed := [name for name, said in asked.fixed.items() if said != str(line.content[name])]:
        raise InputError([problem("follow.fixed", file=place, column=name, name=name, was=str(line.content[name])) for name in changed])
    content = written(line.content, asked.changes, place)
    if asked.based_on not in (None, line.number) and content != line.content:
        theirs = ", ".join(f"{name}: {line[name]}" for name in asked.changes if content[name] != line[name])
        raise InputError(
            problem("follow.moved_on", file=place, based_on=asked.based_on, newest=line.number, author=line.author, at=line.at, theirs=theirs)
        )
    return content


def _own(workspace: Workspace, connection: Connection, actor: Actor, action: Action, followed: Version) -> frozenset[str] | None:
    """The ids of the people to whom the actor's right reaches, as the plan's roster has its units: a line has that which the
    reorganisation makes. None where it reaches everybody."""
    from planner.service.workspace.contents import people_of_unit

    unit = only_unit(actor, action)
    if unit is None:
        return None
    plan = version_of(connection, PLAN, followed.content["plan"], followed.content["version"])
    return people_of_unit(plan, workspace.database.files, unit)


def _refuse_others(actor: Actor, action: Action, own: frozenset[str] | None, employee_id: str) -> None:
    """NotAllowed where somebody is not among those to whom the actor's right reaches, whether there is such a person or not."""
    if own is not None and employee_id not in own:
        raise NotAllowed(actor, action)


def _event(actor: Actor, followed: Version, before: Line | None, line: Line) -> Event:
    """What the audit holds of a version of a line: which fields changed, and the content by its SHA-256 alone."""
    changed = sorted(name for name, value in line.content.items() if before is None or before.content[name] != value)
    was = None if before is None else {"number": before.number, "state": before["state"], "sha256": line_print(before)}
    after = {"line": line.line, "number": line.number, "state": line["state"], "changed": changed, "sha256": line_print(line)}
    return Event(actor.id, Action.FOLLOW, followed.object, followed.number, line["employee_id"], was, after)


def _valid_day(day: str, place: str) -> str:
    try:
        return day_of(day).isoformat()
    except ValueError:
        raise InputError(problem("follow.no_day", file=place, column="day", value=day[:40])) from None


def _person(connection: Connection, workspace: Workspace, followed: Version, employee_id: str) -> dict[str, str]:
    """Id, name and unit of somebody whom the plan knows."""
    from planner.service.workspace.contents import named_people

    plan = version_of(connection, PLAN, followed.content["plan"], followed.content["version"])
    people: pd.DataFrame = named_people(plan, workspace.database.files)
    found = people[people["employee_id"].eq(employee_id)]
    if not len(found):
        raise InputError(problem("follow.no_person", file=followed.object, person=employee_id[:60]))
    return {name: str(found.iloc[0][name]) for name in ("employee_id", "full_name", "unit")}


def _left(lines: Sequence[Line], employee_id: str, kind: str, day: str, place: str) -> Line:
    """The exit after which somebody is back or in the post."""
    found = [line for line in lines if line["kind"] == EXIT and line["employee_id"] == employee_id and line["state"] == DONE]
    if not found:
        raise InputError(problem("follow.has_not_left", file=place, person=employee_id))
    (left,) = found
    if day < left["done_on"]:
        raise InputError(problem("law.back_before_leaving", file=place, back=day_of(day), left=day_of(left["done_on"])))
    if kind == "rehire" and left["regime"] in MONTHS and left["paid_vnd"] is None:
        raise InputError(problem("follow.refund_unknown", file=place, person=employee_id, line=left.line))
    return left
