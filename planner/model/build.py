"""From the case to the model: a list to read aloud."""

from __future__ import annotations

import numpy as np
from scipy.sparse import csr_array

from planner.case import Case
from planner.model.objective import gains
from planner.model.blocks import Block
from planner.model.requirements import REQUIREMENTS
from planner.model.rows import Model, Rows


def build(case: Case) -> Model:
    """The model of a case: exactly one allowed option for each person, the rows of every requirement, the goal."""
    blocks = [block for requirement in REQUIREMENTS for block in requirement(case)]
    return Model(
        start=case.options.start,
        gain=gains(case),
        constant=0.0,
        allowed=case.options.barred == 0,
        rows=_stack(blocks, len(case.options)),
        ceiling=float(case.scenario.objective.retained_merit) * float(case.merit.sum()),
    )


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
