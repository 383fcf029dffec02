"""How many deputies (cấp phó) a unit may have.

Source: NĐ 303/2025/NĐ-CP, Article 11: an average by kind of unit, here taken per unit; more for a department, an office or
a class-2 agency after a merger, and for these and an inspectorate that took over functions; the larger of the two counts.
"""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd

from planner.core.dates import IntArray
from planner.policy.law.parameters import Law, load_law

READS = (
    "organisation.deputies_by_kind", "organisation.deputies_merged", "organisation.deputies_merged_kinds", "organisation.deputies_received",
)  # fmt: skip
"""The numbers of the law behind a cap."""


def deputy_caps(units: pd.DataFrame, on: dt.date, law: Law | None = None) -> IntArray:
    """The most deputies of each unit: its own `deputy_cap` where it has one, else the allowance of its kind, merger and functions.

    units: typed as `roster.frame` says; reads kind, merged_from, received_functions, deputy_cap. InputError where `on` is before the law.
    """
    law = law or load_law()
    by_kind, applies, received = (
        units["kind"].map(law.on(f"organisation.deputies_{name}", on)).to_numpy(np.int64) for name in ("by_kind", "merged_kinds", "received")
    )
    rows = law.on("organisation.deputies_merged", on)
    starts, more = (np.array(column, dtype=np.int64) for column in zip(*rows, strict=True))
    merged = units["merged_from"].to_numpy(np.int64)
    after_merger = applies * more[np.searchsorted(starts, merged, side="right") - 1]
    caps = by_kind + np.maximum(after_merger, received * units["received_functions"].to_numpy(bool))
    own = units["deputy_cap"]
    return np.where(own.notna(), own.fillna(0).to_numpy(np.int64), caps)
