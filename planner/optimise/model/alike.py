"""People whom nothing tells apart but their id: what law, requirements, merit and goals see of them is the same, option by option."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array

from planner.instance.instance import Instance
from planner.optimise.model.blocks import Block
from planner.optimise.model.goals import goal_gains
from planner.optimise.model.hashing import fingerprints, mixed
from planner.optimise.model.objective import gains
from planner.optimise.model.rows import RowName
from planner.scenario.requirement_kinds import TWINS

STEP = np.uint64(0x9E3779B97F4A7C15)
Keys = npt.NDArray[np.uint64]


def same_case(instance: Instance, matrix: csr_array) -> Keys:
    """uint64[n, 2]: equal for two people exactly where law, locks, rows, merit, money and every goal are the same for both, option by option.

    matrix: the requirements' rows over the options of people, and perhaps further columns; those of `keep.twins` left out. (128 bits stand for all
    that: two who differ share them with a chance below 1e-26 for a million people.)
    """
    options, n = instance.options, len(instance.people)
    m = len(options)
    look = fingerprints(matrix)[:m]
    own = options.barred.astype(np.uint64)
    for worth in (gains(instance), *(goal_gains(instance, tier) for tier in instance.scenario.tiers)):
        own = mixed(own * STEP + (worth + 0.0).view(np.uint64))
    for part in (options.decision, options.period, options.cost_vnd, options.involuntary):
        own = mixed(own * STEP + part.astype(np.int64).view(np.uint64))
    place = (np.arange(m) - options.start[options.person]).astype(np.uint64)
    key = np.zeros((n, 2), dtype=np.uint64)
    if n:
        for side in range(2):
            key[:, side] = np.add.reduceat(mixed(look[:, side] + mixed(own + place * STEP + np.uint64(side))), options.start[:-1])
    return mixed(key + instance.merit.view(np.uint64)[:, None])


def first_alike(key: Keys) -> npt.NDArray[np.int64]:
    """int64[n]: of each person the first one who is alike, perhaps the same person. key: of `same_case`."""
    _, first, group = np.unique(key, axis=0, return_index=True, return_inverse=True)
    return first[group.reshape(-1)].astype(np.int64)


def rows_that_tie(instance: Instance, blocks: Iterable[Block]) -> Iterator[Block]:
    """A row for each person who is like an earlier one: both take the option at the same place of their list. blocks: all other requirements."""
    m = len(instance.options) + 2 * len(instance.moves)
    matrix = _stacked(list(blocks), m)
    first = first_alike(same_case(instance, matrix))
    start, count = instance.options.start, np.diff(instance.options.start)
    later = np.flatnonzero((first != np.arange(len(first))) & (count > 1))
    if not len(later):
        return
    size = count[later]
    row = np.repeat(np.arange(len(later)), size)
    place = np.arange(int(size.sum())) - np.repeat(np.cumsum(size) - size, size)
    ids = instance.people["employee_id"].astype(str).to_numpy(dtype=object)
    names = [RowName(TWINS, (ids[person], ids[first[person]])) for person in later.tolist()]
    options = np.concatenate([start[first[later]][row] + place, start[later][row] + place])
    nothing = np.zeros(len(later))
    yield Block(names, np.concatenate([row, row]), options, np.concatenate([place, -place]).astype(np.float64), nothing, nothing)


def _stacked(blocks: list[Block], options: int) -> csr_array:
    """The blocks' rows below one another; columns of digits, which belong to nobody, are let go."""
    first = np.cumsum([0, *(len(block.names) for block in blocks)])
    row = np.concatenate([np.zeros(0, np.int64), *(block.row + top for block, top in zip(blocks, first, strict=False))])
    option = np.concatenate([np.zeros(0, np.int64), *(block.option for block in blocks)])
    value = np.concatenate([np.zeros(0), *(block.coefficient for block in blocks)])
    own = option < options
    return csr_array((value[own], (row[own], option[own])), shape=(int(first[-1]), options))
