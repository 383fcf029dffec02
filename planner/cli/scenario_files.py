"""The commands for scenario files: a workbook to fill in, and one form of a scenario made of the other."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Optional

import typer

from planner.cli.base import state, wants_ending

Language = Annotated[Optional[str], typer.Option("--lang", help="vi or en; the call's language where absent.")]


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    app.command("new")(new)
    app.command("scenario")(scenario)


def new(
    out: Annotated[Path, typer.Argument(metavar="OUT.xlsx")],
    roster: Annotated[Path, typer.Option("--roster", metavar="ROSTER", help="The roster that is planned; its units stand in the workbook.")],
    lang: Language = None,
) -> None:
    """Write a scenario workbook to fill in: targets, units, mergers, whom to keep, money, weights; with drop-downs."""
    from planner.service.scenario_files import new_workbook

    wants_ending(out, ".xlsx")
    new_workbook(out, roster, _language(lang))
    print(out)


def scenario(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A scenario: .yaml or .xlsx.")],
    out: Annotated[Path, typer.Option("--out", metavar="FILE.yaml|FILE.xlsx", help="The same scenario in the form of this ending.")],
    roster: Annotated[Optional[Path], typer.Option(help="Whose units a workbook shows; the scenario's own roster where absent.", metavar="ROSTER")] = None,
    lang: Language = None,
) -> None:
    """Turn a scenario into a workbook, or a workbook into a scenario file, without loss; a parent is merged."""
    from planner.core.texts import text
    from planner.service.scenario_files import WORKBOOK, YAML_ENDINGS, has_comments, read_scenario, write_scenario

    wants_ending(file, WORKBOOK, *YAML_ENDINGS)
    wants_ending(out, WORKBOOK, *YAML_ENDINGS)
    write_scenario(read_scenario(file), out, _language(lang), roster)
    if file.suffix.lower() in YAML_ENDINGS and has_comments(file):
        print(text("scenario_book.comments_gone", state.lang, file=file.name), file=sys.stderr)
    print(out)


def _language(lang: str | None) -> str:
    if lang not in (None, "en", "vi"):
        raise typer.BadParameter("--lang is en or vi")
    return lang or state.lang
