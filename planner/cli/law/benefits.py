"""`planner benefits`, `outcomes` and `resignation`: what the law gives each person of a roster, by what they could do."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path
from typing import Annotated, Optional

import typer

from planner.cli.base import TABLES, Day, RegimeName, date_of, law_with, records, terms_of, wants_ending, wrote
from planner.cli.frame.state import state
from planner.policy.terms import AUTO


def register(app: typer.Typer) -> None:
    """Add the commands to the command line."""
    for command in (benefits, outcomes, resignation):
        app.command()(command)


def benefits(
    roster: Annotated[Path, typer.Argument(metavar="ROSTER")],
    leave_on: Annotated[dt.datetime, typer.Option(formats=["%Y-%m-%d"], metavar="DATE")],
    out: Annotated[Path, typer.Option(metavar="OUT.csv|.xlsx|.parquet")],
    decided_on: Day = None,
    reorganised_on: Day = None,
    snapshot_on: Day = None,
    regime: RegimeName = AUTO,
    law_override: Annotated[Optional[Path], typer.Option("--law-override", metavar="FILE.yaml")] = None,
) -> None:
    """Every person and every exit route at a date: eligible or why not, each item of money, the legal basis."""
    from planner.cli.frame.progress import working
    from planner.cli.show import print_problems
    from planner.policy.benefits import compute
    from planner.policy.decrees.regime import late_decision
    from planner.policy.export import table
    from planner.policy.overrides import override_messages
    from planner.report.books.table_file import write_table
    from planner.roster.load import read

    terms = terms_of(leave_on, decided_on, reorganised_on, snapshot_on, regime)
    wants_ending(out, *TABLES)
    law = law_with(law_override)
    with working("reading") as work:
        found = read(roster)
        work.phase("law")
        computed = compute(found.people, terms, law)
        frame = table(computed, found.people, state.lang)
        work.phase("writing")
        write_table(frame, out, state.lang)
    print_problems(found.problems, state.lang)
    late = late_decision(terms)
    notes = [message.render(state.lang) for message in (*override_messages(law), *computed.warnings, *([late] if late else []))]
    for note in notes:
        print(note, file=sys.stderr)
    wrote(out, rows=len(frame), notes=notes, warnings=records(found.problems))


def outcomes(
    roster: Annotated[Path, typer.Argument(metavar="ROSTER")],
    on: Annotated[dt.datetime, typer.Option(formats=["%Y-%m-%d"], metavar="DATE")],
    out: Annotated[Path, typer.Option(metavar="OUT.csv|.xlsx|.parquet")],
    term_ends_on: Annotated[
        Optional[dt.datetime],
        typer.Option(formats=["%Y-%m-%d"], metavar="DATE"),
    ] = None,
) -> None:
    """What each person could lawfully do instead of leaving: secondment, stepping down; open or why not, and the cost."""
    from planner.cli.frame.progress import working
    from planner.cli.show import print_problems
    from planner.policy.secondment import outcomes as outcomes_of
    from planner.report.books.table_file import write_table
    from planner.roster.load import read

    wants_ending(out, *TABLES)
    with working("reading") as work:
        found = read(roster)
        work.phase("law")
        frame = outcomes_of(found.people, on.date(), term_ends_on=date_of(term_ends_on), lang=state.lang)
        work.phase("writing")
        write_table(frame, out, state.lang)
    print_problems(found.problems, state.lang)
    wrote(out, rows=len(frame), warnings=records(found.problems))


def resignation(
    roster: Annotated[Path, typer.Argument(metavar="ROSTER")],
    leave_on: Annotated[dt.datetime, typer.Option(formats=["%Y-%m-%d"], metavar="DATE")],
    out: Annotated[Path, typer.Option(metavar="OUT.csv|.xlsx|.parquet")],
    snapshot_on: Day = None,
) -> None:
    """What each civil servant would get who resigns at their own wish (NĐ 170/2025): no streamlining and no route of a plan."""
    from planner.cli.frame.progress import working
    from planner.cli.show import print_problems
    from planner.policy.resignation import resignation as resignation_of
    from planner.report.books.table_file import write_table
    from planner.roster.load import read

    wants_ending(out, *TABLES)
    with working("reading") as work:
        found = read(roster)
        work.phase("law")
        frame = resignation_of(found.people, terms_of(leave_on, None, None, snapshot_on, AUTO), lang=state.lang)
        work.phase("writing")
        write_table(frame, out, state.lang)
    print_problems(found.problems, state.lang)
    wrote(out, rows=len(frame), warnings=records(found.problems))
