"""What a unit's work takes, beside the people that it keeps."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd


def beside(units: pd.DataFrame) -> pd.DataFrame:
    """`tables.by_unit` with `need_gap`, the people kept less those needed; without both columns where no work is named."""
    if units["need"].isna().all():
        return units.drop(columns="need")
    return units.assign(need_gap=units["after"] - units["need"])
