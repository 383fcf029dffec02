"""`planner sheet`: one person's calculation sheet, on the terminal or as PDF, Word or Excel."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Optional

import typer

from planner.cli.base import Day, date_of, law_with, terms_of, wants_ending, wrote
from planner.cli.frame.state import answer, state
from planner.policy.terms import AUTO, Terms

if TYPE_CHECKING:
    from planner.report.calculation import Calculation


def register(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command()(sheet)


def sheet(
    source: Annotated[Path, typer.Argument(metavar="DIR|ROSTER")],
    employee_id: Annotated[str, typer.Argument(metavar="EMPLOYEE_ID")],
    route: Annotated[Optional[str], typer.Option()] = None,
    leave_on: Annotated[
        Optional[dt.datetime], typer.Option(formats=["%Y-%m-%d"], metavar="DATE")
    ] = None,
    decided_on: Day = None,
    reorganised_on: Day = None,
    snapshot_on: Day = None,
    regime: Annotated[Optional[str], typer.Option()] = None,
    law_override: Annotated[Optional[Path], typer.Option("--law-override", metavar="FILE.yaml")] = None,
    issuer: Annotated[str, typer.Option(metavar="TEXT")] = "",
    out: Annotated[
        Optional[Path], typer.Option("--out", metavar="FILE")
    ] = None,
) -> None:
    """One person's calculation sheet: every step of the sum with its article, to be checked with a pocket calculator."""
    from planner.report.calculation import of_plan
    from planner.report.calculation.text import as_text
    from planner.report.calculation.write import ENDINGS, write_calculation
    from planner.service.saved_runs import PLAN, load_run

    if out is not None:
        wants_ending(out, *ENDINGS)
    if (source / PLAN).is_file():
        dates = {"decided_on": decided_on, "reorganised_on": reorganised_on, "snapshot_on": snapshot_on}
        _refuse({**dates, "regime": regime, "law_override": law_override})
        found = of_plan(load_run(source), employee_id, route=route or "", leave_on=date_of(leave_on), issuer=issuer)
    else:
        terms = terms_of(leave_on, decided_on, reorganised_on, snapshot_on, regime or AUTO) if leave_on else None
        found = _of_roster(source, employee_id, route, terms, law_override, issuer)
    shown = as_text(found, state.lang)
    if out is None:
        answer({"written": [], "text": shown.splitlines()})
        print(shown)
        return
    write_calculation(found, out, state.lang)
    wrote(out, text=shown.splitlines())


def _of_roster(source: Path, employee_id: str, route: str | None, terms: Terms | None, overrides: Path | None, issuer: str) -> Calculation:
    from planner.cli.show import print_problems
    from planner.core.errors import InputError, problem
    from planner.core.vocabulary import EXIT_ROUTES
    from planner.report.calculation import calculation
    from planner.roster.load import read

    if route is None or terms is None:
        raise InputError(problem("sheet.needs_route_and_date", column="--route, --leave-on", known=", ".join(EXIT_ROUTES)))
    found = read(source)
    made = calculation(found, employee_id, route, terms, law=law_with(overrides), issuer=issuer)
    print_problems(found.problems, state.lang)
    return made


def _refuse(options: dict[str, Any]) -> None:
    """Options that a plan's folder answers itself."""
    from planner.core.errors import InputError, problem

    given = [name for name, value in options.items() if value is not None]
    if given:
        raise InputError([problem("sheet.dates_of_plan", column=f"--{name.replace('_', '-')}") for name in given])
