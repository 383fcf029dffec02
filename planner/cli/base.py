"""What commands share: exit codes, options that several have, the check of a file's ending."""

from __future__ import annotations

import datetime as dt
import difflib
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Optional, cast, get_args

import typer

from planner.policy.terms import Regime, Terms

if TYPE_CHECKING:
    import pandas as pd

    from planner.core.errors import Problem
    from planner.policy.law.parameters import Law

REGIME_NAMES: tuple[str, ...] = get_args(Regime)
Day = Annotated[Optional[dt.datetime], typer.Option(formats=["%Y-%m-%d"], metavar="DATE")]
RegimeName = Annotated[str, typer.Option(metavar="|".join(REGIME_NAMES))]
OK, WRONG_INPUT, INFEASIBLE, UNKNOWN = 0, 2, 3, 4
ENDS_WITH = {"optimal": OK, "feasible": OK, "infeasible": INFEASIBLE, "unknown": UNKNOWN}
"""The exit code of each status."""
TABLES = (".csv", ".xlsx", ".parquet")
"""What a table may be written as."""
PAPER_LANG = "vi"
"""Official papers are Vietnamese, whatever the language of messages, unless `--lang` of the call says otherwise."""



def wants_ending(path: Path, *endings: str) -> None:
    """Refuse a file name whose ending says another format, or whose folder is not there, before any work is done.

    InputError names the endings that will do.
    """
    from planner.core.errors import InputError, problem
    from planner.core.files import refuse_place

    if path.suffix.lower() not in endings:
        raise InputError(problem("cli.ending", file=str(path), endings=", ".join(endings)))
    refuse_place(path)


def wrote(*files: Path, **more: Any) -> None:
    """What was written: its names for people; for programmes `{"written": [...]}` and what else the command tells."""
    from planner.cli.frame.state import answer

    answer({"written": [str(file) for file in files], **more})
    for file in files:
        print(file)


def records(problems: Iterable[Problem]) -> list[dict[str, Any]]:
    """Problems as `--json` shows them, in the language of the call."""
    from planner.cli.frame.state import state

    return [problem.error_record(state.lang) for problem in problems]


def rows_of(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """A frame as JSON keeps it: absent values are null, days ISO texts."""
    import json

    rows: list[dict[str, Any]] = json.loads(frame.to_json(orient="records", date_format="iso", date_unit="s", double_precision=15, force_ascii=False))
    return rows


def one_of(option: str, value: str, known: Sequence[str]) -> str:
    """The value of an option. InputError where it is none of the known ones; a near one is named."""
    from planner.core.errors import InputError, problem

    if value in known:
        return value
    close = difflib.get_close_matches(value, known, n=1)
    said = {"value": value, "known": ", ".join(known), "close": close[0] if close else ""}
    raise InputError(problem("usage.wants_one_of_close" if close else "usage.wants_one_of", column=option, **said))


def date_of(value: dt.datetime | None) -> dt.date | None:
    """The day of an option, None where it was not given."""
    return None if value is None else value.date()


Given = Optional[dt.datetime]


def terms_of(leave_on: dt.datetime, decided_on: Given, reorganised_on: Given, snapshot_on: Given, regime: str, option: str = "--regime") -> Terms:
    """The terms that the options of a command name. InputError where `option` names no regime."""
    one_of(option, regime, REGIME_NAMES)
    return Terms(leave_on.date(), date_of(decided_on), date_of(reorganised_on), date_of(snapshot_on), cast(Regime, regime))


def law_with(override: Path | None) -> Law:
    """The law, with the what-ifs of a file where one is named."""
    from planner.policy.law.parameters import load_law

    if override is None:
        return load_law()
    from planner.policy.overrides import overridden
    from planner.scenario.overrides import read_overrides

    return overridden(load_law(), read_overrides(override))
