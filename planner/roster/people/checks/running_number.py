"""The running number of a list, where it skips: a row may have been lost on the way."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np
import pandas as pd

from planner.core.alike import rows_text
from planner.core.errors import Problem
from planner.roster.tables.headings import is_unneeded
from planner.roster.tables.table import Table

_REGULAR = 0.8
"""The share of rows that must not skip: else the numbers count something else."""
_FEWEST = 4


def check_numbers(tables: Iterable[Table]) -> Iterator[Problem]:
    """A warning at the heading of each running number that skips, with the numbers that are missing and the rows behind them."""
    for table in tables:
        for place, heading, coded in table.beside:
            if not heading or not is_unneeded((heading,)) or len(table.rows) < _FEWEST:
                continue
            words = pd.Series([*(cell[1:] for cell in coded.cells), None], dtype=object)
            numbers = pd.to_numeric(words, errors="coerce").to_numpy(np.float64)[coded.codes]
            step = np.diff(numbers)
            skips = np.flatnonzero(step > 1)
            if not len(skips) or np.isnan(numbers).any() or len(skips) > len(step) * (1 - _REGULAR) + 1:
                continue
            missing = sorted({number for at in skips.tolist() for number in range(int(numbers[at]) + 1, int(min(numbers[at + 1], numbers[at] + 1000)))})
            said = {"missing": rows_text(missing), "rows": rows_text(table.rows[skips + 1].tolist())}
            yield table.problem("numbers_skip", table.heading_row, None, column=place, severity="warning", **said)
