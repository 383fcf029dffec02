"""Files beside the database: written whole before the entry that names them, under names that say nothing."""

from __future__ import annotations

import fcntl
import hashlib
import io
import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
from sqlalchemy import Connection, select

from planner.core.errors import InputError, Problem, problem
from planner.core.files import PRIVATE_FILE, atomic_path, sha256_of, sweep_killed
from planner.service.workspace.encryption import Decrypting, Encrypting, store_key
from planner.service.workspace.tables import FILES

TABLE = ".parquet"
_LOCK = ".reading"


@dataclass(frozen=True)
class KeptFile:
    """A file of a version. name: within the version; path: below the folder of files; sha256, size: as it lies there."""

    name: str
    path: str
    sha256: str
    size: int
    encrypted: bool


def parquet_of(frame: pd.DataFrame) -> bytes:
    """A table as the content of a Parquet file."""
    made = io.BytesIO()
    frame.to_parquet(made, index=False)
    return made.getvalue()


def keep_file(folder: Path, name: str, content: bytes) -> KeptFile:
    """Write content under a new name, whole and on disk, encrypted where there is a key."""
    key, path = store_key(), uuid.uuid4().hex
    with atomic_path(folder / path) as temporary:
        if key is None:
            temporary.write_bytes(content)
        else:
            with temporary.open("wb") as target, Encrypting(target, key, path) as encrypting:
                encrypting.write(content)
        digest, size = sha256_of(temporary), temporary.stat().st_size
    return KeptFile(name, path, digest, size, key is not None)


def content_of(folder: Path, kept: KeptFile) -> bytes:
    """What was written. InputError where the file is gone or changed, or is encrypted and the key is not there."""
    file = folder / kept.path
    if fault := fault_of(folder, kept):
        raise InputError(fault)
    if not kept.encrypted:
        return file.read_bytes()
    key = store_key()
    if key is None:
        raise InputError(problem("workspace.key_wanted", file=str(file)))
    with io.BufferedReader(Decrypting(file, key, kept.path)) as opened:
        return opened.read()


def table_of(folder: Path, kept: KeptFile) -> pd.DataFrame:
    """A table that was kept as Parquet."""
    return pd.read_parquet(io.BytesIO(content_of(folder, kept)))


def fault_of(folder: Path, kept: KeptFile) -> Problem | None:
    """What is wrong with a file as it lies there; None where nothing is."""
    file = folder / kept.path
    if not file.is_file() or file.is_symlink():
        return problem("workspace.file_gone", file=str(file), name=kept.name)
    if file.stat().st_size != kept.size or sha256_of(file) != kept.sha256:
        return problem("workspace.file_changed", file=str(file), name=kept.name)
    return None


def digest(content: bytes) -> str:
    """SHA-256 of content, hexadecimal."""
    return hashlib.sha256(content).hexdigest()


@contextmanager
def reading_files(folder: Path) -> Iterator[None]:
    """No file goes while the block runs."""
    handle = os.open(folder / _LOCK, os.O_RDWR | os.O_CREAT, PRIVATE_FILE)
    try:
        fcntl.flock(handle, fcntl.LOCK_SH)
        yield
    finally:
        os.close(handle)


def sweep(folder: Path, connection: Connection) -> int:
    """Remove what writers left that were killed before their entry stood, in a writing transaction, so that nobody is about
    to name a file; how many. Nothing goes while others read files."""
    sweep_killed(folder)
    handle = os.open(folder / _LOCK, os.O_RDWR | os.O_CREAT, PRIVATE_FILE)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        named = set(connection.execute(select(FILES.c.path)).scalars())
        left = [path for path in folder.iterdir() if path.name not in named and path.name != _LOCK and path.is_file()]
        for path in left:
            with suppress(FileNotFoundError):
                path.unlink()
        return len(left)
    except BlockingIOError:
        return 0
    finally:
        os.close(handle)
