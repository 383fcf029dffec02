"""The list of people with what is decided for each."""

from __future__ import annotations

import numpy as np
import pandas as pd

from planner.core.dates import full_years
from planner.plan.plan import Run
from planner.plan.tables.reasons import reasons_of
from planner.plan.tables.refused import bases_in

FROM_ROSTER = (
    "employee_id", "full_name", "sex", "birth_date", "age", "unit", "unit_name", "position_title", "position_level", "category",
    "rank_code", "merit", "rating_1", "rating_2", "rating_3", "attention_groups", "key_role", "volunteers", "lock",
)  # fmt: skip
FROM_PLAN = ("decision", "period", "leave_on", "to_unit", "involuntary", "cost_vnd", "regime", "legal_basis", "reason")


def people(run: Run, lang: str | None = None) -> pd.DataFrame:
    """A row a person in the roster's order: who they are, then what the plan decides (columns `FROM_ROSTER`, `FROM_PLAN`).

    lang: the language of reason and legal_basis; where absent, as they stand in the run's decisions. age: completed
    years on the snapshot date. unit, position_level: after `reorganise`. merit: float. leave_on: datetime64, NaT for
    those who stay. Without a plan the columns `FROM_PLAN` are left out.
    """
    instance = run.instance
    roster, structure = instance.people, instance.structure
    units = structure.units
    own = {
        "age": full_years(roster["birth_date"].to_numpy(), instance.scenario.snapshot_on),
        "unit": units["unit"].to_numpy()[structure.unit_of],
        "unit_name": units["name"].to_numpy()[structure.unit_of],
        "position_level": structure.level,
        "merit": np.round(instance.merit, 2),
    }
    frame = pd.DataFrame({name: own[name] if name in own else roster[name].array for name in FROM_ROSTER})
    if run.decisions is not None:
        for name in FROM_PLAN:
            frame[name] = run.decisions[name].array
        if lang is not None and run.plan.chosen is not None:
            if lang != run.summary["provenance"]["lang"]:
                frame["reason"] = reasons_of(instance, run.plan.chosen, lang)
            frame["legal_basis"] = bases_in(instance, lang)[instance.options.basis[run.plan.chosen]]
        frame["leave_on"] = pd.to_datetime(frame["leave_on"].replace("", None), format="%Y-%m-%d")
    return frame
