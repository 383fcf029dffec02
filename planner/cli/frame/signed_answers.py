"""The form of each answer about what is signed."""

from __future__ import annotations

from typing import Any

from planner.cli.frame.answer import Answer, Place, Written


class Verified(Answer):
    """Whether everything holds; status: of the plan, null where something does not."""

    holds: bool
    status: str | None
    breaches: list[Place]


class LedgerSigners(Answer):
    """Who signed the lines of a ledger of corrections: how many this installation, each other key (by fingerprint), nobody;
    authors: who had signed in when they were decided, as far as that is known."""

    entries: int
    here: int
    others: dict[str, int]
    unsigned: int
    authors: list[str]


class VerifiedFolder(Verified):
    """Whether everything in a plan's folder holds. signed_by: `here`, `other` or `nobody`, null where its list of files does not
    hold; signer: the key's fingerprint; ledger: null where there is none."""

    signed_by: str | None
    signer: str | None
    ledger: LedgerSigners | None


class VerifiedLedger(Answer):
    """Whether chain and signatures of a ledger of corrections hold; ledger: null where they do not."""

    holds: bool
    breaches: list[Place]
    ledger: LedgerSigners | None


class VerifiedSeal(Verified):
    """Whether everything in a sealed file holds, and planning again came to the same; signer: the key's fingerprint; fairness: the
    ledger of re-solves after fairness figures had been seen, null where it was sealed outside a workspace; state, approvals
    ([person, time]): the plan's in the workspace that sealed it."""

    signer: str
    sealed_at: str
    fairness: dict[str, Any] | None
    state: str | None
    approvals: list[list[str]]


class Sealed(Written):
    """The signed file. signer: the key's fingerprint; status: the plan's."""

    signer: str
    sealed_at: str
    status: str


SIGNED: dict[str, tuple[type[Answer], ...]] = {"seal": (Sealed,), "verify": (VerifiedFolder, VerifiedSeal, VerifiedLedger)}
"""What each command about what is signed may answer with."""
