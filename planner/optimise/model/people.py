"""Requirements about groups and single people: categories, routes, successors, an earlier plan."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from planner.core.vocabulary import DECISION_INDEX, RETAIN, SECONDMENTS, Decision
from planner.instance.instance import Instance
from planner.optimise.model.blocks import Block, is_exit, one_row, share_rows, two_rows
from planner.optimise.model.rows import RowName
from planner.scenario import requirement_kinds as record
from planner.scenario.paths import entry_name


def by_category(instance: Instance) -> Iterator[Block]:
    """Of the n people of a category at least (at most) a share has left by the end, by whatever exit.

    ceil(low * n)  <=  sum of x[o] over exits of people of the category  <=  floor(high * n)
    """
    category, exits = instance.people["category"].to_numpy(dtype=object), is_exit(instance)
    for name, bounds in instance.scenario.reduction.by_category.items():
        members = category == name
        options = np.flatnonzero(exits & members[instance.options.person])
        yield from share_rows((record.CATEGORY_TARGETS, record.CATEGORY_CAPS), (name,), bounds, int(members.sum()), options)


def by_route(instance: Instance) -> Iterator[Block]:
    """A number of people leaves by a route, in all periods together.

    at_least  <=  sum of x[o] over exits by the route  <=  at_most
    """
    for route, limits in instance.scenario.by_route.items():
        options = np.flatnonzero(instance.options.decision == DECISION_INDEX[Decision(route)])
        yield from two_rows((record.ROUTE_TARGETS, record.ROUTE_CAPS), (route,), options, limits.at_least, limits.at_most)


def secondment(instance: Instance) -> Iterator[Block]:
    """A number of people is seconded to communes, and to provinces.

    at_least  <=  sum of x[o] over secondments to the place  <=  at_most      for each place that the scenario names
    """
    for place, limits in instance.scenario.secondment.items():
        options = np.flatnonzero(instance.options.decision == DECISION_INDEX[SECONDMENTS[place]])
        yield from two_rows((record.SECONDMENT_TARGETS, record.SECONDMENT_CAPS), (place,), options, limits.at_least, limits.at_most)


def succession(instance: Instance) -> Iterator[Block]:
    """Of two people one at most leaves: if A leaves, B stays or moves.

    sum of x[o] over exits of A  +  sum of x[o] over exits of B  <=  1      for each pair that natural exits leave possible
    """
    if not instance.scenario.keep.succession:
        return
    row_of = {str(person): row for row, person in enumerate(instance.people["employee_id"])}
    exits = is_exit(instance)
    for i, pair in enumerate(instance.scenario.keep.succession):
        two = [row_of[pair.if_leaves], row_of[pair.keep]]
        if not all(leaves_by_nature(instance, person) for person in two):
            options = np.flatnonzero(exits & np.isin(instance.options.person, two))
            yield one_row(RowName(record.SUCCESSORS, (entry_name(instance.scenario.keep.succession, i), pair.keep)), options, upper=1)


def leaves_by_nature(instance: Instance, person: int) -> bool:
    """Whether a natural exit falls due for the person (a row of the roster) within the plan: then there is no staying."""
    options = instance.options
    return not (options.decision[options.start[person] : options.start[person + 1]] == RETAIN).any()


def stay_close(instance: Instance) -> Iterator[Block]:
    """At most `stay_close` people are decided otherwise than in the earlier plan; who cannot be decided so again does not count.

    sum of x[o] over the earlier decisions  +  sum of size(s) * x[s] over seats that only those take who were sent there
        >=  people who count  -  stay_close
    """
    if instance.reference is None or instance.scenario.stay_close is None:
        return
    option, sent_to, moves = instance.reference.option, instance.reference.sent_to, instance.moves
    again = option[(option >= 0) & (sent_to < 0)]
    seats = np.flatnonzero(sent_to[moves.someone][moves.of_kind] == moves.unit)
    least = int(instance.reference.counted.sum()) - instance.scenario.stay_close
    size = np.concatenate([np.ones(len(again)), moves.size[seats].astype(np.float64)])
    yield one_row(RowName(record.NEAR_PLAN), np.concatenate([again, moves.taken[seats]]), lower=least, coefficient=size)
