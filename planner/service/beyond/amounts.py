"""The figures that a frontier and a comparison put against each other: what each is of a plan, and which way is better."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from planner.core.vocabulary import STAYS
from planner.optimise.model.goals import MERIT_UNITS
from planner.service.beyond.case import Case

COST, MERIT, INVOLUNTARY, LEAVERS, REDUCTION = KEYS = ("cost_vnd", "retained_merit", "involuntary", "leavers", "reduction")
LESS_IS_BETTER = (COST, INVOLUNTARY)


@dataclass(frozen=True)
class Amount:
    """A figure of plans: `amount[choice].sum() / unit`. amount: int64[m] of the model's options."""

    key: str
    amount: npt.NDArray[np.int64]
    unit: float

    @property
    def better(self) -> int:
        """1 where more is better, -1 where less is."""
        return -1 if self.key in LESS_IS_BETTER else 1

    def whole(self, choice: npt.NDArray[np.int64]) -> int:
        """What a choice adds up to, in whole units."""
        return int(self.amount[choice].sum())

    def shown(self, whole: float) -> float:
        """A whole amount as people read it."""
        value = whole / self.unit
        return int(value) if self.unit == 1 and float(value).is_integer() else value

    @property
    def goal_unit(self) -> float:
        """How many whole units are one of the goal: a person, a VND, a point."""
        return 1.0 if self.key == REDUCTION else self.unit

    @property
    def gain(self) -> npt.NDArray[np.float64]:
        """As a goal to maximise, in people, VND or points: float64[m]."""
        return self.better * self.amount / self.goal_unit

    def at_most(self, bound: float) -> float:
        """A proven bound of the goal as a figure that no plan betters."""
        return self.shown(self.better * bound * self.goal_unit)


def amount_of(case: Case, key: str) -> Amount:
    """A figure of a case's plans. key: one of `KEYS`."""
    instance, options = case.run.instance, case.run.instance.options
    own: npt.NDArray[np.int64]
    unit = 1.0
    if key == COST:
        own = options.cost_vnd
    elif key == INVOLUNTARY:
        own = options.involuntary.astype(np.int64)
    elif key == MERIT:
        points = np.rint(instance.merit * MERIT_UNITS).astype(np.int64)
        own, unit = np.where(np.isin(options.decision, STAYS), points[options.person], 0), float(MERIT_UNITS)
    else:
        own = case.leaves[: len(options)].astype(np.int64)
        if key == REDUCTION:
            unit = float(instance.baseline)
    whole = np.zeros(len(case.model.gain), dtype=np.int64)
    whole[: len(options)] = own
    return Amount(key, whole, unit)
