"""A process of this program's own that is given JSON and answers in lines of JSON: both ends of the talk.

What must not harm the process that a user looks at is done by such a child: it can be limited, given up and killed.
Standard library only, so that a child starts quickly.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

Say = Callable[[dict[str, Any]], None]


class Child:
    """The process `python -m module`, told the place of this package.

    heard: is called by a thread of the child's own with each line that it writes, and with None when it writes no more.
    environment: variables beside those of this process.
    """

    def __init__(self, module: str, heard: Callable[[bytes | None], None], **environment: str) -> None:
        paths = [str(Path(__file__).resolve().parents[2]), *filter(None, [os.environ.get("PYTHONPATH")])]
        self.process = subprocess.Popen(
            [sys.executable, "-m", module],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, **environment, "PYTHONPATH": os.pathsep.join(paths)},
        )
        threading.Thread(target=self._listen, args=(heard,), daemon=True).start()

    def _listen(self, heard: Callable[[bytes | None], None]) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            heard(line)
        heard(None)

    def give(self, message: Any, last: bool = False) -> None:
        """Hands the child a line of JSON. last: nothing will follow. That a child is dead is noticed by its silence."""
        assert self.process.stdin is not None
        try:
            self.process.stdin.write(json.dumps(message).encode() + b"\n")
            self.process.stdin.flush()
            if last:
                self.process.stdin.close()
        except OSError:
            pass

    def end(self, patience_s: float = 0.0) -> int:
        """The exit code, after at most so many seconds: then it is killed."""
        try:
            return self.process.wait(patience_s)
        except subprocess.TimeoutExpired:
            self.process.kill()
            return self.process.wait()


def speaker() -> Say:
    """In the child: a function that writes one line of JSON. Whatever else prints to standard output goes to standard error."""
    channel = os.fdopen(os.dup(1), "w", encoding="utf-8", buffering=1)
    os.dup2(2, 1)

    def say(message: dict[str, Any]) -> None:
        channel.write(json.dumps(message) + "\n")

    return say
