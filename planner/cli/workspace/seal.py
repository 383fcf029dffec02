"""`planner seal`, and what `planner verify` says of a sealed file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from planner.cli.base import records, wants_ending, wrote
from planner.cli.frame.state import answer, state

ENDING = ".plan"
_SHORT = 60


def register(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command()(seal)


def seal(
    folder: Annotated[Path, typer.Argument(metavar="DIR")],
    out: Annotated[Path, typer.Option("--out", metavar="FILE.plan")],
) -> None:
    """Write a plan as one signed file: inputs, the law, decisions, reasons; another machine can plan it again."""
    from planner.cli.frame.progress import working
    from planner.core.signing.keys import fingerprint
    from planner.core.texts import text
    from planner.service.sealing.sealed import seal as seal_folder

    wants_ending(out, ENDING)
    with working("sealing"):
        said = seal_folder(folder, out)
    signer = fingerprint(said["signer"])
    wrote(out, signer=signer, sealed_at=said["sealed_at"], status=said["status"])
    print(text("sealing.sealed", state.lang, signer=signer))


def verify_sealed(file: Path, key: str | None) -> None:
    """Check a sealed file, plan it again, and say what was found; exit code 1 where something does not hold.

    key: the fingerprint that the signer must have, with or without spaces.
    """
    from planner.cli.frame.progress import working
    from planner.core.texts import text
    from planner.service.sealing.sealed import check_sealed
    from planner.service.sealing.signers import OTHER, Signer, signer_faults

    with working("planning") as work:
        found = check_sealed(file, work.solving)
    faults = list(found.breaches) + ([] if found.difference is None else [found.difference])
    faults = signer_faults(Signer(OTHER, found.signer), file, key) + faults
    for fault in faults:
        print(fault.sentence(state.lang))
    answer({
        "holds": not faults, "status": found.status, "breaches": records(faults), "signer": found.signer, "sealed_at": found.sealed_at,
        "fairness": found.fairness, "state": found.state, "approvals": [list(each) for each in found.approvals],
    })  # fmt: skip
    if faults:
        raise typer.Exit(1)
    status = text(f"words.status_{found.status}", state.lang)
    print(text("sealing.same_plan", state.lang, status=status, signer=found.signer, sealed_at=found.sealed_at))
    if found.state is not None:
        print(text("sealing.state", state.lang, state=text(f"workspace.word_state_{found.state}", state.lang)))
    for person, at in found.approvals:
        print(text("workspace.approved_by", state.lang, person=person, at=at[:19]))
    _print_fairness(found.fairness)
    if key is None:
        print(text("sealing.who_signed", state.lang))


def _print_fairness(ledger: dict[str, Any] | None) -> None:
    """How often the plan was solved again after fairness figures had been seen, and what was changed each time."""
    from planner.core.texts import text

    if ledger is None:
        print(text("sealing.fairness_unknown", state.lang))
        return
    print(text("sealing.fairness_resolves", state.lang, n=ledger["resolves"]))
    for step in ledger["steps"]:
        changed = "; ".join(f"{change['key']}: {_value(change['before'])} → {_value(change['after'])}" for change in step["changed"])
        changed = changed or text("sealing.fairness_nothing", state.lang)
        roster = text("sealing.fairness_roster", state.lang) if step["roster_changed"] else ""
        print("  " + text("sealing.fairness_step", state.lang, before=step["from"], after=step["to"], changed=changed) + roster)
    if ledger["other_plans"]:
        print(text("sealing.fairness_others", state.lang, n=ledger["other_plans"]))


def _value(written: str) -> str:
    """A value of a scenario as JSON, cut where it is long; a dash where there is none."""
    return (written if len(written) <= _SHORT else written[:_SHORT] + "…") or "–"
