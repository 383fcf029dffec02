"""The table of `planner replay`: a row for each person and route, with both sides."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from planner.policy.benefits import ROUTES
from planner.policy.export import table
from planner.policy.replay.comparison import CHANGES, Replay, change_of, words

BOTH = (
    "regime",
    "eligible",
    "reason",
    "current_salary_vnd",
    "months_early",
    "years_early",
    "si_years",
    "total_vnd",
    "legal_basis",
    "evidence",
)
"""Columns of `planner benefits` that stand for each side, with `_a` and `_b`."""


def route_rows(found: Replay, lang: str = "en") -> pd.DataFrame:
    """A row for each person and route, person by person in the roster's order, all six routes in the law's order.

    employee_id, unit, route; leave_on_a, then the columns of `BOTH` with `_a`; the same with `_b`; difference_vnd (B
    less A), change (a word of `CHANGES`, about this route), best_a and best_b (the person's best route on that side).
    """
    people, routes = found.source, len(ROUTES)
    columns: dict[str, Any] = {}
    for mark, side in (("a", found.left), ("b", found.right)):
        frame = table(side.benefits, people, lang)
        if not columns:
            columns = {"employee_id": frame["employee_id"], "unit": people["unit"].repeat(routes).array, "route": frame["route"]}
        columns |= {f"{name}_{mark}": frame[name] for name in ("leave_on", *BOTH)}
    open_a, open_b = columns["eligible_a"].to_numpy(bool), columns["eligible_b"].to_numpy(bool)
    difference = columns["total_vnd_b"].to_numpy() - columns["total_vnd_a"].to_numpy()
    columns["difference_vnd"] = difference
    columns["change"] = words(CHANGES, change_of(open_a, open_b, difference))
    number = np.tile(np.arange(routes), len(people))
    for mark, side in (("a", found.left), ("b", found.right)):
        columns[f"best_{mark}"] = np.repeat(side.best, routes) == number
    return pd.DataFrame(columns)
