"""Retirement month (thời điểm nghỉ hưu): the month in which the age of NĐ 135/2020 is reached.

Source: NĐ 135/2020/NĐ-CP, Appendix I. Who has enough time in hazardous work or specially hard areas may retire at the age
of Appendix II (Article 5): a right, never a duty. Retirement is at the end of that month; the pension runs from the first
of the next one.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import numpy as np

from planner.core.dates import IntArray, as_days, month_index
from planner.core.texts import Message
from planner.policy.law.parameters import Law, load_law

if TYPE_CHECKING:
    import numpy.typing as npt
    import pandas as pd

READS = ("retirement.appendix_1",)
HAZARD_READS = ("retirement.appendix_2", "retirement.hazard_months_least")
"""Read for those who have any hazardous time."""


def is_female(people: pd.DataFrame) -> npt.NDArray[np.bool_]:
    """Whether `sex` is F."""
    return (people["sex"] == "F").to_numpy(bool)


def retirement_months(
    born: IntArray, female: npt.NDArray[np.bool_], hazard_months: IntArray, law: Law, on: dt.date
) -> IntArray:
    """The first month in which each person may retire, as a month index (January 1970 is 0); see `dates.month_text`.

    Appendix II for whoever has its right, else Appendix I. born: the month index of birth. `on` chooses the value of the law.
    """
    by_right = born + _ages(born, female, "retirement.appendix_2", law, on)
    return np.where(entitled_to_appendix_2(hazard_months, law, on), by_right, normal_retirement_months(born, female, law, on))


def normal_retirement_months(born: IntArray, female: npt.NDArray[np.bool_], law: Law, on: dt.date) -> IntArray:
    """The month of Appendix I, in which everybody retires who has not gone before; month indices."""
    return born + _ages(born, female, "retirement.appendix_1", law, on)


def entitled_to_appendix_2(hazard_months: IntArray, law: Law, on: dt.date) -> npt.NDArray[np.bool_]:
    """Whether a person has enough hazardous time for the right of Appendix II."""
    return hazard_months >= law.on("retirement.hazard_months_least", on)


def _ages(born: IntArray, female: npt.NDArray[np.bool_], name: str, law: Law, on: dt.date) -> IntArray:
    """The retirement age in months by month of birth and sex."""
    table = law.on(name, on)
    return np.where(female, _age_in(table["F"], born), _age_in(table["M"], born))


def _age_in(rows: tuple[tuple[int | None, int | None, int], ...], born: IntArray) -> IntArray:
    """The age in months of the bracket that holds each month of birth; brackets join without gap."""
    starts = np.array([row[0] for row in rows[1:]], dtype=np.int64)
    ages = np.array([row[2] for row in rows], dtype=np.int64)
    return ages[np.searchsorted(starts, born, side="right")]


def overdue(people: pd.DataFrame, on: dt.date, law: Law) -> npt.NDArray[np.bool_]:
    """Who was past the month of Appendix I on a day: bool[n]; that of Appendix II is a right. people: reads birth_date, sex."""
    known = people["birth_date"].notna().to_numpy(bool) & people["sex"].notna().to_numpy(bool)
    late = np.zeros(len(people), dtype=bool)
    some = people[known]
    if len(some):
        born = month_index(as_days(some["birth_date"].to_numpy()))
        due = normal_retirement_months(born, is_female(some), law, on)
        late[known] = due < int(month_index(on))
    return late


def past_retirement(people: pd.DataFrame, on: dt.date, law: Law | None = None) -> list[tuple[int, str, Message]]:
    """Triples (row of `people`, "birth_date", what is to be known) for everybody past the retirement age on a day."""
    names = people["full_name"].to_numpy(object)
    lines = np.flatnonzero(overdue(people, on, law or load_law())).tolist()
    return [(line, "birth_date", Message("leavers.past_retirement", {"name": str(names[line]), "day": on})) for line in lines]
