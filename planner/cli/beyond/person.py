"""`planner otherwise`: what would have to change for another outcome of one person."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any, Optional

import typer

from planner.cli.beyond.asking import case_of, keep, naming, progress, unproven, wants_table
from planner.cli.frame.state import answer, state
from planner.core.texts import text


def register(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command()(otherwise)


def otherwise(
    folder: Annotated[Path, typer.Argument(metavar="DIR")],
    employee_id: Annotated[str, typer.Argument(metavar="EMPLOYEE_ID")],
    out: Annotated[Optional[Path], typer.Option("--out", metavar="OUT.csv")] = None,
    workers: Annotated[int, typer.Option("--workers", min=1)] = 2,
    time_limit: Annotated[Optional[float], typer.Option("--time-limit", min=0, metavar="S")] = None,
) -> None:
    """What would have to change (rating, months, a lock, a rule) for another outcome of a person, confirmed by solving, cheapest first."""
    from planner.service import asking
    from planner.service.beyond.tables import records

    wants_table(out)
    case = case_of(folder, time_limit)
    with progress("otherwise") as say:
        found = asking.otherwise(case, employee_id, workers=workers, progress=say)
    keep(found.table, out)
    rows = records(found.table)
    if state.json:
        answer({"employee_id": found.employee_id, "leaves": found.leaves, "natural": found.natural, "open": found.open, "changes": rows})
        return
    now = text(f"beyond.contested.{'leaves' if found.leaves else 'stays'}", state.lang)
    key = "natural" if found.natural else "title" if rows else "none"
    print(text(f"beyond.otherwise.{key}", state.lang, who=found.employee_id, now=now))
    named = naming(case)
    for row in rows:
        print("  " + _line(row, named))
    unproven(found.open + sum(not row["proven"] for row in rows))


def _line(row: dict[str, Any], named: Callable[[str], str]) -> str:
    from planner.service.beyond.person.said import change_said

    what = change_said(row["change"], row["detail"], named, state.lang)
    said = {"what": what, "decision": text(f"words.decision_{row['decision']}", state.lang)}
    if row["objective_loss"] is None:
        return text("beyond.otherwise.line", state.lang, **said)
    key = "line_gain" if row["objective_loss"] < 0 else "line_loss"
    return text(f"beyond.otherwise.{key}", state.lang, points=round(abs(row["objective_loss"]), 2), **said)
