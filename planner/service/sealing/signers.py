"""Who signed a plan's folder, and the lines of a ledger of corrections."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from planner.core.errors import InputError, Problem, problem
from planner.core.signing.keys import fingerprint, is_own
from planner.roster.corrections import read_corrections
from planner.roster.people.correction import Correction
from planner.service.manifest import read_manifest
from planner.service.saved_runs import INPUTS, LEDGER

HERE, OTHER, NOBODY = "here", "other", "nobody"
"""By whom something is signed: this installation, another key, none."""


@dataclass(frozen=True)
class Signer:
    """Whose signature something bears. by: `HERE`, `OTHER` or `NOBODY`; key: the fingerprint, None where there is none."""

    by: str
    key: str | None


@dataclass(frozen=True)
class Vouched:
    """Who vouches for the lines of a ledger: how many there are, how many this installation signed, how many each other key
    (by fingerprint), how many nobody; and who decided them, as far as that is known."""

    entries: int
    here: int
    others: dict[str, int]
    unsigned: int
    authors: tuple[str, ...]


def signer_of(folder: Path) -> Signer | None:
    """Who signed a plan's list of files; None where the list does not hold."""
    try:
        return _signer(read_manifest(folder).get("signer"))
    except InputError:
        return None


def signer_faults(found: Signer, file: Path, key: str | None) -> list[Problem]:
    """That something is not signed by the key that is asked for (a fingerprint, with or without spaces); empty where none is."""
    if key is None or _bare(key) == _bare(found.key or ""):
        return []
    if found.key is None:
        return [problem("sealing.key_but_unsigned", file=str(file), expected=key)]
    return [problem("sealing.other_signer", file=str(file), signer=found.key, expected=key)]


def ledger_of_plan(folder: Path) -> Vouched | None:
    """Who vouches for the ledger of a plan; None where it was made without one."""
    file = folder / INPUTS / LEDGER
    return vouched(read_corrections(file)) if file.is_file() else None


def vouched(entries: Sequence[Correction]) -> Vouched:
    """Who vouches for entries that were read from a ledger: their signatures hold."""
    counted = Counter(_signer(entry.signer or None) for entry in entries)
    others = {str(signer.key): count for signer, count in counted.items() if signer.by == OTHER}
    here, unsigned = (sum(count for signer, count in counted.items() if signer.by == by) for by in (HERE, NOBODY))
    return Vouched(len(entries), here, others, unsigned, tuple(sorted({entry.author for entry in entries if entry.author})))


def ledger_faults(entries: Sequence[Correction], file: Path, key: str) -> list[Problem]:
    """The lines that are not signed by the key that is asked for."""
    found = []
    for line, entry in enumerate(entries, 2):
        for fault in signer_faults(_signer(entry.signer or None), file, key):
            found.append(Problem(fault.message, fault.file, row=line))
    return found


def _signer(public: str | None) -> Signer:
    if public is None:
        return Signer(NOBODY, None)
    return Signer(HERE if is_own(public) else OTHER, fingerprint(public))


def _bare(written: str) -> str:
    return written.replace(" ", "").lower()
