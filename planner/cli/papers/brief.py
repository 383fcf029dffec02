"""`planner brief`: one or several plans on two pages, for leaders."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from planner.cli.base import PAPER_LANG, wants_ending, wrote
from planner.cli.frame.state import state
from planner.cli.papers.letterhead import Issuer, On, Place, To, headed, keep

PlanFolders = Annotated[list[Path], typer.Argument(metavar="DIR…")]


def register(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command()(brief)


def brief(
    folders: PlanFolders,
    out: Annotated[Path, typer.Option("--out", metavar="FILE.docx|.pdf")],
    issuer: Issuer = None,
    number: Annotated[str, typer.Option("--number", metavar="TEXT")] = "",
    place: Place = None,
    date: On = None,
    to: To = None,
) -> None:
    """Write a draft submission for leaders: what was asked, figures, units, cost, alternatives side by side, doubts; numbers of people only."""
    from planner.report.brief.write import ENDINGS, write_brief
    from planner.service.saved_runs import load_run

    lang = state.asked_lang or PAPER_LANG
    wants_ending(out, *ENDINGS)
    head = headed(issuer, place, date, to, number, addressed=True)
    write_brief([load_run(folder) for folder in folders], out, lang, head)
    keep(head)
    wrote(out)
