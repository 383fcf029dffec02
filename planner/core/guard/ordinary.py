"""Only ordinary files are opened: no pipe or device that never ends, no folder, no file that the system makes up as it is read."""

from __future__ import annotations

import os
import stat
from pathlib import Path

_MADE_BY_THE_SYSTEM = ("/proc", "/sys", "/dev")


class NotOrdinary(OSError):
    """What stands at a path is no ordinary file."""


class TooLarge(OSError):
    """A file is larger than what is read."""


def refuse_strange(path: Path) -> None:
    """`NotOrdinary` where the path, its links followed, is no ordinary file; OSError where there is nothing or a circle of links."""
    status = path.stat()
    if not stat.S_ISREG(status.st_mode) or status.st_dev in _system_devices():
        raise NotOrdinary(str(path))


def read_ordinary(path: Path, most: int) -> bytes:
    """What an ordinary file holds. `NotOrdinary`, `TooLarge` (over `most` bytes), or OSError as for any file.

    The file is looked at once it is open, so that nothing can be put in its place between looking and reading.
    """
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0))
    try:
        status = os.fstat(handle)
        if not stat.S_ISREG(status.st_mode) or status.st_dev in _system_devices():
            raise NotOrdinary(str(path))
        with os.fdopen(handle, "rb", closefd=False) as file:
            content = file.read(most + 1)
    finally:
        os.close(handle)
    if len(content) > most:
        raise TooLarge(str(path))
    return content


def _system_devices() -> set[int]:
    """The devices of the file systems whose files are made up as they are read; /dev/shm is another one and holds real files."""
    found = set()
    for place in _MADE_BY_THE_SYSTEM:
        try:
            found.add(os.stat(place).st_dev)
        except OSError:
            continue
    return found - {os.stat("/").st_dev}
