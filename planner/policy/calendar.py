"""A calendar of the law: each text and each number, from when to when it holds, on what evidence, and what stood before it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from planner.core.errors import InputError, problem
from planner.policy.decrees.regime import DECREES, period
from planner.policy.law.acts import Act, acts
from planner.policy.law.parameters import Dated, Law, Parameter

DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Entry:
    """A text (`act`) or a value of a number (`parameter`, `dated`). since, until: first and last day, None where not known or open.

    was: the value that a value followed, None where it is the first or the entry is a text.
    """

    since: dt.date | None
    until: dt.date | None
    act: Act | None = None
    parameter: Parameter | None = None
    dated: Dated | None = None
    was: Dated | None = None

    def holds(self, on: dt.date) -> bool:
        """Whether it is in force on a day."""
        return (self.since is None or self.since <= on) and (self.until is None or on <= self.until)

    def changed(self, since: dt.date, on: dt.date) -> bool:
        """Whether it began from `since` to `on`, or ended from the day before `since` to the day before `on`."""
        began = self.since is not None and since <= self.since <= on
        return began or (self.until is not None and since <= self.until + DAY <= on)


def calendar(law: Law, on: dt.date, changed_since: dt.date | None = None) -> tuple[Entry, ...]:
    """What holds on a day, or, with `changed_since`, what began or ended from that day to `on`: texts by their days, then numbers by name.

    InputError where `changed_since` is after `on`.
    """
    if changed_since is None:
        return tuple(entry for entry in _all(law) if entry.holds(on))
    if changed_since > on:
        raise InputError(problem("law.calendar_backwards", since=changed_since, on=on))
    return tuple(entry for entry in _all(law) if entry.changed(changed_since, on))


def calendar_between(law: Law, first: dt.date, last: dt.date) -> tuple[Entry, ...]:
    """What holds on some day from `first` to `last`, ordered as `calendar`."""
    return tuple(e for e in _all(law) if (e.since is None or e.since <= last) and (e.until is None or e.until >= first))


def _all(law: Law) -> Iterator[Entry]:
    """Every text and every value of every number."""
    for act in acts(law):
        yield Entry(act.since, act.until, act=act)
    ends = {decree: period(law, decree)[1] for decree in DECREES}
    for name in law.names:
        parameter = law.parameter(name)
        end = None if ".period." in name else ends.get(name.partition(".")[0])
        later = [*(dated.since - DAY for dated in parameter.values[1:]), None]
        before = [None, *parameter.values[:-1]]
        for dated, was, next_day in zip(parameter.values, before, later, strict=True):
            own = end if end is not None and dated.since <= end else None  # what is computed after a decree's end has no end of its own
            until = min((day for day in (next_day, own) if day is not None), default=None)
            yield Entry(dated.since, until, parameter=parameter, dated=dated, was=was)
