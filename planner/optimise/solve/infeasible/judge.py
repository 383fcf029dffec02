"""Whether some plan keeps a model's rows at all."""

from __future__ import annotations

import time

import numpy as np

from planner.optimise.model.rows import Model
from planner.optimise.solve.result import Status
from planner.optimise.solve.search.certificate import Verdict, by_count, by_elastic, worth_counting
from planner.optimise.solve.search.known import begun
from planner.optimise.solve.search.search import walk


def judge(model: Model, *, time_limit_s: float, seed: int) -> Verdict:
    """Whether some plan keeps the rows. Everybody must have an allowed option."""
    ends = time.monotonic() + time_limit_s
    if worth_counting(model):
        found = by_elastic(model, time_limit_s, seed)
        if found.answer == "unknown":
            found = by_count(model, max(0.001, ends - time.monotonic()), seed)
        if found.answer != "unknown":
            return found
    left = max(0.001, ends - time.monotonic())
    search = begun(model, time_limit_s=left, relative_gap=np.inf, seed=seed)
    walk(search)
    answer = search.solution()
    if answer.status is Status.INFEASIBLE:
        return Verdict("infeasible", answer.prices)
    return Verdict("unknown") if answer.chosen is None else Verdict("feasible", None, answer.chosen)
