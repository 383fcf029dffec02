"""The commands for scenario files: a workbook to fill in, and one form of a scenario made of the other."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Optional

import typer

from planner.cli.base import wants_ending, wrote
from planner.cli.frame.state import state


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    app.command("new")(new)
    app.command("scenario")(scenario)


def new(
    out: Annotated[Path, typer.Argument(metavar="OUT.xlsx")],
    roster: Annotated[Path, typer.Option("--roster", metavar="ROSTER")],
) -> None:
    """Write a scenario workbook to fill in: targets, units, mergers, whom to keep, money, weights; with drop-downs."""
    from planner.service.scenario_files import new_workbook

    wants_ending(out, ".xlsx")
    new_workbook(out, roster, state.lang)
    wrote(out)


def scenario(
    file: Annotated[Path, typer.Argument(metavar="FILE")],
    out: Annotated[Path, typer.Option("--out", metavar="FILE.yaml|FILE.xlsx")],
    roster: Annotated[Optional[Path], typer.Option(metavar="ROSTER")] = None,
) -> None:
    """Turn a scenario into a workbook, or a workbook into a scenario file, without loss; a parent is merged."""
    from planner.core.texts import text
    from planner.service.scenario_files import WORKBOOK, YAML_ENDINGS, has_comments, read_scenario, write_scenario

    wants_ending(file, WORKBOOK, *YAML_ENDINGS)
    wants_ending(out, WORKBOOK, *YAML_ENDINGS)
    write_scenario(read_scenario(file), out, state.lang, roster)
    if file.suffix.lower() in YAML_ENDINGS and has_comments(file):
        print(text("scenario_book.comments_gone", state.lang, file=file.name), file=sys.stderr)
    wrote(out)
