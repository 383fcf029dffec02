"""Names hidden, counts too small to hide anybody suppressed: what leaves the workspace for those who need no person."""

from __future__ import annotations

import hashlib
import hmac

import pandas as pd

LEAST_SHOWN = 5
"""Fewer people than this are not told as a number in what is shared."""
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


def is_small(people: int) -> bool:
    """Whether a number of people is too small to be told."""
    return 0 < people < LEAST_SHOWN


def suppressed(frame: pd.DataFrame, counts: list[str], tied: dict[str, list[str]]) -> pd.DataFrame:
    """A table of counts with those of 1 to 4 people left out (absent), and what would tell them.

    counts: columns that count people. tied: of a counting column, the columns that say something of the same people, money
    say; a counting column among them stands later in `counts`. Where a column's total is known, what is left out together can be
    reckoned from it: the next smallest goes, too, until that is five people or more, or nobody is left to go. What a table leaves
    out whole is its total, which is the caller's to hold back.
    """
    made, without = frame.copy(), {column: pd.Series(False, index=frame.index) for column in counts}
    for count in counts:
        values = pd.to_numeric(frame[count]).fillna(0)
        hidden = without[count] | values.between(1, LEAST_SHOWN - 1)
        while is_small(int(values[hidden].sum())) and (others := values[~hidden & (values > 0)]).size:
            hidden.loc[others.idxmin()] = True
        for column in (count, *tied.get(count, [])):
            made[column] = made[column].astype(object).where(~hidden, None)
            if column in without:
                without[column] = without[column] | hidden
    return made
