"""How many deputies (cấp phó) a unit may have.

Source: NĐ 303/2025: an average by kind of unit, here taken per unit, more after a merger; the years of grace for
surplus deputies are not modelled.
"""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd

from planner.core.dates import IntArray
from planner.policy.law.parameters import Law, load_law

READS = ("organisation.deputies_by_kind", "organisation.deputies_merged")
"""The numbers of the law behind a cap."""


def deputy_caps(units: pd.DataFrame, on: dt.date, law: Law | None = None) -> IntArray:
    """The most deputies of each unit: its own `deputy_cap` where it has one, else the cap of its kind and merger.

    units: typed as `roster.frame` says; reads kind, merged_from, deputy_cap. InputError where `on` is before the law.
    """
    law = law or load_law()
    by_kind = law.on("organisation.deputies_by_kind", on)
    rows = law.on("organisation.deputies_merged", on)
    starts, more = (np.array(column, dtype=np.int64) for column in zip(*rows, strict=True))
    merged = units["merged_from"].to_numpy(np.int64)
    caps = units["kind"].map(by_kind).to_numpy(np.int64) + more[np.searchsorted(starts, merged, side="right") - 1]
    own = units["deputy_cap"]
    return np.where(own.notna(), own.fillna(0).to_numpy(np.int64), caps)
