"""How many people leave, as a number that rows can speak of.

A rule of fairness compares each group with everybody. Written out, the row of a unit of 40 people would be as long as the
ministry, and the rows of all units would grow with the square of its size. So the exits are counted once, in binary: seats
of 1, 2, 4, ... people behind those of `planner/instance/seats.py`, taken or not, as many as people leave.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import numpy.typing as npt

from planner.core.vocabulary import CHOSEN
from planner.instance.instance import Instance


def counted_exits(instance: Instance) -> npt.NDArray[np.int64]:
    """The exits that fairness counts: int64, options of every route that the planner may choose."""
    return np.flatnonzero(np.isin(instance.options.decision, CHOSEN))


def digits(instance: Instance) -> npt.NDArray[np.int64]:
    """How many people each digit of the count stands for, int64[b] ascending; together at most all who could leave."""
    if not instance.scenario.fairness:
        return np.zeros(0, dtype=np.int64)
    return _digits(len(np.unique(instance.options.person[counted_exits(instance)])))


@lru_cache(maxsize=64)
def _digits(most: int) -> npt.NDArray[np.int64]:
    """1, 2, 4, ... and what remains of `most`, ascending."""
    sizes, power = [], 1
    while most > 0:
        sizes.append(min(power, most))
        most, power = most - sizes[-1], power * 2
    return np.sort(np.array(sizes, dtype=np.int64))


def taken(instance: Instance) -> npt.NDArray[np.int64]:
    """The option that takes each digit, int64[b]."""
    return instance.moves.first + 2 * len(instance.moves) + 2 * np.arange(len(digits(instance))) + 1


def written(instance: Instance, chosen: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """The digits' part of a plan, int64[b]: an option each. chosen: int64[n], the option of each person."""
    sizes, out = digits(instance), taken(instance) - 1
    left = int(np.isin(instance.options.decision[chosen], CHOSEN).sum()) if len(sizes) else 0
    for i in range(len(sizes) - 1, -1, -1):
        if left >= sizes[i]:
            out[i] += 1
            left -= int(sizes[i])
    return out
