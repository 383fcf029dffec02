"""A written plan beside the options of an instance: what its words mean here, and which decisions can be taken again."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from planner.core.vocabulary import DECISION_INDEX, REDEPLOY
from planner.instance.floors import destinations_of
from planner.instance.options import Options
from planner.instance.reorganise import Structure
from planner.scenario.model import Scenario

COLUMNS = ("employee_id", "decision", "period", "to_unit")
UNKNOWN = -9


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


def indices_of(decisions: pd.DataFrame, structure: Structure, scenario: Scenario) -> tuple[npt.NDArray[np.int64], ...]:
    """(decision, period, unit moved to) that each row of a plan's decisions means: int64[rows] each, indices.

    -1 where no period or no unit is written, `UNKNOWN` for a word that the scenario or the vocabulary does not know.
    """
    units = structure.units["unit"].astype(str)
    known = {
        "decision": DECISION_INDEX,
        "period": {"": -1, **{p.name: i for i, p in enumerate(scenario.periods)}},
        "to_unit": {"": -1, **{u: i for i, u in enumerate(units)}},
    }
    return tuple(decisions[name].map(words).fillna(UNKNOWN).to_numpy(dtype=np.int64) for name, words in known.items())


def reference_of(
    decisions: pd.DataFrame, people: pd.DataFrame, structure: Structure, scenario: Scenario, options: Options
) -> Reference:
    """An earlier plan's decisions by employee id, whatever its roster's order; periods and units go by their names."""
    said = decisions[list(COLUMNS)].astype(str).drop_duplicates("employee_id").set_index("employee_id")
    said = said.reindex(people["employee_id"].astype(str)).fillna("?")
    decision, period, to_unit = indices_of(said, structure, scenario)
    to_unit = np.maximum(to_unit, -1)
    person = options.person
    same = (options.decision == decision[person]) & (options.period == period[person]) & (options.barred == 0)
    option = np.full(options.people, -1, dtype=np.int64)
    option[person[same]] = np.flatnonzero(same)
    moved = decision == REDEPLOY
    category, takes = destinations_of(scenario, people, structure)
    open_there = takes[category, to_unit] & (to_unit >= 0) & (to_unit != structure.unit_of)
    option[moved & ~open_there] = -1
    return Reference(decisions, option, np.where(moved & (option >= 0), to_unit, -1))
