"""Child processes of the planner's own: one that runs a module and is spoken with in lines of JSON (both ends of the line), and a
copy of this process that does one piece of its work beside it."""

from __future__ import annotations

import ctypes
import gc
import json
import os
import pickle
import select
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, NoReturn, TypeVar

PACKAGE_PARENT = Path(__file__).resolve().parents[2]
LAST_S = 5.0
"""Seconds in which a child that has said its last must be gone."""

Say = Callable[[dict[str, Any]], None]
T = TypeVar("T")


class Child:
    """A process that runs `python -m module`. A thread takes what it says to `heard`, and calls `ended` once it is gone.

    Its standard error is thrown away. environment: variables that it has beside this process's own.
    """

    def __init__(self, module: str, heard: Say, ended: Callable[[], None], **environment: str) -> None:
        known = os.environ.get("PYTHONPATH")
        path = str(PACKAGE_PARENT) + (os.pathsep + known if known else "")
        self.process = subprocess.Popen(
            [sys.executable, "-m", module],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, **environment, "PYTHONPATH": path},
        )
        self._listener = threading.Thread(target=self._listen, args=(heard, ended), daemon=True)
        self._listener.start()

    def tell(self, content: Any) -> None:
        """One line to the child's standard input. Whether it is still there to read it, `ended` tells."""
        assert self.process.stdin is not None
        try:
            self.process.stdin.write(json.dumps(content).encode() + b"\n")
            self.process.stdin.flush()
        except OSError:
            pass

    def has_ended(self, patience_s: float) -> bool:
        """Whether it has ended, and all that it said was heard; waited for so long."""
        self._listener.join(patience_s)
        return not self._listener.is_alive()

    def kill(self) -> None:
        """End it at once, whatever it does."""
        self.process.kill()

    def _listen(self, heard: Say, ended: Callable[[], None]) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            try:
                message = json.loads(line)
            except ValueError:
                break  # a line cut short: the child is dying
            heard(message)
        try:
            self.process.wait(LAST_S)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        ended()


def speaker() -> Say:
    """In the child: what says one message. Whatever else prints to standard output goes to standard error from now on."""
    channel = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)

    def say(message: dict[str, Any]) -> None:
        channel.write(json.dumps(message) + "\n")
        channel.flush()

    return say


_PR_SET_PDEATHSIG = 1
STANDSTILL_S = 20.0
"""A copy that uses no processor for so long is given up."""
LOOK_S, OFTEN_S = 0.5, 0.002
"""Between two looks at a copy whose end is told, and at one whose end the system does not tell."""


class Aside:
    """A piece of work that a copy of this process does while this one goes on; `aside` begins it and ends it."""

    def __init__(self, work: Callable[[], object], copy: int) -> None:
        self._work, self._copy = work, copy

    def done(self) -> None:
        """Back once the work is done. Where there is no copy, or it failed, died or came to a standstill, it is done here, and
        raises what it raises."""
        if self._copy and self._has_done():
            self._copy = 0
            return
        self.stop()
        self._work()

    def _has_done(self) -> bool:
        """Waits for the copy's end: whether it did its work. False, too, where it lives and uses no processor: it waits for a lock
        that nobody will give back, since who held it was not copied."""
        used, since = -1.0, time.monotonic()
        while True:
            ended, status = os.waitpid(self._copy, os.WNOHANG)
            if ended:
                self._copy = 0
                return status == 0
            now = time.monotonic()
            if (spent := processor_s(self._copy)) != used:
                used, since = spent, now
            elif now - since > STANDSTILL_S:
                return False
            _wait_for(self._copy)

    def stop(self) -> None:
        """End the copy, whatever it does; what it would tidy up when it fails, it tidies up where it still can."""
        if self._copy:
            with suppress(ProcessLookupError, ChildProcessError):  # it went while it was waited for
                os.kill(self._copy, signal.SIGTERM)
                ends = time.monotonic() + LAST_S
                while not os.waitpid(self._copy, os.WNOHANG)[0]:
                    if time.monotonic() > ends:
                        os.kill(self._copy, signal.SIGKILL)
                        os.waitpid(self._copy, 0)
                        break
                    _wait_for(self._copy)
            self._copy = 0


@contextmanager
def aside(work: Callable[[], object]) -> Iterator[Aside]:
    """Begins a piece of work in a copy of this process; what is not done when the block ends is stopped.

    The work leaves files and nothing else: no answer comes back, and what it prints is lost. Where `_can_copy` says no,
    `Aside.done` does the work. The copy goes where this process goes, killed or not.
    """
    begun = Aside(work, _copied(work) if _can_copy() else 0)
    try:
        yield begun
    finally:
        begun.stop()


@contextmanager
def answering(work: Callable[[], T]) -> Iterator[Callable[[], T]]:
    """Begins a piece of work, as `aside` does, that has an answer; what is given waits for it, and does the work here where no
    copy has done it.

    The answer comes back as pickled by this programme itself, through memory that no file stands for.
    """
    if not _can_copy() or not hasattr(os, "memfd_create"):
        yield work
        return
    here, found = os.getpid(), []

    def work_and_tell() -> None:
        made = work()
        if os.getpid() == here:
            found.append(made)
        else:
            pickle.dump(made, held, pickle.HIGHEST_PROTOCOL)
            held.flush()

    with os.fdopen(os.memfd_create("answer"), "w+b") as held, aside(work_and_tell) as begun:

        def answer() -> T:
            begun.done()
            if found:
                return found[0]
            held.seek(0)
            answered: T = pickle.load(held)
            return answered

        yield answer


def _can_copy() -> bool:
    """Whether a copy can be made and is worth it: on Linux, with more than one core, where no thread goes on beside but the one
    that draws the line of progress. Of others the copy would keep the locks that they held, and nobody to give them back."""
    return sys.platform.startswith("linux") and len(os.sched_getaffinity(0)) > 1 and threading.active_count() <= 2


def _copied(work: Callable[[], object]) -> int:
    """The number of the copy that does the work; 0 where the system makes none."""
    parent = os.getpid()
    try:
        copy = os.fork()
    except OSError:  # no memory or no process to be had: the work is done here
        return 0
    if copy:
        return copy
    code = 1
    try:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # who is asked to end is the parent, and it asks the copy
        signal.signal(signal.SIGTERM, _leave)
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
        if os.getppid() == parent:
            gc.disable()  # it ends soon
            work()
            code = 0
    finally:
        os._exit(code)


def _wait_for(process: int) -> None:
    """Back when a child of this process has ended, or after a while."""
    try:
        handle = os.pidfd_open(process)
    except (AttributeError, OSError):  # an older system, or no handle to be had
        time.sleep(OFTEN_S)
        return
    try:
        select.select([handle], [], [], min(LOOK_S, STANDSTILL_S / 4, LAST_S / 4))
    except ValueError:  # of a process with a thousand files open
        time.sleep(OFTEN_S)
    finally:
        os.close(handle)


def processor_s(process: int) -> float:
    """Seconds of processor time that a process has used; 0 where that is not to be seen."""
    try:
        fields = Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _leave(*_: object) -> NoReturn:
    """What a copy does that is asked to end: everything on its way out is tidied up."""
    raise SystemExit(1)
