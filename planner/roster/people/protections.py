"""Protections that cannot be applied because no sheet says whom they protect, and whom that could concern."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np
import pandas as pd

from planner.core.columns import ROSTER_BY_NAME
from planner.core.dates import as_days, full_years
from planner.roster.people.build import BoolArray
from planner.roster.people.frame import Roster

GROUPS = {
    "mothers": ("youngest_child_born_on", "pregnant", "maternity_leave"),
    "everybody": ("under_discipline", "under_inspection", "attention_groups", "rating_1"),
    "contracts": ("contract_end_on",),
}
"""Columns that protect, by whom they could concern: women below 46, everybody, people on contracts."""
AGE_OF_MOTHERS = 46


@dataclass(frozen=True)
class Absent:
    """Columns that no sheet has, and the people whom they could protect: bool[n]."""

    group: str
    columns: tuple[str, ...]
    concerned: BoolArray

    def names(self, lang: str) -> str:
        """The headings of the columns, in `lang`."""
        return ", ".join(f"“{ROSTER_BY_NAME[name].heading(lang)}”" for name in self.columns)


def absent_protections(roster: Roster, on: dt.date) -> list[Absent]:
    """What could not be applied on a day, for want of a column; empty for a roster that was not read from files."""
    if roster.status is None or roster.origin is None:
        return []
    found = []
    for group, names in GROUPS.items():
        lacking = tuple(name for name in names if name in roster.status.lacking)
        concerned = _concerned(roster.people, group, on)
        if lacking and concerned.any():
            found.append(Absent(group, lacking, concerned))
    return found


def _concerned(people: pd.DataFrame, group: str, on: dt.date) -> BoolArray:
    if group == "contracts":
        return people["category"].eq("contract").to_numpy(bool)
    if group == "everybody":
        return np.ones(len(people), dtype=bool)
    age = full_years(as_days(people["birth_date"].to_numpy()), np.datetime64(on))
    young: BoolArray = people["sex"].eq("F").to_numpy(bool) & (age < AGE_OF_MOTHERS)
    return young
