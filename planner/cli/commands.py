"""The commands about rosters and the law; those about plans and papers stand in files of their own. Each imports what it
needs when it runs, so that `--help` is quick."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path
from typing import Annotated, Optional

import typer

from planner.cli import batches, law_calendar, plans, purge, replay, scenario_files, verify_data
from planner.cli.base import TABLES, WRONG_INPUT, Day, RegimeName, date_of, law_with, records, terms_of, wants_ending, wrote
from planner.cli.beyond import measure, person, questions
from planner.cli.frame.command import commands, root
from planner.cli.frame.state import answer, state
from planner.cli.papers import brief, calculation, exchange
from planner.policy.terms import AUTO

app = commands("planner")
app.callback()(root)


@app.command()
def template(
    out: Annotated[Path, typer.Argument(metavar="OUT.xlsx")],
) -> None:
    """Write an empty import workbook with guide, drop-downs and an example."""
    from planner.roster.template.workbook import write_template

    wants_ending(out, ".xlsx")
    write_template(out, state.lang)
    wrote(out)


@app.command()
def sample(
    out: Annotated[Path, typer.Argument(metavar="OUT")],
    people: Annotated[int, typer.Option(min=1)],
    units: Annotated[int, typer.Option(min=1)],
    seed: Annotated[int, typer.Option(min=0)],
    structure: Annotated[str, typer.Option()] = "nd351",
) -> None:
    """Write a synthetic ministry (.xlsx with a sheet per unit, .csv or .parquet)."""
    from planner.roster.sample import write_sample

    wants_ending(out, ".xlsx", ".csv", ".parquet")
    write_sample(out, people, units, seed, structure=structure)
    wrote(out)


@app.command()
def mapping(
    roster: Annotated[Path, typer.Argument(metavar="FILE")],
    out: Annotated[Path, typer.Option("--out", metavar="FILE.mapping.yaml")],
) -> None:
    """Write a mapping to fill in: a line for each heading that is not known, with examples and what it may mean."""
    from planner.core.errors import InputError, errors_of, problem
    from planner.core.files import atomic_path
    from planner.roster.read import examine
    from planner.roster.tables.mapping import Mapping, to_fill_in

    wants_ending(out, ".yaml", ".yml")
    if out.exists():
        raise InputError(problem("roster.mapping_there", file=out.name))
    found = examine(roster)
    if not found.unknown and not found.people:
        raise InputError(errors_of(found.problems))
    with atomic_path(out) as temporary:
        temporary.write_text(to_fill_in(found.unknown, found.mapping or Mapping(), state.lang), encoding="utf-8")
    wrote(out)


@app.command()
def check(
    roster: Annotated[Path, typer.Argument(metavar="ROSTER")],
    normalized: Annotated[Optional[Path], typer.Option("--normalized", metavar="OUT.csv|.parquet")] = None,
    mapping: Annotated[Optional[Path], typer.Option("--mapping", metavar="FILE.yaml")] = None,
) -> None:
    """Read and validate a roster; print every problem with its place, and what to verify."""
    from planner.cli.frame.progress import working
    from planner.cli.show import print_account, print_problems
    from planner.cli.verify_data import print_queue
    from planner.core.alike import told_once
    from planner.core.errors import errors_of, warnings_of
    from planner.roster.load import examine

    if normalized is not None:
        wants_ending(normalized, ".csv", ".parquet")
    with working("reading"):
        seen = examine(roster, mapping)
    from planner.plan.unverified_data import records as queue_records
    from planner.plan.unverified_data import verification_queue
    from planner.roster.write import write_roster  # pandas was imported while the child process read

    found, problems = seen.roster, seen.problems
    errors, warnings = errors_of(problems), warnings_of(problems)
    people, units = seen.people, seen.units
    print_problems(problems, state.lang)
    noticed = [] if seen.noticed is None else [message.render(state.lang) for message in seen.noticed.messages()]
    if state.json:
        queue = [] if found is None else queue_records(verification_queue(found, None, state.lang))
        shown = {"people": people, "units": units}
        shown |= {"errors": [p.as_dict(state.lang) for p in errors], "warnings": [p.as_dict(state.lang) for p in warnings], "queue": queue}
        shown["once"] = [alike.as_dict(state.lang) for alike in told_once(problems)]
        shown |= {"noticed": noticed, **({} if seen.noticed is None else seen.noticed.as_dict())}
        shown["account"] = None if seen.account is None else seen.account.as_dict(state.lang)
        answer(shown)
    else:
        from planner.core.texts import text

        print(text("cli.checked", state.lang, people=people, units=units, errors=len(errors), warnings=len(warnings)))
        for sentence in noticed:
            print(sentence)
        if found is not None:
            print_queue(verification_queue(found, None, state.lang), state.lang)
        if seen.account is not None:
            print_account(seen.account, state.lang)
    if errors:
        raise typer.Exit(WRONG_INPUT)
    if normalized is not None and found is not None:
        write_roster(found, normalized)


@app.command()
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


@app.command()
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
    from planner.cli.show import print_problems
    from planner.policy.secondment import outcomes as outcomes_of
    from planner.report.books.table_file import write_table
    from planner.roster.load import read

    wants_ending(out, *TABLES)
    found = read(roster)
    frame = outcomes_of(found.people, on.date(), term_ends_on=date_of(term_ends_on), lang=state.lang)
    write_table(frame, out, state.lang)
    print_problems(found.problems, state.lang)
    wrote(out, rows=len(frame), warnings=records(found.problems))


@app.command()
def resignation(
    roster: Annotated[Path, typer.Argument(metavar="ROSTER")],
    leave_on: Annotated[dt.datetime, typer.Option(formats=["%Y-%m-%d"], metavar="DATE")],
    out: Annotated[Path, typer.Option(metavar="OUT.csv|.xlsx|.parquet")],
    snapshot_on: Day = None,
) -> None:
    """What each civil servant would get who resigns at their own wish (NĐ 170/2025): no streamlining and no route of a plan."""
    from planner.cli.show import print_problems
    from planner.policy.resignation import resignation as resignation_of
    from planner.report.books.table_file import write_table
    from planner.roster.load import read

    wants_ending(out, *TABLES)
    found = read(roster)
    frame = resignation_of(found.people, terms_of(leave_on, None, None, snapshot_on, AUTO), lang=state.lang)
    write_table(frame, out, state.lang)
    print_problems(found.problems, state.lang)
    wrote(out, rows=len(frame), warnings=records(found.problems))


plans.register(app)
batches.register(app)
replay.register(app)
calculation.register(app)
exchange.register(app)
brief.register(app)
verify_data.register(app)
scenario_files.register(app)
law_calendar.register(app)
purge.register(app)
questions.register(app)
measure.register(app)
person.register(app)
