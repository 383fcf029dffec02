"""What the law alone pays, route by route."""

from __future__ import annotations

import pandas as pd

from planner.core.vocabulary import EXIT_ROUTES


def by_entitlement(benefits: pd.DataFrame) -> pd.DataFrame:
    """To how many people each route stands open and what it pays: [route, people, average_vnd, highest_vnd], whole VND, 0 where nobody.

    benefits: the frame of `policy.export.table`.
    """
    paid = benefits.loc[benefits["eligible"], ["route", "total_vnd"]].astype({"route": "str"})
    grouped = paid.groupby("route")["total_vnd"].agg(["size", "sum", "max"])
    grouped = grouped.reindex([route.value for route in EXIT_ROUTES], fill_value=0)
    return pd.DataFrame(
        {
            "route": list(grouped.index),
            "people": grouped["size"].to_numpy(),
            "average_vnd": (grouped["sum"] // grouped["size"].clip(lower=1)).to_numpy(),
            "highest_vnd": grouped["max"].to_numpy(),
        }
    )
