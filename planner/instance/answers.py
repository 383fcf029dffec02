"""What the law says of a roster's people, kept from one scenario to the next: in a sweep only what is asked changes.

Nothing here decides anything: each answer is what `planner.policy` gives for the same law and terms.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from copy import copy
from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from planner.policy.benefits import ROUTES, Benefits, compute_facts
from planner.policy.law.parameters import Law, Override, load_law
from planner.policy.overrides import overridden
from planner.policy.person.facts import Facts, facts_of
from planner.policy.terms import Terms
from planner.roster.people.frame import Roster

MOST = 24
"""Answers in full that are kept: so many different leaving dates and readings of the law are rare in one sweep."""


class Paid(NamedTuple):
    """Of `Benefits` what the money of decided exits needs, an entry each: bool, VND (int64), marks (int8)."""

    eligible: npt.NDArray[np.bool_]
    total_vnd: npt.NDArray[np.int64]
    evidence: npt.NDArray[np.int8]


class Answers:
    """The law's answers about one roster, each computed once.

    many: whether many plans of this roster are made. Other readings of the law are then asked of everybody, once; of a single
    plan they concern the leavers alone.
    """

    def __init__(self, roster: Roster, law: Law | None = None, *, many: bool = False) -> None:
        self.roster, self.many = roster, many
        self._law = law or load_law()
        self._laws: dict[Hashable, Law] = {}
        self._facts: dict[int, Facts] = {}
        self._full: dict[tuple[int, Terms], Benefits] = {}
        self._paid: dict[tuple[int, Terms], Paid] = {}

    def for_many(self) -> Answers:
        """These answers, for many plans of the roster: what is known already is shared."""
        other = copy(self)
        other.many = True
        return other

    def law(self, overrides: tuple[Override, ...]) -> Law:
        """The law with these what-ifs, the same object each time. InputError as `overridden`."""
        return self._kept(self._laws, repr(overrides), lambda: overridden(self._law, overrides))

    def reading(self, law: Law, name: str, made: Callable[[], Law]) -> Law:
        """Another reading of a law of this object, the same object each time that its name is asked for."""
        other = self._kept(self._laws, (id(law), name), made)
        self._kept(self._facts, id(other), lambda: replace(self._facts_under(law), law=other))
        return other

    def benefits(self, law: Law, terms: Terms) -> Benefits:
        """As `policy.benefits.compute` of everybody; `law` is one that this object gave."""
        while len(self._full) >= MOST:
            self._full.pop(next(iter(self._full)))
        return self._kept(self._full, (id(law), terms), lambda: compute_facts(self._facts_under(law), terms))

    def paid(self, law: Law, terms: Terms, who: npt.NDArray[np.int64], route: npt.NDArray[np.int64]) -> Paid:
        """Of people (rows of the roster), each by a route (a row of `Benefits`): may they leave by it, for how much, on what
        evidence. `law` is one that this object gave."""
        if not self.many:
            return _part(compute_facts(self._facts_under(law).of(who), terms), route, np.arange(len(who)))
        everybody, each = np.arange(len(self.roster.people)), range(len(ROUTES))
        found = self._kept(self._paid, (id(law), terms), lambda: _part(compute_facts(self._facts_under(law), terms), np.array(each)[:, None], everybody))
        return Paid(*(part[route, who] for part in found))

    def _facts_under(self, law: Law) -> Facts:
        return self._kept(self._facts, id(law), lambda: facts_of(self.roster.people, law))

    @staticmethod
    def _kept(known: dict[Any, Any], key: Hashable, make: Callable[[], Any]) -> Any:
        if key not in known:
            known[key] = make()
        return known[key]


def _part(benefits: Benefits, route: npt.NDArray[np.int64], who: npt.NDArray[np.int64]) -> Paid:
    return Paid(benefits.eligible[route, who], benefits.total_vnd[route, who], benefits.evidence[route, who])
