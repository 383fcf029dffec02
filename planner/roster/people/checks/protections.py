"""Protections that cannot be applied because no sheet says whom they protect, and whom that could concern."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

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
SHEETS_NAMED = 8


@dataclass(frozen=True)
class Absent:
    """Columns that sheets lack, and the people of those sheets whom they could protect: bool[n]. group: of `GROUPS`.

    sheets: the sheets (files of CSV) that lack them; none where no sheet has them.
    """

    group: str
    columns: tuple[str, ...]
    concerned: BoolArray
    sheets: tuple[str, ...] = ()

    def names(self, lang: str) -> str:
        """The headings of the columns, in `lang`."""
        return ", ".join(f"“{ROSTER_BY_NAME[name].heading(lang)}”" for name in self.columns)

    def said(self, who: str) -> dict[str, Any]:
        """The values of a sentence about it. who: the names of some of those concerned."""
        sheets = ", ".join(self.sheets[:SHEETS_NAMED]) + (", …" if len(self.sheets) > SHEETS_NAMED else "")
        return {"count": int(self.concerned.sum()), "vi": self.names("vi"), "en": self.names("en"), "who": who, "sheets": sheets}


def absent_protections(roster: Roster, on: dt.date) -> list[Absent]:
    """What could not be applied on a day, for want of a column; empty for a roster that was not read from files."""
    return [] if roster.origin is None or roster.status is None else absent_in(roster.people, roster.origin, roster.status, on)


def absent_in(people: pd.DataFrame, origin: Origin, status: FieldStatus | None, on: dt.date) -> list[Absent]:
    """The same of people whose rows have errors too; status: None where it is not known for their sake."""
    found = []
    for group, names in GROUPS.items():
        lacking: dict[bytes, list[str]] = {}
        for name in names:
            mask = _lacks(people, origin, status, name)
            if mask.any():
                lacking.setdefault(np.packbits(mask).tobytes(), []).append(name)
        for columns in lacking.values():
            mask = _lacks(people, origin, status, columns[0])
            sheets = () if mask.all() else tuple(dict.fromkeys(_called(origin, t) for t in np.unique(origin.table[mask]).tolist()))
            found.append(Absent(group, tuple(columns), _concerned(people, group, on) & mask, sheets))
    return found


def _called(origin: Origin, table: int) -> str:
    """The tab of a table, with its file where there are several."""
    file, sheet, _ = origin.tables[table]
    return file if sheet is None else sheet if len({each[0] for each in origin.tables}) == 1 else f"{file}: {sheet}"


def _lacks(people: pd.DataFrame, origin: Origin, status: FieldStatus | None, name: str) -> BoolArray:
    """The people whose sheet lacks the column: bool[n].

    A canonical file has every column. One was lacking in the sheets that it was made from where its status says so, or its
    values are assumed; where an empty cell is no value at all, it counts as lacking with the flags that protect the same people.
    """
    owned = np.array([name in places for _, _, places in origin.tables], dtype=bool)
    lacks: BoolArray = ~owned[origin.table] if len(people) else np.zeros(0, dtype=bool)
    if lacks.any() or status is None or any(sheet is not None for _, sheet, _ in origin.tables):
        return lacks
    if name in status.lacking:
        return np.ones(len(people), dtype=bool)
    if ROSTER_BY_NAME[name].kind == "bool":
        return status.of(name) == ASSUMED
    flags = [each for each in _beside(name) if ROSTER_BY_NAME[each].kind == "bool"]
    empty: BoolArray = status.of(name) == ABSENT
    return empty & np.all([_lacks(people, origin, status, each) for each in flags], axis=0) if flags else lacks


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
