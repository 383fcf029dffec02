"""Replacing a whole folder at once: the old one stays until the new one is complete and on disk."""

from __future__ import annotations

import ctypes
import errno
import fcntl
import json
import os
import re
import shutil
import stat
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from planner.core.errors import InputError, problem
from planner.core.files import PRIVATE_FILE, PRIVATE_FOLDER, flush, make_parents, naming, refuse_sealed

PATIENCE_S = 60.0
"""So long one writer waits for another one of the same folder."""
_AT_FDCWD, _RENAME_EXCHANGE = -100, 2
_POLL_S = 0.05
_PASSING = "planner-passing-"
_OF_PASSING = re.compile(rf"{_PASSING}\d{{1,10}}-[a-z0-9_]{{8}}")
_LEFT = re.compile(r"\.(.+)\.(?:(?:new|old)-[a-z0-9_]{8}|lock)", re.DOTALL)
"""What stands beside a folder while it is written."""


@contextmanager
def replaced_folder(out: Path) -> Iterator[Path]:
    """An empty folder beside `out` that takes its place when the block ends well, and is removed when it fails.

    One writer at a time: others wait `PATIENCE_S`, then an InputError says who writes. What a killed writer left is removed
    first. Files and folders are flushed to disk before the exchange, which is a single step where the system knows one;
    elsewhere the old folder is put back by the next writer (`recovered`). Only the owner may read what is written. An
    OSError names the file as it would have stood in `out`.
    """
    out = Path(os.path.realpath(out))  # what a link leads to is replaced, not the link
    refuse_sealed(out.parent)
    make_parents(out)
    with locked(out):
        recovered(out)
        staged = Path(tempfile.mkdtemp(prefix=f"{_prefix(out)}new-", dir=out.parent))
        try:
            with _named_in(staged, out):
                yield staged
                _keep_private(staged)
                _flush(staged)
                _exchange(staged, out)
        finally:
            shutil.rmtree(staged, ignore_errors=True)


@contextmanager
def passing_folder() -> Iterator[Path]:
    """An empty folder for its owner only, in the system's place for temporary files, which goes when the block ends. What a process
    that was killed left in such a folder, which may be people's names, goes with the next one that is made."""
    place = Path(tempfile.gettempdir())
    _clear_passing(place)
    folder = Path(tempfile.mkdtemp(prefix=f"{_PASSING}{os.getpid()}-", dir=place))
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        os.close(handle)


def _clear_passing(place: Path) -> None:
    """Remove the passing folders of this account whose process lives no more. One that has just been made is not locked yet, but its
    process lives; one that another machine or container made is locked, whatever lives here under its number."""
    found: list[os.DirEntry[str]] = []
    with suppress(OSError):  # a place that takes files and cannot be listed
        found += [each for each in os.scandir(place) if _OF_PASSING.fullmatch(each.name)]
    for entry in found:
        with suppress(OSError):
            if entry.stat(follow_symlinks=False).st_uid != os.getuid() or _lives(int(entry.name.split("-")[2])):
                continue
            handle = os.open(entry.path, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(entry.path, ignore_errors=True)
            finally:
                os.close(handle)


def _lives(process: int) -> bool:
    """Whether there is a process of that number."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass  # it is somebody else's
    return True


@contextmanager
def _named_in(staged: Path, out: Path) -> Iterator[None]:
    """An OSError of the block, or one that a library wraps, that names no file, or one of the unfinished folder, names that
    of the folder itself."""
    try:
        yield
    except Exception as error:
        for each in (error, *error.args):
            at = Path(os.fsdecode(each.filename)) if isinstance(each, OSError) and each.filename is not None else None
            if isinstance(each, OSError) and (at is None or at.is_relative_to(staged)):
                each.filename, each.filename2 = str(out if at is None else out / at.relative_to(staged)), None
        raise


@contextmanager
def locked(out: Path) -> Iterator[None]:
    """The sole right to write `out`, a folder or a file, by a lock file beside it that says who holds it; InputError after `PATIENCE_S`."""
    name = out.parent / f"{_prefix(out)}lock"
    ends = time.monotonic() + PATIENCE_S
    with naming(out):
        while (handle := _taken(name)) is None:
            if time.monotonic() > ends:
                raise InputError(problem("files.being_written", file=str(out), who=_holder(name)))
            time.sleep(_POLL_S)
    try:
        yield
    finally:
        name.unlink(missing_ok=True)
        os.close(handle)


def recovered(out: Path) -> None:
    """Undo what a killed writer of `out` left: its unfinished folder goes, a folder that it had set aside comes back."""
    for left in sorted(out.parent.glob(f"{_escaped(_prefix(out))}old-*")):
        if not out.exists():
            os.rename(left, out)
        else:
            shutil.rmtree(left, ignore_errors=True)
    for left in out.parent.glob(f"{_escaped(_prefix(out))}new-*"):
        shutil.rmtree(left, ignore_errors=True)


def clear_killed(parent: Path) -> None:
    """Undo what writers of anything in the folder `parent` left that live no more; what a living one holds, and a file that only has
    the name of a lock, stay as they are."""
    for name in {found[1] for entry in os.scandir(parent) if (found := _LEFT.fullmatch(entry.name))}:
        lock = parent / f"{_prefix(parent / name)}lock"
        if not _is_of_writer(lock) or (handle := _taken(lock)) is None:
            continue
        try:
            recovered(parent / name)
        finally:
            lock.unlink(missing_ok=True)
            os.close(handle)


def _is_of_writer(lock: Path) -> bool:
    """Whether nothing stands there but what a writer may have left: no file, one that is still empty, or one that says who holds it."""
    if not os.path.lexists(lock):
        return True
    return lock.is_file() and not lock.is_symlink() and (lock.stat().st_size == 0 or _holder(lock) != "?")


def _taken(name: Path) -> int | None:
    """A handle that holds the lock; None where somebody else does."""
    handle = _opened(name)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        # The holder before may have removed the file between our opening and our lock: then the lock is of nothing.
        if os.fstat(handle).st_ino == os.stat(name).st_ino:
            os.ftruncate(handle, 0)
            os.write(handle, json.dumps({"process": os.getpid(), "since": time.strftime("%H:%M:%S")}).encode())
            return handle
    except (BlockingIOError, FileNotFoundError):
        pass
    except OSError:
        name.unlink(missing_ok=True)  # it is ours, and no room is left to say so in it
        os.close(handle)
        raise
    os.close(handle)
    return None


def _opened(name: Path) -> int:
    """A handle of the lock file, made where it is missing. InputError where something else stands there, which would be
    emptied, or be waited for without end: a link, a pipe, a folder, a file of two names."""
    try:
        handle = os.open(name, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_NONBLOCK, PRIVATE_FILE)
    except OSError as error:
        if error.errno in (errno.ELOOP, errno.EISDIR, errno.ENXIO):
            raise InputError(problem("files.no_lock", file=str(name))) from None
        raise
    found = os.fstat(handle)
    if not stat.S_ISREG(found.st_mode) or found.st_nlink > 1:
        os.close(handle)
        raise InputError(problem("files.no_lock", file=str(name)))
    return handle


def _holder(name: Path) -> str:
    """Who holds a lock, as far as its file says."""
    with suppress(OSError, ValueError, KeyError, TypeError):
        held = json.loads(name.read_text(encoding="utf-8"))
        return f"{int(held['process'])}, {str(held['since'])[:8]}"
    return "?"


def _exchange(staged: Path, out: Path) -> None:
    """`staged` stands where `out` stood, in one step where the system has one; what stood there is removed."""
    if not out.exists():
        os.rename(staged, out)
    elif not _exchanged(staged, out):
        aside = Path(tempfile.mkdtemp(prefix=f"{_prefix(out)}old-", dir=out.parent))
        os.rename(out, aside)
        os.rename(staged, out)
        shutil.rmtree(aside, ignore_errors=True)
    flush(out.parent)


def _exchanged(staged: Path, out: Path) -> bool:
    """Whether the two folders changed names by the system's own single step; False where it has none."""
    swap = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if swap is None:
        return False
    if swap(_AT_FDCWD, os.fsencode(staged), _AT_FDCWD, os.fsencode(out), _RENAME_EXCHANGE) == 0:
        return True
    code = ctypes.get_errno()
    if code in (errno.ENOSYS, errno.EINVAL, errno.ENOTSUP):
        return False
    raise OSError(code, os.strerror(code), str(out))


def _keep_private(folder: Path) -> None:
    for path in (folder, *folder.rglob("*")):
        os.chmod(path, PRIVATE_FOLDER if path.is_dir() else PRIVATE_FILE)


def _flush(folder: Path) -> None:
    """Everything in a folder, and the folder, on disk."""
    for path in folder.rglob("*"):
        flush(path)
    flush(folder)


def _prefix(out: Path) -> str:
    return f".{out.name}."


def _escaped(text: str) -> str:
    """A file name as a pattern that means itself."""
    return "".join(f"[{c}]" if c in "*?[" else c for c in text)
