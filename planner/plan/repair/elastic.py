"""The least by which rows of a model must give way, all others staying hard.

A slack is a whole number that eases its rows; it enters the model as pairs of options (0 or 1, 0 or 2, 0 or 4, ...), so
that the solving road, its bound and its exact check serve here as they are. Small models are solved to the last person;
large ones by their linear relaxation, rounded up: what comes out is tried on the true scenario anyway.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np
import numpy.typing as npt
from scipy.sparse import coo_array, csr_array, hstack

from planner.optimise.model.rows import Model
from planner.optimise.solve import Status, solve
from planner.optimise.solve.presolve.reduce import activity_range, people_without_option, person_of, reduce
from planner.optimise.solve.search import core

SMALL = 8_000
"""Up to so many allowed options the least is sought in whole numbers."""
EXACT_MONEY = 1_500
"""Up to so many allowed options a least sum of money is sought to the last đồng."""
WHOLE_S = 4.0
"""Seconds for the search in whole numbers, before the relaxation has to do."""
CLOSE = 1e-6
"""Share of the least at which a count of people is proven."""
CARE = 1e-6
MUCH = 1024.0
"""How much more one unit of slack weighs than the largest gain of an option, where the goal stands beside it."""


class Answer(StrEnum):
    """What became of a question."""

    FOUND = "found"
    IMPOSSIBLE = "impossible"
    """Proven: however far this gives way, no plan is possible."""
    UNKNOWN = "unknown"
    """The time ran out."""


@dataclass(frozen=True)
class Slack:
    """One whole number by which rows give way.

    rows: int64[q], indices of the model's rows. ease: float64[q], what one unit adds to the activity of each (positive
    where a lower side is eased, negative for an upper one). most: the largest value that can be of use.
    """

    rows: npt.NDArray[np.int64]
    ease: npt.NDArray[np.float64]
    most: int


@dataclass(frozen=True)
class Least:
    """value: int64[j], of each slack. used: options among `opened` that the point uses. point: float64[m], the share of
    each option of the model. prices: float64[r], of the rows at that point; None where they are not known."""

    answer: Answer
    value: npt.NDArray[np.int64]
    used: npt.NDArray[np.int64]
    point: npt.NDArray[np.float64]
    prices: npt.NDArray[np.float64] | None = None


NONE = np.zeros(0, dtype=np.int64)


def _without(answer: Answer) -> Least:
    return Least(answer, NONE, NONE, np.zeros(0))


def slack_of(model: Model, rows: Sequence[int], side: int) -> Slack:
    """One slack shared by `rows`; side -1 eases their lower, 1 their upper bounds, by one unit of activity for each."""
    index = np.asarray(rows, dtype=np.int64)
    least, most = activity_range(_some(model, index), person_of(model))
    bound = model.rows.lower[index] if side < 0 else model.rows.upper[index]
    short = (bound - least) if side < 0 else (most - bound)
    return Slack(index, np.full(len(index), -float(side)), max(0, math.ceil(short.max(initial=0.0))))


def _some(model: Model, index: npt.NDArray[np.int64]) -> Model:
    rows = model.rows
    names = tuple(rows.names[i] for i in index)
    return replace(model, rows=replace(rows, matrix=csr_array(rows.matrix[index]), lower=rows.lower[index], upper=rows.upper[index], names=names))


def least_slack(
    model: Model, slacks: Sequence[Slack], *, time_limit_s: float, seed: int, opened: npt.NDArray[np.int64] = NONE
) -> Least:
    """The smallest sum of slacks, plus one for each option of `opened` that is used, with which a plan exists.

    opened: indices of barred options that may be used here.
    """
    allowed = model.allowed.copy()
    allowed[opened] = True
    bits = [(j, k) for j, s in enumerate(slacks) for k in range(int(s.most).bit_length())]
    soft = _with_bits(replace(model, allowed=allowed), slacks, bits)
    gain = soft.gain.copy()
    gain[opened] = -1.0
    soft = replace(soft, gain=gain)
    if people_without_option(soft).size:
        return _without(Answer.IMPOSSIBLE)
    if int(allowed.sum()) <= SMALL:
        answer = solve(soft, time_limit_s=min(time_limit_s, WHOLE_S), relative_gap=CLOSE, seed=seed)
        if answer.status is Status.INFEASIBLE:
            return _without(Answer.IMPOSSIBLE)
        if answer.chosen is not None:
            x = np.zeros(len(gain))
            x[answer.chosen] = 1.0
            return _read(x, slacks, bits, opened, len(model.gain))
        time_limit_s -= answer.seconds
    # Without a goal a linear programme this size is twenty times slower: every option is as good as the other.
    goal = np.concatenate([model.gain, np.zeros(2 * len(bits))])
    soft = replace(soft, gain=MUCH * max(1.0, float(np.abs(goal).max(initial=0.0))) * soft.gain + goal)
    return _relaxed(soft, slacks, bits, opened, len(model.gain), time_limit_s, seed)


def _with_bits(model: Model, slacks: Sequence[Slack], bits: Sequence[tuple[int, int]]) -> Model:
    """The model with nothing to gain but small slacks: option m + 2 i + 1 is the i-th bit."""
    m, b = len(model.gain), len(bits)
    size = 2.0 ** np.array([k for _, k in bits]) if b else np.zeros(0)
    row = np.concatenate([NONE, *(slacks[j].rows for j, _ in bits)])
    value = np.concatenate([np.zeros(0), *(slacks[j].ease * 2.0**k for j, k in bits)])
    count = [len(slacks[j].rows) for j, _ in bits]
    column = np.repeat(2 * np.arange(b) + 1, count) if b else NONE
    extra = csr_array(coo_array((value, (row, column)), shape=(len(model.rows.names), 2 * b)))
    gain = np.zeros(m + 2 * b)
    gain[m + 2 * np.arange(b) + 1] = -size
    return replace(
        model,
        start=np.concatenate([model.start, m + 2 * np.arange(1, b + 1)]).astype(np.int64),
        gain=gain,
        constant=0.0,
        allowed=np.concatenate([model.allowed, np.ones(2 * b, dtype=bool)]),
        rows=replace(model.rows, matrix=csr_array(hstack([model.rows.matrix, extra], format="csr"))),
        ceiling=0.0,
        seats=model.seats + b,
    )


def _relaxed(
    soft: Model,
    slacks: Sequence[Slack],
    bits: Sequence[tuple[int, int]],
    opened: npt.NDArray[np.int64],
    m: int,
    time_limit_s: float,
    seed: int,
) -> Least:
    reduced = reduce(soft)
    if reduced.broken.size:
        return _without(Answer.IMPOSSIBLE)
    relaxed, prices = core.relaxation(soft, reduced, time_limit_s=max(0.01, time_limit_s), seed=seed, exactly=False)
    if relaxed.x is None:
        return _without(Answer.IMPOSSIBLE if relaxed.status == "infeasible" else Answer.UNKNOWN)
    x = np.zeros(len(soft.gain))
    x[reduced.base] = 1.0
    np.subtract.at(x, reduced.base[reduced.person], relaxed.x)
    x[reduced.option] = relaxed.x
    return replace(_read(x, slacks, bits, opened, m), prices=prices)


def _read(
    x: npt.NDArray[np.float64],
    slacks: Sequence[Slack],
    bits: Sequence[tuple[int, int]],
    opened: npt.NDArray[np.int64],
    m: int,
) -> Least:
    amount = np.zeros(len(slacks))
    for i, (j, k) in enumerate(bits):
        amount[j] += x[m + 2 * i + 1] * 2.0**k
    value = np.minimum(np.ceil(amount - CARE), [s.most for s in slacks]).astype(np.int64)
    return Least(Answer.FOUND, value, opened[x[opened] > CARE], x[:m])


def least_activity(model: Model, row: int, *, time_limit_s: float, seed: int) -> tuple[Answer, int, bool]:
    """(answer, the smallest activity of a row that some plan has while all other rows hold, whether it is exact).

    The row's own bounds do not count. Not exact: a lower bound, which plans come close to.
    """
    rows = model.rows
    weight = rows.matrix[[row]].toarray().ravel()
    lower, upper = rows.lower.copy(), rows.upper.copy()
    lower[row], upper[row] = -np.inf, np.inf
    free = replace(model, gain=-weight, constant=0.0, ceiling=0.0, rows=rows.between(lower, upper))
    if people_without_option(free).size:
        return Answer.IMPOSSIBLE, 0, True
    if int(free.allowed.sum()) <= EXACT_MONEY:
        effort = core.Effort(min(time_limit_s, WHOLE_S), 10**6, 0.0, seed)
        whole = core.solve_core(free, free.allowed, effort, exactly=True)
        if whole.plans and whole.complete:
            return Answer.FOUND, int(sum(int(weight[o]) for o in whole.plans[0])), True
        if whole.complete:
            return Answer.IMPOSSIBLE, 0, True
    little = float(np.abs(weight).max(initial=1.0)) / (MUCH * max(1.0, float(np.abs(model.gain).max(initial=0.0))))
    reduced = reduce(replace(free, gain=free.gain + little * model.gain))
    if reduced.broken.size:
        return Answer.IMPOSSIBLE, 0, True
    relaxed, _ = core.relaxation(free, reduced, time_limit_s=max(0.01, time_limit_s), seed=seed, exactly=False)
    if relaxed.x is None:
        return (Answer.IMPOSSIBLE if relaxed.status == "infeasible" else Answer.UNKNOWN), 0, False
    spent = float(weight[reduced.base].sum()) + float((weight[reduced.option] - weight[reduced.base[reduced.person]]) @ relaxed.x)
    return Answer.FOUND, math.ceil(spent - CARE), False


