"""A plan has one number of exits: the plans of each number as a part, the most promising part first."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from planner.optimise.model.rows import Model
from planner.optimise.solve import exact_check
from planner.optimise.solve.by_count import Counted
from planner.optimise.solve.presolve.reduce import reduce
from planner.optimise.solve.price_bound import priced_bound
from planner.optimise.solve.search import core
from planner.optimise.solve.search.certificate import without_gain
from planner.optimise.solve.search.cores import WHOLE, cores, nearby
from planner.optimise.solve.search.known import Search
from planner.optimise.solve.search.relaxed import ROUGH, take_prices
from planner.optimise.solve.search.softly import DEARER, SoftParts

LARGE = 4_000
"""In so large a ministry a part of a person in each group is little."""
VERY_ROUGH = 1e-3
"""From such a gap on plans are looked for among all numbers of exits first; in a large ministry, where a part of a person in each group is little, from a rough one on."""
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
    soft, parts = soft_parts(state), dict[int, Part]()
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
            parts[count] = part = part_of(state, by_count.at(state.small, count), soft)
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


def soft_parts(state: Search) -> SoftParts:
    """What prices the parts: what was begun for this model before, where anything was."""
    assert state.prices is not None
    if state.soft is not None and state.soft.fits(state.small):
        return state.soft
    return SoftParts(state.small, state.prices, seed=state.seed, left=state.left)


def part_of(state: Search, model: Model, soft: SoftParts) -> Part:
    """A part of the plans with its prices. soft: of all parts."""
    part = replace(state, model=model, small=model, bound=np.inf, price_bound=np.inf, chosen=None, progress=None, whole=state)
    if state.chosen is not None and exact_check.keeps(model, state.chosen):
        part.chosen = state.chosen
    columns = np.count_nonzero(model.allowed) - (len(model.start) - 1)
    if (model.rows.lower > model.rows.upper).any():
        part.prices = None
        return Part(part, 0, True)
    if columns <= WHOLE and (small := _of_few(part, model)) is not None:
        return small
    assert part.prices is not None
    take_prices(part, part.prices)
    for price in DEARER:
        found = soft.priced(model, price, enough=part.beaten)
        if found is None:
            break
        take_prices(part, found.prices)
        part.used = found.used
        if found.kept:
            part.offer(found.plan, "plan")
        if found.kept or part.beaten(part.price_bound):
            return Part(part, columns, False)
    proof = soft.emptied(model)
    if proof is not None:
        part.prices = proof
    return Part(part, columns, proof is not None)


def _of_few(part: Search, model: Model) -> Part | None:
    """A part in which nothing is to be weighed, or some row cannot be kept at all; None where people are to be decided on."""
    reduced = reduce(model)
    if reduced.broken.size:
        part.prices = None
        return Part(part, 0, True)
    if len(reduced.option) and len(reduced.row):
        return None
    part.prices = part.margin
    part.prove(priced_bound(model, part.margin), "prices")
    kept = part.offer(core.free_choice(model), "plan")
    return Part(part, 0, not kept and part.objective is None)
