"""The form of each answer about how long what is kept stays, and its deletion."""

from __future__ import annotations

from typing import Any

from planner.cli.frame.answer import Answer, Written


class RetentionPeriod(Answer):
    """How long a kind is kept, and on what basis."""

    months: int
    basis: str


class Retention(Answer):
    """The period of each kind that has one."""

    periods: dict[str, RetentionPeriod]


class DueObject(Answer):
    """Something past its period. written_on: when it was written last; until: the last day of its period."""

    object: str
    version: int
    written_on: str
    until: str
    months: int
    basis: str


class DueObjects(Answer):
    """What is past its period, the longest first."""

    due: list[DueObject]


class Deletion(Answer):
    """Something that was deleted. number: of its certificate; sha256: of what it held, as the certificate lists it."""

    number: int
    object: str
    deleted_at: str
    by: str
    reason: str
    sha256: str


class DeletionWritten(Written):
    """The certificate. left: files that still lie there because somebody reads; the next write removes them."""

    left: int
    deleted: Deletion


class Deletions(Answer):
    """Every deletion, the first one first."""

    deletions: list[Deletion]


class CertificateChecked(Answer):
    """A certificate that is what was signed. signer: the key's fingerprint; own_key: whether it is this installation's."""

    certificate: dict[str, Any]
    signer: str
    own_key: bool


RETENTION = (Retention, DueObjects, DeletionWritten, Deletions, CertificateChecked)
"""What the commands of retention may answer with."""
