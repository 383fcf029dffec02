"""A plan against another one, person by person, and what several plans said of one person."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

DECIDED = ("decision", "period", "to_unit")
"""What makes a decision another one; the amount follows from it."""


def with_changes(people: pd.DataFrame, before: pd.DataFrame | None) -> pd.DataFrame:
    """The list of people with [changed (bool), was_decision, was_period, was_to_unit] against an earlier plan's list.

    before: needs employee_id and `DECIDED`; None where there is no earlier plan: then nobody changed. A person whom the
    earlier plan did not know has empty former values and has changed.
    """
    if before is None:
        return people.assign(changed=False, **{f"was_{name}": "" for name in DECIDED})
    old = before.drop_duplicates("employee_id").set_index("employee_id")[list(DECIDED)].reindex(people["employee_id"]).fillna("")
    out = people.assign(**{f"was_{name}": old[name].to_numpy() for name in DECIDED})
    differs = (old.astype(str).to_numpy() != people[list(DECIDED)].astype(str).to_numpy()).any(axis=1)
    return out.assign(changed=differs)


def history(plans: Sequence[tuple[str, pd.DataFrame]], person: str) -> pd.DataFrame:
    """What each plan decided for one person, in the plans' order: [plan, decision, period, leave_on, to_unit, involuntary, cost_vnd, changed].

    plans: name and decisions of each; involuntary as bool or "true"/"false". A plan whose roster lacks the person is left
    out. changed: whether the decision is another than in the row before.
    """
    columns = ["decision", "period", "leave_on", "to_unit", "involuntary", "cost_vnd"]
    rows = []
    for name, decisions in plans:
        own = decisions[decisions["employee_id"].astype(str) == person]
        if len(own):
            first = own.iloc[0]
            rows.append({"plan": name, **{column: first[column] for column in columns}})
    frame = pd.DataFrame(rows, columns=["plan", *columns])
    frame["involuntary"] = frame["involuntary"].astype(str).str.lower().eq("true")
    frame["cost_vnd"] = frame["cost_vnd"].astype("int64")
    decided = frame[list(DECIDED)].astype(str).agg("|".join, axis=1) if len(frame) else pd.Series(dtype=str)
    frame["changed"] = (decided != decided.shift()) & (decided.index > 0) if len(frame) else pd.Series(dtype=bool)
    return frame
