"""A plan whose targets are reached with the chance that a scenario asks for, though people may refuse."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from planner.core.texts import Message
from planner.instance.instance import Instance
from planner.optimise.lexicographic import Settled
from planner.plan.surely.chances import accepted, at_least
from planner.plan.surely.offers import PLANNED, Offered, offered, too_few
from planner.scenario.parts.chances import LEVELS, Acceptance

ROUNDS, TRIES = 12, 6
"""Most plans that are made while the number of exits is raised, and then lowered."""


def asked_of(instance: Instance) -> Acceptance | None:
    """The chances of a scenario that asks for a confidence."""
    asked = instance.scenario.acceptance
    return None if asked is None or asked.confidence is None else asked


def made_sure(
    first: Settled, instance: Instance, again: Callable[[Instance, Settled], Settled], left: Callable[[], float]
) -> tuple[Settled, Message | None]:
    """(the best plan with as many exits as make each target as sure as asked, None); or (no plan, why), where none was found.

    first: the best plan that reaches the targets if everybody accepts. again: decides on an instance, from what an earlier decision
    found. The number of exits is raised until the best plan with so many is sure, and lowered as far as that plan has exits to
    spare.
    """
    asked = asked_of(instance)
    if asked is None or first.chosen is None:
        return first, None
    offers, settled = np.zeros(len(instance.scenario.periods), dtype=np.int64), first
    for _ in range(ROUNDS):
        short = list(too_few(settled.instance, settled.chosen, asked))
        if not short:
            return _lowered(settled, offers, instance, asked, again, left), None
        for each, must in short:
            offers[each.target.period] = must
        found = again(replace(instance, offers=tuple(offers.tolist())), settled)
        if found.chosen is None:
            return found, _why(_surest(settled, short, offers, instance, again, left), short, asked)
        settled = found
    return replace(settled, chosen=None), _why(settled, short, asked)


def _lowered(
    settled: Settled,
    offers: np.ndarray,
    instance: Instance,
    asked: Acceptance,
    again: Callable[[Instance, Settled], Settled],
    left: Callable[[], float],
) -> Settled:
    """The plan, or one of fewer exits that is sure as well."""
    for _ in range(TRIES):
        assert settled.chosen is not None
        spare = {
            each.target.period: _spare(each, asked)
            for each in offered(settled.instance, settled.chosen, asked)
            if offers[each.target.period]
        }
        if not any(spare.values()) or left() <= 0:
            return settled
        trial = offers.copy()
        for period, count in spare.items():
            trial[period] -= count
        found = again(replace(instance, offers=tuple(trial.tolist())), settled)
        if found.chosen is None or list(too_few(found.instance, found.chosen, asked)):
            return settled
        settled, offers = found, trial
    return settled


def _spare(each: Offered, asked: Acceptance) -> int:
    """How many of the least likely offers could be left out."""
    chance, count = each.chance[LEVELS.index(PLANNED)], 0
    while count < len(chance) and at_least(accepted(chance[: len(chance) - count - 1]), each.needed) >= float(asked.confidence or 0):
        count += 1
    return count


def _surest(
    settled: Settled,
    short: list[tuple[Offered, int]],
    offers: np.ndarray,
    instance: Instance,
    again: Callable[[Instance, Settled], Settled],
    left: Callable[[], float],
) -> Settled:
    """Of the plans between one that is less sure than asked and more exits than any plan has the one of most exits."""
    low = np.array(offers)
    for each, _ in short:
        low[each.target.period] = each.certain + each.chance.shape[1]
    high = np.array(offers)
    while (high - low > 1).any() and left() > 0:
        middle = np.where(high > low, (low + high) // 2, low)
        found = again(replace(instance, offers=tuple(middle.tolist())), settled)
        low, high, settled = (low, middle, settled) if found.chosen is None else (middle, high, found)
    return settled


def _why(surest: Settled, short: list[tuple[Offered, int]], asked: Acceptance) -> Message:
    """Which target cannot be made as sure as asked, and how sure the surest plan that was found makes it."""
    each, must = short[0]
    assert surest.chosen is not None
    chance = next(o.reached() for o in offered(surest.instance, surest.chosen, asked) if o.target.name == each.target.name)
    params = {
        "period": each.target.name,
        "target": each.target.people,
        "confidence": float(asked.confidence or 0),
        "must": must,
        "chance": chance,
    }
    return Message("beyond.acceptance.not_sure", params)
