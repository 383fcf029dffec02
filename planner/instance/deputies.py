"""The most deputies that may stay, as the scenario asks: in each unit alone, and on the law's average.

`law` is the decree: the units of a clause together, and each unit that has a number of its own (`deputy_cap`: what the
minister decided for it) by that as well. `each` holds every unit to its own allowance, and to its own number. A number
stands for all of that.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from planner.instance.reorganise import Structure
from planner.policy.law.deputy_caps import deputy_law
from planner.policy.law.parameters import Law
from planner.scenario.model import Scenario

NO_CAP = -1


@dataclass(frozen=True)
class Average:
    """Units whose deputies the law averages. name: `clause_1`, ...; units: bool[u]; most: deputies of all of them together."""

    name: str
    units: npt.NDArray[np.bool_]
    most: int


@dataclass(frozen=True)
class DeputyLimits:
    """caps: int64[u], most deputies of each unit alone, `NO_CAP` where none is asked. averages: in the order of their clauses.

    left_out: bool[u], units that no limit holds, since they are in their years of grace.
    """

    caps: npt.NDArray[np.int64]
    averages: tuple[Average, ...]
    left_out: npt.NDArray[np.bool_]


def deputy_limits(scenario: Scenario, structure: Structure, law: Law) -> DeputyLimits:
    """The limits of a scenario; the law is that of the last leaving date. InputError where that is before the decree."""
    asked, units = scenario.deputies, structure.units
    nobody, free = np.zeros(len(units), dtype=bool), np.full(len(units), NO_CAP, dtype=np.int64)
    if asked == "ignore" or isinstance(asked, int):
        return DeputyLimits(free if asked == "ignore" else np.full_like(free, asked), (), nobody)
    found = deputy_law(units, scenario.periods[-1].leave_on, law)
    left_out = found.in_grace if scenario.deputies_grace else nobody
    own = units["deputy_cap"]
    caps = own.fillna(NO_CAP).to_numpy(np.int64)
    if asked == "each":
        caps = np.where(own.isna(), found.allowance, np.minimum(caps, found.allowance))
    clauses = np.unique(found.clause[~left_out]) if asked == "law" else ()
    averages = tuple(
        Average(f"clause_{clause}", here, int(found.allowance[here].sum())) for clause in clauses for here in [(found.clause == clause) & ~left_out]
    )
    return DeputyLimits(np.where(left_out, NO_CAP, caps), averages, left_out)
