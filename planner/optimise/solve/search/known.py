"""What is known of a model while it is solved: the best plan so far, the bound, prices, and what was asked."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from planner.optimise.model.rows import Model, RowName
from planner.optimise.solve import exact_check
from planner.optimise.solve.backend.mathopt import version
from planner.optimise.solve.result import Progress, Solution, Status, gap_of, loss_gap_of
from planner.optimise.solve.search.softly import SoftParts

RESOLUTION = 1e-12
"""Gaps below this are rounding."""


@dataclass
class Search:
    """What is known so far; plans enter only after the exact check.

    small: the model without options that nobody needs (`dominated`): the same prices and the same best plans.
    counted, nothing: whether counting people was asked for a proof that nothing is possible, and gave one.
    used: options of the relaxation's point. kept: options that stand in every core, those of an earlier plan that holds and what else
    its owner thinks likely: from a plan that it can say the integer solver finds others. margin: by how much rows are drawn in against the integer solver's tolerance.
    whole: where the model is a part of another one's plans, what is known of that; its plan's worth is the one to beat here too, its plan need not be of this part.
    proofs: prices at which no plan with some numbers of exits keeps the rows. near: an earlier plan, which need not hold.
    floor: where any plan worth so much is enough, and a proof that there is none.
    apart: whether plans are told apart by their number of exits at once, and not only where cores over all numbers are not enough. soft: the
        relaxation of their parts, where it was begun for this model, or for one with other sides of its rows: in a smaller ministry they are then told apart too.
    """

    model: Model
    small: Model
    started: float
    limit: float
    relative_gap: float
    absolute_gap: float
    seed: int
    progress: Callable[[Progress], None] | None
    chosen: npt.NDArray[np.int64] | None = None
    objective: float | None = None
    bound: float = np.inf
    prices: npt.NDArray[np.float64] | None = None
    price_bound: float = np.inf
    used: npt.NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    kept: npt.NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    margin: npt.NDArray[np.float64] = field(default_factory=lambda: np.zeros(0))
    counted: bool = False
    nothing: bool = False
    infeasible: bool = False
    whole: Search | None = None
    proofs: tuple[npt.NDArray[np.float64], ...] = ()
    near: npt.NDArray[np.int64] | None = None
    floor: float = -np.inf
    apart: bool = False
    soft: SoftParts | None = None

    def seconds(self) -> float:
        return time.monotonic() - self.started

    def left(self) -> float:
        return self.limit - self.seconds()

    def offer(self, plan: npt.NDArray[np.int64], phase: str) -> bool:
        """Takes `plan` where it keeps every row and is better than what stands."""
        value = exact_check.objective_of(self.model, plan)
        if self.objective is not None and value <= self.objective:
            return False
        if not exact_check.keeps(self.model, plan):
            return False
        self.chosen, self.objective = plan, value
        if self.whole is not None:
            self.whole.offer(plan, phase)
        self.tell(phase)
        return True

    def overtaken(self) -> None:
        """Takes over the worth of a better plan of the whole, which this part's are to beat from now on."""
        if (
            self.whole is not None
            and self.whole.objective is not None
            and self.whole.objective > (-np.inf if self.objective is None else self.objective)
        ):
            self.objective, self.chosen = self.whole.objective, None

    def prove(self, bound: float, phase: str) -> None:
        """Lowers the bound."""
        if bound < self.bound:
            self.bound = bound
            self.tell(phase)

    def tell(self, phase: str) -> None:
        if self.progress is not None:
            bound = None if np.isinf(self.bound) else self.bound
            self.progress(Progress(phase, self.seconds(), self.objective, bound, self.gap()))

    def gap(self) -> float | None:
        if self.objective is None or np.isinf(self.bound):
            return None
        return gap_of(self.objective, self.bound)

    def wanted(self) -> float:
        """The distance between bound and plan that is asked for."""
        size = self.objective if self.objective is not None else self.bound
        return max(self.absolute_gap, self.relative_gap * max(1.0, abs(size)))

    def enough(self, bound: float) -> float:
        """How near to the relaxation a priced bound is good enough."""
        return max(self.absolute_gap, self.relative_gap * max(1.0, abs(bound))) / 10

    def to_beat(self) -> float:
        """What a plan must be worth to matter; -inf where any would."""
        return self.floor if self.objective is None else max(self.floor, self.objective)

    def beaten(self, bound: float) -> bool:
        """Whether plans that are worth so much at most need not be looked at."""
        return bound < self.floor or (self.objective is not None and bound - self.objective <= self.wanted())

    def closed(self) -> bool:
        if self.floor > -np.inf:
            return self.bound < self.floor or (self.objective is not None and self.objective >= self.floor)
        gap = self.gap()
        if gap is None or self.objective is None:
            return False
        return gap <= max(self.relative_gap, RESOLUTION) or self.bound - self.objective <= self.absolute_gap

    def solution(self, conflict: tuple[RowName, ...] = ()) -> Solution:
        """What was found, as an answer. conflict: the names that clash, where that was worked out."""
        if self.infeasible:
            return Solution(Status.INFEASIBLE, None, None, None, None, None, self.prices, None, version(), self.seconds(), conflict)
        bound = None if np.isinf(self.bound) else self.bound
        if self.objective is None:
            return Solution(Status.UNKNOWN, None, None, bound, None, None, self.prices, self.price_bound, version(), self.seconds())
        bound = max(self.bound, self.objective)
        bound = self.objective if gap_of(self.objective, bound) <= RESOLUTION else bound
        gap = gap_of(self.objective, bound)
        status = Status.OPTIMAL if gap <= self.relative_gap else Status.FEASIBLE
        self.tell("done")
        return Solution(
            status,
            self.chosen,
            self.objective,
            None if np.isinf(bound) else bound,
            None if np.isinf(bound) else gap,
            None if np.isinf(bound) else loss_gap_of(self.objective, bound, self.model.ceiling),
            self.prices,
            self.price_bound,
            version(),
            self.seconds(),
            likely=self.used,
            proofs=self.proofs,
        )


def begun(
    model: Model,
    *,
    time_limit_s: float,
    relative_gap: float,
    seed: int,
    absolute_gap: float = 0.0,
    floor: float = -np.inf,
    apart: bool = False,
    soft: SoftParts | None = None,
    progress: Callable[[Progress], None] | None = None,
) -> Search:
    """A search that knows nothing yet; its clock runs. Keywords as `solver.solve`."""
    search = Search(model, model, time.monotonic(), time_limit_s, relative_gap, absolute_gap, seed, progress, floor=floor, apart=apart, soft=soft)
    search.margin = np.zeros(len(model.rows.names))
    return search
