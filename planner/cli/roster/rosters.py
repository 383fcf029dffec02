"""`planner template`, `sample`, `mapping` and `check`: a roster made, its headings given a meaning, and read with every problem told."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Optional

import typer

from planner.cli.base import WRONG_INPUT, wants_ending, wrote
from planner.cli.frame.state import answer, state


def register(app: typer.Typer) -> None:
    """Add the commands to the command line."""
    for command in (template, sample, mapping, check):
        app.command()(command)


def template(
    out: Annotated[Path, typer.Argument(metavar="OUT.xlsx")],
) -> None:
    """Write an empty import workbook with guide, drop-downs and an example."""
    from planner.roster.template.workbook import write_template

    wants_ending(out, ".xlsx")
    write_template(out, state.lang)
    wrote(out)


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


def check(
    roster: Annotated[Path, typer.Argument(metavar="ROSTER")],
    normalized: Annotated[Optional[Path], typer.Option("--normalized", metavar="OUT.csv|.parquet")] = None,
    mapping: Annotated[Optional[Path], typer.Option("--mapping", metavar="FILE.yaml")] = None,
) -> None:
    """Read and validate a roster; print every problem with its place, and what to verify."""
    from planner.cli.frame.progress import working
    from planner.cli.roster.queue import print_queue
    from planner.cli.show import print_account, print_problems
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
