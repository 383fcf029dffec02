"""The salary tables of the law as arrays: what a step pays, and where a career of so many months stands."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from planner.policy.law.parameters import Law
from planner.policy.person.ranks import table_of_rank
from planner.roster.sample.random import FloatArray, IntArray
from planner.roster.sample.shape import SNAPSHOT_ON, shape


@dataclass(frozen=True)
class Scale:
    """The salary tables in force, table t and step s counted from 0.

    index: table name to t. codes: rank code to table name. paid[t, s]: the coefficient, +inf beyond `length[t]` steps.
    interval[t]: months a step lasts; in the last step, those before the over-frame allowance.
    over: that allowance at first and for each further year, in per cent.
    """

    index: dict[str, int]
    codes: dict[str, str]
    paid: FloatArray
    length: IntArray
    interval: IntArray
    over: tuple[float, float]

    def table_of(self, rank_code: npt.NDArray[np.object_]) -> IntArray:
        """The index of the table that pays each rank code; -1 where there is no code."""
        known = {code: self.index[table] for code, table in self.codes.items()}
        codes, inverse = np.unique(rank_code.astype(str), return_inverse=True)
        return np.array([known.get(code, -1) for code in codes], dtype=np.int64)[inverse]

    def ladder_tables(self) -> IntArray:
        """(ladders + 1, 3): the tables of the three ranks of each ladder; the last row, for no ladder, is -1."""
        rows = [[self.index[self.codes[code]] for code in row["codes"]] for row in shape("units")["ladder"].values()]
        return np.array([*rows, [-1, -1, -1]], dtype=np.int64)

    def climb(self, table: IntArray, start: IntArray, months: IntArray) -> tuple[IntArray, IntArray]:
        """Step (from 0) and months in it after `months` from step `start` on, a step an interval, up to the last."""
        steps = np.minimum(months // self.interval[table], self.length[table] - 1 - start)
        return start + steps, months - steps * self.interval[table]

    def coefficient(self, table: IntArray, step: IntArray) -> FloatArray:
        """The coefficient of a step (from 0); NaN where there is no table."""
        return np.where(table >= 0, self.paid[table, step], np.nan)

    def first_not_below(self, table: IntArray, coefficient: FloatArray) -> IntArray:
        """The first step (from 0) of `table` that pays at least `coefficient`, the last where none does."""
        below = (self.paid[table] < coefficient[:, None] - 1e-9).sum(axis=1)
        return np.minimum(below, self.length[table] - 1)

    def over_frame(self, table: IntArray, step: IntArray, months: IntArray) -> FloatArray:
        """Per cent for `months` in the last step (`step` counts from 1); 0 in any other."""
        first, yearly = self.over
        waited = months - self.interval[table]
        due = (table >= 0) & (step == self.length[table]) & (waited >= 0)
        return np.where(due, first + yearly * (waited // 12), 0.0)


def scale_of(law: Law) -> Scale:
    """The scale in force on the snapshot date."""
    tables = law.on("salary.rank_tables", SNAPSHOT_ON)
    widest = max(len(steps) for steps in tables.values())
    paid = np.full((len(tables), widest), np.inf)
    for t, steps in enumerate(tables.values()):
        paid[t, : len(steps)] = steps
    interval = law.on("salary.step_months", SNAPSHOT_ON)
    over = [float(law.on(f"salary.over_frame_{part}_pct", SNAPSHOT_ON)) for part in ("first", "yearly")]
    return Scale(
        index={name: t for t, name in enumerate(tables)},
        codes=_codes(law),
        paid=paid,
        length=np.array([len(steps) for steps in tables.values()], dtype=np.int64),
        interval=np.array([interval[name] for name in tables], dtype=np.int64),
        over=(over[0], over[1]),
    )


def _codes(law: Law) -> dict[str, str]:
    """Rank code to table: the law's list, and for codes that it lacks what the ladders and contract works say."""
    raw = shape("units")
    invented = {w["code"]: w["table"] for w in raw["contract"] if w["code"]}
    for row in raw["ladder"].values():
        invented |= dict(zip(row["codes"], row.get("tables", ()), strict=False))
    return invented | table_of_rank(law)
