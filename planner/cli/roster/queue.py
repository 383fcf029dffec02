"""`planner queue`: the values to confirm of a plan's roster; and how `planner check` shows its own queue."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Optional

import typer

from planner.cli.base import TABLES, wants_ending
from planner.cli.frame.state import answer, state

if TYPE_CHECKING:
    import pandas as pd

SHOWN = 20


def register(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command()(queue)


def queue(
    folder: Annotated[Path, typer.Argument(metavar="DIR")],
    top: Annotated[int, typer.Option("--top", min=1, metavar="N")] = SHOWN,
    out: Annotated[Optional[Path], typer.Option("--out", metavar="OUT.csv|.xlsx|.parquet")] = None,
) -> None:
    """List what to verify: assumed and doubtful values, first those on which the plan's outcome for a person hangs."""
    from planner.cli.frame.progress import working
    from planner.core.texts import text
    from planner.plan.unverified_data import records, verification_queue
    from planner.report.books.table_file import write_table
    from planner.service.saved_runs import load_run

    if out is not None:
        wants_ending(out, *TABLES)
    with working("opening") as work:
        run = load_run(folder)
        work.phase("questions")
        found = verification_queue(run.instance.roster, run, state.lang)
        if out is not None:
            work.phase("writing")
            write_table(found, out, state.lang)
    answer(records(found))
    if run.instance.roster.status is None:
        print(text("verification.not_known", state.lang))
        return
    print_queue(found, state.lang, top)


def print_queue(found: pd.DataFrame, lang: str, top: int = SHOWN) -> None:
    """The first lines of a queue as sentences, under a line that says how many there are."""
    from planner.core.texts import text

    if not len(found):
        print(text("verification.nothing_to_verify", lang))
        return
    hang = int(found["effect"].isin(["decision", "money", "routes", "counted"]).sum())
    asked = bool(found["effect"].ne("").any())
    print(text("verification.title" if asked else "verification.title_before", lang, count=len(found), hang=hang))
    whole = found[found["employee_id"].eq("")]
    single = found[found["employee_id"].ne("")]
    for row in single.head(top).itertuples(index=False):
        who = f"{row.employee_id} {row.full_name}"
        status = text(f"verification.status_{row.status}", lang)
        said = text("verification.line", lang, who=who, heading=row.heading, value=row.value, status=status, why=row.why, change=row.change)
        more = " " + text("verification.suggested", lang, other=row.other) if row.other else ""
        print(f"  {said.strip()}{more}")
    if len(single) > top:
        print(text("verification.more", lang, count=len(single) - top))
    for row in whole[whole["file"].ne("")].itertuples(index=False):
        print("  " + text("verification.whole_sheet", lang, people=row.people, sheet=row.sheet or row.file, heading=row.heading, why=row.why, other=row.other))
    for people, rows in whole[whole["file"].eq("")].groupby("people", sort=False):
        columns = ", ".join(f"{row.heading} = {row.value}" for row in rows.itertuples(index=False))
        print("  " + text("verification.columns_lacking", lang, people=people, columns=columns))
