"""Protections that cannot be applied because no sheet says whom they protect, and whom that could concern."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np
import pandas as pd

from planner.core.columns import ROSTER_BY_NAME
from planner.core.dates import as_days, full_years
from planner.roster.people.build import BoolArray
from planner.roster.people.field_status import ABSENT, ASSUMED, FieldStatus
from planner.roster.people.frame import Origin, Roster

GROUPS = {
    "parents": ("youngest_child_born_on",),
    "mothers": ("pregnant", "maternity_leave"),
    "everybody": ("under_discipline", "under_inspection", "attention_groups", "rating_1"),
    "contracts": ("contract_end_on",),
}
"""Columns that protect, by whom they could concern: women and men below 46 (fathers of small children are protected too),
women below 46, everybody, people on contracts."""
AGE_OF_PARENTS = 46


@dataclass(frozen=True)
class Absent:
    """Columns that no sheet has, and the people whom they could protect: bool[n]. group: of `GROUPS`."""

    group: str
    columns: tuple[str, ...]
    concerned: BoolArray

    def names(self, lang: str) -> str:
        """The headings of the columns, in `lang`."""
        return ", ".join(f"“{ROSTER_BY_NAME[name].heading(lang)}”" for name in self.columns)


def absent_protections(roster: Roster, on: dt.date) -> list[Absent]:
    """What could not be applied on a day, for want of a column; empty for a roster that was not read from files."""
    return [] if roster.origin is None or roster.status is None else absent_in(roster.people, roster.origin, roster.status, on)


def absent_in(people: pd.DataFrame, origin: Origin, status: FieldStatus | None, on: dt.date) -> list[Absent]:
    """The same of people whose rows have errors too; status: None where it is not known for their sake."""
    found = []
    for group, names in GROUPS.items():
        lacking = tuple(name for name in names if _is_lacking(len(people), origin, status, name))
        if lacking:
            found.append(Absent(group, lacking, _concerned(people, group, on)))
    return found


def _is_lacking(people: int, origin: Origin, status: FieldStatus | None, name: str) -> bool:
    """Whether no sheet has the column.

    A canonical file has every column. One was lacking in the sheets that it was made from where its values are assumed;
    where an empty cell is no value at all, it counts as lacking with the flags that protect the same people.
    """
    if all(name not in places for _, _, places in origin.tables):
        return True
    if not people or status is None or any(sheet is not None for _, sheet, _ in origin.tables):
        return False
    if ROSTER_BY_NAME[name].kind == "bool":
        return bool((status.of(name) == ASSUMED).all())
    flags = [each for each in _beside(name) if ROSTER_BY_NAME[each].kind == "bool"]
    return bool((status.of(name) == ABSENT).all()) and bool(flags) and all(_is_lacking(people, origin, status, each) for each in flags)


def _beside(name: str) -> tuple[str, ...]:
    """The columns that protect the same people: those of parents and of mothers stand in one form."""
    groups = [names for group, names in GROUPS.items() if name in names or (group == "mothers" and name in GROUPS["parents"])]
    return tuple(each for names in groups for each in names)


def _concerned(people: pd.DataFrame, group: str, on: dt.date) -> BoolArray:
    if group == "contracts":
        return people["category"].eq("contract").to_numpy(bool)
    if group == "everybody":
        return np.ones(len(people), dtype=bool)
    born = as_days(people["birth_date"].to_numpy())
    young: BoolArray = np.zeros(len(people), dtype=bool)
    known = ~np.isnat(born)
    young[known] = full_years(born[known], np.datetime64(on)) < AGE_OF_PARENTS
    return young if group == "parents" else young & people["sex"].eq("F").to_numpy(bool)
