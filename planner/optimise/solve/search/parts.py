"""A plan has one number of exits: the plans of each number as a part, the most promising part first."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial

import numpy as np
import numpy.typing as npt

from planner.optimise.model.rows import Model
from planner.optimise.solve import exact_check
from planner.optimise.solve.by_count import Counted
from planner.optimise.solve.presolve.reduce import reduce
from planner.optimise.solve.price_bound import priced_bound
from planner.optimise.solve.search import core
from planner.optimise.solve.search.certificate import certificate, without_gain
from planner.optimise.solve.search.column_generation import softly
from planner.optimise.solve.search.cores import cores, nearby
from planner.optimise.solve.search.known import Search
from planner.optimise.solve.search.relaxed import ROUGH, certified, take_prices

DEARER = (core.BROKEN, 2**8 * core.BROKEN)
"""What breaking a row of a part costs while its prices are looked for. Where even the dearest price leaves rows broken, a proof is asked for that
nobody can keep them."""
LARGE = 4_000
"""In so large a ministry a part of a person in each group is little: where a rough gap is asked for, plans are looked for among all numbers of exits first."""
VERY_ROUGH = 1e-3
"""In a smaller one from such a gap on."""
MOST_COUNTS = 8
"""So many numbers of exits, at most, are looked at one by one; where more could be the best plan's, all are solved at once."""


def in_parts(state: Search, by_count: Counted, columns: int) -> bool:
    """As `cores`, one number of exits after the other, always the one whose bound is highest: first its prices, which bound the other
    numbers too, then whole people."""
    assert state.prices is not None
    if state.relative_gap >= (ROUGH if len(state.model.start) > LARGE else VERY_ROUGH):
        nearby(state)
    known = by_count.bounds(state.small, state.prices)
    for proof in state.proofs:
        known[emptied(by_count, state.small, proof)] = -np.inf
    parts: dict[int, Part] = {}
    first = None if state.near is None else by_count.of(state.near)
    while not state.closed() and state.left() > 0:
        count = int(np.argmax(known))
        if known[count] == -np.inf:
            return state.objective is None
        if first is not None and not parts and known[first] > state.to_beat():
            count = first  # likely the best one, whose prices show how much worse the others are
        state.prove(float(known.max()), "prices")
        if state.closed():
            break
        if count not in parts:
            if sum(not part.nothing for part in parts.values()) == MOST_COUNTS:
                return cores(state, columns)
            parts[count] = part = part_of(state, by_count.at(state.small, count))
            if part.nothing:
                known[count] = -np.inf
                if (proof := part.search.prices) is not None:
                    known[emptied(by_count, state.small, proof)] = -np.inf
                    state.proofs = (*state.proofs, proof)
            elif part.search.prices is not None:
                known = np.minimum(known, by_count.bounds(state.small, part.search.prices))
            continue
        part = parts[count]
        part.search.overtaken()
        nothing = part.columns > 0 and cores(part.search, part.columns)
        known[count] = -np.inf if nothing else min(known[count], part.search.bound)
        if not nothing and not part.search.closed():
            break  # all is said of it that can be
    state.prove(float(known.max()), "proof")
    return False


def emptied(by_count: Counted, model: Model, proof: npt.NDArray[np.float64]) -> npt.NDArray[np.bool_]:
    """bool[most + 1]: the numbers of exits of which prices prove that no plan keeps the rows."""
    return by_count.bounds(without_gain(model), proof) < 0


@dataclass(frozen=True)
class Part:
    """The plans of one number of exits. columns: of the relaxation, 0 where nothing is left to decide. nothing: proven, there is none."""

    search: Search
    columns: int
    nothing: bool


def part_of(state: Search, model: Model) -> Part:
    """A part of the plans with its prices."""
    part = replace(state, model=model, small=model, bound=np.inf, price_bound=np.inf, chosen=None, progress=None, whole=state)
    if state.chosen is not None and exact_check.keeps(model, state.chosen):
        part.chosen = state.chosen
    reduced = reduce(model)
    if reduced.broken.size:
        part.prices = None
        return Part(part, 0, True)
    if not len(reduced.option) or not len(reduced.row):
        part.prices = part.margin
        part.prove(priced_bound(model, part.margin), "prices")
        kept = part.offer(core.free_choice(model), "plan")
        return Part(part, 0, not kept and part.objective is None)
    assert part.prices is not None
    take_prices(part, part.prices)
    for price in DEARER:
        found = softly(model, part.prices, price, enough=part.beaten, left=part.left, seed=part.seed)
        if found is None:
            break
        take_prices(part, found.prices)
        part.used = found.used
        if found.kept:
            part.offer(found.plan, "plan")
        if found.kept or part.beaten(part.price_bound):
            return Part(part, len(reduced.option), False)
    return Part(part, len(reduced.option), certified(part, partial(certificate, counted=part.counted)))
