"""What must hold: one function a requirement, its docstring the inequality, its result named rows over the options.

x[o] is 1 where option o is chosen. exits are the options of every exit route; p(o), u(o) and cost(o) are an option's
period, its person's unit after `reorganise`, and its money.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from planner.case import Case, minimum_floors, unit_bounds
from planner.model.rows import RowName
from planner.rounding import at_least, at_most
from planner.schema import DECISIONS, EXIT_ROUTES

INF = float("inf")
EXITS = np.array([DECISIONS.index(route) for route in EXIT_ROUTES], dtype=np.int8)


@dataclass(frozen=True)
class Block:
    """Rows of one requirement: entries (row, option, coefficient) and bounds, one name a row."""

    names: Sequence[RowName]
    row: npt.NDArray[np.int64]
    option: npt.NDArray[np.int64]
    coefficient: npt.NDArray[np.float64]
    lower: npt.NDArray[np.float64]
    upper: npt.NDArray[np.float64]


def is_exit(case: Case) -> npt.NDArray[np.bool_]:
    """Which options are exits: bool[m]."""
    return np.isin(case.options.decision, EXITS)


def unit_of_option(case: Case) -> npt.NDArray[np.int64]:
    """Row of the unit in which the option's person stands: int64[m]."""
    return case.structure.unit_of[case.options.person]


def reduction_by_period(case: Case) -> Iterator[Block]:
    """By the end of a period at least (at most) a share of the baseline has left, by whatever exit.

    sum of x[o] over exits with p(o) <= p  >=  ceil(share * baseline)      for each period p with a target
    """
    exits, period = is_exit(case), case.options.period
    baseline = len(case.people)
    for p, asked in enumerate(case.scenario.periods):
        options = np.flatnonzero(exits & (period <= p))
        if asked.reduction_at_least is not None:
            name = RowName(f"periods.{asked.name}.reduction_at_least", asked.name)
            yield _one_row(name, options, lower=at_least(asked.reduction_at_least, baseline))
        if asked.reduction_at_most is not None:
            name = RowName(f"periods.{asked.name}.reduction_at_most", asked.name)
            yield _one_row(name, options, upper=at_most(asked.reduction_at_most, baseline))


def unit_reduction(case: Case) -> Iterator[Block]:
    """At the end of the last period a unit has lost at least (at most) a share of its headcount h[u].

    ceil(low[u] * h[u])  <=  sum of x[o] over exits of u  <=  floor(high[u] * h[u])
    """
    options = np.flatnonzero(is_exit(case))
    unit = unit_of_option(case)[options]
    for key, rounded in (("reduction_at_least", at_least), ("reduction_at_most", at_most)):
        asked = [(row, path, bound) for row, path, bound in unit_bounds(case.scenario, case.structure.units, key) if bound is not None]
        if not asked:
            continue
        rows = [row for row, _, _ in asked]
        limit = np.array([rounded(bound, int(case.structure.headcount[row])) for row, _, bound in asked], dtype=np.float64)
        names = [RowName(path, str(case.structure.units["unit"].iloc[row])) for row, path, _ in asked]
        is_floor = key == "reduction_at_least"
        yield _grouped(
            names, rows, unit, options, lower=limit if is_floor else None, upper=None if is_floor else limit, groups=len(case.structure.units)
        )


def minimum_headcount(case: Case) -> Iterator[Block]:
    """A unit keeps its minimum, or what natural exits leave of it where they alone take it below.

    sum of x[o] over retain of u  >=  min[u]      for each unit u with a minimum
    """
    options = np.flatnonzero(case.options.decision == 0)
    unit = unit_of_option(case)[options]
    floors = minimum_floors(case)
    if floors:
        names = [RowName(path, str(case.structure.units["unit"].iloc[row])) for row, path, _, _ in floors]
        limit = np.array([floor for _, _, _, floor in floors], dtype=np.float64)
        yield _grouped(names, [f[0] for f in floors], unit, options, lower=limit, upper=None, groups=len(case.structure.units))


def deputies(case: Case) -> Iterator[Block]:
    """A unit retains at most its cap of deputies (NĐ 303/2025, or the scenario's number).

    sum of x[o] over retain of deputies of u  <=  cap[u]      for each unit u
    """
    is_deputy = case.structure.level == "deputy"
    options = np.flatnonzero((case.options.decision == 0) & is_deputy[case.options.person])
    unit = unit_of_option(case)[options]
    rows = np.flatnonzero((case.caps >= 0) & (np.bincount(unit, minlength=len(case.caps)) > case.caps))
    if len(rows):
        names = [RowName("deputies", str(case.structure.units["unit"].iloc[row])) for row in rows]
        yield _grouped(names, list(rows), unit, options, lower=None, upper=case.caps[rows].astype(np.float64), groups=len(case.caps))


def budget(case: Case) -> Iterator[Block]:
    """The exits cost no more than the money there is.

    sum of cost[o] * x[o]  <=  total            sum of cost[o] * x[o] over p(o) = p  <=  money[p]
    """
    asked = case.scenario.budget
    paid = np.flatnonzero(case.options.cost_vnd > 0)
    cost = case.options.cost_vnd.astype(np.float64)
    if asked.total_vnd is not None:
        yield _one_row(RowName("budget.total_vnd", ""), paid, upper=asked.total_vnd, coefficient=cost[paid])
    for p, period in enumerate(case.scenario.periods):
        if period.name in asked.by_period:
            here = paid[case.options.period[paid] == p]
            name = RowName(f"budget.by_period.{period.name}", period.name)
            yield _one_row(name, here, upper=asked.by_period[period.name], coefficient=cost[here])


REQUIREMENTS = (reduction_by_period, unit_reduction, minimum_headcount, deputies, budget)


def _one_row(name: RowName, options: npt.NDArray[np.int64], *, lower: int | None = None, upper: int | None = None,
             coefficient: npt.NDArray[np.float64] | None = None) -> Block:  # fmt: skip
    return Block(
        [name],
        np.zeros(len(options), dtype=np.int64),
        options,
        np.ones(len(options)) if coefficient is None else coefficient,
        np.array([-INF if lower is None else float(lower)]),
        np.array([INF if upper is None else float(upper)]),
    )


def _grouped(names: Sequence[RowName], rows: Sequence[int], unit: npt.NDArray[np.int64], options: npt.NDArray[np.int64], *,
             lower: npt.NDArray[np.float64] | None, upper: npt.NDArray[np.float64] | None, groups: int) -> Block:  # fmt: skip
    """One row for each unit in `rows`, with coefficient 1 on the options that stand in it."""
    place = np.full(groups, -1, dtype=np.int64)
    place[np.asarray(rows, dtype=np.int64)] = np.arange(len(rows))
    row = place[unit]
    inside = row >= 0
    return Block(
        names,
        row[inside],
        options[inside],
        np.ones(int(inside.sum())),
        np.full(len(rows), -INF) if lower is None else lower,
        np.full(len(rows), INF) if upper is None else upper,
    )
