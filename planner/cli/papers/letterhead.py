"""The options that head a paper (`--issuer`, `--place`, `--date`, `--to`), and what is kept of them for the next time."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Optional

import typer

from planner.cli.frame.state import state

if TYPE_CHECKING:
    from planner.report.letterhead import Letterhead

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
    from planner.service.letterheads import head_from, kept_letterhead

    given = {name: value for name, value in (("issuer", issuer), ("place", place), ("day", day), ("to", to)) if value is not None}
    options = {"day": "--date", **{part: f"--{part}" for part in ("issuer", "place", "to", "number")}}
    head = head_from({**given, "number": number}, options)
    _say_kept(kept_letterhead(), given, addressed)
    return head


def keep(head: Letterhead) -> None:
    """Keep the head for the next time; a folder that cannot be written to is said and nothing else."""
    from planner.core.texts import text
    from planner.service.letterheads import keep_letterhead

    try:
        keep_letterhead(head)
    except OSError as error:
        print(text("letterhead.not_kept", state.lang, why=error.strerror or str(error)), file=sys.stderr)


def _say_kept(kept: Letterhead, given: Mapping[str, object], addressed: bool) -> None:
    """Say on standard error what is taken from the last time."""
    from planner.core.texts import date, text

    parts = {"issuer": ", ".join(kept.issuer), "place": kept.place, "day": date(kept.day, state.lang) if kept.day else ""}
    if addressed:
        parts["to"] = ", ".join(kept.to)
    said = [text(f"letterhead.kept_{name}", state.lang, value=value) for name, value in parts.items() if value and name not in given]
    if said:
        print(text("letterhead.kept", state.lang, said="; ".join(said)), file=sys.stderr)
