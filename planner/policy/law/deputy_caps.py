"""How many deputies (cấp phó) the units of a ministry may have.

Source: NĐ 303/2025/NĐ-CP, Article 11. The decree limits an average: the units of clause 1 (department, office, inspectorate,
class-2 agency, public unit) together, and the class-1 agencies of clause 2 together. Clause 3 adds to it for a department, an
office or a class-2 agency after a merger, and for these and an inspectorate that took over functions; the larger of the two
counts. Clause 4: within the sum the minister decides the number of each unit. Article 15(2): units that were rearranged have
until the end of 2030 to come down to it.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from planner.core.dates import IntArray
from planner.policy.law.parameters import Law, load_law

CLAUSE, GRACE = "organisation.deputies_clause", "organisation.deputies_grace_last"
READS = (
    "organisation.deputies_by_kind", "organisation.deputies_merged", "organisation.deputies_merged_kinds", "organisation.deputies_received",
    CLAUSE, GRACE,
)  # fmt: skip
"""The numbers of the law behind the limits."""


@dataclass(frozen=True)
class DeputyLaw:
    """What the decree says of u units on a day. allowance: int64[u], deputies that a unit brings to its average.

    clause: int64[u], the clause that averages it. in_grace: bool[u], rearranged and not yet held to the limit on that day.
    """

    allowance: IntArray
    clause: IntArray
    in_grace: npt.NDArray[np.bool_]


def deputy_law(units: pd.DataFrame, on: dt.date, law: Law | None = None) -> DeputyLaw:
    """The decree on the units (typed as `roster.frame` says; reads kind, merged_from, received_functions).

    InputError where `on` is before the decree.
    """
    law = law or load_law()
    kinds, merged, received = units["kind"], units["merged_from"].to_numpy(np.int64), units["received_functions"].to_numpy(bool)
    by_kind, applies, functions = (
        kinds.map(law.on(f"organisation.deputies_{name}", on)).to_numpy(np.int64) for name in ("by_kind", "merged_kinds", "received")
    )
    starts, more = (np.array(column, dtype=np.int64) for column in zip(*law.on("organisation.deputies_merged", on), strict=True))
    after_merger = applies * more[np.searchsorted(starts, merged, side="right") - 1]
    return DeputyLaw(
        allowance=by_kind + np.maximum(after_merger, functions * received),
        clause=kinds.map(law.on(CLAUSE, on)).to_numpy(np.int64),
        in_grace=((merged > 1) | received) & (on <= law.on(GRACE, on)),
    )
