"""How far a follow-up has come: head figures, and headcount and money by month, planned against actual.

Both sides are counted as the roadmap counts a plan: money in the month of leaving, the salary saved from that month on or from
the next, natural exits in the headcount and not in the saving. An actual exit is one that is done, on the day on which it was;
its money is what was entered as paid. A plan's natural exit that was overdue counts from the snapshot on.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from planner.core.dates import as_days, month_index
from planner.plan.roadmap import saved_from_month
from planner.policy.refund import MONTHS, last_day, refund
from planner.service.workspace.follow_up.lines import AFTER, CASES, DONE, EXIT, MOVE, STATES, UNDER_WAY, WITHDRAWN, Line, day_of

MONTH_COLUMNS = (
    "month", "planned_exits", "actual_exits", "planned_headcount", "actual_headcount", "planned_cost_vnd", "actual_cost_vnd",
    "planned_saving_vnd", "actual_saving_vnd",
)  # fmt: skip


@dataclass(frozen=True)
class Reached:
    """Where a follow-up stands on a day. Of exits: planned, left, under_way, withdrawn, open (neither left nor withdrawn); late:
    lines of any kind. people: when the plan was made; headcount: now, with who came back and who was taken on instead.
    planned_vnd: what all exits were to cost; paid_vnd: what was entered; paid_unknown: exits that are done, were to cost, and
    have no sum entered. back, filled: returns and filled posts; refund_vnd: what who came back owes. cases_open: wishes,
    objections and appeals that wait."""

    people: int
    headcount: int
    planned: int
    left: int
    under_way: int
    withdrawn: int
    open: int
    moves: int
    moved: int
    late: int
    planned_vnd: int
    paid_vnd: int
    paid_unknown: int
    back: int
    filled: int
    refund_vnd: int
    cases_open: int

    def as_dict(self) -> dict[str, int]:
        """Its figures by name."""
        return asdict(self)


def reached(people: int, lines: Sequence[Line], on: dt.date) -> Reached:
    """The figures of a follow-up of a plan of so many people. on: the day by which a line is late."""
    exits, moves = ([line for line in lines if line["kind"] == kind] for kind in (EXIT, MOVE))
    count = {state: sum(line["state"] == state for line in exits) for state in STATES}
    after = [row for row in after_exits(lines) if row["state"] != WITHDRAWN]
    back, filled = (sum(row["kind"] == kind for row in after) for kind in AFTER)
    done = [line for line in exits if line["state"] == DONE]
    return Reached(
        people=people,
        headcount=people - len(done) + back + filled,
        planned=len(exits),
        left=len(done),
        under_way=count[UNDER_WAY],
        withdrawn=count[WITHDRAWN],
        open=len(exits) - len(done) - count[WITHDRAWN],
        moves=len(moves),
        moved=sum(line["state"] == DONE for line in moves),
        late=sum(line.is_late(on) for line in lines),
        planned_vnd=sum(line["cost_vnd"] for line in exits),
        paid_vnd=sum(line["paid_vnd"] or 0 for line in done),
        paid_unknown=len(unpaid(exits)),
        back=back,
        filled=filled,
        refund_vnd=sum(row["refund_vnd"] for row in after),
        cases_open=sum(line["kind"] in CASES and line["state"] not in (DONE, WITHDRAWN) for line in lines),
    )


def unpaid(lines: Sequence[Line]) -> list[Line]:
    """Exits and moves that are done, were to cost, and have no sum entered."""
    return [line for line in lines if line["state"] == DONE and line["cost_vnd"] and line["paid_vnd"] is None]


def after_exits(lines: Sequence[Line]) -> list[dict[str, Any]]:
    """A mapping for each return and filled post: line, kind, employee_id, state, left_on, day, until (the last day that obliges,
    None where the law names none), within, refund_vnd (0 for a filled post: the law names who comes back alone), basis
    (`Message`, None where no decree paid), evidence."""
    found = []
    for line in (line for line in lines if line["kind"] in AFTER):
        left = next((x for x in lines if x["kind"] == EXIT and x["employee_id"] == line["employee_id"] and x["state"] == DONE), None)
        row: dict[str, Any] = {name: line[name] for name in ("kind", "employee_id", "state", "day")} | {"line": line.line}
        row |= {"left_on": None, "until": None, "within": False, "refund_vnd": 0, "basis": None, "evidence": ""}
        if left is not None:
            row |= _owed(line, left)
        found.append(row)
    return found


def _owed(line: Line, left: Line) -> dict[str, Any]:
    """What a return after an exit comes to; `within` of a filled post, too."""
    left_on, day, decree = day_of(left["done_on"]), day_of(line["day"]), left["regime"]
    if decree not in MONTHS:
        return {"left_on": left_on.isoformat()}
    until = last_day(decree, left_on)
    said: dict[str, Any] = {"left_on": left_on.isoformat(), "until": until.isoformat(), "within": left_on <= day <= until}
    if line["kind"] == "rehire" and day >= left_on:
        owed = refund(decree, left_on, day, left["paid_vnd"] or 0)
        said |= {"refund_vnd": owed.owed_vnd, "basis": owed.basis, "evidence": owed.evidence}
    return said


def by_month(people: int, snapshot_on: dt.date, lines: Sequence[Line], on: dt.date) -> pd.DataFrame:
    """`MONTH_COLUMNS`, a row a month from the first to the last day that the plan has or that something was done on.

    month: its first day, datetime64; headcounts at its end; saving_vnd: salaries no longer paid in that month. Actual figures
    of months after the one of `on` are absent (nullable integers).
    """
    exits, moves = ([line for line in lines if line["kind"] == kind] for kind in (EXIT, MOVE))
    done = [line for line in exits if line["state"] == DONE]
    came = [line for line in lines if line["kind"] in AFTER and line["state"] != WITHDRAWN]
    planned, actual = _days(exits, "day"), _days(done, "done_on")
    planned = np.maximum(planned, as_days(snapshot_on))  # an exit that was overdue
    every = np.concatenate([planned, actual, _days(came, "day"), _days(moves, "day")])
    if not len(every):
        return pd.DataFrame({name: pd.Series(dtype="datetime64[s]" if name == "month" else "Int64") for name in MONTH_COLUMNS})
    first, last = int(month_index(every.min())), int((saved_from_month(every)).max())
    count = last - first + 1

    def summed(at: npt.NDArray[np.int64], amounts: Sequence[int]) -> npt.NDArray[np.int64]:
        out = np.zeros(count, dtype=np.int64)
        np.add.at(out, at - first, np.asarray(amounts, dtype=np.int64))
        return out

    def counted(days: npt.NDArray[np.datetime64], of: Sequence[Line]) -> npt.NDArray[np.int64]:
        return summed(month_index(days), [1] * len(of))

    def saved(days: npt.NDArray[np.datetime64], of: Sequence[Line]) -> npt.NDArray[np.int64]:
        return summed(saved_from_month(days), [0 if line.is_natural else line["salary_vnd"] for line in of]).cumsum()

    moved = [line for line in moves if line["state"] == DONE]
    frame = pd.DataFrame({
        "month": pd.DatetimeIndex((first + np.arange(count)).astype("datetime64[M]").astype("datetime64[s]")),
        "planned_exits": counted(planned, exits),
        "actual_exits": counted(actual, done),
        "planned_headcount": people - counted(planned, exits).cumsum(),
        "actual_headcount": people - (counted(actual, done) - counted(_days(came, "day"), came)).cumsum(),
        "planned_cost_vnd": summed(month_index(planned), [line["cost_vnd"] for line in exits]) + summed(month_index(_days(moves, "day")), [line["cost_vnd"] for line in moves]),
        "actual_cost_vnd": summed(month_index(actual), [line["paid_vnd"] or 0 for line in done]) + _moved_vnd(moved, summed),
        "planned_saving_vnd": saved(planned, exits),
        "actual_saving_vnd": saved(actual, done),
    })  # fmt: skip
    later = (first + np.arange(count)) > int(month_index(on))
    for name in MONTH_COLUMNS[1:]:
        column = frame[name].astype("Int64")
        frame[name] = column.mask(pd.Series(later)) if name.startswith("actual_") else column
    return frame


def _moved_vnd(moved: Sequence[Line], summed: Any) -> Any:
    return summed(month_index(_days(moved, "done_on")), [line["paid_vnd"] or 0 for line in moved])


def _days(lines: Sequence[Line], name: str) -> npt.NDArray[np.datetime64]:
    return np.array([line[name] for line in lines], dtype="datetime64[D]")
