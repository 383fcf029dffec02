"""Leadership allowances of class-1 agencies against the posts of their leaders.

Source: NĐ 07/2026/NĐ-CP, applied from 1/1/2026. Only a class-1 agency of the units table is looked at: an agency that is not classed
counts as class 2, whose allowances did not change, and a higher allowance is kept until its end.
"""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd

from planner.core.texts import Message
from planner.policy.law.parameters import Law, load_law
from planner.policy.person.money import COEFFICIENT_SCALE

CLASS_1 = "salary.leadership_allowance_class_1"


def leadership_problems(people: pd.DataFrame, units: pd.DataFrame, on: dt.date, law: Law | None = None) -> list[tuple[int, str, Message]]:
    """Triples (row of `people`, canonical column, what disagrees) of leaders whose allowance is below that of their post, by row.

    people: reads unit, category, position_level, leadership_allowance; units: unit, kind. Nothing before the decree, and nothing of
    people without an allowance: a sheet that lacks the column says nothing about them.
    """
    law = law or load_law()
    if on < law.parameter(CLASS_1).values[0].since:
        return []
    table = law.on(CLASS_1, on)
    first = set(units.loc[units["kind"] == "agency_1", "unit"])
    due = people["position_level"].map(table).fillna(0).to_numpy(np.float64)
    has = people["leadership_allowance"].fillna(0).to_numpy(np.float64)
    concerned = people["unit"].isin(first).to_numpy() & people["category"].eq("civil_servant").to_numpy() & (has > 0)
    below = np.rint(has * COEFFICIENT_SCALE) < np.rint(due * COEFFICIENT_SCALE)
    cite = law.reference(CLASS_1, on).title
    return [
        (int(row), "leadership_allowance", Message("law.allowance_below_class_1", {"has": float(has[row]), "due": float(due[row]), "cite": cite}))
        for row in np.flatnonzero(concerned & below)
    ]
