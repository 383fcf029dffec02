"""What all commands share: the application, the call's state, exit codes, the check of a file's ending."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Optional

import typer

if TYPE_CHECKING:
    from planner.policy.law.parameters import Law

REGIMES = ("auto", "nd29", "nd178", "nd154")
Day = Annotated[Optional[dt.datetime], typer.Option(formats=["%Y-%m-%d"], metavar="DATE")]
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
    from planner.core.errors import InputError, problem

    if path.suffix.lower() not in endings:
        raise InputError(problem("cli.ending", file=str(path), endings=", ".join(endings)))


def date_of(value: dt.datetime | None) -> dt.date | None:
    """The day of an option, None where it was not given."""
    return None if value is None else value.date()


def regime_of(value: str, option: str = "--regime") -> str:
    """The regime that an option names. BadParameter where there is none of that name."""
    if value not in REGIMES:
        raise typer.BadParameter(f"{option} is auto, nd29, nd178 or nd154")
    return value


def law_with(override: Path | None) -> Law:
    """The law, with the what-ifs of a file where one is named."""
    from planner.policy.law.parameters import load_law

    if override is None:
        return load_law()
    from planner.policy.overrides import overridden
    from planner.scenario.overrides import read_overrides

    return overridden(load_law(), read_overrides(override))
