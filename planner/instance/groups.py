"""Groups of people between whom exits are compared: sex, age band, category, position level, unit, attention group."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
import pandas as pd

from planner.core.dates import as_days, full_years
from planner.instance.reorganise import Structure

SMALLEST_GROUP = 5
"""A group of fewer people is not compared."""
BANDS = (("under_35", 0, 34), ("35_44", 35, 44), ("45_54", 45, 54), ("55_over", 55, 200))
"""Age bands in completed years: name, from, to."""


def groups_of(by: str, people: pd.DataFrame, structure: Structure, snapshot_on: dt.date) -> Iterator[tuple[str, npt.NDArray[np.bool_]]]:
    """(name, members bool[n]) of each group of an attribute; an attention group's name gives that one group."""
    if by == "age_band":
        ages = full_years(as_days(people["birth_date"].to_numpy()), snapshot_on)
        for name, low, high in BANDS:
            yield name, (ages >= low) & (ages <= high)
    elif by == "unit":
        for row, unit in enumerate(structure.units["unit"].astype(str)):
            yield unit, structure.unit_of == row
    elif by in ("sex", "category", "position_level"):
        values = structure.level if by == "position_level" else people[by].to_numpy(dtype=object)
        for value in sorted({str(v) for v in values}):
            yield value, values == value
    else:
        lists = people["attention_groups"].astype(str)
        has = {text: by in text.split(";") for text in lists.unique()}
        yield by, lists.map(has).to_numpy(dtype=bool)
