"""A process that kills itself at a step of its work that others can see; in a child, since it does not come back."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Sequence
from typing import Any


def die_at(step: int, after: bool, seen: Sequence[tuple[Any, str]]) -> None:
    """Kill this process just before, or just after, the nth call of any of these. seen: functions as (owner, name)."""
    counted = [0]

    def wrapped(real: Callable[..., Any]) -> Callable[..., Any]:
        def stepped(*args: Any) -> Any:
            counted[0] += 1
            if counted[0] == step and not after:
                os.kill(os.getpid(), signal.SIGKILL)
            done = real(*args)
            if counted[0] == step:
                os.kill(os.getpid(), signal.SIGKILL)
            return done

        return stepped

    for owner, name in seen:
        setattr(owner, name, wrapped(getattr(owner, name)))


def is_killed_at(step: int, after: bool, seen: Sequence[tuple[Any, str]], begin: Callable[[], Callable[[], Any]]) -> bool:
    """Whether a child was killed at that step of its work; where it has fewer steps, it has done it. begin: makes ready in the child,
    and gives the work."""
    child = os.fork()
    if not child:
        try:
            work = begin()
            die_at(step, after, seen)
            work()
            os._exit(0)
        except BaseException:
            os._exit(1)
    status = os.waitpid(child, 0)[1]
    assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 0
    return os.WIFSIGNALED(status)
