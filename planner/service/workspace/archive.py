"""Backup and restore: one archive for both databases, signed by the installation, encrypted where the store has a key.

A ZIP: `tables/NAME.jsonl`, a row a line, `files/PATH` as they lie beside the database, `backup.json` with the size and
SHA-256 of each, and the signature of its bytes. Everything is read in one state of the database while others go on writing.
"""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, BinaryIO

from sqlalchemy import Connection, Table, delete, insert, select

from planner.core.errors import InputError, problem
from planner.core.files import atomic_path, refuse_place
from planner.core.signing.keys import fingerprint, installation_key, public_text, signed_by
from planner.core.version import __version__
from planner.service.workspace.audit import Event, append, canonical, head_of, now
from planner.service.workspace.database import Database
from planner.service.workspace.encryption import Decrypting, Encrypting, is_encrypted, store_key
from planner.service.workspace.form import NEWEST, settings_of
from planner.service.workspace.head import announce, audit_key, keep_head, key_fingerprint
from planner.service.workspace.kept_files import KeptFile, fault_of, reading_files
from planner.service.workspace.migrations.append_only import append_only, open_for_restore
from planner.service.workspace.tables import FILES, METADATA
from planner.service.workspace.versions import require_encryption

_LIST, _SIGNATURE, _TABLES, _FILES = "backup.json", "backup.sig", "tables/", "files/"
_FORMAT = 1
_BOUND = "backup"
_ROWS, _CHUNK, _LARGEST_LIST = 1000, 2**20, 2**28
_BROKEN = (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, ValueError, KeyError, TypeError, AttributeError)
"""What reading something fails with that is no archive of ours."""


def write_backup(database: Database, out: Path) -> dict[str, Any]:
    """Write everything into `out`, whole or not at all; what `backup.json` says, but for the list of members."""
    refuse_place(out)
    with reading_files(database.files), database.reading() as connection:
        require_encryption_known(connection)
        key, members = store_key(), {}
        with atomic_path(out) as temporary, temporary.open("wb") as target, _written(target, key) as stream:
            with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made:
                for table in METADATA.sorted_tables:
                    members[f"{_TABLES}{table.name}.jsonl"] = _put_table(connection, table, made)
                for kept in _kept(connection):
                    members[f"{_FILES}{kept.path}"] = _put_file(database.files, kept, made)
                head, settings = head_of(connection), settings_of(connection)
                said = {
                    "format": _FORMAT,
                    "planner": __version__,
                    "form": NEWEST,
                    "made_at": now(),
                    "store": settings["store"],
                    "audit_key": settings["audit_key"],
                    "audit_head": head.printed,
                    "signer": public_text(installation_key()),
                }
                content = canonical({**said, "members": members}).encode()
                made.writestr(_LIST, content)
                made.writestr(_SIGNATURE, installation_key().sign(content).hex())
    return {**said, "files": sum(name.startswith(_FILES) for name in members), "encrypted": key is not None}


def restore_backup(database: Database, file: Path, actor: str) -> dict[str, Any]:
    """Put an archive in the place of everything in a store, in one transaction, and note it in the chain that comes with it.

    InputError where the file is no archive of this installation, was changed, has another form, or its chain's key is not here.
    """
    with _opened(file) as archive:
        said = _list_of(archive, file)
        key = _chain_key(said, file)
        with database.writing() as connection:
            replaced = head_of(connection).printed
            for name in said["members"]:
                if name.startswith(_FILES):
                    _take_file(archive, name, said, database.files, file)
            open_for_restore(connection)
            for table in METADATA.sorted_tables:
                connection.execute(delete(table))
                _take_table(connection, archive, table, said, file)
            append_only(connection)
            event = Event(actor, "restore", before={"head": replaced}, after={"head": said["audit_head"], "made_at": said["made_at"]})
            head = append(connection, key, said["store"], event)
            announce(said["store"], head)
        keep_head(said["store"], head.number, head.mac)
    return {name: value for name, value in said.items() if name != "members"} | {"audit_head": head.printed}


def require_encryption_known(connection: Connection) -> None:
    """InputError where the store's files are encrypted and the key is not the one at hand."""
    if "encryption" in settings_of(connection):
        require_encryption(connection)


def _kept(connection: Connection) -> Iterator[KeptFile]:
    for row in connection.execute(select(FILES).order_by(FILES.c.path)).all():
        yield KeptFile(row.name, row.path, row.sha256, row.bytes, bool(row.encrypted))


def _put_table(connection: Connection, table: Table, made: zipfile.ZipFile) -> list[Any]:
    """A table into the archive, a row a line in the order of its key; [bytes, SHA-256]."""
    digest, size = hashlib.sha256(), 0
    rows = connection.execution_options(yield_per=_ROWS).execute(select(table).order_by(*table.primary_key))
    with made.open(f"{_TABLES}{table.name}.jsonl", "w", force_zip64=True) as target:
        for row in rows:
            line = canonical(dict(row._mapping)).encode() + b"\n"
            digest.update(line)
            size += len(line)
            target.write(line)
    return [size, digest.hexdigest()]


def _put_file(folder: Path, kept: KeptFile, made: zipfile.ZipFile) -> list[Any]:
    """A file into the archive as it lies there; [bytes, SHA-256]. InputError where it is not what was written."""
    if fault := fault_of(folder, kept):
        raise InputError(fault)
    with (folder / kept.path).open("rb") as source, made.open(f"{_FILES}{kept.path}", "w", force_zip64=True) as target:
        while chunk := source.read(_CHUNK):
            target.write(chunk)
    return [kept.size, kept.sha256]


@contextmanager
def _written(target: BinaryIO, key: bytes | None) -> Iterator[IO[bytes]]:
    """Where the archive's bytes go: into the file, encrypted where there is a key."""
    if key is None:
        yield target
    else:
        with Encrypting(target, key, _BOUND) as encrypting:
            yield encrypting  # type: ignore[misc]


@contextmanager
def _opened(file: Path) -> Iterator[zipfile.ZipFile]:
    """The archive in a file. InputError where it is none, or is encrypted and the key is not here."""
    if not file.is_file():
        raise InputError(problem("workspace.no_backup", file=str(file)))
    key = store_key()
    if is_encrypted(file) and key is None:
        raise InputError(problem("workspace.key_wanted", file=str(file)))
    try:
        with io.BufferedReader(Decrypting(file, key, _BOUND)) if is_encrypted(file) and key else file.open("rb") as source:
            with zipfile.ZipFile(source) as archive:
                yield archive
    except _BROKEN:
        raise InputError(problem("workspace.no_backup", file=str(file))) from None


def _list_of(archive: zipfile.ZipFile, file: Path) -> dict[str, Any]:
    """What the archive says of itself, where this installation signed it and it has the form of this programme."""
    with archive.open(_LIST) as listed, archive.open(_SIGNATURE) as signature:
        content, signed = listed.read(_LARGEST_LIST), signature.read(_CHUNK).decode("ascii")
    said = json.loads(content)
    here = public_text(installation_key())
    if said.get("format") != _FORMAT or said.get("form") != NEWEST:
        raise InputError(problem("workspace.other_backup", file=str(file), version=str(said.get("planner"))[:20]))
    if said["signer"] != here:
        raise InputError(
            problem("workspace.other_installation", file=str(file), signer=fingerprint(said["signer"]), here=fingerprint(here))
        )
    if not signed_by(here, signed, content) or sorted(archive.namelist()) != sorted([*said["members"], _LIST, _SIGNATURE]):
        raise InputError(problem("workspace.backup_changed", file=str(file), name=_LIST))
    return dict(said)


def _chain_key(said: dict[str, Any], file: Path) -> bytes:
    """The key of the archive's chain. InputError where it is not this installation's."""
    key = audit_key()
    if key_fingerprint(key) != said["audit_key"]:
        raise InputError(problem("workspace.other_key", file=str(file)))
    return key


def _take_file(archive: zipfile.ZipFile, name: str, said: dict[str, Any], folder: Path, file: Path) -> None:
    """A file of the archive beside the database, whole or not at all."""
    target = folder / name.removeprefix(_FILES)
    if target.parent != folder:
        raise ValueError(name)
    left, expected = said["members"][name]
    with archive.open(name) as source, atomic_path(target) as temporary, temporary.open("wb") as opened:
        digest = hashlib.sha256()
        while left >= 0 and (chunk := source.read(_CHUNK)):  # never more than was signed: it would fill the disk
            digest.update(chunk)
            opened.write(chunk)
            left -= len(chunk)
        if left or digest.hexdigest() != expected:
            raise InputError(problem("workspace.backup_changed", file=str(file), name=name))


def _take_table(connection: Connection, archive: zipfile.ZipFile, table: Table, said: dict[str, Any], file: Path) -> None:
    """The rows of a table from the archive."""
    name = f"{_TABLES}{table.name}.jsonl"
    left, expected = said["members"][name]
    digest, rows = hashlib.sha256(), []
    with archive.open(name) as source:
        while line := source.readline(left + 1):  # never more than was signed: it would take all memory
            left -= len(line)
            if left < 0:
                break
            digest.update(line)
            rows.append(json.loads(line))
            if len(rows) == _ROWS:
                connection.execute(insert(table), rows)
                rows = []
    if rows:
        connection.execute(insert(table), rows)
    if left or digest.hexdigest() != expected:
        raise InputError(problem("workspace.backup_changed", file=str(file), name=name))
