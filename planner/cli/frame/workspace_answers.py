"""The form of each answer about the workspace."""

from __future__ import annotations

from typing import Any

from planner.cli.frame.answer import Answer, Place, Written


class Upgraded(Answer):
    """The form of the workspace's database; before: null where it was empty."""

    database: str
    before: str | None
    form: str


class BackedUp(Written):
    """The archive of the workspace. audit_head: number and HMAC of the newest entry when it was asked for; files: beside the tables."""

    made_at: str
    audit_head: str
    files: int
    encrypted: bool


class Restored(Answer):
    """The archive that took the place of everything. made_at: when it was made; audit_head: the entry of the restoring."""

    restored: str
    made_at: str
    audit_head: str


class AuditVerified(Answer):
    """Whether the audit and everything that it tells of hold; entries: how many there are."""

    holds: bool
    breaches: list[Place]
    entries: int
    audit_head: str


class AuditEntry(Answer):
    """Who did what. object: KIND/NAME; about: the person whom it concerns; before, after: as the action keeps them."""

    number: int
    at: str
    actor: str
    action: str
    object: str | None
    version: int | None
    about: str | None
    before: Any
    after: Any
    mac: str


class AuditEntries(Answer):
    """Entries of the audit, the first one first."""

    entries: list[AuditEntry]


class Kept(Answer):
    """A version of an object of the workspace; state: of a plan, else null."""

    object: str
    version: int
    state: str | None
    author: str
    at: str


class CorrectedByUnit(Kept):
    """The ledger of a unit with one more entry; before, after: canonical text, empty where absent."""

    employee_id: str
    column: str
    before: str
    after: str


class KeptObjects(Answer):
    """The newest version of each object."""

    objects: list[Kept]


class KeptContent(Kept):
    """A version with what it holds; null for a plan, whose figures are shown instead."""

    content: dict[str, Any] | None


class KeptVersions(Answer):
    """Every version of an object; figures: of a plan, as they are shared."""

    versions: list[KeptContent]
    figures: dict[str, Any] | None


class KeptPeople(Answer):
    """The people of a roster, or a plan's decisions."""

    people: list[dict[str, Any]]


class Exported(Written):
    """What was written, and the head of the audit."""

    audit_head: str


class SealedFromWorkspace(Exported):
    """The signed file. signer: the key's fingerprint."""

    signer: str


class Moved(Answer):
    """The state that a plan came to."""

    object: str
    state: str


class Unlocked(Answer):
    """Whether the names of a plan's newest version are shown now."""

    object: str
    open: bool


class RolesNow(Answer):
    """The roles that somebody has now. open: whether one person works here without signing in."""

    person: str
    roles: list[str]
    open: bool


class Known(Answer):
    """Somebody who has a role or has signed in. name, email, seen: as the provider told; null where they never signed in."""

    person: str
    roles: list[str]
    unit: str | None
    name: str | None
    email: str | None
    seen: str | None


class RolesOfAll(Answer):
    """Everybody who has a role or has signed in."""

    open: bool
    people: list[Known]


class TerminalCode(Answer):
    """The code to enter in the app. minutes: so long it can be confirmed; hours: so long commands act as that person then."""

    code: str
    minutes: int
    hours: int


class Acting(Answer):
    """As whom commands act. signed_in: whether somebody else than this machine vouches for who it is."""

    person: str
    signed_in: bool
    roles: list[str]
    unit: str | None
    open: bool


OF_WORKSPACE: dict[str, tuple[type[Answer], ...]] = {
    "audit": (AuditVerified, AuditEntries), "backup": (BackedUp,), "restore": (Restored,), "db": (Upgraded,),
    "workspace": (
        Kept, CorrectedByUnit, KeptObjects, KeptVersions, KeptPeople, Exported, SealedFromWorkspace, Moved, Unlocked, RolesNow, RolesOfAll, TerminalCode, Acting,
    ),
}  # fmt: skip
"""What each command about the workspace may answer with."""
