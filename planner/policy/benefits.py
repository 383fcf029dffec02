"""What each exit route would give each person on one leaving date: allowed or why not, items of money, legal basis."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from planner.core.dates import IntArray
from planner.core.memory import zeros
from planner.core.texts import Message
from planner.core.vocabulary import EXIT_ROUTES, Decision
from planner.policy.decrees.natural import NATURAL, NaturalExit
from planner.policy.decrees.refusals import REASONS
from planner.policy.decrees.regime import DECREES, REGIMES, governing, has_ended
from planner.policy.decrees.rule import ITEMS, Assessment, DecreeCase, citation, day_of, decree_over, salary_evidence
from planner.policy.law.parameters import Law, load_law
from planner.policy.person.facts import Bools, Facts, Moment, facts_of, moment_of
from planner.policy.terms import Terms

ROUTES = EXIT_ROUTES


@dataclass(frozen=True)
class Benefits:
    """Six routes (order of `ROUTES`) x n people on `leave_on`; arrays are shaped (6, n) unless said.

    eligible: bool. reason: int16, index into `refusals.REASONS`, 0 where eligible. regime: int8, index into
    `regime.REGIMES`, 0 for natural routes; where not eligible, the decree whose reason is given.
    current_salary_vnd and the items: int64, whole VND, 0 where not eligible; total_vnd is the sum of the items.
    basis: int32, index into `bases` (Vietnamese; `bases[0]` is empty) and `basis_messages`. evidence: int8, index into
    `parameters.EVIDENCE`. retirement_month, months_early: int64 (n,). past_appendix_2: bool (n,), may retire by Appendix II already. counted: for each decree asked, the newest
    first, its index in `REGIMES` and the half-years before the age and of insurance, int64 (n,), as it counts them.
    warnings: about the regime. terms, facts: what it was computed from.
    """

    terms: Terms
    eligible: Bools
    reason: npt.NDArray[np.int16]
    regime: npt.NDArray[np.int8]
    current_salary_vnd: IntArray
    months_early_vnd: IntArray
    years_early_vnd: IntArray
    si_years_vnd: IntArray
    severance_vnd: IntArray
    job_search_vnd: IntArray
    training_vnd: IntArray
    total_vnd: IntArray
    basis: npt.NDArray[np.int32]
    basis_messages: tuple[Message | None, ...]
    evidence: npt.NDArray[np.int8]
    retirement_month: IntArray
    months_early: IntArray
    past_appendix_2: Bools
    counted: tuple[tuple[int, IntArray, IntArray], ...] = field(repr=False)
    facts: Facts = field(repr=False)
    warnings: tuple[Message, ...] = ()

    @property
    def law(self) -> Law:
        """The law that was asked."""
        return self.facts.law

    @property
    def leave_on(self) -> dt.date:
        """The leaving date."""
        return self.terms.leave_on

    @property
    def years_early_halves(self) -> IntArray:
        """Half-years before the retirement age as the regime of the row counts them, the newest decree's where none does."""
        return self._halves(1)

    @property
    def si_years_halves(self) -> IntArray:
        """Half-years of insurance that count for pay, likewise."""
        return self._halves(2)

    def _halves(self, which: int) -> IntArray:
        newest, *older = self.counted
        out = np.tile(newest[which], (len(ROUTES), 1))
        for decree in older:
            np.copyto(out, decree[which], where=self.regime == decree[0])
        return out

    def on_request(self, route: Decision) -> Bools:
        """Who may leave by a chosen route on their own wish alone, (n,): training, and retirement by the right of Appendix II."""
        if route == Decision.EARLY_RETIREMENT:
            return self.past_appendix_2
        return np.full(len(self.past_appendix_2), route == Decision.TRAINING_SEPARATION)

    @property
    def moment(self) -> Moment:
        """The facts on the leaving date, computed again: kept for every period they would take as much as the answer."""
        return moment_of(self.facts, self.terms)

    @cached_property
    def bases(self) -> tuple[str, ...]:
        """The legal bases in Vietnamese, in the order of `basis_messages`; the first is empty."""
        return tuple(message.render("vi") if message else "" for message in self.basis_messages)

    def reason_message(self, index: int) -> Message | None:
        """The reason `REASONS[index]` with its numbers and citation on this leaving date; None for 0."""
        return reason_message(index, self.leave_on, self.law)


def reason_message(index: int, leave_on: dt.date, law: Law | None = None) -> Message | None:
    """The text of a reason, with `{limit}` and `{cite}` from the law in force on `leave_on`; None for 0."""
    reason = REASONS[index]
    if not reason.code:
        return None
    if not reason.parameter:
        return Message(reason.key)
    law = law or load_law()
    on = day_of(law, reason.decree, leave_on) if reason.decree else leave_on
    return Message(reason.key, {"limit": law.on(reason.parameter, on), "cite": citation(law, reason.parameter, on)})


def compute(people: pd.DataFrame, terms: Terms, law: Law | None = None) -> Benefits:
    """Every route for everyone in `people` (typed as `roster.frame` says) on the terms.

    InputError where no decree covers the dates, or a figure is beyond any salary.
    """
    return compute_facts(facts_of(people, law or load_law()), terms)


def compute_facts(facts: Facts, terms: Terms) -> Benefits:
    """As `compute`, from facts that were read once for many dates."""
    decrees, warnings = governing(facts.law, terms)
    over = has_ended(facts.law, terms)
    moment = moment_of(facts, terms)
    cases = [DECREES[name].case(moment) for name in decrees]
    table = _Table(moment, cases)
    for row, route in enumerate(ROUTES):
        if route in NATURAL:
            table.put_natural(row, NATURAL[route](moment))
        elif over:
            table.put(row, cases[0], decree_over(cases[0]), first=True)
        else:
            having = [case for case in cases if route in DECREES[case.decree].routes] or cases[:1]
            for case in having:
                table.put(row, case, DECREES[case.decree].assess(route, case), first=case is having[0])
    return table.benefits(warnings)


class _Table:
    """The (6, n) arrays while they are filled, decree by decree, newest first."""

    def __init__(self, moment: Moment, cases: list[DecreeCase]) -> None:
        shape = (len(ROUTES), len(moment))
        self.moment, self.cases = moment, cases
        self.salaries = {case.decree: case.salary.rounded() for case in cases}
        self.items = {name: zeros(shape, np.int64) for name in (*ITEMS, "total_vnd", "current_salary_vnd")}
        self.reason = np.zeros(shape, np.int16)
        self.regime = np.zeros(shape, np.int8)
        self.basis = np.zeros(shape, np.int32)
        self.evidence = np.zeros(shape, np.int8)
        self.messages: list[Message | None] = [None]

    def put_natural(self, row: int, found: NaturalExit) -> None:
        """A natural exit: no decree, no money; the salary that it saves is the newest decree's."""
        due, newest = found.reason == 0, self.cases[0]
        self.reason[row] = found.reason
        self.evidence[row] = np.maximum(found.evidence, np.where(due, salary_evidence(newest), 0))
        self.items["current_salary_vnd"][row] = np.where(due, self.salaries[newest.decree], 0)
        self.basis[row] = np.where(due, len(self.messages), 0)
        self.messages.append(found.basis.message(self.moment.law, self.moment.leave_on))

    def put(self, row: int, case: DecreeCase, found: Assessment, *, first: bool) -> None:
        """A decree's finding: taken where it is the `first` or pays more than the newer decrees (a tie stays with the newer)."""
        total = sum(found.items.values(), start=np.zeros(len(self.moment), np.int64))
        better = (self.reason[row] != 0) | (total > self.items["total_vnd"][row])
        take = np.ones(len(self.moment), dtype=bool) if first else found.eligible & better
        basis = len(self.messages)
        self.messages.extend(each.message(self.moment.law, case.on) for each in found.bases)
        _set(self.reason[row], take, found.reason)
        _set(self.regime[row], take, REGIMES.index(found.decree))
        _set(self.evidence[row], take, found.evidence)
        _set(self.basis[row], take, np.where(found.eligible, basis + found.basis, 0))
        _set(self.items["current_salary_vnd"][row], take, np.where(found.eligible, self.salaries[case.decree], 0))
        _set(self.items["total_vnd"][row], take, total)
        for name in ITEMS:
            if name in found.items or self.items[name][row].any():  # most routes lack most items: their zeros stay unwritten
                _set(self.items[name][row], take, found.items.get(name, 0))

    def benefits(self, warnings: tuple[Message, ...]) -> Benefits:
        """The filled arrays."""
        moment = self.moment
        return Benefits(
            terms=moment.terms,
            eligible=self.reason == 0,
            reason=self.reason,
            regime=self.regime,
            counted=tuple((REGIMES.index(case.decree), case.early_halves, case.insurance_halves) for case in self.cases),
            basis=self.basis,
            basis_messages=tuple(self.messages),
            evidence=self.evidence,
            retirement_month=moment.retirement_month,
            months_early=moment.months_early,
            past_appendix_2=moment.past_appendix_2,
            facts=moment.facts,
            warnings=warnings,
            **self.items,
        )


def _set(target: npt.NDArray[Any], where: Bools, values: Any) -> None:
    """Writes `values` into `target` at `where`, in place."""
    np.copyto(target, np.asarray(values).astype(target.dtype, copy=False), where=where)
