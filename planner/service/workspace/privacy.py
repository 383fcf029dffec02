"""Pseudonyms for names: what leaves the workspace for those who need no person."""

from __future__ import annotations

import hashlib
import hmac

import pandas as pd

_PERSONAL = ("full_name", "position_title", "reason", "leaving_ground", "education", "skills")
"""Columns of names and of free text, which say more of somebody than a sum needs."""
_DIGITS = 16


def pseudonymised(frame: pd.DataFrame, key: bytes) -> pd.DataFrame:
    """A table of people (`employee_id`) with a pseudonym for each, the same one in every table that the same key makes.

    Names and free text go. Everything that money is reckoned from stays as it is, birth dates to the day (some rights end on
    a birthday), and so do the sums: who knows somebody's birth date can still find them. Rows stand in the order of the
    pseudonyms, which says nothing.
    """
    secret = hmac.new(key, b"pseudonyms", hashlib.sha256).digest()
    ids = frame["employee_id"].astype(str)
    names = {each: hmac.new(secret, each.encode(), hashlib.sha256).hexdigest()[:_DIGITS] for each in ids.unique()}
    made = frame.drop(columns=[column for column in _PERSONAL if column in frame]).assign(employee_id=ids.map(names))
    return made.sort_values("employee_id", ignore_index=True)
