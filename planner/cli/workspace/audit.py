"""`planner audit`: who did what in the workspace, and whether anybody changed what it says."""

from __future__ import annotations

from typing import Annotated, Any, Optional

import typer

from planner.cli.base import records
from planner.cli.frame.command import commands
from planner.cli.frame.state import answer, state
from planner.cli.workspace.people import acting


def register(app: typer.Typer) -> None:
    """Add the commands to the command line."""
    group = commands("audit")

    @group.callback()
    def audit() -> None:
        """Who did what in the workspace."""

    group.command()(verify)
    group.command()(show)
    app.add_typer(group)


def verify() -> None:
    """Find any entry that was edited, removed or moved, and anything else that is not what the audit says."""
    from planner.cli.frame.progress import working
    from planner.core.texts import text

    with working("verifying"):
        work, me = acting(administers=True)
        faults, head = work.verify(me)
    answer({"holds": not faults, "breaches": records(faults), "entries": head.number, "audit_head": head.printed})
    for fault in faults:
        print(fault.sentence(state.lang))
    if faults:
        raise typer.Exit(1)
    print(text("workspace.holds", state.lang, number=head.number, head=head.printed))


def show(person: Annotated[Optional[str], typer.Option("--person", metavar="ID")] = None) -> None:
    """Print the entries; of a person: what they did, and what concerns them."""
    from planner.core.texts import text

    work, me = acting()
    entries = work.audit(me, person)
    answer({"entries": entries})
    for entry in entries:
        print(_line(entry))
    if not entries:
        print(text("workspace.no_entries", state.lang))


def _line(entry: dict[str, Any]) -> str:
    """An entry for people."""
    from planner.core.texts import text

    version = "" if entry["version"] is None else f", {entry['version']}"
    action = text(f"workspace.word_action_{entry['action']}", state.lang)
    said = {"number": entry["number"], "at": entry["at"], "actor": entry["actor"], "action": action}
    about = entry["about"] or ""
    return text("workspace.entry", state.lang, **said, object=f"{entry['object'] or ''}{version}", about=about).rstrip()
