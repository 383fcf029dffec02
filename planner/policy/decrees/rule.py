"""What every rule is made of: a case under a decree, conditions in the statute's order, items of money, legal basis.

A rule returns an `Assessment`: why not (the first condition that fails), each item, the basis and the evidence.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from planner.core.dates import IntArray
from planner.core.texts import Message
from planner.policy.decrees.refusals import INDEX
from planner.policy.law.parameters import Law
from planner.policy.person import retirement
from planner.policy.person import salary as salary_rules
from planner.policy.person.facts import Bools, Moment
from planner.policy.person.money import Salary

ITEMS = ("months_early_vnd", "years_early_vnd", "si_years_vnd", "severance_vnd", "job_search_vnd", "training_vnd")
Conditions = list[tuple[str, Bools]]
"""Pairs (reason code without the decree, holds), in the statute's order."""


class Citation(Message):
    """A place in the law as cited in Vietnamese; English readers see Article, clause and point."""

    def render(self, lang: str = "en") -> str:
        """`NĐ 154/2025/NĐ-CP, Điều 8 khoản 1` or `NĐ 154/2025/NĐ-CP, Article 8 clause 1`."""
        title = str(self.params["title"])
        return title if lang == "vi" else _english(title)


_ENGLISH = (
    ("Điều", "Article"),
    ("khoản", "clause"),
    ("điểm", "point"),
    ("Phụ lục", "Appendix"),
    ("sửa đổi bởi", "amended by"),
    ("Kết luận", "Conclusion"),
    ("Giả định của kịch bản", "scenario override"),
    ("Luật BHXH", "Law on Social Insurance"),
    (" và ", " and "),
)


def _english(title: str) -> str:
    for vi, en in _ENGLISH:
        title = re.sub(vi, en, title)
    return title


def citation(law: Law, name: str, on: dt.date) -> Citation:
    """Where the value of a parameter on a day stands in the law."""
    return Citation("law.citation", {"title": law.reference(name, on).title})


def halves(months: IntArray, half_year_months: int) -> IntArray:
    """Months as half-years: an odd part of 1 to `half_year_months` months is one half, a longer one two."""
    years, odd = np.divmod(months, 12)
    return 2 * years + (odd > 0) + (odd > half_year_months)


@dataclass(frozen=True)
class DecreeCase:
    """A leaving date judged under one decree.

    decree: its name. contract_scope: its parameter that says which labour contracts are covered. on: the day whose values
    of the decree hold (its first day for earlier dates, which only a forced regime reaches). early_months: months before
    the retirement age as they are paid. early_halves, insurance_halves: half-years before the retirement age, and of
    insurance that counts for pay.
    """

    decree: str
    contract_scope: str
    moment: Moment
    on: dt.date
    salary: Salary
    early_months: IntArray
    early_halves: IntArray
    insurance_halves: IntArray

    def value(self, name: str) -> Any:
        """The decree's own value `name` on its day."""
        return self.moment.law.on(f"{self.decree}.{name}", self.on)

    def has(self, name: str) -> bool:
        """Whether the decree has a value `name` at all."""
        return f"{self.decree}.{name}" in self.moment.law.files

    @property
    def within_first(self) -> bool:
        """Whether the leavers count as within the first months of the reorganisation."""
        return self.moment.within_first(self.value(WINDOW), self.value(BY_DECISION))

    @property
    def pension_open(self) -> Bools:
        """Enough insurance to draw a pension on the leaving date (all insurance months count)."""
        return self.moment.si_months >= self.moment.law.on(PENSION, self.moment.leave_on)


@dataclass(frozen=True)
class Basis:
    """A legal basis: the text `law.basis_<key>`, filled with the citation of `name` and the numbers of `limits`."""

    key: str
    name: str
    limits: Mapping[str, str]

    def message(self, law: Law, on: dt.date) -> Message:
        """The basis with its citation and numbers on a day."""
        numbers = {word: law.on(name, on) for word, name in self.limits.items()}
        return Message(f"law.basis_{self.key}", {"cite": citation(law, self.name, on), **numbers})


def may_retire_early(case: DecreeCase, too_far: Bools) -> Bools:
    """Eligible for early retirement, judged on age and insurance alone; past the age of Appendix II however far from Appendix I."""
    return (case.moment.months_early >= 1) & (case.moment.past_appendix_2 | ~too_far) & case.pension_open


def by_right(moment: Moment) -> Bools:
    """Who may retire by Appendix II at any time until the age of Appendix I: on their own wish alone, and no decree pays them."""
    return moment.past_appendix_2 & (moment.months_early >= 1)


BY_RIGHT = Basis("early_by_right", "retirement.appendix_2", {})


PENSION = "pension.insurance_months_least"


def day_of(law: Law, decree: str, leave_on: dt.date) -> dt.date:
    """The day whose values of a decree hold for `leave_on`: never before its first day."""
    first = law.parameter(f"{decree}.period.first_leave").values[0]
    return max(leave_on, first.since)


ADDED, HALVES = "counting.early_months_added", "counting.half_years_early"
"""Counting rules of early months that some decrees have."""
WINDOW, BY_DECISION = "counting.window_months", "counting.window_by_decision"
"""The first months of a reorganisation, which some decrees pay better; what of a case must lie in them."""
DEDUCTION = "insurance.deduct_before_rounding"
OUTSIDE = "counting.outside_state"
"""Of a decree: insurance outside the State counts for pay; it does where a decree has no such value."""


def insurance_halves(moment: Moment, half_year_months: int, outside_counts: bool) -> IntArray:
    """Half-years of insurance that count for pay: what does not count goes off first, then odd months are rounded.

    Paid-out time never counts, time outside the State only where the decree counts it. A what-if on the order rounds each
    stretch and then subtracts.
    """
    facts = moment.facts
    off = [facts.si_paid_out_months, *([] if outside_counts else [facts.si_outside_state_months])]
    if moment.law.on(DEDUCTION, moment.leave_on):
        return halves(np.maximum(moment.si_months - sum(off), 0), half_year_months)
    rounded = sum(halves(np.minimum(months, moment.si_months), half_year_months) for months in off)
    return np.maximum(halves(moment.si_months, half_year_months) - rounded, 0)


@dataclass(frozen=True)
class Assessment:
    """One route under one decree for n people.

    reason: index into `refusals.REASONS`, 0 where eligible. items: whole VND, those the route has; 0 where not eligible.
    basis: index into `bases`. evidence: index into `parameters.EVIDENCE`.
    """

    decree: str
    reason: npt.NDArray[np.int16]
    items: Mapping[str, IntArray]
    basis: npt.NDArray[np.int8]
    bases: tuple[Basis, ...]
    evidence: npt.NDArray[np.int8]

    @property
    def eligible(self) -> Bools:
        """Whether every condition holds."""
        return self.reason == 0


def open_to_leave(moment: Moment) -> Conditions:
    """What every chosen route asks for: below retirement age, and no contract that has run out."""
    return [("at_retirement_age", moment.months_early >= 1), ("contract_ended", ~moment.contract_ended)]


def first_failure(decree: str, conditions: Conditions, n: int) -> npt.NDArray[np.int16]:
    """The reason of the first condition that fails, 0 where all hold."""
    reason = np.zeros(n, dtype=np.int16)
    for code, holds in reversed(conditions):
        own = f"{decree}.{code}"
        reason[~np.broadcast_to(holds, n)] = INDEX[own if own in INDEX else code]
    return reason


def assessment(
    case: DecreeCase,
    conditions: Conditions,
    items: Mapping[str, IntArray],
    basis: npt.NDArray[np.integer[Any]] | int,
    bases: Sequence[Basis],
    condition_reads: Iterable[str],
    reads: Iterable[str],
) -> Assessment:
    """A rule's findings together; `reads` are the decree's parameters of the items, `condition_reads` the others."""
    n = len(case.moment)
    reason = first_failure(case.decree, conditions, n)
    eligible = reason == 0
    marks = evidence(case, eligible, tuple(condition_reads), tuple(reads))
    kept = {name: np.where(eligible, vnd, 0) for name, vnd in items.items()}
    return Assessment(case.decree, reason, kept, np.broadcast_to(np.asarray(basis, np.int8), n), tuple(bases), marks)


def decree_over(case: DecreeCase) -> Assessment:
    """Nobody may leave by a route of a decree that has ended."""
    return assessment(case, [("decree_over", np.zeros(len(case.moment), dtype=bool))], {}, 0, (), (), ())


def no_such_route(case: DecreeCase) -> Assessment:
    """Nobody may leave by a route that the decree does not have."""
    return assessment(case, [("route_unknown", np.zeros(len(case.moment), dtype=bool))], {}, 0, (), (), ())


def evidence(case: DecreeCase, paid: Bools, condition_reads: Sequence[str], reads: Sequence[str]) -> npt.NDArray[np.int8]:
    """The weakest mark of what each row read: the conditions, and for those paid the salary and the items too."""
    law, moment = case.moment.law, case.moment
    mine = lambda names: [f"{case.decree}.{name}" for name in names]  # noqa: E731
    common = max(
        law.weakest(mine(condition_reads), case.on), law.weakest((*retirement.READS, PENSION), moment.leave_on)
    )
    money = np.maximum(law.weakest(mine((*reads, "counting.half_year_months")), case.on), salary_evidence(case))
    deducted = law.weakest((DEDUCTION,), moment.leave_on)
    off = moment.facts.si_paid_out_months > 0
    if case.has(OUTSIDE):
        outside = moment.facts.si_outside_state_months > 0
        off |= outside & (not case.value(OUTSIDE))
        money = np.maximum(money, np.where(outside, law.weakest(mine([OUTSIDE]), case.on), 0))
    money = np.maximum(money, np.where(off, deducted, 0))
    common = max(common, law.assumed(mine(PERIODS)))
    marks = np.maximum(common, np.where(paid, money, 0))
    marks = np.maximum(marks, np.where(moment.is_contract, law.weakest(mine([case.contract_scope]), case.on), 0))
    marks = np.maximum(marks, hazard_evidence(moment))
    return marks.astype(np.int8)


def salary_evidence(case: DecreeCase) -> IntArray:
    """The mark of the current salary: agreed ones read nothing, others the base salary and what the decree counts."""
    law, moment, facts = case.moment.law, case.moment, case.moment.facts
    day = salary_rules.salary_day(law, moment.leave_on)
    common = max(
        law.weakest([f"{case.decree}.salary.percent_components"], case.on),
        law.weakest(salary_rules.READS, day),
        law.weakest(salary_rules.MONTH_READS, moment.leave_on) if salary_rules.month_matters(law, moment.leave_on) else 0,
    )
    by_law = 0
    if "public_service_pct" in case.value("salary.percent_components"):
        by_law = law.weakest((salary_rules.PUBLIC_SERVICE,), day)
    return np.where(facts.by_coefficient, np.maximum(common, np.where(facts.public_service_by_law, by_law, 0)), 0)


def hazard_evidence(moment: Moment) -> IntArray:
    """The mark of Appendix II for those with enough hazardous months, else 0."""
    enough = moment.facts.hazard_months >= moment.law.on("retirement.hazard_months_least", moment.leave_on)
    return np.where(enough, moment.law.weakest(retirement.HAZARD_READS, moment.leave_on), 0)


PERIODS = ("period.first_leave", "period.last_leave", "period.last_decision")
"""They open a decree. Only a what-if on them marks the rows: else every row would carry the doubt about the last day."""
