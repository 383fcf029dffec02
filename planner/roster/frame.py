"""The roster in memory: people and units as typed frames, validated once and trusted afterwards."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from planner.errors import Problem
from planner.schema import ROSTER, UNITS, Column


@dataclass(frozen=True)
class Roster:
    """People and units of one snapshot.

    people: one row a person in the file's order, RangeIndex, every column of `schema.ROSTER` in that order. Types by
        kind: text and enum `str` (absent NaN); date `datetime64[s]` (NaT); decimal and percent `float64` (NaN, or 0
        where the schema says so; percent as 25.0); int, months and money `int64` where required or with a value for
        absent, else nullable `Int64`; bool `bool`; list `str`, items joined by ";" in NFC, "" where none.
    units: one row a unit, every column of `schema.UNITS`, same types; `name` filled with the id where absent. Every
        `people.unit` is a `units.unit`.
    problems: the warnings of reading (errors raise `InputError` instead).
    sha256: fingerprint of the canonical content of both frames; equal content gives equal fingerprints.
    source: the path as the user gave it.
    """

    people: pd.DataFrame
    units: pd.DataFrame
    problems: tuple[Problem, ...]
    sha256: str
    source: str


def dtype_of(column: Column) -> str | pd.StringDtype:
    """The pandas dtype of a canonical column."""
    if column.kind in ("text", "enum", "list"):
        return pd.StringDtype(na_value=np.nan)
    if column.kind == "date":
        return "datetime64[s]"
    if column.kind in ("decimal", "percent"):
        return "float64"
    if column.kind == "bool":
        return "bool"
    return "int64" if column.required or column.absent is not None else "Int64"


def typed(frame: pd.DataFrame, columns: tuple[Column, ...]) -> pd.DataFrame:
    """`frame` with exactly `columns`, in order and typed; absent columns and cells take the schema's absent value."""
    out: dict[str, pd.Series] = {}
    for column in columns:
        series = frame[column.name] if column.name in frame else pd.Series(None, index=frame.index, dtype=object)
        if column.kind == "list":
            series = series.fillna("")
        elif column.absent is not None:
            series = series.astype(object).where(series.notna(), column.absent)
        out[column.name] = series.astype(dtype_of(column))
    return pd.DataFrame(out, index=frame.index).reset_index(drop=True)


def typed_people(frame: pd.DataFrame) -> pd.DataFrame:
    """`frame` in the canonical roster columns and types."""
    return typed(frame, ROSTER)


def typed_units(frame: pd.DataFrame) -> pd.DataFrame:
    """`frame` in the canonical unit columns and types."""
    return typed(frame, UNITS)
