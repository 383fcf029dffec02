"""Moves between units, without an option for every person and every unit.

For the requirements it matters who moves out, and how many people of which kind move into which unit; who of them goes
where does not. So a person has one option "move", and each unit with room has seats for each kind of people: seats of
1, 2, 4, ... people that are taken or not. People of one kind are the same to every requirement of a unit. As many seats
are taken as people move; `placed` then gives each mover a unit.
A mover who would only find a seat in the own unit stays there instead, which is never worse.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from planner.core.vocabulary import REDEPLOY
from planner.instance.floors import WHOLE_MINISTRY, Held, destinations_of, room_of, vacant_of
from planner.instance.options import Options
from planner.instance.reorganise import Structure
from planner.scenario.model import Scenario

NOBODY = -1


@dataclass(frozen=True)
class Moves:
    """Who may move, and the seats of the units with room.

    kind: int64[n], the kind of each person who may move, NOBODY for the others. someone: int64[k], one person of each
    kind. unit, of_kind, size: int64[s], the unit of a seat, whom it takes, how many of them. first: the number of
    options of people: seat i is the pair of options first + 2 i (empty) and first + 2 i + 1 (taken).
    """

    kind: npt.NDArray[np.int64]
    someone: npt.NDArray[np.int64]
    unit: npt.NDArray[np.int64]
    of_kind: npt.NDArray[np.int64]
    size: npt.NDArray[np.int64]
    first: int

    def __len__(self) -> int:
        return len(self.unit)

    @property
    def taken(self) -> npt.NDArray[np.int64]:
        """The option that takes each seat: int64[s]."""
        return self.first + 2 * np.arange(len(self)) + 1


def moves_of(
    options: Options,
    people: pd.DataFrame,
    structure: Structure,
    scenario: Scenario,
    floors: Sequence[Held],
    sent_to: npt.NDArray[np.integer] | None = None,
) -> Moves:
    """The seats of an instance. sent_to: int[n], the unit to which an earlier plan moves a person (negative: none); people sent
    to different units are then of different kinds, so that it can be counted who goes there again."""
    n = options.people
    movers = options.person[options.decision == REDEPLOY].astype(np.int64)
    kind = np.full(n, NOBODY, dtype=np.int64)
    room = room_of(scenario, structure)
    if not len(movers):
        none = np.zeros(0, dtype=np.int64)
        return Moves(kind, none, none, none, none, len(options))
    seen = {id(f.members): f.members[movers] for f in floors if f.unit != WHOLE_MINISTRY and room[f.unit] > 0}
    marks = [own.astype(np.int64) for own in seen.values() if own.any() and not own.all()]
    if sent_to is not None:
        marks.append(np.maximum(sent_to[movers], NOBODY).astype(np.int64))
    category, takes = destinations_of(scenario, people, structure)
    marks.append(category[movers])
    own_kind = np.zeros(len(movers), dtype=np.int64)
    for mark in marks:
        _, own_kind = np.unique(own_kind * (int(mark.max()) + 2) + mark + 1, return_inverse=True)
    _, first = np.unique(own_kind, return_index=True)
    kind[movers] = own_kind
    taken_in = takes[category[movers[first]]]
    unit, of_kind, size = _seats(kind[movers], structure.unit_of[movers], np.flatnonzero(room > 0), vacant_of(structure), taken_in)
    return Moves(kind, movers[first], unit, of_kind, size, len(options))


def _seats(
    kind: npt.NDArray[np.int64], unit_of: npt.NDArray[np.int64], open_units: npt.NDArray[np.int64], vacant: npt.NDArray[np.int64],
    takes: npt.NDArray[np.bool_],
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """(unit, kind, size) of each seat; takes: bool[k, u], which units take a kind. Together they take as many people as there are vacant posts, or people elsewhere."""
    kinds, units = int(kind.max()) + 1, len(vacant)
    here = np.bincount(kind * units + unit_of, minlength=kinds * units).reshape(kinds, units)
    most = np.minimum(vacant[None, :], here.sum(axis=1)[:, None] - here)[:, open_units] * takes[:, open_units]
    parts = []
    power, left = 1, most
    while (left > 0).any():
        now = np.minimum(left, power)
        k, u = np.nonzero(now)
        parts.append((open_units[u], k, now[k, u]))
        power, left = 2 * power, left - now
    unit, of_kind, size = (np.concatenate([p[i] for p in parts]) for i in range(3)) if parts else (np.zeros(0, np.int64),) * 3
    order = np.lexsort((size, unit, of_kind))
    return unit[order].astype(np.int64), of_kind[order].astype(np.int64), size[order].astype(np.int64)


def seated(moves: Moves, kind: npt.NDArray[np.int64], unit: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """The seats' part of a plan in which people of these kinds move to these units: int64[s], an option a seat.

    Seats are taken from the largest down; what a unit has no seats for is left out.
    """
    chosen = moves.taken - 1
    if not len(moves):
        return chosen
    width = int(max(moves.unit.max(), unit.max(initial=0))) + 1
    wanted = np.bincount(kind * width + unit, minlength=width * (int(max(moves.of_kind.max(), kind.max(initial=0))) + 1))
    where = moves.of_kind * width + moves.unit
    for size in np.unique(moves.size)[::-1]:  # at most one seat of a size in a unit, but for the remainder
        for seats in _one_a_place(where, np.flatnonzero(moves.size == size)):
            take = seats[wanted[where[seats]] >= size]
            chosen[take] += 1
            wanted[where[take]] -= size
    return chosen


def _one_a_place(where: npt.NDArray[np.int64], seats: npt.NDArray[np.int64]) -> list[npt.NDArray[np.int64]]:
    """The seats in layers, each place at most once in a layer."""
    layers = []
    while len(seats):
        _, first = np.unique(where[seats], return_index=True)
        layers.append(seats[first])
        seats = np.delete(seats, first)
    return layers


def placed(
    moves: Moves, options: Options, unit_of: npt.NDArray[np.int64], ids: npt.NDArray[np.object_], choice: npt.NDArray[np.int64]
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """(chosen int64[n], to_unit int64[n], NOBODY for those who do not move) of a plan of the model.

    choice: int64[n + s, at least], an option for each person and each seat. Within a kind the movers go in order of their unit and
    employee id, to the units in their order. Who would stay in the own unit is retained.
    """
    n = options.people
    chosen, to_unit = choice[:n].copy(), np.full(n, NOBODY, dtype=np.int64)
    people = np.flatnonzero(options.decision[chosen] == REDEPLOY)
    taken = choice[n : n + len(moves)] == moves.taken
    for kind in np.unique(moves.kind[people]):
        who = people[moves.kind[people] == kind]
        who = who[np.lexsort((ids[who].astype(str), unit_of[who]))]
        mine = taken & (moves.of_kind == kind)
        seats = np.sort(np.repeat(moves.unit[mine], moves.size[mine]))
        to_unit[who] = elsewhere(unit_of[who], seats)
    home = np.flatnonzero(to_unit == unit_of)
    to_unit[home] = NOBODY
    chosen[home] = options.start[home]  # `retain` stands first, and who may move has it
    return chosen, to_unit


def elsewhere(origin: npt.NDArray[np.int64], seats: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """A seat for each mover, sorted by unit both; as few as possible in the own unit (`origin`).

    Who got a seat in the own unit changes places with somebody who neither comes from there nor goes there.
    """
    target = seats.copy()
    for unit in np.unique(origin[origin == target]):
        stuck = np.flatnonzero((origin == unit) & (target == unit))
        others = np.flatnonzero((origin != unit) & (target != unit))[: len(stuck)]
        stuck = stuck[: len(others)]
        target[stuck], target[others] = target[others], target[stuck]
    return target
