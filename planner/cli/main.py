"""Entry point: turns what a user can cause into sentences and an exit code."""

from __future__ import annotations

import sys
import time

STARTED = time.perf_counter()
"""When this process began; `--time-limit` counts from here."""


def main() -> None:
    """Run the command line and leave with its exit code."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    sys.exit(run(sys.argv[1:], STARTED))


def run(arguments: list[str], started: float | None = None) -> int:
    """The exit code of one call, whose time counts from `started` (now where absent); faults of the user are printed on standard error, one sentence each."""
    from planner.cli.base import OK, WRONG_INPUT, state
    from planner.cli.commands import app
    from planner.core.errors import InputError

    state.started = time.perf_counter() if started is None else started
    try:
        app(args=arguments, prog_name="planner")
    except InputError as error:
        for problem in error.problems:
            print(problem.sentence(state.lang), file=sys.stderr)
        return WRONG_INPUT
    except SystemExit as stop:
        return int(stop.code or OK)
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        return OK
    except OSError as error:
        print(f"{error.filename or ''}: {error.strerror or error}".lstrip(": "), file=sys.stderr)
        return WRONG_INPUT
    return OK
