"""An earlier plan beside the options of an instance: which of its decisions can be taken again."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from planner.core.columns import Decision
from planner.instance.floors import room_of
from planner.instance.options import DECISION_INDEX, Options
from planner.instance.reorganise import Structure
from planner.scenario.model import Scenario

COLUMNS = ("employee_id", "decision", "period", "to_unit")
UNKNOWN = -9
REDEPLOY = DECISION_INDEX[Decision.REDEPLOY]


@dataclass(frozen=True)
class Reference:
    """An earlier plan.

    decisions: its frame, `COLUMNS` at least. option: int64[n], the option of each person that takes the earlier decision
    again, -1 where there is none or it is barred. sent_to: int64[n], the unit to which that decision moves a person, else -1.
    """

    decisions: pd.DataFrame
    option: npt.NDArray[np.int64]
    sent_to: npt.NDArray[np.int64]

    @property
    def sha256(self) -> str:
        """Fingerprint of the earlier decisions."""
        text = self.decisions[list(COLUMNS)].astype(str).to_csv(index=False, lineterminator="\n")
        return hashlib.sha256(text.encode()).hexdigest()

    @property
    def counted(self) -> npt.NDArray[np.bool_]:
        """Whose decision can be the same again: bool[n]."""
        return self.option >= 0


def reference_of(
    decisions: pd.DataFrame, people: pd.DataFrame, structure: Structure, scenario: Scenario, options: Options
) -> Reference:
    """An earlier plan's decisions by employee id, whatever its roster's order; periods and units go by their names."""
    said = decisions[list(COLUMNS)].astype(str).drop_duplicates("employee_id").set_index("employee_id")
    said = said.reindex(people["employee_id"].astype(str)).fillna("?")
    decision = said["decision"].map({d.value: i for d, i in DECISION_INDEX.items()}).fillna(UNKNOWN).to_numpy(dtype=np.int64)
    periods = {"": -1, **{p.name: i for i, p in enumerate(scenario.periods)}}
    period = said["period"].map(periods).fillna(UNKNOWN).to_numpy(dtype=np.int64)
    units = {u: i for i, u in enumerate(structure.units["unit"].astype(str))}
    to_unit = said["to_unit"].map(units).fillna(-1).to_numpy(dtype=np.int64)
    person = options.person
    same = (options.decision == decision[person]) & (options.period == period[person]) & (options.barred == 0)
    option = np.full(options.people, -1, dtype=np.int64)
    option[person[same]] = np.flatnonzero(same)
    moved = decision == REDEPLOY
    open_there = (room_of(scenario, structure) > 0)[to_unit] & (to_unit >= 0) & (to_unit != structure.unit_of)
    option[moved & ~open_there] = -1
    return Reference(decisions, option, np.where(moved & (option >= 0), to_unit, -1))
