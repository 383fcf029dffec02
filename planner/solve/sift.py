"""The linear relaxation of a large model: prices from a thinned ministry, then only the options that can matter.

People whom the rows (money aside) cannot tell apart are thinned to a few, each standing for several; that small programme
gives prices that are nearly right. With prices at hand, most options are clearly worse than the person's best: the
programme is solved over the others, options that its new prices make better are added, until none is.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array

from planner.model.rows import Model
from planner.solve import backend, core
from planner.solve.bound import best_values, group_max, priced_bound, usable, values
from planner.solve.counts import counted, kinds_of
from planner.solve.dominated import money_rows
from planner.solve.feasible import with_rows
from planner.solve.reduced import person_of, reduce

SHARE, LEAST = 0.25, 3_000
"""Options in the first programme beside everybody's best: this share of the people, this number at least."""
WIDER = 2
"""Times as many options where the first ones cannot keep the rows."""
ROUNDS = 12
REPRESENTATIVES = 4_000
"""Of so many people, at most, beside one of each kind, the thinned ministry consists."""


@dataclass(frozen=True)
class Sifted:
    """prices: float64[r] of the model's rows. plan: the point rounded to an option a person, None where none was found.

    used: int64, the options that the point uses, whole or in part.
    found: whether the relaxation was solved within what was asked (else the prices are the best at hand).
    """

    prices: npt.NDArray[np.float64]
    plan: npt.NDArray[np.int64] | None
    used: npt.NDArray[np.int64]
    found: bool


def sifted(
    model: Model, prices: npt.NDArray[np.float64], *, enough: Callable[[float], float], left: Callable[[], float], seed: int
) -> Sifted:
    """The relaxation of `model`, from prices that are nearly right.

    enough: the distance between bound and relaxation, given the bound, at which another round is not worth it.
    """
    person, n = person_of(model), len(model.start) - 1
    excess, columns = core.option_excess(model, prices), max(LEAST, int(SHARE * n))
    mask = model.allowed & (excess <= core.width_of(excess, n, columns))
    best, best_prices, plan, used = priced_bound(model, prices), prices, None, np.zeros(0, dtype=np.int64)
    for _ in range(ROUNDS):
        if left() <= 0 or columns > len(excess):
            break
        reduced = reduce(replace(model, allowed=mask))
        tight = bool(reduced.broken.size) or not len(reduced.option) or not len(reduced.row)
        relaxed, new = (None, prices) if tight else core.relaxation(model, reduced, time_limit_s=left(), seed=seed)
        if relaxed is None or relaxed.x is None:  # too few options to keep the rows at all
            columns *= WIDER
            mask |= model.allowed & (excess <= core.width_of(excess, n, columns))
            continue
        bound = priced_bound(model, new)
        if bound < best or plan is None:
            best, best_prices = min(bound, best), (new if bound <= best else best_prices)
        plan, used = core.rounded(reduced, relaxed.x), core.used(reduced, relaxed.x)
        value = reduced.base_gain + relaxed.objective / reduced.gain_scale
        if bound - value <= enough(bound):
            return Sifted(new, plan, used, True)
        worth = values(model, usable(model, new))
        inside = group_max(np.where(mask, worth, -np.inf), model.start)
        better = model.allowed & ~mask & (worth > inside[person])
        if not better.any():
            return Sifted(new, plan, used, True)
        mask |= better
    return Sifted(best_prices, plan, used, False)


def thinned_prices(model: Model, *, time_limit_s: float, seed: int) -> npt.NDArray[np.float64] | None:
    """Prices of the thinned ministry, float64[r]; None where its relaxation has no answer."""
    small, size = _thinned(model)
    programme, columns, scale = counted(small, size)
    if not len(columns):
        return None
    base = reduce(small).base
    gain = small.gain[columns] - small.gain[base[person_of(small)[columns]]]
    unit = 64.0 / max(1e-300, float(np.abs(gain).max(initial=0.0)))
    answer = backend.relax(replace(programme, gain=gain * unit), time_limit_s=time_limit_s, seed=seed)
    if answer.prices is None:
        return None
    return usable(model, answer.prices[: len(scale)] * scale / unit)


def _thinned(model: Model) -> tuple[Model, npt.NDArray[np.int64]]:
    """(a model of some of the people, how many each stands for: int64)."""
    n = len(model.start) - 1
    kind = kinds_of(with_rows(model, ~money_rows(model))).of
    score = np.where(np.isfinite(best := best_values(model, model.gain)), best, 0.0)
    order = np.lexsort((score, kind))
    first = np.r_[True, kind[order][1:] != kind[order][:-1]]
    place = np.arange(n) - np.maximum.accumulate(np.where(first, np.arange(n), 0))
    step = max(1, -(-n // REPRESENTATIVES))
    group = np.cumsum(first | (place % step == 0)) - 1
    size = np.bincount(group)
    someone = order[np.r_[0, np.cumsum(size)[:-1]] + size // 2]
    count = np.diff(model.start)[someone]
    start = np.r_[0, np.cumsum(count)]
    option = np.repeat(model.start[:-1][someone] - start[:-1], count) + np.arange(start[-1])
    rows = replace(model.rows, matrix=csr_array(model.rows.columns[:, option]))
    return Model(start, model.gain[option], 0.0, model.allowed[option], rows, 0.0), size
