"""Writing a file whole or not at all."""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import re
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any

from planner.core.errors import InputError, problem

PRIVATE_FOLDER, PRIVATE_FILE = 0o700, 0o600
"""Rights of what names people: its owner's alone."""
SEALED = ("manifest.json", "plan.json")
"""What stands in a plan's folder, which holds these files and no other ones."""
_NAMED = 40
"""Letters of a file's name that its temporary one shows."""


@contextmanager
def atomic_path(out: str | Path, private: bool = True) -> Iterator[Path]:
    """A temporary path beside `out` (same ending), moved onto `out` when the block ends well and removed when it fails.

    InputError where the folder of `out` does not exist, or something else than a file stands there. An existing `out` stays
    as it was until the new file is complete and on disk. private: only the owner may read it, as for whatever names people.
    """
    with atomic_paths(out, private=private) as (temporary,):
        yield temporary


def write_json(out: str | Path, content: Any) -> None:
    """Put plain values into `out` as JSON, whole or not at all."""
    with atomic_path(out) as temporary:
        temporary.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")


@contextmanager
def atomic_paths(*outs: str | Path, private: bool = True) -> Iterator[tuple[Path, ...]]:
    """As `atomic_path` for several files: they are moved only after the block has ended well for all of them.

    Every temporary file is complete and closed before the first is moved, so that what is left to fail is a rename. What a
    killed writer of the same files left is removed. An OSError names the file that was to be written.
    """
    targets = [Path(out) for out in outs]
    for target in targets:
        refuse_place(target)
    with ExitStack() as clean_up, naming(*targets):
        temporaries = []
        for target in targets:
            temporary, handle = _temporary(target)
            clean_up.callback(os.close, handle)
            clean_up.callback(temporary.unlink, missing_ok=True)
            temporaries.append(temporary)
        yield tuple(temporaries)
        for temporary, target in zip(temporaries, targets, strict=True):
            os.chmod(temporary, PRIVATE_FILE if private else _mode(target))
            flush(temporary)
            os.replace(temporary, target)
        for folder in {target.parent for target in targets}:
            flush(folder)


def refuse_place(target: Path) -> None:
    """InputError where no file can stand at `target`: its folder does not exist, or a folder or a device stands there."""
    if not target.parent.is_dir():
        raise InputError(problem("files.no_folder", file=str(target), folder=str(target.parent)))
    if target.exists() and not target.is_file():
        raise InputError(problem("files.not_a_file", file=str(target)))
    refuse_sealed(target.parent)


def refuse_sealed(folder: Path) -> None:
    """InputError where `folder` is a plan's, or lies in one: what is put there would not be on the plan's list of files."""
    whole = Path(os.path.realpath(folder))
    for around in (whole, *whole.parents):
        if all((around / name).is_file() for name in SEALED):
            raise InputError(problem("files.sealed", file=str(folder), plan=str(around)))


def make_parents(path: Path) -> None:
    """The folders around `path`, each that is missing made readable for its owner only, whatever the umask."""
    for folder in reversed([around for around in path.parents if not around.exists()]):
        folder.mkdir(mode=PRIVATE_FOLDER, exist_ok=True)


def make_folder(folder: Path) -> Path:
    """The folder, made where it is missing, readable for its owner only."""
    folder.mkdir(parents=True, exist_ok=True)
    os.chmod(folder, PRIVATE_FOLDER)
    return folder


def own_folder(out: Path) -> Path:
    """The folder that a command writes as its own: made for its owner's eyes only where it is missing.

    InputError where the folder around it does not exist, or a file stands there.
    """
    if not out.absolute().parent.is_dir():
        raise InputError(problem("files.no_folder", file=str(out), folder=str(out.absolute().parent)))
    if out.exists() and not out.is_dir():
        raise InputError(problem("files.not_a_folder", file=str(out)))
    refuse_sealed(out)
    out.mkdir(mode=PRIVATE_FOLDER, exist_ok=True)
    return out


@contextmanager
def naming(*targets: Path) -> Iterator[None]:
    """An OSError of the block, or one that a library wraps, names what was to be written where it names no file, or one
    that only the programme knows."""
    try:
        yield
    except Exception as error:
        for each in (error, *error.args):
            if isinstance(each, OSError) and (each.filename is None or Path(os.fsdecode(each.filename)).name.startswith(".")):
                each.filename, each.filename2 = str(targets[0]), None
        raise


def flush(path: Path) -> None:
    """A file's content, or a folder's entries, on disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _temporary(target: Path) -> tuple[Path, int]:
    """An empty file of a free name in the target's folder, so that the move stays on one file system; and a handle that
    tells others that its writer lives."""
    start, end = f".{target.stem[:_NAMED]}.", target.suffix
    _sweep(target.parent, re.compile(re.escape(start) + r"[a-z0-9_]{8}" + re.escape(end)))
    while True:
        handle, name = tempfile.mkstemp(prefix=start, suffix=end, dir=target.parent)
        with suppress(OSError):  # a file system without locks: then nothing is ever swept
            fcntl.flock(handle, fcntl.LOCK_EX)
        with suppress(FileNotFoundError):  # somebody swept it before it was locked
            if os.stat(name).st_ino == os.fstat(handle).st_ino:
                return Path(name), handle
        os.close(handle)


def sha256_of(file: Path) -> str:
    """A file's SHA-256 in hexadecimal, read piece by piece."""
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def sweep_killed(folder: Path) -> None:
    """Remove the temporary files of this folder whose writers were killed, whatever they wrote."""
    _sweep(folder, re.compile(rf"\..{{0,{_NAMED}}}\.[a-z0-9_]{{8}}(?:\.[^.]*)?", re.DOTALL))


def _sweep(folder: Path, pattern: re.Pattern[str]) -> None:
    """Remove temporary files whose writers were killed: those that nobody holds."""
    for path in [entry for entry in os.scandir(folder) if pattern.fullmatch(entry.name)]:
        with suppress(OSError):
            handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW)
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                os.unlink(path)
            finally:
                os.close(handle)


def _mode(target: Path) -> int:
    """The rights of the file that is replaced, else those that the user's umask gives to a new one."""
    if target.exists():
        return target.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
