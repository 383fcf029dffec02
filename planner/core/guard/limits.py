"""What opening a file may cost: memory and processor time, for a child process as a whole, for this process while it reads.

A system without `resource` (Windows) knows no such limits; the early counts hold there all the same.
"""

from __future__ import annotations

import math
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

MEMORY_BYTES = 2 * 2**30
CPU_SECONDS = 16
SCENARIO_CPU_SECONDS = 7
"""For the text of a scenario: some 70,000 entries. What has more is none, and whoever sent it hears so within ten seconds."""
_KILLED_FOR_TIME = -24  # SIGXCPU


class TooSlow(BaseException):
    """This process has used the seconds it had for a piece of work. No `except Exception` on its way holds it up."""


def limit_memory() -> None:
    """In a child: no more than `MEMORY_BYTES` from now on, and no picture of its memory on disk when it dies."""
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def limit_cpu(pieces: int, seconds: int = CPU_SECONDS) -> None:
    """In a child, before each of so many pieces of work: so many seconds of processor time from now, then the system ends it."""
    if sys.platform != "win32":
        import resource

        used = _used()
        _, hard = resource.getrlimit(resource.RLIMIT_CPU)
        if hard == resource.RLIM_INFINITY:
            hard = used + seconds * (pieces + 1)
        resource.setrlimit(resource.RLIMIT_CPU, (min(used + seconds, hard), hard))


def ended_for_time(code: int) -> bool:
    """Whether a child's exit code says that its processor time was over."""
    return code == _KILLED_FOR_TIME


@contextmanager
def within(memory: int = MEMORY_BYTES, seconds: int = CPU_SECONDS) -> Iterator[None]:
    """Limits for a piece of this process's work: `memory` bytes beside what it has, so many seconds of processor time.

    MemoryError or `TooSlow` where they do not suffice; afterwards everything is as it was. Limits hold for a whole process,
    so there are none outside its main thread, where other work goes on beside.
    """
    if sys.platform == "win32" or threading.current_thread() is not threading.main_thread():
        yield
        return
    import resource

    had = resource.getrlimit(resource.RLIMIT_AS), resource.getrlimit(resource.RLIMIT_CPU)

    def stop(*_: Any) -> None:
        resource.setrlimit(resource.RLIMIT_CPU, (_used() + 2, had[1][1]))  # again, should a library pass over it
        raise TooSlow

    listened = signal.signal(signal.SIGXCPU, stop)
    try:
        _lower(resource.RLIMIT_AS, _address_space() + memory)
        _lower(resource.RLIMIT_CPU, _used() + seconds)
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, had[0])
        resource.setrlimit(resource.RLIMIT_CPU, had[1])
        signal.signal(signal.SIGXCPU, listened)


def _lower(which: int, to: int) -> None:
    """The soft limit to `to`, unless it is lower already."""
    import resource

    soft, hard = resource.getrlimit(which)
    if soft == resource.RLIM_INFINITY or soft > to:
        resource.setrlimit(which, (to, hard))


def _used() -> int:
    """Seconds of processor time that this process has used, a part of one as a whole one."""
    import resource

    usage = resource.getrusage(resource.RUSAGE_SELF)
    return math.ceil(usage.ru_utime + usage.ru_stime)


def _address_space() -> int:
    """Bytes of address space that this process has; where the system does not tell, none counts as taken."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    except (OSError, ValueError):
        return 0
    import resource

    return pages * resource.getpagesize()
