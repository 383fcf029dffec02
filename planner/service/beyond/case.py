"""A saved plan ready to be asked: its instance, model, choice and prices, and the clock that all questions share."""

from __future__ import annotations

import time
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from planner.core.errors import InputError, Problem, problem
from planner.core.texts import Message
from planner.core.vocabulary import STAYS
from planner.optimise.model.blocks import is_exit
from planner.optimise.model.build import build, plan_choice
from planner.optimise.model.rows import Model
from planner.optimise.solve.again import MOST_PEOPLE, Repriced
from planner.optimise.solve.exact_check import objective_of
from planner.optimise.solve.presolve.dominated import slim
from planner.optimise.solve.price_bound import priced_bound
from planner.optimise.solve.result import Solution, Status
from planner.optimise.solve.search.softly import SoftParts
from planner.plan.plan import Run
from planner.service.saved_runs import load_run, read_summary

LONG_S = 600.0
"""Seconds that a question may take where nobody says less."""
LARGE = 200
"""Of more people a ministry is a large one: what is near enough there is said by each question."""


PROOFS = 20
"""So many proofs, at most, are kept."""


class NoPlan(InputError):
    """The folder holds no plan: it is proven impossible (`infeasible`) or none was found. status: which."""

    def __init__(self, status: Status, said: Problem) -> None:
        self.status = status
        super().__init__(said)


@dataclass(frozen=True)
class Case:
    """A plan and its question's clock. ends: `time.monotonic()` at which solving stops. proofs: what was seen of numbers of exits that no
    plan has (`Solution.proofs`), which further questions try before they ask again."""

    run: Run
    ends: float
    proofs: list[npt.NDArray[np.float64]] = field(default_factory=list)

    @cached_property
    def model(self) -> Model:
        """The model that the plan solves, of its last goal where it has several."""
        return build(self.run.instance)

    @cached_property
    def choice(self) -> npt.NDArray[np.int64]:
        """The plan as the model takes it: int64[n + s]."""
        assert self.run.plan.chosen is not None
        return plan_choice(self.run.instance, self.run.plan.chosen)

    @property
    def chosen(self) -> npt.NDArray[np.int64]:
        """The option of each person: int64[n]."""
        assert self.run.plan.chosen is not None
        return self.run.plan.chosen

    @cached_property
    def objective(self) -> float:
        """What the plan is worth, added up again."""
        return objective_of(self.model, self.choice)

    @cached_property
    def prices(self) -> npt.NDArray[np.float64]:
        """The prices kept with the plan, float64[r]; zeros where there are none."""
        kept = self.run.plan.prices
        return np.zeros(len(self.model.rows.names)) if kept is None else kept

    @cached_property
    def price_bound(self) -> float:
        """The bound that follows from the prices alone."""
        return priced_bound(self.model, self.prices)

    @property
    def people(self) -> int:
        """n."""
        return len(self.run.instance.people)

    @property
    def ids(self) -> npt.NDArray[np.object_]:
        """Everybody's employee id: object[n]."""
        return self.run.instance.people["employee_id"].astype(str).to_numpy(dtype=object)

    @cached_property
    def leaves(self) -> npt.NDArray[np.bool_]:
        """Which options of the model are exits: bool[m]."""
        out = np.zeros(len(self.model.gain), dtype=bool)
        out[: len(self.run.instance.options)] = is_exit(self.run.instance)
        return out

    @property
    def relative_gap(self) -> float:
        """The gap at which a figure counts as proven: the scenario's own."""
        return float(self.run.instance.scenario.solver.relative_gap)

    @property
    def tolerance(self) -> float:
        """The same in points of this plan."""
        return max(self.relative_gap * max(1.0, abs(self.objective)), 1e-9 * max(1.0, abs(self.objective)))

    def left(self) -> float:
        """Seconds that remain."""
        return self.ends - time.monotonic()

    def start(self, model: Model) -> Solution:
        """The plan and its prices as a start for a changed model with the same options; prices of further rows are 0."""
        more = len(model.rows.names) - len(self.prices)
        prices = np.r_[self.prices, np.zeros(more)]
        return Solution(Status.UNKNOWN, self.choice, None, None, None, None, prices, None, "", 0.0)

    def solved(
        self,
        model: Model,
        *,
        relative_gap: float | None = None,
        absolute_gap: float = 0.0,
        floor: float = -np.inf,
        seconds: float = LONG_S,
        start: Solution | None = None,
        soft: SoftParts | None = None,
    ) -> Solution:
        """A changed model solved from this plan, or from `start`, in what is left of the time, at most so many seconds.

        floor: where any plan worth so much is enough, and so is a proof that there is none. soft: the relaxation of its parts, begun before."""
        from planner.optimise.solve import solve

        begin = self.start(model) if start is None else start
        found = solve(
            model,
            time_limit_s=max(0.05, min(self.left(), seconds)),
            relative_gap=self.relative_gap if relative_gap is None else relative_gap,
            absolute_gap=absolute_gap,
            floor=floor,
            seed=self.run.instance.scenario.solver.seed,
            soft=soft,
            start_from=replace(begin, proofs=tuple(self.proofs)),
        )
        rows = len(self.prices)
        new = [proof[:rows] for proof in found.proofs[len(self.proofs) :] if not proof[rows:].any()]
        self.proofs.extend(new[: PROOFS - len(self.proofs)])
        return found

    def repriced(self, model: Model, lower: npt.NDArray[np.float64], upper: npt.NDArray[np.float64]) -> Repriced | None:
        """The relaxation of a model, solved once with these sides of its rows, from which other sides are one step: processes that
        are forked later begin with this point. None where the prices of few people say too little, or those of many take too long."""
        if not LARGE < self.people <= MOST_PEOPLE:
            return None
        repriced = Repriced(slim(model), seed=self.run.instance.scenario.solver.seed, left=self.left)
        repriced.priced(lower, upper)
        return repriced

    def figures(self, chosen: npt.NDArray[np.int64]) -> dict[str, Any]:
        """merit (points of those who stay), cost_vnd, involuntary, leavers of a choice of options."""
        return plan_figures(self.run, chosen)


def plan_figures(run: Run, chosen: npt.NDArray[np.int64]) -> dict[str, Any]:
    """merit (points of those who stay), cost_vnd, involuntary, leavers of a choice of options: int64[n, at least]."""
    options, n = run.instance.options, len(run.instance.people)
    own = chosen[:n]
    stays = np.isin(options.decision[own], STAYS)
    return {
        "merit": float(run.instance.merit[stays].sum()),
        "cost_vnd": int(options.cost_vnd[own].sum()),
        "involuntary": int(options.involuntary[own].sum()),
        "leavers": int(is_exit(run.instance)[own].sum()),
    }


def open_case(folder: Path, *, time_limit_s: float | None = None, started: float | None = None) -> Case:
    """The plan of a folder. NoPlan where it has none, InputError where it is not what was written.

    time_limit_s: counts from `started` (`time.perf_counter()`, now where absent) and holds for reading and solving together.
    """
    now = time.perf_counter()
    ends = time.monotonic() + (LONG_S if time_limit_s is None else time_limit_s) - (now - (now if started is None else started))
    summary = read_summary(folder)
    status = Status(summary["status"])
    if status in (Status.INFEASIBLE, Status.UNKNOWN):
        why = summary.get("conflict_summary") or ""
        said = problem("beyond.no_plan", file=str(folder), status=Message(f"words.status_{status.value}"), why=why)
        raise NoPlan(status, said)
    return Case(load_run(folder), ends)
