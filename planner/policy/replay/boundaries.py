"""Where the law has steps: which boundary lies between two neighbouring leaving dates, for whom and on which route.

Amounts are never written here. Both dates are computed by the law; a boundary is named where a person stands on one side
of it on the one date and on the other side on the other, and the route's answer differs. The limits are the Law's.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from planner.core.dates import IntArray
from planner.core.vocabulary import Decision
from planner.policy.benefits import ROUTES
from planner.policy.decrees.regime import DECREES, period
from planner.policy.decrees.rule import BY_DECISION, PENSION, WINDOW
from planner.policy.person import salary
from planner.policy.person.facts import Bools
from planner.policy.protection import READS as CHILD_READS
from planner.policy.replay.instant import CHOSEN_ROWS, Instant

Measure = Literal["months_early", "si_months", "age"]
EARLY, SEPARATION, TRAINING = Decision.EARLY_RETIREMENT, Decision.IMMEDIATE_SEPARATION, Decision.TRAINING_SEPARATION
TRANSFER = Decision.TRANSFER_OUT


@dataclass(frozen=True)
class Crossing:
    """A boundary between two dates. `where` is (6, n); `limit` is a number, a date or None; the text is `replay.cliff_<code>`."""

    code: str
    parameter: str
    limit: Any
    where: Bools


@dataclass(frozen=True, slots=True)
class Threshold:
    """A limit on a person's count of months or years.

    at_least: the limit itself is on the upper side. gate: it opens and closes routes, and matters only where one does.
    """

    code: str
    parameter: str
    measure: Measure
    at_least: bool
    routes: tuple[Decision, ...]
    gate: bool

    def upper(self, at: Instant, limit: int) -> Bools:
        """Who stands on the upper side on a date."""
        count: IntArray = getattr(at.moment, self.measure)
        return count >= limit if self.at_least else count > limit


OF_DECREES = (
    Threshold("allowance_floor", "early_retirement.months_least", "months_early", True, (EARLY,), False),
    Threshold("near_bracket", "early_retirement.months_near", "months_early", False, (EARLY,), False),
    Threshold("near_bracket", "early_retirement.months_near", "months_early", False, (SEPARATION,), True),
    Threshold("far_limit", "early_retirement.months_most", "months_early", False, (EARLY, SEPARATION), True),
    Threshold("separation_floor", "immediate_separation.months_least", "months_early", True, (SEPARATION,), True),
    Threshold("transfer_limit", "transfer_out.months_closed", "months_early", False, (TRANSFER,), True),
    Threshold("training_age", "training_separation.age_below", "age", True, (TRAINING,), True),
)
PENSION_TIME = Threshold("pension_minimum", PENSION, "si_months", True, (EARLY, SEPARATION, TRANSFER), True)
BASE_YEARS = "early_retirement.insurance_base_years"


@dataclass(frozen=True)
class Step:
    """Two neighbouring dates and where their answers differ, each (6, n) and of chosen routes alone."""

    before: Instant
    after: Instant

    @property
    def changed(self) -> Bools:
        """Where a route opens or closes, or the total is another. Another decree with the same answer changes nothing."""
        old, new = self.before.benefits, self.after.benefits
        return self.chosen & ((old.eligible != new.eligible) | (old.total_vnd != new.total_vnd))

    @property
    def opened(self) -> Bools:
        """Where a route opens or closes, or another decree pays another total."""
        old, new = self.before.benefits, self.after.benefits
        return self.changed & ((old.eligible != new.eligible) | (old.regime != new.regime))

    @property
    def both_open(self) -> Bools:
        """Where a route is open on both dates under the same decree."""
        old, new = self.before.benefits, self.after.benefits
        return self.chosen & old.eligible & new.eligible & (old.regime == new.regime)

    @property
    def chosen(self) -> Bools:
        """The rows of chosen routes."""
        return np.broadcast_to(CHOSEN_ROWS[:, np.newaxis], self.before.benefits.eligible.shape)

    @property
    def decrees(self) -> tuple[str, ...]:
        """The decrees considered on both dates; one that comes or goes is a boundary of its own."""
        return tuple(decree for decree in self.before.decrees if decree in self.after.decrees)

    def by(self, decree: str) -> Bools:
        """Where a decree answers on either date."""
        return self.before.by(decree) | self.after.by(decree)


def crossings(step: Step) -> Iterator[Crossing]:
    """Every boundary between two dates that somebody crosses."""
    for rule in RULES:
        for found in rule(step):
            if found.where.any():
                yield found


def thresholds(step: Step) -> Iterator[Crossing]:
    """Months to the retirement age, age for training: each decree's own limits."""
    for decree in step.decrees:
        for threshold in OF_DECREES:
            name = f"{decree}.{threshold.parameter}"
            if name in step.before.law.files:
                limits = [at.law.on(name, at.day(decree)) for at in (step.before, step.after)]
                yield _crossing(step, threshold, name, limits, step.by(decree))


def pension_time(step: Step) -> Iterator[Crossing]:
    """The least insurance time for a pension, which grows into reach or is lowered by the law."""
    limits = [at.law.on(PENSION, at.leave_on) for at in (step.before, step.after)]
    yield _crossing(step, PENSION_TIME, PENSION, limits, step.chosen)


def retirement_age(step: Step) -> Iterator[Crossing]:
    """The retirement age closes every chosen route; that of Appendix II ends what early retirement pays."""
    row = ROUTES.index(Decision.NORMAL_RETIREMENT)
    reached = step.before.benefits.eligible[row] != step.after.benefits.eligible[row]
    yield Crossing("retirement_age", "retirement.appendix_1", None, step.opened & reached)
    by_right = step.before.moment.past_appendix_2 != step.after.moment.past_appendix_2
    yield Crossing("retirement_age", "retirement.appendix_2", None, step.changed & by_right & ~reached)


def contract_end(step: Step) -> Iterator[Crossing]:
    """A contract that runs out closes every chosen route; the contract says when, not the law."""
    ended = step.before.moment.contract_ended != step.after.moment.contract_ended
    yield Crossing("contract_end", "", None, step.opened & ended)


def half_years(step: Step) -> Iterator[Crossing]:
    """A half-year more or less, before the age or of insurance, where the item counts it."""
    old, new = step.before.benefits, step.after.benefits
    early = old.years_early_halves != new.years_early_halves
    paid = (old.years_early_vnd > 0) & (new.years_early_vnd > 0)
    yield from _counted(step, "early_half_year", early & paid & _moves(step, "years_early_vnd"))
    moves = (old.si_years_halves != new.si_years_halves) & _moves(step, "si_years_vnd")
    moves[ROUTES.index(EARLY)] &= (old.si_years_vnd > 0)[ROUTES.index(EARLY)] & (new.si_years_vnd > 0)[ROUTES.index(EARLY)]
    beyond = _beyond_base(step)
    yield from _counted(step, "insurance_half_year", moves & ~beyond)
    for decree in step.decrees:
        name = f"{decree}.{BASE_YEARS}"
        limit = step.after.law.on(name, step.after.day(decree))
        yield Crossing("insurance_base_years", name, limit, step.both_open & step.by(decree) & moves & beyond)


def first_months(step: Step) -> Iterator[Crossing]:
    """The first months after the reorganisation, which are paid better."""
    for decree in step.decrees:
        name = f"{decree}.{WINDOW}"
        if name in step.before.law.files:
            read = [(at, [at.law.on(f"{decree}.{rule}", at.day(decree)) for rule in (WINDOW, BY_DECISION)]) for at in (step.before, step.after)]
            within = [at.moment.within_first(*values) for at, values in read]
            if within[0] != within[1]:
                yield Crossing("first_months", name, read[1][1][0], step.changed & step.by(decree))


def decree_windows(step: Step) -> Iterator[Crossing]:
    """A decree that governs on one of the two dates only."""
    for inside, outside in ((step.before, step.after), (step.after, step.before)):
        for decree in inside.decrees:
            if decree not in outside.decrees:
                name, limit = _bound(outside, decree)
                yield Crossing("decree_window", name, limit, step.changed & inside.by(decree))


def base_salary(step: Step) -> Iterator[Crossing]:
    """Another base salary, for whoever is paid by coefficient."""
    law = step.after.law
    old, new = (salary.base_salary(law, at.leave_on) for at in (step.before, step.after))
    if old != new:
        paid = step.chosen & step.before.benefits.eligible & step.after.benefits.eligible
        yield Crossing("base_salary", salary.READS[0], new, step.changed & paid & step.before.facts.by_coefficient)


def amended(step: Step) -> Iterator[Crossing]:
    """A number of a decree that has another value on the later date."""
    for decree in step.decrees:
        for row, route in enumerate(ROUTES):
            names = ", ".join(_amendments(step, decree, route)) if route in DECREES[decree].routes else ""
            if names:
                yield Crossing("amended", names, None, step.both_open & step.changed & step.by(decree) & _only(row))


def small_child(step: Step) -> Iterator[Crossing]:
    """The day on which a child is old enough: the parent may be considered; the amounts stay what they are."""
    name = CHILD_READS[0]
    grown = step.before.small_child != step.after.small_child
    either = step.before.benefits.eligible | step.after.benefits.eligible
    yield Crossing("small_child", name, step.after.law.on(name, step.after.leave_on), step.chosen & either & grown)


RULES = (
    thresholds,
    pension_time,
    retirement_age,
    contract_end,
    half_years,
    first_months,
    decree_windows,
    base_salary,
    amended,
    small_child,
)


def _crossing(step: Step, threshold: Threshold, name: str, limits: list[int], mine: Bools) -> Crossing:
    """Who crosses a limit, on the routes where it matters."""
    crossed = threshold.upper(step.before, limits[0]) != threshold.upper(step.after, limits[1])
    matters = step.opened if threshold.gate else step.changed
    routes = np.isin(ROUTES, threshold.routes)[:, np.newaxis]
    return Crossing(threshold.code, name, limits[1], matters & mine & routes & crossed)


def _counted(step: Step, code: str, where: Bools) -> Iterator[Crossing]:
    """A half-year step, by the decree that counts it; a step of two halves in one month cannot be."""
    for decree in step.decrees:
        yield Crossing(code, f"{decree}.counting.half_year_months", None, where & step.both_open & step.by(decree))


def _moves(step: Step, item: str) -> Bools:
    """Where an item is another number of monthly salaries."""
    return step.before.item_per_salary(item) != step.after.item_per_salary(item)


def _beyond_base(step: Step) -> Bools:
    """(6, n): early retirement whose insurance passes the base years between the dates."""
    passes = np.zeros(step.chosen.shape, dtype=bool)
    row = ROUTES.index(EARLY)
    for decree in step.decrees:
        base = 2 * step.after.law.on(f"{decree}.{BASE_YEARS}", step.after.day(decree))
        old, new = (at.benefits.si_years_halves[row] > base for at in (step.before, step.after))
        passes[row] |= step.by(decree)[row] & (old != new)
    return passes


def _amendments(step: Step, decree: str, route: Decision) -> list[str]:
    """The numbers of a route that are others on the two dates, those of salary and counting included."""
    law = step.after.law
    old, new = step.before.day(decree), step.after.day(decree)
    mine = tuple(f"{decree}.{part}." for part in (route.value, "salary", "counting"))
    return [name for name in law.names if name.startswith(mine) and law.on(name, old) != law.on(name, new)]


def _bound(outside: Instant, decree: str) -> tuple[str, Any]:
    """The end of a decree's time that a date lies beyond: its parameter and that day."""
    law, day = outside.law, outside.leave_on
    first, last, last_decision = period(law, decree)
    if day < first:
        return f"{decree}.period.first_leave", first
    if day > last:
        return f"{decree}.period.last_leave", last
    return f"{decree}.period.last_decision", last_decision


def _only(row: int) -> Bools:
    """(6, 1): one route."""
    only = np.zeros((len(ROUTES), 1), dtype=bool)
    only[row] = True
    return only
