"""Objects with versions: a version never changes, a new one says on which it is based, and what moved on is not written over."""

from __future__ import annotations

import json
import re
import unicodedata
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, get_args

from sqlalchemy import Connection, Row, insert, select, update

from planner.core.errors import InputError, problem
from planner.core.vocabulary import PLAN_STATES
from planner.service.workspace.audit import canonical, now
from planner.service.workspace.encryption import store_key
from planner.service.workspace.form import settings_of
from planner.service.workspace.head import key_fingerprint
from planner.service.workspace.kept_files import KeptFile, digest, keep_file
from planner.service.workspace.tables import FILES, OBJECTS, SETTINGS, VERSIONS

Kind = Literal["roster", "scenario", "plan", "batch", "lock", "correction", "pack", "comment", "follow_up"]
KINDS: tuple[str, ...] = get_args(Kind)
PLAN: Kind = "plan"
FOLLOW_UP: Kind = "follow_up"
DRAFT = PLAN_STATES[0]
LONGEST_NAME = 120
_NAME = re.compile(rf"[\w](?:[\w .:@-]{{0,{LONGEST_NAME - 2}}}[\w])?")
_NOT_IN_NAME, _KEPT = re.compile(r"[^\w .:@-]+"), 60


def is_name(name: str) -> bool:
    """Whether an object can be called so."""
    return bool(_NAME.fullmatch(name))


def object_name(proposed: str) -> str:
    """What can be a name, made of what something is called; "" where nothing is left of that."""
    return " ".join(_NOT_IN_NAME.sub(" ", proposed)[:LONGEST_NAME].strip(" .:@-").split())


def name_of_lock(employee_id: str) -> str:
    """What the decision about a person is called: the person's id, or, where that cannot be a name ("MOIT/7"), what is left of it with
    a digest of it, so that no two ids meet."""
    name = composed(employee_id)
    return name if is_name(name) else f"{object_name(name)[:_KEPT]}-{digest(name.encode())[:16]}".lstrip("-")


def composed(name: str) -> str:
    """A name with each letter and its marks as one sign (Unicode NFC): folders of some systems have them apart, and both are one name."""
    return unicodedata.normalize("NFC", name)


@dataclass(frozen=True)
class Version:
    """One version of an object. at: when, ISO 8601, UTC; content: what JSON holds of it; files: what lies beside."""

    kind: str
    name: str
    number: int
    at: str
    author: str
    content: dict[str, Any]
    files: tuple[KeptFile, ...]
    state: str | None
    newest: int

    @property
    def object(self) -> str:
        """As the audit and commands name it."""
        return f"{self.kind}/{self.name}"

    def file(self, name: str) -> KeptFile:
        """One of its files. KeyError where it has none of that name."""
        return {each.name: each for each in self.files}[name]


class MovedOn(InputError):
    """A write is based on a version that is no longer the newest. ours: what was to be written; theirs: the newest version;
    base: the version that ours is based on, None where there was none."""

    def __init__(self, ours: dict[str, Any], theirs: Version, base: Version | None) -> None:
        self.ours, self.theirs, self.base = ours, theirs, base
        said = {"based_on": base.number if base else 0, "newest": theirs.number, "author": theirs.author, "at": theirs.at}
        super().__init__(problem("workspace.moved_on", file=theirs.object, **said))


def newest_or_none(connection: Connection, kind: str, name: str) -> Version | None:
    """The newest version of an object; None where there is no such object."""
    row = _object(connection, kind, name)
    return None if row is None else _version(connection, row, row.version)


def version_of(connection: Connection, kind: str, name: str, number: int | None = None) -> Version:
    """A version of an object, the newest where no number is given. InputError where there is none; a near name is told."""
    row = _object(connection, kind, name)
    if row is None:
        raise InputError(problem("workspace.no_object", file=f"{kind}/{name}"))
    if number is not None and not 1 <= number <= row.version:
        raise InputError(problem("workspace.no_version", file=f"{kind}/{name}", number=number, newest=row.version))
    return _version(connection, row, number or row.version)


def objects(connection: Connection, kind: str | None = None) -> list[Version]:
    """The newest version of every object, or of those of a kind, by kind and name."""
    wanted = select(OBJECTS).order_by(OBJECTS.c.kind, OBJECTS.c.name)
    rows = connection.execute(wanted if kind is None else wanted.where(OBJECTS.c.kind == kind)).all()
    return [_version(connection, row, row.version) for row in rows]


def add_version(
    connection: Connection,
    folder: Path,
    author: str,
    kind: Kind,
    name: str,
    content: dict[str, Any],
    files: Sequence[tuple[str, bytes]] = (),
    based_on: int | None = None,
) -> Version:
    """Write the next version of an object in a writing transaction; returns it.

    based_on: the version that the writer had before their eyes; None: there was none. MovedOn where it is not the newest.
    InputError where the name will not do, or the store is encrypted and the key is not there.
    """
    name = composed(name)
    if not is_name(name):
        raise InputError(problem("workspace.no_name", column=name))
    row = _object(connection, kind, name)
    if row is not None and row.version != (based_on or 0):
        base = _version(connection, row, based_on) if based_on and 1 <= based_on < row.version else None
        raise MovedOn(content, _version(connection, row, row.version), base)
    if row is None and based_on:
        raise InputError(problem("workspace.no_object", file=f"{kind}/{name}"))
    number = (based_on or 0) + 1
    if row is None:
        identity, state = uuid.uuid4().hex, DRAFT if kind == PLAN else None
        connection.execute(insert(OBJECTS).values(id=identity, kind=kind, name=name, version=number, state=state))
    else:
        identity = row.id
        connection.execute(update(OBJECTS).where(OBJECTS.c.id == identity).values(version=number))
    values = {"object": identity, "version": number}
    connection.execute(insert(VERSIONS).values(**values, at=now(), author=author, content=canonical(content)))
    if files:
        require_encryption(connection)
    for file_name, bytes_ in files:
        kept = keep_file(folder, file_name, bytes_)
        of_file = {"name": kept.name, "path": kept.path, "sha256": kept.sha256, "bytes": kept.size, "encrypted": kept.encrypted}
        connection.execute(insert(FILES).values(**values, **of_file))
    return version_of(connection, kind, name)


def set_state(connection: Connection, version: Version, state: str) -> None:
    """Put a plan into another state."""
    found = (OBJECTS.c.kind == version.kind) & (OBJECTS.c.name == version.name)
    connection.execute(update(OBJECTS).where(found).values(state=state))


def object_id(connection: Connection, version: Version) -> str:
    """The id of a version's object."""
    row = _object(connection, version.kind, version.name)
    assert row is not None
    return str(row.id)


def authors_of(connection: Connection, version: Version) -> set[str]:
    """Whoever wrote any version of an object."""
    identity = object_id(connection, version)
    return set(connection.execute(select(VERSIONS.c.author).where(VERSIONS.c.object == identity)).scalars())


def history(connection: Connection, kind: str, name: str) -> list[Version]:
    """Every version of an object, the first one first. InputError where there is no such object."""
    newest = version_of(connection, kind, name)
    return [version_of(connection, kind, name, number) for number in range(1, newest.number + 1)]


def prints_of(version: Version) -> dict[str, Any]:
    """What the audit keeps of a version, so that a change of it is found: the SHA-256 of its content and of its files."""
    content = digest(canonical(version.content).encode())
    return {
        "content": content,
        "author": version.author,
        "at": version.at,
        "files": {f.name: [f.path, f.sha256, f.size, f.encrypted] for f in version.files},
    }


def require_encryption(connection: Connection) -> None:
    """Note the first key that files are encrypted with. InputError where a store that has one is written without it, or with another."""
    key, held = store_key(), settings_of(connection).get("encryption")
    if key is not None and held is None:
        connection.execute(insert(SETTINGS).values(name="encryption", value=key_fingerprint(key)))
    elif held is not None and (key is None or key_fingerprint(key) != held):
        raise InputError(problem("workspace.key_wanted" if key is None else "workspace.other_store_key"))


def _object(connection: Connection, kind: str, name: str) -> Row[Any] | None:
    return connection.execute(select(OBJECTS).where(OBJECTS.c.kind == kind, OBJECTS.c.name == composed(name))).first()


def _version(connection: Connection, row: Row[Any], number: int) -> Version:
    """A version that is there."""
    found = connection.execute(select(VERSIONS).where(VERSIONS.c.object == row.id, VERSIONS.c.version == number)).first()
    if found is None:
        raise InputError(problem("workspace.version_gone", file=f"{row.kind}/{row.name}", number=number))
    beside = connection.execute(select(FILES).where(FILES.c.object == row.id, FILES.c.version == number).order_by(FILES.c.name))
    files = tuple(KeptFile(each.name, each.path, each.sha256, each.bytes, bool(each.encrypted)) for each in beside)
    return Version(row.kind, row.name, number, found.at, found.author, json.loads(found.content), files, row.state, row.version)
