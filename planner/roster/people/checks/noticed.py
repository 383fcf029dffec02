"""What concerns a roster as a whole: rows that something speaks against, protections that nothing is known of, people who
are past the retirement age. As lines of its people, for any skin to count and to name.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from planner.core.errors import Problem
from planner.core.texts import Message
from planner.policy.law.parameters import load_law
from planner.policy.person.retirement import overdue
from planner.roster.people.checks.protections import Absent, absent_in
from planner.roster.people.field_status import FieldStatus
from planner.roster.people.remarks import AGAINST

if TYPE_CHECKING:
    import pandas as pd

    from planner.roster.people.frame import Origin, Roster

NAMED = 10
"""People named in one sentence."""


@dataclass(frozen=True)
class Noticed:
    """on: the day on which ages are taken. against: int64[k], the lines of the people whom something speaks against (a note,
    a state, a group, a comment, a row struck through). protections: the columns that protect people and that sheets lack,
    with those of these sheets whom they could concern, if anybody. overdue: int64[k], the lines of those past the retirement age. people: whom the lines
    count, [employee_id, full_name, unit], also where there is no roster for the sake of errors.
    """

    on: dt.date
    against: npt.NDArray[np.int64]
    protections: tuple[Absent, ...]
    overdue: npt.NDArray[np.int64]
    people: pd.DataFrame = field(compare=False, repr=False)

    def as_dict(self) -> dict[str, Any]:
        """`against`, `protections` and `overdue` of `planner check --json`."""
        ids = self.people["employee_id"].to_numpy(dtype=object)
        lacking = [(column, ids[absent.concerned].tolist()) for absent in self.protections for column in absent.columns]
        return {
            "against": len(self.against),
            "protections": [{"column": column, "people": len(concerned), "employee_ids": concerned} for column, concerned in lacking],
            "overdue": ids[self.overdue].tolist(),
        }

    def messages(self) -> list[Message]:
        """A sentence for each thing that was noticed, with the first names."""
        people, said = self.people, []
        if len(self.against):
            said.append(Message("leavers.against_count", {"count": len(self.against), "who": named(people, self.against)}))
        if len(self.overdue):
            said.append(Message("leavers.overdue_count", {"count": len(self.overdue), "day": self.on, "who": named(people, self.overdue)}))
        for absent in (each for each in self.protections if each.concerned.any()):
            key = "absent_in_part" if absent.sheets else f"absent_{absent.group}"
            said.append(Message(f"leavers.{key}", absent.said(named(people, np.flatnonzero(absent.concerned)))))
        return said


def noticed_of(roster: Roster, on: dt.date | None = None) -> Noticed:
    """What is noticed of a roster on a day; today where absent. Nothing is known to be lacking in one that was not read."""
    day = on or dt.date.today()
    doubts = () if roster.status is None else roster.status.doubts
    against = _lines((doubt.message, doubt.line) for doubt in doubts)
    return _noticed(roster.people, roster.origin if roster.status is not None else None, roster.status, against, day)


def noticed_among(people: pd.DataFrame, origin: Origin, problems: Iterable[Problem], on: dt.date) -> Noticed:
    """The same of what was read of files with errors."""
    against = _lines((each.message, each.person) for each in problems if each.person is not None)
    return _noticed(people, origin, None, against, on)


def _noticed(people: pd.DataFrame, origin: Origin | None, status: FieldStatus | None, against: Sequence[int], on: dt.date) -> Noticed:
    absent = () if origin is None else tuple(absent_in(people, origin, status, on))
    late = np.flatnonzero(overdue(people, on, load_law()))
    return Noticed(on, np.array(against, dtype=np.int64), absent, late, people[["employee_id", "full_name", "unit"]])


def _lines(said: Iterable[tuple[Message, int]]) -> list[int]:
    return sorted({line for message, line in said if message.key.removeprefix("roster.") in AGAINST})


def named(people: pd.DataFrame, lines: npt.NDArray[np.int64]) -> str:
    """The first ten of some people, by name and id, for a sentence."""
    rows = people.iloc[lines[:NAMED]]
    said = [f"{name} ({id})" for name, id in zip(rows["full_name"], rows["employee_id"], strict=True)]
    return ", ".join(said) + (", …" if len(lines) > NAMED else "")
