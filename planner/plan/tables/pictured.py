"""What pictures of a plan draw: people before and after by a column, exits and money by quarter, and a bridge from one plan's cost to another's."""

from __future__ import annotations

import pandas as pd

from planner.core.vocabulary import DECISION_INDEX, EXIT_ROUTES

BY_QUARTER = ("cost_vnd", "saving_vnd", "saving_natural_vnd")


def before_and_after(people: pd.DataFrame, *columns: str) -> pd.DataFrame:
    """People today and at the end by columns of the list: [*columns, before, after, leavers (int64)]; "" where a value is lacking, in the order of appearance.

    people: the frame of `tables.people` with decisions. Who moves stays in the ministry, so counts as remaining.
    """
    keys = people[list(columns)].fillna("").astype(str)
    left = people["decision"].isin(EXIT_ROUTES).astype("int64").to_numpy()
    counted = keys.assign(before=1, leavers=left).groupby(list(columns), sort=False)[["before", "leavers"]].sum().reset_index()
    return counted.assign(after=counted["before"] - counted["leavers"])[[*columns, "before", "after", "leavers"]]


def exits_by_quarter(timeline: pd.DataFrame) -> pd.DataFrame:
    """`tables.timeline` by quarter: [quarter (its first day, datetime64), decision, people, involuntary, cost_vnd], every quarter from the first to the last."""
    quarter = timeline["month"].dt.to_period("Q").dt.start_time.rename("quarter")
    summed = timeline.groupby([quarter, "decision"], sort=True)[["people", "involuntary", "cost_vnd"]].sum().reset_index()
    return summed.astype({"people": "int64", "involuntary": "int64", "cost_vnd": "int64"})


def quarters_between(quarters: pd.Series) -> list[pd.Timestamp]:
    """The first days of every quarter from the first of `quarters` to the last: a quarter without exits is a gap that is seen."""
    if not len(quarters):
        return []
    return list(pd.period_range(quarters.min().to_period("Q"), quarters.max().to_period("Q"), freq="Q").to_timestamp())


def money_by_quarter(months: pd.DataFrame) -> pd.DataFrame:
    """`tables.money_by_month` by quarter: [quarter (first day), cost_vnd, saving_vnd, saving_natural_vnd (whole VND in the quarter), net (to date)]."""
    quarter = months["month"].dt.to_period("Q").dt.start_time.rename("quarter")
    grouped = months.groupby(quarter, sort=True)
    return grouped[list(BY_QUARTER)].sum().assign(net=grouped["net"].last()).reset_index()


def cost_bridge(now: pd.DataFrame, before: pd.DataFrame) -> pd.DataFrame:
    """From an earlier plan's cost to this one's: [step ("before", a route, "now"), people (more or fewer on that route), cost_vnd (the whole for before and now,
    else the difference)]. Routes without a difference are left out.

    now, before: employee_id, decision, cost_vnd of everybody.
    """
    paid = [frame.assign(cost_vnd=frame["cost_vnd"].astype("int64")) for frame in (before, now)]  # a plan's file holds texts
    sums = [frame[frame["cost_vnd"] > 0].groupby("decision")["cost_vnd"].agg(["size", "sum"]).astype("int64") for frame in paid]
    both = sums[1].subtract(sums[0], fill_value=0).astype("int64")
    both = both[(both["sum"] != 0) | (both["size"] != 0)]
    routes = sorted(both.index, key=lambda route: DECISION_INDEX[route])
    totals = [int(frame["cost_vnd"].sum()) for frame in paid]
    rows = [("before", 0, totals[0]), *((str(r), int(both.at[r, "size"]), int(both.at[r, "sum"])) for r in routes), ("now", 0, totals[1])]
    return pd.DataFrame(rows, columns=["step", "people", "cost_vnd"])
