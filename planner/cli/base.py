"""What all commands share: the application, the call's state, exit codes, the check of a file's ending."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Optional, cast, get_args

import typer

from planner.policy.terms import Regime, Terms

if TYPE_CHECKING:
    from planner.policy.law.parameters import Law

REGIME_NAMES: tuple[str, ...] = get_args(Regime)
REGIMES_SAID = f"{', '.join(REGIME_NAMES[:-1])} or {REGIME_NAMES[-1]}"
Day = Annotated[Optional[dt.datetime], typer.Option(formats=["%Y-%m-%d"], metavar="DATE")]
RegimeName = Annotated[str, typer.Option(help=f"{REGIMES_SAID}.")]
OK, WRONG_INPUT, INFEASIBLE, UNKNOWN = 0, 2, 3, 4
ENDS_WITH = {"optimal": OK, "feasible": OK, "infeasible": INFEASIBLE, "unknown": UNKNOWN}
"""The exit code of each status."""

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


Given = Optional[dt.datetime]


def terms_of(leave_on: dt.datetime, decided_on: Given, reorganised_on: Given, snapshot_on: Given, regime: str, option: str = "--regime") -> Terms:
    """The terms that the options of a command name. BadParameter where `option` names no regime."""
    if regime not in REGIME_NAMES:
        raise typer.BadParameter(f"{option} is {REGIMES_SAID}")
    return Terms(leave_on.date(), date_of(decided_on), date_of(reorganised_on), date_of(snapshot_on), cast(Regime, regime))


def law_with(override: Path | None) -> Law:
    """The law, with the what-ifs of a file where one is named."""
    from planner.policy.law.parameters import load_law

    if override is None:
        return load_law()
    from planner.policy.overrides import overridden
    from planner.scenario.overrides import read_overrides

    return overridden(load_law(), read_overrides(override))
