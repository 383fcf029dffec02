"""Rank, step, coefficient and over-frame allowance against one another: what its rank does not have is probably a slip.

Source: the coefficient tables of NĐ 204/2004; the over-frame allowance is for the last step alone, 5 % at first and 1 %
for each further year. Ranks that the law's tables do not hold are judged by one thing: a coefficient that no table has.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from planner.core.dates import IntArray
from planner.core.texts import Message
from planner.policy.law.parameters import Law, load_law
from planner.policy.person.money import COEFFICIENT_SCALE

READS = ("salary.rank_tables", "salary.rank_codes", "salary.rank_codes_market")
OVER_FRAME_READS = ("salary.over_frame_first_pct", "salary.over_frame_yearly_pct")
PERCENT_SCALE = 100
"""Percentages are compared in hundredths of one."""


@dataclass(frozen=True)
class _Ladders:
    """The coefficient tables as arrays: steps[t, s] in ten-thousandths, 0 beyond a table's end; the last row is empty."""

    codes: dict[str, int]
    steps: IntArray
    lengths: IntArray

    @property
    def unknown(self) -> int:
        """The row of a rank that no table is known for."""
        return len(self.lengths) - 1


def table_of_rank(law: Law | None = None) -> dict[str, str]:
    """Rank code to the name of its coefficient table in `salary.rank_tables`."""
    law = law or load_law()
    return {code: rank["table"] for name in READS[1:] for code, rank in law.newest(name).items()}


def rank_problems(people: pd.DataFrame, law: Law | None = None) -> list[tuple[int, str, Message]]:
    """Triples (row of `people`, canonical column, what disagrees), by row; empty where all agree.

    people: reads rank_code, step, salary_coefficient, over_frame_pct. Without a step, any coefficient of the rank's
    table is right; without a known rank, any coefficient of any table.
    """
    law = law or load_law()
    ladders = _ladders(law)
    table = _table(people, ladders)
    coefficient = _coefficient(people)
    step = people["step"].fillna(0).to_numpy(np.int64)
    has_step = people["step"].notna().to_numpy(bool)
    paid = people["salary_coefficient"].notna().to_numpy(bool)
    known = (table != ladders.unknown) & paid
    last = ladders.lengths[table]
    off_table = known & has_step & ((step < 1) | (step > last))
    expected = ladders.steps[table, np.clip(step - 1, 0, ladders.steps.shape[1] - 1)]
    of_rank = (ladders.steps[table] == coefficient[:, None]).any(axis=1)
    of_any = np.isin(coefficient, ladders.steps[ladders.steps > 0])
    over = _hundredths(people["over_frame_pct"])
    first, yearly = (_hundredths_of(law.newest(name)) for name in OVER_FRAME_READS)
    top = ladders.steps[table, np.maximum(last - 1, 0)]
    found = {
        "step_off_table": ("step", off_table),
        "coefficient_differs": ("salary_coefficient", known & has_step & ~off_table & (expected != coefficient)),
        "coefficient_unknown": ("salary_coefficient", known & ~has_step & ~of_rank),
        "coefficient_of_no_rank": ("salary_coefficient", paid & ~known & ~of_any),
        "over_frame_too_soon": ("over_frame_pct", known & of_rank & (over > 0) & (coefficient < top)),
        "over_frame_odd": ("over_frame_pct", (over > 0) & ((over < first) | (_rest(over - first, yearly) != 0))),
    }

    def values(row: int) -> dict[str, object]:
        return {
            "rank": str(people["rank_code"].iloc[row]),
            "step": int(step[row]),
            "last": int(last[row]),
            "coefficient": coefficient[row] / COEFFICIENT_SCALE,
            "expected": expected[row] / COEFFICIENT_SCALE,
            "top": top[row] / COEFFICIENT_SCALE,
            "over": f"{over[row] / PERCENT_SCALE:g}",
            "first": f"{first / PERCENT_SCALE:g}",
            "yearly": f"{yearly / PERCENT_SCALE:g}",
        }

    problems = [
        (row, column, Message(f"law.{key}", values(row)))
        for key, (column, mask) in found.items()
        for row in np.flatnonzero(mask).tolist()
    ]
    return sorted(problems, key=lambda triple: triple[0])


def next_coefficient(people: pd.DataFrame, steps: int, law: Law | None = None) -> IntArray:
    """The coefficient `steps` above each person's own, in ten-thousandths; 0 at the last step or of an unknown rank.

    people: reads rank_code, salary_coefficient; where the rank's table does not have the coefficient, it is unknown.
    """
    ladders = _ladders(law or load_law())
    table, coefficient = _table(people, ladders), _coefficient(people)
    here = ladders.steps[table] == coefficient[:, None]
    at = np.where((coefficient > 0) & here.any(axis=1), here.argmax(axis=1) + steps, ladders.steps.shape[1])
    return np.where(at < ladders.lengths[table], ladders.steps[table, np.minimum(at, ladders.steps.shape[1] - 1)], 0)


def _ladders(law: Law) -> _Ladders:
    tables, ranks = law.newest("salary.rank_tables"), table_of_rank(law)
    names = list(tables)
    steps = np.zeros((len(names) + 1, max(map(len, tables.values()))), dtype=np.int64)
    for row, name in enumerate(names):
        steps[row, : len(tables[name])] = np.rint(np.array(tables[name]) * COEFFICIENT_SCALE)
    lengths = np.array([*(len(tables[name]) for name in names), 0])
    return _Ladders({code: names.index(name) for code, name in ranks.items() if name in names}, steps, lengths)


def _table(people: pd.DataFrame, ladders: _Ladders) -> IntArray:
    """The row of each person's table."""
    return people["rank_code"].map(ladders.codes).fillna(ladders.unknown).to_numpy(np.int64)


def _coefficient(people: pd.DataFrame) -> IntArray:
    """In ten-thousandths; 0 where there is none."""
    return np.rint(people["salary_coefficient"].fillna(0).to_numpy(np.float64) * COEFFICIENT_SCALE).astype(np.int64)


def _hundredths(column: pd.Series) -> IntArray:
    return np.rint(column.fillna(0).to_numpy(np.float64) * PERCENT_SCALE).astype(np.int64)


def _hundredths_of(value: Decimal) -> int:
    return int(value * PERCENT_SCALE)


def _rest(value: IntArray, by: int) -> npt.NDArray[Any]:
    """The remainder; none where there is no yearly growth to divide by."""
    return value % by if by else np.zeros_like(value)
