"""What every question to a saved plan does: open it, say how far it is, keep and answer."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from planner.cli.base import INFEASIBLE, TABLES, UNKNOWN, wants_ending
from planner.cli.frame.progress import ProgressLine, working
from planner.cli.frame.state import state
from planner.core.texts import text

if TYPE_CHECKING:
    import pandas as pd

    from planner.service.beyond.case import Case


def case_of(folder: Path, time_limit: float | None) -> Case:
    """The plan of a folder; where there is none, that is said and the call ends with the status's code."""
    from planner.service.beyond.case import NoPlan, open_case

    try:
        with working("opening"):
            return open_case(folder, time_limit_s=time_limit, started=state.started)
    except NoPlan as none:
        for problem in none.problems:
            print(problem.sentence(state.lang), file=sys.stderr)
        raise typer.Exit({"infeasible": INFEASIBLE, "unknown": UNKNOWN}[none.status.value]) from None


def wants_table(out: Path | None) -> None:
    """InputError where a table cannot be written there."""
    if out is not None:
        wants_ending(out, *TABLES)


def keep(table: pd.DataFrame, out: Path | None) -> None:
    """The table as a file, where one is asked for."""
    from planner.report.books.table_file import write_table

    if out is not None:
        write_table(table, out, state.lang)


def naming(case: Case) -> Callable[[str], str]:
    """What says a requirement of the plan, given as `key [scope]`, in words with its key behind."""
    from planner.plan.tables import requirement_said, requirements_shown

    shown = requirements_shown(case.run, state.lang)

    def named(requirement: str) -> str:
        said, key = requirement_said(shown, requirement, "", state.lang), requirement.partition(" [")[0]
        return said if said.startswith(key) else text("beyond.named", state.lang, said=said, path=key)

    return named


def unproven(count: int) -> None:
    """Says how much was not proven."""
    if count:
        print(text("beyond.unproven", state.lang, count=count))


@contextmanager
def progress(what: str) -> Iterator[Callable[[int, int], None]]:
    """A line that says how many of how many are done, taken away at the end."""
    line = ProgressLine(state.quiet)
    name = text(f"beyond.{what}.doing", state.lang)
    try:
        yield lambda done, of: line.say(text("beyond.progress", state.lang, what=name, done=done, of=of))
    finally:
        line.done()
