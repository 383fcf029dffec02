"""From the case to the model: a list to read aloud."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array

from planner.case import Case
from planner.model.blocks import Block
from planner.model.counter import digits, written
from planner.model.objective import gains
from planner.model.requirements import REQUIREMENTS
from planner.model.rows import Model, Rows
from planner.model.tiers import goal_ceiling, goal_gains, present
from planner.moves import NOBODY, seated


def build(case: Case) -> Model:
    """The model of a case: exactly one allowed option for each person and seat, the rows of every requirement, the goal.

    The goal is the weighted one, or the tier that `case.limits` has come to. The options of people are those of the
    case, in its order; two for each seat (empty, taken) follow, and two for each digit of the count of exits.
    """
    blocks = [block for requirement in REQUIREMENTS for block in requirement(case)]
    seats = len(case.moves) + len(digits(case))
    tier = present(case)
    own = gains(case) if tier is None else goal_gains(case, tier)
    weighted = float(case.scenario.objective.retained_merit) * float(case.merit.sum())
    return Model(
        start=np.concatenate([case.options.start, case.moves.first + 2 * np.arange(1, seats + 1)]),
        gain=np.concatenate([own, np.zeros(2 * seats)]),
        constant=0.0,
        allowed=np.concatenate([case.options.barred == 0, np.ones(2 * seats, dtype=bool)]),
        rows=_stack(blocks, len(case.options) + 2 * seats),
        ceiling=weighted if tier is None else goal_ceiling(case, tier),
        seats=seats,
    )


def choice_of(case: Case, chosen: npt.NDArray[np.int64], to_unit: npt.NDArray[np.integer]) -> npt.NDArray[np.int64]:
    """A plan as the model takes it, int64[n + s]: an option for each person, then one for each seat and digit.

    chosen: int64[n]. to_unit: int[n], the unit each mover goes to, negative for the others.
    """
    moved = np.flatnonzero(to_unit > NOBODY)
    seats = seated(case.moves, case.moves.kind[moved], to_unit[moved].astype(np.int64))
    return np.concatenate([chosen, seats, written(case, chosen)])


def plan_choice(case: Case, chosen: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """As `choice_of`, of a case whose options say where the plan moves people to (`settled`)."""
    return choice_of(case, chosen, case.options.to_unit[chosen])


def _stack(blocks: list[Block], options: int) -> Rows:
    """The blocks' rows below one another."""
    offsets = np.cumsum([0, *(len(b.names) for b in blocks)])
    r = int(offsets[-1])

    def joined(parts: list[np.ndarray], kind: type) -> np.ndarray:
        return np.concatenate(parts).astype(kind) if parts else np.zeros(0, kind)

    row = joined([b.row + at for b, at in zip(blocks, offsets[:-1], strict=True)], np.int64)
    column = joined([b.option for b in blocks], np.int64)
    value = joined([b.coefficient for b in blocks], np.float64)
    return Rows(
        matrix=csr_array((value, (row, column)), shape=(r, options)),
        lower=joined([b.lower for b in blocks], np.float64),
        upper=joined([b.upper for b in blocks], np.float64),
        names=tuple(name for b in blocks for name in b.names),
    )
