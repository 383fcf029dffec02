"""The units of a plan as leaders look at them: today, after, limits, what changed, and how far each may still be moved; the most telling first."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

CHANGED, AT_ITS_LIMIT, OTHERS = 0, 1, 2
"""Ranks: units that changed against the plan before, units whose limit is reached, all others."""


def canvas(units: pd.DataFrame, before: pd.DataFrame | None, floors: Mapping[str, int] | None = None) -> pd.DataFrame:
    """A row a unit: [unit, name, before, after, leavers, share (of its people that leave), least and most (people that may remain, Int64, NA where
    no limit is asked), change (people who stay more than in the plan before, 0 where there is none), most_more and most_less (people that it may
    still keep or release more)], ranked: what changed, what is at a limit, then the share lost.

    units, before: `tables.by_unit` of the plan and of the one before it. floors: the least people of units whose own least number was asked
    for in this session, without that: as far down they may be moved.
    """
    frame = units[["unit", "name", "before", "after", "leavers"]].reset_index(drop=True)
    bounds = units[["at_most", "at_least", "minimum"]].astype("Float64").astype("float64").reset_index(drop=True)
    by_share = frame["before"] - bounds["at_most"]
    least = by_share.combine(bounds["minimum"], max).fillna(by_share).fillna(bounds["minimum"])
    frame["share"] = (frame["leavers"] / frame["before"].where(frame["before"] > 0)).fillna(0.0)
    frame["least"], frame["most"] = least.astype("Int64"), (frame["before"] - bounds["at_least"]).astype("Int64")
    was = frame["unit"].map(dict(before[["unit", "after"]].itertuples(index=False)) if before is not None else {})
    frame["change"] = (frame["after"] - was).fillna(0).astype("int64")
    own = frame["unit"].map(dict(floors or {})).astype("float64")
    down = own.combine(by_share, max).fillna(own).where(own.notna(), least).fillna(0)
    frame["most_more"] = (frame["before"] - frame["after"]).clip(lower=0).astype("int64")
    frame["most_less"] = (frame["after"] - down).clip(lower=0).astype("int64")
    reached = frame["after"].eq(frame["least"]).fillna(False).to_numpy(dtype=bool)
    rank = pd.Series(OTHERS, index=frame.index).where(~reached, AT_ITS_LIMIT).where(frame["change"].eq(0), CHANGED)
    order = pd.DataFrame({"rank": rank, "change": -frame["change"].abs(), "share": -frame["share"]})
    return frame.loc[order.sort_values(["rank", "change", "share"], kind="stable").index].reset_index(drop=True)
