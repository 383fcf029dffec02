"""Money along the months: what exits cost, what they save, and the month in which the saving has paid the cost."""

from __future__ import annotations

import datetime as dt

import numpy as np
import numpy.typing as npt
import pandas as pd

from planner.core.dates import as_days, day_of_month, month_index
from planner.core.vocabulary import NATURAL
from planner.plan.plan import Run
from planner.plan.tables.figures import chosen_of

AFTER = 12
"""Months shown after the saving has paid the cost, or after the last exit."""
MOST_MONTHS = 600
"""Fifty years: whoever has not paid back by then never does in this picture."""


def money_by_month(run: Run) -> pd.DataFrame:
    """A row a month: [month (first day, datetime64), cost_vnd, saving_vnd, saving_natural_vnd, cost_to_date, saving_to_date,
    natural_to_date, net], whole VND.

    From the month of the first exit to `AFTER` months beyond both the last leaving date and the month in which the saving has
    paid the cost. A cost falls in the month of leaving (a secondment's in the first period's); the salary is saved from that month on,
    or from the next where the date is not its first day. saving_vnd and net leave natural exits out, as `saving_vnd_per_year`
    does; they stand beside them. An exit that was overdue saves from the snapshot on. ValueError where the run has no plan.
    """
    chosen, instance = chosen_of(run), run.instance
    dated = np.flatnonzero(~np.isnat(instance.leave_on(chosen)))
    taken = chosen[dated]
    days = np.maximum(instance.leave_on(chosen)[dated], as_days(instance.scenario.snapshot_on))
    dates = [period.leave_on for period in instance.scenario.periods]
    first = int(month_index(days.min(initial=as_days(dates[0]))))
    paid_in, saved_from = month_index(days) - first, month_index(days) - first + (day_of_month(days) > 1)
    salary, natural = instance.options.salary_vnd[taken], np.isin(instance.options.decision[taken], NATURAL)
    costs, saved = _summed(paid_in, instance.options.cost_vnd[taken]), _summed(saved_from[~natural], salary[~natural])
    last = int(month_index(dates[-1])) - first + int(dates[-1].day > 1)
    months = _length(costs, saved, last)
    paid, gain = _padded(costs, months), np.cumsum(_padded(saved, months))
    beside = np.cumsum(_padded(_summed(saved_from[natural], salary[natural]), months))
    frame = pd.DataFrame({"month": _first_days(first, months), "cost_vnd": paid, "saving_vnd": gain, "saving_natural_vnd": beside})
    frame["cost_to_date"], frame["saving_to_date"], frame["natural_to_date"] = paid.cumsum(), gain.cumsum(), beside.cumsum()
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


def _first_days(first: int, months: int) -> pd.DatetimeIndex:
    return pd.DatetimeIndex((first + np.arange(months)).astype("datetime64[M]").astype("datetime64[s]"))


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
