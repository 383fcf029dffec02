"""Whether everything in the store is what the audit says was put there, and what the audit says of one person."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from sqlalchemy import Connection, select

from planner.core.errors import InputError, Problem, problem
from planner.service.workspace.audit import canonical, chain_faults, entries, head_of, lost_faults
from planner.service.workspace.database import Database
from planner.service.workspace.desks.kept import desk_faults
from planner.service.workspace.follow_up.kept import SaidOfLines
from planner.service.workspace.form import settings_of
from planner.service.workspace.head import Head, Noted, audit_key, key_fingerprint, noted_of
from planner.service.workspace.kept_files import digest, fault_of, reading_files
from planner.service.workspace.retention.certificate import holds
from planner.service.workspace.rights import Action
from planner.service.workspace.tables import APPROVALS, DELETIONS, FILES, OBJECTS, PEOPLE, RETENTION, UNLOCKS, VERSIONS
from planner.service.workspace.versions import DRAFT, PLAN, Version, prints_of, version_of

_WRITES = frozenset({Action.KEEP, Action.CORRECT, Action.COMMENT})
_MOVES = frozenset({Action.SUBMIT, Action.RETURN, Action.APPROVE, Action.IMPLEMENT})
_OF_MANY = frozenset({Action.SEE_PEOPLE, Action.EXPORT, Action.EXPORT_PSEUDONYMS, Action.PACK, *_WRITES, *_MOVES, Action.UNLOCK})
"""What is done to a whole table of people, and so concerns each of them."""


def faults(database: Database) -> tuple[list[Problem], Head]:
    """What does not hold of a store, and the head of its chain. InputError where the chain's key is not here."""
    with database.reading() as connection:
        store = settings_of(connection).get("store", "")
    noted = noted_of(store)  # before the state that is looked at: who writes meanwhile notes entries that it does not have
    with reading_files(database.files), database.reading() as connection:
        return faults_in(connection, database.files, {store: noted}), head_of(connection)


def faults_in(connection: Connection, folder: Path, read: Mapping[str, Noted] = MappingProxyType({})) -> list[Problem]:
    """What does not hold as a connection sees it: the chain first; where that holds, versions, files, states, approvals,
    unlocks and roles that are not what it says. read: what was noted of a store's chain before, read now where it was not."""
    settings, key = settings_of(connection), audit_key()
    if key_fingerprint(key) != settings.get("audit_key"):
        raise InputError(problem("workspace.other_key"))
    store = settings.get("store", "")
    noted = read.get(store) or noted_of(store)
    return lost_faults(connection, noted) + (chain_faults(connection, key, store, noted) or list(_beside_the_chain(connection, folder)))


def about_person(connection: Connection, folder: Path, person: str | None) -> list[dict[str, Any]]:
    """The entries of the audit, `before` and `after` as values; of a person: those that they caused, that are about them, or
    that concern a table in which they stand."""
    found, held = [], {}

    def stands_in(entry: dict[str, Any]) -> bool:
        """Whether the person stands in the table that an entry is about."""
        from planner.service.workspace.contents import people_of

        place = (entry["object"], entry["version"])
        if place not in held:
            kind, _, name = str(entry["object"]).partition("/")
            try:
                version = version_of(connection, kind, name, entry["version"])
                held[place] = set(people_of(version, folder)["employee_id"].astype(str)) if version.files else set()
            except InputError:
                held[place] = set()  # it was deleted: nobody knows any more who stood in it
        return person in held[place]

    for row in entries(connection):
        entry = {**row, **{side: None if row[side] is None else json.loads(row[side]) for side in ("before", "after")}}
        own = person is None or person in (entry["actor"], entry["about"])
        if own or (entry["action"] in _OF_MANY and str(entry["object"]).startswith((f"{PLAN}/", "roster/")) and stands_in(entry)):
            found.append(entry)
    return found


def _beside_the_chain(connection: Connection, folder: Path) -> Iterator[Problem]:
    """What of the other tables and of the files is not what the entries say."""
    said = _Said(connection)
    there = {f"{row.kind}/{row.name}": row for row in connection.execute(select(OBJECTS))}
    for name in sorted(set(there) | set(said.newest)):
        if name not in there or there[name].version != said.newest.get(name):
            yield problem("workspace.versions_differ", file=name)
            continue
        if there[name].kind == PLAN and there[name].state != said.states.get(name, DRAFT):
            yield problem("workspace.state_differs", file=name)
        for number in range(1, there[name].version + 1):
            yield from _version_faults(connection, folder, there[name], number, said.prints.get((name, number)))
    names = {row.id: name for name, row in there.items()}
    yield from _strays(connection, names, there)
    if not said.approved({(names.get(row.object), row.version, row.person): row.at for row in connection.execute(select(APPROVALS))}):
        yield problem("workspace.approvals_differ")
    rows = connection.execute(select(UNLOCKS)).all()
    if not said.unlocked({(names.get(row.object), row.version, row.person, row.role): (row.reason, row.at) for row in rows}):
        yield problem("workspace.unlocks_differ")
    yield from said.lines.faults(connection, names)
    if {row.kind: {"months": row.months, "basis": row.basis} for row in connection.execute(select(RETENTION))} != said.periods:
        yield problem("workspace.periods_differ")
    kept = {row.number: (digest(row.content.encode()), holds(row.content, row.signature)) for row in connection.execute(select(DELETIONS))}
    if kept != {number: (sha256, True) for number, sha256 in said.certificates.items()}:
        yield problem("workspace.deletions_differ")
    if {row.id: {"roles": row.roles, "unit": row.unit} for row in connection.execute(select(PEOPLE))} != said.roles:
        yield problem("workspace.roles_differ")
    yield from desk_faults(connection)


def _strays(connection: Connection, names: Mapping[str, str], there: Mapping[str, Any]) -> Iterator[Problem]:
    """Versions, and files of versions, beyond those that an object has: who wrote one may not approve."""
    found = {(row.object, row.version) for table in (VERSIONS, FILES) for row in connection.execute(select(table.c.object, table.c.version).distinct())}
    strays = {names.get(identity, identity) for identity, number in found if identity not in names or not 1 <= number <= there[names[identity]].version}
    for name in sorted(strays):
        yield problem("workspace.versions_differ", file=name)


def _version_faults(connection: Connection, folder: Path, row: Any, number: int, expected: Any) -> Iterator[Problem]:
    """What of a version is not what was written."""
    try:
        version: Version = version_of(connection, row.kind, row.name, number)
    except InputError as error:
        yield from error.problems
        return
    except ValueError:
        yield problem("workspace.version_changed", file=f"{row.kind}/{row.name}", number=number)
        return
    if expected is None or canonical(prints_of(version)) != canonical(expected):
        yield problem("workspace.version_changed", file=version.object, number=number)
    yield from (fault for kept in version.files if (fault := fault_of(folder, kept)))


class _Said:
    """What the entries of a chain that holds say of everything else. approvals: the time of each; unlocks: who did; unlocked_as:
    in which role, (reason, time); unlocked_so: of whom an older entry does not say in which."""

    def __init__(self, connection: Connection) -> None:
        self.newest: dict[str, int] = {}
        self.states: dict[str, str] = {}
        self.prints: dict[tuple[str, int], Any] = {}
        self.approvals: dict[tuple[str, int, str], str | None] = {}
        self.unlocks: set[tuple[str, int, str]] = set()
        self.unlocked_as: dict[tuple[str, int, str, str], tuple[str, str]] = {}
        self.unlocked_so: set[tuple[str, int, str]] = set()
        self.roles: dict[str, Any] = {}
        self.lines = SaidOfLines()
        self.periods: dict[str, Any] = {}
        self.certificates: dict[int, str] = {}
        for row in entries(connection):
            self._take(row, None if row["after"] is None else json.loads(row["after"]))

    def _take(self, row: dict[str, Any], after: Any) -> None:
        action, name, place = row["action"], row["object"], (row["object"], row["version"], row["actor"])
        if action == Action.FOLLOW:
            self.lines.take(name, after)
        elif action in _WRITES:
            self.newest[name] = row["version"]
            self.prints[name, row["version"]] = after
        elif action in _MOVES:
            self.states[name] = after["state"]
            if action == Action.APPROVE:
                self.approvals[place] = after.get("approved_at")
            elif action == Action.RETURN:
                self.approvals = {each: at for each, at in self.approvals.items() if each[0] != name}
        elif action == Action.UNLOCK:
            self.unlocks.add(place)
            if "roles" in after:
                self.unlocked_as |= {(*place, role): (after["reason"], at) for role, at in after["roles"]}
            else:
                self.unlocked_so.add(place)
        elif action == Action.GRANT:
            self.roles[row["about"]] = after
        elif action == Action.RETENTION:
            self.periods.pop(name, None)
            self.periods |= {} if after["months"] is None else {name: after}
        elif action == Action.DELETE:
            self._delete(name)
            self.certificates[after["certificate"]] = after["sha256"]

    def _delete(self, name: str) -> None:
        """An object went with all that belonged to it."""
        for of_objects in (self.newest, self.states):
            of_objects.pop(name, None)
        self.prints = {place: prints for place, prints in self.prints.items() if place[0] != name}
        self.approvals = {each: at for each, at in self.approvals.items() if each[0] != name}
        self.unlocks, self.unlocked_so = ({each for each in held if each[0] != name} for held in (self.unlocks, self.unlocked_so))
        self.unlocked_as = {each: row for each, row in self.unlocked_as.items() if each[0] != name}
        self.lines.drop(name)

    def approved(self, held: Mapping[tuple[Any, ...], str]) -> bool:
        """Whether these are the approvals and their times; an older entry tells no time."""
        return set(held) == set(self.approvals) and all(at in (None, held[place]) for place, at in self.approvals.items())

    def unlocked(self, held: Mapping[tuple[Any, ...], tuple[str, str]]) -> bool:
        """Whether these are the unlocks, in which role, with which reason and time; an older entry tells who alone."""
        exact = {each: row for each, row in held.items() if each[:3] not in self.unlocked_so}
        expected = {each: row for each, row in self.unlocked_as.items() if each[:3] not in self.unlocked_so}
        return {each[:3] for each in held} == self.unlocks and exact == expected
