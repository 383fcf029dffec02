"""One entry of the ledger of corrections: a cell, what stood there, what stands there now, and who said so."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Correction:
    """An accepted or refused change of one cell of the roster.

    Two entries are the same where they say the same (`said`), whoever vouches for them. column: canonical name. before, after: canonical text, as `roster.csv` writes it ("" where absent). accepted: whether
    it counts. by, at: who decided, and when (ISO, with zone). from_file: the file that asked for it. reason: why. author: who had signed in when it was decided, or the
    account of the machine; "" where that is not known. signer, signature: the key that signed its line of a ledger, and how.

    A person who joins is a row of the column `employee_id` with an empty `before`, the other cells as rows below it; one
    who goes is a row of `employee_id` with an empty `after`.
    """

    employee_id: str
    column: str
    before: str
    after: str
    accepted: bool
    by: str
    at: str
    from_file: str = ""
    reason: str = ""
    author: str = field(default="", compare=False)
    signer: str = field(default="", compare=False)
    signature: str = field(default="", compare=False, repr=False)

    @property
    def said(self) -> tuple[str | bool, ...]:
        """What the entry says, in the order of a ledger's columns."""
        return (self.employee_id, self.column, self.before, self.after, self.accepted, self.by, self.at, self.from_file, self.reason)
