"""The options that head a paper (`--issuer`, `--place`, `--date`, `--to`), and what is kept of them for the next time."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, Optional

import typer

from planner.cli.frame.state import state

if TYPE_CHECKING:
    from planner.core.errors import Problem
    from planner.report.letterhead import Letterhead

LONGEST = 160
Issuer = Annotated[
    Optional[list[str]],
    typer.Option("--issuer", metavar="TEXT"),
]
Place = Annotated[Optional[str], typer.Option("--place", metavar="TEXT")]
On = Annotated[Optional[str], typer.Option("--date", metavar="DATE")]
To = Annotated[Optional[list[str]], typer.Option("--to", metavar="TEXT")]


def headed(issuer: Sequence[str] | None, place: str | None, day: str | None, to: Sequence[str] | None = None, number: str = "", *, addressed: bool = False) -> Letterhead:
    """The head of a paper from the options of this call and, where one is absent, from the last time, which is said.

    "" empties a part. addressed: the paper names to whom it goes. InputError names what cannot stand in a head.
    """
    from planner.core.errors import InputError
    from planner.service.letterheads import kept_letterhead

    given = {name: value for name, value in (("issuer", issuer), ("place", place), ("day", day), ("to", to)) if value is not None}
    faults = _faults(given, number)
    if faults:
        raise InputError(faults)
    kept = kept_letterhead()
    parts = {name: _part(value) for name, value in given.items() if name != "day"}
    if "day" in given:
        parts["day"] = dt.date.fromisoformat(str(given["day"])) if given["day"] else None
    head = replace(kept, **parts, number=number)  # type: ignore[arg-type]
    _say_kept(kept, given, addressed)
    return head


def keep(head: Letterhead) -> None:
    """Keep the head for the next time; a folder that cannot be written to is said and nothing else."""
    from planner.core.texts import text
    from planner.service.letterheads import keep_letterhead

    try:
        keep_letterhead(head)
    except OSError as error:
        print(text("letterhead.not_kept", state.lang, why=error.strerror or str(error)), file=sys.stderr)


def _part(value: object) -> object:
    """One line, or several without empty ones, clean."""
    from planner.roster.values.text import clean_text

    return clean_text(value) if isinstance(value, str) else tuple(filter(None, map(clean_text, value)))  # type: ignore[arg-type, call-overload]


def _faults(given: dict[str, object], number: str) -> list[Problem]:
    """What is wrong with the options."""
    from planner.core.errors import problem

    faults = []
    lines = {"--number": [number]}
    for name, value in given.items():
        option = "--date" if name == "day" else f"--{name}"
        lines[option] = [value] if isinstance(value, str) else list(value)  # type: ignore[call-overload]
    faults += [problem("letterhead.too_long", column=option, limit=LONGEST, length=len(line)) for option, said in lines.items() for line in said if len(line) > LONGEST]
    if len(lines.get("--issuer", [])) > 2:
        faults.append(problem("letterhead.issuer_twice", column="--issuer"))
    day = str(given.get("day") or "")
    if day and not _is_day(day):
        faults.append(problem("letterhead.day_wrong", column="--date", value=day))
    return faults


def _is_day(written: str) -> bool:
    try:
        return dt.date.fromisoformat(written).isoformat() == written
    except ValueError:
        return False


def _say_kept(kept: Letterhead, given: dict[str, object], addressed: bool) -> None:
    """Say on standard error what is taken from the last time."""
    from planner.core.texts import date, text

    parts = {"issuer": ", ".join(kept.issuer), "place": kept.place, "day": date(kept.day, state.lang) if kept.day else ""}
    if addressed:
        parts["to"] = ", ".join(kept.to)
    said = [text(f"letterhead.kept_{name}", state.lang, value=value) for name, value in parts.items() if value and name not in given]
    if said:
        print(text("letterhead.kept", state.lang, said="; ".join(said)), file=sys.stderr)
