"""What goes into cells of Excel: the plain values of a column, and as much text as a cell holds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

LARGEST_TEXT = 32_000
"""Excel holds 32,767 characters in a cell; longer text ends in an ellipsis."""


def cut(value: str) -> str:
    """Text that fits a cell."""
    return value if len(value) <= LARGEST_TEXT else value[: LARGEST_TEXT - 1] + "…"


def values_of(series: pd.Series) -> list[Any]:
    """Plain Python values of a column: days as `date`, absent ones None."""
    absent = series.isna()
    values = (series.to_numpy().astype("datetime64[D]") if series.dtype.kind == "M" else series).tolist()
    return [None if gone else value for value, gone in zip(values, absent, strict=True)] if absent.any() else values
