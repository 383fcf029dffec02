"""`planner forms`, `packs`, `returned`, `accept`: what goes out to units, and what comes back."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Optional

import typer

from planner.cli.base import PAPER_LANG, records, wants_ending, wrote
from planner.cli.frame.state import answer, state
from planner.cli.papers.letterhead import Issuer, On, Place, headed, keep

if TYPE_CHECKING:
    from planner.plan.plan import Run

PlanFolder = Annotated[Path, typer.Argument(metavar="DIR")]


def register(app: typer.Typer) -> None:
    """Add the commands to the command line."""
    for command in (forms, packs, returned, accept):
        app.command()(command)


def forms(
    folder: PlanFolder,
    out: Annotated[Path, typer.Option("--out", metavar="FILE.xlsx")],
    period: Annotated[Optional[str], typer.Option(metavar="NAME")] = None,
    issuer: Issuer = None,
    place: Place = None,
    date: On = None,
) -> None:
    """Write the official lists by route, with the summary by unit and a cover for the office, ready to print and sign."""
    from planner.core.texts import text
    from planner.report.official_lists.book import write_forms
    from planner.report.official_lists.cover import missing_grounds

    lang = state.asked_lang or PAPER_LANG
    wants_ending(out, ".xlsx")
    head = headed(issuer, place, date)
    written = write_forms(_run(folder), out, lang, period, head)
    keep(head)
    for form in written:
        print(f"{form.short}: {len(form.units)}")
    if missing := missing_grounds(written):
        print(text("forms.missing_grounds", state.lang, count=missing))
    wrote(out, lists={form.short: len(form.units) for form in written}, missing_grounds=missing)


def packs(
    folder: PlanFolder,
    out: Annotated[Path, typer.Option("--out", metavar="OUTDIR")],
    unit: Annotated[Optional[list[str]], typer.Option("--unit", metavar="UNIT")] = None,
) -> None:
    """Write a protected workbook for each unit, with its own people only, to be corrected and sent back."""
    from planner.cli.frame.progress import working
    from planner.core.texts import text
    from planner.report.exchange import packs_of
    from planner.report.exchange.pack_folder import INDEX, write_packs

    run, lang = _run(folder), state.lang
    with working("writing") as work:
        files = write_packs(packs_of(run, unit or (), lang), out, lang, keep=bool(unit), progress=work.counted)
    answer({"written": [str(out / INDEX), *map(str, files)]})
    print(text("packs.written", lang, count=len(files), file=str(out / INDEX)))


def returned(
    folder: PlanFolder,
    files: Annotated[list[Path], typer.Argument(metavar="PACK.xlsx…")],
    out: Annotated[Path, typer.Option("--out", metavar="REVIEW.xlsx")],
    roster: Annotated[Optional[Path], typer.Option()] = None,
) -> None:
    """Compare returned packs with what was sent and what stands there now; write every change for a decision."""
    from planner.cli.show import print_problems
    from planner.core.errors import InputError, errors_of, problem
    from planner.core.texts import text
    from planner.report.exchange.returned import origin_of, read_packs, review_of, stray_packs
    from planner.report.exchange.review_book import write_review
    from planner.roster.load import read

    wants_ending(out, ".xlsx")
    run, lang = _run(folder), state.lang
    found, problems = read_packs(files)
    found, strays = stray_packs(found, run.instance.roster)
    problems += strays
    print_problems(problems, lang)
    if not found:
        raise InputError([*errors_of(problems), problem("returned.nothing_read")] if not problems else problem("returned.nothing_read"))
    now = run.instance.roster if roster is None else read(roster)
    review = review_of(found, now, lang)
    write_review(review, out, lang, origin=origin_of(found, now, folder if roster is None else roster, out))
    unreadable = int(review["kind"].eq("unreadable").sum())
    print(text("returned.compared", lang, files=len(found), changes=len(review) - unreadable, unreadable=unreadable))
    wrote(out, files=len(found), changes=len(review) - unreadable, unreadable=unreadable, problems=records(problems))
    if errors_of(problems):
        raise typer.Exit(2)


def accept(
    review: Annotated[Path, typer.Argument(metavar="REVIEW.xlsx")],
    by: Annotated[str, typer.Option("--by", metavar="NAME")],
    out: Annotated[Path, typer.Option("--out", metavar="CORRECTIONS.csv")],
    roster: Annotated[
        Optional[Path], typer.Option(metavar="DIR|ROSTER")
    ] = None,
) -> None:
    """Put the decisions of a review into the ledger of corrections, each checked against the roster as a sheet is."""
    from planner.cli.show import print_problems
    from planner.core.texts import text
    from planner.report.exchange.returned import read_review
    from planner.service.accepting import accept as put_in
    from planner.service.accepting import roster_of_review
    from planner.service.workspace.access.author import author_here

    wants_ending(out, ".csv")
    found, lang = read_review(review, by, author=author_here()), state.lang
    added, noticed = put_in(found, roster_of_review(found, review, roster), review, out)
    taken = sum(entry.accepted for entry in found.entries)
    print_problems(noticed, lang)
    answer({"written": [str(out)], "accepted": taken, "refused": len(found.entries) - taken, "added": added, "warnings": records(noticed)})
    print(text("returned.ledger_written", lang, accepted=taken, refused=len(found.entries) - taken, added=added, file=str(out)))
    print(text("returned.ledger_use", lang, file=out.name), file=sys.stderr)


def _run(folder: Path) -> Run:
    from planner.service.saved_runs import load_run

    return load_run(folder)
