"""A plan along the calendar: money month by month, and the roadmap, quarter by quarter, with the quarter that pays back.

One count for `plan.json`, the workbook and the app. Exits and money stand on the dates on which they fall, a natural exit on
its own lawful date; the periods of a plan count a natural exit where its target does.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from planner.core.dates import as_days, day_of_month, month_index
from planner.core.vocabulary import EXITS, NATURAL
from planner.instance.instance import Instance

AFTER = 12
"""Months shown after the saving has paid the cost, or after the last exit."""
MOST_MONTHS = 600
"""Fifty years: whoever has not paid back by then never does in this picture."""
QUARTER = 3
MONEY_TO_DATE = {
    "cost_to_date": "cost_to_date_vnd", "saving_to_date": "saving_to_date_vnd", "natural_to_date": "saving_natural_to_date_vnd", "net": "net_vnd",
}  # fmt: skip
Chosen = npt.NDArray[np.int64]


def by_month(instance: Instance, chosen: Chosen, *, whole_quarters: bool = False) -> pd.DataFrame:
    """A row a month: [month (first day, datetime64), exits, natural_exits, involuntary, cost_vnd, saving_vnd, saving_natural_vnd,
    cost_to_date, saving_to_date, natural_to_date, net], people and whole VND.

    From the month of the first exit (or the first leaving date, where nobody leaves before) to `AFTER` months beyond both the last leaving date and the
    month in which the saving has paid the cost; whole_quarters: from the first month of that quarter to the last of this one. A cost falls in the month
    of leaving (a secondment's in the first period's); the salary is saved from that month on, or from the next where the date is not its first day.
    saving_vnd and net leave natural exits out, as `saving_vnd_per_year` does; they stand beside them. An exit that was overdue counts from the snapshot on.
    """
    dated = np.flatnonzero(~np.isnat(instance.leave_on(chosen)))
    taken, options = chosen[dated], instance.options
    days = np.maximum(instance.leave_on(chosen)[dated], as_days(instance.scenario.snapshot_on))
    dates = [period.leave_on for period in instance.scenario.periods]
    first = int(month_index(days.min(initial=as_days(dates[0]))))
    first -= first % QUARTER * whole_quarters
    paid_in, saved_from = month_index(days) - first, saved_from_month(days) - first
    salary, natural, leaves = options.salary_vnd[taken], np.isin(options.decision[taken], NATURAL), np.isin(options.decision[taken], EXITS)
    costs, saved = _summed(paid_in, options.cost_vnd[taken]), _summed(saved_from[~natural], salary[~natural])
    months = _length(costs, saved, int(month_index(dates[-1])) - first + int(dates[-1].day > 1))
    months += -months % QUARTER * whole_quarters
    counted = {"exits": leaves, "natural_exits": natural, "involuntary": options.involuntary[taken]}
    people = {name: _padded(_summed(paid_in[who], np.ones(int(who.sum()), dtype=np.int64)), months) for name, who in counted.items()}
    paid, gain = _padded(costs, months), np.cumsum(_padded(saved, months))
    beside = np.cumsum(_padded(_summed(saved_from[natural], salary[natural]), months))
    frame = pd.DataFrame({"month": _first_days(first, months), **people, "cost_vnd": paid, "saving_vnd": gain, "saving_natural_vnd": beside})
    frame["cost_to_date"], frame["saving_to_date"], frame["natural_to_date"] = paid.cumsum(), gain.cumsum(), beside.cumsum()
    frame["net"] = frame["saving_to_date"] - frame["cost_to_date"]
    return frame


def saved_from_month(days: npt.NDArray[np.datetime64]) -> npt.NDArray[np.int64]:
    """The month, as an index, from which the salary of who leaves on a day is saved: the day's own, or the next where it is not its first."""
    return month_index(days) + (day_of_month(days) > 1)


def payback_month(frame: pd.DataFrame) -> dt.date | None:
    """The first month from whose end on the saving to date never falls below the cost to date; None where that never comes.

    frame: of `by_month`. This is counted along the calendar; `payback_months` of a plan divides cost by yearly saving.
    """
    short = np.flatnonzero((frame["net"] < 0).to_numpy())
    first = int(short[-1]) + 1 if len(short) else 0
    if first >= len(frame) or not frame["saving_to_date"].iloc[-1]:
        return None
    found: dt.date = frame["month"].iloc[first].date()
    return found


def by_quarter(instance: Instance, chosen: Chosen) -> pd.DataFrame:
    """A row a quarter: [quarter (2027-Q3), starts_on (datetime64), exits, headcount (at its end), natural_exits, involuntary, cost_vnd, saving_vnd,
    saving_natural_vnd, cost_to_date_vnd, saving_to_date_vnd, saving_natural_to_date_vnd, net_vnd (at its end)], counted as in `by_month`: whole quarters, from
    that of the first exit, or of the first leaving date where that is earlier."""
    return _quarters(by_month(instance, chosen, whole_quarters=True), len(instance.people))


def _quarters(months: pd.DataFrame, people: int) -> pd.DataFrame:
    """`by_quarter` from its months."""
    held = ["cost_to_date", "saving_to_date", "natural_to_date", "net"]
    summed = [name for name in months.columns if name not in ("month", *held)]
    grouped = months.groupby(np.arange(len(months)) // QUARTER)
    frame = pd.concat([grouped["month"].first().rename("starts_on"), grouped[summed].sum(), grouped[held].last()], axis=1)
    frame.insert(0, "quarter", [quarter_name(day.date()) for day in frame["starts_on"]])
    frame = frame.rename(columns=MONEY_TO_DATE)
    frame.insert(3, "headcount", people - frame["exits"].cumsum())
    return frame


def quarter_name(day: dt.date) -> str:
    """The quarter of a day: 2027-Q3."""
    return f"{day.year}-Q{(day.month - 1) // QUARTER + 1}"


def payback_quarter(frame: pd.DataFrame) -> str | None:
    """The quarter that holds the `payback_month` of a frame of `by_month`; None where that never comes."""
    month = payback_month(frame)
    return None if month is None else quarter_name(month)


def roadmap(instance: Instance, chosen: Chosen) -> dict[str, Any]:
    """`roadmap` of `plan.json`: {before, quarters, payback_quarter}.

    quarters: a mapping a quarter, from that of the first leaving date on. before: what falls before it, natural exits alone: people and the salaries that
    they no longer draw. payback_quarter: the quarter from which on the saving to date stays above the cost; None where that never comes.
    """
    months = by_month(instance, chosen, whole_quarters=True)
    frame = _quarters(months, len(instance.people))
    early = frame["quarter"].lt(quarter_name(instance.scenario.periods[0].leave_on)).to_numpy()
    before = frame[early]
    return {
        "before": {"natural_exits": int(before["natural_exits"].sum()), "saving_natural_vnd": int(before["saving_natural_vnd"].sum())},
        "quarters": [_quarter(row) for row in frame[~early].to_dict("records")],
        "payback_quarter": payback_quarter(months),
    }


def _quarter(row: dict[str, Any]) -> dict[str, Any]:
    """A quarter as plain values."""
    start = row.pop("starts_on").date().isoformat()
    return {"quarter": row.pop("quarter"), "starts_on": start, **{name: int(value) for name, value in row.items()}}


def _first_days(first: int, months: int) -> pd.DatetimeIndex:
    return pd.DatetimeIndex((first + np.arange(months)).astype("datetime64[M]").astype("datetime64[s]"))


def _summed(at: npt.NDArray[np.int64], amounts: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Sums by month, exact in whole numbers."""
    out = np.zeros(int(at.max()) + 1 if len(at) else 1, dtype=np.int64)
    np.add.at(out, at, amounts)
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
