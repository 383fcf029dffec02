"""Building bricks of requirements: rows as entries over the options, and which options a rule speaks of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from planner.core.rounding import at_least, at_most
from planner.core.vocabulary import EXITS, REDEPLOY
from planner.instance.instance import Instance
from planner.optimise.model.rows import RowName
from planner.scenario.model import Period, ShareBounds
from planner.scenario.requirement_kinds import Kind, Scope

INF = float("inf")


Entries = tuple[npt.NDArray[np.int64], npt.NDArray[np.int64], npt.NDArray[np.int64]]


@dataclass(frozen=True)
class Block:
    """Rows of one requirement: entries (row, option, coefficient) and bounds, one name a row."""

    names: Sequence[RowName]
    row: npt.NDArray[np.int64]
    option: npt.NDArray[np.int64]
    coefficient: npt.NDArray[np.float64]
    lower: npt.NDArray[np.float64]
    upper: npt.NDArray[np.float64]


def is_exit(instance: Instance) -> npt.NDArray[np.bool_]:
    """Which options are exits: bool[m]."""
    return np.isin(instance.options.decision, EXITS)


def is_move(instance: Instance) -> npt.NDArray[np.bool_]:
    """Which options are moves to another unit: bool[m]."""
    return instance.options.decision == REDEPLOY


def unit_id(instance: Instance, row: int) -> str:
    """The id of a unit's row."""
    return str(instance.structure.units["unit"].iloc[row])


def unit_of_option(instance: Instance) -> npt.NDArray[np.int64]:
    """Row of the unit in which the option's person stands: int64[m]."""
    return instance.structure.unit_of[instance.options.person]


def coming(instance: Instance, members: npt.NDArray[np.bool_] | None = None) -> Entries:
    """(unit, option, people) of each seat that is taken by people among `members` (everybody where absent), all int64.

    Whether somebody is among them must be the same for all people of a seat's kind.
    """
    moves = instance.moves
    fits = np.ones(len(moves), dtype=bool) if members is None else members[moves.someone][moves.of_kind]
    return moves.unit[fits], moves.taken[fits], moves.size[fits]


def one_row(name: RowName, options: npt.NDArray[np.int64], *, lower: int | None = None, upper: int | None = None,
            coefficient: npt.NDArray[np.float64] | None = None) -> Block:  # fmt: skip
    """One row over `options`, coefficient 1 unless given; an absent bound does not bind."""
    return Block(
        [name],
        np.zeros(len(options), dtype=np.int64),
        options,
        np.ones(len(options)) if coefficient is None else coefficient,
        np.array([-INF if lower is None else float(lower)]),
        np.array([INF if upper is None else float(upper)]),
    )


def share_rows(
    kinds: tuple[Kind, Kind],
    scope: Scope,
    bounds: ShareBounds | Period,
    size: int,
    options: npt.NDArray[np.int64],
    coefficient: npt.NDArray[np.float64] | None = None,
    gone: int = 0,
) -> Iterator[Block]:
    """The rows of a least and a largest share of `size` people, rounded against the planner. gone: how many count without leaving."""
    low, high = bounds.reduction_at_least, bounds.reduction_at_most
    least, most = None if low is None else at_least(low, size) - gone, None if high is None else at_most(high, size) - gone
    yield from two_rows(kinds, scope, options, least, most, coefficient)


def two_rows(kinds: tuple[Kind, Kind], scope: Scope, options: npt.NDArray[np.int64], least: int | None, most: int | None,
             coefficient: npt.NDArray[np.float64] | None = None) -> Iterator[Block]:  # fmt: skip
    """The rows of a least and of a most, of the first and the second requirement, as far as they are asked."""
    if least is not None:
        yield one_row(RowName(kinds[0], scope), options, lower=least, coefficient=coefficient)
    if most is not None:
        yield one_row(RowName(kinds[1], scope), options, upper=most, coefficient=coefficient)


def grouped(
    instance: Instance,
    names: Sequence[RowName],
    rows: Sequence[int] | npt.NDArray[np.int64],
    unit: npt.NDArray[np.integer],
    option: npt.NDArray[np.int64],
    coefficient: npt.NDArray[np.float64] | None = None,
    *,
    lower: npt.NDArray[np.float64] | None = None,
    upper: npt.NDArray[np.float64] | None = None,
    cells: int = 1,
) -> Block:
    """One row for each unit in `rows`: entry i is `coefficient[i]` (1 unless given) of `option[i]` in the row of `unit[i]`.

    cells: into how many cells a unit is divided; `rows` and `unit` then count cells.
    """
    place = np.full(len(instance.structure.units) * cells, -1, dtype=np.int64)
    place[np.asarray(rows, dtype=np.int64)] = np.arange(len(rows))
    row = place[unit]
    inside = row >= 0
    value = np.ones(len(option)) if coefficient is None else coefficient
    return Block(
        names,
        row[inside],
        option[inside],
        value[inside],
        np.full(len(rows), -INF) if lower is None else lower,
        np.full(len(rows), INF) if upper is None else upper,
    )
