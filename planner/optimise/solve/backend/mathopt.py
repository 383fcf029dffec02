"""The only place that knows a solver: linear and integer programmes in arrays, through OR-Tools' MathOpt protos.

The protos are filled from arrays directly; the Python modelling layers would import pandas and loop over terms.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.sparse import csc_array, csr_array

from planner.optimise.solve.backend.digits import Numbers, numbers_of
from planner.optimise.solve.backend.programme import Floats, Programme

TIE = 1e-7
"""Most that a column gains more so that no two are level; gains are scaled to 64 at most."""


@dataclass(frozen=True)
class Relaxed:
    """A linear programme's answer. `status`: `optimal`, `infeasible` or `stopped`; `prices` one a row, `x` the point."""

    status: str
    x: Floats | None
    prices: Floats | None
    objective: float


@dataclass(frozen=True)
class Whole:
    """An integer programme's answer: points found (best first), the proven bound (inf without one), `infeasible` if proven."""

    points: tuple[Floats, ...]
    bound: float
    infeasible: bool
    complete: bool


def load_solvers() -> None:
    """Imports what solving needs at the earliest: a tenth of a second, for who has it to spare before."""
    from ortools.math_opt import callback_pb2, model_parameters_pb2, model_pb2, parameters_pb2, result_pb2  # noqa: F401
    from ortools.math_opt.core.python import solver  # noqa: F401


def version() -> str:
    """Name and version of the solvers, as the provenance shows it."""
    from importlib.metadata import version as installed

    return f"OR-Tools {installed('ortools')}: GLOP, SCIP, CP-SAT"


def with_people(matrix: csc_array, person: npt.NDArray[np.int64], lower: Floats, upper: Floats) -> tuple[csr_array, Floats, Floats]:
    """Requirement rows followed by `sum of a person's columns <= 1` for everybody with two columns or more."""
    k = matrix.shape[1]
    top = csr_array(matrix)
    if not k:
        return top, lower, upper
    first = np.flatnonzero(np.r_[True, person[1:] != person[:-1]])
    count = np.diff(np.r_[first, k])
    several = np.repeat(count > 1, count)
    columns = np.flatnonzero(several)
    size = count[count > 1]
    indptr = np.concatenate([top.indptr, top.indptr[-1] + np.cumsum(size)])
    data = np.concatenate([top.data, np.ones(len(columns))])
    indices = np.concatenate([top.indices, columns])
    q = len(size)
    full = csr_array((data, indices, indptr), shape=(top.shape[0] + q, k))
    return full, np.r_[lower, np.full(q, -np.inf)], np.r_[upper, np.ones(q)]


def _proto(programme: Programme, integer: bool) -> Any:
    from ortools.math_opt import model_pb2

    matrix, k = programme.matrix, len(programme.gain)
    matrix.sort_indices()
    proto = model_pb2.ModelProto()
    var, con = proto.variables, proto.linear_constraints
    var.ids.extend(range(k))
    var.lower_bounds.extend(programme.floor.tolist())
    var.upper_bounds.extend(programme.ceiling.tolist())
    var.integers.extend([integer] * k)
    proto.objective.maximize = True
    shown = np.flatnonzero(programme.gain)
    proto.objective.linear_coefficients.ids.extend(shown.tolist())
    proto.objective.linear_coefficients.values.extend(programme.gain[shown].tolist())
    con.ids.extend(range(matrix.shape[0]))
    con.lower_bounds.extend(programme.lower.tolist())
    con.upper_bounds.extend(programme.upper.tolist())
    entries = proto.linear_constraint_matrix
    entries.row_ids.extend(np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr)).tolist())
    entries.column_ids.extend(matrix.indices.tolist())
    entries.coefficients.extend(matrix.data.tolist())
    return proto


def _parameters(time_limit_s: float, seed: int) -> Any:
    from ortools.math_opt import parameters_pb2

    parameters = parameters_pb2.SolveParametersProto()
    parameters.time_limit.FromNanoseconds(max(1, int(time_limit_s * 1e9)))
    parameters.random_seed = seed % 2**31
    parameters.threads = 1  # SCIP's parallel search fails through MathOpt, and its plan would depend on the machine
    return parameters


def _hasten(parameters: Any) -> None:
    """Hardly anything beside branching: of cores of a few nodes, presolve and cuts take most of the time."""
    from ortools.math_opt import parameters_pb2

    parameters.presolve = parameters.cuts = parameters_pb2.EMPHASIS_OFF
    parameters.heuristics = parameters_pb2.EMPHASIS_LOW


def _run(proto: Any, kind: str, parameters: Any, hint: Floats | None = None) -> Any:
    from ortools.math_opt import callback_pb2, model_parameters_pb2, parameters_pb2
    from ortools.math_opt.core.python import solver

    extra = model_parameters_pb2.ModelSolveParametersProto()
    _only_point_and_prices(extra)
    if hint is not None:
        start = extra.solution_hints.add()
        start.variable_values.ids.extend(range(len(hint)))
        start.variable_values.values.extend(hint.tolist())
    kinds = parameters_pb2.SolverTypeProto
    return solver.solve(
        proto,
        getattr(kinds, f"SOLVER_TYPE_{kind}"),
        parameters_pb2.SolverInitializerProto(),
        parameters,
        extra,
        None,
        callback_pb2.CallbackRegistrationProto(),
        None,
        None,
    )


def _only_point_and_prices(wanted: Any) -> None:
    """Nothing else is asked for: handing thousands of numbers on takes longer than a few steps of the simplex."""
    wanted.variable_values_filter.skip_zero_values = True
    wanted.dual_values_filter.skip_zero_values = True
    wanted.reduced_costs_filter.filter_by_ids = True


def _is_order_fault(fault: Exception) -> bool:
    """Whether MathOpt gave up because SCIP's solutions of nearly equal worth stood in an order that it did not expect."""
    return type(fault).__name__ == "StatusNotOk" and "best objective order" in str(fault)


def _dense(sparse: Any, size: int) -> Floats:
    out = np.zeros(size)
    out[np.fromiter(sparse.ids, dtype=np.int64, count=len(sparse.ids))] = np.fromiter(
        sparse.values, dtype=np.float64, count=len(sparse.values)
    )
    return out


def relax(programme: Programme, *, time_limit_s: float, seed: int, exactly: bool = False) -> Relaxed:
    """The linear relaxation by GLOP's dual simplex without presolve, the fastest measured on these programmes.

    Where many columns are as good as one another the simplex walks about among them: unless the answer must be `exactly`
    the best, each column gains up to TIE more than it does, as `seed` says. That is ten times faster, and prices so found
    bound the programme as any do. objective: of the point, with the gains as they are.
    """
    numbers = numbers_of(programme)
    asked = numbers.programme if exactly else _untied(numbers.programme, seed)
    return _relaxed(programme, numbers, _run(_proto(asked, integer=False), "GLOP", _simplex(time_limit_s, seed)))


class Again:
    """The relaxation of a programme, solved again and again with other sides of its rows and columns: each time on from the point before,
    which takes a fraction of the first time. Ties are untied, as by `relax`."""

    def __init__(self, programme: Programme, *, seed: int) -> None:
        from ortools.math_opt import parameters_pb2
        from ortools.math_opt.core.python import solver

        self.programme, self._numbers, self._seed = programme, numbers_of(programme), seed
        self._rows = programme.lower.copy(), programme.upper.copy()
        self._columns = self._numbers.programme.floor.copy(), self._numbers.programme.ceiling.copy()
        proto = _proto(_untied(self._numbers.programme, seed), integer=False)
        self._solver = solver.new(parameters_pb2.SOLVER_TYPE_GLOP, proto, parameters_pb2.SolverInitializerProto())

    def solved(
        self, lower: Floats, upper: Floats, floor: Floats | None = None, ceiling: Floats | None = None, *, time_limit_s: float
    ) -> Relaxed:
        """With these sides: float64 of all rows, and of all columns (the programme's own where absent)."""
        from ortools.math_opt import callback_pb2, model_parameters_pb2, model_update_pb2

        whole, joined = self.programme, self._numbers.joined
        columns = tuple(joined(own if side is None else side) for side, own in ((floor, whole.floor), (ceiling, whole.ceiling)))
        update = model_update_pb2.ModelUpdateProto()
        _put(update.linear_constraint_updates, self._rows, (lower, upper))
        _put(update.variable_updates, self._columns, columns)
        self._rows, self._columns = (lower.copy(), upper.copy()), columns
        if not self._solver.update(update):
            raise RuntimeError("the simplex takes other sides of rows and columns at any time")
        wanted = model_parameters_pb2.ModelSolveParametersProto()
        _only_point_and_prices(wanted)
        asked = wanted, None, callback_pb2.CallbackRegistrationProto(), None, None
        return _relaxed(self.programme, self._numbers, self._solver.solve(_simplex(time_limit_s, self._seed), *asked))


def _put(into: Any, before: tuple[Floats, ...], now: tuple[Floats, ...]) -> None:
    """The sides that changed into an update."""
    for part, old, new in zip((into.lower_bounds, into.upper_bounds), before, now, strict=True):
        changed = np.flatnonzero(old != new)
        part.ids.extend(changed.tolist())
        part.values.extend(new[changed].tolist())


def _simplex(time_limit_s: float, seed: int) -> Any:
    from ortools.math_opt import parameters_pb2

    parameters = _parameters(time_limit_s, seed)
    parameters.lp_algorithm = parameters_pb2.LP_ALGORITHM_DUAL_SIMPLEX
    parameters.presolve = parameters_pb2.EMPHASIS_OFF
    return parameters


def _untied(programme: Programme, seed: int) -> Programme:
    return replace(programme, gain=programme.gain + TIE * np.random.default_rng(seed).random(len(programme.gain)))


def _relaxed(programme: Programme, numbers: Numbers, result: Any) -> Relaxed:
    """What the simplex says of a programme. numbers: of the programme, which it was given."""
    from ortools.math_opt import result_pb2

    reason = result.termination.reason
    if reason == result_pb2.TERMINATION_REASON_INFEASIBLE:
        return Relaxed("infeasible", None, None, -np.inf)
    if reason != result_pb2.TERMINATION_REASON_OPTIMAL:
        return Relaxed("stopped", None, None, np.inf)
    solution = result.solutions[0]
    x = numbers.apart(_dense(solution.primal_solution.variable_values, len(numbers.programme.gain)))
    prices = _dense(solution.dual_solution.dual_values, programme.matrix.shape[0])
    return Relaxed("optimal", x, prices, float(programme.gain @ x))


def integers(
    programme: Programme,
    *,
    time_limit_s: float,
    nodes: int,
    absolute_gap: float,
    seed: int,
    hint: Floats | None = None,
    pool: int = 5,
    beyond: float = -np.inf,
    lightly: bool = False,
) -> Whole:
    """The integer programme by SCIP, stopped by `nodes` (deterministic), by its gap, or by the clock.

    beyond: where finite, only points worth more are looked for, and the first ends the search. lightly: with hardly anything before the first node, soonest
    where a few nodes say it all.
    """
    from ortools.math_opt import result_pb2

    parameters = _parameters(time_limit_s, seed)
    parameters.node_limit = nodes
    parameters.absolute_gap_tolerance = absolute_gap
    parameters.relative_gap_tolerance = 0.0
    parameters.solution_pool_size = pool
    if lightly:
        _hasten(parameters)
    if np.isfinite(beyond):
        parameters.cutoff_limit, parameters.solution_limit = beyond, 1
    numbers = numbers_of(programme)
    start = None if hint is None else numbers.joined(hint)
    proto = _proto(numbers.programme, integer=True)
    try:
        result = _run(proto, "GSCIP", parameters, start)
    except Exception as fault:  # the class has no importable name
        if not _is_order_fault(fault):
            raise
        parameters.solution_pool_size = 1
        result = _run(proto, "GSCIP", parameters, start)
    reason = result.termination.reason
    width = len(numbers.programme.gain)
    points = tuple(numbers.apart(_dense(s.primal_solution.variable_values, width)) for s in result.solutions)
    bound = result.termination.objective_bounds.dual_bound
    if result.termination.limit == result_pb2.LIMIT_CUTOFF:
        return Whole((), beyond, False, True)
    infeasible = reason == result_pb2.TERMINATION_REASON_INFEASIBLE
    complete = reason == result_pb2.TERMINATION_REASON_OPTIMAL
    return Whole(points, -np.inf if infeasible else bound, infeasible, complete)
