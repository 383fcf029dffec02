"""Rank, step and coefficient against one another: a coefficient that its rank and step do not have is probably a slip.

Source: the coefficient tables of NĐ 204/2004. Ranks that the law's tables do not hold are not judged.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from planner.policy.money import COEFFICIENT_SCALE
from planner.policy.parameters import Law, load_law
from planner.texts import Message

READS = ("salary.rank_tables", "salary.rank_codes", "salary.rank_codes_unsure")


def table_of_rank(law: Law | None = None) -> dict[str, str]:
    """Rank code to the name of its coefficient table in `salary.rank_tables`."""
    law = law or load_law()
    return {code: rank["table"] for name in READS[1:] for code, rank in law.newest(name).items()}


def rank_problems(people: pd.DataFrame, law: Law | None = None) -> list[tuple[int, Message]]:
    """Pairs (row of `people`, what disagrees), by row; empty where all agree.

    people: reads rank_code, step, salary_coefficient. Without a step, any coefficient of the rank's table is right.
    """
    law = law or load_law()
    tables, ranks = law.newest("salary.rank_tables"), table_of_rank(law)
    names = list(tables)
    steps = np.zeros((len(names) + 1, max(map(len, tables.values()))), dtype=np.int64)
    for row, name in enumerate(names):
        steps[row, : len(tables[name])] = np.rint(np.array(tables[name]) * COEFFICIENT_SCALE)
    lengths = np.array([*(len(tables[name]) for name in names), 0])

    table = (
        people["rank_code"]
        .map({code: names.index(name) for code, name in ranks.items()})
        .fillna(len(names))
        .to_numpy(np.int64)
    )
    known = (table < len(names)) & people["salary_coefficient"].notna().to_numpy(bool)
    found = np.rint(people["salary_coefficient"].fillna(0).to_numpy(np.float64) * COEFFICIENT_SCALE).astype(np.int64)
    step = people["step"].fillna(0).to_numpy(np.int64)
    has_step = people["step"].notna().to_numpy(bool)

    off_table = known & has_step & ((step < 1) | (step > lengths[table]))
    expected = steps[table, np.clip(step - 1, 0, steps.shape[1] - 1)]
    differs = known & has_step & ~off_table & (expected != found)
    unknown = known & ~has_step & ~(steps[table] == found[:, None]).any(axis=1)

    def values(row: int) -> dict[str, object]:
        code = str(people["rank_code"].iloc[row])
        return {
            "rank": code,
            "step": int(step[row]),
            "last": int(lengths[table[row]]),
            "coefficient": f"{found[row] / COEFFICIENT_SCALE:.4g}",
        }

    problems = [(row, Message("law.step_off_table", values(row))) for row in np.flatnonzero(off_table).tolist()]
    problems += [
        (
            row,
            Message("law.coefficient_differs", {**values(row), "expected": f"{expected[row] / COEFFICIENT_SCALE:.2f}"}),
        )
        for row in np.flatnonzero(differs).tolist()
    ]
    problems += [(row, Message("law.coefficient_unknown", values(row))) for row in np.flatnonzero(unknown).tolist()]
    return sorted(problems, key=lambda pair: pair[0])
