"""`planner workspace pack`, `return-pack`, `correct`, and for planners `packs`, `ledger`: what a unit's head does with the own people."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Optional

import typer

from planner.cli.base import one_of, wants_ending, wrote
from planner.cli.frame.state import answer, state
from planner.cli.workspace.people import acting
from planner.cli.workspace.refs import told

Plan = Annotated[str, typer.Argument(metavar="NAME")]
Out = Annotated[Path, typer.Option("--out", metavar="FILE.xlsx")]


def register(group: typer.Typer) -> None:
    """Add the commands to the group of the workspace's."""
    for name, command in (("pack", pack), ("return-pack", return_pack), ("correct", correct), ("packs", packs), ("ledger", ledger)):
        group.command(name)(command)


def pack(name: Plan, out: Out, unit: Annotated[Optional[str], typer.Option("--unit", metavar="UNIT")] = None) -> None:
    """Write a unit's pack of a plan: its own people, to be checked, corrected and sent back."""
    from planner.cli.frame.progress import working
    from planner.core.texts import text
    from planner.service.workspace.units.packs import receive_pack

    wants_ending(out, ".xlsx")
    with working("writing"):
        work, me = acting()
        head = receive_pack(work, me, name, unit, out, state.lang)
    wrote(out, audit_head=head.printed)
    print(text("unit_heads.received", state.lang, name=name))


def return_pack(name: Plan, file: Annotated[Path, typer.Argument(metavar="PACK.xlsx")]) -> None:
    """Send back a pack that was filled in, for planners to review."""
    from planner.cli.frame.progress import working
    from planner.service.workspace.units.packs import send_pack

    with working("reading"):
        work, me = acting()
        made = send_pack(work, me, name, file)
    told(made)


def correct(
    name: Plan,
    employee_id: Annotated[str, typer.Argument(metavar="EMPLOYEE_ID")],
    column: Annotated[str, typer.Argument(metavar="COLUMN")],
    value: Annotated[str, typer.Argument(metavar="VALUE")],
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT")],
) -> None:
    """Correct a value of somebody of the own unit, in the ledger of the unit."""
    from planner.core.texts import text
    from planner.service.workspace.access.exports import record
    from planner.service.workspace.units.corrections import COLUMNS, correct_own

    one_of("COLUMN", column, COLUMNS)
    work, me = acting()
    made, entry = correct_own(work, me, name, employee_id, column, value, reason)
    answer({**record(made), "employee_id": employee_id, "column": column, "before": entry.before, "after": entry.after})
    said = {"person": employee_id, "column": column, "before": entry.before or "–", "after": entry.after or "–"}
    print(text("unit_heads.corrected", state.lang, **said, object=made.object, version=made.number))


def packs(name: Plan, out: Annotated[Path, typer.Option("--out", metavar="OUTDIR")]) -> None:
    """Write the packs that units sent back about a plan into a folder, to be reviewed."""
    from planner.core.texts import text
    from planner.service.workspace.units.packs import returned_packs

    work, me = acting()
    files, head = returned_packs(work, me, name, out)
    wrote(*files, audit_head=head.printed)
    print(text("unit_heads.review_next", state.lang, n=len(files)))


def ledger(name: Plan, out: Annotated[Path, typer.Option("--out", metavar="CORRECTIONS.csv")]) -> None:
    """Write what units corrected as one ledger that a scenario can name."""
    from planner.core.texts import text
    from planner.service.workspace.units.corrections import ledger_of_units

    wants_ending(out, ".csv")
    work, me = acting()
    entries, overtaken, head = ledger_of_units(work, me, name, out)
    wrote(out, audit_head=head.printed)
    print(text("unit_heads.ledger_written", state.lang, n=entries, file=out.name))
    if overtaken:
        print(text("unit_heads.left_out", state.lang, n=overtaken))
