"""The decrees, and which of them governs a leaving date.

Source: the decrees' own periods; NĐ 178/2024 is closed by Conclusion 183-KL/TW. NĐ 178 and NĐ 29 also want the decision
to be taken in time; NĐ 154 does not.
"""

from __future__ import annotations

import datetime as dt
from typing import get_args

from planner.core.errors import InputError, problem
from planner.core.texts import Message
from planner.core.vocabulary import CHOSEN_ROUTES, Decision
from planner.policy.decrees.decree import Decree
from planner.policy.decrees.nd178 import ND178
from planner.policy.decrees.refusals import INDEX
from planner.policy.decrees.streamlining import ND29, ND154
from planner.policy.law.parameters import Law
from planner.policy.terms import AUTO, Regime, Terms

REGIMES = ("", *get_args(Regime)[1:])
"""The decrees from oldest to newest; empty where none pays."""


def registered(*decrees: Decree) -> dict[str, Decree]:
    """The decrees by name, from oldest to newest.

    AssertionError where a decree is not one of `Regime`, has a route without an official list or one that nobody chooses,
    lacks a route without a refusal that says so, or where one list would show two routes.
    """
    found = {decree.name: decree for decree in decrees}
    assert tuple(found) == REGIMES[1:], f"policy.terms.Regime names {REGIMES[1:]}, the registered decrees are {tuple(found)}"
    shows: dict[str, Decision] = {}
    for decree in decrees:
        for route, rule in decree.routes.items():
            assert route in CHOSEN_ROUTES, f"{decree.name}: {route} is no route that is chosen"
            assert rule.form, f"{decree.name}: no official list shows {route}"
            assert shows.setdefault(rule.form, route) == route, f"{decree.name}: list {rule.form} shows {shows[rule.form]}, not {route}"
        whole = set(CHOSEN_ROUTES) == set(decree.routes)
        assert whole or f"{decree.name}.route_unknown" in INDEX, f"{decree.name}: no refusal says that it lacks a route"
    return found


DECREES = registered(ND29, ND178, ND154)


def forms() -> dict[str, tuple[Decision, tuple[str, ...]]]:
    """Every official list that a decree names: id to its route and the names of the decrees that have it."""
    found: dict[str, tuple[Decision, tuple[str, ...]]] = {}
    for decree in DECREES.values():
        for route, rule in decree.routes.items():
            found[rule.form] = (route, (*found.get(rule.form, (route, ()))[1], decree.name))
    return found


def period(law: Law, decree: str) -> tuple[dt.date, dt.date, dt.date]:
    """A decree's first and last leaving date and last day of decision (the last leaving date where none is set)."""
    first, last = law.newest(f"{decree}.period.first_leave"), law.newest(f"{decree}.period.last_leave")
    decision = f"{decree}.period.last_decision"
    return first, last, law.newest(decision) if decision in law.names else last


def is_in_force(law: Law, decree: str, terms: Terms) -> bool:
    """Whether a decree governs a leaving date and the day of its decision."""
    first, last, last_decision = period(law, decree)
    return first <= terms.leave_on <= last and (terms.decided_on or terms.leave_on) <= last_decision


def decrees_in_force(law: Law, terms: Terms) -> tuple[str, ...]:
    """The decrees that count, newest first: those that govern, or the one that is forced; empty where none does."""
    if terms.regime != AUTO:
        return (terms.regime,)
    return tuple(decree for decree in reversed(DECREES) if is_in_force(law, decree, terms))


def has_ended(law: Law, terms: Terms) -> bool:
    """Whether natural exits alone are left on these terms: `auto`, on a date after the last decree, where that is asked for."""
    return terms.natural_alone and terms.regime == AUTO and terms.leave_on > period(law, REGIMES[-1])[1]


def governing(law: Law, terms: Terms) -> tuple[tuple[str, ...], tuple[Message, ...]]:
    """As `decrees_in_force`, and warnings. A forced decree is computed on any date, with a warning.

    Where the terms ask for natural exits alone after the last decree, that decree stands for what is saved, and a warning says
    that it has ended. InputError where the regime is unknown, or where `auto` finds no decree for the dates otherwise.
    """
    dates = {"leave_on": terms.leave_on, "decided_on": terms.decided_on or terms.leave_on}
    if terms.regime not in (AUTO, *DECREES):
        raise InputError(problem("law.unknown_regime", regime=terms.regime, known=", ".join((AUTO, *DECREES))))
    found = decrees_in_force(law, terms)
    if not found and has_ended(law, terms):
        said = {"leave_on": terms.leave_on, "decree": Message(f"law.decree_{REGIMES[-1]}"), "last": period(law, REGIMES[-1])[1]}
        return REGIMES[-1:], (Message("law.decree_over", said),)
    if not found:
        raise InputError(problem("law.no_decree", first=period(law, REGIMES[1])[0], last=period(law, REGIMES[-1])[1], **dates))
    if terms.regime == AUTO or is_in_force(law, terms.regime, terms):
        return found, ()
    first, last, last_decision = period(law, terms.regime)
    spans = {"first": first, "last": last, "last_decision": last_decision}
    return found, (Message("law.forced_regime", {"decree": Message(f"law.decree_{terms.regime}"), **dates, **spans}),)


def late_decision(terms: Terms) -> Message | None:
    """What to say of a decision dated after the leaving: nobody leaves before it is decided, so a date is probably wrong.

    No text of the law asks it, and amounts are computed for the dates as given; None where the dates agree.
    """
    if terms.decided_on is None or terms.decided_on <= terms.leave_on:
        return None
    return Message("law.decided_late", {"leave_on": terms.leave_on, "decided_on": terms.decided_on})
