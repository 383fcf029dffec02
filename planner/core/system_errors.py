"""What the system refuses (no room, no right, no memory, too many files) as a problem: which file, and what to do."""

from __future__ import annotations

import errno
import os
import re
import resource
from collections.abc import Iterator

from planner.core.errors import Problem, problem

_BY_NUMBER = {
    errno.ENOSPC: "no_room",
    errno.EDQUOT: "no_room",
    errno.EFBIG: "file_limit",
    errno.EROFS: "read_only",
    errno.EACCES: "no_right",
    errno.EPERM: "no_right",
    errno.ENOMEM: "no_memory",
    errno.EMFILE: "too_many_files",
    errno.ENFILE: "too_many_files",
    errno.EAGAIN: "too_many_processes",
    errno.ENOTDIR: "file_on_the_way",
    errno.EEXIST: "file_on_the_way",
    errno.EISDIR: "is_a_folder",
    errno.ENOENT: "not_there",
    errno.ENAMETOOLONG: "name_too_long",
    errno.EIO: "disk_broken",
    errno.EBUSY: "in_use",
    errno.ETXTBSY: "in_use",
}
_NO_TEMPORARY = "No usable temporary directory"
_BY_WORDS = (
    (RuntimeError, re.compile("start new thread"), "too_many_processes"),
    (ImportError, re.compile("allocate memory|map segment|Error 12"), "no_memory"),
    (ImportError, re.compile("Too many open files|Error 24"), "too_many_files"),
)
"""What has no number: threads, and libraries that could not be loaded for want of memory or files."""
_LONGEST = 300
LEAST_ROOM = 2**20
"""Bytes: a folder of temporary files that has less is full."""
LEAST_MEMORY = 3 * 2**27
"""Bytes without which the libraries of this programme end the process themselves, without a word that a person understands."""


def problem_of(error: BaseException, file: str | None = None) -> Problem | None:
    """The problem that an error of the system is; None where it is none of the system's, but a fault of a programme.

    file: what was read or written, where the error itself names nothing. An error that a library wraps around one of the
    system's is that one.
    """
    for each in _inside(error):
        if isinstance(each, OSError):
            return _of_system(each, file)
        if isinstance(each, MemoryError):
            return problem("system.no_memory", file=file)
        if isinstance(each, RecursionError):
            return problem("system.too_deep", file=file)
        for kind, words, key in _BY_WORDS:
            if isinstance(each, kind) and words.search(str(each)):
                return problem(f"system.{key}", file=file)
    return None


def problem_of_any(error: BaseException, file: str | None = None) -> Problem:
    """As `problem_of`; a fault of a programme is a problem too, which asks to report it: where one failure must not stop others."""
    said = str(error).split("\n")[0][:_LONGEST]
    return problem_of(error, file) or problem("system.unforeseen", file=file, kind=type(error).__name__, said=said or "–")


def too_little_memory() -> Problem | None:
    """A problem where the system's limit leaves this process too little to start at all."""
    allowed, _ = resource.getrlimit(resource.RLIMIT_AS)
    return problem("system.no_memory") if allowed != resource.RLIM_INFINITY and allowed < LEAST_MEMORY else None


def _inside(error: BaseException) -> Iterator[BaseException]:
    """The error, then what a library wrapped in it."""
    yield error
    yield from (each for each in error.args if isinstance(each, BaseException))
    if error.__cause__ is not None:
        yield error.__cause__


def _full_temporary() -> str | None:
    """The folder of temporary files, where it is the one that has no room: what was to be written may lie on another disk."""
    import shutil
    import tempfile

    try:
        folder = tempfile.gettempdir()
        return folder if shutil.disk_usage(folder).free < LEAST_ROOM else None
    except OSError:
        return None


def _of_system(error: OSError, file: str | None) -> Problem:
    named = os.fsdecode(error.filename) if isinstance(error.filename, str | bytes | os.PathLike) else file
    said = error.strerror or str(error).split("\n")[0][:_LONGEST] or type(error).__name__
    if said.startswith(_NO_TEMPORARY):
        return problem("system.no_temporary")
    key = _BY_NUMBER.get(error.errno or 0)
    if key == "no_room" and (folder := _full_temporary()) is not None:
        return problem("system.no_room_for_parts", file=named, folder=folder)
    return problem("system.refused", file=named, said=said) if key is None else problem(f"system.{key}", file=named)
