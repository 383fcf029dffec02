"""One entry of the ledger of corrections: a cell, what stood there, what stands there now, and who said so."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Correction:
    """An accepted or refused change of one cell of the roster.

    column: canonical name. before, after: canonical text, as `roster.csv` writes it ("" where absent). accepted: whether
    it counts. by, at: who decided, and when (ISO, with zone). from_file: the file that asked for it. reason: why.

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
