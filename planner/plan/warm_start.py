"""An earlier run as the start of the next one."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import pandas as pd

from planner.instance.earlier_plan import reference_of
from planner.instance.instance import Instance
from planner.optimise.model.build import choice_of
from planner.optimise.model.rows import RowName
from planner.optimise.solve.result import WarmStart
from planner.plan.plan import Run


def warm_start(run: Run, instance: Instance) -> WarmStart:
    """The plan of `run` in the options of `instance`, and its prices for the goals that both have."""
    choice = None if run.decisions is None else carried(run.decisions, instance)
    goals = max(1, len(instance.scenario.tiers))
    return WarmStart(choice, tuple(_prices(run, instance, k) for k in range(goals)))


def carried(decisions: pd.DataFrame, instance: Instance) -> npt.NDArray[np.int64]:
    """An earlier plan as a choice of this model, int64[n + s]: everybody's earlier decision, else their first open option."""
    earlier = reference_of(decisions, instance.people, instance.structure, instance.scenario, instance.options)
    start, allowed = instance.options.start, instance.options.barred == 0
    open_options = np.flatnonzero(allowed)
    first = start[:-1].copy()
    first[instance.options.person[open_options][::-1]] = open_options[::-1]
    return choice_of(instance, np.where(earlier.counted, earlier.option, first), earlier.sent_to)


def _prices(run: Run, instance: Instance, k: int) -> Mapping[RowName, float] | None:
    """The worth of rows by name that `run` ended goal `k` with; None where its goals up to there were others."""
    mine, theirs = instance.scenario.tiers, run.instance.scenario.tiers
    if run.plan.prices is None or theirs[: k + 1] != mine[: k + 1] or bool(theirs) != bool(mine):
        return None
    if k == max(0, len(theirs) - 1):
        prices, names = run.plan.prices, run.plan.names
    elif k < len(run.plan.tiers):
        prices, names = run.plan.tiers[k].prices, run.plan.tiers[k].names
    else:
        return None
    return None if prices is None else dict(zip(names, prices.tolist(), strict=True))
