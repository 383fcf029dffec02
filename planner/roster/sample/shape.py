"""The invented shape of the ministry, read from `units.toml`, `units_nd40.toml` and `names.toml`."""

from __future__ import annotations

import datetime as dt
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import numpy as np
import pandas as pd

from planner.roster.people.frame import typed_units
from planner.roster.sample.random import IntArray, apportion

SNAPSHOT_ON = dt.date(2026, 12, 1)
"""The day on which insurance months are counted. Every date of the past lies a month and more before it."""
STRUCTURES = {"nd351": ("units", "MOIT"), "nd40": ("units_nd40", "MOIT22")}
"""The decree that names the units (NĐ 351/2026, NĐ 40/2025): the file that holds them, and how the ids of people begin."""


@cache
def shape(name: str) -> dict[str, Any]:
    """The content of `<name>.toml` beside this file."""
    source = resources.files(__package__).joinpath(f"{name}.toml")
    return tomllib.loads(source.read_text(encoding="utf-8"))


@dataclass(frozen=True, slots=True)
class UnitShape:
    """One unit: what it is, how large in proportion, and whom it employs."""

    id: str
    name: str
    kind: str
    weight: float
    head: str
    deputy: str
    ladders: dict[str, float]
    skills: tuple[str, ...]
    contract_share: float
    quota: float = 1.0
    minimum: int | None = None
    merged_from: int = 1
    received_functions: bool = False
    hazard: float = 0.0


def unit_shapes(units: int, structure: str = "nd351") -> list[UnitShape]:
    """The first `units` units: those of the decree that `structure` names (a key of `STRUCTURES`), then numbered further ones."""
    raw = shape("units")
    known = shape(STRUCTURES[structure][0])["unit"][:units]
    further = raw["further"]
    for number in range(len(known) + 1, units + 1):
        model = further[number % len(further)]
        known = [*known, model | {"id": f"{model['id']}{number:03d}", "name": f"{model['name']} số {number}"}]
    return [_unit_shape(row, raw["kind"][row["kind"]]) for row in known]


def _unit_shape(row: dict[str, Any], kind: dict[str, Any]) -> UnitShape:
    values = kind | row
    return UnitShape(**(values | {"skills": tuple(values["skills"])}))


def headcounts(people: int, shapes: list[UnitShape]) -> IntArray:
    """People of each unit, at least one, `people` in all."""
    return apportion(people, np.array([s.weight for s in shapes], dtype=np.float64))


def units_table(shapes: list[UnitShape], counts: IntArray) -> pd.DataFrame:
    """The units in the canonical columns. A minimum stands only where the unit can still lose a third of its people."""
    minimum = [s.minimum if s.minimum and 3 * s.minimum <= 2 * n else None for s, n in zip(shapes, counts, strict=True)]
    return typed_units(
        pd.DataFrame(
            {
                "unit": [s.id for s in shapes],
                "name": [s.name for s in shapes],
                "kind": [s.kind for s in shapes],
                "assigned_quota": [max(1, round(s.quota * int(n))) for s, n in zip(shapes, counts, strict=True)],
                "minimum_headcount": pd.array(minimum, dtype="Int64"),
                "merged_from": [s.merged_from for s in shapes],
                "received_functions": [s.received_functions for s in shapes],
            }
        )
    )
