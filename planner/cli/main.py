"""Entry point: turns what a user can cause into sentences and an exit code."""

from __future__ import annotations

import gc
import os
import sys
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Any, TextIO

if TYPE_CHECKING:
    from collections.abc import Sequence

    from planner.core.errors import Problem

STARTED = time.perf_counter()
"""When this process began; `--time-limit` counts from here."""
INTERRUPTED = 130
SELDOM = (300_000, 20, 20)
"""How rarely a command looks for objects that only hold each other: what its libraries make as they load, some 200,000, lives to its end."""
TRACEBACK = "PLANNER_TRACEBACK"
"""The variable with which a fault of this programme shows where it lies."""


def main() -> None:
    """Run the command line and leave with its exit code."""
    sys.unraisablehook = _unraisable
    gc.set_threshold(*SELDOM)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        code = run(sys.argv[1:], STARTED)
    except KeyboardInterrupt:  # while the programme is still being loaded, or on its way out
        code = INTERRUPTED
    code = _flushed(sys.stdout, code)
    gc.freeze()  # what is left goes with the process: to look through it for circles takes longer than to write a plan's files
    sys.exit(code)


def _unraisable(found: Any) -> None:
    """What fails when a library tidies up behind an error that was told already is not told again."""
    if not isinstance(found.exc_value, OSError | MemoryError):
        sys.__unraisablehook__(found)


def run(arguments: list[str], started: float | None = None) -> int:
    """The exit code of one call, whose time counts from `started` (now where absent). Faults of the user, and what the
    system refuses, are printed on standard error, one sentence each; with `--json` standard output holds one document."""
    from planner.cli.frame.state import state
    from planner.cli.frame.terminal import guarded, one_document

    with guarded():
        try:
            with one_document("--json" in arguments):
                code = _run(arguments, started)
        except KeyboardInterrupt:
            code = INTERRUPTED
        except BrokenPipeError:
            return 0
        except Exception as error:
            code = _told(error)
        if state.json:
            return _documented(code)
        return code


def _run(arguments: list[str], started: float | None) -> int:
    """As `run`, whose errors are not told yet."""
    from planner.cli.base import OK
    from planner.cli.frame.state import heed
    from planner.core.errors import InputError, problem
    from planner.core.system_errors import too_little_memory

    heed(arguments, time.perf_counter() if started is None else started)
    from planner.cli.commands import parser_of

    if scarce := too_little_memory():
        raise InputError(scarce)
    try:
        return int(parser_of(arguments[0] if arguments else "")(args=arguments, prog_name="planner", standalone_mode=False) or OK)
    except SystemExit as stop:
        return int(stop.code or OK)
    except UnicodeEncodeError:
        if strange := next((each for each in arguments if not _is_text(each)), None):
            raise InputError(problem("usage.not_text", value=os.fsencode(strange).decode("ascii", "backslashreplace"))) from None
        raise


def _is_text(argument: str) -> bool:
    """Whether an argument is text, and no bytes of another encoding (a file may be called so, a person is not)."""
    try:
        argument.encode()
    except UnicodeEncodeError:
        return False
    return True


def _told(error: Exception) -> int:
    """Say what went wrong; the exit code. A fault of this programme is a sentence too, and a traceback where `TRACEBACK` is set."""
    from planner.cli.base import ENDS_WITH, WRONG_INPUT
    from planner.cli.frame.state import answer, state
    from planner.core.errors import InputError, NoPlan
    from planner.core.system_errors import problem_of, problem_of_any

    before, after = "", ""
    if isinstance(error, InputError):
        found: Sequence[Problem] = error.problems
    elif hasattr(error, "format_message"):  # the parser's
        found, before, after = _usage(error)
    elif os.environ.get(TRACEBACK) and problem_of(error) is None:
        raise error
    else:
        found = (problem_of_any(error),)
    with suppress(OSError):  # where not even this can be written, the exit code says it
        for line in (before, *(problem.sentence(state.lang) for problem in found), after):
            if line:
                print(line, file=sys.stderr, flush=True)
    answer({"error": [problem.error_record(state.lang) for problem in found]})
    return ENDS_WITH[error.status] if isinstance(error, NoPlan) else WRONG_INPUT


def _usage(error: Any) -> tuple[Sequence[Problem], str, str]:
    """What is wrong with the arguments; what is printed before it and after it."""
    from planner.cli.frame.help import usage_line
    from planner.cli.frame.state import state
    from planner.cli.frame.usage import usage_problem
    from planner.core.texts import text

    found = usage_problem(error)
    if found is None:
        return (), error.format_message(), ""
    if error.ctx is None:
        return (found,), "", ""
    called = f"{text('usage.usage', state.lang)}: {usage_line(error.ctx)}"
    return (found,), called, text("usage.try_help", state.lang, command=error.ctx.command_path)


def _documented(code: int) -> int:
    """Print the answer of a call with `--json`; the exit code, 2 where it could not be written."""
    from planner.cli.frame.state import state
    from planner.cli.frame.terminal import print_json

    try:
        print_json(state.answer)
    except BrokenPipeError:
        return code
    except OSError as error:
        return _told(error)
    return code


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
