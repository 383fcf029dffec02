"""What must hold: one function a requirement, its docstring the inequality, its result named rows over the options.

x[o] is 1 where option o is chosen. exits are the options of every exit route; p(o), u(o) and cost(o) are an option's
period, its person's unit after `reorganise`, and its money. s is a seat that people who move may take (`planner/instance/seats.py`):
u(s) its unit, size(s) how many people it takes.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from planner.core.rounding import at_least, at_most
from planner.core.vocabulary import REDEPLOY, RETAIN
from planner.instance.floors import WHOLE_MINISTRY, Held, room_of, unit_bounds
from planner.instance.groups import SMALLEST_GROUP, groups_of
from planner.instance.instance import Instance
from planner.optimise.model.alike import rows_that_tie
from planner.optimise.model.blocks import Block, coming, grouped, is_exit, is_move, one_row, share_rows, unit_id, unit_of_option
from planner.optimise.model.exit_counter import counted_exits, digits, taken
from planner.optimise.model.goals import tiers
from planner.optimise.model.people import by_category, by_route, secondment, stay_close, succession
from planner.optimise.model.rows import RowName
from planner.scenario import requirement_kinds as record
from planner.scenario.requirement_kinds import Kind


def reduction_by_period(instance: Instance) -> Iterator[Block]:
    """By the end of a period at least (at most) a share of the baseline has left, by whatever exit.

    sum of x[o] over exits with p(o) <= p  >=  max(ceil(share * baseline), offers[p])      for each period p with a target

    offers[p]: as many as make the target as sure as `acceptance.confidence` asks, where people may refuse; else 0.
    """
    exits, period = is_exit(instance), instance.options.period
    vacant = instance.baseline - len(instance.people)
    for p, asked in enumerate(instance.scenario.periods):
        options = np.flatnonzero(exits & (period <= p))
        for block in share_rows((record.PERIOD_TARGETS, record.PERIOD_CAPS), (asked.name,), asked, instance.baseline, options, gone=vacant):
            sure = instance.offers[p] if instance.offers and np.isfinite(block.lower).all() else -math.inf
            yield replace(block, lower=np.maximum(block.lower, sure))


def net_loss(instance: Instance) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64], npt.NDArray[np.float64]]:
    """(unit, option, people) of whatever changes a unit's headcount: exits and moves out count 1, seats less their size."""
    goes = np.flatnonzero(is_exit(instance) | is_move(instance))
    unit, option, people = coming(instance)
    return (
        np.concatenate([unit_of_option(instance)[goes], unit]),
        np.concatenate([goes, option]),
        np.concatenate([np.ones(len(goes)), -people.astype(np.float64)]),
    )


def unit_reduction(instance: Instance) -> Iterator[Block]:
    """At the end of the last period a unit has lost at least (at most) a share of its headcount h[u].

    ceil(low[u] * h[u])  <=  sum of x[o] over exits of u and moves out of u  -  sum of size(s) * x[s] over seats of u
                         <=  floor(high[u] * h[u])
    """
    unit, option, sign = net_loss(instance)
    for of, rounded, side in ((record.UNIT_TARGETS, at_least, "lower"), (record.UNIT_CAPS, at_most, "upper")):
        bounds = unit_bounds(instance.scenario, instance.structure.units, of)
        asked = [(row, kind, rounded(share, int(instance.structure.headcount[row]))) for row, kind, share in bounds if share is not None]
        if asked:
            names = [RowName(kind, (unit_id(instance, row),)) for row, kind, _ in asked]
            limit = np.array([people for _, _, people in asked], dtype=np.float64)
            yield grouped(instance, names, [row for row, _, _ in asked], unit, option, sign, **{side: limit})


def unit_exits(instance: Instance) -> Iterator[Block]:
    """In each single period no more people of a unit leave than its limit lets go, by whatever exit.

    sum of x[o] over exits of u with p(o) = p  <=  most[u, p]      for each unit u with a limit and each period p
    """
    caps = [cap for cap in instance.exit_caps if cap.kind.name == record.UNIT_EXITS.name]
    if caps:
        periods = len(instance.scenario.periods)
        exits = np.flatnonzero(is_exit(instance))
        cell = unit_of_option(instance)[exits] * periods + instance.options.period[exits]
        names, most = [RowName(cap.kind, cap.scope) for cap in caps], np.array([cap.held for cap in caps], dtype=np.float64)
        yield grouped(instance, names, [cap.unit * periods + cap.period for cap in caps], cell, exits, upper=most, cells=periods)


def minimum_headcount(instance: Instance) -> Iterator[Block]:
    """A unit keeps its minimum, or what natural exits leave of it where they alone take it below.

    sum of x[o] over retain of people of u  +  sum of size(s) * x[s] over seats of u  >=  min[u]
    """
    yield from _floors(instance, record.UNIT_MINIMUMS)


def keep_skills(instance: Instance) -> Iterator[Block]:
    """A skill remains covered, in a unit or in the ministry.

    sum of x[o] over stays of people with the skill that end in u  >=  at_least      for each entry of keep.skills

    Those who end in u are the retained of u, and whoever takes a seat of u; in the ministry all who stay.
    """
    yield from _floors(instance, record.SKILLS)


def keep_positions(instance: Instance) -> Iterator[Block]:
    """A position level remains filled, in each unit or in the ministry.

    sum of x[o] over stays of people of the level that end in u  >=  at_least      for each entry of keep.positions
    """
    yield from _floors(instance, record.POSITIONS)


def deputies(instance: Instance) -> Iterator[Block]:
    """A unit retains at most its cap of deputies (the minister's, the scenario's, or its allowance under NĐ 303/2025).

    sum of x[o] over retain of deputies of u  <=  cap[u]      for each unit u
    """
    is_deputy = instance.structure.level == "deputy"
    options = np.flatnonzero((instance.options.decision == RETAIN) & is_deputy[instance.options.person])
    unit = unit_of_option(instance)[options]
    rows = np.flatnonzero((instance.caps >= 0) & (np.bincount(unit, minlength=len(instance.caps)) > instance.caps))
    if len(rows):
        names = [RowName(record.DEPUTIES, (unit_id(instance, row),)) for row in rows]
        yield grouped(instance, names, rows, unit, options, upper=instance.caps[rows].astype(np.float64))


def deputy_average(instance: Instance) -> Iterator[Block]:
    """The units of one clause of NĐ 303/2025, Article 11, together retain at most the sum of their allowances of deputies.

    sum of x[o] over retain of deputies of the clause's units  <=  sum of allowance[u] over them      for each clause
    """
    is_deputy = instance.structure.level == "deputy"
    options = np.flatnonzero((instance.options.decision == RETAIN) & is_deputy[instance.options.person])
    unit = unit_of_option(instance)[options]
    for average in instance.averages:
        here = options[average.units[unit]]
        if len(here) > average.most:
            yield one_row(RowName(record.DEPUTY_AVERAGE, (average.name,)), here, upper=average.most)


def redeployment_room(instance: Instance) -> Iterator[Block]:
    """A unit takes in no more people than it has room for.

    sum of size(s) * x[s] over seats of u  <=  min(at_most_per_unit, quota[u] - h[u])      for each unit u with room
    sum of x[o] over moves of people of kind k  -  sum of size(s) * x[s] over seats of kind k  =  0      for each kind k
    """
    unit, option, people = coming(instance)
    rows = np.unique(unit)
    if len(rows):
        names = [RowName(record.ROOM, (unit_id(instance, row),)) for row in rows]
        room = room_of(instance.scenario, instance.structure)[rows].astype(np.float64)
        yield grouped(instance, names, rows, unit, option, people.astype(np.float64), upper=room)
    moves = np.flatnonzero(is_move(instance))
    kinds = len(instance.moves.someone)
    if kinds:
        row = np.concatenate([instance.moves.kind[instance.options.person[moves]], instance.moves.of_kind])
        sign = np.concatenate([np.ones(len(moves)), -instance.moves.size.astype(np.float64)])
        names = [RowName(record.BALANCE, (kind,)) for kind in range(kinds)]
        yield Block(names, row, np.concatenate([moves, instance.moves.taken]), sign, np.zeros(kinds), np.zeros(kinds))


def budget(instance: Instance) -> Iterator[Block]:
    """The exits, and secondments at reception, cost no more than the money there is.

    sum of cost[o] * x[o]  <=  total            sum of cost[o] * x[o] over p(o) = p  <=  money[p]
    """
    asked = instance.scenario.budget
    paid = np.flatnonzero(instance.options.cost_vnd > 0)
    cost = instance.options.cost_vnd.astype(np.float64)
    if asked.total_vnd is not None:
        yield one_row(RowName(record.BUDGET_TOTAL), paid, upper=asked.total_vnd, coefficient=cost[paid])
    for p, period in enumerate(instance.scenario.periods):
        if period.name in asked.by_period:
            here = paid[instance.options.period[paid] == p]
            yield one_row(RowName(record.BUDGET_PERIOD, (period.name,)), here, upper=asked.by_period[period.name], coefficient=cost[here])


def fairness(instance: Instance) -> Iterator[Block]:
    """No group of five or more leaves at more than max_ratio = p/q times the rate of all; natural exits do not count.

    q * n * (exits of g)  -  p * |g| * T  <=  0      for each group g, n people in all
    T  =  exits of all  =  sum of size(d) * x[d] over the digits d of the count (`planner/optimise/model/exit_counter.py`)
    """
    exits, size_of, digit = counted_exits(instance), digits(instance).astype(np.float64), taken(instance)
    person = instance.options.person[exits]
    n, written = len(instance.people), False
    for rule in instance.scenario.fairness:
        p, q = rule.max_ratio.as_integer_ratio()
        for group, members in groups_of(rule.by, instance.people, instance.structure, instance.scenario.snapshot_on):
            size = int(members.sum())
            if size < SMALLEST_GROUP or p * size >= q * n:  # a group's exits never exceed those of all
                continue
            shared = math.gcd(q * n, p * size)
            own = exits[members[person]]
            coefficient = np.concatenate([np.full(len(own), float(q * n // shared)), size_of * -float(p * size // shared)])
            yield one_row(RowName(record.FAIRNESS, (rule.by, group)), np.concatenate([own, digit]), upper=0, coefficient=coefficient)
            written = True
    if written:
        coefficient = np.concatenate([np.ones(len(exits)), -size_of])
        yield one_row(RowName(record.COUNT), np.concatenate([exits, digit]), lower=0, upper=0, coefficient=coefficient)


def by_kind(instance: Instance) -> Iterator[Block]:
    """All units of a kind together have lost at least (at most) a share of their headcount H by the end.

    ceil(low * H)  <=  sum over units u of the kind of (exits and moves out of u  -  seats taken in u)  <=  floor(high * H)
    """
    kinds = instance.structure.units["kind"].astype(str).to_numpy()
    for kind, bounds in instance.scenario.reduction.by_kind.items():
        of_kind = kinds == kind
        size = int(instance.structure.headcount[of_kind].sum())
        unit, option, people = net_loss(instance)
        here = of_kind[unit]
        yield from share_rows((record.KIND_TARGETS, record.KIND_CAPS), (kind,), bounds, size, option[here], people[here])


def twins(instance: Instance) -> Iterator[Block]:
    """Two people whom nothing tells apart but their id take the same decision in the same period (who moves may go to another unit than the twin).

    0  <=  sum of place(o) * x[o] over options of A  -  sum of place(o) * x[o] over options of B  <=  0      for each B who is like an earlier A

    place(o): the option's place in the person's list, 0, 1, 2, ...; people who are alike have the same list. Alike: law, locks, merit, goals and all other
    rows see the same of both (`planner/optimise/model/alike.py`).
    """
    if instance.scenario.keep.twins is not None:
        yield from rows_that_tie(instance, (block for other in REQUIREMENTS if other is not twins for block in other(instance)))


REQUIREMENTS = (
    reduction_by_period, unit_reduction, unit_exits, minimum_headcount, keep_skills, keep_positions, deputies, deputy_average,
    redeployment_room, budget, fairness, by_category, by_kind, by_route, secondment, succession, stay_close, tiers, twins,
)  # fmt: skip


def _floors(instance: Instance, of: Kind) -> Iterator[Block]:
    """A row for each floor of a requirement: those who count and stay, at least as many as hold."""
    decision, person, home = instance.options.decision, instance.options.person, unit_of_option(instance)
    retained, staying = decision == RETAIN, np.isin(decision, (RETAIN, REDEPLOY))
    asked: dict[int, list[Held]] = {}
    for floor in instance.floors:  # floors of one kind share their members: one pass for all units
        if floor.kind.name == of.name:
            asked.setdefault(id(floor.members), []).append(floor)
    for floors in asked.values():
        members = floors[0].members
        here = [f for f in floors if f.unit != WHOLE_MINISTRY]
        for floor in floors:
            if floor.unit == WHOLE_MINISTRY:
                yield one_row(RowName(floor.kind, floor.scope), np.flatnonzero(staying & members[person]), lower=floor.held)
        if here:
            stays = np.flatnonzero(retained & members[person])
            unit, seat, people = coming(instance, members)
            names = [RowName(f.kind, f.scope) for f in here]
            held = np.array([f.held for f in here], dtype=np.float64)
            option, size = np.concatenate([stays, seat]), np.concatenate([np.ones(len(stays)), people])
            where = np.concatenate([home[stays], unit])
            for layer in _once_each([f.unit for f in here]):
                rows = [here[i].unit for i in layer]
                yield grouped(instance, [names[i] for i in layer], rows, where, option, size, lower=held[layer])


def _once_each(units: list[int]) -> list[list[int]]:
    """The places of a list in layers, no unit twice in one layer."""
    layers: list[list[int]] = []
    times: dict[int, int] = {}
    for place, unit in enumerate(units):
        layer = times.get(unit, 0)
        times[unit] = layer + 1
        if layer == len(layers):
            layers.append([])
        layers[layer].append(place)
    return layers
