"""How a pack is laid out, for the writer and for the way back: sheets, columns, words, fingerprint."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence

from planner.core.columns import ROSTER, Column

VERSION = "1"
META_SHEET, SENT_SHEET, LISTS_SHEET = "_pack", "_sent", "_lists"
"""Hidden: what the pack is, the cells as they were sent (each at the place that it has on the people's sheet), drop-downs."""
FIXED = ("employee_id",)
FROM_PLAN = ("decision", "leave_on", "to_unit", "cost_vnd", "legal_basis", "plan_reason")
"""What the plan says of the person; locked."""
ASKED = ("request", "request_reason")
"""What the unit's head may ask for, and why."""
EDITABLE: tuple[Column, ...] = tuple(c for c in ROSTER if c.name not in ("employee_id", "unit", "lock"))
"""The facts that the unit corrects; the unit's people change by a request or an added row, the lock by a request."""
COLUMNS = (*FIXED, "full_name", *FROM_PLAN, *ASKED, *(c.name for c in EDITABLE if c.name != "full_name"))
"""The columns of the people's sheet, after a column of numbers; their names stand in a hidden row above the headings."""
SENT_COLUMNS = ("employee_id", *(c.name for c in EDITABLE))
PAY = ("salary_coefficient", "contract_salary_vnd")
"""Of these a person needs one."""
NEEDED = ("employee_id", *(c.name for c in EDITABLE if c.required), *PAY)
ADDED_COLUMNS = (*NEEDED, *(c.name for c in EDITABLE if c.name not in NEEDED), "request_reason")
"""The columns of the sheet on which people are added whom the roster lacks: what is needed first. Same rows as the people's sheet."""
KEY_ROW, FIRST_ROW = 3, 5
"""Rows (from 0) of the canonical names and of the first person."""
NEW_ROWS = 20
"""Empty rows on the sheet for people whom the roster lacks."""
REQUESTS = {"keep": "keep", "release": "leave", "not_ours": ""}
"""What may be asked for: the lock that it means, "" for a person who does not belong to the unit."""


def digest(meta: Mapping[str, str], sent: Iterable[Sequence[str]]) -> str:
    """The fingerprint of what was sent: sha256 over the pack's own words and each person's canonical cells, by id."""
    whole = hashlib.sha256(b"planner pack 1")
    for key in sorted(meta):
        whole.update(f"\n{key}={meta[key]}".encode())
    for row in sorted(tuple(cells) for cells in sent):
        whole.update(("\n" + "\t".join(row)).encode("utf-8", "surrogatepass"))
    return whole.hexdigest()
