"""Integer programmes in integer arithmetic, by CP-SAT: the last word where floating point cannot tell.

SCIP keeps a row to a millionth of its size; a budget of 10**12 may then be broken by a million. CP-SAT has no such
tolerance, but needs small cores.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array

from planner.optimise.solve.presolve.reduce import Reduced

WIDEST = 2**61
"""Row sums must stay below this in size."""
OBJECTIVE_BITS = 40


@dataclass(frozen=True)
class Counted:
    """columns: those chosen, None without a plan. bound: proven upper bound of the gain over the base (inf: none).

    infeasible, complete: proven; without either the effort ran out.
    """

    columns: npt.NDArray[np.int64] | None
    bound: float
    infeasible: bool
    complete: bool


def exact_integers(
    reduced: Reduced, *, time_limit_s: float, effort: float, absolute_gap: float, seed: int, hint: npt.NDArray[np.bool_]
) -> Counted | None:
    """The reduced model in whole numbers; None where its sums do not fit 64 bits.

    effort: deterministic seconds. The bound holds for the true gains: they are rounded up to integers.
    """
    from ortools.sat.python import cp_model_helper

    matrix = csr_array(reduced.matrix)
    if float(np.max(abs(matrix).sum(axis=1), initial=0.0)) >= WIDEST:
        return None
    scale = np.ldexp(reduced.gain_scale, OBJECTIVE_BITS - 8)
    gain = np.ceil(reduced.gain * scale).astype(np.int64)
    proto = cp_model_helper.CpModelProto()
    for _ in range(len(gain)):
        proto.variables.add().domain.extend([0, 1])
    _add_rows(proto, matrix, reduced)
    _add_people(proto, reduced.person)
    proto.objective.vars.extend(range(len(gain)))
    proto.objective.coeffs.extend((-gain).tolist())
    proto.solution_hint.vars.extend(range(len(gain)))
    proto.solution_hint.values.extend(hint.astype(int).tolist())
    parameters = cp_model_helper.SatParameters()
    parameters.num_workers = 1
    parameters.random_seed = seed % 2**31
    parameters.max_time_in_seconds = max(0.001, time_limit_s)
    parameters.max_deterministic_time = effort
    # An infinite limit is refused as an invalid model; this one is beyond any objective.
    parameters.absolute_gap_limit = min(max(0.0, absolute_gap * float(scale) - len(gain)), float(WIDEST))
    solver = cp_model_helper.SolveWrapper()
    solver.set_parameters(parameters)
    response = solver.solve(proto)
    status = cp_model_helper.CpSolverStatus
    if response.status == status.MODEL_INVALID:
        raise RuntimeError("the exact solver refused the model")
    if response.status == status.INFEASIBLE:
        return Counted(None, -np.inf, True, True)
    if response.status not in (status.OPTIMAL, status.FEASIBLE):
        return Counted(None, np.inf, False, False)
    values = np.fromiter(response.solution, dtype=np.int64, count=len(gain))
    bound = -float(response.inner_objective_lower_bound) / float(scale)
    return Counted(np.flatnonzero(values), bound, False, response.status == status.OPTIMAL)


def _add_rows(proto: object, matrix: csr_array, reduced: Reduced) -> None:
    for r in range(matrix.shape[0]):
        inside = slice(matrix.indptr[r], matrix.indptr[r + 1])
        linear = proto.constraints.add().linear  # type: ignore[attr-defined]
        linear.vars.extend(matrix.indices[inside].tolist())
        linear.coeffs.extend(matrix.data[inside].astype(np.int64).tolist())
        lower, upper = reduced.lower[r], reduced.upper[r]
        low = int(np.ceil(lower)) if abs(lower) < WIDEST else (-WIDEST if lower < 0 else WIDEST)
        high = int(np.floor(upper)) if abs(upper) < WIDEST else (-WIDEST if upper < 0 else WIDEST)
        linear.domain.extend([low, high])


def _add_people(proto: object, person: npt.NDArray[np.int64]) -> None:
    edges = np.r_[np.flatnonzero(np.r_[True, person[1:] != person[:-1]]), len(person)]
    for first, last in zip(edges[:-1].tolist(), edges[1:].tolist(), strict=True):
        if last - first > 1:
            proto.constraints.add().at_most_one.literals.extend(range(first, last))  # type: ignore[attr-defined]
