"""What each option of a person is worth in a plan's prices, and which requirements make the difference.

worth[o] = gain[o] - sum over rows of price[r] * coefficient[r, o]. The prices are those behind the plan's proof; with them
the best plan takes, up to whole people, each person's option of highest worth.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from planner.optimise.model.rows import Model, RowName
from planner.scenario.requirement_kinds import COUNT

LEAST = 0.05
"""Differences below this many points are not told: one decimal is shown."""


@dataclass(frozen=True)
class Push:
    """How many points a requirement's price adds to the chosen option against another one."""

    name: RowName
    points: float
    price: float
    """Points that one unit of the requirement is worth; of a budget: one VND."""


def worths(model: Model, prices: npt.NDArray[np.float64], first: int, last: int) -> npt.NDArray[np.float64]:
    """What the options first:last are worth in `prices`: float64[last - first]."""
    columns = model.rows.matrix[:, first:last]
    return model.gain[first:last] - columns.T @ prices


def pushes(model: Model, prices: npt.NDArray[np.float64], chosen: int, other: int) -> list[Push]:
    """The requirements that speak for or against `chosen` compared with `other`, strongest first."""
    matrix = model.rows.matrix
    pair = matrix[:, [chosen, other]].toarray()
    _with_everybody(model, pair)
    points = prices * (pair[:, 1] - pair[:, 0])
    order = np.argsort(-np.abs(points), kind="stable")
    return [Push(model.rows.names[r], float(points[r]), abs(float(prices[r]))) for r in order if abs(points[r]) >= LEAST]


def _with_everybody(model: Model, pair: npt.NDArray[np.float64]) -> None:
    """Puts an exit's part in "everybody who leaves" where it belongs, in each rule of fairness; the count itself is no rule."""
    for row in [r for r, name in enumerate(model.rows.names) if name.kind == COUNT]:
        one = model.rows.matrix[[row]].tocoo()
        digit = one.col[(one.data == -1) & (one.col >= model.start[len(model.start) - 1 - model.seats])]
        share = model.rows.matrix[:, digit[:1]].toarray()[:, 0]
        share[row] = -1.0
        pair += np.outer(share, pair[row])
