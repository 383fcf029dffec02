"""Entry point: turns what a user can cause into sentences and an exit code."""

from __future__ import annotations

import os
import sys
import time
from contextlib import suppress
from typing import Any, TextIO

STARTED = time.perf_counter()
"""When this process began; `--time-limit` counts from here."""
TRACEBACK = "PLANNER_TRACEBACK"
"""The variable with which a fault of this programme shows where it lies."""


def main() -> None:
    """Run the command line and leave with its exit code."""
    sys.unraisablehook = _unraisable
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    code = run(sys.argv[1:], STARTED)
    sys.exit(_flushed(sys.stdout, code))


def _unraisable(found: Any) -> None:
    """What fails when a library tidies up behind an error that was told already is not told again."""
    if not isinstance(found.exc_value, OSError | MemoryError):
        sys.__unraisablehook__(found)


def run(arguments: list[str], started: float | None = None) -> int:
    """The exit code of one call, whose time counts from `started` (now where absent). Faults of the user, and what the
    system refuses, are printed on standard error, one sentence each."""
    from planner.cli.terminal import guarded

    with guarded():
        try:
            return _run(arguments, started)
        except KeyboardInterrupt:
            return 130
        except BrokenPipeError:
            return 0
        except Exception as error:
            return _told(error)


def _run(arguments: list[str], started: float | None) -> int:
    """As `run`, whose errors are not told yet."""
    from planner.cli.base import OK, state
    from planner.cli.commands import app
    from planner.core.errors import InputError
    from planner.core.system_errors import too_little_memory

    state.started = time.perf_counter() if started is None else started
    if scarce := too_little_memory():
        raise InputError(scarce)
    try:
        app(args=arguments, prog_name="planner")
    except SystemExit as stop:
        return int(stop.code or OK)
    return OK


def _told(error: Exception) -> int:
    """Say what went wrong; the exit code. A fault of this programme is a sentence too, and a traceback where `TRACEBACK` is set."""
    from planner.cli.base import ENDS_WITH, WRONG_INPUT, state
    from planner.core.errors import InputError, NoPlan
    from planner.core.system_errors import problem_of, problem_of_any

    if isinstance(error, InputError):
        found = error.problems
    elif os.environ.get(TRACEBACK) and problem_of(error) is None:
        raise error
    else:
        found = (problem_of_any(error),)
    with suppress(OSError):  # where not even this can be written, the exit code says it
        for problem in found:
            print(problem.sentence(state.lang), file=sys.stderr, flush=True)
    return ENDS_WITH[error.status] if isinstance(error, NoPlan) else WRONG_INPUT


def _flushed(stream: TextIO, code: int) -> int:
    """The exit code once everything is written out: that of the call, or 2 where the last of it could not be written."""
    try:
        stream.flush()
        return code
    except BrokenPipeError:
        told = code
    except OSError as error:
        told = _told(error)
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())  # else Python tries again when it ends, and complains itself
    return told
