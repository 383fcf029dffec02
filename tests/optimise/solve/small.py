"""Small random models and their enumeration."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import numpy as np
from scipy.sparse import csr_array

from planner.optimise.model.rows import Model, RowName, Rows
from planner.optimise.solve.result import BarGroup
from planner.scenario.requirement_kinds import KEY_ROLES, LAW, LOCK, Counts, Dim, Kind, Side


def rule(number: int, row: np.ndarray, lower: float, upper: float, scope: str = "") -> RowName:
    """The name of a made-up row: it counts people, bounds money from above, or weighs people against each other."""
    money = lower == -np.inf and bool(np.all(row >= 0)) and bool(np.any(row > 1))
    counts = Counts.VND if money else Counts.LEAVERS if bool(np.all(np.abs(row) <= 1)) else Counts.RATE
    return RowName(Kind("rule", ("rule", str(number)), (Dim.GROUP,), Side.UPPER if money else Side.LOWER, counts), (scope,))


def random_model(rng: np.random.Generator, *, people: int = 5, options: int = 3, rows: int = 4) -> Model:
    """A model small enough to enumerate; money-like rows among counting ones; feasible or not."""
    n = int(rng.integers(1, people + 1))
    count = rng.integers(1, options + 1, n)
    start = np.r_[0, np.cumsum(count)].astype(np.int64)
    m = int(start[-1])
    r = int(rng.integers(0, rows + 1))
    matrix = np.zeros((r, m))
    lower, upper = np.full(r, -np.inf), np.full(r, np.inf)
    for i in range(r):
        kind = rng.integers(0, 3)
        if kind == 0:
            matrix[i] = rng.random(m) < 0.6
        elif kind == 1:
            matrix[i] = rng.integers(-2, 3, m)
        else:
            matrix[i] = rng.integers(0, 10**9, m) * (rng.random(m) < 0.8)
        somewhere = matrix[i, [rng.integers(start[p], start[p + 1]) for p in range(n)]].sum()
        noise = float(np.round(np.abs(matrix[i]).max() * rng.normal(0, 0.5)))
        side = rng.integers(0, 3)
        if side in (0, 2):
            upper[i] = somewhere + abs(noise) * rng.integers(-1, 2)
        if side in (1, 2):
            lower[i] = somewhere - abs(noise) * rng.integers(0, 2) if side == 2 else somewhere + noise
    gain = np.round(rng.normal(0, 10.0 ** rng.integers(-3, 4), m), int(rng.integers(0, 6)))
    allowed = rng.random(m) < 0.85
    names = tuple(rule(i % 3, matrix[i], lower[i], upper[i], f"U{i}") for i in range(r))
    return Model(start, gain, float(rng.normal()), allowed, Rows(csr_array(matrix), lower, upper, names), 100.0)


def plans(model: Model, allowed: np.ndarray | None = None) -> Iterator[np.ndarray]:
    """Every choice of one allowed option a person, rows not looked at."""
    ok = model.allowed if allowed is None else allowed
    ranges = [[j for j in range(model.start[i], model.start[i + 1]) if ok[j]] for i in range(len(model.start) - 1)]
    for plan in itertools.product(*ranges):
        yield np.array(plan, dtype=np.int64)


def possible(model: Model, rows: list[int], allowed: np.ndarray) -> bool:
    """Whether some plan keeps these rows, by enumeration in Python integers."""
    table = [[int(v) for v in row] for row in model.rows.matrix.toarray()]
    for plan in plans(model, allowed):
        if all(model.rows.lower[r] <= sum(table[r][j] for j in plan) <= model.rows.upper[r] for r in rows):
            return True
    return False


def best(model: Model) -> float | None:
    """The optimum by enumeration; None where there is none."""
    import math

    table = [[int(v) for v in row] for row in model.rows.matrix.toarray()]
    top = None
    for plan in plans(model):
        if all(lo <= sum(row[j] for j in plan) <= hi for row, lo, hi in zip(table, model.rows.lower, model.rows.upper, strict=True)):
            value = math.fsum([model.constant, *model.gain[plan].tolist()])
            top = value if top is None else max(top, value)
    return top


def random_bars(rng: np.random.Generator, model: Model) -> list[BarGroup]:
    """Bars over the options that are not allowed (each at least one), overlapping, some over allowed people's kin."""
    closed = np.flatnonzero(~model.allowed)
    person = np.repeat(np.arange(len(model.start) - 1), np.diff(model.start))
    groups = []
    for i in np.unique(person[closed]):
        mine = closed[person[closed] == i]
        groups.append((RowName(LAW, (f"P{i}",)), mine))
        if rng.random() < 0.4:
            groups.append((RowName(LOCK, (f"P{i}",)), mine[:1]))
    if len(closed) and rng.random() < 0.3:
        groups.append((RowName(KEY_ROLES, ("",)), closed[rng.random(len(closed)) < 0.7]))
    return [g for g in groups if len(g[1])]
