"""Who goes where: people from their groups to what is decided for them, and exits along the calendar."""

from __future__ import annotations

import numpy as np
import pandas as pd

from planner.core.vocabulary import DECISION_INDEX, EXIT_ROUTES, Decision

OTHERS = "…"
"""The group that holds the small ones beyond the largest."""


def flows(people: pd.DataFrame, by: str = "unit", most: int = 18) -> pd.DataFrame:
    """Edges of the picture of moves and exits: [source, decision, target, people], biggest source first.

    people: the frame of `tables.people`. source: the value of column `by`, `OTHERS` for those beyond the `most` largest.
    target: the new unit of those who move (`OTHERS` beyond the `most` largest there), else "".
    """
    source = _few(people[by].fillna("").astype(str), most)
    moved = people["decision"].eq(Decision.REDEPLOY.value)
    target = people["to_unit"].fillna("").astype(str).where(moved, "")
    target = target.where(~moved, _few(target[moved], most).reindex(people.index))
    edges = pd.DataFrame({"source": source, "decision": people["decision"].astype(str), "target": target})
    counted = edges.groupby(["source", "decision", "target"], sort=False).size().rename("people").reset_index()
    size = counted.groupby("source")["people"].transform("sum")
    order = counted["decision"].map(DECISION_INDEX)
    last = counted["source"].eq(OTHERS)
    return counted.iloc[np.lexsort((counted["target"], order, counted["source"], -size, last))].reset_index(drop=True)


def timeline(people: pd.DataFrame) -> pd.DataFrame:
    """Exits along the calendar: [month (its first day, datetime64), period, decision, people, involuntary, cost_vnd], in that order.

    A natural exit stands in the month of its own date, whatever period counts it.
    """
    left = people[people["decision"].isin(EXIT_ROUTES)]
    month = left["leave_on"].dt.to_period("M").dt.start_time.rename("month")
    grouped = left.groupby([month, "period", "decision"], sort=True)
    frame = grouped.agg(people=("employee_id", "size"), involuntary=("involuntary", "sum"), cost_vnd=("cost_vnd", "sum"))
    return frame.reset_index().astype({"people": "int64", "involuntary": "int64", "cost_vnd": "int64"})


def by_group(people: pd.DataFrame, rows: str, columns: str) -> pd.DataFrame:
    """People in the cells of two columns of the list: [<rows>, <columns>, people, leavers, moved, after, reduction (share)].

    Values in their order of appearance; every pair stands, also an empty one; reduction is NaN where nobody is.
    after: people less leavers and movers.
    """
    keys = people[[rows, columns]].fillna("").astype(str)
    leaves = people["decision"].isin(EXIT_ROUTES)
    moves = people["decision"].eq(Decision.REDEPLOY.value)
    data = keys.assign(people=1, leavers=leaves.astype(int), moved=moves.astype(int))
    grid = pd.MultiIndex.from_product([pd.unique(keys[rows]), pd.unique(keys[columns])], names=[rows, columns])
    frame = data.groupby([rows, columns])[["people", "leavers", "moved"]].sum().reindex(grid, fill_value=0).reset_index()
    frame["after"] = frame["people"] - frame["leavers"] - frame["moved"]
    frame["reduction"] = frame["leavers"] / frame["people"].where(frame["people"] > 0)
    return frame


def _few(names: pd.Series, most: int) -> pd.Series:
    """The names with all but the `most` largest groups replaced by `OTHERS`; one too many is not worth a heap."""
    sizes = names.value_counts(sort=True)
    if len(sizes) <= most + 1:
        return names
    return names.where(names.isin(sizes.index[:most]), OTHERS)
