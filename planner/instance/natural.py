"""How and when each person leaves by nature: the period in which the exit is counted, and its own lawful date."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from planner.core.vocabulary import DECISION_INDEX, Decision
from planner.policy.benefits import ROUTES, Benefits
from planner.policy.natural_dates import NEVER, own_dates, salaries_on

NONE = -1


@dataclass(frozen=True)
class NaturalExits:
    """The natural exit of each of n people; they leave by it unless they leave by a chosen route in an earlier period.

    period: int64 (n,), the first in which it falls due, -1 where none does. decision: int64 (n,), index into
    `vocabulary.DECISIONS`. leave_on: datetime64[D] (n,), its own date, NaT where none. salary_vnd: int64 (n,), the monthly
    salary on that date, 0 where none.
    """

    period: npt.NDArray[np.int64]
    decision: npt.NDArray[np.int64]
    leave_on: npt.NDArray[np.datetime64]
    salary_vnd: npt.NDArray[np.int64]

    @property
    def due(self) -> npt.NDArray[np.bool_]:
        """Who has a natural exit within the plan: bool (n,)."""
        return self.period != NONE


def natural_exits(benefits: Sequence[Benefits]) -> NaturalExits:
    """The natural exits on the dates of a plan's periods: the earliest period counts, `normal_retirement` where two fall together."""
    n, never = benefits[0].eligible.shape[1], len(benefits)
    first = {}
    for route in (Decision.NORMAL_RETIREMENT, Decision.CONTRACT_END):
        holds = np.array([b.eligible[ROUTES.index(route)] for b in benefits]).reshape(never, n)
        first[route] = np.where(holds.any(axis=0), holds.argmax(axis=0), never)
    by_contract = first[Decision.CONTRACT_END] < first[Decision.NORMAL_RETIREMENT]
    period = np.minimum(first[Decision.CONTRACT_END], first[Decision.NORMAL_RETIREMENT])
    decision = np.where(by_contract, DECISION_INDEX[Decision.CONTRACT_END], DECISION_INDEX[Decision.NORMAL_RETIREMENT])
    leave_on = np.full(n, NEVER)
    for p, benefit in enumerate(benefits):
        for route in first:
            own = np.where((period == p) & (decision == DECISION_INDEX[route]), own_dates(benefit, route), NEVER)
            leave_on = np.where(np.isnat(own), leave_on, own)
    salary = salaries_on(benefits[0].facts, benefits[0].terms, leave_on)
    return NaturalExits(np.where(period == never, NONE, period), decision, leave_on, salary)
