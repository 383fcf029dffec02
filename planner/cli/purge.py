"""`planner purge`: what the app keeps and nobody has used for some time, listed and then removed."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from planner.cli.base import OK, WRONG_INPUT
from planner.cli.frame.state import answer, state

if TYPE_CHECKING:
    from pathlib import Path

    from planner.service.purge import Kept
    from planner.service.workspace.desks.kept import KeptDesk

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

    things = old_things(app_folder(), older_than, kept=_desks())
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
    used, left = _remove_desks(things), remove(things)
    answer({"found": listed, "removed": len(things) - len(left) - len(used), "left": [str(path) for path in (*used, *left)]})
    for key, paths in (("used", used), ("left", left)):
        for path in paths:
            print(text(f"purge.{key}", state.lang, path=str(path)), file=sys.stderr)
    print(text("purge.removed", state.lang, count=len(things) - len(left) - len(used)))
    raise typer.Exit(WRONG_INPUT if left else OK)


def _desks() -> list[KeptDesk]:
    """The desks in the workspace's store; none where there is no store yet: none is made to see that."""
    from planner.cli.workspace.people import acting
    from planner.service.places import has_database
    from planner.service.workspace.desks.saving import kept_desks

    return kept_desks(*acting(administers=True)) if has_database() else []


def _remove_desks(things: list[Kept]) -> list[Path]:
    """Remove those of the desks listed that nobody has used since; those that stay."""
    from planner.cli.workspace.people import acting
    from planner.service.workspace.desks.saving import remove_desks

    desks = {each.desk.id: each for each in things if each.desk is not None}
    gone = remove_desks(*acting(administers=True), [each.desk for each in desks.values() if each.desk is not None]) if desks else []
    return [each.path for desk, each in desks.items() if desk not in gone]


def _line(each: Kept) -> str:
    from planner.core.texts import text

    kind = text(f"purge.{each.kind}", state.lang)
    return text("purge.line", state.lang, kind=kind, days=int(each.days), mb=_mb(each.size), path=str(each.path), title=each.title)


def _mb(size: int) -> float:
    return round(size / 2**20, 1)
