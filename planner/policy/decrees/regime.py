"""Which decree governs a leaving date, and where its rules are.

Source: the decrees' own periods; NĐ 178/2024 is closed by Conclusion 183-KL/TW. NĐ 178 and NĐ 29 also want the decision
to be taken in time; NĐ 154 does not.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from planner.core.errors import InputError, problem
from planner.core.texts import Message
from planner.core.vocabulary import Decision
from planner.policy.decrees import nd29, nd154, nd178
from planner.policy.decrees.rule import Assessment, Case
from planner.policy.law.parameters import Law
from planner.policy.person.facts import Moment
from planner.policy.person.money import Salary

REGIMES = ("", "nd29", "nd178", "nd154")
"""The decrees from oldest to newest; empty where none pays."""
AUTO = "auto"


@dataclass(frozen=True)
class Decree:
    """The rules of one decree: its salary, and a rule for each chosen route."""

    name: str
    current_salary: Callable[[Moment], Salary]
    routes: dict[Decision, Callable[[Case], Assessment]]


DECREES = {
    package.__name__.rpartition(".")[2]: Decree(
        package.__name__.rpartition(".")[2],
        package.salary.current_salary,
        {
            Decision.EARLY_RETIREMENT: package.early_retirement.assess,
            Decision.IMMEDIATE_SEPARATION: package.immediate_separation.assess,
            Decision.TRAINING_SEPARATION: package.training_separation.assess,
            Decision.TRANSFER_OUT: package.transfer_out.assess,
        },
    )
    for package in (nd29, nd178, nd154)
}


def period(law: Law, decree: str) -> tuple[dt.date, dt.date, dt.date]:
    """A decree's first and last leaving date and last day of decision (the last leaving date where none is set)."""
    first, last = law.newest(f"{decree}.period.first_leave"), law.newest(f"{decree}.period.last_leave")
    decision = f"{decree}.period.last_decision"
    return first, last, law.newest(decision) if decision in law.names else last


def is_in_force(law: Law, decree: str, leave_on: dt.date, decided_on: dt.date) -> bool:
    """Whether a decree governs a leaving date that was decided on `decided_on`."""
    first, last, last_decision = period(law, decree)
    return first <= leave_on <= last and decided_on <= last_decision


def decrees_in_force(law: Law, leave_on: dt.date, decided_on: dt.date | None = None) -> tuple[str, ...]:
    """The decrees that govern, newest first; empty where none does. `decided_on` is `leave_on` where absent."""
    return tuple(d for d in reversed(REGIMES[1:]) if is_in_force(law, d, leave_on, decided_on or leave_on))


def governing(
    law: Law, leave_on: dt.date, decided_on: dt.date | None, regime: str
) -> tuple[tuple[str, ...], tuple[Message, ...]]:
    """The decrees to compute, newest first, and warnings. A forced one is computed on any date, with a warning.
    InputError where the regime is unknown, or where `auto` finds no decree for the dates.
    """
    decided = decided_on or leave_on
    dates = {"leave_on": leave_on, "decided_on": decided}
    if regime == AUTO:
        found = decrees_in_force(law, leave_on, decided)
        if not found:
            first, last = period(law, "nd29")[0], period(law, "nd154")[1]
            raise InputError(problem("law.no_decree", first=first, last=last, **dates))
        return found, ()
    if regime not in DECREES:
        raise InputError(problem("law.unknown_regime", regime=regime, known=", ".join((AUTO, *DECREES))))
    if is_in_force(law, regime, leave_on, decided):
        return (regime,), ()
    first, last, last_decision = period(law, regime)
    spans = {"first": first, "last": last, "last_decision": last_decision}
    return (regime,), (Message("law.forced_regime", {"decree": Message(f"law.decree_{regime}"), **dates, **spans}),)


def late_decision(leave_on: dt.date, decided_on: dt.date | None) -> Message | None:
    """What to say of a decision dated after the leaving: nobody leaves before it is decided, so a date is probably wrong.

    No text of the law asks it, and amounts are computed for the dates as given; None where the dates agree.
    """
    if decided_on is None or decided_on <= leave_on:
        return None
    return Message("law.decided_late", {"leave_on": leave_on, "decided_on": decided_on})
