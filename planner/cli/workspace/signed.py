"""What `planner verify` says of who signed a plan's folder, and a ledger of corrections."""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from planner.cli.base import records
from planner.cli.frame.state import answer, state

if TYPE_CHECKING:
    from planner.service.sealing.signers import Signer, Vouched

LEDGER_ENDING = ".csv"
FORGED = frozenset({"corrections.chain_broken", "corrections.signature_wrong", "corrections.signature_gone"})
"""What is said of a ledger that was changed after it was written."""


def note_key() -> None:
    """Say at once where what will be written cannot be signed, since no key can be kept. InputError where there is a key that will
    not do: nobody should wait for a plan that cannot be written then."""
    from planner.core.signing.keys import keys_folder, signing_key
    from planner.core.texts import text

    if signing_key() is None and not state.quiet:
        print(text("sealing.cannot_sign", state.lang, folder=str(keys_folder())), file=sys.stderr)


def print_signer(found: Signer, ledger: Vouched | None) -> None:
    """Who signed a plan, and its ledger where it has one."""
    from planner.core.texts import text

    print(text(f"sealing.signed_by_{found.by}", state.lang, signer=found.key or ""))
    if ledger is not None:
        _print_ledger(ledger)


def signed(found: Signer | None, ledger: Vouched | None) -> dict[str, Any]:
    """The same for an answer; null where the list of files could not be read."""
    return {"signed_by": None if found is None else found.by, "signer": None if found is None else found.key, "ledger": None if ledger is None else asdict(ledger)}


def verify_ledger(file: Path, key: str | None) -> None:
    """Check the chain and the signatures of a ledger; exit code 1 where something does not hold. InputError where it is none.
    key: as of `planner verify`."""
    from planner.core.errors import InputError, Problem
    from planner.roster.corrections import read_corrections
    from planner.service.sealing.signers import ledger_faults, vouched

    faults: list[Problem]
    try:
        entries = read_corrections(file)
        found, faults = vouched(entries), [] if key is None else ledger_faults(entries, file, key)
    except InputError as error:
        if not any(fault.message.key in FORGED for fault in error.problems):
            raise  # it is no ledger
        found, faults = None, list(error.problems)
    for fault in faults:
        print(fault.sentence(state.lang))
    answer({"holds": not faults, "breaches": records(faults), "ledger": None if found is None else asdict(found)})
    if found is not None:
        _print_ledger(found)
    if faults:
        raise typer.Exit(1)


def _print_ledger(ledger: Vouched) -> None:
    from planner.core.texts import text

    others = sum(ledger.others.values())
    print(text("sealing.ledger_signed", state.lang, n=ledger.entries, here=ledger.here, others=others, unsigned=ledger.unsigned))
    for key, count in ledger.others.items():
        print("  " + text("sealing.ledger_other", state.lang, signer=key, n=count))
    if ledger.authors:
        print("  " + text("sealing.ledger_authors", state.lang, authors=", ".join(ledger.authors)))
