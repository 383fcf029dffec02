"""Money along the months: what exits cost, what they save, and the month in which the saving has paid the cost."""

from __future__ import annotations

import datetime as dt

import numpy as np
import numpy.typing as npt
import pandas as pd

from planner.optimise.model.blocks import is_exit
from planner.plan.plan import Run
from planner.plan.tables.figures import chosen_of

AFTER = 12
"""Months shown after the saving has paid the cost, or after the last exit."""
MOST_MONTHS = 600
"""Fifty years: whoever has not paid back by then never does in this picture."""


def money_by_month(run: Run) -> pd.DataFrame:
    """A row a month: [month (first day, datetime64), cost_vnd, saving_vnd, cost_to_date, saving_to_date, net], whole VND.

    From the month of the first leaving date to `AFTER` months beyond both the last leaving date and the payback. A leaver's
    cost falls in the month of leaving; the salary is saved from that month on, or from the next where the date is not
    its first day. Natural exits save too, as in `saving_vnd_per_year`. ValueError where the run has no plan.
    """
    chosen = chosen_of(run)
    options, left = run.instance.options, is_exit(run.instance)[chosen]
    dates = [period.leave_on for period in run.instance.scenario.periods]
    start = _month(dates[0])
    at = np.array([_month(day) - start for day in dates], dtype=np.int64)
    late = np.array([int(day.day > 1) for day in dates], dtype=np.int64)
    period = options.period[chosen][left]
    cost = _summed(at[period], options.cost_vnd[chosen][left])
    saved = _summed((at + late)[period], options.salary_vnd[chosen][left])
    months = int(_length(cost, saved, int((at + late)[-1])))
    paid, gain = _padded(cost, months), np.cumsum(_padded(saved, months))
    frame = pd.DataFrame({"month": [pd.Timestamp(_first_day(start + i)) for i in range(months)], "cost_vnd": paid, "saving_vnd": gain})
    frame["cost_to_date"], frame["saving_to_date"] = paid.cumsum(), gain.cumsum()
    frame["net"] = frame["saving_to_date"] - frame["cost_to_date"]
    return frame


def payback_month(frame: pd.DataFrame) -> dt.date | None:
    """The first month from whose end on the saving to date never falls below the cost to date; None where that never comes.

    frame: of `money_by_month`. This is counted along the calendar; `payback_months` of a plan divides cost by yearly saving.
    """
    short = np.flatnonzero((frame["net"] < 0).to_numpy())
    first = int(short[-1]) + 1 if len(short) else 0
    if first >= len(frame) or not frame["saving_to_date"].iloc[-1]:
        return None
    found: dt.date = frame["month"].iloc[first].date()
    return found


def _month(day: dt.date) -> int:
    return 12 * day.year + day.month - 1


def _first_day(month: int) -> dt.date:
    return dt.date(month // 12, month % 12 + 1, 1)


def _summed(at: npt.NDArray[np.int64], money: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Sums by month, exact in whole VND."""
    out = np.zeros(int(at.max()) + 1 if len(at) else 1, dtype=np.int64)
    np.add.at(out, at, money)
    return out


def _padded(values: npt.NDArray[np.int64], months: int) -> npt.NDArray[np.int64]:
    return np.concatenate([values, np.zeros(max(0, months - len(values)), dtype=np.int64)])[:months]


def _length(cost: npt.NDArray[np.int64], saved: npt.NDArray[np.int64], last: int) -> int:
    """How many months the picture has."""
    gain = np.cumsum(_padded(saved, MOST_MONTHS)).cumsum()
    short = np.flatnonzero(gain < _padded(cost, MOST_MONTHS).cumsum())
    paid = int(short[-1]) + 1 if len(short) else 0
    if paid >= MOST_MONTHS:
        paid = 0  # never paid back: show the plan's own time and a year
    return min(MOST_MONTHS, max(last, paid) + AFTER + 1)
