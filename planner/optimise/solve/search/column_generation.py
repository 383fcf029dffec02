"""The linear relaxation of a large model: prices from a thinned ministry, then only the options that can matter.

People whom the rows (money and room aside) cannot tell apart are thinned to a few, each standing for several; that small programme
gives prices that are nearly right. With prices at hand, most options are clearly worse than the person's best: the
programme is solved over the others, options that its new prices make better are added, until none is.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array

from planner.optimise.model.rows import Model
from planner.optimise.solve.backend import mathopt
from planner.optimise.solve.people_by_kind import counted, kinds_of
from planner.optimise.solve.presolve.dominated import of_money
from planner.optimise.solve.presolve.reduce import Reduced, person_of, place_in_run, reduce
from planner.optimise.solve.price_bound import best_values, group_max, priced_bound, usable, values
from planner.optimise.solve.search import core
from planner.optimise.solve.search.certificate import family_certificate, with_rows, without_gain
from planner.scenario.requirement_kinds import ROOM

SHARE, LEAST = 0.25, 3_000
"""Options in the first programme beside everybody's best: this share of the people, this number at least."""
UNTIED = 60_000
"""Columns above which the programme with its ties untied is left at that."""
SAME = 10
"""Of options that are as good as one another so many stand in the first programme."""
WIDER = 2
"""Times as many options where the first ones cannot keep the rows."""
ROUNDS = 20
NONE = np.zeros(0, dtype=np.int64)
REPRESENTATIVES = 4_000
"""Of so many people, at most, beside one of each kind, the thinned ministry consists."""
FINER, LEFT_OUT = 4, 3
"""So many times more people the next thinned ministry has, as long as each stands for so many at least."""
FINER_ROUNDS, FINE = 4, 0.01
"""Most programmes of a finer ministry; the share of further columns that are worth no other one."""
MANY, NEAR = 48_000, 0.08
"""From so many people on prices come from a finer ministry: a smaller share of options then matters."""
GENTLE, MENDING = 3, 4
"""So often a programme that cannot keep its rows grows by one in so many columns; if it then still cannot, by all that help."""


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
    model: Model,
    prices: npt.NDArray[np.float64],
    *,
    also: npt.NDArray[np.int64] = NONE,
    enough: Callable[[float], float],
    left: Callable[[], float],
    seed: int,
    roughly: bool = False,
) -> Sifted:
    """The relaxation of `model`, from prices that are nearly right.

    also: options that stand in the first programme whatever the prices say.
    enough: the distance between bound and relaxation, given the bound, at which another round is not worth it.
    roughly: the point may be one of ties untied.
    """
    n = len(model.start) - 1
    excess, columns = core.option_excess(model, prices), max(LEAST, int((SHARE if n < MANY else NEAR) * n))
    mask = narrow(model, excess, columns)
    mask[also] |= model.allowed[also]
    best, best_prices, plan, used = priced_bound(model, prices), prices, None, NONE
    gentle = 0 if n < MANY else GENTLE
    exactly = False  # until nothing is missing: then once more, since the point of ties untied is a worse start for whole people
    for _ in range(ROUNDS):
        if left() <= 0 or columns > len(excess):
            break
        reduced = reduce(replace(model, allowed=mask))
        tight = bool(reduced.broken.size) or not len(reduced.option) or not len(reduced.row)
        relaxed, new = (None, prices) if tight else core.relaxation(model, reduced, time_limit_s=left(), seed=seed, exactly=exactly)
        if relaxed is None or relaxed.x is None:  # too few options to keep the rows at all
            wider = mask | (_helping(model, reduced.broken, excess) if tight else _mending(model, mask, reduced, left(), seed, gentle > 0))
            gentle -= not tight
            if np.array_equal(wider, mask):
                if not tight:  # no option at all would mend what is broken
                    break
                columns *= WIDER
                wider |= narrow(model, excess, columns)
            mask = wider
            continue
        bound = priced_bound(model, new)
        if bound < best or plan is None:
            best, best_prices = min(bound, best), (new if bound <= best else best_prices)
        plan, used = core.rounded(reduced, relaxed.x), core.used(reduced, relaxed.x)
        value = reduced.base_gain + relaxed.objective / reduced.gain_scale
        better = better_options(model, mask, new)
        if bound - value <= enough(bound) or not better.any():
            if exactly or roughly or len(reduced.option) > UNTIED:
                return Sifted(new, plan, used, True)
            exactly = True
            continue
        mask |= better
    return Sifted(best_prices, plan, used, False)


def better_options(model: Model, mask: npt.NDArray[np.bool_], prices: npt.NDArray[np.float64]) -> npt.NDArray[np.bool_]:
    """bool[m]: the options that are worth more at these prices than all of the person's in the programme."""
    worth = values(model, usable(model, prices))
    inside = group_max(np.where(mask, worth, -np.inf), model.start)
    return model.allowed & ~mask & (worth > inside[person_of(model)])


def _mending(model: Model, mask: npt.NDArray[np.bool_], reduced: Reduced, seconds: float, seed: int, gently: bool) -> npt.NDArray[np.bool_]:
    """bool[m]: options that make the programme's rows less broken; with none of them no plan keeps the rows at all.

    gently: those alone that are better by most where a broken row has its price, few enough to keep the programme small;
    nearly all people of a large ministry could mend a row.
    """
    if gently:
        _, prices = core.relaxation(model, reduced, time_limit_s=max(0.001, seconds), seed=seed, soft=core.BROKEN, exactly=False)
        better = better_options(model, mask, prices)
        if better.any():  # else the price of a breach was too low to show what mends it
            option, worth = np.flatnonzero(better), values(model, prices)
            gained = worth[option] - group_max(np.where(mask, worth, -np.inf), model.start)[person_of(model)[option]]
            better[option[np.argsort(-gained, kind="stable")[max(LEAST, len(reduced.option) // MENDING) :]]] = False
            return better
    nothing = replace(reduced, gain=np.zeros_like(reduced.gain))
    _, prices = core.relaxation(model, nothing, time_limit_s=max(0.001, seconds), seed=seed, soft=core.BROKEN, exactly=False)
    return better_options(without_gain(model), mask, prices)


def narrow(model: Model, excess: npt.NDArray[np.float64], columns: int) -> npt.NDArray[np.bool_]:
    """bool[m]: everybody's best option, so many others (fewer where many are the same), and every seat: what a seat is worth hangs on the last digit of a price."""
    n = len(model.start) - 1
    mask = model.allowed & (excess <= core.width_of(excess, n, columns))
    mask[core.alike_beyond(model, mask, excess, SAME)] = False
    seats = model.start[n - model.seats]
    mask[seats:] = model.allowed[seats:]
    return mask


def _helping(model: Model, rows: npt.NDArray[np.int64], excess: npt.NDArray[np.float64]) -> npt.NDArray[np.bool_]:
    """bool[m]: for everybody whom these rows count, the best option that a row mentions and the best that it does not.

    Rows that count half the ministry are left to a wider programme.
    """
    person, n, matrix = person_of(model), len(model.start) - 1, model.rows.matrix
    out = np.zeros(len(excess), dtype=bool)
    for r in rows.tolist():
        mentioned = matrix.indices[matrix.indptr[r] : matrix.indptr[r + 1]]
        who = np.unique(person[mentioned])
        if 2 * len(who) > n:
            continue
        options = np.flatnonzero(_marked(who, n)[person] & model.allowed)
        inside = _marked(mentioned, len(excess))[options]
        order = options[np.lexsort((excess[options], inside, person[options]))]
        side = _marked(mentioned, len(excess))[order]
        out[order[np.r_[True, (person[order][1:] != person[order][:-1]) | (side[1:] != side[:-1])]]] = True
    return out


def _marked(index: npt.NDArray[np.integer], size: int) -> npt.NDArray[np.bool_]:
    out = np.zeros(size, dtype=bool)
    out[index] = True
    return out


def thinned_prices(model: Model, *, time_limit_s: float, seed: int) -> tuple[npt.NDArray[np.float64] | None, bool]:
    """(prices of the thinned ministry, float64[r]; None where its relaxation has no answer; whether they prove that no plan exists).

    They prove it where, with no gain at all, the bound that they give over everybody is below zero. A large ministry is
    thinned several times, less each time: the prices of one say which options matter in the next.
    """
    ends = time.monotonic() + time_limit_s
    groups = _groups(model)
    small, size = _thinned(model, groups, REPRESENTATIVES)
    asked = _counting(small, size)
    if not len(asked.programme.gain):
        return None, False
    answer = mathopt.relax(asked.programme, time_limit_s=time_limit_s, seed=seed)
    if answer.status == "infeasible":  # a few people may not keep what all of them can: near enough for prices
        answer = mathopt.relax(asked.softened(), time_limit_s=time_limit_s, seed=seed)
        if answer.prices is not None and (proof := _proof(model, answer.prices[: len(asked.scale)] * asked.scale, ends, seed)) is not None:
            return proof, True
    if answer.prices is None:
        return None, False
    prices = usable(model, asked.prices(answer.prices))
    representatives = REPRESENTATIVES * FINER
    while representatives * LEFT_OUT <= len(model.start) - 1 and time.monotonic() < ends:
        prices = _finer(*_thinned(model, groups, representatives), prices, lambda: ends - time.monotonic(), seed)
        representatives *= FINER
    return prices, False


@dataclass(frozen=True)
class _Counting:
    """A thinned ministry as a programme in which columns count people. scale: float64[r] of its rows; unit: of its gains."""

    programme: mathopt.Programme
    scale: npt.NDArray[np.float64]
    unit: float

    def softened(self) -> mathopt.Programme:
        """Its rows may be broken, at a price."""
        return core.softened(replace(self.programme, digit=None), len(self.scale), core.BROKEN)

    def prices(self, found: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        """A solver's prices in the model's own units: float64[r]."""
        return found[: len(self.scale)] * self.scale / self.unit


def _counting(small: Model, size: npt.NDArray[np.int64]) -> _Counting:
    """The programme of a thinned ministry over its allowed options. size: int64, how many each of its people stands for."""
    programme, columns, scale = counted(small, size)
    base = reduce(small).base
    gain = small.gain[columns] - small.gain[base[person_of(small)[columns]]]
    unit = 64.0 / max(1e-300, float(np.abs(gain).max(initial=0.0)))
    return _Counting(replace(programme, gain=gain * unit), scale, unit)


def _finer(
    small: Model, size: npt.NDArray[np.int64], prices: npt.NDArray[np.float64], left: Callable[[], float], seed: int
) -> npt.NDArray[np.float64]:
    """The prices of a less thinned ministry, from those of a more thinned one: over the options that matter at these, and
    those that turn out better."""
    mask = narrow(small, core.option_excess(small, prices), max(LEAST, int(SHARE * len(size))))
    for _ in range(FINER_ROUNDS):
        asked = _counting(replace(small, allowed=mask), size)
        answer = mathopt.relax(asked.softened(), time_limit_s=max(0.001, left()), seed=seed)
        if answer.prices is None:
            break
        prices = usable(small, asked.prices(answer.prices))
        better = better_options(small, mask, prices)
        if np.count_nonzero(better) <= FINE * len(asked.programme.gain):
            break
        mask |= better
    return prices


def _proof(model: Model, prices: npt.NDArray[np.float64], ends: float, seed: int) -> npt.NDArray[np.float64] | None:
    """Prices at which no plan at all keeps the rows, if those at hand do so, or those of one of the families that they name."""
    prices = usable(model, prices)
    if priced_bound(without_gain(model), prices) < 0:
        return prices
    return family_certificate(model, prices != 0, time_limit_s=max(0.001, ends - time.monotonic()), seed=seed).prices


@dataclass(frozen=True)
class _Groups:
    """The people in order of their kind and, within it, of their best gain; place: of each in that order within the kind."""

    order: npt.NDArray[np.int64]
    place: npt.NDArray[np.int64]


def _groups(model: Model) -> _Groups:
    """People whom the rows (money and room aside) cannot tell apart stand together."""
    rows = model.rows
    sums = rows.where(of_money) | (rows.where(lambda kind: kind == ROOM) & (rows.upper > 2))  # up to two places are seats of one
    kind = kinds_of(with_rows(model, ~sums)).of
    score = np.where(np.isfinite(best := best_values(model, model.gain)), best, 0.0)
    order = np.lexsort((score, kind))
    return _Groups(order, place_in_run(kind[order]))


def _thinned(model: Model, groups: _Groups, representatives: int) -> tuple[Model, npt.NDArray[np.int64]]:
    """(a model of so many of the people at most, and one of each kind; how many each stands for: int64)."""
    order, n = groups.order, len(model.start) - 1
    step = max(1, -(-n // representatives))
    group = np.cumsum(groups.place % step == 0) - 1
    size = np.bincount(group)
    someone = order[np.r_[0, np.cumsum(size)[:-1]] + size // 2]
    count = np.diff(model.start)[someone]
    start = np.r_[0, np.cumsum(count)]
    option = np.repeat(model.start[:-1][someone] - start[:-1], count) + np.arange(start[-1])
    rows = replace(model.rows, matrix=csr_array(model.rows.columns[:, option]))
    return Model(start, model.gain[option], 0.0, model.allowed[option], rows, 0.0), size
