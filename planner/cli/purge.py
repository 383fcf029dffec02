"""`planner purge`: what the app keeps and nobody has used for some time, listed and then removed."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from planner.cli.base import OK, WRONG_INPUT
from planner.cli.frame.state import answer, state

if TYPE_CHECKING:
    from planner.service.purge import Kept

DAYS = 90


def register(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command()(purge)


def purge(
    older_than: Annotated[float, typer.Option("--older-than", min=0, metavar="DAYS")] = DAYS,
    yes: Annotated[bool, typer.Option("--yes")] = False,
) -> None:
    """List the app's desks, plans, uploads and rosters that are older than an age, then remove them: they name people."""
    from planner.core.texts import text
    from planner.service.places import app_folder
    from planner.service.purge import old_things, remove

    things = old_things(app_folder(), older_than)
    listed = [{"kind": each.kind, "days": each.days, "bytes": each.size, "path": str(each.path), "title": each.title} for each in things]
    answer({"found": listed, "removed": 0, "left": []})
    for each in things:
        print(_line(each))
    if not things:
        print(text("purge.nothing", state.lang, days=older_than, place=str(app_folder())))
        return
    print(text("purge.found", state.lang, count=len(things), mb=_mb(sum(each.size for each in things))))
    if not yes and not (sys.stdin.isatty() and not state.json and typer.confirm(text("purge.ask", state.lang))):
        print(text("purge.not_removed", state.lang))
        return
    left = remove(things)
    answer({"found": listed, "removed": len(things) - len(left), "left": [str(path) for path in left]})
    for path in left:
        print(text("purge.left", state.lang, path=str(path)), file=sys.stderr)
    print(text("purge.removed", state.lang, count=len(things) - len(left)))
    raise typer.Exit(WRONG_INPUT if left else OK)


def _line(each: Kept) -> str:
    from planner.core.texts import text

    kind = text(f"purge.{each.kind}", state.lang)
    return text("purge.line", state.lang, kind=kind, days=int(each.days), mb=_mb(each.size), path=str(each.path), title=each.title)


def _mb(size: int) -> float:
    return round(size / 2**20, 1)
