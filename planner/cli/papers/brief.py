"""`planner brief`: one or several plans on two pages, for leaders."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from planner.cli.base import INFEASIBLE, UNKNOWN, state, wants_ending
from planner.cli.papers.letterhead import Issuer, On, Place, To, headed, keep

if TYPE_CHECKING:
    from planner.plan.plan import Run

PlanFolders = Annotated[list[Path], typer.Argument(metavar="DIR…", help="Plans' folders; several stand side by side.")]


def register(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command()(brief)


def brief(
    folders: PlanFolders,
    out: Annotated[Path, typer.Option("--out", metavar="FILE.docx|.pdf", help="The brief: to be edited (.docx) or as it is (.pdf).")],
    issuer: Issuer = None,
    number: Annotated[str, typer.Option("--number", metavar="TEXT", help="Number and mark of the document, 12/TTr-TCCB; dots where absent.")] = "",
    place: Place = None,
    date: On = None,
    to: To = None,
    lang: Annotated[str, typer.Option("--lang", help="vi or en; the brief is Vietnamese.")] = "vi",
) -> None:
    """Write a draft submission for leaders: what was asked, figures, units, cost, alternatives side by side, doubts; numbers of people only."""
    from planner.report.brief.write import ENDINGS, write_brief

    if lang not in ("en", "vi"):
        raise typer.BadParameter("--lang is en or vi")
    wants_ending(out, *ENDINGS)
    head = headed(issuer, place, date, to, number, addressed=True)
    write_brief([_run(folder) for folder in folders], out, lang, head)
    keep(head)
    print(out)


def _run(folder: Path) -> Run:
    """The plan of a folder; where there is none, that is said and the call ends with the status's code."""
    from dataclasses import replace

    from planner.report.brief.build import no_plan
    from planner.service.saved_runs import load_run, read_summary

    summary = read_summary(folder)
    code = {"infeasible": INFEASIBLE, "unknown": UNKNOWN}.get(summary["status"])
    if code is not None:
        print(replace(no_plan(summary), file=str(folder)).sentence(state.lang), file=sys.stderr)
        raise typer.Exit(code)
    return load_run(folder)
