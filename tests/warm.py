"""The children that look through files, from a process that has their libraries: forked in milliseconds, where each would else
start Python and load the same libraries again for a file of four rows.

What runs in them is the very module, with its own memory, processor and kill limits. The tests of those limits, of what a child
loads and of the whole command start real ones (`real_children` of conftest.py).
`python -m tests.warm FD` is that process: it takes a line of JSON with three handles for each child until the other end is closed.
"""

from __future__ import annotations

import importlib
import json
import os
import runpy
import select
import signal
import socket
import subprocess
import sys
import threading
from contextlib import suppress
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from planner.roster.workbook.worker import UNUSED

ROOT = Path(__file__).resolve().parent.parent
MODULES = ("planner.roster.workbook.worker", "planner.core.guard.yaml_worker")
LIBRARIES = (
    "openpyxl", "openpyxl.utils.datetime", "pyarrow.parquet", "pyarrow.compute", "python_calamine", "defusedxml.ElementTree", "planner.core.errors", "planner.core.guard.yaml_answer",
    "planner.roster.workbook.xls", "planner.roster.workbook.ods", "planner.roster.workbook.xlsb", "planner.roster.workbook.text_tables",
)  # fmt: skip
LONGEST = 2**17


def subprocess_of_children() -> SimpleNamespace:
    """What `planner.core.child` takes for the module `subprocess`: a `Popen` that forks a warm child of `MODULES`."""
    return SimpleNamespace(**{**vars(subprocess), "Popen": _started})


def _started(command: list[str], **more: Any) -> Any:
    if command[1:2] != ["-m"] or command[2] not in MODULES or command[0] != sys.executable:
        return subprocess.Popen(command, **more)
    return WarmChild(command[2], more["env"])


class WarmChild:
    """As much of a `subprocess.Popen` as `planner.core.child` uses."""

    def __init__(self, module: str, environment: dict[str, str]) -> None:
        its_in, mine_in = os.pipe()
        mine_out, its_out = os.pipe()
        self._line, its_line = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        told = json.dumps({"module": module, "environment": environment, "folder": os.getcwd()}).encode()
        with _LOCK:
            socket.send_fds(_process(os.getpid()), [told], [its_in, its_out, its_line.fileno()])
        for handle in (its_in, its_out):
            os.close(handle)
        its_line.close()
        self.stdin, self.stdout = os.fdopen(mine_in, "wb"), os.fdopen(mine_out, "rb")
        self.pid = int(self._line.recv(20))
        self.returncode: int | None = None
        self._asked = threading.Lock()

    def wait(self, timeout: float | None = None) -> int:
        """The code with which it ended. `TimeoutExpired` where it lives on."""
        with self._asked:
            if self.returncode is None:
                if not select.select([self._line], [], [], timeout)[0]:
                    raise subprocess.TimeoutExpired("child", timeout or 0)
                self.returncode = os.waitstatus_to_exitcode(int(self._line.recv(20) or signal.SIGKILL))  # nobody says how it ended
                self._line.close()
            return self.returncode

    def poll(self) -> int | None:
        """The code with which it ended; None where it lives."""
        with suppress(subprocess.TimeoutExpired):
            return self.wait(0)
        return None

    def kill(self) -> None:
        """End it."""
        if self.poll() is None:
            with suppress(ProcessLookupError):
                os.kill(self.pid, signal.SIGKILL)


_LOCK = threading.Lock()


@cache
def _process(user: int) -> socket.socket:
    """The line to the process that forks the children of the process `user`; it ends when that one does."""
    mine, its = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    command = [sys.executable, "-m", "tests.warm", str(its.fileno())]
    environment = {**os.environ, "OPENBLAS_NUM_THREADS": "1", "PYTHONPATH": str(ROOT)}
    subprocess.Popen(command, pass_fds=[its.fileno()], cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    its.close()
    return mine


def _serve(line: socket.socket) -> None:
    """Fork a child for each call until nobody is there to call. Who keeps a child says its number, and how it ended."""
    while True:
        told, handles, _, _ = socket.recv_fds(line, LONGEST, 3)
        _forget()
        if not told:
            return
        if not os.fork():
            line.close()
            _keep(json.loads(told), *handles)
        for handle in handles:
            os.close(handle)


def _forget() -> None:
    """Nothing is left of the keepers that have ended."""
    with suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass


def _keep(asked: dict[str, Any], its_in: int, its_out: int, answer: int) -> None:
    child = os.fork()
    if not child:
        os.close(answer)
        _run(asked, its_in, its_out)
    os.close(its_in)
    os.close(its_out)
    os.write(answer, str(child).encode())
    status = os.waitpid(child, 0)[1]
    with suppress(OSError):
        os.write(answer, str(status).encode())
    os._exit(0)


def _run(asked: dict[str, Any], its_in: int, its_out: int) -> None:
    """The module, as `python -m` runs it; this process ends with it."""
    nothing = os.open(os.devnull, os.O_WRONLY)
    for handle, at in ((its_in, 0), (its_out, 1), (nothing, 2)):
        os.dup2(handle, at)
    os.closerange(3, 64)
    os.chdir(asked["folder"])
    os.environ.clear()
    os.environ.update(asked["environment"])
    code = 1
    try:
        runpy.run_module(asked["module"], run_name="__main__", alter_sys=True)
        code = 0
    except SystemExit as stop:
        code = int(stop.code or 0)
    finally:
        os._exit(code)


def _load() -> None:
    """The libraries, as the child loads them."""
    for name in UNUSED:
        sys.modules[name] = None  # type: ignore[assignment]
    for name in LIBRARIES:
        importlib.import_module(name)


if __name__ == "__main__":
    _load()
    _serve(socket.socket(fileno=int(sys.argv[1])))
