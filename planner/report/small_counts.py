"""Counts too small to hide anybody are left out of what is shared: views of the workspace, and the brief."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

LEAST_SHOWN = 5
"""Fewer people than this are not told as a number in what is shared."""


def is_small(people: int) -> bool:
    """Whether a number of people is too small to be told."""
    return 0 < people < LEAST_SHOWN


def headcount_told(heads: Mapping[str, Any]) -> dict[str, Any]:
    """The headcount of a `plan.json` as it is told: a small number of people is None; where that is the people there are, or who
    leave, so is all that would tell how many leave."""
    told = {name: None if name != "reduction" and is_small(int(value)) else value for name, value in heads.items()}
    if told["baseline"] is None or told["leavers"] is None:
        told |= dict.fromkeys(("leavers", "reduction", "remaining"))
    return told


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
