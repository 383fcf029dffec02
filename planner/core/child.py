"""A child process of the planner's own, spoken with in lines of JSON: both ends of the line."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

PACKAGE_PARENT = Path(__file__).resolve().parents[2]
LAST_S = 5.0
"""Seconds in which a child that has said its last must be gone."""

Say = Callable[[dict[str, Any]], None]


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
        threading.Thread(target=self._listen, args=(heard, ended), daemon=True).start()

    def tell(self, content: Any) -> None:
        """One line to the child's standard input. Whether it is still there to read it, `ended` tells."""
        assert self.process.stdin is not None
        try:
            self.process.stdin.write(json.dumps(content).encode() + b"\n")
            self.process.stdin.flush()
        except OSError:
            pass

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
