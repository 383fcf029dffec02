"""What all commands share: the application, the call's state, exit codes, the check of a file's ending."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import typer

OK, WRONG_INPUT, INFEASIBLE, UNKNOWN = 0, 2, 3, 4

app = typer.Typer(
    name="planner",
    help="Plans a workforce reduction: reads staffing sheets, applies the law, finds and proves the best lawful plan.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


@dataclass
class State:
    """What holds for the whole call: the language of messages and files, and when it began (`time.perf_counter`)."""

    lang: str = "en"
    started: float = 0.0


state = State()


def wants_ending(path: Path, *endings: str) -> None:
    """Refuse a file name whose ending says another format. InputError names the endings that will do."""
    from planner.errors import InputError, problem

    if path.suffix.lower() not in endings:
        raise InputError(problem("cli.ending", file=str(path), endings=", ".join(endings)))
