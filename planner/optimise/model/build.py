"""From the instance to the model: a list to read aloud."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array

from planner.instance.instance import Instance
from planner.instance.seats import NOBODY, seated
from planner.optimise.model.blocks import Block
from planner.optimise.model.exit_counter import digits, written
from planner.optimise.model.goals import goal_ceiling, goal_gains, present
from planner.optimise.model.objective import gains
from planner.optimise.model.requirements import REQUIREMENTS
from planner.optimise.model.rows import Model, RowName, Rows


def build(instance: Instance) -> Model:
    """The model of an instance: exactly one allowed option for each person and seat, the rows of every requirement, the goal.

    The goal is the weighted one, or the tier that `instance.limits` has come to. The options of people are those of the
    instance, in its order; two for each seat (empty, taken) follow, and two for each digit of the count of exits.
    """
    seats = len(instance.moves) + len(digits(instance))
    tier = present(instance)
    own = gains(instance) if tier is None else goal_gains(instance, tier)
    weighted = float(instance.scenario.objective.retained_merit) * float(instance.merit.sum())
    return Model(
        start=np.concatenate([instance.options.start, instance.moves.first + 2 * np.arange(1, seats + 1)]),
        gain=np.concatenate([own, np.zeros(2 * seats)]),
        constant=0.0,
        allowed=np.concatenate([instance.options.barred == 0, np.ones(2 * seats, dtype=bool)]),
        rows=_stack(_blocks(instance), len(instance.options) + 2 * seats),
        ceiling=weighted if tier is None else goal_ceiling(instance, tier),
        seats=seats,
    )


def choice_of(instance: Instance, chosen: npt.NDArray[np.int64], to_unit: npt.NDArray[np.integer]) -> npt.NDArray[np.int64]:
    """A plan as the model takes it, int64[n + s]: an option for each person, then one for each seat and digit.

    chosen: int64[n]. to_unit: int[n], the unit each mover goes to, negative for the others.
    """
    moved = np.flatnonzero(to_unit > NOBODY)
    seats = seated(instance.moves, instance.moves.kind[moved], to_unit[moved].astype(np.int64))
    return np.concatenate([chosen, seats, written(instance, chosen)])


def plan_choice(instance: Instance, chosen: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """As `choice_of`, of an instance whose options say where the plan moves people to (`settled`)."""
    return choice_of(instance, chosen, instance.options.to_unit[chosen])


@dataclass(frozen=True)
class Measured:
    """What a choice comes to in each of r rows. names: tuple[r]; activity, lower, upper: float64[r]."""

    names: tuple[RowName, ...]
    activity: npt.NDArray[np.float64]
    lower: npt.NDArray[np.float64]
    upper: npt.NDArray[np.float64]


def measured(instance: Instance, choice: npt.NDArray[np.int64]) -> Measured:
    """The rows of `build(instance)` at a choice (`plan_choice`), requirement by requirement: the matrix is never in memory.

    Sums of integers, exact while below 2**53.
    """
    x = np.zeros(len(instance.options) + 2 * (len(instance.moves) + len(digits(instance))))
    x[choice] = 1.0
    names: list[RowName] = []
    parts: list[tuple[npt.NDArray[np.float64], ...]] = []
    for block in _blocks(instance):
        activity = np.bincount(block.row, weights=block.coefficient * x[block.option], minlength=len(block.names))
        parts.append((activity, block.lower, block.upper))
        names += block.names
    columns = (_joined([part[side] for part in parts], np.float64) for side in range(3))
    return Measured(tuple(names), *columns)


def _blocks(instance: Instance) -> Iterator[Block]:
    return (block for requirement in REQUIREMENTS for block in requirement(instance))


def _stack(blocks: Iterable[Block], options: int) -> Rows:
    """The blocks' rows below one another; each block is let go once its entries are taken, in half their size."""
    names: list[RowName] = []
    row, column, value, lower, upper = ([] for _ in range(5))
    for block in blocks:
        row.append(block.row.astype(np.int32) + np.int32(len(names)))
        column.append(block.option.astype(np.int32))
        value.append(block.coefficient.astype(np.float64, copy=False))
        lower.append(block.lower)
        upper.append(block.upper)
        names += block.names
    at = _joined(row, np.int32), _joined(column, np.int32)
    return Rows(
        matrix=csr_array((_joined(value, np.float64), at), shape=(len(names), options)),
        lower=_joined(lower, np.float64),
        upper=_joined(upper, np.float64),
        names=tuple(names),
    )


def _joined(parts: list[npt.NDArray[Any]], kind: type) -> npt.NDArray[Any]:
    """The parts one after another; they are let go."""
    whole = np.concatenate(parts).astype(kind, copy=False) if parts else np.zeros(0, kind)
    parts.clear()
    return whole
